"""What earlier rounds said of a question, as far as the same few people may have answered it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.publication import Publication, TableGroup, invited_of
from analysis.stats.contest import NUMBERS, Contest, Told
from analysis.stats.finite_population import finite_factor


def told_before(
    earlier: Sequence[Publication], question: str, group: TableGroup, own: NDArray[np.int64]
) -> tuple[Told, ...]:
    """Return earlier comparisons of a small group, as made with as many people as now.

    Parameters
    ----------
    earlier
        Earlier publications of the series.
    question, group
        Whose comparison is to be made now.
    own
        The group's counts now, of which only their number and size are used.
    """
    found = (_told(each, question, group, int(own.sum())) for each in earlier)
    return tuple(each for each in found if each is not None and len(each.contest.other) == own.size)


def _told(publication: Publication, question: str, group: TableGroup, people: int) -> Told | None:
    """What one publication said; None where nothing, or where more answer now than were asked."""
    said = next((each for each in publication.coarse if each.question == question), None)
    other: TableGroup = "staff" if group == "leaders" else "leaders"
    table = publication.table(question, other)
    asked = next((each for each in publication.questions if each.id == question), None)
    if asked is None or said is None or said.verdict is None:
        return None
    if table is None or table.counts is None:
        return None
    invited = invited_of(publication.rates, asked)
    rosters = {"leaders": invited.leaders, "staff": invited.staff}
    known = rosters[group]
    if known is not None and people > known:
        return None
    factors = {
        group: finite_factor(people, known),
        other: finite_factor(sum(table.counts), rosters[other]),
    }
    pillars = [each.id for each in publication.questions if each.kind == "pillar"]
    numbers = {name: getattr(said, name) for name in NUMBERS}
    return Told(
        contest=Contest(
            other=table.counts,
            small_is_leaders=group == "leaders",
            factors=(factors["leaders"], factors["staff"]),
            margin=publication.margin,
            family=len(pillars) if question in pillars else 1,
        ),
        step=said.step,
        values={name: each for name, each in numbers.items() if each is not None},
    )
