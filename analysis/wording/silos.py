"""The silo matrix in words: who rates whom lower, what cannot be compared, who is rated lowest."""

from itertools import combinations

from analysis.report import Asymmetry, NotShown, Rating, SiloMatrix
from analysis.report.silos import NOBODY
from analysis.wording.rounding import limit, of_100

SILOS_NOTE = (
    "Everybody rated only the departments they depend on, leaders counted with the department "
    "they belong to. With this many ratings some stand out by chance alone: a pair is worth a "
    "look after a correction over all pairs, which is less than confirmed."
)
"""What has to be read before a silo matrix is."""

ORDER_NOTE = (
    "Each department as everybody else rates it, the lowest first. Where intervals overlap, "
    "chance may have made the order: it is no ranking of departments."
)
"""What has to be read before the departments as everybody else rates them are."""

EMPTY_MATRIX = (
    "This round\u2019s questionnaire has no silo matrix, in which everybody rates the departments "
    "they depend on. Use one that has for the next round."
)

NOTHING_SHOWN = (
    "No rating between departments can be shown for this round: {reasons}. More answers in each "
    "department help, or a people list whose departments are larger. *Method and withheld* lists "
    "everything."
)

PAIR_COLUMNS = (
    "First (rates lower)",
    "Second",
    "First: goes well",
    "Second: goes well",
    "First lower, of 100",
    "Note",
)
"""What a row of a table of pairs holds, each number with its 95 % limits."""

_UNCOUNTED = "answers of {department} are not counted by themselves"


def rating_words(rating: Rating) -> str:
    """Return the share that says work goes well with its limits, or why it is not shown."""
    if rating.favourable is None or rating.limits is None:
        return f"not shown, {reason_of(rating)}"
    return f"{of_100(rating.favourable)} % ({limits_words(rating)})"


def limits_words(rating: Rating) -> str:
    """Return a rating's 95 % limits in hundredths, "15 to 43"; nothing where it is not shown."""
    if rating.limits is None:
        return ""
    return f"{of_100(rating.limits.low)} to {of_100(rating.limits.high)}"


def reason_of(rating: Rating) -> str:
    """Say why a rating is not shown; nothing where it is."""
    return rating.answers.reason if isinstance(rating.answers, NotShown) else ""


def asymmetry_sentence(matrix: SiloMatrix, asymmetry: Asymmetry) -> str:
    """Say which of two departments rates working with the other lower, and how sure that is."""
    low, high = _lower_first(asymmetry)
    rates, is_rated = matrix.rating(low, high), matrix.rating(high, low)
    limits = f"(95 % limits {limits_words(rates)} and {limits_words(is_rated)})"
    estimate, ends = _turned(asymmetry)
    certain = f"{limit(ends[0])} to {limit(ends[1])}"
    picked = (
        f"Picking one person of each at random, the one of {low} rates it lower in "
        f"{of_100(estimate)} of 100 cases, ties split evenly ({certain})."
    )
    if not asymmetry.is_worth_a_look:
        return (
            f"{low} and {high}: {_no_difference(matrix, ends[0])}. {_share(rates)} % of {low} and "
            f"{_share(is_rated)} % of {high} say it goes well {limits}. {picked}"
        )
    other_way = (
        "" if _share(rates) < _share(is_rated) else " All answers decide, not this share alone."
    )
    return (
        f"{asymmetry_title(asymmetry)}: {_share(rates)} % against {_share(is_rated)} % say it goes "
        f"well {limits}; worth a look.{other_way} {picked}"
    )


def asymmetry_row(matrix: SiloMatrix, asymmetry: Asymmetry) -> tuple[str, ...]:
    """Return the numbers of the sentence as a row of a table, under `PAIR_COLUMNS`."""
    low, high = _lower_first(asymmetry)
    rates, is_rated = matrix.rating(low, high), matrix.rating(high, low)
    estimate, ends = _turned(asymmetry)
    return (
        low,
        high,
        rating_words(rates),
        rating_words(is_rated),
        f"{of_100(estimate)} ({limit(ends[0])} to {limit(ends[1])})",
        "worth a look" if asymmetry.is_worth_a_look else "",
    )


def asymmetry_title(asymmetry: Asymmetry) -> str:
    """Return which department rates the other lower, as a title without numbers."""
    low, high = _lower_first(asymmetry)
    return f"{low} rates working with {high} lower than {high} rates working with {low}"


def asymmetries_sentence(matrix: SiloMatrix) -> str:
    """Say in one line how many pairs can be compared, and how many of them are worth a look."""
    pairs = len(matrix.asymmetries)
    worth = len(worth_a_look(matrix))
    if not pairs:
        return "No two departments\u2019 ratings of each other can be compared."
    if pairs == 1:
        return "The one pair of departments that can be compared " + (
            "is worth a look."
            if worth
            else "is not worth a look: no difference is shown, which does not rule one out."
        )
    if worth == pairs:
        return f"All {pairs} pairs of departments that can be compared are worth a look."
    chance = f"by no more than looking at {pairs} pairs would bring about"
    if not worth:
        return (
            f"None of the {pairs} pairs of departments that can be compared is worth a look: they "
            f"differ {chance}, which does not rule a difference out."
        )
    others = "the other one differs" if pairs - worth == 1 else "the others differ"
    return (
        f"Of {pairs} pairs of departments that can be compared, {worth} {_is(worth)} worth a "
        f"look; {others} {chance}, which does not rule a difference out."
    )


