"""The silo matrix as numbers, a row each: every rating, then what pairs make of each other."""

from collections.abc import Iterator
from dataclasses import replace

from analysis.exporters.numbers import Number
from analysis.report import NotShown, Rating, Report, SiloMatrix
from survey.questionnaire import DEPARTMENT

_ASYMMETRY = ("estimate", "low", "high", "p_worth_a_look")


def silo_numbers(report: Report) -> Iterator[Number]:
    """Return every number of the silo matrix; nothing where none was asked.

    Of a ``silo`` the ``segment`` is the department that rates, empty for everyone, and
    ``category`` the one that is rated. Of an ``asymmetry`` they are the two that rate each other.
    """
    matrix = report.silo_matrix
    if matrix is None:
        return
    asked = {each.rated: each.id for each in report.publication.questions if each.kind == "silo"}
    for rating in (*matrix.overall, *matrix.ratings):
        of = Number(
            section="silo",
            measure="",
            question=asked[rating.rated],
            kind="silo",
            title=matrix.title,
            group="everyone",
            attribute=DEPARTMENT if rating.rater else "",
            segment=rating.rater,
            category=rating.rated,
        )
        yield from _rating(of, rating)
    yield from _asymmetries(matrix)


def _rating(of: Number, rating: Rating) -> Iterator[Number]:
    answers, limits = rating.answers, rating.limits
    if isinstance(answers, NotShown):
        yield replace(of, measure="withheld", text=answers.reason)
        return
    yield replace(of, measure="n", value=answers.n)
    yield replace(of, measure="favourable", value=rating.favourable)
    if limits is not None:
        yield replace(of, measure="low", value=limits.low)
        yield replace(of, measure="high", value=limits.high)


def _asymmetries(matrix: SiloMatrix) -> Iterator[Number]:
    for each in matrix.asymmetries:
        of = Number(
            section="asymmetry",
            measure="",
            question=matrix.id,
            kind="silo",
            title=matrix.title,
            group="everyone",
            attribute=DEPARTMENT,
            segment=each.one,
            category=each.other,
        )
        for name in _ASYMMETRY:
            yield replace(of, measure=name, value=getattr(each, name))
