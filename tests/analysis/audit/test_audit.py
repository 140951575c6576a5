"""The audit finds what a careless release gives away, says where, and is quick enough."""

import time
from itertools import combinations

import msgspec
import numpy as np
import pytest

from analysis.audit import exposures, light, require_safe
from analysis.audit.bounds import Published, known_counts
from analysis.audit.linear import Ints, Mask, classes_of, exposed_sets, null_vector
from analysis.publication import CoarseComparison, Comments, Product, Publication
from analysis.publishing import Facts, publish
from analysis.stats.superiority import Superiority, superiority
from analysis.tables import Answers, tabulate
from survey.errors import DisclosureError
from survey.rounds import Thresholds
from tests.analysis.silos import asked, silo_answers
from tests.redteam.organisations import (
    Cell,
    answers_of,
    items,
    organisation,
    released,
    unprotected,
)

EVERYBODY = np.array([[True] * 4, [False, False, True, False], [False, False, False, True]])


def audited(answers: Answers, publication: Publication, pillar: str | None = None) -> list[str]:
    names = tuple(answers.choices)
    tables = tabulate(answers, items(*names, pillar=pillar), few=0)
    return [each.what for each in exposures(publication, tables)]


def with_table(publication: Publication, cell: Cell, answers: Answers) -> Publication:
    """The same publication, with one table shown that was withheld."""
    counts = tuple(int(each) for each in tabulate(answers, items("q1")).of("q1", *cell))
    segment = None if cell[1] is None else {cell[1][0]: cell[1][1]}
    tables = tuple(
        msgspec.structs.replace(each, counts=counts, n=sum(counts), withheld=None)
        if (each.group, each.segment) == (cell[0], segment)
        else each
        for each in publication.tables
    )
    return msgspec.structs.replace(publication, tables=tables)


def test_columns_that_no_set_tells_apart_are_one_class() -> None:
    classes = classes_of(EVERYBODY)

    assert classes.of[0] == classes.of[1]
    assert classes.rows.shape == (3, 3)


def test_a_vector_of_the_null_space_sums_to_nought_over_every_published_set() -> None:
    h = null_vector(EVERYBODY, np.random.default_rng(0))

    assert (EVERYBODY.astype(np.int64) @ h % (2**31 - 1)).tolist() == [0, 0, 0]
    assert h[0] != 0


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [([2, 2, 9, 10], [(0, 1)]), ([2, 3, 9, 10], []), ([0 + 1, 1, 9, 10], [(0, 1)])],
)
def test_unions_below_k_are_exposed(sizes: list[int], expected: list[tuple[int, ...]]) -> None:
    assert exposed_sets(EVERYBODY, np.array(sizes), 5) == expected


def test_a_small_difference_of_overlapping_sets_is_exposed() -> None:
    rows = np.array([[1, 1, 1, 1], [1, 0, 0, 0], [1, 1, 0, 0]], dtype=np.bool_)

    assert exposed_sets(rows, np.array([12, 2, 9, 10]), 5) == [(1,)]


@pytest.mark.parametrize("k", [3, 5, 8, 12])
@pytest.mark.parametrize("seed", range(20))
def test_small_exposed_sets_are_those_that_trying_all_finds(seed: int, k: int) -> None:
    generator = np.random.default_rng(seed)
    rows = generator.random((generator.integers(3, 7), 8)) < 0.5
    sizes = generator.integers(1, 4, 8)

    expected = set()
    for number in range(1, 2**8):
        target = np.array([number >> place & 1 for place in range(8)], dtype=float)
        weights, *_ = np.linalg.lstsq(rows.T.astype(float), target, rcond=None)
        known = np.allclose(rows.T @ weights, target, atol=1e-9)
        if known and sizes[target > 0].sum() < k:
            expected.add(tuple(np.flatnonzero(target).tolist()))
    minimal = {each for each in expected if not any(set(one) < set(each) for one in expected)}
    assert set(exposed_sets(rows, sizes, k)) == minimal


def of_many_classes(number: int) -> tuple[Mask, Ints]:
    """One site each shows one newcomer among ten old hands; all old hands are shown as well."""
    sites = np.eye(number, dtype=np.bool_)
    rows = np.vstack(
        [
            np.ones(2 * number, dtype=np.bool_),
            np.repeat([False, True], number),
            np.hstack([sites, sites]),
        ]
    )
    return rows, np.repeat([1, 10], number)


