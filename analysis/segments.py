"""Staff by segment: all leaders held against the staff of one department, function or the like."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.publication import Question, Table, invited_of
from analysis.report import Distribution, Gap, NotShown, Report
from analysis.report.comparing import gap_of
from analysis.report.distributions import distribution_of
from analysis.stats.finite_population import Invited
from analysis.stats.multiplicity import benjamini_hochberg
from survey.questionnaire import FUNCTION

NOBODY = "nobody answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentGap:
    """All leaders against the staff of one segment, on one pillar.

    ``p_worth_a_look`` is the difference's p-value adjusted over the segments of the pillar
    (Benjamini and Hochberg); None where nothing is shown.
    """

    segment: str
    gap: Gap | NotShown
    answers: int | None
    p_worth_a_look: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PillarBySegment:
    """One pillar, ladder or item: a gap for each segment, by name, and that of all staff."""

    question: Question
    whole: Gap | NotShown
    segments: tuple[SegmentGap, ...]


def attributes_of(report: Report) -> tuple[str, ...]:
    """Return the attributes that staff are published by, in the document's order."""
    names = [
        next(iter(each.segment))
        for each in report.publication.tables
        if each.group == "staff" and each.segment
    ]
    return tuple(dict.fromkeys(names))


def by_segment(report: Report, attribute: str) -> tuple[PillarBySegment, ...]:
    """Return every pillar and ladder (or item without a pillar) by the segments of staff.

    Segments come by name, the same in each pillar, whatever their gaps. Those in which no
    staff answered anything are left out, and of a function module those in which none of its
    function did; by function a module is left out, since all its staff are of one. Only
    released tables are read, and a withheld one keeps its reason; where leaders' counts are not
    released no segment has a gap.
    """
    whole = {each.question.id: each.gap for each in report.compared}
    whole |= {each.result.question.id: each.result.gap for each in report.ladders}
    tables = _tables(report, attribute)
    names = sorted({name for (_, name), table in tables.items() if table.withheld != NOBODY})
    found = []
    for question in report.publication.questions:
        places = {name: tables.get((question.id, name)) for name in names}
        if question.function is not None:
            places = _of_module(attribute, places)
        if question.id in whole and (places or question.function is None):
            gaps = [
                _segment(report, question, (attribute, name), table)
                for name, table in places.items()
            ]
            found.append(
                PillarBySegment(
                    question=question, whole=whole[question.id], segments=_looked_at(gaps)
                )
            )
    return tuple(found)


def _of_module(attribute: str, places: dict[str, Table | None]) -> dict[str, Table | None]:
    """Return the segments that say something of a function module's staff."""
    if attribute == FUNCTION:
        return {}
    return {
        name: table
        for name, table in places.items()
        if table is not None and table.withheld != NOBODY
    }


def _tables(report: Report, attribute: str) -> dict[tuple[str, str], Table]:
    return {
        (each.question, each.segment[attribute]): each
        for each in report.publication.tables
        if each.group == "staff" and each.segment and list(each.segment) == [attribute]
    }


def _segment(
    report: Report, question: Question, segment: tuple[str, str], table: Table | None
) -> SegmentGap:
    staff = _distribution(table)
    if isinstance(staff, NotShown):
        return SegmentGap(segment=segment[1], gap=staff, answers=None)
    leaders = _distribution(report.publication.table(question.id, "leaders"))
    if isinstance(leaders, NotShown):
        reason = NotShown(f"leaders, {leaders.reason}")
        return SegmentGap(segment=segment[1], gap=reason, answers=staff.n)
    gap = gap_of(
        leaders,
        staff,
        values=question.values,
        invited=_invited(report, question, segment),
        margin=report.method.margin,
    )
    return SegmentGap(segment=segment[1], gap=gap, answers=staff.n)


def _distribution(table: Table | None) -> Distribution | NotShown:
    if table is None:
        return NotShown("not asked of this segment")
    if table.counts is None:
        return NotShown(table.withheld or "withheld")
    return distribution_of(table.counts)


def _invited(report: Report, question: Question, segment: tuple[str, str]) -> Invited:
    """Return the rosters; how many of a function are in a department is in no publication."""
    known = invited_of(report.rates, question)
    if question.function is not None:
        return replace(known, staff=None)
    staff = (
        each.invited
        for each in report.rates
        if each.group == "staff" and each.segment == dict([segment])
    )
    return replace(known, staff=next(staff, None))


def _looked_at(found: Sequence[SegmentGap]) -> tuple[SegmentGap, ...]:
    tested = {
        each.segment: each.gap.p_difference
        for each in found
        if isinstance(each.gap, Gap) and each.gap.p_difference is not None
    }
    adjusted = dict(zip(tested, benjamini_hochberg(list(tested.values())), strict=True))
    return tuple(replace(each, p_worth_a_look=adjusted.get(each.segment)) for each in found)
