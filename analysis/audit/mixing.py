"""Tables of two rounds put together: a part that one hides and the other shows.

What a release hides of a set of people is known together: the set less its shown parts. A
part that was hidden then and is shown now (or the other way round) can be taken from it, as
if the people had stayed and answered the same. Where that comes out with nobody less than
none, on every question, and with fewer than k people, they may well have. Where it comes out
with less than none, those who left the part since answered that; how many they are at least,
the part's change since tells. Where both show a set and some of its parts, what is left of it
without those may have gained or lost fewer than k people.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.audit.earlier import Cell, Ints, tell_of_few
from analysis.publication import Publication, TableGroup
from analysis.tables import Tables

Shown = Mapping[str, Mapping[Cell, Ints]]

_GROUPS: tuple[TableGroup, ...] = ("leaders", "staff", "everyone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A set and the parts of one kind that make it up; their counts now, shown or not.

    ``truth`` maps a question to counts of shape (parts, categories).
    """

    whole: Cell
    parts: Sequence[Cell]
    truth: Mapping[str, Ints]


def mixtures(now: Shown, then: Shown, trees: Sequence[Tree], k: int) -> Iterator[tuple[str, Cell]]:
    """Yield question and the set to hide for each table of few that two rounds add up to.

    Parameters
    ----------
    now, then
        What two releases show, by question and set.
    trees
        Sets and the parts that make them up.
    k
        Fewest people of whom something may be known.
    """
    both = [question for question in now if question in then]
    for tree in trees:
        for one, other in ((now, then), (then, now)):
            left = {
                question: rest
                for question in both
                if (rest := _left(one[question], other[question], tree)) is not None
            }
            if _are_few(left.values(), k):
                yield from _blamed(left, now, tree)
        yield from _blamed(_of_leavers(now, then, tree, k), now, tree)
        changed = {
            question: change
            for question in both
            if (change := _changed(now[question], then[question], tree)) is not None
        }
        if tell_of_few(changed.values(), k):
            yield from _blamed(changed, now, tree)


def trees_of(tables: Tables) -> list[Tree]:
    """Sets and the sets of one kind that make them up: cuts of cuts, and everyone's groups."""
    cells: list[Cell] = [
        (group, segment) for segment in (None, *tables.segments) for group in _GROUPS
    ]
    member = np.array([tables.atoms.of(*cell) for cell in cells], dtype=np.float64)
    sums = {each.id: member.astype(np.int64) @ tables.counts[each.id] for each in tables.questions}
    size, common = member.sum(axis=1), member @ member.T
    trees: list[Tree] = []
    for place, whole in enumerate(cells):
        inside = np.flatnonzero((common[place] == size) & (size > 0))
        kinds: defaultdict[object, list[int]] = defaultdict(list)
        for each in inside.tolist():
            group, segment = cells[each]
            if group == whole[0] and segment and segment[0] != (whole[1] or ("",))[0]:
                kinds[segment[0]].append(each)
            elif whole[0] == "everyone" != group and segment == whole[1]:
                kinds[None].append(each)
        trees += [
            Tree(
                whole=whole,
                parts=[cells[each] for each in found],
                truth={question: each[found] for question, each in sums.items()},
            )
            for found in kinds.values()
            if member[found].sum() == size[place]
        ]
    return trees


def shown_by(publication: Publication, tables: Tables) -> Shown:
    """Return what a publication shows of questions and sets that there are now."""
    sizes = {each.id: len(each.values) for each in tables.questions}
    found: defaultdict[str, dict[Cell, Ints]] = defaultdict(dict)
    for table in publication.tables:
        if table.counts is not None and sizes.get(table.question) == len(table.counts):
            segment = None if table.segment is None else next(iter(table.segment.items()))
            found[table.question][table.group, segment] = np.array(table.counts, dtype=np.int64)
    return found


def latest(rounds: Sequence[Shown]) -> Shown:
    """Return what rounds show, each set as it was shown last."""
    found: defaultdict[str, dict[Cell, Ints]] = defaultdict(dict)
    for shown in rounds:
        for question, tables in shown.items():
            found[question] |= tables
    return found


def _left(one: Mapping[Cell, Ints], other: Mapping[Cell, Ints], tree: Tree) -> Ints | None:
    """What one release hides of a set, less what only the other shows of it."""
    taken = [other[part] for part in tree.parts if part not in one and part in other]
    if tree.whole not in one or not taken:
        return None
    own = [one[part] for part in tree.parts if part in one]
    return np.asarray(one[tree.whole] - np.sum([*own, *taken], axis=0))


def _changed(now: Mapping[Cell, Ints], then: Mapping[Cell, Ints], tree: Tree) -> Ints | None:
    """How the rest of a set differs from then, less the parts that both show."""
    whole = tree.whole
    own = [part for part in tree.parts if part in now and part in then]
    if whole not in now or whole not in then or not own:
        return None
    return np.asarray(now[whole] - then[whole] - np.sum([now[p] - then[p] for p in own], axis=0))


def _are_few(left: Collection[Ints], k: int) -> bool:
    """Whether fewer than ``k`` people, and somebody, make up what is left on every question."""
    if not left:
        return False
    most = max(int(np.abs(each).sum()) for each in left)
    together = np.concatenate(list(left))
    return 0 < most < k and bool((together >= 0).all() or (together <= 0).all())


def _of_leavers(now: Shown, then: Shown, tree: Tree, k: int) -> Iterator[str]:
    """Yield questions in which a set now lacks what all who left some part of it had answered.

    The set less its shown parts, and less hidden ones as they were then, is what others there
    answered, and those who came, less those who left: fewer than none is what these answered.
    """
    hidden = {
        question: tuple(
            place
            for place, part in enumerate(tree.parts)
            if part in then[question] and part not in shown
        )
        for question, shown in now.items()
        if question in then and tree.whole in shown
    }
    every = [each for each in hidden.values() if each]
    for taken in dict.fromkeys([*every, *((place,) for each in every for place in each)]):
        went = _most_that_left({each: then[each] for each in hidden}, tree, taken)
        for question, places in hidden.items():
            if 0 < went < k and set(taken) <= set(places):
                own = [now[question][part] for part in tree.parts if part in now[question]]
                gone = [then[question][tree.parts[place]] for place in taken]
                rest = now[question][tree.whole] - np.sum([*own, *gone], axis=0)
                if -int(np.minimum(rest, 0).sum()) >= went:
                    yield question


def _most_that_left(then: Shown, tree: Tree, taken: Sequence[int]) -> int:
    """How many left some parts at least, by the question on which most answers went."""
    parts = [tree.parts[place] for place in taken]
    changes = [
        np.sum([shown[part] for part in parts], axis=0)
        - tree.truth[question][list(taken)].sum(axis=0)
        for question, shown in then.items()
        if all(part in shown for part in parts)
    ]
    return max((int(np.maximum(each, 0).sum()) for each in changes), default=0)


def _blamed(questions: Iterable[str], now: Shown, tree: Tree) -> Iterator[tuple[str, Cell]]:
    """The smallest part shown now, without which the rest is not known, or else the whole."""
    for question in questions:
        own = [part for part in tree.parts if part in now[question]] or [tree.whole]
        yield question, min(own, key=lambda cell: int(now[question][cell].sum()))
