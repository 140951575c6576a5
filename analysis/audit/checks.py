"""The audit: what a release gives away of fewer than k people, found without trusting its maker.

It reads the publication as it would leave, the tables behind it and the earlier publications
of the series, and looks for what someone with all of them could work out.
"""

import os
from collections.abc import Container, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from analysis.audit.audiences import Repeats, mixed, repeats
from analysis.audit.beside import of_too_few
from analysis.audit.bounds import Published, known_counts
from analysis.audit.earlier import Again, Cell
from analysis.audit.few import too_telling
from analysis.audit.insiders import Rules, is_nearly_unanimous, too_few_left
from analysis.audit.linear import Memory, used_by
from analysis.audit.mixing import latest, shown_by, trees_of
from analysis.audit.raters import few_ratings
from analysis.audit.swaps import swappable
from analysis.publication import Publication, Question, Table, TableGroup
from analysis.tables import Tables
from survey.errors import DisclosureError

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

_NAMED = 5
_TRIED = 20
_GROUPS: tuple[TableGroup, TableGroup] = ("leaders", "staff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """Something about too few people that a release gives away.

    ``what`` says it in words; ``hide`` is the shown set to withhold so that it is known no
    more, ``reason`` what to tell the reader there. Without one nothing can be done.
    """

    question: str
    what: str
    hide: Cell | None
    reason: str = "withheld so that a smaller group cannot be worked out"


def exposures(
    publication: Publication,
    tables: Tables,
    earlier: Sequence[Publication] = (),
    *,
    known_safe: Container[str] = (),
) -> tuple[Exposure, ...]:
    """Return everything about too few people that a release gives away; empty when it is safe.

    Parameters
    ----------
    publication
        The document as it would leave.
    tables
        The counts behind it.
    earlier
        Earlier publications of the series.
    known_safe
        Questions that were audited before with the very same tables shown, and passed.

    Raises
    ------
    DisclosureError
        It cannot be audited: an earlier publication shows the same answers by an attribute
        that is not here any more.
    """
    k = publication.thresholds["scores"]
    again = repeats(tables, earlier, k)
    views = _Views(publication, tables, again)
    found: list[Exposure] = []
    unbounded: list[_View] = []
    for question in publication.questions:
        if question.id in known_safe:
            continue
        view = views.of(question)
        own = [
            *view.size_exposures(),
            *view.repeat_exposures(again[question.id]),
            *view.sum_exposures(views.memory),
            *view.insider_exposures(views.memory),
        ]
        found += own
        unbounded += [] if own else [view]
        if question.kind == "pillar":
            found += _linked_exposures(views, question)
    # The slowest last, and only of tables that pass the rest; HiGHS leaves Python to others.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found += chain.from_iterable(pool.map(_View.bound_exposures, unbounded))
    found += _mixed_exposures(publication, tables, earlier)
    found += _other_exposures(publication, tables, earlier)
    return tuple(found)


def require_safe(
    publication: Publication, tables: Tables, earlier: Sequence[Publication] = ()
) -> None:
    """Refuse a release that gives anything away.

    Raises
    ------
    DisclosureError
        It does; the message names the first sets of people concerned.
    """
    found = exposures(publication, tables, earlier)
    if found:
        named = "; ".join(f"{each.question}: {each.what}" for each in found[:_NAMED])
        raise DisclosureError(
            f"nothing was released, because it would give away {len(found)} thing(s) about "
            f"fewer than {publication.thresholds['scores']} people: {named}",
            advice="Publish fewer cuts (attributes), and ask the maintainers to look at this.",
        )


class _Views:
    """Every question's view of one publication, and what was found before by pattern."""

    def __init__(self, publication: Publication, tables: Tables, again: Repeats) -> None:
        self.tables = tables
        self.memory = Memory()
        self._again = again
        self._thresholds = publication.thresholds
        groups: tuple[TableGroup, ...] = (*_GROUPS, "everyone")
        cells: list[Cell] = [
            (group, segment) for segment in (None, *tables.segments) for group in groups
        ]
        self.member = {cell: tables.atoms.of(*cell) for cell in cells}
        self._stacked = np.array(list(self.member.values()), dtype=np.int64)
        self._tables: dict[str, dict[Cell, Table]] = {each.id: {} for each in tables.questions}
        for table in publication.tables:
            segment = None if table.segment is None else next(iter(table.segment.items()))
            self._tables[table.question][table.group, segment] = table

    def of(self, question: Question) -> "_View":
        counts = self.tables.counts[question.id]
        sums = self._stacked @ counts
        released = self._tables[question.id]
        return _View(
            question=question,
            counts=counts,
            member=self.member,
            truths=dict(zip(self.member, sums, strict=True)),
            released=released,
            shown=[cell for cell, table in released.items() if table.counts is not None],
            repeated=self._again[question.id].same[question.id],
            thresholds=self._thresholds,
        )

    def shows(self, question: str, cell: Cell) -> bool:
        table = self._tables[question].get(cell)
        return table is not None and table.counts is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """One question of a publication: what is shown, and the truth by atom."""

    question: Question
    counts: Ints
    member: dict[Cell, Mask]
    truths: dict[Cell, Ints]
    shown: list[Cell]
    released: dict[Cell, Table]
    repeated: frozenset[Cell]
    thresholds: dict[str, int]

    @property
    def k(self) -> int:
        return self.thresholds["scores"]

    @property
    def least(self) -> int:
        return max(self.k, self.thresholds["counts"])

    def n(self, cell: Cell) -> int:
        return int(self.truths[cell].sum())

    def exposure(self, what: str, hide: Cell | None) -> Exposure:
        return Exposure(question=self.question.id, what=what, hide=hide)

    def size_exposures(self) -> Iterator[Exposure]:
        """Tables of too few, of nearly unanimous few, or that are not what was answered."""
        for cell, table in self.released.items():
            truth = self.truths[cell]
            n = int(truth.sum())
            told = table.counts or table.shares or table.n
            if told is not None and n < self.least:
                yield self.exposure(f"{_name(cell)} has only {n} answers", cell)
            elif told is not None and is_nearly_unanimous(truth, self.k):
                yield self.exposure(f"{_name(cell)} gave nearly all the same answer", cell)
            elif table.counts is not None and list(table.counts) != truth.tolist():
                yield self.exposure(f"{_name(cell)} is not what was answered", None)

    def repeat_exposures(self, again: Again) -> Iterator[Exposure]:
        """Sets that an earlier publication shows with few people more or less."""
        for cell in (each for each in self.shown if each in again.near):
            yield Exposure(
                question=self.question.id,
                what=f"{_name(cell)} differs from {again.near[cell]!r} in fewer than {self.k}",
                hide=cell,
                reason=f"hardly changed since {again.near[cell]!r}: the difference would show "
                "single people",
            )

    def sum_exposures(self, memory: Memory) -> Iterator[Exposure]:
        """Sets of fewer than k that sums and differences of what is shown come down to."""
        cells, rows, sizes = self._matrix()
        sums = memory.of(rows, np.minimum(sizes, self.k).astype(np.int64), self.k)
        for columns in sums.small:
            inside = np.zeros(sizes.size, dtype=np.bool_)
            inside[list(columns)] = True
            yield self.exposure(
                f"{int(sizes[inside].sum())} people can be worked out from {_names(cells)}",
                self._part_of(cells, rows, inside),
            )
        for cell, inside in self._withheld():
            if sums.tell(inside):
                yield self.exposure(
                    f"{_name(cell)} can be worked out from {_names(cells)}",
                    self._part_of(cells, rows, inside),
                )

    def insider_exposures(self, memory: Memory) -> Iterator[Exposure]:
        """What is hidden of a known set: too few together, or without one part of it."""
        _, rows, sizes = self._matrix()
        sums = memory.of(rows, np.minimum(sizes, self.k).astype(np.int64), self.k)
        present = self.counts.sum(axis=1) > 0
        known = {cell for cell, member in self.member.items() if sums.tell(member[present])}
        rules = Rules(k=self.k, least=self.least)
        is_split = any(group != "everyone" for group, _ in self.released)
        for left, what in too_few_left(self.truths, known, rules, is_split=is_split):
            yield self.exposure(what, self._nearest(left.group, left.name))

    def _withheld(self) -> Iterator[tuple[Cell, Mask]]:
        """Withheld sets of which nothing may be known, and their columns."""
        present = self.counts.sum(axis=1) > 0
        for cell in self.released:
            truth = self.truths[cell]
            n = int(truth.sum())
            few = n < self.least or is_nearly_unanimous(truth, self.k)
            if n and few and self.released[cell].counts is None:
                yield cell, self.member[cell][present]

    def bound_exposures(self) -> list[Exposure]:
        """Hidden sets, and few people where cuts cross, whose counts only one answer fits."""
        cells, rows, sizes = self._matrix()
        crosses = _do_cross(cells)
        hidden = [
            (_name(cell), inside, self._nearest(cell[0], "" if cell[1] is None else cell[1][0]))
            for cell, inside in self._withheld()
            if not (crosses and cell[0] == "everyone") and self.n(cell) < self.k
        ]
        counts = self.counts[self.counts.sum(axis=1) > 0]
        known = {inside.tobytes() for _, inside, _ in hidden}
        hidden += [
            (f"{int(sizes[inside].sum())} people where cuts cross", inside, around)
            for inside in (_few_fixed(rows, counts, self.k) if crosses else ())
            if inside.tobytes() not in known
            and (around := self._around(cells, np.asarray(rows[:, inside].any(axis=1)))) is not None
        ]
        if not cells or not hidden:
            return []
        published = Published(
            rows=rows,
            hidden=np.array([inside for _, inside, _ in hidden]),
            counts=counts,
        )
        return [
            self.exposure(f"only one count fits {name}", hide)
            for name, _, hide in (
                hidden[each] for each in known_counts(published, enough=2 * self.k)
            )
        ]

    def _around(self, cells: Sequence[Cell], holding: Mask) -> Cell | None:
        """The smallest set shown now that holds some people, if there is one."""
        shown = [cell for cell, is_there in zip(cells, holding, strict=True) if is_there]
        return min((each for each in shown if each in self.shown), key=self._rank, default=None)

    def _matrix(self) -> tuple[list[Cell], Mask, Ints]:
        """Shown sets (now or before) by atoms that anybody answered in."""
        sizes = self.counts.sum(axis=1)
        present = sizes > 0
        shown = [*self.shown, *(each for each in self.repeated if each not in self.shown)]
        rows = [self.member[cell][present] for cell in shown]
        matrix = np.array(rows, dtype=np.bool_).reshape(len(shown), int(present.sum()))
        return shown, matrix, sizes[present]

    def _part_of(self, cells: Sequence[Cell], rows: Mask, inside: Mask) -> Cell | None:
        """The smallest shown set without which ``inside`` cannot be worked out."""
        used = [place for place in used_by(rows, inside) if cells[place] in self.shown]
        used.sort(key=lambda place: self._rank(cells[place]))
        for place in used[:_TRIED]:
            if not used_by(np.delete(rows, place, axis=0), inside):
                return cells[place]
        return cells[used[0]] if used else None

    def _nearest(self, group: TableGroup, name: str) -> Cell | None:
        """The shown set to do without: one of this group and cut, else one cut the same way."""

        def distance(cell: Cell) -> tuple[bool, ...]:
            return ("" if cell[1] is None else cell[1][0]) != name, cell[0] != group

        return min(self.shown, key=lambda cell: (*distance(cell), *self._rank(cell)), default=None)

    def _rank(self, cell: Cell) -> tuple[bool, bool, int]:
        return (cell[1] is None, cell[0] != "everyone", self.n(cell))


def _do_cross(cells: Sequence[Cell]) -> bool:
    """Whether sets are cut in several ways; else they are parts of one whole, as in a matrix."""
    ways = {cell[1][0] for cell in cells if cell[1] is not None}
    return len(ways) > 1 or len({group for group, _ in cells}) > 1


def _few_fixed(rows: Mask, counts: Ints, k: int) -> list[Mask]:
    """Places of fewer than ``k`` of whom four people's changes leave some answer as it is."""
    fixed = ((counts > 0) & ~swappable(rows, counts)).any(axis=1)
    few = np.flatnonzero(fixed & (counts.sum(axis=1) < k))
    return [np.arange(fixed.size) == each for each in few]


def _mixed_exposures(
    publication: Publication, tables: Tables, earlier: Sequence[Publication]
) -> Iterator[Exposure]:
    """Parts that only one of two rounds hides, where few are left when they are taken away."""
    now, k = shown_by(publication, tables), publication.thresholds["scores"]
    trees = trees_of(tables) if earlier else []
    rounds = [(each.name, shown_by(each, tables)) for each in earlier]
    told = list(few_ratings(publication, earlier))
    if len(rounds) > 1:
        rounds.append((rounds[-1][0], latest([each for _, each in rounds])))
    told += [(name, *each) for name, then in rounds for each in mixed(tables, now, then, trees, k)]
    for name, question, cell in told:
        yield Exposure(
            question=question,
            what=f"with {name!r}, {_name(cell)} leaves few of what was hidden",
            hide=cell,
            reason=f"withheld so that nobody can be worked out together with {name!r}",
        )


def _linked_exposures(views: _Views, pillar: Question) -> Iterator[Exposure]:
    """Items and pillar add up: neither one item nor few people may be left over."""
    k = views.of(pillar).k
    partly = views.tables.partly.get(pillar.id)
    for cell, inside in views.member.items():
        if not views.shows(pillar.id, cell):
            continue
        hidden = [each for each in pillar.items if not views.shows(each, cell)]
        answered = [each for each in hidden if views.tables.counts[each][inside].sum()]
        few = 0 if partly is None else _left_over(partly, inside, views, pillar, cell)
        if answered:
            what = f"{_name(cell)} shows the pillar although {answered[0]!r} is withheld"
            yield Exposure(question=pillar.id, what=what, hide=cell)
        elif 0 < few < k:
            what = f"{_name(cell)}: items and pillar differ in {few} people"
            yield Exposure(question=pillar.id, what=what, hide=cell)


def _left_over(partly: Ints, inside: Mask, views: _Views, pillar: Question, cell: Cell) -> int:
    """Fewest people, but not none, in whom items and pillar differ here or in what is left."""
    found = [int(partly[inside].sum())]
    if cell[1] is None:
        for name in views.tables.atoms.labels:
            rest = inside.copy()
            for other, within in views.member.items():
                same = other[0] == cell[0] and other[1] is not None and other[1][0] == name
                if same and views.shows(pillar.id, other):
                    rest &= ~within
            found.append(int(partly[rest].sum()))
    return min((each for each in found if each), default=0)


def _other_exposures(
    publication: Publication, tables: Tables, earlier: Sequence[Publication]
) -> Iterator[Exposure]:
    """Comparisons, sums of products, rates and comments with too few people behind them."""
    found = chain(too_telling(publication, tables, earlier), of_too_few(publication, tables))
    for name, what in found:
        yield Exposure(question=name, what=what, hide=None)


def _name(cell: Cell) -> str:
    group, segment = cell
    return group if segment is None else f"{group} in {segment[0]} {segment[1]}"


def _names(cells: Sequence[Cell]) -> str:
    return f"{len(cells)} shown tables"
