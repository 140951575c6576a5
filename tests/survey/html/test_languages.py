"""Which language a page is in."""

from datetime import date

import pytest
from starlette.requests import Request

from survey.html.languages import INTERFACE, Reader, day_in_words, own_name, reader_of


def asking(query: str = "", *, cookie: str = "", header: str = "") -> Request:
    headers = [(b"accept-language", header.encode()), (b"cookie", cookie.encode())]
    return Request(
        {"type": "http", "method": "GET", "query_string": query.encode(), "headers": headers}
    )


@pytest.mark.parametrize(
    ("chosen", "invited", "accepted", "shown"),
    [
        (None, "de", ("fr",), "de"),
        ("fr", "de", ("en",), "fr"),
        (None, "it", ("fr", "de"), "fr"),
        (None, "", ("de-CH", "en"), "de"),
        ("ja", "", ("zh-TW",), "zh-Hans"),
        (None, "zh-cn", (), "zh-Hans"),
        (None, "", (), "en"),
    ],
)
def test_a_choice_wins_then_the_people_list_then_the_browser(
    chosen: str | None, invited: str, accepted: tuple[str, ...], shown: str
) -> None:
    reader = Reader(chosen=chosen, accepted=accepted)

    assert reader.language(("en", "de", "fr", "zh-Hans"), invited=invited) == shown


def test_only_languages_that_a_questionnaire_has_are_shown() -> None:
    assert Reader(chosen="ar", accepted=("ar", "fr")).language(("de", "en")) == "de"


def test_a_choice_in_the_address_is_newer_than_the_cookie() -> None:
    request = asking("language=fr", cookie="plumbline_language=de", header="es")

    assert reader_of(request) == Reader(chosen="fr", accepted=("es",))
    assert reader_of(asking(cookie="plumbline_language=de")).chosen == "de"


@pytest.mark.parametrize("code", ["../../etc", "<b>", "x" * 40, "de\r\nSet-Cookie: a=b"])
def test_what_is_no_language_is_no_choice(code: str) -> None:
    assert reader_of(asking(cookie=f"plumbline_language={code}")).chosen is None


def test_a_header_of_any_length_or_kind_is_read() -> None:
    for header in ("*", ";;;,,,", "de;q=abc", "a" * 5000, "en;q=0"):
        assert Reader(accepted=reader_of(asking(header=header)).accepted).language() in INTERFACE


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Friday, 12 June 2026"),
        ("de", "Freitag, 12. Juni 2026"),
        ("fr", "vendredi 12 juin 2026"),
        ("es", "viernes, 12 de junio de 2026"),
        ("pt-BR", "sexta-feira, 12 de junho de 2026"),
        ("ar", "الجمعة، 12 يونيو 2026"),
        ("zh-Hans", "2026年6月12日星期五"),
        ("it", "Friday, 12 June 2026"),
    ],
)
def test_a_day_is_written_as_the_page_s_language_writes_it(language: str, said: str) -> None:
    assert day_in_words(date(2026, 6, 12), language) == said


def test_a_language_is_called_what_it_calls_itself() -> None:
    assert [own_name(each) for each in ("it", "pt-PT", "xx")] == [
        "Italiano",
        "Português (Portugal)",
        "xx",
    ]
