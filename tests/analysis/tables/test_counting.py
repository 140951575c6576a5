"""Tables against counting by hand, and against what must hold for any answers."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.tables import (
    Answers,
    item_question,
    pillar_question,
    questions_of,
    tabulate,
)
from survey.questionnaire import find_questionnaire
from tests.redteam.organisations import SCALE, answers_of, items

people = st.lists(
    st.tuples(
        st.sampled_from(["leaders", "staff"]),
        st.sampled_from(["North", "South", ""]),
        st.lists(st.integers(0, 5), min_size=3, max_size=3),
    ),
    min_size=1,
    max_size=40,
)


def answers(drawn: list[tuple[str, str, list[int]]]) -> Answers:
    return answers_of(
        [each[0] for each in drawn],
        {"site": [each[1] for each in drawn]},
        {f"q{place}": [each[2][place] for each in drawn] for place in range(3)},
    )


@given(people)
def test_counts_are_those_counted_one_by_one(drawn: list[tuple[str, str, list[int]]]) -> None:
    tables = tabulate(answers(drawn), items("q0", "q1", "q2"))

    expected = Counter(
        (group, site, place, choice)
        for group, site, choices in drawn
        for place, choice in enumerate(choices)
    )
    for group in ("leaders", "staff"):
        for site in {each[1] for each in drawn} - {""}:
            for place in range(3):
                found = tables.of(f"q{place}", group, ("site", site)).tolist()
                assert found == [expected[group, site, place, each] for each in range(1, 6)]


@given(people)
def test_segments_and_people_without_one_add_up_to_the_group(
    drawn: list[tuple[str, str, list[int]]],
) -> None:
    tables = tabulate(answers(drawn), items("q0", "q1", "q2", pillar="p"))

    for question in ("q0", "p"):
        everyone = tables.of(question, "everyone")
        leaders, staff = (tables.of(question, each) for each in ("leaders", "staff"))
        assert everyone.tolist() == (leaders + staff).tolist()
        listed = sum(tables.of(question, "everyone", each).sum() for each in tables.segments)
        nowhere = tables.counts[question][tables.atoms.labels["site"] == ""].sum()
        assert listed + nowhere == everyone.sum()


@given(people, st.integers(1, 3))
def test_pillar_scores_lie_on_an_exact_grid(
    drawn: list[tuple[str, str, list[int]]], least: int
) -> None:
    asked = items("q0", "q1", "q2")
    pillar = pillar_question("p", asked, min_answered=least)
    tables = tabulate(answers(drawn), (*asked, pillar))

    given_answers = [[each for each in choices if each] for _, _, choices in drawn]
    means = Counter(Fraction(sum(each), len(each)) for each in given_answers if len(each) >= least)
    grid = sorted(
        {
            Fraction(total, number)
            for number in range(least, 4)
            for total in range(number, 5 * number + 1)
        }
    )
    assert list(pillar.values) == [float(each) for each in grid]
    assert tables.of("p", "everyone").tolist() == [means[each] for each in grid]


def test_reversed_items_are_turned_round_with_their_labels() -> None:
    questionnaire = find_questionnaire("four_pillars")
    asked = questions_of(questionnaire)
    turned = next(each for each in asked if each.reversed)
    plain = next(each for each in asked if each.kind == "item" and not each.reversed)
    pillar = next(each for each in asked if each.id == turned.pillar)
    choices = {each.id: [0, 0] for each in asked if each.kind != "pillar"}
    choices |= {turned.id: [1, 2], plain.id: [1, 2]}

    tables = tabulate(answers_of(["staff", "staff"], {}, choices), asked)

    assert turned.id in pillar.items
    assert turned.labels == tuple(reversed(plain.labels))
    assert tables.of(turned.id, "staff").tolist() == [0, 0, 0, 1, 1]
    assert tables.of(plain.id, "staff").tolist() == [1, 1, 0, 0, 0]


def test_products_are_sums_over_staff_who_answered_everything() -> None:
    drawn = answers_of(
        ["staff", "staff", "staff", "leaders"],
        {},
        {"q1": [1, 2, 0, 5], "q2": [3, 4, 5, 5]},
    )

    product = tabulate(drawn, items("q1", "q2", pillar="p")).products[0]

    assert (product.n, product.sums) == (2, (3, 7))
    assert product.cross == ((1 + 4, 3 + 8), (3 + 8, 9 + 16))


def test_people_who_skipped_an_item_are_left_out_where_a_difference_would_show_them() -> None:
    whole = [[1 + each % 5, 1 + each % 4] for each in range(12)]
    partly = [[2, 0], [0, 5]]
    rows = [*whole, *partly]
    drawn = answers_of(
        ["staff"] * 14, {}, {"q1": [each[0] for each in rows], "q2": [each[1] for each in rows]}
    )

    tables = tabulate(drawn, items("q1", "q2", pillar="p"), few=5)
    as_is = tabulate(drawn, items("q1", "q2", pillar="p"), few=0)

    assert [tables.of(each, "staff").sum() for each in ("q1", "q2", "p")] == [12, 12, 12]
    assert "who skipped some" in tables.notes[0]
    assert [as_is.of(each, "staff").sum() for each in ("q1", "q2", "p")] == [13, 13, 12]
    assert as_is.notes == ()


def test_many_who_skipped_an_item_are_counted() -> None:
    drawn = answers_of(["staff"] * 20, {}, {"q1": [3] * 20, "q2": [4] * 12 + [0] * 8})

    tables = tabulate(drawn, items("q1", "q2", pillar="p"), few=5)

    assert [tables.of(each, "staff").sum() for each in ("q1", "q2", "p")] == [20, 12, 12]
    assert tables.partly["p"].tolist() == [8]


@pytest.mark.parametrize("choice", [-1, 6])
def test_a_choice_off_the_scale_is_refused(choice: int) -> None:
    with pytest.raises(ValueError, match="off its scale of 1 to 5"):
        tabulate(answers_of(["staff"], {}, {"q1": [choice]}), items("q1"))


def test_a_pillar_does_not_mix_scales() -> None:
    with pytest.raises(ValueError, match="mixes scales"):
        pillar_question("p", [item_question("a", SCALE), item_question("b", SCALE[:4])])


def test_a_column_for_other_people_is_refused() -> None:
    drawn = Answers(
        is_leader=np.array([True, False]),
        attributes={},
        choices={"q1": np.array([1], dtype=np.int8)},
    )

    with pytest.raises(ValueError, match="another number of people"):
        tabulate(drawn, items("q1"))
