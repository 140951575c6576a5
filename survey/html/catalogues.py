"""The interface's words in each language, from the gettext catalogues in `translations/`.

The ``.po`` files are the only form they have: each is compiled in memory when the first
reader of its language comes (some 20 ms), so no compiled copy can be missing or stale.
"""

import gettext
import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from survey.html.languages import interface_language

TRANSLATIONS = Path(__file__).parent / "translations"
ORIGINAL = "en"
"""The language that the templates are written in: it needs no catalogue."""


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of one of the interface's languages is."""
    return TRANSLATIONS / language.replace("-", "_") / "LC_MESSAGES" / "plumbline.po"


def words(language: str) -> gettext.NullTranslations:
    """Return the interface's words in ``language``; English where it does not speak it."""
    return _compiled(interface_language(language))


@cache
def _compiled(language: str) -> gettext.NullTranslations:
    if language == ORIGINAL:
        return gettext.NullTranslations()
    with catalogue_path(language).open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
