"""Each attack works on an unprotected release, and fails on ours of the very same answers."""

import numpy as np
import pytest

from analysis.publication import Rate
from analysis.publishing import Facts, publish, released_rates
from analysis.tables import Answers, Atoms, tabulate
from survey.errors import DisclosureError
from survey.questionnaire import Group
from survey.rounds import ResponseRate
from survey.storage.rates import response_rates
from tests.redteam import attackers
from tests.redteam.attackers import Finding
from tests.redteam.organisations import (
    Cell,
    Ints,
    answers_of,
    items,
    joined,
    organisation,
    released,
    shown,
    unprotected,
)

FEWEST = 5
Counted = tuple[Group, dict[str, str], int, int]


def about_few(found: list[Finding]) -> list[Finding]:
    return [each for each in found if each.people < FEWEST]


def atoms_of(answers: Answers) -> tuple[Atoms, Ints]:
    tables = tabulate(answers, items("q1"))
    return tables.atoms, tables.counts["q1"].sum(axis=1)


@pytest.mark.parametrize(
    "sizes",
    [
        {"A": (0, 30), "B": (0, 30), "C": (0, 2)},
        {"A": (20, 30), "B": (12, 30), "C": (3, 20)},
        {"A": (0, 30), "B": (0, 30), "C": (0, 1), "D": (0, 2)},  # a union below k
        {"A": (0, 40), "B": (0, 9), "C": (0, 1), "D": (0, 0)},  # beside an empty segment
    ],
)
def test_subtracting_segments_from_their_group(sizes: dict[str, tuple[int, int]]) -> None:
    answers = organisation(sizes)

    assert about_few(attackers.subtract(unprotected(answers, items("q1"))))
    assert not about_few(attackers.subtract(released(answers, items("q1"))))


@pytest.mark.parametrize(
    "sizes", [{"A": (2, 30), "B": (1, 30)}, {"A": (12, 30), "B": (2, 30), "C": (10, 12)}]
)
def test_subtracting_staff_from_everyone(sizes: dict[str, tuple[int, int]]) -> None:
    answers = organisation(sizes)

    assert about_few(attackers.subtract_groups(unprotected(answers, items("q1"))))
    assert not about_few(attackers.subtract_groups(released(answers, items("q1"))))


def test_someone_who_knows_one_hidden_segment() -> None:
    answers = organisation({"A": (0, 30), "B": (0, 12), "C": (0, 4), "D": (0, 4)})
    tables = tabulate(answers, items("q1"))
    cell: Cell = ("staff", ("department", "C"))
    known = {cell: tuple(int(each) for each in tables.of("q1", *cell))}

    # Eight are hidden together, enough for a table: but whoever knows C learns of the four in D.
    assert about_few(attackers.inside(unprotected(answers, items("q1")), known))
    assert not about_few(attackers.inside(released(answers, items("q1")), known))


def overlapping() -> Answers:
    """Everybody of department A sits at site X, with two people of department B."""
    rows = [("A", "X")] * 20 + [("B", "X")] * 2 + [("B", "Y")] * 25 + [("C", "Y")] * 15
    generator = np.random.default_rng(4)
    return answers_of(
        ["staff"] * len(rows),
        {"department": [each[0] for each in rows], "site": [each[1] for each in rows]},
        {"q1": generator.integers(1, 6, len(rows)).tolist()},
    )


def test_overlapping_cuts() -> None:
    answers = overlapping()
    atoms, _ = atoms_of(answers)

    assert about_few(attackers.solve(unprotected(answers, items("q1")), atoms))
    assert not about_few(attackers.solve(released(answers, items("q1")), atoms))


def test_adding_and_taking_away_sets_that_overlap() -> None:
    generator = np.random.default_rng(8)
    rows = [("A", "X"), ("A", "Y"), ("B", "X"), ("B", "Y")]
    sizes = [9, 3, 14, 0]
    places = [row for row, size in zip(rows, sizes, strict=True) for _ in range(size)]
    answers = answers_of(
        ["staff"] * len(places),
        {"department": [each[0] for each in places], "site": [each[1] for each in places]},
        {"q1": generator.integers(1, 6, len(places)).tolist()},
    )
    atoms, _ = atoms_of(answers)

    assert about_few(attackers.solve(unprotected(answers, items("q1")), atoms))
    assert not about_few(attackers.solve(released(answers, items("q1")), atoms))