@pytest.mark.parametrize("number", [5, 6, 7])
def test_a_union_of_many_classes_is_exposed_where_k_is_larger_than_five(number: int) -> None:
    rows, sizes = of_many_classes(number)
    newcomers = tuple(range(number))

    # No union of four of them or fewer is known: only all the newcomers together are.
    h = null_vector(rows, np.random.default_rng(3))
    assert [
        each
        for few in range(1, 5)
        for each in combinations(newcomers, few)
        if h[list(each)].sum() % (2**31 - 1) == 0
    ] == []
    assert exposed_sets(rows, sizes, 8) == [newcomers]
    assert exposed_sets(rows, sizes, number) == []


def test_a_release_at_a_threshold_of_eight_is_refused_for_five_people_at_five_sites() -> None:
    places = [("new", f"s{site}") for site in range(5)]
    places += [("old", f"s{site}") for site in range(5) for _ in range(12)]
    generator = np.random.default_rng(0)
    answers = answers_of(
        ["staff"] * len(places),
        {"start": [each[0] for each in places], "site": [each[1] for each in places]},
        {"q1": generator.integers(1, 6, len(places)).tolist()},
    )
    careless = msgspec.structs.replace(
        unprotected(answers, items("q1"), least=8),
        thresholds={"scores": 8, "comments": 16, "counts": 8},
    )

    found = audited(answers, careless)

    assert any("5 people can be worked out" in each for each in found)
    facts = Facts(round="now", name="now", thresholds=Thresholds(scores=8, comments=16))
    assert audited(answers, publish(answers, items("q1"), facts)) == []


def test_what_is_too_much_to_go_through_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(light, "_MOST_TRIED", 0)
    rows, sizes = of_many_classes(7)

    with pytest.raises(DisclosureError, match="not all of them can be audited"):
        exposed_sets(rows, sizes, 8)


def test_counts_that_only_fit_one_way_are_known() -> None:
    # Two by two, all margins shown: A's staff are two who must have said 1 and 1.
    rows = np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]], dtype=np.bool_)
    counts = np.array([[2, 0], [3, 4], [0, 5], [0, 9]])
    hidden = np.array([[1, 0, 0, 0]], dtype=np.bool_)

    assert known_counts(Published(rows=rows, hidden=hidden, counts=counts), enough=10) == [0]


def test_counts_that_could_be_otherwise_are_not_known() -> None:
    rows = np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]], dtype=np.bool_)
    counts = np.array([[1, 1], [3, 4], [4, 5], [5, 9]])
    hidden = np.array([[1, 0, 0, 0]], dtype=np.bool_)

    assert known_counts(Published(rows=rows, hidden=hidden, counts=counts), enough=10) == []


def test_a_careless_release_is_refused_with_the_people_named() -> None:
    answers = organisation({"A": (12, 30), "B": (3, 30)})
    tables = tabulate(answers, items("q1"))

    with pytest.raises(DisclosureError, match="nothing was released") as refused:
        require_safe(unprotected(answers, items("q1")), tables)

    assert "q1" in str(refused.value)
    assert "people can be worked out" in str(refused.value)


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        (("leaders", ("department", "B")), "leaders in department B has only 3 answers"),
        (("leaders", ("department", "C")), "are in one segment"),
        (("everyone", ("department", "B")), "3 people can be worked out"),
    ],
)
def test_each_withheld_table_is_missed_by_the_audit_when_shown(cell: Cell, what: str) -> None:
    answers = organisation({"A": (20, 30), "B": (3, 30), "C": (9, 30), "D": (10, 30)})
    safe = released(answers, items("q1"))

    found = audited(answers, with_table(safe, cell, answers))

    assert audited(answers, safe) == []
    assert any(what in each for each in found)


def test_counts_that_are_not_what_was_answered_are_found() -> None:
    answers = organisation({"A": (10, 30)})
    safe = released(answers, items("q1"))
    wrong = msgspec.structs.replace(safe.tables[0], counts=(10, 0, 0, 0, 0))

    found = audited(answers, msgspec.structs.replace(safe, tables=(wrong, *safe.tables[1:])))

    assert "leaders is not what was answered" in found


