"""Finds every sentence that the HTML pages say, and brings the catalogues up to date with them.

    python -m survey.html.extraction

Translators then fill what is empty and check what is marked fuzzy.
"""

from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from survey.html.catalogues import ORIGINAL, catalogue_path
from survey.html.languages import INTERFACE

_ROOT = Path(__file__).parents[2]
_TEMPLATES = (
    "survey/html/templates",
    "survey/respond/templates",
    "survey/signin/templates",
    "survey/offsite/templates",
)
_CODE = (
    "survey/errors.py",
    "survey/accounts.py",
    "survey/web.py",
    "survey/storage/accounts.py",
    "survey/storage/drafts.py",
    "survey/html",
    "survey/posters",
    "survey/respond",
    "survey/signin",
    "survey/agenda.py",
    "survey/offsite",
    "survey/storage/offsites.py",
)
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "phrase": None,
    "counted_phrase": (1, 2),
}


def sentences() -> Catalog:
    """Return every sentence in the templates and the code, with the files it stands in."""
    catalogue = Catalog(project="Plumbline", charset="utf-8")
    for path, method in _sources():
        options = {"trimmed": "true"} if path.suffix == ".html" else {}
        where = path.relative_to(_ROOT).as_posix()
        for _, message, comments, context in extract_from_file(
            method, path, keywords=_KEYWORDS, comment_tags=("Translators:",), options=options
        ):
            # Without line numbers: moving a line is no change to a catalogue.
            catalogue.add(message, None, [(where, 0)], auto_comments=comments, context=context)
    return catalogue


def main() -> None:
    """Bring every catalogue up to date: new sentences empty, changed ones marked fuzzy."""
    template = sentences()
    for language in INTERFACE:
        if language != ORIGINAL:
            path = catalogue_path(language)
            with path.open("rb") as file:
                catalogue = read_po(file)
            catalogue.update(template, update_creation_date=False)
            catalogue.obsolete.clear()
            save(catalogue, path)


def save(catalogue: Catalog, path: Path) -> None:
    """Write a catalogue as all of ours are written."""
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=False, include_lineno=False)


def _sources() -> Iterator[tuple[Path, str]]:
    for folder in _TEMPLATES:
        for path in sorted((_ROOT / folder).glob("*.html")):
            yield path, "jinja2.ext:babel_extract"
    for name in _CODE:
        place = _ROOT / name
        for path in sorted(place.glob("*.py")) if place.is_dir() else [place]:
            yield path, "python"


if __name__ == "__main__":
    main()
