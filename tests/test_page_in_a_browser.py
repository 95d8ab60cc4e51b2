"""The pages in a real browser: with and without a script, on a phone, in the dark and on paper, and under attack.

The pictures of what was seen are put into the folder that MICROCRED_SCREENSHOTS names, for a person to look at.
"""

from __future__ import annotations

import base64
import os
import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from badges import SIGNER, STRANGER, sealed, unsigned
from microcred import Issuer, Profile
from microcred.artwork import badge_png, badge_svg
from microcred.baking import bake
from microcred.document import to_json
from microcred.server.page import BadgeView, self_contained
from pages import HOSTILE, everywhere, full_badge
from servers import serving
from world import World

selenium = pytest.importorskip("selenium", reason="selenium is not installed")

if TYPE_CHECKING:
    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None or DRIVER is None, reason="chromium and chromedriver are not installed"
)

ISSUER = SIGNER.verification_method.partition("#")[0]
_A4 = (595, 842)


@dataclass(frozen=True)
class Visit:
    """A visitor with a browser, on the site."""

    browser: Chrome
    site: str
    folder: Path
    pictures: Path

    def open(self, path: str = "/?lang=en") -> None:
        self.browser.get(f"{self.site}{path}")

    def find(self, selector: str) -> WebElement:
        from selenium.webdriver.common.by import By

        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        from selenium.webdriver.common.by import By

        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def until(self, selector: str) -> WebElement:
        from selenium.webdriver.support.ui import WebDriverWait

        found: WebElement = WebDriverWait(self.browser, 60, 0.1).until(lambda _: next(iter(self.all(selector)), None))
        return found

    def choose(self, content: bytes, name: str = "badge.json") -> None:
        place = self.folder / name
        place.write_bytes(content)
        self.find("#badge").send_keys(str(place))

    def hand_in(self, content: bytes, name: str = "badge.json", *, path: str = "/?lang=en") -> str:
        """Upload a file, and read the verdict."""
        self.open(path)
        self.choose(content, name)
        self.find("button[type=submit]").click()
        return self.until("#verdict-title").text

    def ask(self, command: str, **arguments: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.browser.execute_cdp_cmd(command, arguments)
        return found

    def run(self, script: str) -> Any:
        return self.browser.execute_script(f"return {script}")

    def size(self, width: int) -> None:
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 500)

    def colours(self, scheme: str) -> None:
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, name: str, width: int = 1000, scheme: str = "light") -> None:
        """Put a picture of the whole page where a person can look at it."""
        self.size(width)
        self.colours(scheme)
        shot = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        (self.pictures / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))

    def print(self, name: str) -> bytes:
        """Print the page with its own margins, and keep what comes out."""
        pdf = base64.b64decode(self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])
        (self.pictures / f"{name}.pdf").write_bytes(pdf)
        return pdf


