"""Several answers of one person together, against counting person by person."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.tables import (
    Answers,
    counts_by,
    item_question,
    pillar_question,
    rest_score_tables,
    staff_jointly,
    straight_liners,
    tabulate,
)
from tests.redteam.organisations import answers_of

ITEMS = tuple(f"q{place}" for place in range(6))
LABELS = ("1", "2", "3", "4")
QUESTIONS = {each: item_question(each, LABELS) for each in ITEMS}
PILLARS = [
    pillar_question(name, [QUESTIONS[each] for each in members])
    for name, members in (("a", ITEMS[:2]), ("b", ITEMS[2:4]), ("c", ITEMS[4:]))
]
Person = tuple[str, str, list[int]]
people = st.lists(
    st.tuples(
        st.sampled_from(["leaders", "staff"]),
        st.sampled_from(["North", "South", ""]),
        st.one_of(
            st.lists(st.integers(0, 4), min_size=6, max_size=6),
            st.integers(1, 4).map(lambda only: [only] * 6),
        ),
    ),
    min_size=1,
    max_size=30,
)


def answers(drawn: list[Person]) -> Answers:
    return answers_of(
        [each[0] for each in drawn],
        {"site": [each[1] for each in drawn]},
        {item: [each[2][place] for each in drawn] for place, item in enumerate(ITEMS)},
    )


@given(people)
def test_departments_hold_staff_who_have_one(drawn: list[Person]) -> None:
    found = counts_by(tabulate(answers(drawn), list(QUESTIONS.values())), "q0", ["site"])

    expected = Counter((site, chosen[0]) for group, site, chosen in drawn if group == "staff")
    assert set(found) == {(site,) for group, site, _ in drawn if group == "staff" and site}
    for (site,), counts in found.items():
        assert counts.tolist() == [expected[site, answer] for answer in range(1, 5)]


@given(people)
def test_an_item_stands_beside_the_sum_of_the_others(drawn: list[Person]) -> None:
    whole = pillar_question("all", list(QUESTIONS.values()))

    found = rest_score_tables(answers(drawn), whole, len(LABELS))

    for place, item in enumerate(ITEMS):
        expected = np.zeros((2, 16, 4), dtype=int)
        for group, _, chosen in drawn:
            if min(chosen) > 0:
                rest = sum(chosen) - chosen[place] - 5
                expected[0 if group == "leaders" else 1, rest, chosen[place] - 1] += 1
        assert found[item].tolist() == expected.tolist()


@given(people)
def test_a_straight_liner_ticks_one_answer_throughout_three_pillars(drawn: list[Person]) -> None:
    found = straight_liners(answers(drawn), PILLARS)

    assert found is not None
    assert found.tolist() == [len(set(chosen)) == 1 and chosen[0] > 0 for _, _, chosen in drawn]


def test_three_pillars_of_four_are_enough_to_be_a_straight_liner() -> None:
    other = pillar_question("d", [QUESTIONS["q0"], QUESTIONS["q2"]])
    drawn = [("staff", "", [3, 3, 3, 3, 3, 1]), ("staff", "", [3, 3, 3, 3, 1, 1])]

    found = straight_liners(answers(drawn), [*PILLARS, other])

    assert found is not None
    assert found.tolist() == [True, True]
    assert straight_liners(answers(drawn), PILLARS).tolist() == [False, False]  # type: ignore[union-attr]


def test_fewer_than_three_pillars_have_no_straight_liners() -> None:
    single = pillar_question("d", [QUESTIONS["q0"]])

    assert straight_liners(answers([("staff", "", [1] * 6)]), [*PILLARS[:2], single]) is None


@given(people, st.booleans())
def test_staff_are_summed_department_by_department(drawn: list[Person], by_site: bool) -> None:  # noqa: FBT001 - hypothesis
    outcome = np.array([chosen[5] for _, _, chosen in drawn], dtype=np.int8)
    given_by = answers(drawn)

    site = given_by.attributes["site"] if by_site else None
    found = staff_jointly(given_by, outcome, PILLARS[:2], site)

    rows = [
        (place if by_site else "", [each[5], each[0] + each[1], each[2] + each[3]])
        for group, place, each in drawn
        if group == "staff" and min(each[:4]) > 0 and each[5] > 0 and (place or not by_site)
    ]
    places = sorted({place for place, _ in rows})
    assert len(found.departments) == len(places)
    for place, (n, sums, cross) in zip(places, found.departments, strict=True):
        own = np.array([row for at, row in rows if at == place])
        assert (n, sums, cross) == (len(own), own.sum(axis=0).tolist(), (own.T @ own).tolist())
    assert found.deviations.shape == (len(rows), 3)
    assert np.allclose(found.deviations.sum(axis=0), 0)
