"""What is stored about a person beside an answer: never a combination fewer than k share.

At launch each person's attributes become the ones stored with their response. Leaders and
staff are treated separately, since the group is stored too. For one group:

1. **Rare values.** A value that fewer than k people have becomes "Other" for all of them.
   Where "Other" itself then has fewer than k people, the next rarest value joins it whole.
2. **Rare combinations.** People whose combination of attributes fewer than k share have one
   attribute set to "Other": the one that brings most of them to k. If none does, they all
   give up the attribute with most values among them, and so on. Whoever is left over with
   "Other" everywhere is joined by the combination that costs least.
3. **Values stand for their people.** If step 2 left a value with less than four fifths of
   its people, its name would promise more than its numbers hold: the rarest such values
   become "Other" whole, as in step 1, and step 2 starts afresh.
4. **Dropping.** An attribute left with nothing but "Other" is not stored. All this is also
   tried with each attribute dropped beforehand, and what keeps most is taken: most values of
   people, then most different values.

Only counts and the alphabet decide, so the order of the list changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from survey.people import NOT_GIVEN, OTHER, Person
from survey.questionnaire import GROUPS, Group

_STANDS_FOR = 0.8

_Combination = tuple[str, ...]
_Counts = Mapping[_Combination, int]
_Recoding = dict[_Combination, _Combination]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """One value of which something is not stored.

    Of the ``of`` people of ``group`` whose ``attribute`` is ``value``, ``people`` are stored
    as ``into``: "Other", or None where the attribute is not stored for this group at all.
    """

    attribute: str
    group: Group
    value: str
    into: str | None
    people: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coarsening:
    """The attributes to store with each person's response, and what it took.

    ``stored`` maps a person's id to attributes; any group and combination in it is shared by
    at least ``k`` people. ``merged`` lists what changed, by attribute, group and value.
    """

    k: int
    stored: Mapping[str, Mapping[str, str]]
    merged: tuple[Merge, ...]

    def attributes_of(self, person_id: str) -> Mapping[str, str]:
        """Return the attributes to store with this person's response."""
        return self.stored[person_id]


def coarsen(people: Sequence[Person], k: int) -> Coarsening:
    """Decide what is stored beside each person's answers.

    Parameters
    ----------
    people
        Everyone invited to one round.
    k
        The fewest people who may share a combination of group and attributes.

    Raises
    ------
    ValueError
        ``k`` is under 1.
    """
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
    names = sorted({name for person in people for name in person.attributes})
    stored: dict[str, Mapping[str, str]] = {}
    merged: list[Merge] = []
    for group in GROUPS:
        members = [person for person in people if person.group == group]
        combinations = [_combination(person, names) for person in members]
        counts = Counter(combinations)
        recoding = _best_recoding(counts, k, len(names))
        kept = _kept_attributes(recoding, len(names))
        attributes = {
            original: {names[place]: coarse[place] for place in kept}
            for original, coarse in recoding.items()
        }
        for person, combination in zip(members, combinations, strict=True):
            stored[person.id] = attributes[combination]
        for place, name in enumerate(names):
            into = OTHER if place in kept else None
            merged.extend(_merges(counts, recoding, place, (name, group, into)))
    merged.sort(key=lambda merge: (merge.attribute, merge.group, merge.value))
    return Coarsening(k=k, stored=stored, merged=tuple(merged))


def _combination(person: Person, names: Sequence[str]) -> _Combination:
    return tuple(person.attributes.get(name, NOT_GIVEN) for name in names)


def _kept_attributes(recoding: _Recoding, width: int) -> tuple[int, ...]:
    return tuple(
        place
        for place in range(width)
        if any(coarse[place] != OTHER for coarse in recoding.values())
    )


def _merges(
    counts: _Counts, recoding: _Recoding, place: int, labels: tuple[str, Group, str | None]
) -> Iterable[Merge]:
    name, group, into = labels
    of, people = Counter[str](), Counter[str]()
    for original, count in counts.items():
        of[original[place]] += count
        if recoding[original][place] != original[place] or into is None:
            people[original[place]] += count
    for value, count in people.items():
        yield Merge(attribute=name, group=group, value=value, into=into, people=count, of=of[value])


def _best_recoding(counts: Counter[_Combination], k: int, width: int) -> _Recoding:
    """Recode with nothing dropped beforehand, then drop one more as long as that keeps more."""
    dropped: frozenset[int] = frozenset()
    best = _recoding(counts, k, width, dropped)
    while True:
        left = [place for place in range(width) if place not in dropped]
        most = (len(left) - 1) * counts.total()
        if not left or _worth(counts, best)[0] > most:
            return best  # without one more attribute less would be left, even at best
        tries = [
            (dropped | {place}, _recoding(counts, k, width, dropped | {place})) for place in left
        ]
        # max() returns the first of equals: the attribute that comes first in the alphabet.
        more_dropped, found = max(tries, key=lambda each: _worth(counts, each[1]))
        if _worth(counts, found) <= _worth(counts, best):
            return best
        dropped, best = more_dropped, found