@contextmanager
def browser(*options: str, scripts: bool = True) -> Iterator[Chrome]:
    from selenium import webdriver

    chosen = webdriver.ChromeOptions()
    chosen.binary_location = str(CHROMIUM)
    for option in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", *options):
        chosen.add_argument(option)
    chosen.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not scripts:
        chosen.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    driven = webdriver.Chrome(options=chosen, service=webdriver.ChromeService(str(DRIVER)))
    try:
        yield driven
    finally:
        driven.quit()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:
    """A server on a socket of this machine, that vouches for the issuer of the badges."""
    client = serving(tmp_path_factory.mktemp("site"), verification={"trust": [ISSUER]}, fetcher=World())
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(client.app, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", client
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    named = os.environ.get("MICROCRED_SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def visit(site: tuple[str, Any], pictures: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    with browser() as driven:
        yield Visit(driven, site[0], tmp_path_factory.mktemp("uploads"), pictures)


@pytest.fixture(autouse=True)
def _as_at_first(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "visit" in request.fixturenames:
        visit: Visit = request.getfixturevalue("visit")
        visit.size(1000)
        visit.colours("light")


def _token() -> bytes:
    return Issuer(Profile(id=ISSUER, name="Riverside College"), SIGNER).issue_jwt(unsigned()).encode()


CARRIERS: dict[str, Callable[[], bytes]] = {
    "json": lambda: bytes(sealed(full_badge())),
    "png": lambda: bake(badge_png("Soil"), sealed(full_badge())),
    "svg": lambda: bake(badge_svg("Soil"), sealed(full_badge())),
    "jwt": _token,
}
VERDICTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "expired": (lambda: bytes(sealed(unsigned(validUntil="2026-02-01T00:00:00Z"))), "Genuine, but expired"),
    "not-yet": (lambda: bytes(sealed(unsigned(validFrom="2026-12-01T00:00:00Z"))), "Genuine, but not valid yet"),
    "forged": (lambda: bytes(sealed()).replace(b"Level 2", b"Level 3"), "Not genuine"),
    "foreign-key": (lambda: bytes(sealed(signer=STRANGER)), "Not shown to be genuine"),
    "unsigned": (lambda: to_json(unsigned()), "Not sealed"),
    "malformed": (lambda: bytes(sealed(unsigned(name=5))), "Not a proper badge"),
    "unreadable": (lambda: b"hello", "Not a badge"),
    "no-credential": (lambda: badge_png("Soil"), "A picture, but no badge in it"),
    "unclear": (
        lambda: bytes(
            sealed(
                unsigned(
                    credentialStatus={
                        "type": "BitstringStatusListEntry",
                        "statusPurpose": "revocation",
                        "statusListIndex": "7",
                        "statusListCredential": "https://college.example/lists/1",
                    }
                )
            )
        ),
        "Genuine, but not all could be checked",
    ),
}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_badge_in_each_carrier_can_be_uploaded(visit: Visit, carrier: str) -> None:
    assert visit.hand_in(CARRIERS[carrier](), f"badge.{carrier}") == "Genuine and valid"
    assert visit.find("#badge-title").text == "Soil Sampling, Level 2"
    assert visit.run("document.querySelector('.badge img').naturalWidth > 0")
    visit.picture(f"genuine-{carrier}")


@pytest.mark.parametrize("verdict", VERDICTS)
def test_each_verdict_is_seen(visit: Visit, verdict: str) -> None:
    made, words = VERDICTS[verdict]
    assert visit.hand_in(made()) == words
    visit.picture(verdict)


def test_a_badge_that_was_taken_back_is_seen_as_genuine_but_revoked(visit: Visit, site: tuple[str, Any]) -> None:
    client = site[1]
    issued = client.issue("college")
    change = {"credentialId": issued["id"], "credentialStatus": issued["credentialStatus"], "status": True}
    assert client.post("/credentials/status", change).status_code == 200
    assert visit.hand_in(to_json(issued)) == "Genuine, but revoked by its issuer"
    visit.picture("revoked")
    visit.open(f"/badges/{issued['id']}?lang=en")
    assert visit.find("#verdict-title").text == "Genuine, but revoked by its issuer"
    visit.picture("shared")


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_each_language_is_seen(visit: Visit, language: str) -> None:
    visit.open(f"/?lang={language}")
    visit.picture(f"start-{language}")
    visit.hand_in(CARRIERS["png"](), "badge.png", path=f"/?lang={language}")
    assert visit.run("document.documentElement.lang") == language
    visit.picture(f"genuine-{language}")


# With a script


def _drop(visit: Visit, event: str, transfer: str) -> None:
    visit.run(
        f"(() => {{ const transfer = new DataTransfer(); {transfer};"
        f" const event = new {'ClipboardEvent' if event == 'paste' else 'DragEvent'}('{event}',"
        f" {{ {'clipboardData' if event == 'paste' else 'dataTransfer'}: transfer, bubbles: true, cancelable: true }});"
        " document.body.dispatchEvent(event); })()"
    )


def _as_file(content: bytes) -> str:
    octets = ",".join(map(str, content))
    return f"transfer.items.add(new File([new Uint8Array([{octets}])], 'badge.png', {{type: 'image/png'}}))"


@pytest.mark.parametrize("event", ["drop", "paste"])
def test_a_file_can_be_dropped_and_pasted(visit: Visit, event: str) -> None:
    visit.open()
    _drop(visit, event, _as_file(CARRIERS["png"]()))
    assert visit.until("#verdict-title").text == "Genuine and valid"


@pytest.mark.parametrize("event", ["drop", "paste"])
def test_a_text_can_be_dropped_and_pasted_anywhere(visit: Visit, event: str) -> None:
    visit.open()
    text = base64.b64encode(bytes(sealed())).decode()
    _drop(visit, event, f"transfer.setData('text/plain', atob('{text}'))")
    assert visit.until("#verdict-title").text == "Genuine and valid"


def test_what_goes_on_is_told_to_who_listens(visit: Visit) -> None:
    visit.open()
    assert visit.find("#working").get_attribute("aria-live") == "polite"
    visit.run("document.getElementById('hand-in').addEventListener('submit', (event) => event.preventDefault())")
    visit.find("#text").send_keys("x")
    visit.find("button[type=submit]").click()
    assert visit.find("#working").text.startswith("Checking")


def test_the_verdict_has_the_focus_when_it_comes(visit: Visit) -> None:
    visit.hand_in(bytes(sealed()))
    assert visit.run("document.activeElement.id") == "verdict"


def test_a_chosen_file_is_named_and_waits_for_the_button(visit: Visit) -> None:
    visit.open()
    visit.choose(bytes(sealed()), "soil.json")
    assert visit.find("#chosen").text == "soil.json"
    assert visit.run("document.activeElement.type") == "submit"


def test_everything_can_be_reached_with_the_keyboard(visit: Visit) -> None:
    from selenium.webdriver import ActionChains, Keys

    visit.open()
    reached = []
    for _ in range(14):
        ActionChains(visit.browser).send_keys(Keys.TAB).perform()
        reached.append(visit.run("((at) => at.id || at.className || at.type)(document.activeElement)"))
    assert reached[0] == "skip"
    wanted = ["badge", "text", "recipient", "submit"]
    assert [each for each in reached if each in wanted][:4] == wanted


# Without one


def test_without_a_script_everything_works_as_a_form(site: tuple[str, Any], pictures: Path, tmp_path: Path) -> None:
    with browser(scripts=False) as driven:
        visit = Visit(driven, site[0], tmp_path, pictures)
        visit.open()
        visit.picture("start-without-script")
        assert visit.hand_in(CARRIERS["png"](), "badge.png") == "Genuine and valid"
        visit.picture("genuine-without-script")
        visit.open()
        visit.choose(b"{}")
        assert visit.find("#chosen").text == ""


# Shapes


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 768])
def test_no_page_is_wider_than_the_screen(visit: Visit, width: int, scheme: str) -> None:
    visit.size(width)
    visit.open()
    assert visit.run("document.documentElement.scrollWidth") <= width
    visit.picture(f"start-{width}-{scheme}", width, scheme)
    visit.hand_in(bytes(sealed(full_badge(name="Donaudampfschifffahrtsgesellschaft" * 5))))
    assert visit.run("document.documentElement.scrollWidth") <= width
    visit.picture(f"genuine-{width}-{scheme}", width, scheme)


