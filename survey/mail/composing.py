"""One mail as it goes over the wire: headers, plain text, and the same as HTML."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape
from typing import Final

from survey.commitments import Commitment
from survey.errors import MailError
from survey.mail.texts import Filling, commitment_words, filled, filling_for
from survey.rounds import Round
from survey.storage import MailText

_RIGHT_TO_LEFT: Final = frozenset(["ar", "dv", "fa", "he", "ps", "ur", "yi"])
_STYLE: Final = (
    "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:16px;"
    "line-height:1.5;color:#1a1a1a;background:#ffffff;max-width:36em;margin:0 auto;padding:1em"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who writes to whom, and the mail's own name: the same at every attempt."""

    mail_id: str
    sender: str
    recipient: str = field(repr=False)
    at: datetime


def composed(text: MailText, filling: Filling, language: str, envelope: Envelope) -> EmailMessage:
    """Return a mail with a plain and an HTML part that say the same.

    Raises
    ------
    MailError
        An address cannot stand in a mail.
    """
    said = MailText(filled(text.subject, filling), filled(text.body, filling))
    return _mail(said, filling.link, language, envelope)


def reminder_of(
    commitment: Commitment, round_: Round, language: str, envelope: Envelope, *, link: str
) -> EmailMessage:
    """Return the mail that reminds of a commitment; raises as `composed` does."""
    today = envelope.at.date()
    said = commitment_words(commitment, round_, language, today=today, link=link)
    return _mail(said, link, language, envelope)


def _mail(said: MailText, link: str, language: str, envelope: Envelope) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    body = said.body.strip()
    try:
        message["From"] = envelope.sender
        message["To"] = envelope.recipient
        message["Subject"] = said.subject.strip()
    except (ValueError, IndexError) as error:
        raise MailError("an address cannot stand in a mail") from error
    message["Date"] = format_datetime(envelope.at)
    # Whoever gets a mail twice, since we died before noting that it was taken, sees one:
    # receivers drop a second mail of the same name.
    message["Message-ID"] = f"<{envelope.mail_id}@{_domain(envelope.sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = language
    message.set_content(f"{body}\n", cte="quoted-printable")
    message.add_alternative(html_of(body, link, language), subtype="html", cte="base64")
    return message


def example_mail(text: MailText, round_: Round, language: str) -> tuple[str, str, str]:
    """Return subject, plain text and HTML of a mail with invented values, for a preview."""
    filling = filling_for(
        round_, language, person="Ana Ruiz", link="https://survey.example.org/s/example"
    )
    body = filled(text.body, filling).strip()
    return filled(text.subject, filling).strip(), body, html_of(body, filling.link, language)


def html_of(body: str, link: str, language: str) -> str:
    """Return a mail's text as HTML: paragraphs, and the link as a link."""
    direction = "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
    paragraphs = [each.strip() for each in re.split(r"\n\s*\n", body) if each.strip()]
    told = "\n".join(f"<p>{_marked_up(each, link)}</p>" for each in paragraphs)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}" dir="{direction}">\n'
        f'<head><meta charset="utf-8"></head>\n<body style="{_STYLE}">\n{told}\n</body>\n</html>\n'
    )


def _marked_up(paragraph: str, link: str) -> str:
    address = escape(link)
    # Addresses read from left to right in every language.
    anchor = f'<a href="{address}" dir="ltr">{address}</a>'
    return escape(paragraph).replace(address, anchor).replace("\n", "<br>\n")


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"
