"""URLs into the inner network, 559 of them, and the code with which each is refused.

A URL is written with ``{port}`` where the port belongs on which something really listens; ``{long}`` is a label that is
longer than DNS allows. Beside them stand the DIDs that lead to the same places.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["DIDS", "URLS", "Aim"]


class Aim(NamedTuple):
    """A URL or DID that leads inside, and the stable code of its refusal."""

    text: str
    code: str

    def at(self, port: int) -> str:
        """With the port of a listener."""
        return self.text.format(port=port, long="x" * 64)


def _rows(code: str, texts: Iterable[str]) -> tuple[Aim, ...]:
    return tuple(Aim(text, code) for text in texts)


# The loopback address as inet_aton(3) and the URL Standard (3.5) read it: decimal, octal, hexadecimal, mixed, short,
# and with parts that overflow.
IPV4 = _rows(
    "fetch.forbidden-address",
    """
https://127.0.0.1:{port}/
https://127.0.0.1/
https://127.1:{port}/
https://127.0.1:{port}/
https://127.1.1.1:{port}/
https://127.255.255.254:{port}/
https://2130706433:{port}/
https://2130706433/
https://017700000001:{port}/
https://0177.0.0.1:{port}/
https://0177.0.0.01:{port}/
https://00000177.0.0.1:{port}/
https://0x7f000001:{port}/
https://0X7F000001:{port}/
https://0x7f.0x0.0x0.0x1:{port}/
https://0x7f.1:{port}/
https://0x7f.0.1:{port}/
https://0x00000000007f.0.0.1:{port}/
https://127.0x1:{port}/
https://0177.1:{port}/
https://127.0.0.0x1:{port}/
https://127.000.000.001:{port}/
https://4294967295/
https://4425065729:{port}/
https://0/
https://0:{port}/
https://00.0.0.0:{port}/
https://0.0.0.0:{port}/
https://0x0:{port}/
https://1.1.1.1/
https://93.184.215.14/
https://256.256.256.256/
https://1.2.3.4.5/
https://name.127/
https://name.0x7f/
https://127.1/
https://127.0.1/
https://127.65535:{port}/
https://127.16777215:{port}/
https://0x7f.16777215:{port}/
https://0x7F.0.0.1:{port}/
https://0x7f.0.0x1:{port}/
https://0177.0x0.0.1:{port}/
https://000000000177.0.0.1:{port}/
https://0x000000007f000001:{port}/
https://127.0.0.01:{port}/
https://127.0.0.001:{port}/
https://127.00.00.01:{port}/
https://127.0.0.257:{port}/
https://383.0.0.1:{port}/
https://127.256:{port}/
https://127.0.256:{port}/
https://18446744071545159681:{port}/
https://6425673729:{port}/
https://127.0.0.1.0:{port}/
https://0x:{port}/
https://0x.0x.0x.0x:{port}/
https://127.0.0.0x01:{port}/
https://127.0.0.1x:{port}/
https://2130706433.5:{port}/
https://127.0.0.08:{port}/
"""[1:-1].split("\n"),
)

# Nearly one: what a lenient reader trims or completes.
IPV4_BROKEN = _rows(
    "fetch.bad-url",
    """
https://127.0.0.1.:{port}/
https://2130706433.:{port}/
https://127.0.0.1..:{port}/
https://017700000001.:{port}/
https://-2130706433:{port}/
https://127..0.1:{port}/
https://0.:{port}/
"""[1:-1].split("\n"),
)

# IPv6, compressed and written out; IPv4-mapped and -compatible, 6to4 (2002::/16), Teredo (2001::/32), NAT64
# (64:ff9b::/96 and 64:ff9b:1::/48), ISATAP (5efe), link-local, unique local, multicast, documentation, and zone ids.
IPV6 = _rows(
    "fetch.forbidden-address",
    """
