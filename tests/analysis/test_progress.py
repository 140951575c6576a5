"""How an open round comes along: against the last round, and towards a verdict."""

from datetime import date

import pytest

from analysis.publication import Publication, Rate
from analysis.report.progress import Days, progress_of
from analysis.stats.finite_population import Invited
from analysis.stats.planning import Outlook, outlook
from analysis.stats.result import NotEstimable
from analysis.wording.progress import enough_lines, expected_sentence
from survey.rounds import ResponseRate

DAYS = Days(first=date(2026, 5, 4), last=date(2026, 5, 13), today=date(2026, 5, 6))
LAST = Publication(
    round="r",
    name="Last",
    organisation="Kite",
    series="Kite/q",
    source="",
    questionnaire="q.v1",
    fingerprint="f",
    margin=0.1,
    thresholds={},
    questions=(),
    tables=(),
    rates=(
        Rate(group="leaders", invited=20, answered=18),
        Rate(group="staff", invited=100, answered=60),
        Rate(group="staff", invited=50, answered=5, segment={"site": "Kiel"}),
    ),
)


def rates(leaders: int | None, staff: int | None) -> list[ResponseRate]:
    return [
        ResponseRate(group="leaders", segment=None, invited=20, answered=leaders),
        ResponseRate(group="staff", segment=None, invited=200, answered=staff),
        ResponseRate(group="staff", segment=("site", "Kiel"), invited=50, answered=1),
    ]


def test_expected_is_the_last_round_s_share_at_an_even_pace() -> None:
    progress = progress_of(rates(7, 30), margin=0.1, days=DAYS, last=LAST)

    leaders, staff = progress.groups
    assert (leaders.last_rate, staff.last_rate) == (0.9, 0.6)
    assert leaders.expected == pytest.approx(20 * 0.9 * 0.3)  # 3 of 10 days
    assert staff.expected == pytest.approx(200 * 0.6 * 0.3)
    assert expected_sentence(staff) == (
        "Staff: 30 of 200 have answered; the last round ended at 60 %. "
        "At an even pace to the same share it would be 36 by today."
    )


@pytest.mark.parametrize(
    ("today", "gone"),
    [(date(2026, 5, 1), 0.0), (date(2026, 5, 4), 0.1), (date(2026, 5, 13), 1.0)],
)
def test_days_count_the_first_and_the_last(today: date, gone: float) -> None:
    assert Days(first=DAYS.first, last=DAYS.last, today=today).gone == pytest.approx(gone)
    assert Days(first=DAYS.first, last=DAYS.last, today=date(2026, 6, 1)).gone == 1.0
    assert Days(first=None, last=DAYS.last, today=today).gone is None
    assert Days(first=DAYS.first, last=None, today=today).gone is None


def test_without_an_earlier_round_or_days_nothing_is_made_up() -> None:
    alone = progress_of(rates(7, 30), margin=0.1, days=DAYS, last=None).groups[1]
    endless = Days(first=DAYS.first, last=None, today=DAYS.today)
    open_end = progress_of(rates(7, 30), margin=0.1, days=endless, last=LAST).groups[1]

    assert "There is no earlier round to compare with." in expected_sentence(alone)
    assert "nothing is expected by today" in expected_sentence(open_end)


def test_whether_it_is_enough_is_the_planning_formula_s_word() -> None:
    progress = progress_of(rates(15, 150), margin=0.1, days=DAYS, last=LAST)
    known = Invited(leaders=20, staff=200)

    assert progress.now == outlook(leaders=15, staff=150, invited=known, margin=0.1)
    assert progress.at_most == outlook(leaders=20, staff=200, invited=known, margin=0.1)
    assert isinstance(progress.now, Outlook)
    now, most = enough_lines(progress)
    assert progress.now.aligned_in_reach
    assert f"a chance of {progress.now.chance_aligned:.0%}".replace("%", " %") in now
    assert "nothing is left to chance" in most


def test_out_of_reach_is_said() -> None:
    progress = progress_of(rates(4, 40), margin=0.1, days=DAYS, last=LAST)

    assert isinstance(progress.now, Outlook)
    assert not progress.now.aligned_in_reach
    assert "*Aligned* is out of reach" in enough_lines(progress)[0]
    assert f"reaches {progress.now.half_width:.2f}" in enough_lines(progress)[0]


def test_a_group_too_small_to_show_shows_nothing() -> None:
    progress = progress_of(rates(None, 40), margin=0.1, days=DAYS, last=LAST)

    assert isinstance(progress.now, NotEstimable)
    assert "too few to show" in expected_sentence(progress.groups[0])
    assert "nothing can be said" in enough_lines(progress)[0]


def test_a_round_of_one_group_says_so() -> None:
    progress = progress_of(rates(7, 30)[1:], margin=0.1, days=DAYS, last=LAST)

    assert [each.group for each in progress.groups] == ["staff"]
    assert isinstance(progress.at_most, NotEstimable)
