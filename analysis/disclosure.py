"""Which tables may be shown: counts in, released tables out, a reason for each one withheld.

For every question and, one attribute at a time, the sets of people form trees: a group and
its segments. "Everyone" is the parent of leaders and staff, in the whole and in each segment.

1. Fewer than k answers are hidden; fewer than ``thresholds.counts`` show no counts; fewer
   than 2k of which all but at most one are the same say only "mostly".
2. Where a group and some of its segments are shown, those hidden must together hold enough
   answers for a table, and without any one of them still k (so that people who know one
   hidden segment learn nothing of another); else one more segment is hidden: one that the
   other group hides as well, so that fewer tables are lost, or else the smallest. Where none
   is left, nothing of that attribute is shown for the group, and then nothing but the
   group's own line is known.
3. Everyone is shown where leaders and staff are both shown, or one of them is empty: it then
   adds nothing to what can be worked out. A segment's everyone is also shown where both
   groups are hidden there with at least k answers each, as long as what is then left of
   everyone keeps rule 2.
4. A silo matrix is shown of everyone alone, in the whole and by department: rule 2 with
   everyone in the place of a group, also where the whole is withheld for an earlier round's sake.
5. A pillar and its items share what is hidden for want of answers, and a pillar is hidden
   wherever one of its items is: items and pillar add up, so one could be subtracted.

Each question is decided by its own number of answers apart from rule 5: answers to
different questions do not add up to anything. Which segments are hidden depends on numbers
of answers (and, by rule 1, on near unanimity) and on names, never on chance: the same counts
are always hidden the same way, and which was chosen tells nothing of what was answered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.publication import Product, Question, Table, TableGroup
from analysis.tables import StaffProducts, Tables
from survey.questionnaire import DEPARTMENT
from survey.rounds import Thresholds

Segment = tuple[str, str] | None
Cell = tuple[TableGroup, Segment]
Hidden = dict[Cell, str]
"""Hidden sets of people, each with the reason in plain words."""

PRODUCTS_FROM = 30
"""Fewest staff behind sums of products (METHODS.md, section 11)."""

_BOTH: tuple[TableGroup, TableGroup] = ("leaders", "staff")

EMPTY = "nobody answered"
COMPLEMENT = "withheld so that a smaller group cannot be worked out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What may leave: every set's table, shown or with the reason why not."""

    tables: tuple[Table, ...]
    products: tuple[Product, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sets:
    """Counts of one question by set of people, and what the rules are."""

    question: Question
    counts: Mapping[Cell, NDArray[np.int64]]
    attributes: Mapping[str, tuple[str, ...]]
    thresholds: Thresholds
    unlisted: Mapping[tuple[str, str], NDArray[np.int64]]

    def n(self, cell: Cell) -> int:
        return int(self.counts[cell].sum())


def disclose(
    tables: Tables, thresholds: Thresholds, *, also: Mapping[str, Mapping[Cell, str]] | None = None
) -> Released:
    """Decide what may be shown of every table.

    Parameters
    ----------
    tables
        All counts of the round.
    thresholds
        How many people must stand behind what is shown.
    also
        By question, sets that must be hidden for a reason found elsewhere (an audit, an
        earlier publication), with that reason; their trees are made safe again.
    """
    also = also or {}
    sets = _sets_of(tables, thresholds)
    hidden: dict[str, Hidden] = {}
    linked = {item for each in tables.questions for item in each.items}
    for question in tables.questions:
        if question.kind == "pillar":
            hidden |= _pillar_hidden(question, sets, also)
        elif question.kind == "silo":
            hidden[question.id] = _silo_hidden(sets[question.id], also)
        elif question.id not in linked:
            hidden[question.id] = _hidden([sets[question.id]], _own(sets[question.id], also))
    released = [
        _table(sets[question.id], cell, hidden[question.id].get(cell))
        for question in tables.questions
        for cell in _listed(question, sets[question.id])
    ]
    return Released(
        tables=tuple(released),
        products=tuple(_product(each, tables, hidden, thresholds) for each in tables.products),
    )


def _listed(question: Question, sets: _Sets) -> Iterable[Cell]:
    if question.kind == "prediction":
        return [("leaders", None)]
    if question.kind == "silo":
        own: Cell = ("everyone", (DEPARTMENT, question.rated or ""))
        cells = _cells("everyone", DEPARTMENT, sets)
        return [("everyone", None), *(each for each in cells if each != own or sets.n(each))]
    return sets.counts


def _sets_of(tables: Tables, thresholds: Thresholds) -> dict[str, _Sets]:
    groups: tuple[TableGroup, ...] = ("leaders", "staff", "everyone")
    segments: tuple[Segment, ...] = (None, *tables.segments)
    cells: list[Cell] = [(group, segment) for segment in segments for group in groups]
    member = np.array([tables.atoms.of(*cell) for cell in cells], dtype=np.int64)
    attributes = {
        name: tuple(value for attribute, value in tables.segments if attribute == name)
        for name in dict.fromkeys(attribute for attribute, _ in tables.segments)
    }
    found = {}
    for question in tables.questions:
        sums = member @ tables.counts[question.id]
        counts = dict(zip(cells, sums, strict=True))
        found[question.id] = _Sets(
            question=question,
            counts=counts,
            attributes=attributes,
            thresholds=thresholds,
            unlisted={
                (group, name): counts[group, None]
                - sum((counts[group, (name, value)] for value in values), np.zeros_like(sums[0]))
                for group in ("leaders", "staff")
                for name, values in attributes.items()
            },
        )
    return found


def _pillar_hidden(
    pillar: Question, sets: Mapping[str, _Sets], also: Mapping[str, Mapping[Cell, str]]
) -> dict[str, Hidden]:
    """Rule 5: what is hidden of a pillar and of its items."""
    bundle = [sets[each] for each in (*pillar.items, pillar.id)]
    shared: Hidden = {}
    for each in bundle:
        shared = _too_few(each, segments_only=True) | shared
    shared = dict.fromkeys(_hidden(bundle, shared, only_segments=True), COMPLEMENT)
    found = {each.question.id: _hidden([each], shared | _own(each, also)) for each in bundle[:-1]}
    forced = dict(_own(bundle[-1], also))
    for hidden in found.values():
        own = bundle[-1]
        forced = {cell: COMPLEMENT for cell in hidden if own.n(cell)} | forced
    found[pillar.id] = _hidden([bundle[-1]], shared | forced)
    return found


def _silo_hidden(sets: _Sets, also: Mapping[str, Mapping[Cell, str]]) -> Hidden:
    """Rule 4: what is hidden of the ratings of one department."""
    hidden = {cell: why for cell, why in _own(sets, also).items() if cell[0] == "everyone"}
    cells = _cells("everyone", DEPARTMENT, sets)
    if cells:
        nowhere = sets.unlisted["leaders", DEPARTMENT] + sets.unlisted["staff", DEPARTMENT]
        there = [cell for cell in cells if sets.n(cell)]
        if ("everyone", None) in hidden and not nowhere.sum() and not hidden.keys() & there:
            # Departments that are all shown would add up to everyone.
            hidden |= dict.fromkeys([min(there, key=sets.n)] if there else (), COMPLEMENT)
        _hide_siblings(hidden, cells, [(sets, nowhere)])
    return hidden


def _own(sets: _Sets, also: Mapping[str, Mapping[Cell, str]]) -> Hidden:
    """What a question hides for itself: too few answers, nearly all the same, or told to."""
    hidden = _too_few(sets)
    for cell in sets.counts:
        if cell not in hidden and _nearly_all_same(sets.counts[cell], sets.thresholds.scores):
            hidden[cell] = _mostly(sets.question, sets.counts[cell])
    return dict(also.get(sets.question.id, {})) | hidden


def _too_few(sets: _Sets, *, segments_only: bool = False) -> Hidden:
    hidden: Hidden = {}
    for cell in sets.counts:
        if segments_only and cell[1] is None:
            continue
        n, least, counted = sets.n(cell), sets.thresholds.scores, sets.thresholds.counts
        if n == 0:
            hidden[cell] = EMPTY
        elif n < least:
            hidden[cell] = f"fewer than {least} answers"
        elif n < counted:
            coarse = cell[1] is None and cell[0] != "everyone"
            hidden[cell] = f"fewer than {counted} answers" + (
                ": shown only as a rounded comparison" if coarse else ""
            )
    return hidden


def _nearly_all_same(counts: NDArray[np.int64], k: int) -> bool:
    n = int(counts.sum())
    return 0 < n < 2 * k and int(counts.max()) >= n - 1


def _mostly(question: Question, counts: NDArray[np.int64]) -> str:
    if question.kind == "pillar":
        return "nearly everyone has the same score"
    return f"nearly everyone gave the same answer: mostly “{question.labels[int(counts.argmax())]}”"


def _hidden(bundle: Sequence[_Sets], start: Hidden, *, only_segments: bool = False) -> Hidden:
    """Hide more of ``start`` until nothing hidden can be worked out, for all of ``bundle``."""
    hidden = dict(start)
    for name in bundle[0].attributes:
        # Whichever group goes first, the other can follow it to the same segments.
        ways = [
            _hide_segments(hidden, name, order, bundle, only_segments=only_segments)
            for order in (_BOTH, _BOTH[::-1])
        ]
        hidden = min(ways, key=lambda way: _loss(way, name, bundle))
    if not only_segments:
        _hide_everyone(hidden, bundle[0])
    return hidden


def _hide_segments(
    hidden: Hidden,
    name: str,
    order: Sequence[TableGroup],
    bundle: Sequence[_Sets],
    *,
    only_segments: bool,
) -> Hidden:
    """Rule 2 for one attribute, one group after the other."""
    hidden = dict(hidden)
    for group in order:
        cells = _cells(group, name, bundle[0])
        if not only_segments and (group, None) in hidden:
            hidden = dict.fromkeys(cells, COMPLEMENT) | hidden
        else:
            _hide_siblings(hidden, cells, [(each, each.unlisted[group, name]) for each in bundle])
    return hidden


def _cells(group: TableGroup, name: str, sets: _Sets) -> list[Cell]:
    return [(group, (name, value)) for value in sets.attributes.get(name, ())]


def _hide_siblings(
    hidden: Hidden, cells: Sequence[Cell], bundle: Sequence[tuple[_Sets, NDArray[np.int64]]]
) -> None:
    """Rule 2, for one group and one attribute; people without it count as hidden."""
    sets = [each for each, _ in bundle]
    shown = sorted(
        (each for each in cells if each not in hidden),
        key=lambda cell: (_cost(cell, hidden, sets), max(each.n(cell) for each in sets), str(cell)),
    )
    while shown and not all(
        _is_enough([*(each.counts[cell] for cell in cells if cell in hidden), nowhere], each)
        for each, nowhere in bundle
    ):
        hidden[shown.pop(0)] = COMPLEMENT


def _cost(cell: Cell, hidden: Hidden, bundle: Sequence[_Sets]) -> int:
    """How many tables are lost with a segment's: its own, and everyone's unless that is back."""
    group, segment = cell
    other: Cell = ("staff" if group == "leaders" else "leaders", segment)
    if other not in hidden or any(each.n(other) == 0 for each in bundle):
        return 2
    return 0 if all(each.n(other) >= each.thresholds.scores for each in bundle) else 1


def _loss(hidden: Hidden, name: str, bundle: Sequence[_Sets]) -> int:
    """How many tables of one attribute are lost, those of everyone among them."""
    lost = 0
    for value in bundle[0].attributes[name]:
        pair: list[Cell] = [(group, (name, value)) for group in _BOTH]
        gone = [each for each in pair if each in hidden and bundle[0].n(each)]
        lost += len(gone) + (bool(gone) and not _may_be_joined(pair, hidden, bundle[0]))
    return lost


def _is_enough(parts: Sequence[NDArray[np.int64]], sets: _Sets) -> bool:
    """Whether hidden segments, taken together, tell of nobody."""
    parts = [each for each in parts if each.sum()]
    if not parts:
        return True
    union = np.sum(parts, axis=0)
    n, k = int(union.sum()), sets.thresholds.scores
    others = min(n - int(each.sum()) for each in parts)
    least = max(k, sets.thresholds.counts)
    return n >= least and others >= k and not _nearly_all_same(union, k)


def _hide_everyone(hidden: Hidden, sets: _Sets) -> None:
    """Rule 3."""
    back: list[Cell] = []
    for group, segment in sets.counts:
        if group != "everyone" or (group, segment) in hidden:
            continue
        pair: list[Cell] = [(each, segment) for each in _BOTH]
        if any(each in hidden and sets.n(each) for each in pair):
            hidden[group, segment] = COMPLEMENT
            if segment is not None and _may_be_joined(pair, hidden, sets):
                back.append((group, segment))
    if ("everyone", None) not in hidden:
        for name in sets.attributes:
            _give_back(hidden, [each for each in back if each[1] and each[1][0] == name], sets)


def _may_be_joined(pair: Sequence[Cell], hidden: Hidden, sets: _Sets) -> bool:
    """Whether leaders and staff, both hidden, are each enough to be shown as one."""
    return all(each in hidden and sets.n(each) >= sets.thresholds.scores for each in pair)


def _give_back(hidden: Hidden, back: Sequence[Cell], sets: _Sets) -> None:
    """Show everyone of one attribute where both groups are hidden, the largest kept longest.

    Everyone's total less all that is shown is then what is hidden elsewhere of the groups.
    """
    if not back:
        return
    back = sorted(back, key=lambda cell: (sets.n(cell), str(cell)))
    name = back[0][1][0] if back[0][1] else ""
    nowhere = sets.unlisted["leaders", name] + sets.unlisted["staff", name]
    left = {
        segment: np.sum(
            [sets.counts[group, segment] for group in _BOTH if (group, segment) in hidden]
            + [np.zeros_like(nowhere)],
            axis=0,
        )
        for _, segment in _cells("everyone", name, sets)
    }
    for cell in back:
        del left[cell[1]]
    kept = list(back)
    while kept and not _is_enough([*left.values(), nowhere], sets):
        cell = kept.pop(0)
        left[cell[1]] = sets.counts[cell]
    for cell in kept:
        del hidden[cell]


def _table(sets: _Sets, cell: Cell, reason: str | None) -> Table:
    group, segment = cell
    where = None if segment is None else {segment[0]: segment[1]}
    if reason is not None:
        return Table(question=sets.question.id, group=group, segment=where, withheld=reason)
    counts = tuple(int(each) for each in sets.counts[cell])
    n = sum(counts)
    return Table(
        question=sets.question.id,
        group=group,
        segment=where,
        n=n,
        counts=counts,
        shares=tuple(round(each / n, 4) for each in counts),
    )


def _product(
    product: StaffProducts,
    tables: Tables,
    hidden: Mapping[str, Hidden],
    thresholds: Thresholds,
) -> Product:
    pillar = next(each for each in tables.questions if each.id == product.pillar)
    reason = None
    if product.n < PRODUCTS_FROM:
        reason = f"fewer than {PRODUCTS_FROM} staff answered all items"
    elif any(("staff", None) in hidden[each] for each in (pillar.id, *pillar.items)):
        reason = COMPLEMENT
    elif any(
        0 < tables.of(each, "staff").sum() - product.n < thresholds.scores
        for each in (pillar.id, *pillar.items)
    ):
        # The sums over those who answered everything, taken from an item's own sum,
        # would leave the answers of the few who did not.
        reason = COMPLEMENT
    if reason is not None:
        return Product(pillar=product.pillar, n=None, withheld=reason)
    return Product(pillar=product.pillar, n=product.n, sums=product.sums, cross=product.cross)
