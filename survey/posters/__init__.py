"""What is printed for those who answer: QR codes, a poster with a shared link, slips with codes."""

import io
from collections.abc import Iterable
from pathlib import Path

import segno

from survey.html.frame import direction, words
from survey.html.languages import day_in_words, interface_language
from survey.phrases import phrase, said
from survey.rounds import Round
from survey.typeset import typeset
from survey.ways import PrintedCode, SharedLink

_HERE = Path(__file__).parent
_SCAN = phrase("Scan this with your phone's camera, or type the address. It takes a few minutes.")
_NAMELESS = phrase("Answers are stored without names. Answer once.")
_SLIP = phrase("Open the address, type the code and answer. It works once, and without your name.")


def qr_svg(address: str) -> str:
    """Return the QR code of an address as SVG, with its quiet zone; error correction Q."""
    return segno.make(address, error="q", micro=False).svg_inline(scale=8, light="#fff")


def qr_png(address: str) -> bytes:
    """Return the QR code of an address as PNG, some 600 pixels wide."""
    file = io.BytesIO()
    code = segno.make(address, error="q", micro=False)
    code.save(file, kind="png", scale=max(4, 600 // code.symbol_size()[0]))
    return file.getvalue()


def poster(round_: Round, shared: SharedLink) -> bytes:
    """Return a poster on A4 as PDF: the QR code, the address, and what to do in each language."""
    lines = [
        {
            "language": language.partition("-")[0],
            "direction": direction(language),
            "scan": said(_SCAN, words(language)),
            "nameless": said(_NAMELESS, words(language)),
            "until": _until(round_, language),
        }
        for language in _spoken(round_)
    ]
    given = {
        "name": round_.name,
        "organisation": round_.organisation,
        "where": shared.where,
        "address": shared.link,
        "qr": qr_svg(shared.link),
        "lines": lines,
    }
    return typeset(_HERE / "poster.typ", given)


def code_sheet(round_: Round, codes: Iterable[PrintedCode], address: str) -> bytes:
    """Return slips to cut out on A4 as PDF; each pile begins on a page of its own.

    Each slip is in its own language where pages speak it, else in English.
    """
    everything = list(codes)
    piles: dict[str, list[dict[str, str]]] = {}
    for each in everything:
        slip = {"person": each.person, "code": each.code, "language": each.language}
        piles.setdefault("" if each.person else each.pile, []).append(slip)
    given = {
        "name": round_.name,
        "organisation": round_.organisation,
        "address": address,
        "tongues": {
            language: _slip_in(round_, interface_language(language))
            for language in dict.fromkeys(each.language for each in everything)
        },
        "qr": qr_svg(address),
        "piles": [{"pile": pile, "slips": slips} for pile, slips in piles.items()],
    }
    return typeset(_HERE / "codes.typ", given)


def _slip_in(round_: Round, language: str) -> dict[str, str]:
    return {
        "language": language.partition("-")[0],
        "direction": direction(language),
        "deed": said(_SLIP, words(language)),
        "until": _until(round_, language),
    }


def _spoken(round_: Round) -> list[str]:
    """Return the round's languages that pages speak; a questionnaire in none has English."""
    return list(dict.fromkeys(interface_language(each) for each in round_.questionnaire.languages))


def _until(round_: Round, language: str) -> str:
    if round_.closes_on is None:
        return ""
    day = day_in_words(round_.closes_on, language)
    return said(phrase("Until the end of {day}", day=day), words(language))
