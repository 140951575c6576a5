"""What is printed says what it must, whatever names hold."""

import io
import re
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from survey.posters import code_sheet, poster, qr_png, qr_svg
from survey.rounds import Round
from survey.ways import PrintedCode, SharedLink, codes_csv
from tests.survey.examples import QUESTIONNAIRE

LINK = "https://survey.example.org/a/abcdefghijklmnopqrstuvwxyz123456"
ROUND = Round(
    id="r",
    name='#panic("x") *Spring* $1$ <b> \\',
    organisation="Kite & Works 会社 شركة",
    questionnaire=QUESTIONNAIRE,
    fingerprint="",
    closes_on=date(2026, 6, 12),
)
CODES = [
    *[PrintedCode(pile="Staff · site: Leeds", person="", code="BCDFG-HJKMN", language="en")] * 13,
    PrintedCode(pile="Leaders", person="", code="NMKJH-GFDCB", language="ar"),
]


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF in one line."""
    read = pypdf.PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_a_poster_is_one_page_of_pdf_that_says_it_is_accessible() -> None:
    made = poster(ROUND, SharedLink(link=LINK, where="Leeds", seats=40))

    assert made.startswith(b"%PDF")
    assert pages(made) == 1
    assert b"pdfuaid" in made


def test_slips_are_ten_on_a_page_and_each_pile_begins_a_page() -> None:
    assert pages(code_sheet(ROUND, CODES, "https://survey.example.org/k")) == 3


def test_named_slips_stand_one_after_another() -> None:
    named = [replace(each, person=f"Person {n}") for n, each in enumerate(CODES)]

    assert pages(code_sheet(ROUND, named, "https://survey.example.org/k")) == 2


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Open the address, type the code"),
        ("de", "Adresse öffnen"),
        ("zh-Hans", "打开网址"),
        ("it", "Open the address, type the code"),
    ],
)
def test_a_slip_is_in_its_own_language(language: str, said: str) -> None:
    others = [replace(CODES[0], language=each) for each in ("fr", "ar", "es")]
    named = [
        replace(each, person="Ada") for each in (*others, replace(CODES[0], language=language))
    ]
    text = words_of(code_sheet(ROUND, named, "https://survey.example.org/k"))

    assert said in text
    assert "Ouvrez l" in text
    assert text.count("BCDFG-HJKMN") == 4


def test_a_qr_code_is_a_picture_with_nothing_to_run() -> None:
    assert qr_svg(LINK).startswith("<svg ")
    assert "script" not in qr_svg(LINK)
    assert qr_png(LINK).startswith(b"\x89PNG\r\n\x1a\n")


def test_codes_are_as_hard_to_run_as_formulas_as_any_export() -> None:
    code = PrintedCode(pile="=1+1", person="@SUM(A1)", code="BCDFG-HJKMN", language="en")
    rows = codes_csv([code], "https://survey.example.org/k").splitlines()

    assert rows[0] == "hand_out_to,person,code,address,language"
    assert rows[1] == "'=1+1,'@SUM(A1),BCDFG-HJKMN,https://survey.example.org/k,en"


@pytest.mark.parametrize("many", [5000])
def test_five_thousand_slips_are_made(many: int) -> None:
    made = code_sheet(ROUND, [CODES[0]] * many, "https://survey.example.org/k")

    assert pages(io.BytesIO(made).getvalue()) == many / 10
