"""Answers become tables of counts here, once; nothing personal leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.publication import Question
from analysis.tables.asked import grid_of
from analysis.tables.packing import packed_counts
from survey.questionnaire import GROUPS

Counts = NDArray[np.int64]
Choices = NDArray[np.integer]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Raw answers of n people, as columns. Never stored, never shown.

    ``is_leader`` has shape (n,). ``attributes`` maps a name to n values, empty where a
    person has none. ``choices`` maps an item's, ladder's or prediction's id to n numbers
    1..K as they were answered, 0 where there is no answer.
    """

    is_leader: NDArray[np.bool_]
    attributes: Mapping[str, NDArray[np.str_]]
    choices: Mapping[str, NDArray[np.int8]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Atoms:
    """The finest sets of people: one group, one value of each attribute.

    ``group`` has shape (a,), 0 for leaders and 1 for staff; ``labels`` maps an attribute
    to the value each atom has, empty for none.
    """

    group: NDArray[np.int64]
    labels: Mapping[str, NDArray[np.str_]]

    def of(self, group: str, segment: tuple[str, str] | None) -> Mask:
        """Return which atoms make up a set of people, shape (a,)."""
        inside = np.ones(self.group.size, dtype=np.bool_)
        if group != "everyone":
            inside &= self.group == GROUPS.index("leaders" if group == "leaders" else "staff")
        if segment is not None:
            inside &= self.labels[segment[0]] == segment[1]
        return inside


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffProducts:
    """Sums and sums of products over ``n`` staff who answered all items of a pillar."""

    pillar: str
    n: int
    sums: tuple[int, ...]
    cross: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Every count of a round, before any is withheld. Never shown.

    ``counts`` maps a question's id to counts by atom and category, shape (a, K), in scored
    order. ``segments`` are the cuts, one attribute and one of its values each. ``partly``
    maps a pillar to how many people of each atom are counted in some but not all of its
    items. ``notes`` say, in words for readers, whose answers were left out and why.
    """

    questions: tuple[Question, ...]
    atoms: Atoms
    segments: tuple[tuple[str, str], ...]
    counts: Mapping[str, Counts]
    products: tuple[StaffProducts, ...] = ()
    partly: Mapping[str, Counts] = field(default_factory=dict)
    notes: tuple[str, ...] = field(default=())

    def of(self, question: str, group: str, segment: tuple[str, str] | None = None) -> Counts:
        """Return one set's counts of one question, shape (K,)."""
        return np.asarray(self.counts[question][self.atoms.of(group, segment)].sum(axis=0))


def tabulate(
    answers: Answers, questions: Sequence[Question], *, few: int = 0, counted: int = 8
) -> Tables:
    """Count all answers in one pass over the people.

    A pillar's table and its items' tables are about the same people wherever a difference
    would tell about ``few - 1`` or fewer: if, in a group or one of its segments, that many
    people answered some but not all items of a pillar, all items are counted without them
    in that group (and the notes say so). Otherwise the items' totals less the pillar's
    would be their answers. A group in which fewer than ``counted`` people answered all
    items keeps everybody: its pillar is not shown in counts, so nothing can be subtracted.

    Raises
    ------
    ValueError
        A choice lies off its question's scale, or columns differ in length.
    """
    codes, atoms = _atoms(answers)
    scored = {each.id: _scored(answers, each) for each in questions if each.kind != "pillar"}
    segments = tuple(
        (name, str(value))
        for name, values in atoms.labels.items()
        for value in sorted(set(values.tolist()) - {""})
    )
    notes: list[str] = []
    cut = _Cut(codes=codes, atoms=atoms, few=few, counted=counted)
    partly: dict[str, Counts] = {}
    for pillar in (each for each in questions if each.kind == "pillar"):
        scored |= _in_step(pillar, scored, cut, notes)
        scored[pillar.id] = _pillar_scores(pillar, scored)
        partly[pillar.id] = _partly(pillar, scored, cut)
    counted_each = packed_counts(
        codes,
        [scored[each.id] for each in questions],
        sizes=[len(each.values) + 1 for each in questions],
        atoms=atoms.group.size,
    )
    return Tables(
        questions=tuple(questions),
        atoms=atoms,
        segments=segments,
        counts={
            each.id: counts[:, 1:] for each, counts in zip(questions, counted_each, strict=True)
        },
        products=tuple(
            _products(each, scored, ~answers.is_leader)
            for each in questions
            if each.kind == "pillar"
        ),
        partly=partly,
        notes=tuple(notes),
    )


def _atoms(answers: Answers) -> tuple[Counts, Atoms]:
    """Number each person's atom, in one linear pass an attribute."""
    codes = np.where(answers.is_leader, 0, 1).astype(np.int64)
    for name, values in answers.attributes.items():
        if values.size != codes.size:
            raise ValueError(f"attribute {name!r} has {values.size} values for {codes.size} people")
        found, different = pd.factorize(values.astype(object))
        codes = codes * max(len(different), 1) + found
        codes = pd.factorize(codes)[0].astype(np.int64)
    present, first, codes = np.unique(codes, return_index=True, return_inverse=True)
    del present
    return codes.astype(np.int64), Atoms(
        group=np.where(answers.is_leader[first], 0, 1).astype(np.int64),
        labels={name: values[first] for name, values in answers.attributes.items()},
    )


def _scored(answers: Answers, question: Question) -> Choices:
    """Choices in scored order, 0 for none; small whole numbers stay small."""
    choices = np.asarray(answers.choices[question.id])
    top = len(question.values)
    if choices.shape != answers.is_leader.shape:
        raise ValueError(f"{question.id!r} has {choices.size} answers for another number of people")
    if choices.size and (choices.min() < 0 or choices.max() > top):
        raise ValueError(f"{question.id!r} has a choice off its scale of 1 to {top}")
    return np.where(choices > 0, top + 1 - choices, 0) if question.reversed else choices


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    codes: Counts
    atoms: Atoms
    few: int
    counted: int


def _partly(pillar: Question, scored: Mapping[str, Choices], cut: _Cut) -> Counts:
    """How many people of each atom gave some but not all of the pillar's items."""
    given = np.array([scored[each] > 0 for each in pillar.items])
    some = given.any(axis=0) & ~given.all(axis=0)
    return np.bincount(cut.codes[some], minlength=cut.atoms.group.size).astype(np.int64)


def _in_step(
    pillar: Question, scored: Mapping[str, Choices], cut: _Cut, notes: list[str]
) -> dict[str, Choices]:
    """The pillar's items, without people whose answers a difference would show."""
    given = np.array([scored[each] > 0 for each in pillar.items])
    partly = given.any(axis=0) & ~given.all(axis=0)
    kept = {each: scored[each] for each in pillar.items}
    left_out = _partly(pillar, scored, cut)
    complete = np.bincount(cut.codes[given.all(axis=0)], minlength=left_out.size)
    for number, group in enumerate(GROUPS):
        here = cut.atoms.group == number
        sums = [left_out[here].sum()] + [
            left_out[here & (values == value)].sum()
            for values in cut.atoms.labels.values()
            for value in set(values[here].tolist())
        ]
        shown = complete[here].sum() >= cut.counted
        if shown and any(0 < each < cut.few for each in sums):
            out = partly & here[cut.codes]
            kept = {key: np.where(out, 0, column) for key, column in kept.items()}
            notes.append(
                f"{pillar.title}, {group}: counted over people who answered all of its "
                f"{len(pillar.items)} items, since the items' tables less the pillar's would "
                "otherwise show the answers of the few who skipped some."
            )
    return kept


def _pillar_scores(pillar: Question, scored: Mapping[str, Choices]) -> Counts:
    """Each person's place on the pillar's grid from 1, 0 for no score; whole numbers only."""
    columns = np.array([scored[each] for each in pillar.items])
    answered, total = (columns > 0).sum(axis=0), columns.sum(axis=0)
    numerators, denominator = grid_of(pillar)
    enough = answered >= (pillar.min_answered or len(pillar.items))
    means = np.where(enough, total * (denominator // np.maximum(answered, 1)), 0)
    return np.where(enough, np.searchsorted(np.array(numerators), means) + 1, 0)


def _products(pillar: Question, scored: Mapping[str, Choices], staff: Mask) -> StaffProducts:
    columns = np.array([scored[each] for each in pillar.items])
    columns = columns[:, staff & (columns > 0).all(axis=0)].astype(np.float64)
    # Floats hold these sums exactly: 11 x 11 x 10^9 people stays under 2^53.
    cross = columns @ columns.T
    return StaffProducts(
        pillar=pillar.id,
        n=columns.shape[1],
        sums=tuple(int(each) for each in columns.sum(axis=1)),
        cross=tuple(tuple(int(each) for each in row) for row in cross),
    )
