"""Rules that every file must keep, asked of every file."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path
    for folder in ("survey", "analysis", "benchmarks", "tests")
    for path in (ROOT / folder).rglob("*.py")
)
PRODUCT = [path for path in SOURCES if path.relative_to(ROOT).parts[0] in {"survey", "analysis"}]
PAGES = [path for path in PRODUCT if path.parent.name == "pages"]
LISTED_ROOMS = {"utils", "helpers", "manager", "common", "misc"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_files_stay_readable_in_one_sitting(path: Path) -> None:
    limit = 60 if path in PAGES else 400

    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit


@pytest.mark.parametrize("path", PRODUCT, ids=named)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", PRODUCT, ids=named)
def test_no_module_has_a_name_that_says_nothing(path: Path) -> None:
    assert path.stem not in LISTED_ROOMS


@pytest.mark.parametrize("path", PRODUCT, ids=named)
def test_nothing_is_asserted_outside_tests(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)]


@pytest.mark.parametrize("path", PRODUCT, ids=named)
def test_only_settings_reads_the_environment(path: Path) -> None:
    reads = re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))

    assert reads is None or named(path) == "survey/settings.py"


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_no_page_shows_typed_words_as_html(path: Path) -> None:
    assert "unsafe_allow_html" not in path.read_text(encoding="utf-8")


def test_every_setting_is_in_the_readme() -> None:
    settings = set(re.findall(r"PLUMBLINE_[A-Z_]+", (ROOT / "survey/settings.py").read_text()))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert {name for name in settings if name not in readme and name != "PLUMBLINE_"} == set()


def test_every_dependency_has_its_line_in_the_readme() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    packages = [re.split(r"[\[><=~]", line)[0] for line in lines if line and line[0] != "#"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8").lower()

    assert [package for package in packages if package.lower() not in readme] == []


def test_the_readme_shows_the_two_commands_at_its_top() -> None:
    top = (ROOT / "README.md").read_text(encoding="utf-8")[:2500]

    assert "make run" in top
    assert "make test" in top


@pytest.mark.parametrize("picture", sorted((ROOT / "docs").rglob("*.png")), ids=named)
def test_every_picture_is_shown_in_a_document(picture: Path) -> None:
    documents = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]

    assert any(picture.name in document.read_text(encoding="utf-8") for document in documents)
