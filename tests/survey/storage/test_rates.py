"""Response rates never tell of fewer than five people, not even by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from survey.questionnaire import Group
from survey.rounds import ResponseRate
from survey.storage.rates import response_rates

Counted = tuple[Group, dict[str, str], int, int]


def staff(attributes: dict[str, str], invited: int, answered: int) -> Counted:
    return ("staff", attributes, invited, answered)


def answered(rates: list[ResponseRate]) -> dict[tuple[str, str] | None, int | None]:
    return {each.segment: each.answered for each in rates}


def test_a_group_under_five_shows_no_number_of_answers() -> None:
    assert answered(response_rates([staff({"site": "North"}, 4, 3)])) == {
        None: None,
        ("site", "North"): None,
    }


def test_a_group_of_five_shows_it() -> None:
    assert answered(response_rates([staff({}, 5, 3)])) == {None: 3}


def test_a_small_segment_takes_the_next_smallest_with_it() -> None:
    rates = response_rates(
        [staff({"site": "A"}, 20, 9), staff({"site": "B"}, 6, 2), staff({"site": "C"}, 3, 1)]
    )

    assert answered(rates) == {
        None: 12,
        ("site", "A"): 9,
        ("site", "B"): None,
        ("site", "C"): None,
    }


def test_people_without_the_attribute_count_as_hidden() -> None:
    rates = response_rates([staff({"site": "A"}, 20, 9), staff({}, 3, 1)])

    assert answered(rates) == {None: 10, ("site", "A"): None}


def test_several_small_segments_that_make_five_hide_one_another() -> None:
    rates = response_rates(
        [staff({"site": "A"}, 9, 4), staff({"site": "B"}, 3, 1), staff({"site": "C"}, 2, 0)]
    )

    assert answered(rates)[("site", "A")] == 4


def test_where_few_share_a_combination_only_one_attribute_has_rates() -> None:
    rates = response_rates(
        [
            staff({"site": "X", "team": "A"}, 20, 9),
            staff({"site": "X", "team": "B"}, 3, 1),
            staff({"site": "Y", "team": "B"}, 25, 11),
        ]
    )

    assert answered(rates) == {
        None: 21,
        ("site", "X"): 10,
        ("site", "Y"): 11,
        ("team", "A"): None,
        ("team", "B"): None,
    }


def test_where_five_share_every_combination_all_attributes_have_rates() -> None:
    rates = response_rates(
        [
            staff({"site": "X", "team": "A"}, 20, 9),
            staff({"site": "X", "team": "B"}, 5, 1),
            staff({"site": "Y", "team": "B"}, 25, 11),
        ]
    )

    assert None not in answered(rates).values()


def test_nobody_invited_makes_no_rates() -> None:
    assert response_rates([]) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["leaders", "staff"]),
            st.dictionaries(st.sampled_from(["site", "role"]), st.sampled_from("ABCDEF")),
            st.integers(1, 12),
        ),
        max_size=12,
    )
)
def test_what_is_shown_never_leaves_one_to_four_people_over(
    cells: list[tuple[Group, dict[str, str], int]],
) -> None:
    rates = response_rates((group, attributes, n, n // 2) for group, attributes, n in cells)

    for group in ("leaders", "staff"):
        of_group = [each for each in rates if each.group == group]
        shown = [each for each in of_group if each.answered is not None]
        assert all(each.invited >= 5 for each in shown)
        for attribute in ("site", "role"):
            segments = [each for each in shown if each.segment and each.segment[0] == attribute]
            if segments:
                total = next(each for each in shown if each.segment is None)
                left_over = total.invited - sum(each.invited for each in segments)
                assert left_over == 0 or left_over >= 5