def test_a_linear_programme_where_nothing_can_be_subtracted() -> None:
    # B and C are hidden, five and three of them, and all eight gave the same answer.
    rows = ["A"] * 30 + ["B"] * 5 + ["C"] * 3 + ["D"] * 20
    choices = [1 + each % 5 for each in range(30)] + [2] * 8 + [1 + each % 5 for each in range(20)]
    answers = answers_of(["staff"] * len(rows), {"department": rows}, {"q1": choices})
    atoms, sizes = atoms_of(answers)
    open_release = unprotected(answers, items("q1"), least=8)

    assert not about_few(attackers.solve(open_release, atoms))
    assert about_few(attackers.bound(open_release, atoms, sizes))
    assert not about_few(attackers.bound(released(answers, items("q1")), atoms, sizes))


def test_a_newcomer_in_a_release_that_is_done_again() -> None:
    old = organisation({"A": (0, 30), "B": (0, 25)}, questions=("q1", "q2"))
    one = organisation({"B": (0, 1)}, questions=("q1", "q2"), seed=9)
    asked = items("q1", "q2")
    careless = unprotected(old, asked), unprotected(joined(old, one), asked)
    before = released(old, asked, name="before")

    assert about_few(attackers.compare_rounds(*careless))
    after = released(joined(old, one), asked, before)
    assert not about_few(attackers.compare_rounds(before, after))
    assert "hardly changed since 'before'" in str(after.tables[1].withheld)


def test_a_leaver() -> None:
    stayed = organisation({"A": (0, 30), "B": (0, 25)}, questions=("q1", "q2"))
    left = organisation({"B": (0, 2)}, questions=("q1", "q2"), seed=9)
    asked = items("q1", "q2")
    before = released(joined(stayed, left), asked, name="before")

    assert about_few(attackers.compare_rounds(before, unprotected(stayed, asked)))
    assert not about_few(attackers.compare_rounds(before, released(stayed, asked, before)))


def test_many_newcomers_of_whom_all_but_two_are_shown_to_be_elsewhere() -> None:
    asked = items("q1", "q2")
    old = organisation({"A": (0, 30), "B": (0, 25), "C": (0, 30)}, questions=("q1", "q2"))
    new = organisation({"A": (0, 9), "B": (0, 2)}, questions=("q1", "q2"), seed=5)
    before = released(old, asked, name="before")

    careless = attackers.compare_rounds(before, unprotected(joined(old, new), asked))
    assert about_few(careless)
    after = released(joined(old, new), asked, before)
    found = {each.who: each for each in attackers.compare_rounds(before, after)}
    whole = found.get("newcomers ('staff', None)")
    shown_parts = [each for who, each in found.items() if "'staff', ('department'" in who]
    assert whole is not None
    assert whole.people - sum(each.people for each in shown_parts) not in range(1, FEWEST)


def test_the_same_answers_cut_another_way() -> None:
    both = overlapping()
    one = Answers(
        is_leader=both.is_leader,
        attributes={"department": both.attributes["department"]},
        choices=both.choices,
    )
    other = Answers(
        is_leader=both.is_leader,
        attributes={"site": both.attributes["site"]},
        choices=both.choices,
    )
    first = released(one, items("q1"), name="by department")

    # Site X less department A is two people. Without the first cut's attribute: no audit.
    with pytest.raises(DisclosureError, match="cannot be audited"):
        released(other, items("q1"), first)
    again = released(both, items("q1"), first)
    assert ("staff", ("department", "A")) in shown(first)
    assert ("staff", ("site", "X")) not in shown(again)


def test_unanimous_small_groups() -> None:
    answers = answers_of(
        ["staff"] * 39,
        {"department": ["A"] * 15 + ["B"] * 15 + ["C"] * 9},
        {"q1": [1 + each % 5 for each in range(30)] + [1] * 9},
    )

    assert attackers.unanimous(unprotected(answers, items("q1")))
    ours = released(answers, items("q1"))
    assert not attackers.unanimous(ours)
    assert not [each for each in attackers.subtract(ours) if max(each.counts) == each.people]


