"""docs/confidentiality.md names the test behind each promise; here the tests are held to it."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "confidentiality.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)))
PROMISES = 8
ATTACKS = (  # of METHODS, section 11, and on files, traffic and drafts
    "subtraction",
    "union below k",
    "insider",
    "partition",
    "mean and SD inversion",
    "overlapping cuts",
    "inclusion-exclusion",
    "bounds over several views",
    "live refresh",
    "cumulative rounds",
    "joiner",
    "leaver",
    "joiner and leaver between rounds",
    "unanimity",
    "percentages that give n away",
    "item n",
    "linked tables",
    "LP cases",
    "empty complement",
    "response rates",
    "comments",
    "export order",
    "weights",
    "correlations",
    "products of 8 to 29 staff",
    "matrix of departments: columns",
    "matrix of departments: insiders",
    "matrix of departments: rows",
    "matrix of departments: near unanimity",
    "matrix of departments: who depends on whom",
    "matrix of departments: leaders and staff",
    "matrix of departments: linear programme",
    "matrix of departments: few raters between rounds",
    "matrix of departments: other names",
    "matrix of departments: hidden in one round",
    "matrix of departments: order",
    "predictions: few leaders",
    "predictions: departments",
    "predictions: a new leader",
    "reorganisation between rounds",
    "storage order",
    "turns within one commit",
    "timing of drafts",
    "organiser with exported links",
    "access logs",
    "tokens in Referer",
    "tokens in error pages",
    "mail-scanner prefetch",
    "database file: ratings that are missing",
    "WAL and free pages",
    "backups",
    "mail outbox",
    "metrics",
)
ROWS = {
    attack: (shown, fails)
    for attack, shown, fails in re.findall(
        r"^\| ([^|]+) \| `([^`|]+)` \| (the same|`[^`|]+`) \|$", PAGE, re.MULTILINE
    )
}


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize(("file", "name"), NAMED, ids=str)
def test_a_test_that_the_page_names_is_there(file: str, name: str) -> None:
    assert name in names_in(TESTS / file)


@pytest.mark.parametrize(
    "path", sorted(TESTS.glob("redteam/test_*.py")), ids=lambda each: each.stem
)
def test_every_attack_is_on_the_page(path: Path) -> None:
    if path != Path(__file__):
        assert names_in(path) <= {name for file, name in NAMED if file.endswith(path.name)}


@pytest.mark.parametrize("number", range(1, PROMISES + 1))
def test_every_promise_has_its_tests(number: int) -> None:
    _, _, rest = PAGE.partition(f"\n**{number}. ")
    promise = re.split(r"\n\*\*\d\. |\n## ", rest)[0]

    assert re.search(r"`[\w/]+\.py::\w+`", promise)


@pytest.mark.parametrize("attack", ATTACKS)
def test_every_attack_has_a_row_with_the_test_that_carries_it_out(attack: str) -> None:
    assert attack in ROWS


@pytest.mark.parametrize("attack", ROWS)
def test_a_row_s_tests_are_there_and_assert_that_it_works_and_that_it_fails(attack: str) -> None:
    working, failing = ROWS[attack]

    assert _assertions(working) >= (2 if failing == "the same" else 1)
    assert failing == "the same" or _assertions(failing.strip("`")) >= 1


def _assertions(named: str) -> int:
    file, _, name = named.partition("::")
    found = [
        node
        for node in ast.parse((TESTS / file).read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name == name
    ]
    return sum(isinstance(node, ast.Assert) for one in found for node in ast.walk(one))