https://[::1]:{port}/
https://[::1]/
https://[0:0:0:0:0:0:0:1]:{port}/
https://[0000:0000:0000:0000:0000:0000:0000:0001]:{port}/
https://[::]:{port}/
https://[::ffff:127.0.0.1]:{port}/
https://[::ffff:7f00:1]:{port}/
https://[0:0:0:0:0:ffff:127.0.0.1]:{port}/
https://[::127.0.0.1]:{port}/
https://[::ffff:0:127.0.0.1]:{port}/
https://[64:ff9b::127.0.0.1]:{port}/
https://[64:ff9b::7f00:1]:{port}/
https://[64:ff9b:1::7f00:1]:{port}/
https://[2002:7f00:1::]:{port}/
https://[2001:0:7f00:1::]:{port}/
https://[fe80::1]/
https://[fe80::1%25lo]:{port}/
https://[::1%25lo]:{port}/
https://[::1%251]:{port}/
https://[fc00::1]/
https://[fd00:ec2::254]/latest/meta-data/
https://[fec0::1]/
https://[ff02::1]/
https://[2606:4700:4700::1111]/
https://[v1.fe80::a+en1]/
https://[localhost]:{port}/
https://[127.0.0.1]:{port}/
https://[]:{port}/
https://[::0001]:{port}/
https://[0::1]:{port}/
https://[::0:1]:{port}/
https://[0:0:0:0:0:0:0.0.0.1]:{port}/
https://[::0.0.0.1]:{port}/
https://[::FFFF:127.0.0.1]:{port}/
https://[::ffff:127.1]:{port}/
https://[::ffff:0x7f.0.0.1]:{port}/
https://[::ffff:7f00:0001]:{port}/
https://[0000:0000:0000:0000:0000:FFFF:7F00:0001]:{port}/
https://[::ffff:10.0.0.1]/
https://[::ffff:169.254.169.254]/latest/meta-data/
https://[::ffff:a9fe:a9fe]/
https://[::10.0.0.1]/
https://[2002:7f00:0001::1]:{port}/
https://[2002:a9fe:a9fe::]/
https://[2002:c0a8:0101::]/
https://[2001:0000:4136:e378:8000:63bf:80ff:fffe]:{port}/
https://[64:ff9b::169.254.169.254]/
https://[64:ff9b::10.0.0.1]/
https://[64:ff9b:1::10.0.0.1]/
https://[fe80::5efe:127.0.0.1]:{port}/
https://[fe80::5efe:7f00:1]:{port}/
https://[2001:db8::5efe:7f00:1]:{port}/
https://[fe80::1%25eth0]/
https://[::1%2525lo]:{port}/
https://[febf::1]/
https://[fdff::1]/
https://[fd00::1]/
https://[ff01::1]/
https://[ff05::1:3]/
https://[100::1]/
https://[2001:db8::1]/
https://[3fff::1]/
https://[5f00::1]/
https://[0x1]:{port}/
https://[1:2:3:4:5:6:7:8:9]:{port}/
https://[:::1]:{port}/
https://[v7f.127.0.0.1]:{port}/
"""[1:-1].split("\n"),
)

# Brackets that do not fit, or are missing.
IPV6_BROKEN = _rows(
    "fetch.bad-url",
    """
https://[fe80::1%lo]:{port}/
https://[::1:{port}/
https://::1]:{port}/
https://::1:{port}/
https://[::1].issuer.example:{port}/
https://[::1]issuer.example/
https://[fe80::1%eth0]/
https://[::1%lo]:{port}/
https://[::1%]:{port}/
https://[[::1]]:{port}/
https://[::1]]:{port}/
https://[::1].:{port}/
https://[::1]:{port}:80/
https://[ ::1]:{port}/
https://[::1/]:{port}/
https://0:0:0:0:0:0:0:1:{port}/
https://%5B::1%5D:{port}/
"""[1:-1].split("\n"),
)

# RFC 1918, a carrier's customers (RFC 6598), TEST-NETs, benchmarks, multicast, broadcast, and what clouds tell their
# machines of themselves.
PRIVATE = _rows(
    "fetch.forbidden-address",
    """
