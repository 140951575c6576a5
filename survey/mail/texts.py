"""What mails say: words as data, placeholders checked and filled."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import msgspec
import yaml

from survey.commitments import Commitment
from survey.errors import MailError
from survey.rounds import Round
from survey.storage import Kind, MailText

KINDS: Final[tuple[Kind, Kind]] = ("invitation", "reminder")
PLACEHOLDERS: Final[Mapping[str, str]] = {
    "person": "the name or number in the people list",
    "organisation": "the organisation of the round",
    "round": "the name of the round",
    "link": "the person's own link, made when the mail is sent",
    "deadline": "a sentence with the last day",
    "threshold": "how many answers stand behind any number",
}
_WORDS: Final = Path(__file__).parent / "words"
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_LONGEST_SUBJECT, _LONGEST_BODY = 150, 5_000


class _Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    subject: str
    body: str


class _Commitment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The reminder of a commitment: its text, and how it is said that its day is near."""

    subject: str
    body: str
    ahead: str
    today: str
    late: str


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of `survey/mail/words`: the mails of one language, and how it writes a day."""

    invitation: _Text
    reminder: _Text
    until: str
    open_end: str
    day: str
    months: tuple[str, ...]
    commitment: _Commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What stands in the placeholders of one mail."""

    person: str
    organisation: str
    round: str
    deadline: str
    threshold: str
    link: str = field(repr=False)


def shipped_languages() -> tuple[str, ...]:
    """Return the languages that have mails from the start."""
    return tuple(sorted(path.stem for path in _WORDS.glob("*.yaml")))


def text_for(
    kind: Kind, language: str, changed: Mapping[tuple[Kind, str], MailText]
) -> MailText | None:
    """Return a mail's words in a language: the organiser's, else the shipped ones, else None."""
    if (kind, language) in changed:
        return changed[kind, language]
    words = _words(language)
    if words is None:
        return None
    shipped = words.invitation if kind == "invitation" else words.reminder
    return MailText(shipped.subject, shipped.body)


def check_text(text: MailText) -> None:
    """Raise `MailError` unless a mail can go out with these words."""
    for where, written, longest in (
        ("subject", text.subject, _LONGEST_SUBJECT),
        ("text", text.body, _LONGEST_BODY),
    ):
        if not written.strip():
            raise MailError(f"the {where} is empty", advice=f"Write a {where}.")
        if len(written) > longest:
            raise MailError(
                f"the {where} has {len(written):,} characters, at most {longest:,} are sent",
                advice=f"Shorten the {where} to {longest:,} characters.",
            )
        unknown = [name for name in _PLACEHOLDER.findall(written) if name not in PLACEHOLDERS]
        if unknown:
            raise MailError(
                f"the {where} has the unknown placeholder {{{unknown[0][:40]}}}",
                advice="These can be used: "
                + ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
                + ".",
            )
    if "\n" in text.subject.strip() or "\r" in text.subject.strip():
        raise MailError("the subject has several lines", advice="Write the subject in one line.")
    if "{link}" in text.subject:
        raise MailError(
            "the subject has the link, which mail programs show and log",
            advice="Take {link} out of the subject.",
        )
    if text.body.count("{link}") != 1:
        raise MailError(
            f"the text has {{link}} {text.body.count('{link}')} times, it needs it once",
            advice="Put {link} into the text once: it is how people come to the form.",
        )


def filled(written: str, filling: Filling) -> str:
    """Return words with their placeholders filled, once: what is filled in is not read again."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return " ".join(str(getattr(filling, name)).split()) if name in PLACEHOLDERS else match[0]

    return _PLACEHOLDER.sub(value, written)


def filling_for(round_: Round, language: str, *, person: str, link: str) -> Filling:
    """Return what stands in the placeholders of a mail about ``round_``."""
    return Filling(
        person=person,
        organisation=round_.organisation,
        round=round_.name,
        deadline=_deadline(round_.closes_on, language),
        threshold=str(round_.thresholds.scores),
        link=link,
    )


def commitment_language(round_: Round, wanted: str | None) -> str:
    """Return the language of a reminder: the person's, else the round's first, else English."""
    known = (_file(each) for each in (wanted, *round_.questionnaire.languages) if each)
    return next((each.stem for each in known if each is not None), "en")


def commitment_words(
    commitment: Commitment, round_: Round, language: str, *, today: date, link: str
) -> MailText:
    """Return the words of a reminder of a commitment, in one of `shipped_languages`."""
    words = _words(language)
    if words is None:
        raise ValueError(f"there are no mails in {language!r}")
    own = words.commitment
    said = own.ahead if commitment.by > today else own.late
    filling = {
        "day": _in_words(commitment.by, words),
        "when": own.today if commitment.by == today else said,
        "what": commitment.what.strip(),
        "who": " ".join(commitment.who.split()),
        "organisation": " ".join(round_.organisation.split()),
        "round": " ".join(round_.name.split()),
        "link": link,
    }
    return MailText(
        subject=_PLACEHOLDER.sub(lambda at: filling[at[1]], own.subject),
        body=_PLACEHOLDER.sub(lambda at: filling[at[1]], own.body),
    )


def _deadline(day: date | None, language: str) -> str:
    words = _words(language)
    if words is None:  # words of the organiser's own, in a language we do not know
        return day.isoformat() if day else ""
    if day is None:
        return words.open_end
    return words.until.format(day=_in_words(day, words))


def _in_words(day: date, words: _Words) -> str:
    return words.day.format(day=day.day, month=words.months[day.month - 1], year=day.year)


@cache
def _words(language: str) -> _Words | None:
    """Return the shipped words of a language, or of the one it is a kind of."""
    path = _file(language)
    if path is None:
        return None
    return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), _Words)


def _file(language: str) -> Path | None:
    by_code = {path.stem.lower(): path for path in _WORDS.glob("*.yaml")}
    return by_code.get(language.lower()) or by_code.get(language.lower().split("-")[0])
