"""The frame HTML pages stand in: templates, and words in the reader's language."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from survey.html.assets import asset_url
from survey.html.catalogues import words
from survey.html.languages import direction, interface_language, own_name

__all__ = ["Frame", "direction", "words"]

_HERE = Path(__file__).parent


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
        offered: Iterable[str] = (),
    ) -> HTMLResponse:
        """Return the page ``template`` with what it is ``given``, in ``language``.

        The page itself speaks the nearest language of the interface; what is not in that
        language (a questionnaire's words) is marked with ``tongue`` in the templates.
        Readers can switch to the languages ``offered``.
        """
        spoken = interface_language(language)
        everything = {
            "reading": language,
            "tongue": tongue(language) if language != spoken else "",
            "tongues": [(code, own_name(code)) for code in offered],
            "switch_at": "",
            **given,
        }
        body = _environment(self._folders, spoken).get_template(template).render(everything)
        return HTMLResponse(body, status, headers={"Content-Language": language})


def tongue(language: str) -> Markup:
    """Return the attributes that say which language an element is in."""
    return Markup(' lang="{}" dir="{}"').format(language, direction(language))


def isolated(text: object) -> Markup:
    """Return a name so that its letters' direction does not disturb the sentence around it."""
    return Markup("<bdi>{}</bdi>").format(text)


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
    environment.filters["isolated"] = isolated
    environment.globals.update(
        asset=asset_url, language=language, direction=direction(language), tongue_of=tongue
    )
    return environment
