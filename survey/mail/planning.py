"""When mail goes out: invitations on the first day, then reminders, none on a day off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from survey.rounds import Round
from survey.storage import Mailing, MailPlan, NewMailing

_A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The days on which a round's mail goes out by itself.

    ``invitations`` is None until the round opens on a day that is known.
    """

    invitations: date | None
    reminders: tuple[date, ...]


def reminder_days(first: date, last: date, plan: MailPlan) -> tuple[date, ...]:
    """Return the days of reminders between the invitations and the last day.

    The first stands half-way, each other ``plan.every_days`` after the one before. A day off
    moves to the next that is none; what would come after ``last`` is left out.

    Examples
    --------
    Two weeks from a Monday; half-way would be a Sunday.

    >>> days = reminder_days(date(2026, 5, 4), date(2026, 5, 16), MailPlan(every_days=3))
    >>> [f"{day:%a %d}" for day in days]
    ['Mon 11', 'Thu 14']
    """
    step = timedelta(days=plan.every_days)
    wanted = first + (last - first) / 2
    days: list[date] = []
    while (day := next_working(wanted, plan.days_off)) <= last:
        if day > first:
            days.append(day)
        wanted = day + step
    return tuple(days)


def next_working(day: date, days_off: Sequence[int]) -> date:
    """Return ``day``, or the first after it that is no day off (any, where all are)."""
    for ahead in range(_A_WEEK):
        if (day + timedelta(days=ahead)).weekday() not in days_off:
            return day + timedelta(days=ahead)
    return day


def schedule_of(
    round_: Round, plan: MailPlan, mailings: Sequence[Mailing], *, today: date
) -> Schedule:
    """Return when a round's mail goes out by itself, as far as that is known today.

    A round without a last day has no reminders of its own: nothing is half-way.
    """
    invited = next((each.day for each in mailings if each.kind == "invitation"), None)
    first = invited or next_working(max(round_.opens_on or today, today), plan.days_off)
    reminders: tuple[date, ...] = ()
    if round_.closes_on is not None:
        reminders = reminder_days(first, round_.closes_on, plan)
    return Schedule(invitations=first, reminders=reminders)


def mail_due(
    round_: Round, plan: MailPlan, mailings: Sequence[Mailing], *, now: datetime
) -> NewMailing | None:
    """Return the mailing that is to be queued by itself now, if any.

    After a time in which nothing ran, only the latest reminder is made up for.
    """
    today = now.date()
    if (
        not plan.automatic
        or round_.state != "open"
        or now.hour < plan.from_hour
        or today.weekday() in plan.days_off
        or (round_.opens_on is not None and today < round_.opens_on)
        or (round_.closes_on is not None and today > round_.closes_on)
    ):
        return None
    if not any(each.kind == "invitation" for each in mailings):
        return invitations(round_, today)
    schedule = schedule_of(round_, plan, mailings, today=today)
    reached = [day for day in schedule.reminders if day <= today]
    if not reached or not _is_time(mailings, plan, today):
        return None
    return None if _was_sent(mailings, reached[-1]) else reminder(round_, reached[-1], today)


def invitations(round_: Round, today: date, *, any_day: bool = False) -> NewMailing:
    """Return the one mailing of invitations that a round has."""
    return NewMailing(
        round_id=round_.id, kind="invitation", slot="invitation", day=today, any_day=any_day
    )


def reminder(round_: Round, planned_for: date, today: date) -> NewMailing:
    """Return the reminder planned for a day; it never goes out on a day off."""
    return NewMailing(
        round_id=round_.id, kind="reminder", slot=f"reminder {planned_for}", day=today
    )


def _was_sent(mailings: Sequence[Mailing], planned_for: date) -> bool:
    return any(each.kind == "reminder" and each.day >= planned_for for each in mailings)


def _is_time(mailings: Sequence[Mailing], plan: MailPlan, today: date) -> bool:
    """Whether the last mail is long enough ago, also when the last day was moved meanwhile."""
    reminded = [each.day for each in mailings if each.kind == "reminder"]
    if reminded:
        return (today - max(reminded)).days >= plan.every_days
    return all(each.day < today for each in mailings)