_CONTRAST = """(() => {
  const channel = (c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !node.checkVisibility()) continue;
    const [a, b] = [light(parts(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) low.push(`${node.className || node.tagName}: ${ratio.toFixed(2)}`);
  }
  return [...new Set(low)];
})()"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("verdict", ["genuine", "expired", "forged", "unclear"])
def test_every_letter_stands_out_from_its_ground(visit: Visit, verdict: str, scheme: str) -> None:
    visit.hand_in(VERDICTS[verdict][0]() if verdict in VERDICTS else CARRIERS["json"]())
    visit.colours(scheme)
    assert visit.run(_CONTRAST) == []
    visit.picture(f"{verdict}-{scheme}", scheme=scheme)
    visit.open()
    visit.colours(scheme)
    assert visit.run(_CONTRAST) == []


def _long() -> bytes:
    (piece,) = full_badge()["evidence"]
    pieces = [{**piece, "id": f"https://college.example/evidence/{number}"} for number in range(40)]
    return bytes(sealed(full_badge(evidence=pieces)))


PRINTED = {"genuine": CARRIERS["png"], "forged": VERDICTS["forged"][0], "long": _long}


@pytest.mark.parametrize("printed", PRINTED)
@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_a_verdict_is_printed_on_one_sheet_of_a4(visit: Visit, printed: str, language: str) -> None:
    visit.hand_in(PRINTED[printed](), path=f"/?lang={language}")
    pdf = visit.print(f"print-{printed}-{language}")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1
    (box,) = {tuple(map(float, found.split())) for found in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", pdf)}
    assert [round(side) for side in box[2:]] == pytest.approx(_A4, abs=1)


# Attacks


def _nothing_ran(visit: Visit) -> None:
    from selenium.common.exceptions import NoAlertPresentException

    assert visit.run("window.__pwned") is None
    with pytest.raises(NoAlertPresentException):
        _ = visit.browser.switch_to.alert.text


def _logged(visit: Visit) -> list[str]:
    """What the browser has complained about, such as a breach of the policy."""
    return [entry["message"] for entry in visit.browser.get_log("browser")]


@pytest.mark.parametrize("payload", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_a_badge_ever_runs(visit: Visit, payload: str) -> None:
    _logged(visit)
    visit.hand_in(to_json(everywhere(payload)))
    _nothing_ran(visit)
    for link in visit.all("main a"):
        assert str(link.get_attribute("href")).startswith(("http://", "https://"))
    assert _logged(visit) == []
    visit.picture(f"hostile-{HOSTILE.index(payload)}")


def test_an_svg_in_which_something_acts_is_never_shown(visit: Visit) -> None:
    hostile = (
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="window.__pwned=1"><script>window.__pwned=1</script></svg>'
    )
    visit.hand_in(bake(hostile, sealed()), "badge.svg")
    _nothing_ran(visit)
    assert "svg+xml" not in visit.browser.page_source.replace('accept=".png,.svg', "")


def test_nothing_is_fetched_from_anywhere_else(visit: Visit) -> None:
    tree = full_badge()
    tree["credentialSubject"]["achievement"]["image"] = {"id": f"{visit.site}/health.png", "type": "Image"}
    visit.hand_in(bytes(sealed(tree)))
    loaded = visit.run("performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname)")
    assert {name for name in loaded if not name.startswith("image/")} <= {"/page/page.css", "/page/page.js"}


def test_a_page_as_a_file_needs_no_script_and_runs_none(visit: Visit, tmp_path: Path) -> None:
    place = tmp_path / "badge.html"
    place.write_text(self_contained(BadgeView.unverified(everywhere(HOSTILE[1]), language="en"), "en"))
    visit.browser.get(place.as_uri())
    _nothing_ran(visit)
    place.write_text(self_contained(BadgeView.unverified(full_badge(), language="en"), "en"))
    visit.browser.get(place.as_uri())
    assert visit.find("#verdict-title").text == "Not checked"
    assert visit.run("getComputedStyle(document.querySelector('.verdict')).borderRadius") == "18px"
    visit.picture("file")
