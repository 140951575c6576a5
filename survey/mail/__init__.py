"""Mail: invitations, reminders, and commitments that are due, from words to a mail server.

Import from here. Nothing in this package logs or keeps an address, a link or a token.
"""

from survey.mail.bounces import BounceCount, count_bounces
from survey.mail.composing import example_mail
from survey.mail.planning import mail_due, reminder_days, schedule_of
from survey.mail.queueing import invite_now, remind_now
from survey.mail.reminding import remind_of_commitments
from survey.mail.reports import mails_in, mails_of
from survey.mail.sending import send_due, send_test, sender_ready, words_for
from survey.mail.texts import (
    KINDS,
    PLACEHOLDERS,
    Filling,
    check_text,
    filled,
    shipped_languages,
    text_for,
)

__all__ = [
    "KINDS",
    "PLACEHOLDERS",
    "BounceCount",
    "Filling",
    "check_text",
    "count_bounces",
    "example_mail",
    "filled",
    "invite_now",
    "mail_due",
    "mails_in",
    "mails_of",
    "remind_now",
    "remind_of_commitments",
    "reminder_days",
    "schedule_of",
    "send_due",
    "send_test",
    "sender_ready",
    "shipped_languages",
    "text_for",
    "words_for",
]
