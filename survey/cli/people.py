"""Commands that bring a people list, its columns found by name or mapped as on the page."""

import argparse
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from survey.cli.desk import BY, group, opened, round_command, say
from survey.columns import (
    ColumnMapping,
    Columns,
    LeadersBy,
    clean,
    found_columns,
    mapped_columns,
    plain_name,
    suggested_mapping,
)
from survey.errors import FileError
from survey.people import PeopleList, header_of, people_of
from survey.spreadsheets import Row, read_sheet

if TYPE_CHECKING:
    from survey.cli.desk import Commands

_COLUMNS: Final = ("person", "email", "language", "group", "manager")
_LEADERS_BY: Final = ("column", "reports", "list")


def add_commands(commands: "Commands") -> None:
    """Add ``people import``."""
    people = group(commands, "people", "bring a people list")
    bringing = "replace a draft round's people list by a CSV or XLSX file, checked whole"
    parser = round_command(people, "import", _import, bringing)
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument(
        "--skip-bad-rows", action="store_true", help="take the list without the rows that are bad"
    )
    parser.add_argument(
        "--attributes",
        metavar="A,B",
        type=_names,
        help="the columns to keep; else department, function, site and location",
    )
    parser.add_argument(
        "--map",
        metavar="WHAT=COLUMN",
        type=_pair,
        action="append",
        help="which column is which: person, email, language, group or manager, such as "
        '"email=Work Mail"; others are found by name',
    )
    parser.add_argument(
        "--remembered",
        action="store_true",
        help="start from the columns this organisation used last, here or on the page",
    )
    parser.add_argument(
        "--leaders-by",
        choices=_LEADERS_BY,
        help="a column says it, whoever has reports, or the list in --leaders",
    )
    parser.add_argument(
        "--leader-words", metavar="A,B", type=_names, help="the group column's words for leaders"
    )
    parser.add_argument(
        "--leaders", metavar="FILE", type=Path, help="leaders' e-mail addresses, any way apart"
    )


def _import(arguments: argparse.Namespace) -> None:
    file: Path = arguments.file
    content = _content(file)
    with opened() as store:
        organisation = store.rounds.get(arguments.round).organisation
        sheet = read_sheet(file.name, content)
        header = header_of(file.name, sheet)
        remembered = store.mappings.of(organisation) if arguments.remembered else None
        mapping = _mapping(arguments, header, remembered)
        columns = _columns(file.name, header, mapping, arguments.attributes)
        taken = people_of(file.name, sheet, columns, skip_bad_rows=arguments.skip_bad_rows)
        store.people.replace(arguments.round, taken.people)
        if mapping is not None:
            store.mappings.keep(organisation, mapping)
        store.audit.note(BY, f"stored {len(taken.people)} people", arguments.round)
    _tell(taken)


def _mapping(
    arguments: argparse.Namespace, header: Row, remembered: ColumnMapping | None
) -> ColumnMapping | None:
    """Return the mapping that is asked for; None where columns go by their names alone."""
    asked, words = dict(arguments.map or ()), arguments.leader_words
    by, named = arguments.leaders_by, arguments.leaders
    if not (asked or arguments.remembered or words or by or named):
        return None
    written = {plain_name(each): clean(each) for each in reversed(header.cells)}
    start = suggested_mapping(header, remembered)
    columns: dict[str, Any] = {
        what: written.get(plain_name(each), each) for what, each in asked.items()
    }
    start = replace(start, **columns)
    if by is None:
        by = "list" if named else "column" if "group" in asked or words else start.leaders_by
    attributes = start.attributes
    if arguments.attributes is not None:
        attributes = tuple(written.get(plain_name(each), each) for each in arguments.attributes)
    return replace(
        start,
        leaders_by=cast("LeadersBy", by),
        leader_words=words or start.leader_words,
        leaders=_addresses(named),
        attributes=attributes,
    )


def _addresses(file: Path | None) -> tuple[str, ...]:
    text = _content(file).decode("utf-8-sig", "replace")
    return tuple(each for each in re.split(r"[\s,;]+", text) if each)


def _columns(
    name: str, header: Row, mapping: ColumnMapping | None, attributes: tuple[str, ...] | None
) -> Columns:
    if mapping is None:
        return found_columns(name, header, attributes)
    return mapped_columns(name, header, mapping)


def _tell(taken: PeopleList) -> None:
    leaders = sum(person.group == "leaders" for person in taken.people)
    say(f"Taken: {leaders} leaders and {len(taken.people) - leaders} staff ({taken.encoding}).")
    say(f"Attributes: {', '.join(taken.attributes) or 'none'}.")
    if taken.ignored_columns:
        say(f"Ignored columns, of which nothing is kept: {', '.join(taken.ignored_columns)}.")
    for note in taken.notes:
        say(note)
    for problem in taken.skipped:
        say(f"Left out: {problem}")


def _content(file: Path | None) -> bytes:
    if file is None:
        return b""
    try:
        return file.read_bytes()
    except OSError as error:
        raise FileError(f"{file} cannot be read: {error.strerror}", advice="Check it.") from error


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _pair(text: str) -> tuple[str, str]:
    what, _, column = (part.strip() for part in text.partition("="))
    if what not in _COLUMNS or not column:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not of the form email=Work Mail, with one of {', '.join(_COLUMNS)}"
        )
    return what, column
