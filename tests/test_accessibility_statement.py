"""The accessibility statement goes through every criterion and names checks that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
STATEMENT = (ROOT / "docs" / "accessibility.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d\.\d\.\d+) ([^|]+) \| (A|AA) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROWS = ROW.findall(STATEMENT)
# WCAG 2.2 without AAA and without 4.1.1, which it removed: guideline, then its criteria.
LEVEL_A = (
    "1.1: 1; 1.2: 1 2 3; 1.3: 1 2 3; 1.4: 1 2; 2.1: 1 2 4; 2.2: 1 2; 2.3: 1; 2.4: 1 2 3 4; "
    "2.5: 1 2 3 4; 3.1: 1; 3.2: 1 2 6; 3.3: 1 2 7; 4.1: 2"
)
LEVEL_AA = (
    "1.2: 4 5; 1.3: 4 5; 1.4: 3 4 5 10 11 12 13; 2.4: 5 6 7 11; 2.5: 7 8; 3.1: 2; 3.2: 3 4; "
    "3.3: 3 4 8; 4.1: 3"
)


def criteria(listed: str) -> list[str]:
    found = []
    for each in listed.split("; "):
        guideline, _, numbers = each.partition(": ")
        found += [f"{guideline}.{number}" for number in numbers.split()]
    return sorted(found)


def test_every_criterion_of_levels_a_and_aa_is_there_once() -> None:
    assert (len(criteria(LEVEL_A)), len(criteria(LEVEL_AA))) == (31, 24)
    assert sorted(number for number, _, level, _, _ in ROWS if level == "A") == criteria(LEVEL_A)
    assert sorted(number for number, _, level, _, _ in ROWS if level == "AA") == criteria(LEVEL_AA)


def test_every_criterion_has_a_verdict_and_says_how_it_was_reached() -> None:
    verdicts = {"supports", "partially", "does not support", "not applicable"}

    assert {verdict for _, _, _, verdict, _ in ROWS} <= verdicts
    assert [number for number, _, _, _, how in ROWS if len(how) < 15] == []


def test_the_checks_it_names_exist() -> None:
    named = set(re.findall(r"`((?:e2e|survey)/[\w/]+\.py)`", STATEMENT))

    assert len(named) >= 5
    assert [name for name in sorted(named) if not (ROOT / "tests" / name).is_file()] == []


def test_it_says_what_was_not_tried() -> None:
    assert "No screen reader" in STATEMENT
    assert "No real phone" in STATEMENT
