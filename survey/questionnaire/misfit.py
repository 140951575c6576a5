"""A file of the wrong shape, said in words a person who writes questionnaires can use."""

import difflib
import re
from collections.abc import Iterable

from survey.errors import QuestionnaireError
from survey.questionnaire import model
from survey.questionnaire.strict_yaml import MarkedData, Path

_PARTS = {
    "scales": model.Scale,
    "pillars": model.Pillar,
    "items": model.Item,
    "ladders": model.Ladder,
    "silo_matrix": model.SiloMatrix,
    "predictions": model.Prediction,
    "open_questions": model.OpenQuestion,
}
_ID = "Use lower-case letters, digits and _, a letter first, at most 60: culture_1."
_TEXT = 'Write it in quotes, or once a language: {en: "…", de: "…"}.'
_LIST = "Write a list: one entry a line, each after a dash."
_ADVICE = {
    "id": _ID,
    "of": _ID,
    "scale": _ID,
    "version": "Write a whole number from 1.",
    "exceed_from": "Write the number of a rung, counted from 1.",
    "min_answered": "Write a whole number from 1, or leave it out.",
    "function": 'Write in quotes what the people list calls it, for instance "Sales".',
    "reversed": "Write true or false, without quotes, or leave it out.",
    "labels": "Give 2 to 11 labels, lowest first, each in quotes after a dash.",
    "rungs": "Give 2 to 11 rungs, lowest first, each in quotes after a dash.",
    "short": "Give one short name a rung, each in quotes after a dash.",
    "purpose": "Write challenge or comment.",
    "languages": "Write a list of language codes, for instance [en, de].",
    "source": "Say in quotes where the questions come from.",
    "license": 'Say in quotes under which licence, for instance "CC0-1.0".',
    "leaders": f"Word it for leaders. {_TEXT}",
    "staff": f"Word it for staff. {_TEXT}",
    **dict.fromkeys(_PARTS, _LIST),
    "silo_matrix": "Give it id, title, leaders, staff and scale, one a line below it.",
}
_WHERE = re.compile(r" - at (`key` in )?`\$(?P<path>.*)`$")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]|\[(\.\.\.)\]")


def refusal(file: str, marked: MarkedData, complaint: str) -> QuestionnaireError:
    """Return the error to raise for msgspec's ``complaint`` about ``marked``."""
    where = _WHERE.search(complaint)
    path = _path(where["path"], marked.data) if where else ()
    what = complaint[: where.start()] if where else complaint
    unknown = re.fullmatch(r"Object contains unknown field `(.*)`", what)
    if unknown:
        here = (*path, unknown[1])
        return QuestionnaireError(
            file,
            marked.place(here),
            f"there is no field `{unknown[1]}` here",
            advice=_known_fields(unknown[1], path),
        )
    missing = re.fullmatch(r"Object missing required field `(.*)`", what)
    if missing:
        return QuestionnaireError(
            file,
            marked.place(path),
            f"the field `{missing[1]}` is missing",
            advice=f"Add `{missing[1]}:`. {_ADVICE.get(missing[1], _TEXT)}",
        )
    value = _value(marked.data, path)
    return QuestionnaireError(
        file, marked.place(path), _misfit(value, path), advice=_advice(value, path)
    )


def _path(text: str, data: object) -> Path:
    path: Path = ()
    for name, number, _ in _STEP.findall(text):
        if name:
            path = (*path, name)
        elif number:
            path = (*path, int(number))
        else:  # one of the languages, unnamed: the one whose wording is no text
            path = (*path, *_wrong_language(_value(data, path)))
    return path


def _wrong_language(texts: object) -> Iterable[str]:
    if isinstance(texts, dict):
        yield from [code for code, text in texts.items() if not isinstance(text, str)][:1]


def _value(data: object, path: Path) -> object:
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int):
            data = data[step]
    return data


def _known_fields(field: str, path: Path) -> str:
    part = _PARTS.get(_last_name(path), model.Questionnaire)
    known = part.__struct_fields__
    near = difflib.get_close_matches(field, known, n=1)
    meant = f"Did you mean `{near[0]}`? " if near else ""
    return f"{meant}Fields here are: {', '.join(known)}."


def _misfit(value: object, path: Path) -> str:
    name = f"`{_last_name(path)}`" if path else "the file"
    if isinstance(value, bool):
        return f"{name} has {str(value).lower()} here, which is a truth value"
    if isinstance(value, int):
        return f"{name} has the number {value} here"
    if isinstance(value, str):
        return f"{name} cannot be {value!r}"
    if isinstance(value, list):
        return f"{name} is a list of {len(value)}" if path else f"{name} is a list"
    return f"{name} has fields of its own here"


def _advice(value: object, path: Path) -> str:
    if not path:
        return "Start it with `id:`, as in questionnaires/README.md."
    name = _last_name(path)
    in_list = isinstance(path[-1], int)
    if name in _PARTS and in_list:
        return f"Each entry has fields: {', '.join(_PARTS[name].__struct_fields__)}."
    advice = _ADVICE.get(name, _TEXT)
    wants_text = name not in {"version", "exceed_from", "min_answered", "reversed"}
    if isinstance(value, bool | int) and wants_text and (in_list or advice is not _LIST):
        return f'If it is text, put it in quotes: "{str(value).lower()}". {advice}'
    return advice


def _last_name(path: Path) -> str:
    """Return the field a path ends in: a list's name for its entries, as for a wording's."""
    for step in reversed(path):
        if isinstance(step, str) and (
            step in _ADVICE or step in model.Questionnaire.__struct_fields__
        ):
            return step
    return str(path[-1]) if path else ""
