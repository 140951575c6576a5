"""From answers to the one document that is ever shown of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

from msgspec.structs import replace

from analysis.audit import exposures, require_safe, too_telling
from analysis.disclosure import Cell, Released, disclose
from analysis.publication import Comments, Publication, Question, Rate, Table
from analysis.publishing.coarse import Rules, coarse_comparisons
from analysis.tables import Answers, Tables, tabulate
from survey.errors import DisclosureError
from survey.rounds import Thresholds

_MOST_PASSES = 100
_SOFTWARE = ("numpy", "scipy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a publication says of its round, beside the answers.

    ``rates`` and ``comments`` come with their own thresholds applied. The rates of the whole
    groups tell how many were invited, which narrows intervals, and so do those of the staff of
    a function for its module; without them nobody knows.
    """

    round: str
    name: str
    organisation: str = ""
    series: str = ""
    source: str = ""
    questionnaire: str = ""
    fingerprint: str = ""
    closed_on: str | None = None
    margin: float = 0.10
    thresholds: Thresholds = field(default_factory=Thresholds)
    rates: tuple[Rate, ...] = ()
    comments: tuple[Comments, ...] = ()


def publish(
    answers: Answers,
    questions: Sequence[Question],
    facts: Facts,
    *,
    earlier: Sequence[Publication] = (),
) -> Publication:
    """Count, withhold, audit: return the publication of some answers.

    Tables are made and pass disclosure control; whatever the audit still finds is withheld
    as well, until it finds nothing; then the finished document is audited once more.

    Parameters
    ----------
    answers, questions
        Raw answers, and what is counted of them.
    facts
        What the document says of its round.
    earlier
        Earlier publications of the series, audited together with this one.

    Raises
    ------
    DisclosureError
        The audit found something that withholding more cannot mend. Nothing is released.
    """
    k, counted = facts.thresholds.scores, facts.thresholds.counts
    tables = tabulate(answers, questions, few=k, counted=counted)
    released = _released(tables, facts, earlier)
    document = _compared(_document(tables, released, facts, earlier), tables, facts, earlier)
    require_safe(document, tables, earlier)
    return document


def _released(tables: Tables, facts: Facts, earlier: Sequence[Publication]) -> Released:
    """Withhold, audit, and withhold what the audit finds, until it finds nothing."""
    also: dict[str, dict[Cell, str]] = {}
    passed: dict[str, list[Table]] = {}
    for _ in range(_MOST_PASSES):
        released = disclose(tables, facts.thresholds, also=also)
        shown = _by_question(released)
        same = {each for each, tables_ in passed.items() if shown[each] == tables_}
        same -= {each.id for each in tables.questions if not same.issuperset(each.items)}
        draft = _document(tables, released, facts, earlier)
        found = exposures(draft, tables, earlier, known_safe=same)
        if not found:
            return released
        exposed = {each.question for each in found}
        passed = {each: tables_ for each, tables_ in shown.items() if each not in exposed}
        for each in found:
            if each.hide is None:
                raise DisclosureError(f"{each.question}: {each.what}; nothing was released")
            also.setdefault(each.question, {}).setdefault(each.hide, each.reason)
    raise DisclosureError(
        "no safe way to release these tables was found; nothing was released",
        advice="Publish fewer cuts (attributes) at a time.",
    )


def _by_question(released: Released) -> dict[str, list[Table]]:
    found: dict[str, list[Table]] = {}
    for table in released.tables:
        found.setdefault(table.question, []).append(table)
    return found


def _document(
    tables: Tables,
    released: Released,
    facts: Facts,
    earlier: Sequence[Publication],
) -> Publication:
    return Publication(
        round=facts.round,
        name=facts.name,
        organisation=facts.organisation,
        series=facts.series,
        source=facts.source,
        questionnaire=facts.questionnaire,
        fingerprint=facts.fingerprint,
        margin=facts.margin,
        thresholds=_thresholds(facts.thresholds),
        questions=tables.questions,
        tables=released.tables,
        rates=facts.rates,
        products=released.products,
        comments=facts.comments,
        software={each: version(each) for each in _SOFTWARE},
        closed_on=facts.closed_on,
        earlier=tuple(each.round for each in earlier),
        notes=tables.notes,
    )


def _compared(
    document: Publication, tables: Tables, facts: Facts, earlier: Sequence[Publication]
) -> Publication:
    """Add what may be said of small groups; what the audit does not pass is left out."""
    whole = [
        (each.question, str(each.group))
        for each in document.tables
        if each.segment is None and each.counts is not None
    ]
    rules = Rules(
        thresholds=facts.thresholds,
        margin=facts.margin,
        rates=facts.rates,
        earlier=tuple(earlier),
    )
    silent: set[str] = set()
    while True:
        coarse = coarse_comparisons(tables, whole, rules, silent=silent)
        compared = replace(document, coarse=coarse)
        found = {each for each, _ in too_telling(compared, tables, earlier)} - silent
        if not found:
            return compared
        silent |= found


def _thresholds(thresholds: Thresholds) -> dict[str, int]:
    return {
        "scores": thresholds.scores,
        "comments": thresholds.comments,
        "counts": thresholds.counts,
    }
