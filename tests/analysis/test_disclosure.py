"""Each rule of disclosure control, on organisations small enough to check by eye."""

import numpy as np
import pytest

from analysis.disclosure import COMPLEMENT, EMPTY, disclose
from analysis.publication import Table
from analysis.tables import tabulate
from survey.rounds import Thresholds
from tests.redteam.organisations import answers_of, cell_of, items, organisation

RULES = Thresholds()


def reasons(
    sizes: dict[str, tuple[int, int]], *, thresholds: Thresholds = RULES
) -> dict[tuple[str, str | None], str | None]:
    tables = tabulate(organisation(sizes), items("q1"))
    return {named(each): each.withheld for each in disclose(tables, thresholds).tables}


def named(table: Table) -> tuple[str, str | None]:
    group, segment = cell_of(table)
    return group, None if segment is None else segment[1]


def test_everything_large_is_shown_with_counts_and_shares() -> None:
    tables = tabulate(organisation({"A": (10, 30), "B": (12, 40)}), items("q1"))

    for table in disclose(tables, RULES).tables:
        assert table.withheld is None
        assert table.counts == tuple(tables.of("q1", *cell_of(table)).tolist())
        assert table.n == sum(table.counts)
        assert table.shares == tuple(round(each / table.n, 4) for each in table.counts)


def test_fewer_than_five_leaders_show_no_leaders_and_no_everyone_beside_staff() -> None:
    found = reasons({"A": (2, 30), "B": (2, 40)})

    assert found["leaders", None] == "fewer than 5 answers"
    assert found["staff", None] is None
    assert found["everyone", None] == COMPLEMENT
    assert found["everyone", "A"] == COMPLEMENT


def test_five_to_seven_leaders_show_no_counts() -> None:
    found = reasons({"A": (3, 30), "B": (3, 40)})

    assert found["leaders", None] == "fewer than 8 answers: shown only as a rounded comparison"
    assert found["everyone", None] == COMPLEMENT


def test_one_small_segment_takes_others_with_it() -> None:
    # 2 alone would be the group less the rest; with 9 beside it, the 9 would know the 2.
    found = reasons({"A": (20, 30), "B": (2, 30), "C": (9, 30), "D": (12, 30)})

    assert found["leaders", "B"] == "fewer than 5 answers"
    assert found["leaders", "C"] == COMPLEMENT
    assert found["leaders", "D"] == COMPLEMENT
    assert found["leaders", "A"] is None
    assert [found["staff", each] for each in "ABCD"] == [None] * 4
    assert found["everyone", "B"] == COMPLEMENT
    assert found["everyone", "A"] is None


def test_several_small_segments_may_protect_each_other() -> None:
    found = reasons({"A": (0, 30), "B": (0, 4), "C": (0, 4), "D": (0, 4)})

    assert found["staff", "A"] is None
    assert found["staff", "B"] == "fewer than 5 answers"


def test_where_no_segment_is_left_to_hide_the_attribute_is_hidden_not_the_group() -> None:
    found = reasons({"A": (0, 50), "B": (0, 2)})

    assert found["staff", None] is None
    assert found["staff", "A"] == COMPLEMENT


def test_empty_groups_are_said_to_be_empty_and_cost_nothing() -> None:
    found = reasons({"A": (0, 30), "B": (9, 30)})

    assert found["leaders", "A"] == EMPTY
    assert found["leaders", "B"] is None
    assert found["everyone", "A"] is None


def test_people_without_a_segment_are_hidden_people() -> None:
    tables = tabulate(organisation({"A": (0, 30), "B": (0, 20), "": (0, 2)}), items("q1"))

    found = {named(each): each.withheld for each in disclose(tables, RULES).tables}

    assert ("staff", "") not in found
    assert found["staff", "A"] == found["staff", "B"] == COMPLEMENT


@pytest.mark.parametrize(("same", "other"), [(9, 0), (8, 1)])
def test_nearly_unanimous_few_say_mostly(same: int, other: int) -> None:
    tables = tabulate(answers_of(["staff"] * 9, {}, {"q1": [4] * same + [2] * other}), items("q1"))

    table = disclose(tables, RULES).tables[1]

    assert table.counts is None
    assert table.withheld == "nearly everyone gave the same answer: mostly “4”"


def test_unanimous_many_are_shown() -> None:
    tables = tabulate(answers_of(["staff"] * 10, {}, {"q1": [4] * 10}), items("q1"))

    assert disclose(tables, RULES).tables[1].counts == (0, 0, 0, 10, 0)