https://10.0.0.1/
https://10.1/
https://0x0a000001/
https://172.16.0.1/
https://192.168.0.1/
https://192.168.257/
https://3232235521/
https://169.254.169.254/latest/meta-data/
https://0xa9fea9fe/
https://0xA9.0xFE.0xA9.0xFE/
https://2852039166/
https://0251.0376.0251.0376/
https://169.254.43518/
https://169.16689662/
https://100.100.100.200/latest/meta-data/
https://168.63.129.16/
https://192.0.0.192/
https://255.255.255.255/
https://224.0.0.1/
https://172.31.255.254/
https://192.168.1.1:8443/
https://100.64.0.1/
https://100.127.255.254/
https://198.18.0.1/
https://198.19.255.254/
https://192.0.2.1/
https://198.51.100.1/
https://203.0.113.1/
https://192.0.0.1/
https://192.88.99.1/
https://239.255.255.250:1900/
https://240.0.0.1/
https://255.255.255.254/
https://169.254.170.2/v2/credentials/
https://169.254.170.23/v1/credentials
https://169.254.169.253/
https://169.254.42.42/
https://169.254.0.23/
https://192.168.65.2/
https://172.17.0.1:2375/containers/json
https://[fd00:ec2::253]/
https://[fd00:ec2::23]/v1/credentials
https://[fd20:ce::254]/computeMetadata/v1/
https://0xa9.0xfe.43518/
https://0251.254.169.254/
https://169.254.169.254:8080/
https://10.0.0.1#@issuer.example/
"""[1:-1].split("\n"),
)

# The same behind a backslash or something before the host.
PRIVATE_BROKEN = _rows(
    "fetch.bad-url",
    r"""
https://169.254.169.254.:443/
https://169.254.169.254\@issuer.example/
"""[1:-1].split("\n"),
)

# Names that mean this machine, this network or this cluster, and no host on the public internet.
NAMES = _rows(
    "fetch.forbidden-address",
    """
https://localhost:{port}/
https://localhost/
https://LOCALHOST:{port}/
https://LocalHost:{port}/
https://a.localhost:{port}/
https://localhost.localdomain:{port}/
https://localhost6.localdomain6.local:{port}/
https://ip6-localhost:{port}/
https://printer.local/
https://metadata.google.internal/computeMetadata/v1/
https://metadata/
https://intranet/
https://router.lan/
https://nas.home.arpa/
https://service.onion/
https://kubernetes.default.svc.cluster.local/
https://internal/
https://redis:6379/
https://localhost.localdomain/
https://localhost4:{port}/
https://localhost6:{port}/
https://localhost4.localdomain4.localdomain:{port}/
https://ip6-loopback:{port}/
https://loopback:{port}/
https://broadcasthost/
https://host.docker.internal:{port}/
https://gateway.docker.internal/
https://metadata.goog.internal/
https://instance-data/latest/meta-data/
https://instance-data.ec2.internal/latest/meta-data/
https://rancher-metadata/
https://kubernetes/
https://consul.service.local:8500/v1/kv/
https://vault.internal:8200/
https://wpad/
https://wpad.lan/wpad.dat
https://LOCALHOST.LOCALDOMAIN:{port}/
https://localhost.lan:{port}/
https://xn--a.localhost:{port}/
https://issuer.example.internal/
https://127.0.0.1.localhost:{port}/
"""[1:-1].split("\n"),
)

# Names that are none (RFC 1123, 2.1), or that end where something cuts them off.
NAMES_BROKEN = _rows(
    "fetch.bad-url",
    """
https://localhost.:{port}/
https://-issuer.example/
https://issuer-.example/
https://issuer..example/
https://.issuer.example/
https://issuer.example./
https://issuer_name.example/
https://*.example/
https://issuer.example%00.localhost/
https://a.b.c.d.{long}.example/
https://_gateway:{port}/
https://localhost%2e:{port}/
https://localhost%00.issuer.example:{port}/
https://localhost%23.issuer.example:{port}/
https://localhost%2f.issuer.example:{port}/
https://a.b.localhost.:{port}/
https://intranet.local./
"""[1:-1].split("\n"),
)

# A good name where the user stands (RFC 3986, 3.2.1), and all that two readers split in two ways.
USER_INFORMATION = _rows(
    "fetch.bad-url",
    r"""
