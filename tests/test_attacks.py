"""The attacks are alike: one file each, which says what it is, shows that it works, and that it fails here."""

from __future__ import annotations

import importlib
import re
import sys
from collections import Counter
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from microcred.codes import codes

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests"
DOCS = ROOT / "docs"

sys.path.insert(0, str(DOCS))
attack_index = importlib.import_module("attack_index")
from_the_code = importlib.import_module("from_the_code")

CATALOGUE = codes().keys()
ATTACKS = [attack for files in attack_index.attacks().values() for attack in files]


def name_of(attack: Any) -> str:
    return f"{attack.attacker}/{attack.path.stem}"


@pytest.mark.parametrize("attack", ATTACKS, ids=name_of)
def test_an_attack_says_what_it_is_and_shows_that_it_works_and_that_it_fails_here(attack: Any) -> None:
    assert list(attack.faults) == []


@pytest.mark.parametrize("attack", ATTACKS, ids=name_of)
def test_the_codes_that_an_attack_is_said_to_end_in_are_asserted(attack: Any) -> None:
    assert attack.promised(CATALOGUE) - {*attack.codes(CATALOGUE)} == set()


def test_most_attacks_end_in_a_stable_code() -> None:
    # The others end well: within a bound, or with nothing that was fetched, shown or told.
    ended = [attack for attack in ATTACKS if attack.codes(CATALOGUE)]
    assert 3 * len(ended) >= 2 * len(ATTACKS)


def test_every_file_stands_with_its_attacker() -> None:
    found = {path for path in (TESTS / "attacks").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert found == {attack.path for attack in ATTACKS}
    assert all(attack.path.name.startswith("test_") for attack in ATTACKS)


def test_no_two_files_of_tests_have_one_name() -> None:
    names = Counter(path.name for path in TESTS.rglob("test_*.py"))
    assert [name for name, number in names.items() if number > 1] == []


def test_no_two_attacks_have_one_title() -> None:
    titles = Counter(attack.title for attack in ATTACKS)
    assert [title for title, number in titles.items() if number > 1] == []


# --- that a file which is not so is noticed

GOOD = '''
"""A key in the fragment of the victim's URL.

Attack: the proof names the victim's document and, behind the `#`, a key of
the forger's own.

Naively: a verifier takes the key that it finds in the URL, and believes the forger.

Here: a key is one that the document lists, so the fragment finds none (`key.not-in-document`).
"""

from naive import NaiveReader


def naive_key(url: str) -> str:
    """What nobody asserts is no code: proof.signature-invalid."""
    return url.partition("#")[2]


def test_a_naive_verifier_takes_the_key_in_the_fragment() -> None:
    assert naive_key("https://victim.example/#key") == "key"
    assert NaiveReader()


def test_the_document_decides() -> None:
    assert refusal() == "key.not-in-document"
    assert "[fetch.budget]" in text()
'''


@pytest.fixture
def tests(tmp_path: Path) -> Path:
    for name in attack_index.ATTACKERS:
        (tmp_path / "attacks" / name).mkdir(parents=True)
    (tmp_path / "naive.py").write_text("class NaiveReader:\n    def read(self):\n        return open('x')\n", "utf-8")
    write(tmp_path, GOOD)
    return tmp_path


def write(tests: Path, text: str) -> None:
    (tests / "attacks/forger/test_fragment.py").write_text(dedent(text).lstrip(), encoding="utf-8")


def the_attack(tests: Path) -> Any:
    (attack,) = attack_index.attacks(tests)["forger"]
    return attack


def test_a_file_is_read_without_being_run(tests: Path) -> None:
    attack = the_attack(tests)
    assert list(attack.faults) == []
    assert attack.title == "A key in the fragment of the victim's URL"
    assert attack.paragraphs["Attack"].endswith("behind the `#`, a key of the forger's own.")
    assert [*attack.paragraphs] == ["Attack", "Naively", "Here"]
    assert attack.tests == ("test_a_naive_verifier_takes_the_key_in_the_fragment", "test_the_document_decides")
    assert [each.name for each in attack.careless] == ["naive_key", "NaiveReader"]
    assert attack.careless[1].source.startswith("class NaiveReader:\n    def read(self)")
    assert attack.careless[1].anchor == "naive-naivereader"
    assert attack.promised(CATALOGUE) == {"key.not-in-document"}
    assert attack.codes(CATALOGUE) == ("fetch.budget", "key.not-in-document")
    assert attack.anchor == "attack-fragment"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("Naively:", "Carelessly:", "a title and three paragraphs"),
        ("\nNaively:", "Naively:", "a title and three paragraphs"),
        ("Here: a", "And more.\n\nHere: a", "a title and three paragraphs"),
        ("A key in the fragment of the victim's URL.\n\n", "", "a title and three paragraphs"),
        ("a verifier takes the key that it finds in the URL, and believes the forger.", "bad.", "next to nothing"),
        ("A key in", "A key, and a key," * 9, "not one line"),
        ("from naive import NaiveReader", "", None),
        ('return url.partition("#")[2]', 'return "key"', "naive_key looks at nothing"),
        ("test_a_naive_verifier", "test_a_verifier", "no test shows that the attack works"),
        ("test_the_document", "test_a_naive_document", "no test shows that the attack fails here"),
        ("def naive_key", "def key", None),
        (
            '    assert naive_key("https://victim.example/#key") == "key"\n    assert NaiveReader()',
            "    pass",
            "uses the",
        ),
    ],
)
def test_a_file_that_is_not_like_the_others_is_noticed(tests: Path, old: str, new: str, fault: str | None) -> None:
    text = GOOD.replace(old, new)
    assert text != GOOD
    write(tests, text)
    found = list(the_attack(tests).faults)
    assert found == [] if fault is None else any(fault in line for line in found), found


