"""The silo matrix as tables: what stands in each field, in which colour, and each pair's row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.charts.silo_matrix import MOST_DEPARTMENTS, columns, share_colour
from analysis.charts.theme import PALETTES, ink_on
from analysis.exporters.deck import parted
from analysis.report import Asymmetry, Distribution, Rating, SiloMatrix
from analysis.wording import limits_words, of_100, reason_of

EVERYBODY = "Everybody else"
"""Who rates a department as a whole: nobody rates their own."""

WHERE_TO_LOOK = (
    "Who stands at the left rates who stands on top: how many of 100 say that work goes well. The "
    "stronger the colour, the fewer say so."
)
HOW_TO_READ = f"{WHERE_TO_LOOK} Below it: the 95 % limits, and the number of answers (n)."

_PALETTE = PALETTES["light"]
_SIGNS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: the share of 100 or the sign of why there is none, and what stands below it.

    All three are empty where nothing was asked: a department does not rate itself.
    """

    said: str = ""
    limits: str = ""
    answers: str = ""
    fill: str = _PALETTE.band
    ink: str = _PALETTE.ink


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A matrix, or the part of it that one table takes: heads, and each rater's fields."""

    rated: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Field, ...]], ...]


def silo_grids(matrix: SiloMatrix, *, rows: int | None = None) -> list[Grid]:
    """Return the matrix, everybody's ratings first, in parts of at most 20 columns.

    With ``rows`` they have at most so many rows.
    """
    shown = {(each.rater, each.rated): each for each in (*matrix.overall, *matrix.ratings)}
    signs = _signs(matrix)
    raters = ("", *matrix.raters)
    return [
        Grid(
            rated=tuple(rated),
            rows=tuple(
                (rater or EVERYBODY, tuple(_field(shown.get((rater, to)), signs) for to in rated))
                for rater in some
            ),
        )
        for some in parted(raters, rows or len(raters))
        for rated in parted(columns(matrix), MOST_DEPARTMENTS)
    ]


def signs_lines(matrix: SiloMatrix) -> list[str]:
    """Return what each sign in a field stands for: a reason that it is not shown."""
    return [f"{sign}: not shown, {reason}." for reason, sign in _signs(matrix).items()]


def field_lines(grid: Grid) -> list[str]:
    """Read a grid out, a line a department that rates."""
    return [
        f"{rater}: "
        + "; ".join(
            f"{rated} {_words(each)}"
            for rated, each in zip(grid.rated, fields, strict=True)
            if each.said
        )
        + "."
        for rater, fields in grid.rows
    ]


def pairs_of(matrix: SiloMatrix) -> list[Asymmetry]:
    """Return the pairs that can be compared: those worth a look first, then the widest."""
    return sorted(matrix.asymmetries, key=lambda pair: not pair.is_worth_a_look)


def _field(rating: Rating | None, signs: Mapping[str, str]) -> Field:
    if rating is None:
        return Field()
    if not isinstance(rating.answers, Distribution) or rating.favourable is None:
        return Field(said=signs[reason_of(rating)], fill=_PALETTE.background, ink=_PALETTE.faint)
    fill = share_colour(rating.favourable, "light")
    return Field(
        said=str(of_100(rating.favourable)),
        limits=limits_words(rating).replace(" to ", "\u2013"),
        answers=f"n\u00a0{rating.answers.n}",
        fill=fill,
        ink=ink_on(fill),
    )


def _signs(matrix: SiloMatrix) -> dict[str, str]:
    """Return the letter of each reason that something is not shown for."""
    raters = ("", *matrix.raters)
    told: Sequence[Rating] = [
        each for each in (*matrix.overall, *matrix.ratings) if each.rater in raters
    ]
    reasons = dict.fromkeys(reason for each in told if (reason := reason_of(each)))
    return dict(zip(reasons, _SIGNS, strict=False))


def _words(field: Field) -> str:
    return f"{field.said} ({field.limits}), {field.answers}" if field.limits else field.said
