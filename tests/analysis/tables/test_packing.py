"""Counting several columns in one pass is counting each of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.tables.packing import MOST_CELLS, packed_counts


@given(
    st.integers(1, 40),
    st.lists(st.integers(2, 12), max_size=9),
    st.integers(0, 200),
    st.integers(0, 2**32 - 1),
)
def test_each_column_is_counted_as_on_its_own(
    atoms: int, sizes: list[int], people: int, seed: int
) -> None:
    generator = np.random.default_rng(seed)
    codes = generator.integers(0, atoms, people)
    columns = [generator.integers(0, size, people).astype(np.int8) for size in sizes]

    found = packed_counts(codes, columns, sizes=sizes, atoms=atoms)

    assert len(found) == len(sizes)
    for counts, column, size in zip(found, columns, sizes, strict=True):
        expected = np.zeros((atoms, size), dtype=np.int64)
        np.add.at(expected, (codes, column), 1)
        assert counts.tolist() == expected.tolist()


@pytest.mark.parametrize(("atoms", "size"), [(3, 101), (MOST_CELLS, 6), (1, 70_000)])
def test_a_table_too_large_to_join_is_counted_alone(atoms: int, size: int) -> None:
    generator = np.random.default_rng(1)
    codes = generator.integers(0, atoms, 500)
    columns = [generator.integers(0, size, 500) for _ in range(3)]

    found = packed_counts(codes, columns, sizes=[size] * 3, atoms=atoms)

    assert [int(each.sum()) for each in found] == [500] * 3
    for counts, column in zip(found, columns, strict=True):
        assert counts.sum(axis=0).tolist() == np.bincount(column, minlength=size).tolist()
        assert counts.sum(axis=1).tolist() == np.bincount(codes, minlength=atoms).tolist()


def test_when_nobody_answered_every_count_is_empty_and_small() -> None:
    nobody = np.zeros(0, dtype=np.int64)

    counted = packed_counts(nobody, [nobody] * 30, sizes=[22] * 30, atoms=0)

    assert [each.shape for each in counted] == [(0, 22)] * 30
