"""YAML read strictly: what it says is what was meant, and every value knows its line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from survey.errors import QuestionnaireError

Path: TypeAlias = tuple[str | int, ...]
"""Where a value stands: ("pillars", 0, "items", 2, "staff")."""

_MAX_BYTES = 1_000_000
_MAX_DEPTH = 12
_TAG = "tag:yaml.org,2002:"
_WORD = re.compile(r"[a-z][a-z0-9_]*(-[A-Za-z0-9]+)*")
_WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,8}")
# YAML 1.1 would turn each of these into a space, unasked.
_HIDDEN_BREAK = re.compile("[\u0085\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class MarkedData:
    """Plain dicts, lists, texts, whole numbers and booleans, and the line of each."""

    data: object
    lines: Mapping[Path, int]

    def place(self, path: Path) -> str:
        """Return "line 12, pillars[0].items[2].staff": the nearest line that is known."""
        known = path
        while known and known not in self.lines:
            known = known[:-1]
        return f"line {self.lines.get(known, 1)}" + (f", {path_text(path)}" if path else "")


def path_text(path: Path) -> str:
    """Return a path as people write it.

    Examples
    --------
    >>> path_text(("pillars", 0, "items", 2, "staff"))
    'pillars[0].items[2].staff'
    """
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def read_strictly(document: bytes, file: str) -> MarkedData:
    """Read one YAML document.

    Texts stand in quotes; only ids, language codes, whole numbers, ``true`` and ``false``
    stand without. So nothing is ever taken for a date, a truth value or a comment that
    was meant as words.

    Raises
    ------
    QuestionnaireError
        The document is not YAML of this kind, gives a key twice, or holds an anchor,
        an alias, a tag, or more than a megabyte. ``file`` is only named in the message.
    """
    reading = _Reading(file)
    text = reading.decoded(document)
    try:
        node = _Composer(text, reading).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line if mark else 0
        raise reading.refusal(
            line,
            " ".join(part for part in (error.context, error.problem) if part),
            "Check quotes, colons and indentation on this line and the one above.",
        ) from error
    except yaml.reader.ReaderError as error:
        raise reading.refusal(
            text.count("\n", 0, error.position), "there is an invisible character", _RETYPE
        ) from error
    if node is None:
        raise reading.refusal(0, "the file is empty", "Start from questionnaires/README.md.")
    return MarkedData(reading.plain(node, ()), reading.lines)


_RETYPE = "Delete it and type the text again."


class _Composer(yaml.SafeLoader):
    """Makes nodes; refuses what a questionnaire never needs and an attacker might."""

    def __init__(self, text: str, reading: "_Reading") -> None:
        super().__init__(text)
        self._reading = reading
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line
        if getattr(event, "anchor", None) is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            raise self._reading.refusal(
                line, f"`{sign}{event.anchor}` is a YAML alias", "Write the text out again here."
            )
        if getattr(event, "tag", None) is not None:
            raise self._reading.refusal(line, f"`{event.tag}` is a YAML tag", "Remove it.")
        if self._depth >= _MAX_DEPTH:
            raise self._reading.refusal(
                line, f"this is nested more than {_MAX_DEPTH} deep", "Check the indentation."
            )
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


class _Reading:
    """One document on its way from nodes to plain data, with the lines seen so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}

    def refusal(self, line: int, problem: str, advice: str) -> QuestionnaireError:
        return QuestionnaireError(self.file, f"line {line + 1}", problem, advice=advice)

    def decoded(self, document: bytes) -> str:
        if len(document) > _MAX_BYTES:
            raise self.refusal(
                0, f"the file has {len(document)} bytes", f"Keep it under {_MAX_BYTES}."
            )
        try:
            text = document.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise self.refusal(
                document.count(b"\n", 0, error.start),
                "the text is not UTF-8",
                "Save the file with the encoding UTF-8.",
            ) from error
        hidden = _HIDDEN_BREAK.search(text)
        if hidden:
            line = text.count("\n", 0, hidden.start())
            raise self.refusal(line, "there is an invisible line break in this text", _RETYPE)
        return text

    def plain(self, node: yaml.Node, path: Path) -> object:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(each, (*path, place)) for place, each in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        data: dict[str, object] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line
            key = self._key(key_node)
            here = (*path, key)
            if key in data:
                raise self.refusal(
                    line,
                    f"`{key}` is given twice, first on line {self.lines[here]}",
                    "Keep one of the two.",
                )
            self.lines[here] = line + 1
            data[key] = self.plain(value_node, here)
        return data

    def _key(self, node: yaml.Node) -> str:
        key = self._scalar(node) if isinstance(node, yaml.ScalarNode) else None
        if not isinstance(key, str):
            raise self.refusal(
                node.start_mark.line,
                "what stands before the colon is not a name",
                'Put it in quotes if it is one, for instance a language: "no".',
            )
        return key

    def _scalar(self, node: yaml.Node) -> str | int | bool:
        value = str(node.value)
        line = node.start_mark.line
        if isinstance(node, yaml.ScalarNode) and node.style is not None:
            if _CONTROL.search(value):
                raise self.refusal(line, "there is an invisible character in this text", _RETYPE)
            return value.rstrip("\n") if node.style in "|>" else value
        if value in {"true", "false"}:
            return value == "true"
        if _WHOLE_NUMBER.fullmatch(value):
            return int(value)
        if node.tag == f"{_TAG}str" and _WORD.fullmatch(value):
            return value
        problem, advice = _bare(value, node.tag.removeprefix(_TAG))
        raise self.refusal(line, problem, advice)


def _bare(value: str, kind: str) -> tuple[str, str]:
    quoted = '"' + " ".join(value.replace("\\", "\\\\").replace('"', '\\"').split()) + '"'
    if value == "":
        return "there is nothing after the colon or dash", "Write the value, or remove the line."
    if kind == "bool":
        truth = "true" if value.lower() in {"yes", "on", "true"} else "false"
        return (
            f"`{value}` without quotes means {truth}",
            f"Write {quoted} for the word, or {truth} for the truth value.",
        )
    meaning = {"null": "nothing", "timestamp": "a date", "int": "a number", "float": "a number"}
    if kind in meaning:
        return (
            f"`{value}` without quotes means {meaning[kind]}",
            f"Write {quoted} for a text; numbers here are whole and written like 12.",
        )
    return f"the text `{value}` stands without quotes", f"Put it in quotes: {quoted}."
