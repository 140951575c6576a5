"""Whatever the organisation: nothing about few is learned, and not much is hidden in vain."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from analysis.audit import exposures
from analysis.audit.linear import exposed_sets
from analysis.publication import Publication
from analysis.tables import Answers, tabulate
from tests.redteam import attackers
from tests.redteam.organisations import (
    Cell,
    Ints,
    answers_of,
    cells_of,
    items,
    organisation,
    released,
    shown,
)

FEWEST, COUNTED = 5, 8

departments = st.dictionaries(
    st.sampled_from("ABCDEF"),
    st.tuples(st.integers(0, 9), st.integers(0, 25)),
    min_size=1,
    max_size=6,
).filter(lambda sizes: sum(map(sum, sizes.values())) > 0)


@st.composite
def peopled(draw: st.DrawFn) -> Answers:
    """People in one to three attributes, some with none, who answer two to three questions."""
    number = draw(st.integers(1, 90))
    seed = draw(st.integers(0, 2**32 - 1))
    generator = np.random.default_rng(seed)
    attributes = {
        f"cut{place}": [
            "" if each == 0 else f"v{each}"
            for each in generator.integers(draw(st.integers(0, 1)), draw(st.integers(2, 6)), number)
        ]
        for place in range(draw(st.integers(1, 3)))
    }
    groups = np.where(generator.random(number) < draw(st.floats(0, 0.6)), "leaders", "staff")
    agreement = draw(st.floats(0.2, 5))
    shares = generator.dirichlet(np.full(5, agreement), size=3)
    choices = {
        f"q{place}": np.where(
            generator.random(number) < draw(st.sampled_from([0.0, 0.05, 0.3])),
            0,
            generator.choice(5, number, p=shares[place]) + 1,
        ).tolist()
        for place in range(3)
    }
    return answers_of(groups.tolist(), attributes, choices)


def learned(publication: Publication, answers: Answers) -> list[attackers.Finding]:
    """What the strongest attackers find out about fewer than k people."""
    found = []
    for question in ("q0", "q1", "q2"):
        tables = tabulate(answers, items(question))
        present = tables.counts[question].sum(axis=1) > 0
        atoms = type(tables.atoms)(
            group=tables.atoms.group[present],
            labels={name: each[present] for name, each in tables.atoms.labels.items()},
        )
        found += attackers.subtract(publication, question)
        found += attackers.subtract_groups(publication, question)
        if present.sum() <= 30:
            found += attackers.solve(publication, atoms, question)
    return [each for each in found if each.people < FEWEST]


@given(peopled())
@settings(max_examples=60, deadline=None)
def test_nothing_is_learned_about_few(answers: Answers) -> None:
    asked = items("q0", "q1", "q2", pillar="p")

    publication = released(answers, asked)

    assert learned(publication, answers) == []
    assert attackers.skipped(publication, "p") == [] or _many_skipped(answers)


@given(peopled(), st.integers(0, 6), st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_a_later_release_of_nearly_the_same_people_tells_of_nobody(
    answers: Answers, gone: int, seed: int
) -> None:
    asked = items("q0", "q1", "q2")
    stay = np.random.default_rng(seed).permutation(answers.is_leader.size)[gone:]
    if stay.size == 0:
        return
    fewer = Answers(
        is_leader=answers.is_leader[stay],
        attributes={name: each[stay] for name, each in answers.attributes.items()},
        choices={name: each[stay] for name, each in answers.choices.items()},
    )
    first = released(answers, asked, name="first")

    second = released(fewer, asked, first, name="second")

    for cell in set(shown(first, "q0")) & set(shown(second, "q0")):
        changes = [
            int(np.abs(shown(first, each)[cell] - shown(second, each)[cell]).sum())
            for each in ("q0", "q1", "q2")
            if cell in shown(first, each) and cell in shown(second, each)
        ]
        assert max(changes) == 0 or max(changes) >= FEWEST


@given(departments, st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_the_finished_document_passes_the_audit(
    sizes: dict[str, tuple[int, int]], seed: int
) -> None:
    answers = organisation(sizes, seed=seed)

    publication = released(answers, items("q1"))

    assert exposures(publication, tabulate(answers, items("q1"), few=FEWEST)) == ()


@given(st.lists(st.integers(0, 20), min_size=2, max_size=6), st.integers(0, 100))
@settings(max_examples=60, deadline=None)
def test_hardly_more_is_hidden_than_an_exact_search_hides(staff: list[int], seed: int) -> None:
    sizes = {chr(65 + place): (0, size) for place, size in enumerate(staff) if size}
    if sum(staff) < COUNTED:
        return
    answers = organisation(sizes, seed=seed)
    tables = tabulate(answers, items("q1"))
    ours = len(shown(released(answers, items("q1"))))
    cells = [cell for cell in cells_of(tables) if tables.of("q1", *cell).sum()]

    hidden, least = len(cells) - ours, _least_hidden(answers, cells)

    assert hidden <= max(1.5 * least, least + 2)


def test_over_many_organisations_at_most_half_more_is_hidden_than_needed() -> None:
    generator = np.random.default_rng(2)
    ours = best = 0
    for seed in range(60):
        sizes = {
            chr(65 + place): (int(generator.integers(0, 14)), int(generator.integers(0, 26)))
            for place in range(4)
        }
        answers = organisation(sizes, seed=seed)
        tables = tabulate(answers, items("q1"))
        cells = [cell for cell in cells_of(tables) if tables.of("q1", *cell).sum()]
        ours += len(cells) - len(shown(released(answers, items("q1"))))
        best += _least_hidden(answers, cells)

    assert best > 0
    assert ours <= 1.5 * best


def _many_skipped(answers: Answers) -> bool:
    """Whether what a pillar leaves over is about at least k people in each group."""
    given_ = np.array(list(answers.choices.values())) > 0
    partly = given_.any(axis=0) & ~given_.all(axis=0)
    return int((partly & ~answers.is_leader).sum()) >= FEWEST


def _least_hidden(answers: Answers, cells: list[Cell]) -> int:
    """Fewest tables that must be hidden, found by trying all ways in order of number."""
    tables = tabulate(answers, items("q1"))
    counts = tables.counts["q1"]
    sizes = counts.sum(axis=1)
    may = [each for each in cells if _may_be_shown(counts[tables.atoms.of(*each)].sum(axis=0))]
    # Everyone's tables are tried last: they are many, and mostly follow from the others.
    for number in range(len(may) + 1):
        for out in combinations(may, number):
            kept = [each for each in may if each not in out]
            rows = np.array([tables.atoms.of(*each) for each in kept], dtype=np.bool_)
            if not kept or _is_safe(rows, sizes, counts):
                return len(cells) - len(kept)
    return len(cells)


def _may_be_shown(counts: Ints) -> bool:
    n = int(counts.sum())
    return n >= COUNTED and not (n < 2 * FEWEST and counts.max() >= n - 1)


def _is_safe(rows: NDArray[np.bool_], sizes: Ints, counts: Ints) -> bool:
    if exposed_sets(rows, sizes, FEWEST):
        return False
    for place in _small(sizes):
        target = np.zeros(sizes.size)
        target[place] = 1
        weights, *_ = np.linalg.lstsq(rows.T.astype(float), target, rcond=None)
        if np.allclose(rows.T @ weights, target, atol=1e-8):
            return False
    return counts.size > 0


def _small(sizes: Ints) -> Iterator[int]:
    yield from np.flatnonzero(sizes < COUNTED).tolist()
