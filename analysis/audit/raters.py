"""Few people's ratings of a department, told by two rounds together.

Not everybody rates every department: of ten who joined one may be the only one to rate a
certain department, and this department's tables then differ by that one rating, while all
others differ by many answers. So the ratings of each department are looked at by themselves:
where two rounds differ in nothing but a few ratings more, or a few less, these may well be
the ratings of the few who came or went. A department that was renamed, merged or split
between the rounds is held against those that are there no more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from analysis.publication import Publication, TableGroup

Segment = tuple[str, str] | None
Cell = tuple[TableGroup, Segment]
Ints = NDArray[np.int64]
Shown = Mapping[Cell, Ints]

_WHOLE: Cell = ("everyone", None)
_MANY = 10


def few_ratings(
    publication: Publication, earlier: Sequence[Publication]
) -> Iterator[tuple[str, str, Cell]]:
    """Yield an earlier round's name, question and set to hide wherever both differ in few ratings.

    Parameters
    ----------
    publication
        The document as it would leave.
    earlier
        Earlier publications of the series.
    """
    now, k = _ratings(publication), publication.thresholds["scores"]
    rounds = [(each, _ratings(each)) for each in earlier]
    listed = _departments(publication)
    ever: defaultdict[str, dict[Cell, Ints]] = defaultdict(dict)
    for _, then in rounds:
        for question, shown in then.items():
            ever[question] |= shown
    for round_, then in rounds:
        new, old = listed - _departments(round_), _departments(round_) - listed
        gone = [shown for question, shown in then.items() if question not in now]
        for question, own in now.items():
            for before in [then[question]] if question in then else gone:
                found = (
                    *_told(own, before, {**before, **ever[question], **own}, k),
                    *_reorganised(own, before, (new & own.keys(), old & before.keys()), k),
                )
                yield from ((round_.name, question, cell) for cell in found)


def _departments(publication: Publication) -> set[Cell]:
    """All departments that rate others, of which something is shown or not."""
    silos = {each.id for each in publication.questions if each.kind == "silo"}
    return {
        (table.group, next(iter(table.segment.items())))
        for table in publication.tables
        if table.question in silos and table.segment is not None
    }


def _ratings(publication: Publication) -> dict[str, dict[Cell, Ints]]:
    """What a publication shows of ratings, by question; of some questions nothing."""
    found: dict[str, dict[Cell, Ints]] = {
        each.id: {} for each in publication.questions if each.kind == "silo"
    }
    for table in publication.tables:
        if table.question in found and table.counts is not None:
            segment = None if table.segment is None else next(iter(table.segment.items()))
            found[table.question][table.group, segment] = np.array(table.counts, dtype=np.int64)
    return found


def _told(now: Shown, then: Shown, ever: Shown, k: int) -> Iterator[Cell]:
    """Sets shown now that must not be shown beside what was shown then, and ever."""
    both = [cell for cell in now if cell in then]
    yield from (cell for cell in both if _are_few(now[cell] - then[cell], k))
    parts = sorted((cell for cell in now if cell != _WHOLE), key=lambda cell: int(now[cell].sum()))
    if _WHOLE in both and len(both) > 1:
        common = _sum(now[cell] - then[cell] for cell in both if cell != _WHOLE)
        if _are_few(now[_WHOLE] - then[_WHOLE] - common, k):
            yield next(cell for cell in parts if cell in then)
    for one in (now, then):
        others = [cell for cell in ever if cell not in one and cell != _WHOLE]
        if now and others and _WHOLE in one:
            # What one release hides, others may have shown of the same people.
            left = one[_WHOLE] - _sum(one[cell] for cell in one if cell != _WHOLE)
            for taken in (others, *([cell] for cell in others)):
                blamed = [cell for cell in parts if one is now or cell in taken]
                if (blamed or one is now) and _are_few(left - _sum(ever[c] for c in taken), k):
                    yield (blamed or [_WHOLE])[0]


def _reorganised(
    now: Shown, then: Shown, changed: tuple[AbstractSet[Cell], AbstractSet[Cell]], k: int
) -> Iterator[Cell]:
    """New departments against those that are no more, one or two at a time."""
    new, old = map(sorted, changed)
    yield from (cell for cell in new if any(_are_few(now[cell] - then[each], k) for each in old))
    if len(new) + len(old) <= _MANY:
        for cell, (a, b) in product(new, combinations(old, 2)):
            if _are_few(now[cell] - then[a] - then[b], k):
                yield cell
        for cell, (a, b) in product(old, combinations(new, 2)):
            if _are_few(now[a] + now[b] - then[cell], k):
                yield a


def _sum(parts: Iterable[Ints]) -> Ints:
    return np.asarray(sum(parts, np.int64(0)))


def _are_few(left: Ints, k: int) -> bool:
    """Whether this is somebody, fewer than ``k``, and nobody less than none."""
    return 0 < int(np.abs(left).sum()) < k and bool((left >= 0).all() or (left <= 0).all())
