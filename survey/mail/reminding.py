"""Reminders of commitments: to the organisers and the owner, a week ahead and on the day."""

import logging
import re
from collections.abc import Callable
from contextlib import closing
from datetime import date
from typing import Final

from survey.commitments import Commitment
from survey.errors import MailError
from survey.mail.composing import Envelope, reminder_of
from survey.mail.post import PATIENCE_SECONDS, Outcome, Post
from survey.mail.sending import SAID, WAITS, sender_ready
from survey.mail.texts import commitment_language
from survey.people import is_email
from survey.settings import Settings
from survey.storage import ClaimedReminder, MailPlan, Store

_AHEAD: Final = range(5, 8)
_ON_THE_DAY: Final = range(-7, 1)
_APART: Final = re.compile(r"[\s<>(),;:]+")
_MOST_OWNERS: Final = 3
_log = logging.getLogger(__name__)


def reminder_slot(commitment: Commitment, today: date) -> str | None:
    """Return which reminder of a commitment is due, by a name that stays the same; or None.

    One goes out a week before its day and one on it. Each is made up for where nothing ran:
    the first for two days, the other for a week. A day that is moved has reminders of its own.

    Examples
    --------
    >>> made = Commitment(id="c", round_id="r", what="Ask", who="Ines", by=date(2026, 9, 14))
    >>> [reminder_slot(made, date(2026, 9, day)) for day in (6, 7, 10, 14)]
    [None, 'week 2026-09-14', None, 'day 2026-09-14']
    """
    days = (commitment.by - today).days
    if commitment.state != "open" or days not in {*_AHEAD, *_ON_THE_DAY}:
        return None
    return f"{'week' if days in _AHEAD else 'day'} {commitment.by}"


def owners_of(who: str) -> list[str]:
    """Return the e-mail addresses in what was written for a commitment's owner.

    Examples
    --------
    >>> owners_of("Ines Roth <Ines@example.org>"), owners_of("the sales team")
    (['ines@example.org'], [])
    """
    found = (each.rstrip(".").lower() for each in _APART.split(who))
    return [each for each in found if is_email(each)][:_MOST_OWNERS]


def remind_of_commitments(
    store: Store,
    settings: Settings,
    *,
    should_stop: Callable[[], bool] = lambda: False,
    patience_seconds: float = PATIENCE_SECONDS,
) -> int:
    """Queue what is due, send what is queued; return how many mails the server took.

    Any number of threads and processes may do so at once. Nothing happens where no mail
    server is set, and nothing is queued before the hour at which mail goes out.
    """
    if not sender_ready(settings):
        return 0
    if store.now().hour >= MailPlan().from_hour:
        _queue(store)
    sent = 0
    with closing(Post(settings.smtp or "", patience_seconds=patience_seconds)) as post:
        while not should_stop() and store.reminders.is_due():
            outcome = _send_one(store, settings, post)
            if outcome is None:
                break
            sent += outcome == "sent"
    if sent:
        _log.info("sent %d reminders of commitments", sent)
    return sent


def _queue(store: Store) -> None:
    today = store.today()
    made = store.commitments.all()
    due = [(each, slot) for each in made if (slot := reminder_slot(each, today)) is not None]
    if not due:
        return
    before = store.reminders.planned()
    organisers = [each.email for each in store.accounts.all() if each.role == "organiser"]
    for each, slot in due:
        if (each.id, slot) not in before:
            store.reminders.plan(each.id, slot, [*organisers, *owners_of(each.who)])


def _send_one(store: Store, settings: Settings, post: Post) -> Outcome | None:
    """Send one reminder; return what became of it, or None where this is no time to go on."""
    try:
        post.connect()
    except MailError as error:
        _log.warning("mail: %s", error)
        store.outbox.rest(error.advice)
        return None
    claimed = store.reminders.claim(per_minute=settings.mail_per_minute)
    if claimed is None:
        return None
    commitment = next((each for each in store.commitments.all() if _is_about(claimed, each)), None)
    if commitment is None:
        store.reminders.handled(claimed.id, well=False)
        return "refused"
    outcome = _handed_over(store, settings, post, claimed, commitment)
    _record(store, claimed, outcome)
    return None if outcome in SAID and outcome != "refused" else outcome


def _is_about(claimed: ClaimedReminder, commitment: Commitment) -> bool:
    """Whether a reminder still holds: its commitment is open, and due on the same day."""
    return (
        commitment.id == claimed.commitment_id
        and commitment.state == "open"
        and claimed.slot.endswith(f" {commitment.by}")
    )


def _handed_over(
    store: Store, settings: Settings, post: Post, claimed: ClaimedReminder, commitment: Commitment
) -> Outcome:
    round_ = store.rounds.get(commitment.round_id)
    envelope = Envelope(
        mail_id=claimed.id,
        sender=settings.mail_from or "",
        recipient=claimed.recipient,
        at=store.now(),
    )
    link = f"{settings.base_url}/commitments?round={round_.id}"
    own = store.people.language_of(round_.id, claimed.recipient)
    language = commitment_language(round_, own)
    try:
        message = reminder_of(commitment, round_, language, envelope, link=link)
    except MailError:
        return "refused"
    return post.hand_over(message)


def _record(store: Store, claimed: ClaimedReminder, outcome: Outcome) -> None:
    reminders = store.reminders
    if outcome == "trouble":
        reminders.let_go(claimed.id)
        store.outbox.rest(SAID[outcome])
    elif outcome in {"sent", "refused"} or claimed.attempts >= len(WAITS):
        reminders.handled(claimed.id, well=outcome == "sent")
    else:
        reminders.put_off(claimed.id, WAITS[claimed.attempts])