def test_hidden_segments_that_together_all_said_the_same_take_one_more() -> None:
    places = ["A"] * 20 + ["B"] * 12 + ["C"] * 4 + ["D"] * 5
    choices = [1 + each % 5 for each in range(32)] + [3] * 9
    tables = tabulate(
        answers_of(["staff"] * 41, {"department": places}, {"q1": choices}), items("q1")
    )

    found = {named(each): each.withheld for each in disclose(tables, RULES).tables}

    assert found["staff", "B"] == COMPLEMENT


def test_a_pillar_is_hidden_wherever_one_of_its_items_is() -> None:
    generator = np.random.default_rng(0)
    places = ["A"] * 20 + ["B"] * 20 + ["C"] * 9
    choices = generator.integers(1, 6, (3, 49))
    choices[0, 40:] = 4  # of these nine all say the same to the first item only
    drawn = answers_of(
        ["staff"] * 49,
        {"department": places},
        {f"q{place}": choices[place].tolist() for place in range(3)},
    )
    tables = tabulate(drawn, items("q0", "q1", "q2", pillar="p"))

    found = {
        (each.question, *named(each)): each.withheld for each in disclose(tables, RULES).tables
    }

    assert "mostly" in str(found["q0", "staff", "C"])
    assert found["q1", "staff", "C"] is None
    assert found["p", "staff", "C"] == COMPLEMENT


def test_predictions_are_of_leaders_as_a_whole() -> None:
    tables = tabulate(organisation({"A": (10, 30), "B": (12, 40)}), items("q1"))
    predicted = tables.questions[0]
    asked = type(predicted)(
        **{
            name: getattr(predicted, name) for name in predicted.__struct_fields__ if name != "kind"
        },
        kind="prediction",
    )
    tables = tabulate(organisation({"A": (10, 30), "B": (12, 40)}), [asked])

    assert [named(each) for each in disclose(tables, RULES).tables] == [("leaders", None)]


def test_products_need_thirty_staff_and_nobody_left_over() -> None:
    def product(staff: int, skipped: int) -> str | None:
        choices = {
            "q1": [1 + each % 5 for each in range(staff + skipped)],
            "q2": [1 + each % 4 for each in range(staff)] + [0] * skipped,
        }
        drawn = answers_of(["staff"] * (staff + skipped), {}, choices)
        tables = tabulate(drawn, items("q1", "q2", pillar="p"))
        return disclose(tables, RULES).products[0].withheld

    assert product(30, 0) is None
    assert product(30, 5) is None
    assert product(29, 0) == "fewer than 30 staff answered all items"
    assert product(40, 1) == COMPLEMENT


def test_a_higher_threshold_is_kept() -> None:
    found = reasons(
        {"A": (0, 30), "B": (0, 11)}, thresholds=Thresholds(scores=12, comments=24, counts=12)
    )

    assert found["staff", "B"] == "fewer than 12 answers"


def test_what_is_told_to_be_hidden_is_hidden_with_its_reason_and_its_tree() -> None:
    tables = tabulate(organisation({"A": (0, 30), "B": (0, 40), "C": (0, 50)}), items("q1"))

    released = disclose(
        tables, RULES, also={"q1": {("staff", ("department", "C")): "hardly changed"}}
    )

    found = {named(each): each.withheld for each in released.tables}
    assert found["staff", "C"] == "hardly changed"
    assert found["staff", "A"] == COMPLEMENT
    assert found["staff", "B"] is None


def test_nearly_equal_scores_are_not_named() -> None:
    tables = tabulate(
        answers_of(["staff"] * 9, {}, {"q1": [1, 5] * 4 + [1], "q2": [5, 1] * 4 + [5]}),
        items("q1", "q2", pillar="p"),
    )

    found = {each.question: each.withheld for each in disclose(tables, RULES).tables}

    table = next(
        each
        for each in disclose(tables, RULES).tables
        if (each.question, each.group) == ("p", "staff")
    )
    assert table.withheld == "nearly everyone has the same score"
    assert set(found) == {"q1", "q2", "p"}


def test_products_are_withheld_with_their_tables() -> None:
    tables = tabulate(
        organisation({"A": (0, 40)}, questions=("q1", "q2")), items("q1", "q2", pillar="p")
    )

    released = disclose(tables, RULES, also={"q1": {("staff", None): "told to"}})

    assert released.products[0].withheld == COMPLEMENT
