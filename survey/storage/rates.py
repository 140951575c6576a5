"""Response rates that tell of nobody: what may be shown while a round is open."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from survey.questionnaire import GROUPS, Group
from survey.rounds import ResponseRate

FEWEST_INVITED = 5

_Segment = tuple[str, str]


def response_rates(
    counted: Iterable[tuple[Group, Mapping[str, str], int, int]],
) -> list[ResponseRate]:
    """Return the rates of both groups and of their segments, attribute by attribute.

    Parameters
    ----------
    counted
        Group, coarsened attributes, number invited, number answered: one for each
        combination.

    Returns
    -------
    list of ResponseRate
        Of each group that has anybody its total, then its segments by name.
        ``answered`` is None under 5 invited, and for the segments that must be hidden
        so that the total less the shown segments of an attribute is 0 or at least 5
        invited people. Where fewer than 5 share a combination of several attributes, only
        the attribute with most segments to show has any: cuts that overlap could be
        subtracted. (No combination is that small where the threshold is 5 or more.)
    """
    invited: dict[Group, Counter[_Segment | None]] = defaultdict(Counter)
    answered: dict[Group, Counter[_Segment | None]] = defaultdict(Counter)
    smallest: dict[Group, int] = {}
    for group, attributes, people, answers in counted:
        smallest[group] = min(people, smallest.get(group, people))
        for segment in (None, *attributes.items()):
            invited[group][segment] += people
            answered[group][segment] += answers
    rates: list[ResponseRate] = []
    for group in GROUPS:
        shown = _shown(invited[group], smallest.get(group, 0))
        rates += [
            ResponseRate(
                group=group,
                segment=segment,
                invited=people,
                answered=answered[group][segment] if segment in shown else None,
            )
            for segment, people in sorted(invited[group].items(), key=lambda each: each[0] or ())
        ]
    return rates


def _shown(invited: Mapping[_Segment | None, int], smallest: int) -> set[_Segment | None]:
    """Return the segments (None is the whole group) whose number of answers may be shown."""
    total = invited.get(None, 0)
    if total < FEWEST_INVITED:
        return set()
    parts = [
        _shown_of_attribute(
            {each: n for each, n in invited.items() if each is not None and each[0] == attribute},
            total,
        )
        for attribute in sorted({segment[0] for segment in invited if segment is not None})
    ]
    if parts and smallest < FEWEST_INVITED:
        parts = [max(parts, key=len)]  # the first of equals
    return {None}.union(*parts)


def _shown_of_attribute(invited: Mapping[_Segment, int], total: int) -> set[_Segment]:
    # The smallest are hidden first; people without the attribute count as hidden.
    shown = sorted(
        (each for each, people in invited.items() if people >= FEWEST_INVITED),
        key=lambda each: (invited[each], each),
    )
    while shown and 0 < total - sum(invited[each] for each in shown) < FEWEST_INVITED:
        del shown[0]
    return set(shown)
