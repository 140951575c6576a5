"""docs/confidentiality.md names the test behind each promise; here the tests are held to it."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "confidentiality.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)))
PROMISES = 8


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
