"""Coarsening: no stored combination of group and attributes is shared by fewer than k."""

import random
import time
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.coarsening import Coarsening, Merge, coarsen
from survey.people import NOT_GIVEN, OTHER, Person
from survey.questionnaire import GROUPS, Group


def _people(rows: Sequence[tuple[int, Group, dict[str, str]]]) -> list[Person]:
    """Return ``count`` people for each (count, group, attributes)."""
    return [
        Person(id=f"{row}-{n}", label=f"{row}-{n}", email=None, group=group, attributes=attributes)
        for row, (count, group, attributes) in enumerate(rows)
        for n in range(count)
    ]


def _shared_by(
    people: Sequence[Person], coarsening: Coarsening
) -> Counter[tuple[Group, tuple[tuple[str, str], ...]]]:
    return Counter(
        (person.group, tuple(sorted(coarsening.attributes_of(person.id).items())))
        for person in people
    )


_organisations = st.lists(
    st.tuples(
        st.integers(1, 12),
        st.sampled_from(GROUPS),
        st.fixed_dictionaries(
            {
                "department": st.sampled_from(["Care", "Legal", "Ops", "Other", "Sales"]),
                "function": st.sampled_from(["Clerk", "Driver", NOT_GIVEN]),
            },
            optional={"site": st.sampled_from(["North", "South", "West"])},
        ),
    ),
    max_size=40,
).map(_people)


@given(_organisations, st.integers(1, 10))
@settings(max_examples=400, deadline=None)
def test_every_stored_combination_is_shared_by_k_unless_the_group_is_smaller(
    people: list[Person], k: int
) -> None:
    coarsening = coarsen(people, k)

    sizes = Counter(person.group for person in people)
    for (group, attributes), count in _shared_by(people, coarsening).items():
        assert count >= k or (not attributes and count == sizes[group])


@given(_organisations, st.integers(1, 10))
@settings(deadline=None)
def test_a_stored_value_is_the_person_s_own_or_other(people: list[Person], k: int) -> None:
    coarsening = coarsen(people, k)

    for person in people:
        for name, value in coarsening.attributes_of(person.id).items():
            assert value in {person.attributes.get(name, NOT_GIVEN), OTHER}


