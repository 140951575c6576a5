"""What would settle a question, and what a round can show at all."""

import numpy as np
import pytest

from analysis.stats.finite_population import Invited
from analysis.stats.planning import (
    MOST_MORE,
    TYPICAL_SHARES,
    Outlook,
    Settling,
    candidates,
    outlook,
    settling,
)
from analysis.stats.result import NotEstimable
from analysis.stats.score import Score, smoothed_parts
from analysis.stats.superiority import Superiority, superiority
from analysis.stats.verdict import verdict


def word(leaders: list[int], staff: list[int]) -> str:
    found = superiority(leaders, staff)
    assert isinstance(found, Superiority)
    return verdict(found).word


def settled(leaders: list[int], staff: list[int], invited: Invited | None = None) -> Settling:
    found = settling(leaders, staff, invited=invited or Invited())
    assert isinstance(found, Settling)
    return found


def test_the_number_named_is_the_first_that_settles() -> None:
    # Steps of ten leaders, so that shares stay the same in whole people.
    leaders, staff = [1, 1, 2, 4, 2], [200, 200, 200, 200, 200]
    assert word(leaders, staff) == "Can't tell"

    more = settled(leaders, staff).more_leaders

    assert isinstance(more, int)
    tens = -(-(10 + more) // 10)
    assert word([each * tens for each in leaders], staff) != "Can't tell"
    assert word([each * (tens - 1) for each in leaders], staff) == "Can't tell"


def test_a_settled_question_needs_nobody_more() -> None:
    found = settled([0, 1, 3, 9, 7], [90, 80, 60, 40, 30])

    assert (found.more_leaders, found.more_staff) == (0, 0)


def test_staff_alone_cannot_settle_what_is_uncertain_about_leaders() -> None:
    found = settled([1, 1, 2, 1, 1], [50, 100, 200, 100, 50])

    assert found.more_staff == NotEstimable(
        f"not even {MOST_MORE:,} more staff alone would settle it"
    )
    assert isinstance(found.more_leaders, int)
    assert found.more_leaders > 20


def test_nobody_beyond_the_roster_can_answer() -> None:
    found = settled([1, 1, 2, 1, 1], [5, 10, 20, 10, 5], Invited(leaders=9, staff=60))

    assert found.more_staff == NotEstimable(
        "not even all 10 staff who have not answered would settle it"
    )


def test_the_last_silent_leaders_can_settle_it() -> None:
    leaders, staff = [1, 1, 3, 3, 2], [500, 1000, 2000, 2500, 1500]
    found = settled(leaders, staff, Invited(leaders=20))

    assert isinstance(found.more_leaders, int)
    assert 0 < found.more_leaders <= 10


def test_large_numbers_are_rounded_up_by_at_most_one_percent() -> None:
    leaders, staff = [40, 80, 160, 81, 41], [2000, 4000, 8000, 4000, 2000]
    found = settling(leaders, staff, margin=0.01)
    assert isinstance(found, Settling)
    assert isinstance(found.more_leaders, int)
    assert found.more_leaders > 1000

    def is_settled(more: float) -> bool:
        x = np.asarray(leaders) * (1 + more / sum(leaders))
        score = Score.of(smoothed_parts(x, np.asarray(staff, dtype=float)))
        return bool(
            score.p_two_sided(0.5) < 0.05 or max(score.p_above(0.49), score.p_below(0.51)) < 0.05
        )

    assert is_settled(found.more_leaders)
    assert not is_settled(found.more_leaders / 1.011)


@pytest.mark.parametrize("most", [0, 1, 7, 1000, 1001, 5000, MOST_MORE])
def test_candidates_run_from_none_to_the_most_in_steps_of_one_percent(most: int) -> None:
    found = candidates(most)

    assert (found[0], found[-1]) == (0, most)
    assert found[: min(most, 1000) + 1].tolist() == list(range(min(most, 1000) + 1))
    assert (found[1001:] <= np.ceil(found[1000:-1] * 1.0101)).all()


def test_a_staff_roster_narrows_what_more_staff_can_do() -> None:
    leaders, staff = [200, 400, 800, 410, 210], [2, 3, 4, 3, 2]
    known = settled(leaders, staff, Invited(staff=45))

    assert isinstance(known.more_staff, int)
    unknown = settled(leaders, staff).more_staff
    assert isinstance(unknown, int)
    assert known.more_staff < unknown


def test_leaders_who_cannot_settle_it_are_named() -> None:
    found = settled([500, 1000, 2000, 1000, 500], [1, 1, 2, 1, 1])

    assert found.more_leaders == NotEstimable(
        f"not even {MOST_MORE:,} more leaders alone would settle it"
    )


def test_the_outlook_is_symmetric_in_the_two_groups() -> None:
    there, back = outlook(leaders=60, staff=90), outlook(leaders=90, staff=60)

    assert isinstance(there, Outlook)
    assert isinstance(back, Outlook)
    assert there.chance_aligned == pytest.approx(back.chance_aligned, rel=1e-12)
    counts = [2, 4, 8, 4, 2]
    found = superiority(counts, [each * 3 for each in counts])
    assert isinstance(found, Superiority)
    near = outlook(leaders=20, staff=60)
    assert isinstance(near, Outlook)
    assert near.half_width == pytest.approx((found.high - found.low) / 2, rel=0.05)


def test_one_leader_says_nothing_about_more() -> None:
    assert settling([0, 1], [5, 5]) == NotEstimable("fewer than two leaders answered")


# Chances of METHODS.md, section 2: staff of 200 and more, SKB+1.
@pytest.mark.parametrize(
    ("answered", "invited", "least", "most"),
    [
        (5, None, 0, 0.002),
        (8, None, 0, 0.002),
        (15, None, 0, 0.007),
        (40, None, 0.33, 0.49),
        (5, 7, 0, 0.02),
        (8, 10, 0.07, 0.15),
        (15, 20, 0.31, 0.42),
        (40, 60, 0.67, 0.83),
    ],
)
def test_the_chance_of_aligned_is_that_of_the_simulation(
    answered: int, invited: int | None, least: float, most: float
) -> None:
    for staff in (200, 2000):
        found = outlook(leaders=answered, staff=staff, invited=Invited(leaders=invited))

        assert isinstance(found, Outlook)
        assert least <= found.chance_aligned <= most
        assert found.aligned_in_reach == (most > 0.05)


def test_the_chance_is_what_a_simulation_finds() -> None:
    draw = np.random.default_rng(11)
    x = draw.multinomial(15, TYPICAL_SHARES, size=4000).astype(float)
    y = draw.multinomial(500, TYPICAL_SHARES, size=4000).astype(float)
    score = Score.of(smoothed_parts(x, y, factor_leaders=0.25))
    simulated = float((np.maximum(score.p_above(0.4), score.p_below(0.6)) < 0.05).mean())

    found = outlook(leaders=15, staff=500, invited=Invited(leaders=20))

    assert isinstance(found, Outlook)
    assert found.chance_aligned == pytest.approx(simulated, abs=0.05)


def test_a_narrower_margin_is_harder_to_show() -> None:
    wide, narrow = (outlook(leaders=40, staff=500, margin=margin) for margin in (0.15, 0.05))

    assert isinstance(wide, Outlook)
    assert isinstance(narrow, Outlook)
    assert narrow.chance_aligned < wide.chance_aligned
    assert narrow.half_width == wide.half_width


def test_a_census_of_leaders_is_as_sure_as_staff_are() -> None:
    found = outlook(leaders=7, staff=2000, invited=Invited(leaders=7, staff=2000))

    assert isinstance(found, Outlook)
    assert found.half_width == 0


def test_plans_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="margin must be above 0"):
        outlook(leaders=5, staff=9, margin=0)
    with pytest.raises(ValueError, match="margin must be above 0"):
        settling([1, 2], [2, 1], margin=0.5)
    with pytest.raises(ValueError, match="5 people answered but only 4"):
        outlook(leaders=5, staff=9, invited=Invited(leaders=4))


def test_one_person_is_no_plan() -> None:
    assert isinstance(outlook(leaders=1, staff=50), NotEstimable)


def test_the_outlook_is_the_interval_of_answers_that_came_out_as_expected() -> None:
    typical = [5, 12, 23, 38, 22]
    found = superiority(typical, [3 * each for each in typical])
    planned = outlook(leaders=100, staff=300)
    assert isinstance(found, Superiority)
    assert isinstance(planned, Outlook)

    assert planned.half_width == pytest.approx((found.high - found.low) / 2, rel=1e-9)


@pytest.mark.parametrize(("chance", "reach"), [(0.05, True), (0.0499, False)])
def test_aligned_is_in_reach_from_one_round_in_twenty(chance: float, *, reach: bool) -> None:
    assert Outlook(chance_aligned=chance, half_width=0.1).aligned_in_reach is reach


def test_no_more_candidates_are_tried_than_steps_of_one_percent_need() -> None:
    found = candidates(MOST_MORE)

    assert found[1001] == 1010
    assert found.size <= 1001 + np.log(MOST_MORE / 1000) / np.log(1.01) + 1