def test_attacks_may_share_what_falls_for_them(tests: Path) -> None:
    (tests / "naive.py").unlink()
    other = tests / "attacks/forger/test_other.py"
    other.write_text("def naive_reading(url: str) -> str:\n    return url.partition('#')[2]\n", encoding="utf-8")
    attack = attack_index.Attack(tests / "attacks/forger/test_fragment.py")
    attack.path.write_text(
        GOOD.lstrip().replace("from naive import NaiveReader", "from test_other import naive_reading")
    )
    assert {each.name: each.path for each in attack.careless}["naive_reading"] == other


def test_an_attack_without_a_careless_implementation_is_noticed(tests: Path) -> None:
    (tests / "naive.py").unlink()
    write(tests, GOOD.replace("def naive_key", "def key"))
    assert "no careless implementation is written out: naive_… or Naive…" in the_attack(tests).faults


@pytest.mark.parametrize(
    "text",
    [
        "URLS = ('10.0.0.1', '::1', '127.0.0.1')",
        "A = ('a', 'b')\nB: tuple[str, ...] = _rows('code', ['c'])\nURLS: tuple[str, ...] = (*A, *B)",
        "URLS = _rows('code', '''\n10.0.0.1 \n::1\n127.0.0.1\n'''[1:-1].split('\\n'))",
        "A = ' a b '.split()\nURLS = (*A, Aim('c', 'd'))\nMORE = ('e', 'f', 'g', 'h')",
    ],
)
def test_the_addresses_of_inner_networks_are_counted(tests: Path, text: str) -> None:
    assert attack_index.addresses(tests) == 0
    (tests / "ssrf_addresses.py").write_text(text, encoding="utf-8")
    assert attack_index.addresses(tests) == 3


# --- the page


@pytest.fixture(scope="module")
def page() -> str:
    return str(from_the_code.filled((DOCS / "reference/attacks.md").read_text(encoding="utf-8")))


def test_the_page_has_every_attack_with_all_that_is_said_of_it(page: str) -> None:
    for attack in ATTACKS:
        assert f"({attack.anchor})=\n" in page
        assert page.count(f"in <code>tests/attacks/{name_of(attack)}.py</code>") == 1
        for careless in attack.careless:
            assert page.count(careless.source) >= 1
            own = f"careless code: <code>{careless.name}</code>"
            assert (own if careless.path == attack.path else f"]( #{careless.anchor})".replace(" ", "")) in page


def test_the_page_counts_them(page: str) -> None:
    tests = sum(len(attack.tests) for attack in ATTACKS)
    named = {code for attack in ATTACKS for code in attack.codes(CATALOGUE)}
    assert f"| **All** | {len(ATTACKS)} | {tests} | {len(named)} |" in page
    for name in attack_index.ATTACKERS:
        assert re.search(rf"^\| \[The {name}\]\(#the-{name}\) \| \d+ \| \d+ \| \d+ \|$", page, re.MULTILINE)


def test_a_text_shows_the_same_characters_and_its_code_as_code() -> None:
    assert from_the_code._spelled("the `*#*` behind *it*, and `` ` ``") == "the ``*#*`` behind \\*it\\*, and `` ` ``"


# --- the threat model

THREAT_MODEL = (DOCS / "concepts/threat-model.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("attacker", attack_index.ATTACKERS)
def test_the_threat_model_leads_to_all_attacks_of_an_attacker(attacker: str) -> None:
    assert f"](../reference/attacks.md#the-{attacker})" in THREAT_MODEL


def test_an_attack_that_a_promise_names_is_one_of_the_list() -> None:
    named = set(re.findall(r"`tests/(attacks/[^:`]+)", THREAT_MODEL))
    assert named
    assert named <= {attack.path.relative_to(TESTS).as_posix() for attack in ATTACKS}


def test_every_promise_names_what_holds_it() -> None:
    promises = THREAT_MODEL.partition("## Promises")[2].partition("## Out of scope")[0]
    rows = [line for line in promises.splitlines() if re.match(r"\| (?!Promise)[^-]", line)]
    assert len(rows) > 60
    for row in rows:
        assert re.search(r"\| `tests/[\w/]+\.py::test_\w+` \|$", row), row


def test_a_promise_leads_to_its_attack_on_the_page() -> None:
    page = from_the_code.filled(THREAT_MODEL)
    assert "`tests/attacks/" not in page
    anchors = set(re.findall(r"\[\]\(#(attack-[\w-]+)\)", page))
    assert anchors <= {attack.anchor for attack in ATTACKS}
    assert anchors
