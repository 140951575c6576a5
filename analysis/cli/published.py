"""`publish` and `report`: the same tables, disclosure control and audit as a round's."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from analysis.cli.asked import Asked, read_answers
from analysis.cli.method import fingerprint_of
from analysis.exporters import FORMATS, Format, export
from analysis.exporters.brief import brief_to_pdf
from analysis.exporters.progress import silent
from analysis.importers.plain_csv import read_columns
from analysis.publication import Publication, from_json
from analysis.publishing import Facts, publish, publish_round, released_rates
from analysis.report import Report, report_of
from analysis.report.brief import brief_of, load_occasions
from analysis.report.method import was_there
from analysis.report.silos import silo_matrix_of
from analysis.series import series_in
from analysis.tables import Answers
from survey.errors import FileError, RoundStateError, SettingsError
from survey.questionnaire import GROUPS, Group
from survey.rounds import ResponseRate, Thresholds
from survey.settings import load_settings
from survey.storage import Store, open_store
from survey.storage.rates import response_rates

__all__ = [
    "LEAST_THRESHOLD",
    "REPORTS",
    "PublishOptions",
    "keep_apart",
    "print_summary",
    "publish_file",
    "publish_stored",
    "read_file",
    "reported",
    "stored",
    "write",
]

BRIEF = "brief"
REPORTS = (*FORMATS, BRIEF)
"""Everything that `report` can write: the formats of a report, and the leader brief."""

LEAST_THRESHOLD = 3
_LEAST_COUNTS = 8

_Place = tuple[Group, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOptions:
    """What `publish FILE` is told beside which answers to read."""

    people: Path | None
    threshold: int
    margin: float
    earlier: tuple[Path, ...]
    name: str | None


def publish_file(asked: Asked, options: PublishOptions) -> Publication:
    """Publish the answers of a CSV file.

    Raises
    ------
    FileError
        A file, column, value or earlier publication cannot be used as asked for.
    DisclosureError
        The tables would give somebody's answers away.
    """
    _require_one_pillar_each(asked)
    read = read_answers(asked)
    rates = [] if options.people is None else _rates(options.people, asked, read.answers)
    name = options.name or asked.file.stem
    counts = max(options.threshold, _LEAST_COUNTS)
    facts = Facts(
        round=name,
        name=name,
        series=name,
        source=asked.file.name,
        questionnaire=asked.file.name,
        fingerprint=fingerprint_of(read),
        margin=options.margin,
        thresholds=Thresholds(
            scores=options.threshold, comments=2 * options.threshold, counts=counts
        ),
        rates=released_rates(rates),
    )
    earlier = [read_file(each) for each in options.earlier]
    return publish(read.answers, read.questions, facts, earlier=earlier)


def publish_stored(round_id: str, *, by: str) -> Publication:
    """Publish a closed round of this installation's database; raises as `publish_round`."""
    return publish_round(_store(), round_id, by=by)


def stored(round_id: str) -> Publication:
    """Return a published round's document.

    Raises
    ------
    RoundStateError
        The round is not published yet.
    UnknownRoundError
        There is no such round.
    """
    store = _store()
    document = store.publications.get(round_id)
    if document is None:
        state = store.rounds.get(round_id).state
        raise RoundStateError(
            f"round {round_id!r} is {state}, so there is nothing to report",
            advice=f"Publish it first: python -m analysis publish --round {round_id}",
        )
    return from_json(document)


def read_file(path: Path) -> Publication:
    """Return the publication in a file.

    Raises
    ------
    FileError
        The file cannot be read, or is not a publication.
    """
    try:
        return from_json(path.read_bytes())
    except OSError as error:
        raise FileError(f"{path}: cannot be read ({error.strerror})") from error
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise FileError(
            f"{path.name}: is not a publication ({error})",
            advice="Give a file written by `python -m analysis publish`.",
        ) from error


def reported(publication: Publication, file_format: str, *, round_id: str | None = None) -> bytes:
    """Return the report of a publication in one of `REPORTS`, telling a terminal how far it is.

    With the id of a stored round, a brief has the comments that were chosen for it, and any
    other file its series: trends, what moved, commitments. A publication alone has none.
    """
    report = report_of(publication)
    progress = _bar if sys.stderr.isatty() else silent
    if file_format == BRIEF:
        picks = None if round_id is None else _store().briefs.get(round_id)
        return brief_to_pdf(brief_of(report, picks, load_occasions()), progress)
    formats: dict[str, Format] = {str(each): each for each in FORMATS}
    series = None if round_id is None else series_in(_store(), report, _read)
    return export(report, formats[file_format], series=series, progress=progress)


def _read(_round_id: str, document: bytes) -> Report:
    return report_of(from_json(document))