def _worth(counts: _Counts, recoding: _Recoding) -> tuple[int, int]:
    """Count the values kept: over all people, then different ones."""
    cells = sum(
        counts[original] * sum(value != OTHER for value in coarse)
        for original, coarse in recoding.items()
    )
    different = {
        (place, value)
        for coarse in recoding.values()
        for place, value in enumerate(coarse)
        if value != OTHER
    }
    return cells, len(different)


def _recoding(counts: _Counts, k: int, width: int, dropped: frozenset[int]) -> _Recoding:
    target = {original: original for original in counts}
    current: _Counts = counts
    whole: list[set[str]] = [set() for _ in range(width)]
    for place in dropped:
        whole[place] = {combination[place] for combination in counts}
    while True:
        _add_rare_values(current, k, whole)
        step = {each: _merged_whole(each, whole) for each in current}
        target = {original: step[now] for original, now in target.items()}
        current = _recounted(current, step)
        local = _merge_rare_combinations(current, k)
        hollow = _hollow_values(current, local, width)
        if not hollow:
            return {original: local[now] for original, now in target.items()}
        # The rarest go first; an eighth at a time keeps a long list of values quick.
        whole = [set() for _ in range(width)]
        for _, place, value in hollow[: max(1, len(hollow) // 8)]:
            whole[place].add(value)


def _merged_whole(combination: _Combination, whole: Sequence[set[str]]) -> _Combination:
    return tuple(
        OTHER if value in merged else value
        for value, merged in zip(combination, whole, strict=True)
    )


def _recounted(counts: _Counts, recoding: _Recoding) -> Counter[_Combination]:
    recounted = Counter[_Combination]()
    for original, coarse in recoding.items():
        recounted[coarse] += counts[original]
    return recounted


def _add_rare_values(counts: _Counts, k: int, whole: Sequence[set[str]]) -> None:
    """Add to ``whole`` until every value and every "Other" has k people (step 1)."""
    for place, merged in enumerate(whole):
        of = _people_of(counts, place)
        others = sum(of[value] for value in merged | {OTHER})
        rarest = sorted((count, value) for value, count in of.items() if value not in merged)
        for count, value in rarest:
            if value != OTHER and (count < k or 0 < others < k):
                merged.add(value)
                others += count


def _people_of(counts: _Counts, place: int) -> Counter[str]:
    of = Counter[str]()
    for combination, count in counts.items():
        of[combination[place]] += count
    return of


def _hollow_values(counts: _Counts, recoding: _Recoding, width: int) -> list[tuple[int, int, str]]:
    """List values that kept too few of their people, rarest first (step 3)."""
    hollow: list[tuple[int, int, str]] = []
    stored = _recounted(counts, recoding)
    for place in range(width):
        of, kept = _people_of(counts, place), _people_of(stored, place)
        hollow.extend(
            (count, place, value)
            for value, count in of.items()
            if value != OTHER and kept[value] < _STANDS_FOR * count
        )
    return sorted(hollow)


def _merge_rare_combinations(counts: Counter[_Combination], k: int) -> _Recoding:
    """Send each combination to one that k people share, changing some people only (step 2)."""
    target = {combination: combination for combination in counts}
    current = Counter(counts)
    while rare := {each for each, count in current.items() if count < k}:
        steps = _rescues(rare, current, k) or _give_up_one(rare)
        if not steps:
            steps = _join_leftovers(rare, current)
        if not steps:
            break
        target = {original: steps.get(now, now) for original, now in target.items()}
        current = _recounted(counts, target)
    return target


def _without(combination: _Combination, place: int) -> _Combination:
    return (*combination[:place], OTHER, *combination[place + 1 :])


def _rescues(rare: set[_Combination], current: _Counts, k: int) -> _Recoding:
    """Set to "Other" the attribute that brings most of the rare people to k, where it does."""
    best: tuple[int, _Recoding] = (0, {})
    width = len(next(iter(rare)))
    for place in range(width):
        steps = {each: _without(each, place) for each in rare if each[place] != OTHER}
        reached = Counter[_Combination]()
        for each, step in steps.items():
            reached[step] += current[each]
        rescued = {
            each: step for each, step in steps.items() if reached[step] + current.get(step, 0) >= k
        }
        people = sum(current[each] for each in rescued)
        if people > best[0]:
            best = (people, rescued)
    return best[1]


def _give_up_one(rare: set[_Combination]) -> _Recoding:
    """Set to "Other" the attribute with most values among the rare."""
    width = len(next(iter(rare)))
    values = [{each[place] for each in rare} - {OTHER} for place in range(width)]
    place = max(range(width), key=lambda place: len(values[place]), default=0)
    return {each: _without(each, place) for each in rare if width and each[place] != OTHER}


def _join_leftovers(rare: set[_Combination], current: _Counts) -> _Recoding:
    """Send the cheapest other combination to "Other" everywhere, where the rare are left."""
    (left,) = rare
    costs = (
        (count * sum(value != OTHER for value in each), each)
        for each, count in current.items()
        if each not in rare
    )
    cheapest = min(costs, default=None)
    return {} if cheapest is None else {cheapest[1]: left}
