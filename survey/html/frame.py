"""The frame HTML pages stand in: templates, and words in the reader's language."""

import gettext
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from survey.html.assets import asset_url

_HERE = Path(__file__).parent
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})


class Frame:
    """Draws the pages of one room: its own templates first, then the shared ones."""

    def __init__(self, templates: Path | None = None) -> None:
        shared = _HERE / "templates"
        self._folders = (shared,) if templates is None else (templates, shared)

    def page(
        self,
        template: str,
        given: Mapping[str, object] = MappingProxyType({}),
        *,
        status: int = 200,
        language: str = "en",
    ) -> HTMLResponse:
        """Return the page ``template`` with what it is ``given``, in ``language``."""
        body = _environment(self._folders, language).get_template(template).render(given)
        return HTMLResponse(body, status)


@cache
def words(language: str) -> gettext.NullTranslations:
    """Return the interface's words in ``language``; English where there is no catalogue."""
    return gettext.translation("plumbline", _HERE / "translations", [language], fallback=True)


def direction(language: str) -> str:
    """Return which way ``language`` is written, as HTML's ``dir`` says it.

    Examples
    --------
    >>> direction("ar"), direction("pt-BR")
    ('rtl', 'ltr')
    """
    return "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


@lru_cache(maxsize=64)
def _environment(folders: tuple[Path, ...], language: str) -> Environment:
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    translations = words(language)
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        translations.gettext, translations.ngettext, newstyle=True
    )
    environment.globals.update(asset=asset_url, language=language, direction=direction(language))
    return environment