def keep_apart(out: Path, *read: Path | None) -> None:
    """Refuse to write over a file that is read: a publication outlives the answers it is of.

    Raises
    ------
    FileError
        ``out`` is one of the files that are read.
    """
    for each in read:
        if each is not None and out.exists() and each.exists() and out.samefile(each):
            raise FileError(
                f"{out}: is read, so it is not written over",
                advice="Give --out another name.",
            )


def write(path: Path, content: bytes) -> None:
    """Write a file.

    Raises
    ------
    FileError
        It cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise FileError(
            f"{path}: cannot be written ({error.strerror})",
            advice="Check that the folder exists and may be written to.",
        ) from error


def print_summary(publication: Publication) -> None:
    """Say what is shown, and what is withheld and why."""
    there = [each for each in publication.tables if was_there(publication, each)]
    shown = sum(each.counts is not None for each in there)
    reasons = Counter(each.withheld for each in there if each.withheld)
    lines = [f"{publication.name}: {shown} of {len(there)} tables are shown"]
    lines += [f"  {number} withheld: {reason}" for reason, number in reasons.most_common()]
    for group in ("leaders", "staff"):
        withheld = _withheld_segments(publication, group)
        if withheld:
            lines.append(f"  {group} withheld on every question in: {', '.join(withheld)}")
    if publication.coarse:
        said = sum(each.verdict is not None for each in publication.coarse)
        lines.append(f"  {said} questions with a rounded comparison only")
    lines += _of_silos(publication)
    lines += [f"  {each}" for each in publication.notes]
    sys.stdout.write("\n".join(lines) + "\n")


def _of_silos(publication: Publication) -> Iterator[str]:
    """Say how much of the silo matrix is shown, without any rating."""
    matrix = silo_matrix_of(publication)
    if matrix is None:
        return
    shown = [each for each in matrix.ratings if each.favourable is not None]
    yield (
        f"  silo matrix: {len(shown)} of {len(matrix.ratings)} ratings between departments are "
        f"shown; {len(matrix.asymmetries)} pairs can be compared"
    )
    raters = {each.rater for each in matrix.ratings} - {each.rater for each in shown}
    if raters:
        yield f"  ratings by these departments are all withheld: {', '.join(sorted(raters))}"


def _bar(done: float, what: str) -> None:
    end = "\n" if done >= 1 else ""
    sys.stderr.write(f"\r\x1b[K{done:4.0%}  {what[:60]}{end}")
    sys.stderr.flush()


def _withheld_segments(publication: Publication, group: str) -> list[str]:
    shown: dict[str, bool] = {}
    for table in publication.tables:
        if table.group == group and table.segment is not None and was_there(publication, table):
            name = " ".join(next(iter(table.segment.items())))
            shown[name] = shown.get(name, False) or table.counts is not None
    return [name for name, each in shown.items() if not each]


def _store() -> Store:
    settings = load_settings()
    store = open_store(settings.database)
    if not store.is_alive():
        raise SettingsError(
            "the database of PLUMBLINE_DATABASE cannot be reached, or has no tables yet",
            advice="Check the setting, or make the tables with: python -m survey migrate",
        )
    return store


def _require_one_pillar_each(asked: Asked) -> None:
    members: Sequence[str] = [item for each in asked.pillars.values() for item in each]
    twice = [item for item, number in Counter(members).items() if number > 1]
    if twice:
        raise FileError(
            f"item {twice[0]!r} is in more than one pillar",
            advice="Put each item into one pillar: pillars that share items could be subtracted.",
        )


def _rates(path: Path, asked: Asked, answers: Answers) -> list[ResponseRate]:
    people = read_columns(path)
    invited: Counter[_Place] = Counter()
    answered: Counter[_Place] = Counter()
    for group, value in zip(GROUPS, (asked.leaders, asked.staff), strict=True):
        rows = people[asked.group] == value
        own = answers.is_leader == (group == "leaders")
        columns = [people[each][rows].tolist() for each in asked.segments]
        given = [answers.attributes[each][own].tolist() for each in asked.segments]
        invited.update((group, each) for each in _rows(columns, int(rows.sum())))
        answered.update((group, each) for each in _rows(given, int(own.sum())))
    for each, number in answered.items():
        if number > invited[each]:
            place = " ".join((each[0], *each[1]))
            raise FileError(
                f"{path.name}: {number} answered but {invited[each]} were invited of {place}",
                advice="The people list must hold everybody who was asked, with the same words.",
            )
    return response_rates(
        (group, dict(zip(asked.segments, values, strict=True)), number, answered[group, values])
        for (group, values), number in invited.items()
    )


def _rows(columns: Sequence[Sequence[str]], number: int) -> list[tuple[str, ...]]:
    return list(zip(*columns, strict=True)) if columns else [()] * number