@given(_organisations, st.integers(1, 10), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_the_list_changes_nothing(
    people: list[Person], k: int, shuffler: random.Random
) -> None:
    shuffled = shuffler.sample(people, len(people))

    assert coarsen(shuffled, k) == coarsen(people, k)


@given(_organisations, st.integers(1, 10))
@settings(deadline=None)
def test_the_summary_counts_exactly_the_people_whose_values_changed(
    people: list[Person], k: int
) -> None:
    coarsening = coarsen(people, k)

    names = {name for person in people for name in person.attributes}
    changed = Counter[tuple[str, str, str]]()
    for person in people:
        stored = coarsening.attributes_of(person.id)
        for name in names:
            value = person.attributes.get(name, NOT_GIVEN)
            if stored.get(name) != value:
                changed[name, person.group, value] += 1
    told = {(each.attribute, each.group, each.value): each.people for each in coarsening.merged}
    assert told == dict(changed)


@given(_organisations, st.integers(1, 10))
@settings(deadline=None)
def test_a_stored_value_stands_for_four_fifths_of_its_people(people: list[Person], k: int) -> None:
    coarsening = coarsen(people, k)

    dropped = {(each.attribute, each.group) for each in coarsening.merged if each.into is None}
    for each in coarsening.merged:
        if (each.attribute, each.group) not in dropped and each.people != each.of:
            assert each.of - each.people >= 0.8 * each.of


def test_common_combinations_are_stored_as_they_are() -> None:
    people = _people(
        [
            (5, "staff", {"department": "Sales", "site": "North"}),
            (6, "staff", {"department": "Care", "site": "North"}),
            (7, "staff", {"department": "Care", "site": "South"}),
        ]
    )

    coarsening = coarsen(people, 5)

    assert coarsening.merged == ()
    assert all(coarsening.attributes_of(person.id) == person.attributes for person in people)


def test_the_rarest_values_become_other() -> None:
    people = _people(
        [
            (20, "staff", {"department": "Sales"}),
            (3, "staff", {"department": "Legal"}),
            (2, "staff", {"department": "Press"}),
        ]
    )

    coarsening = coarsen(people, 5)

    assert [(each.value, each.into, each.people, each.of) for each in coarsening.merged] == [
        ("Legal", "Other", 3, 3),
        ("Press", "Other", 2, 2),
    ]


def test_an_other_that_is_too_small_takes_the_next_rarest_value() -> None:
    people = _people(
        [
            (20, "staff", {"department": "Sales"}),
            (9, "staff", {"department": "Care"}),
            (8, "staff", {"department": "Ops"}),
            (2, "staff", {"department": "Press"}),
        ]
    )

    coarsening = coarsen(people, 5)

    assert Counter(attributes["department"] for attributes in coarsening.stored.values()) == {
        "Sales": 20,
        "Other": 10,
        "Care": 9,
    }


def test_a_value_called_other_and_the_rare_ones_are_one() -> None:
    people = _people(
        [(3, "staff", {"site": "Other"}), (4, "staff", {"site": "X"}), (9, "staff", {"site": "Y"})]
    )

    coarsening = coarsen(people, 5)

    assert Counter(each["site"] for each in coarsening.stored.values()) == {"Y": 9, "Other": 7}


def test_leaders_and_staff_are_treated_separately() -> None:
    people = _people(
        [
            (4, "leaders", {"department": "Sales"}),
            (6, "leaders", {"department": "Care"}),
            (40, "staff", {"department": "Sales"}),
            (40, "staff", {"department": "Care"}),
        ]
    )

    coarsening = coarsen(people, 5)

    assert {(each.group, each.value) for each in coarsening.merged} == {
        ("leaders", "Sales"),
        ("leaders", "Care"),
    }


def test_a_group_under_k_stores_no_attributes() -> None:
    people = _people(
        [(4, "leaders", {"department": "Sales"}), (9, "staff", {"department": "Sales"})]
    )

    coarsening = coarsen(people, 5)

    assert coarsening.attributes_of(people[0].id) == {}
    assert coarsening.merged == (
        Merge(attribute="department", group="leaders", value="Sales", into=None, people=4, of=4),
    )


def test_an_attribute_that_makes_everyone_rare_is_dropped_and_the_others_kept() -> None:
    people = _people(
        [
            (1, "staff", {"department": department, "desk": f"{department}{desk}"})
            for department in ("Sales", "Care")
            for desk in range(10)
        ]
    )

    coarsening = coarsen(people, 5)

    assert Counter(tuple(each.items()) for each in coarsening.stored.values()) == {
        (("department", "Sales"),): 10,
        (("department", "Care"),): 10,
    }


def test_a_few_people_in_a_rare_combination_do_not_cost_the_department_its_name() -> None:
    people = _people(
        [
            (100, "staff", {"department": "Sales", "function": "Field"}),
            (100, "staff", {"department": "Care", "function": "Desk"}),
            (3, "staff", {"department": "Sales", "function": "Desk"}),
            (4, "staff", {"department": "Care", "function": "Field"}),
        ]
    )

    coarsening = coarsen(people, 5)

    assert [(each.value, each.people, each.of) for each in coarsening.merged] == [
        ("Care", 4, 104),
        ("Sales", 3, 103),
        ("Desk", 3, 103),
        ("Field", 4, 104),
    ]


def test_k_below_one_is_a_programmer_s_mistake() -> None:
    with pytest.raises(ValueError, match="k must be at least 1, got 0"):
        coarsen([], 0)


def test_a_hundred_thousand_people_take_seconds() -> None:
    chance = random.Random(1)
    people = [
        Person(
            id=str(n),
            label=str(n),
            email=None,
            group="leaders" if n % 20 == 0 else "staff",
            attributes={
                "department": f"D{int(chance.paretovariate(0.7)) % 400}",
                "function": f"F{int(chance.paretovariate(1)) % 20}",
                "site": f"S{chance.randrange(30)}",
            },
        )
        for n in range(100_000)
    ]
    start = time.process_time()

    coarsening = coarsen(people, 5)

    assert time.process_time() - start < 20
    assert min(_shared_by(people, coarsening).values()) >= 5