def test_mean_and_deviation_of_five_leaders() -> None:
    leaders = [4, 4, 5, 3, 3]
    answers = answers_of(
        ["leaders"] * 5 + ["staff"] * 40,
        {},
        {"q1": [*leaders, *(1 + each % 5 for each in range(40))]},
    )
    truth = (0, 0, 2, 2, 1)

    told = attackers.invert_moments(5, float(np.mean(leaders)), float(np.std(leaders, ddof=1)))
    assert told == [truth]

    ours = released(answers, items("q1"))
    assert ours.table("q1", "leaders").counts is None  # type: ignore[union-attr]
    fits = attackers.invert_comparison(ours, 5, "q1")
    assert truth in fits
    assert len(fits) >= 5
    assert all(len({each[place] for each in fits}) > 1 for place in range(5))


def test_percentages_that_give_the_number_away() -> None:
    answers = organisation({"A": (6, 40)}, seed=2)
    counts = tabulate(answers, items("q1")).of("q1", "leaders")
    percentages = np.round(100 * counts / counts.sum(), 1).tolist()

    assert attackers.invert_percentages(percentages, 7) == [tuple(counts.tolist())]
    table = released(answers, items("q1")).table("q1", "leaders")
    assert table is not None
    assert (table.shares, table.counts, table.n) == (None, None, None)


def with_one_who_skipped() -> Answers:
    generator = np.random.default_rng(3)
    choices = {f"q{each}": generator.integers(1, 6, 41).tolist() for each in (1, 2, 3)}
    choices["q3"][40] = 0
    choices["q1"][40], choices["q2"][40] = 1, 2
    return answers_of(["staff"] * 41, {}, choices)


def test_items_less_their_pillar() -> None:
    answers, asked = with_one_who_skipped(), items("q1", "q2", "q3", pillar="p")

    assert attackers.skipped(unprotected(answers, asked), "p") == [3.0]
    assert attackers.skipped(released(answers, asked), "p") == []


def test_items_less_the_sums_behind_reliability() -> None:
    answers, asked = with_one_who_skipped(), items("q1", "q2", "q3", pillar="p")
    product = released(answers, asked).products[0]
    careless = unprotected(answers, asked)
    careless = type(careless)(
        **{name: getattr(careless, name) for name in careless.__struct_fields__}
        | {"products": (product,)}
    )

    assert attackers.skipped_by_products(careless, "p") == {"q1": 1.0, "q2": 2.0}
    assert attackers.skipped_by_products(released(answers, asked), "p") == {}


def test_response_rates_of_a_small_department() -> None:
    counted: list[Counted] = [
        ("staff", {"department": "A"}, 30, 20),
        ("staff", {"department": "B"}, 12, 9),
        ("staff", {"department": "C"}, 2, 1),
    ]
    careless = [
        ResponseRate(group="staff", segment=segment, invited=invited, answered=answered)
        for segment, invited, answered in (
            (None, 44, 30),
            (("department", "A"), 30, 20),
            (("department", "B"), 12, 9),
            (("department", "C"), 2, None),
        )
    ]
    answers = organisation({"A": (0, 20), "B": (0, 9), "C": (0, 1)})

    def with_rates(rates: list[ResponseRate]) -> dict[str, tuple[int, int]]:
        facts = Facts(round="now", name="now", rates=released_rates(rates))
        return attackers.quiet_ones(publish(answers, items("q1"), facts))

    assert with_rates(careless) == {"staff": (2, 1)}
    ours = response_rates(counted)
    assert with_rates(ours).get("staff", (FEWEST, 0))[0] >= FEWEST


def test_a_release_with_rates_of_too_few_is_refused() -> None:
    answers = organisation({"A": (10, 30)})
    rates = (Rate(group="leaders", invited=3, answered=2),)

    with pytest.raises(DisclosureError, match="response rate of leaders is of too few"):
        publish(answers, items("q1"), Facts(round="now", name="now", rates=rates))


def test_the_order_of_answers_changes_nothing() -> None:
    answers = organisation({"A": (12, 30), "B": (9, 25)}, questions=("q1", "q2"))
    order = np.random.default_rng(1).permutation(answers.is_leader.size)
    turned = Answers(
        is_leader=answers.is_leader[order],
        attributes={name: each[order] for name, each in answers.attributes.items()},
        choices={name: each[order] for name, each in answers.choices.items()},
    )

    assert released(answers, items("q1", "q2")) == released(turned, items("q1", "q2"))
