"""A round as one file: questionnaire, settings, words, publication. Never people or answers."""

from datetime import date
from typing import Literal

import msgspec

from survey.errors import FileError, SurveyError
from survey.fieldwork import check_round
from survey.mail import check_text
from survey.questionnaire import Questionnaire, fingerprint
from survey.questionnaire.rules import problems
from survey.rounds import Round, Thresholds
from survey.storage import Kind, MailText, Store

MOST_BYTES = 20_000_000


class _Mail(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: Kind
    language: str
    subject: str
    body: str


class RoundFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the file says. ``publication`` is the document as it was published, byte for byte."""

    schema: Literal["plumbline/round@1"] = "plumbline/round@1"
    id: str
    name: str
    organisation: str
    questionnaire: Questionnaire
    fingerprint: str
    margin: float
    thresholds: Thresholds
    opens_on: date | None = None
    closes_on: date | None = None
    destroy_after: int | None = None
    rated: tuple[str, ...] = ()
    mails: tuple[_Mail, ...] = ()
    publication: str | None = None


def export_round(store: Store, round_id: str) -> bytes:
    """Return a round as the bytes of a file that another installation can take.

    Raises
    ------
    UnknownRoundError
        There is no such round.
    """
    round_ = store.rounds.get(round_id)
    document = store.publications.get(round_id)
    file = RoundFile(
        id=round_.id,
        name=round_.name,
        organisation=round_.organisation,
        questionnaire=round_.questionnaire,
        fingerprint=round_.fingerprint,
        margin=round_.margin,
        thresholds=round_.thresholds,
        opens_on=round_.opens_on,
        closes_on=round_.closes_on,
        destroy_after=round_.destroy_after,
        rated=round_.rated,
        mails=tuple(
            _Mail(kind, language, text.subject, text.body)
            for (kind, language), text in sorted(store.mail_texts.of(round_id).items())
        ),
        publication=None if document is None else document.decode(),
    )
    return msgspec.json.format(msgspec.json.encode(file), indent=1)


def read_round(content: bytes) -> RoundFile:
    """Return what a file says, checked as a new round would be.

    Its publication is only text here: whoever takes it checks that (`analysis.publishing.taking`).

    Raises
    ------
    FileError
        The file is too large, is no round's file, or says what a round must not.
    """
    if len(content) > MOST_BYTES:
        raise _refusal(f"it has {len(content):,} bytes, at most {MOST_BYTES:,} are read")
    try:
        file = msgspec.json.decode(content, type=RoundFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _refusal(str(error)[:200]) from error
    problem = next(problems(file.questionnaire), None)
    if problem is not None:
        raise _refusal(f"its questionnaire: {problem.problem}")
    if fingerprint(file.questionnaire) != file.fingerprint:
        raise _refusal("its questionnaire was changed: the fingerprint is another's")
    if file.destroy_after is not None and file.destroy_after < 0:
        raise _refusal("its answers would be destroyed before they were published")
    try:
        check_round(as_round(file))
        for mail in file.mails:
            check_text(MailText(mail.subject, mail.body))
    except SurveyError as error:
        raise _refusal(str(error)) from error
    return file


def as_round(file: RoundFile) -> Round:
    """Return the round in a file, as a draft."""
    return Round(
        id=file.id,
        name=file.name.strip(),
        organisation=file.organisation.strip(),
        questionnaire=file.questionnaire,
        fingerprint=file.fingerprint,
        margin=file.margin,
        thresholds=file.thresholds,
        opens_on=file.opens_on,
        closes_on=file.closes_on,
        destroy_after=file.destroy_after,
        rated=file.rated,
    )


def keep_mails(store: Store, file: RoundFile, round_id: str) -> None:
    """Keep the words of a file's mails for a round here."""
    for mail in file.mails:
        text = MailText(mail.subject, mail.body)
        store.mail_texts.save(round_id, mail.kind, mail.language, text)


def _refusal(problem: str) -> FileError:
    return FileError(
        f"this is not a round's file: {problem}",
        advice=f"This file cannot be taken: {problem}. Nothing was changed. Export the round "
        "again where it comes from.",
    )