def not_compared_lines(matrix: SiloMatrix) -> tuple[str, ...]:
    """Return which pairs of departments cannot be compared: a line for each reason."""
    compared = {(each.one, each.other) for each in matrix.asymmetries}
    found: dict[str, list[str]] = {}
    for one, other in combinations(sorted(matrix.rated), 2):
        if (one, other) not in compared:
            found.setdefault(_why_not(matrix, one, other), []).append(f"{one} and {other}")
    return tuple(
        f"{'1 pair' if len(pairs) == 1 else f'{len(pairs)} pairs'} cannot be compared "
        f"({reason}): {'; '.join(pairs)}."
        for reason, pairs in found.items()
    )


def matrix_finding(matrix: SiloMatrix) -> str:
    """Return how many pairs of departments are worth a look, and the widest, as a title."""
    worth = worth_a_look(matrix)
    pairs = len(matrix.asymmetries)
    if not pairs:
        return "Two departments\u2019 ratings of each other cannot be compared"
    if not worth:
        return "No two departments are shown to rate working with each other differently"
    if len(worth) == 1:
        return f"{asymmetry_title(worth[0])}: 1 of {pairs} pairs is worth a look"
    low, high = _lower_first(worth[0])
    return (
        f"{len(worth)} of {pairs} pairs of departments are worth a look, the widest {low} with "
        f"{high}"
    )


def everyone_finding(matrix: SiloMatrix) -> str:
    """Return which department everybody else rates lowest, and how sure that is, as a title."""
    shown = [each for each in matrix.overall if each.limits is not None]
    if not shown:
        return "No department\u2019s rating by everybody else is shown"
    first = shown[0]
    words = (
        f"{of_100(first.favourable or 0)} % of everybody else say work with {first.rated} goes "
        f"well ({limits_words(first)})"
    )
    if len(shown) == 1:
        return words
    overlap = sum(_overlap(first, each) for each in shown[1:])
    others = "1 other overlap" if overlap == 1 else f"{overlap} others overlap"
    certain = f"; the limits of {others}" if overlap else ""
    return f"Lowest of {len(shown)}: {words}{certain}"


def silos_line(matrix: SiloMatrix) -> str:
    """Return what an overview says of the silo matrix."""
    if not is_shown(matrix):
        return "No rating between departments can be shown for this round."
    return f"{matrix_finding(matrix)}. {everyone_finding(matrix)}."


def nothing_shown(matrix: SiloMatrix) -> str:
    """Say why nothing of a silo matrix is shown, and what would help."""
    every = (*matrix.overall, *matrix.ratings)
    reasons = dict.fromkeys(reason for each in every if (reason := reason_of(each)))
    return NOTHING_SHOWN.format(reasons="; ".join(reasons))


def is_shown(matrix: SiloMatrix) -> bool:
    """Whether any rating is shown."""
    return any(each.limits is not None for each in (*matrix.overall, *matrix.ratings))


def worth_a_look(matrix: SiloMatrix) -> tuple[Asymmetry, ...]:
    """Return the pairs of departments that are worth a look, the widest first."""
    return tuple(each for each in matrix.asymmetries if each.is_worth_a_look)


def _no_difference(matrix: SiloMatrix, low: float) -> str:
    """Say what is known of a pair not worth a look; ``low`` limits how often one rates lower."""
    if low <= 0.5:  # noqa: PLR2004 - one half is no asymmetry
        return "no difference is shown"
    pairs = len(matrix.asymmetries)
    return f"they differ by no more than looking at {pairs} pairs would bring about"


def _lower_first(asymmetry: Asymmetry) -> tuple[str, str]:
    """Return the department that rates the other lower, and the other."""
    if _turns(asymmetry):
        return asymmetry.other, asymmetry.one
    return asymmetry.one, asymmetry.other


def _turned(asymmetry: Asymmetry) -> tuple[float, tuple[float, float]]:
    """Return how often the lower department's person rates lower, with the limits."""
    if _turns(asymmetry):
        return asymmetry.estimate, (asymmetry.low, asymmetry.high)
    return 1 - asymmetry.estimate, (1 - asymmetry.high, 1 - asymmetry.low)


def _turns(asymmetry: Asymmetry) -> bool:
    return asymmetry.estimate > 0.5  # noqa: PLR2004 - one half is no asymmetry


def _share(rating: Rating) -> int:
    return of_100(rating.favourable or 0)


def _why_not(matrix: SiloMatrix, one: str, other: str) -> str:
    ratings = {(each.rater, each.rated): each for each in matrix.ratings}
    reasons = [
        reason_of(ratings[rater, rated])
        if (rater, rated) in ratings
        else _UNCOUNTED.format(department=rater)
        for rater, rated in ((one, other), (other, one))
    ]
    return "; ".join(each for each in dict.fromkeys(reasons) if each) or NOBODY


def _overlap(one: Rating, other: Rating) -> bool:
    if one.limits is None or other.limits is None:
        return False
    return other.limits.low <= one.limits.high


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
