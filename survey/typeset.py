"""Words and pictures as PDF, by Typst: tagged, with text alternatives, in type that is embedded."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import typst


def typeset(template: Path, content: Mapping[str, object]) -> bytes:
    """Return ``content``, set by a Typst template, as PDF/UA-1.

    The template finds it, as JSON, in ``sys.inputs.content``: words are data there and
    never markup.
    """
    made = typst.compile(
        template.read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"content": json.dumps(content)},
        pdf_standards=["ua-1"],
    )
    if not isinstance(made, bytes):
        raise TypeError(f"Typst gave {type(made).__name__} for one PDF")
    return made


@cache
def _fonts() -> typst.Fonts:
    """Return the type: ours, and what this computer has for other scripts."""
    return typst.Fonts(font_paths=[str(files("font_source_sans_pro") / "files")])