def test_a_pillar_beside_a_withheld_item_is_found() -> None:
    answers = organisation({"A": (0, 40)}, questions=("q1", "q2"))
    asked = items("q1", "q2", pillar="p")
    safe = released(answers, asked)
    tables = tuple(
        msgspec.structs.replace(each, counts=None, n=None, shares=None, withheld="no")
        if each.question == "q1"
        else each
        for each in safe.tables
    )

    found = audited(answers, msgspec.structs.replace(safe, tables=tables), "p")

    assert any("shows the pillar although 'q1' is withheld" in each for each in found)


def test_comments_and_products_of_too_few_are_found() -> None:
    answers = organisation({"A": (0, 40)}, questions=("q1", "q2"))
    safe = released(answers, items("q1", "q2", pillar="p"))
    few = Comments(question="open", title="", purpose="comment", group="leaders", texts=("a", "b"))
    product = Product(pillar="p", n=12, sums=(1, 2), cross=((1, 2), (2, 3)))

    found = audited(
        answers, msgspec.structs.replace(safe, comments=(few,), products=(product,)), "p"
    )

    assert found == ["sums of products of too few staff", "comments of only 2 leaders"]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"superiority": 0.1, "leaders_higher": 0.0}, "sets of answers fit"),
        ({"step": 0.01}, "sets of answers fit"),
    ],
)
def test_a_comparison_that_gives_answers_away_is_found(change: dict[str, float], what: str) -> None:
    answers = organisation({"A": (5, 40)}, seed=2)
    tables = tabulate(answers, items("q1"))
    safe = released(answers, items("q1"))
    exact = superiority(tables.of("q1", "leaders"), tables.of("q1", "staff"))
    assert isinstance(exact, Superiority)
    told = CoarseComparison(
        question="q1",
        verdict="Gap",
        superiority=exact.estimate,
        low=exact.low,
        high=exact.high,
        leaders_higher=exact.leaders_higher,
        same=exact.same,
        staff_higher=exact.staff_higher,
    )
    telling = msgspec.structs.replace(told, **change)

    found = audited(answers, msgspec.structs.replace(safe, coarse=(telling,)))

    assert audited(answers, safe) == []
    assert any(what in each for each in found)


def test_a_comparison_of_four_leaders_is_found() -> None:
    answers = organisation({"A": (4, 40)})
    safe = released(answers, items("q1"))
    said = CoarseComparison(question="q1", verdict="Gap")

    found = audited(answers, msgspec.structs.replace(safe, coarse=(said,)))

    assert found == ["a comparison with only 4 leaders"]


def test_a_large_publication_with_earlier_rounds_is_audited_in_ten_seconds() -> None:
    generator = np.random.default_rng(0)
    people, names = 3000, [f"q{each}" for each in range(40)]

    def round_() -> Answers:
        department = generator.integers(0, 60, people)
        return answers_of(
            np.where(generator.random(people) < 0.1, "leaders", "staff").tolist(),
            {
                "department": [f"d{each}" for each in department],
                "site": [f"s{each % 12}" for each in department],
                "function": [f"f{each}" for each in generator.integers(0, 5, people)],
            },
            {name: generator.integers(1, 6, people).tolist() for name in names},
        )

    asked = items(*names)
    earlier = [publish(round_(), asked, Facts(round=str(each), name=str(each))) for each in "abc"]
    answers = round_()
    last = publish(answers, asked, Facts(round="d", name="d"), earlier=earlier)
    tables = tabulate(answers, asked, few=5)

    start = time.process_time()
    require_safe(last, tables, earlier)

    assert time.process_time() - start < 10
    assert sum(each.counts is not None for each in last.tables) > len(last.tables) / 3


def test_a_matrix_of_sixty_departments_is_published_after_another_in_ten_seconds() -> None:
    sizes = {f"d{number:02}": 45 for number in range(60)}
    questions = [each for each in asked(sizes) if each.kind == "silo"]
    first, second = (silo_answers(sizes, depends=0.3, start=start) for start in (1, 2))
    before = publish(first, questions, Facts(round="a", name="a"))

    start = time.process_time()
    after = publish(second, questions, Facts(round="b", name="b"), earlier=[before])

    assert time.process_time() - start < 10
    assert sum(each.counts is not None for each in after.tables) > 0.9 * len(after.tables)