https://issuer.example@127.0.0.1:{port}/
https://issuer.example:443@127.0.0.1:{port}/
https://issuer.example%40127.0.0.1:{port}/
https://user:password@issuer.example/
https://user@issuer.example/
https://@issuer.example/
https://:@issuer.example/
https://127.0.0.1:{port}@issuer.example/
https://a@b@127.0.0.1:{port}/
https://issuer.example&@127.0.0.1:{port}/
https://user%3Apassword%40127.0.0.1:{port}/
https://good@127.0.0.1:{port}/
https://good:pass@[::1]:{port}/
https://issuer.example%20@127.0.0.1:{port}/
https://issuer.example;@127.0.0.1:{port}/
https://issuer.example:@127.0.0.1:{port}/
https://%40@127.0.0.1:{port}/
https://127.0.0.1:{port}%23@issuer.example/
https://127.0.0.1:{port}%2f@issuer.example/
https://issuer.example@localhost:{port}/
https://issuer.example\@localhost:{port}/
https://issuer.example\\@127.0.0.1:{port}/
https://127.0.0.1:{port}\.issuer.example/
https://issuer.example%5c@127.0.0.1:{port}/
https://issuer.example:443\@127.0.0.1:{port}/
"""[1:-1].split("\n"),
)

# A good name behind the host, where it is path, query or fragment.
AFTER_THE_HOST = _rows(
    "fetch.forbidden-address",
    """
https://127.0.0.1:{port}#@issuer.example/
https://127.0.0.1:{port}?@issuer.example/
https://127.0.0.1:{port}/@issuer.example/
https://localhost:{port}#issuer.example
"""[1:-1].split("\n"),
)

# Slashes, ports, percent signs and quotes that one program repairs and another does not.
SPELLING = _rows(
    "fetch.bad-url",
    r"""
https:\\127.0.0.1:{port}\
https:/\127.0.0.1:{port}/
https://issuer.example\@127.0.0.1:{port}/
https://127.0.0.1:{port}\@issuer.example/
https://issuer.example\.127.0.0.1/
https:/127.0.0.1:{port}/
https:127.0.0.1:{port}/
https:///127.0.0.1:{port}/
https:////127.0.0.1:{port}/
https://
https:///
https://:{port}/
https://?@127.0.0.1:{port}/
https://issuer.example:{port}:{port}/
https://issuer.example:/
https://issuer.example:+443/
https://issuer.example:-1/
https://issuer.example: 443/
https://issuer.example:443a/
https://issuer.example:0x1bb/
https://issuer.example:0/
https://issuer.example:65979/
https://issuer.example:000000443/
https://%6c%6f%63%61%6c%68%6f%73%74:{port}/
https://%31%32%37.0.0.1:{port}/
https://127%2e0%2e0%2e1:{port}/
https://issuer.example%2f@127.0.0.1/
https://issuer.example%09/
https://issuer.example/%
https://issuer.example/%zz
https://issuer.example/{{a}}
https://issuer.example/<a>
https://issuer.example/"a"
https://issuer.example/a|b
https://issuer.example/a^b
https://issuer.example/`a`
//127.0.0.1:{port}/
/etc/passwd
127.0.0.1:{port}
issuer.example

?
#
://127.0.0.1:{port}/
https:\/\/127.0.0.1:{port}/
\\127.0.0.1:{port}\share
/\127.0.0.1:{port}/
///127.0.0.1:{port}/
https:///\127.0.0.1:{port}/
https:127.1:{port}
https://127.0.0.1:{port},issuer.example/
https://127.0.0.1:{port};issuer.example/
https://127.0.0.1:{port}&issuer.example/
https://(127.0.0.1):{port}/
https://127.0.0.1%3a{port}/
https://127%2E0.0.1:{port}/
https://%6Cocalhost:{port}/
https://%256c%256f%2563alhost:{port}/
https://loc%C2%ADalhost:{port}/
https://%E2%91%A0%E2%91%A1%E2%91%A6.0.0.1:{port}/
https://127%E3%80%820%E3%80%820%E3%80%821:{port}/
https://127.0.0.1%0d%0a:{port}/
https://127.0.0.1%09:{port}/
https://127.0.0.1%20:{port}/
https://127.0.0.1%00:{port}/
<https://127.0.0.1:{port}/>
"https://127.0.0.1:{port}/"
https://issuer.example/"><a href="https://127.0.0.1:{port}/
"""[1:-1].split("\n"),
)

# A scheme before the scheme.
TWO_SCHEMES = _rows(
    "fetch.forbidden-scheme",
    """
url:https://127.0.0.1:{port}/
URL:https://localhost:{port}/
"""[1:-1].split("\n"),
)

# Everything but https, whatever the case of its letters.
SCHEMES = _rows(
    "fetch.forbidden-scheme",
    """
