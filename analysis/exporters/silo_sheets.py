"""The sheets of a workbook that hold the silo matrix: at a glance, field by field, pair by pair."""

from collections.abc import Iterator, Sequence

from analysis.charts.silo_matrix import columns
from analysis.exporters.sheets import Cell, Sheet
from analysis.exporters.silo_grid import EVERYBODY
from analysis.report import NotShown, Rating, Report, SiloMatrix

_RATINGS = ("Rated by", "Rated", "n", "Favourable", "From", "To", "Why not shown")
_ASYMMETRIES = (
    *("One", "Other", "One rates the other better", "From", "To"),
    *("p worth a look", "Worth a look"),
)


def silo_sheets(report: Report) -> list[Sheet]:
    """Return the sheets of the silo matrix; none where none was asked."""
    matrix = report.silo_matrix
    if matrix is None:
        return []
    return [
        Sheet(
            name="Silo matrix",
            head=("Favourable: rated by", *columns(matrix)),
            rows=_matrix(matrix),
            are_shares=True,
        ),
        Sheet(name="Silo ratings", head=_RATINGS, rows=_ratings(matrix)),
        Sheet(name="Silo asymmetries", head=_ASYMMETRIES, rows=_asymmetries(matrix)),
    ]


def _matrix(matrix: SiloMatrix) -> Iterator[Sequence[Cell]]:
    """Return a row for everyone and each department that rates: shares, or why there is none."""
    fields = {(each.rater, each.rated): each for each in (*matrix.overall, *matrix.ratings)}
    for rater in ("", *matrix.raters):
        own = (fields.get((rater, rated)) for rated in columns(matrix))
        yield (rater or EVERYBODY, *(None if each is None else _share(each) for each in own))


def _share(rating: Rating) -> Cell:
    answers = rating.answers
    return answers.reason if isinstance(answers, NotShown) else rating.favourable


def _ratings(matrix: SiloMatrix) -> Iterator[Sequence[Cell]]:
    for each in (*matrix.overall, *matrix.ratings):
        head = (each.rater or EVERYBODY, each.rated)
        if isinstance(each.answers, NotShown):
            yield (*head, *[None] * 4, each.answers.reason)
            continue
        limits = (None, None) if each.limits is None else (each.limits.low, each.limits.high)
        yield (*head, each.answers.n, each.favourable, *limits, None)


def _asymmetries(matrix: SiloMatrix) -> Iterator[Sequence[Cell]]:
    for each in matrix.asymmetries:
        worth = "yes" if each.is_worth_a_look else "no"
        limits = (each.estimate, each.low, each.high)
        yield (each.one, each.other, *limits, each.p_worth_a_look, worth)
