"""The silo matrix: who says that work goes well with whom, and where two see it differently."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from analysis.publication import Publication, Question, Table
from analysis.report.distributions import distribution_of
from analysis.report.model import Asymmetry, NotShown, Rating, SiloMatrix
from analysis.stats.multiplicity import benjamini_hochberg
from analysis.stats.proportions import favourable_from
from analysis.stats.result import NotEstimable
from analysis.stats.superiority import superiority
from survey.people import OTHER
from survey.questionnaire import DEPARTMENT

NOBODY = "nobody answered"


def silo_matrix_of(publication: Publication) -> SiloMatrix | None:
    """Return the silo matrix of a publication; None where it asked none.

    Nobody knows how many of a department depend on another, so limits are those of a sample.
    """
    asked = [each for each in publication.questions if each.kind == "silo"]
    if not asked:
        return None
    tables = {(each.question, _rater(each)): each for each in publication.tables}
    fields = [
        _rating(question, rater, tables[question.id, rater])
        for question in asked
        for (of, rater) in tables
        if of == question.id
    ]
    ratings = [each for each in fields if each.rater and each.rater != each.rated]
    first = asked[0]
    return SiloMatrix(
        id=first.of or first.id,
        title=first.title,
        text=first.text,
        labels=first.labels,
        raters=_raters(ratings),
        rated=tuple(each.rated or "" for each in asked),
        ratings=tuple(ratings),
        overall=tuple(sorted((each for each in fields if not each.rater), key=_lowest_first)),
        asymmetries=_asymmetries(ratings),
    )


def _rater(table: Table) -> str:
    return "" if table.segment is None else table.segment.get(DEPARTMENT, "")


def _rating(question: Question, rater: str, table: Table) -> Rating:
    why = NotShown(table.withheld or "withheld")
    answers = why if table.counts is None else distribution_of(table.counts)
    rating = Rating(rater=rater, rated=question.rated or "", answers=answers)
    if isinstance(answers, NotShown):
        return rating
    first = favourable_from(len(question.labels))
    share = sum(answers.counts[first:]) / answers.n
    return replace(rating, favourable=share, limits=answers.above[first])


def _raters(ratings: Iterable[Rating]) -> tuple[str, ...]:
    """Departments of which anybody rated another, "Other" last."""
    names = {each.rater for each in ratings if each.answers != NotShown(NOBODY)}
    return tuple(sorted(names, key=lambda name: (name == OTHER, name)))


def _lowest_first(rating: Rating) -> tuple[float, str]:
    return (2.0 if rating.favourable is None else rating.favourable, rating.rated)


def _asymmetries(ratings: Sequence[Rating]) -> tuple[Asymmetry, ...]:
    found = list(_compared(ratings))
    adjusted = benjamini_hochberg([each.p_worth_a_look for each in found])
    pairs = [replace(each, p_worth_a_look=p) for each, p in zip(found, adjusted, strict=True)]
    return tuple(sorted(pairs, key=lambda each: (-abs(each.estimate - 0.5), each.one, each.other)))


def _compared(ratings: Sequence[Rating]) -> Iterator[Asymmetry]:
    """Pairs of which both ratings are shown, with their plain p-values."""
    shown = {
        (each.rater, each.rated): each.answers.counts
        for each in ratings
        if not isinstance(each.answers, NotShown)
    }
    for one, other in combinations(sorted({each.rated for each in ratings}), 2):
        if (one, other) in shown and (other, one) in shown:
            found = superiority(shown[one, other], shown[other, one])
            if not isinstance(found, NotEstimable):
                yield Asymmetry(
                    one=one,
                    other=other,
                    estimate=found.estimate,
                    low=found.low,
                    high=found.high,
                    p_worth_a_look=found.p_difference,
                )