http://127.0.0.1:{port}/
http://issuer.example/
http://issuer.example:443/
HTTP://127.0.0.1:{port}/
file:///etc/passwd
file://127.0.0.1/etc/passwd
FILE:///etc/passwd
ftp://127.0.0.1:{port}/
ftps://127.0.0.1:{port}/
gopher://127.0.0.1:{port}/_SLAVEOF%20NO%20ONE
dict://127.0.0.1:{port}/stat
ldap://127.0.0.1:{port}/
ldaps://127.0.0.1:{port}/
tftp://127.0.0.1:{port}/
sftp://127.0.0.1:{port}/
ssh://127.0.0.1:{port}/
ws://127.0.0.1:{port}/
wss://127.0.0.1:{port}/
jar:https://127.0.0.1:{port}/!/
data:application/json,%7B%7D
javascript:fetch('https://127.0.0.1:{port}/')
unix:///var/run/docker.sock
https+unix://127.0.0.1:{port}/
view-source:https://127.0.0.1:{port}/
urn:uuid:6a1676b8-b51f-11ed-937b-d76685a20ff5
did:web:127.0.0.1%3A{port}
mailto:root@localhost
netdoc:///etc/passwd
blob:https://127.0.0.1:{port}/
about:blank
HtTp://127.0.0.1:{port}/
http://localhost:{port}/
http://[::1]:{port}/
http://2130706433:{port}/
http://127.1:{port}/
http:/127.0.0.1:{port}/
http:127.0.0.1:{port}/
http+unix://%2Fvar%2Frun%2Fdocker.sock/info
unix:/var/run/docker.sock:/info
npipe:////./pipe/docker_engine
file:/etc/passwd
file://localhost/etc/passwd
file:////127.0.0.1/share
FtP://127.0.0.1:{port}/
gopher://localhost:{port}/_%0d%0aINFO
dict://localhost:{port}/info
ldap://localhost:{port}/%0astats
redis://127.0.0.1:6379/
mysql://127.0.0.1:3306/
amqp://127.0.0.1:5672/
smb://127.0.0.1/share
nfs://127.0.0.1/export
rtsp://127.0.0.1:{port}/
imap://127.0.0.1:{port}/
pop3://127.0.0.1:{port}/
smtp://127.0.0.1:{port}/
telnet://127.0.0.1:{port}/
git://127.0.0.1:{port}/
svn://127.0.0.1:{port}/
php://filter/resource=/etc/passwd
expect://id
phar:///tmp/a.phar
zip:///tmp/a.zip
s3://bucket/key
DATA:text/plain,hello
data:text/plain;base64,e30=
jar:http://127.0.0.1:{port}/a.jar!/
feed:https://127.0.0.1:{port}/
h2c://127.0.0.1:{port}/
"""[1:-1].split("\n"),
)

# A public name, and the port of another protocol.
PORTS = _rows(
    "fetch.forbidden-port",
    """
https://issuer.example:1/
https://issuer.example:21/
https://issuer.example:22/
https://issuer.example:25/
https://issuer.example:80/
https://issuer.example:110/
https://issuer.example:389/
https://issuer.example:445/
https://issuer.example:636/
https://issuer.example:993/
https://issuer.example:2049/
https://issuer.example:5060/
https://issuer.example:6000/
https://issuer.example:6667/
https://issuer.example:10080/
https://issuer.example:23/
https://issuer.example:53/
https://issuer.example:111/
https://issuer.example:123/
https://issuer.example:135/
https://issuer.example:139/
https://issuer.example:143/
https://issuer.example:179/
https://issuer.example:465/
https://issuer.example:587/
https://issuer.example:873/
https://issuer.example:1023/
https://issuer.example:1720/
https://issuer.example:4190/
https://issuer.example:6566/
https://issuer.example:0025/
https://issuer.example:00022/
"""[1:-1].split("\n"),
)

# What is no port, or wraps around to one.
PORTS_BROKEN = _rows(
    "fetch.bad-url",
    """
