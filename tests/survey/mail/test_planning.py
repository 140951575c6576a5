"""On which days mail goes out: half-way, every few days, never at a weekend."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.mail import mail_due, reminder_days, schedule_of
from survey.questionnaire import fingerprint
from survey.rounds import Round
from survey.storage import Mailing, MailPlan
from tests.survey.examples import QUESTIONNAIRE

MONDAY = date(2026, 5, 4)
PLAN = MailPlan(automatic=True)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def a_round(first: date | None, last: date | None) -> Round:
    return Round(
        id="r",
        name="Spring",
        organisation="Kite Works",
        questionnaire=QUESTIONNAIRE,
        fingerprint=fingerprint(QUESTIONNAIRE),
        state="open",
        opens_on=first,
        closes_on=last,
    )


def sent(kind: str, day: date) -> Mailing:
    return Mailing(kind=kind, day=day, total=9, handled=9, failed=0)  # type: ignore[arg-type]


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def lived(round_: Round, plan: MailPlan, first: date, number: int) -> list[Mailing]:
    """What goes out when somebody looks every hour of ``number`` days."""
    mailings: list[Mailing] = []
    for hour in range(24 * number):
        now = at(first, 0) + timedelta(hours=hour)
        due = mail_due(round_, plan, mailings, now=now)
        if due is not None:
            mailings.append(sent(due.kind, due.day))
    return mailings


@given(first=days, length=st.integers(0, 90), every=st.integers(2, 14))
def test_reminders_start_half_way_and_never_fall_on_a_weekend(
    first: date, length: int, every: int
) -> None:
    last = first + timedelta(days=length)

    found = reminder_days(first, last, replace(PLAN, every_days=every))

    assert all(day.weekday() < 5 and first < day <= last for day in found)
    assert all(day >= first + timedelta(days=length // 2) for day in found)
    assert len(set(found)) == len(found)
    gaps = [(later - earlier).days for earlier, later in pairwise(found)]
    assert all(every <= gap <= every + 2 for gap in gaps)
    if length >= 6:
        assert found  # a working day is always left after half of a week


@given(first=days, length=st.integers(3, 40), every=st.integers(2, 9))
def test_looking_every_hour_sends_what_was_planned_and_nothing_twice(
    first: date, length: int, every: int
) -> None:
    plan = replace(PLAN, every_days=every)
    last = first + timedelta(days=length)

    mailings = lived(a_round(first, last), plan, first - timedelta(days=3), length + 9)

    kinds = [each.kind for each in mailings]
    assert kinds[0] == "invitation"
    assert kinds.count("invitation") == 1
    assert all(each.day.weekday() < 5 and first <= each.day <= last for each in mailings)
    assert len({each.day for each in mailings}) == len(mailings)
    begun = mailings[0].day
    planned = reminder_days(begun, last, plan)
    assert {each.day for each in mailings[1:]} <= set(planned)
    assert len(mailings) > 1 or not planned


def test_a_friday_s_launch_at_a_weekend_begins_on_monday() -> None:
    saturday = MONDAY - timedelta(days=2)
    round_ = a_round(saturday, MONDAY + timedelta(days=20))

    assert schedule_of(round_, PLAN, [], today=saturday).invitations == MONDAY
    assert mail_due(round_, PLAN, [], now=at(saturday)) is None
    due = mail_due(round_, PLAN, [], now=at(MONDAY))
    assert due is not None
    assert (due.kind, due.day, due.any_day) == ("invitation", MONDAY, False)


@pytest.mark.parametrize(
    ("changed", "now"),
    [
        ({"state": "paused"}, at(MONDAY)),
        ({"state": "closed"}, at(MONDAY)),
        ({"opens_on": MONDAY + timedelta(days=1)}, at(MONDAY)),
        ({"closes_on": MONDAY - timedelta(days=1)}, at(MONDAY)),
        ({}, at(MONDAY, 6)),
    ],
)
def test_nothing_goes_out_before_its_time_or_after(
    changed: dict[str, object], now: datetime
) -> None:
    round_ = replace(a_round(None, MONDAY + timedelta(days=9)), **changed)  # type: ignore[arg-type]

    assert mail_due(round_, PLAN, [], now=now) is None
    assert mail_due(a_round(None, None), MailPlan(), [], now=at(MONDAY)) is None
    assert mail_due(a_round(None, None), PLAN, [], now=at(MONDAY)) is not None


def test_after_a_fortnight_without_a_server_only_one_reminder_is_made_up_for() -> None:
    round_ = a_round(MONDAY, MONDAY + timedelta(days=40))
    late = MONDAY + timedelta(days=36)

    due = mail_due(round_, PLAN, [sent("invitation", MONDAY)], now=at(late))

    assert due is not None
    assert due.kind == "reminder"
    after = [sent("invitation", MONDAY), sent("reminder", late)]
    assert mail_due(round_, PLAN, after, now=at(late)) is None


def test_moving_the_last_day_reminds_nobody_two_days_running() -> None:
    invited = sent("invitation", MONDAY)
    reminded = sent("reminder", MONDAY + timedelta(days=7))
    longer = a_round(MONDAY, MONDAY + timedelta(days=17))  # half-way is now a day later

    now = at(MONDAY + timedelta(days=8))
    assert mail_due(longer, PLAN, [invited, reminded], now=now) is None


def test_without_a_last_day_nothing_is_half_way() -> None:
    round_ = a_round(MONDAY, None)
    late = at(MONDAY + timedelta(days=60))

    assert schedule_of(round_, PLAN, [], today=MONDAY).reminders == ()
    assert mail_due(round_, PLAN, [sent("invitation", MONDAY)], now=late) is None
