"""Words and pictures as PDF, by Typst: tagged, with text alternatives, in type that is embedded."""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import typst


def typeset(template: Path, content: Mapping[str, object]) -> bytes:
    """Return ``content``, set by a Typst template, as PDF/UA-1.

    The template finds it, as JSON, in ``sys.inputs.content``: words are data there and
    never markup. A symbol that no type on this computer has is named in brackets; where a
    whole script is missing its letters are boxes, and the PDF no longer claims PDF/UA.
    """
    words = _NO_LETTERS.sub("", json.dumps(content, ensure_ascii=False))
    try:
        return _compiled(template, words, standard="ua-1")
    except typst.TypstError as error:
        if _NO_TYPE not in str(error):
            raise
    named = _SYMBOLS.sub(_named, words)
    try:
        return _compiled(template, named, standard="ua-1")
    except typst.TypstError as error:
        if _NO_TYPE not in str(error):
            raise
    return _compiled(template, named, standard=None)


_NO_TYPE = "could not be displayed"
"""What Typst says of a letter that no type has."""

_NO_LETTERS = re.compile("[\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Marks that turn the direction of whatever follows them, ours included, and halves of letters."""

_SYMBOLS = re.compile(
    "[\u200d\u2190-\u2bff\u3030\u303d\ufe00-\ufe0f\ue000-\uf8ff\U0001f000-\U000fffff]"
)
"""Emoji, other pictures, and what joins and colours them."""


def _compiled(template: Path, words: str, *, standard: Literal["ua-1"] | None) -> bytes:
    made = typst.compile(
        template.read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"content": words},
        pdf_standards=standard,
    )
    if not isinstance(made, bytes):
        raise TypeError(f"Typst gave {type(made).__name__} for one PDF")
    return made


def _named(symbol: re.Match[str]) -> str:
    """Return a symbol's name; nothing for what only joins or colours other symbols."""
    character = symbol[0]
    if unicodedata.category(character) in {"Cf", "Mn", "Sk", "Cn", "Co"}:
        return ""
    name = unicodedata.name(character, "").lower()
    return f"[{name}]" if name and character not in _OURS else character


_OURS = "\u2190\u2191\u2192\u2212"
"""Signs of our own, which our type has."""


@cache
def _fonts() -> typst.Fonts:
    """Return the type: ours, and what this computer has for other scripts."""
    return typst.Fonts(font_paths=[str(files("font_source_sans_pro") / "files")])