https://issuer.example:65536/
https://issuer.example:65558/
https://issuer.example:99999/
https://issuer.example:00000/
https://issuer.example:4294967738/
https://issuer.example:443:22/
https://issuer.example:%34%34%33/
https://issuer.example:2^2/
https://issuer.example:1e3/
https://issuer.example:8_443/
"""[1:-1].split("\n"),
)

# What cannot be written as a line of text: blanks, controls and NUL; digits that are full-width, circled, Arabic-Indic,
# Devanagari, superscript or mathematical; the ideographic full stop; soft hyphens and other letters that IDNA and NFKC
# drop or map.
ODD_CHARACTERS = _rows(
    "fetch.bad-url",
    (
        " https://127.0.0.1:{port}/",
        "https://127.0.0.1:{port}/ ",
        "\thttps://127.0.0.1:{port}/",
        "\nhttps://127.0.0.1:{port}/",
        "\x00https://127.0.0.1:{port}/",
        "\ufeffhttps://127.0.0.1:{port}/",
        "https\t://127.0.0.1:{port}/",
        "ht\ntps://127.0.0.1:{port}/",
        "https://127.0.0.1\t:{port}/",
        "https://127.0\n.0.1:{port}/",
        "https://127.0.0.1\r\n:{port}/",
        "https://127.0.0.1:{port}\x00.issuer.example/",
        "https://issuer.example\x00@127.0.0.1:{port}/",
        "https://issuer.example/\r\nHost: 127.0.0.1:{port}\r\n\r\n",
        "https://issuer.example/ HTTP/1.1\r\nX: y",
        "https://issuer.example/\x7f",
        "https://issuer.example/\x1b[31m",
        "https://issuer.example\u2028/",
        "https://issuer.example\u3000/",
        "https://issuer\xad.example/",
        "https://issuer\u200b.example/",
        "https://loc\u200dalhost:{port}/",
        "https://\u202e1.0.0.721:{port}/",
        "https://\uff11\uff12\uff17.0.0.1:{port}/",
        "https://\uff11\uff12\uff17\uff0e\uff10\uff0e\uff10\uff0e\uff11:{port}/",
        "https://127\uff610\uff610\uff611:{port}/",
        "https://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460:{port}/",
        "https://\u0661\u0662\u0667.\u0660.\u0660.\u0661:{port}/",
        "https://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3:{port}/",
        "https://\U0001d543\U0001d560\U0001d554\U0001d552\U0001d55d\U0001d559\U0001d560\U0001d564\U0001d565:{port}/",
        "https://loca\u2113host:{port}/",
        "https://localho\ufb06:{port}/",
        "https://localho\u017ft:{port}/",
        "https://issuer.example\uff03@127.0.0.1:{port}/",
        "https://issuer.example\uff0f@127.0.0.1:{port}/",
        "https://issuer.example\u2100.127.0.0.1/",
        "https://issuer.example\u2024127.0.0.1/",
        "https://\u0456ssuer.example/",
        "https://issuer.example:\uff14\uff14\uff13/",
        "https://issuer.example/caf\xe9",
        "https://issuer.example/\ud800",
        "\uff48ttps://127.0.0.1:{port}/",
        "https://127.0.0.1:{port}/\n",
        "https://127.0.0.1:{port}\t/",
        "h\tt\tt\tp\ts://127.0.0.1:{port}/",
        "https:\n//127.0.0.1:{port}/",
        "https:/\t/127.0.0.1:{port}/",
        "https://\t127.0.0.1:{port}/",
        "https://\r\n127.0.0.1:{port}/",
        "https://lo\tcal\nhost:{port}/",
        "https://localhost\x00:{port}/",
        "https://localhost\x00.issuer.example:{port}/",
        "https://127.0.0.1 .issuer.example:{port}/",
        "https://127.0.0.1:{port}\n.issuer.example/",
        "https://127.0.0.1:\t{port}/",
        "https://loc\xadalhost:{port}/",
        "https://l\u200bocalhost:{port}/",
        "https://loc\ufeffalhost:{port}/",
        "https://localhos\u2060t:{port}/",
        "https://\U0001d7cf\U0001d7d0\U0001d7d5.0.0.1:{port}/",
        "https://127.0.0.\xb9:{port}/",
        "https://\u2081\u2082\u2087.\u2080.\u2080.\u2081:{port}/",
        "https://\u06f1\u06f2\u06f7.\u06f0.\u06f0.\u06f1:{port}/",
        "https://\u0967\u0968\u096d.\u0966.\u0966.\u0967:{port}/",
        "https://127\uff0e0\uff0e0\uff0e1:{port}/",
        "https://127\u20240\u20240\u20241:{port}/",
        "https://\uff4c\uff4f\uff43\uff41\uff4c\uff48\uff4f\uff53\uff54:{port}/",
        "https://\u2112ocalhost:{port}/",
        "https://\u1d38ocalhost:{port}/",
        "https://localh\xbast:{port}/",
        "https://LOCALHO\u1e9eT:{port}/",
        "https://\u217dl\u043ecalhost:{port}/",
        "https://[\u2237\xb9]:{port}/",
        "https://[\uff1a\uff1a\uff11]:{port}/",
        "https:\uff0f\uff0f127.0.0.1:{port}/",
        "https\uff1a//127.0.0.1:{port}/",
        "https://good\uff20127.0.0.1:{port}/",
        "https://127.0.0.1\uff1a{port}/",
        "https://issuer.example\ufe6b127.0.0.1:{port}/",
        "https://issuer.example\u2215@127.0.0.1:{port}/",
        "https://issuer.example\u2044@127.0.0.1:{port}/",
        "https://issuer.example\u2048@127.0.0.1:{port}/",
        "https://issuer.example\ufe55{port}/",
        "https://127.0.0.1:{port}/\u202e",
        "https://127.0.0.1\u2003:{port}/",
        "https://\x85127.0.0.1:{port}/",
        "\xa0https://127.0.0.1:{port}/",
        "\x1fhttps://127.0.0.1:{port}/",
        "https://127\u30020\u30020\u30021:{port}/",
        "https://issuer.example:\u0664\u0664\u0663/",
    ),
)

#: Every URL once.
URLS: tuple[Aim, ...] = (
    *IPV4,
    *IPV4_BROKEN,
    *IPV6,
    *IPV6_BROKEN,
    *PRIVATE,
    *PRIVATE_BROKEN,
    *NAMES,
    *NAMES_BROKEN,
    *USER_INFORMATION,
    *AFTER_THE_HOST,
    *SPELLING,
    *TWO_SCHEMES,
    *SCHEMES,
    *PORTS,
    *PORTS_BROKEN,
    *ODD_CHARACTERS,
)

# did:web (2.5.2): the host, its port after %3A, and a path after each colon.
DIDS: tuple[Aim, ...] = (
    *_rows(
        "key.invalid-did",
        """
