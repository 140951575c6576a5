"""Queueing mail by hand: the invitations now, or a reminder today."""

from survey.errors import MailError, RoundStateError
from survey.mail.planning import invitations
from survey.mail.sending import sender_ready
from survey.settings import Settings
from survey.storage import NewMailing, Store


def invite_now(store: Store, settings: Settings, round_id: str, *, by: str) -> None:
    """Queue the invitations, once for each round; also on a day off, since somebody chose it.

    Raises
    ------
    MailError
        No mail server is set, or the invitations were queued before.
    RoundStateError
        The round is not open, or its first day is still to come.
    """
    _require_sender(settings)
    round_, today = store.rounds.get(round_id), store.today()
    if round_.opens_on is not None and today < round_.opens_on:
        raise RoundStateError(
            f"round {round_id!r} opens on {round_.opens_on}, so its links would not work yet",
            advice=f"The round opens on {round_.opens_on}. Let the invitations go out by "
            "themselves on that day.",
        )
    if not store.outbox.plan(invitations(round_, today, any_day=True), by=by):
        raise MailError(
            f"the invitations of round {round_id!r} were queued before",
            advice="The invitations were sent or are being sent; a reminder can follow them.",
        )


def remind_now(store: Store, settings: Settings, round_id: str, *, by: str) -> None:
    """Queue a reminder for whoever has not answered when it is sent; on a day off it waits.

    Raises
    ------
    MailError
        No mail server is set, or mail of this round went out today.
    RoundStateError
        The round is not open.
    """
    _require_sender(settings)
    today = store.today()
    if any(each.day == today for each in store.outbox.mailings(round_id)):
        raise MailError(
            f"mail of round {round_id!r} was queued today already",
            advice="People got mail about this round today. Remind them another day.",
        )
    slot = f"by hand {today}"
    store.outbox.plan(NewMailing(round_id=round_id, kind="reminder", slot=slot, day=today), by=by)


def _require_sender(settings: Settings) -> None:
    if not sender_ready(settings):
        raise MailError(
            "no mail server is set",
            advice="Set PLUMBLINE_SMTP and PLUMBLINE_MAIL_FROM and start Plumbline again, or "
            "hand the links out as CSV.",
        )
