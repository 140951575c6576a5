"""Which language a page is in, what languages call themselves, and how they write a day."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from starlette.requests import Request
from starlette.responses import Response

INTERFACE = MappingProxyType(
    {
        "en": "English",
        "de": "Deutsch",
        "fr": "Français",
        "es": "Español",
        "pt": "Português",
        "ar": "العربية",
        "zh-Hans": "简体中文",
    }
)
"""The languages that pages speak, each with the name it gives itself."""
CHOICE = "language"
"""In an address (``?language=de``): a reader's choice, which is then remembered."""
_COOKIE = "plumbline_language"
_COOKIE_DAYS = 365
_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})
_QUALITY = re.compile(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What a request says of the language its reader wants.

    ``chosen`` is what they chose on a page, now or before; ``accepted`` is what their
    browser asks for, best first.
    """

    chosen: str | None = None
    accepted: tuple[str, ...] = ()

    def language(self, offered: Iterable[str] = tuple(INTERFACE), *, invited: str = "") -> str:
        """Return the one of ``offered`` to show: chosen, ``invited`` in, accepted, or the first."""
        choices = tuple(offered)
        wanted = (self.chosen or "", invited, *self.accepted)
        return best(wanted, choices) or choices[0]


def reader_of(request: Request, chosen: str | None = None) -> Reader:
    """Return what ``request`` says; ``chosen`` is what its form says, where it says it."""
    said = (chosen, request.query_params.get(CHOICE), request.cookies.get(_COOKIE))
    good = (each for each in said if each is not None and _CODE.fullmatch(each))
    header = request.headers.get("accept-language", "")
    return Reader(chosen=next(good, None), accepted=tuple(accepted(header)))


def remember_choice(request: Request, response: Response, chosen: str | None = None) -> None:
    """Keep a choice made just now (in the address, or ``chosen`` in a form) in a cookie."""
    code = chosen or request.query_params.get(CHOICE)
    if code is not None and _CODE.fullmatch(code):
        response.set_cookie(
            _COOKIE,
            code,
            max_age=_COOKIE_DAYS * 24 * 3600,
            path="/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )


def accepted(header: str) -> Iterator[str]:
    """Yield the languages of an ``Accept-Language`` header, the most wanted first.

    Examples
    --------
    >>> list(accepted("fr;q=0.4, de-CH, de;q=0.9, *;q=0.1, en;q=0"))
    ['de-CH', 'de', 'fr']
    """
    wanted: list[tuple[float, str]] = []
    for each in header[:500].split(","):
        code, _, quality = each.partition(";")
        given = _QUALITY.fullmatch(quality)
        weight = float(given[1]) if given else 1.0
        if weight > 0 and _CODE.fullmatch(code.strip()):
            wanted.append((-weight, code.strip()))
    yield from (code for _, code in sorted(wanted, key=lambda pair: pair[0]))


def best(wanted: Iterable[str], offered: Sequence[str]) -> str | None:
    """Return the first of ``wanted`` that is ``offered``, itself or as a near relation.

    Examples
    --------
    >>> best(["de-CH"], ["en", "de"]), best(["zh-CN"], ["en", "zh-Hans"]), best(["ja"], ["en"])
    ('de', 'zh-Hans', None)
    """
    by_code = {code.lower(): code for code in reversed(offered)}
    by_kin = {code.partition("-")[0]: full for code, full in by_code.items()}
    for code in (each.lower() for each in wanted):
        found = by_code.get(code) or by_kin.get(code.partition("-")[0])
        if found is not None:
            return found
    return None


def interface_language(language: str) -> str:
    """Return the language in which pages speak to a reader of ``language``."""
    return best([language], tuple(INTERFACE)) or "en"


@cache
def own_name(language: str) -> str:
    """Return what a language calls itself.

    Examples
    --------
    >>> own_name("pt"), own_name("it"), own_name("zh-Hans")
    ('Português', 'Italiano', '简体中文')
    """
    if language in INTERFACE:
        return INTERFACE[language]
    try:
        name = Locale.parse(language, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return name[:1].upper() + name[1:] if name else language


def direction(language: str) -> str:
    """Return which way ``language`` is written, as HTML's ``dir`` says it.

    Examples
    --------
    >>> direction("ar"), direction("pt-BR")
    ('rtl', 'ltr')
    """
    return "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def day_in_words(day: date, language: str) -> str:
    """Return a day as people say it in ``language``, its numbers in Western digits.

    Examples
    --------
    >>> day_in_words(date(2026, 6, 12), "en"), day_in_words(date(2026, 6, 12), "de")
    ('Friday, 12 June 2026', 'Freitag, 12. Juni 2026')
    """
    spoken = interface_language(language)
    # English is written here as in the rest of the product: the day before the month.
    code = "en-GB" if spoken == "en" else spoken
    return format_date(day, "full", locale=Locale.parse(code, sep="-"))