did:web:127.0.0.1
did:web:127.0.0.1%3A{port}
did:web:127.0.0.1%3a{port}
did:web:127.0.0.1%3A{port}:issuers:college
did:web:127.1%3A{port}
did:web:2130706433%3A{port}
did:web:0x7f.1%3A{port}
did:web:0177.0.0.1%3A{port}
did:web:0%3A{port}
did:web:localhost.%3A{port}
did:web:169.254.169.254:latest:meta-data
did:web:%6c%6f%63%61%6c%68%6f%73%74%3A{port}
did:web:127%2E0%2E0%2E1%3A{port}
did:web:%5B%3A%3A1%5D%3A{port}
did:web:%5B::1%5D%3A{port}
did:web:good%40127.0.0.1%3A{port}
did:web:127.0.0.1%3A{port}%2Fissuer
did:web:127.0.0.1%3A{port}%23
did:web:127.0.0.1%3A{port}%3F
did:web:issuer.example%5C%40127.0.0.1
did:web:issuer.example%00.localhost
did:web:issuer.example%09
did:web:issuer.example%3A0
did:web:issuer.example%3A65536
did:web:issuer.example%3A
did:web:127.0.0.1:{port}
did:web:issuer.example:..:..:127.0.0.1
did:web:issuer.example:%2E%2E
did:web:issuer.example:%2F%2F127.0.0.1%3A{port}
did:web::127.0.0.1
did:web:%32%31%33%30%37%30%36%34%33%33
did:web:10.0.0.1
"""[1:-1].split("\n"),
    ),
    *_rows(
        "fetch.forbidden-address",
        """
did:web:localhost
did:web:localhost%3A{port}
did:web:LOCALHOST%3A{port}
did:web:a.localhost%3A{port}
did:web:metadata.google.internal
did:web:intranet
did:web:printer.local
"""[1:-1].split("\n"),
    ),
    *_rows(
        "fetch.forbidden-port",
        """
did:web:issuer.example%3A22
"""[1:-1].split("\n"),
    ),
    *_rows(
        "key.invalid-url",
        """
did:web:
"""[1:-1].split("\n"),
    ),
)
