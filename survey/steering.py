"""Steering rounds: the next pulse of a series, its last day, its thresholds, its end."""

import hashlib
from dataclasses import replace
from datetime import date

from survey.fieldwork import check_round, create_round
from survey.invitations import new_id
from survey.mail import sender_ready
from survey.rounds import Round, Thresholds
from survey.settings import Settings
from survey.storage import NewMailing, Store


def clone_round(
    store: Store, round_id: str, *, name: str, by: str, with_people: bool = True
) -> Round:
    """Make a draft of the next round of a series; return it.

    It asks the same questions, word for word, with the same margin, thresholds, retention
    and mail; its days are still to be chosen. ``with_people`` takes the people list along,
    under new ids, so that nothing ties a person's invitations of two rounds together.

    Raises
    ------
    RoundError
        The name is empty.
    UnknownRoundError
        There is no such round.
    """
    before = store.rounds.get(round_id)
    made = create_round(
        store,
        questionnaire=before.questionnaire,
        name=name,
        organisation=before.organisation,
        margin=before.margin,
        thresholds=before.thresholds,
    )
    store.rounds.save(replace(made, destroy_after=before.destroy_after))
    if with_people:
        people = [replace(person, id=new_id()) for person in store.people.of(round_id)]
        store.people.replace(made.id, people)
    store.mail_texts.set_plan(made.id, store.mail_texts.plan(round_id))
    for (kind, language), text in store.mail_texts.of(round_id).items():
        store.mail_texts.save(made.id, kind, language, text)
    store.audit.note(by, f"made the round as the next after {before.name}", made.id)
    return store.rounds.get(made.id)


def set_last_day(  # noqa: PLR0913 - keywords, each a decision of the organiser
    store: Store,
    settings: Settings,
    round_id: str,
    day: date | None,
    *,
    by: str,
    may_shorten: bool = False,
) -> str:
    """Change the last day; return what that means, in a sentence.

    A day earlier than people were told needs ``may_shorten``, and is never silent: whoever
    has not answered gets a reminder that names it, where mail can be sent.

    Raises
    ------
    RoundError, RoundStateError
        As `Course.set_last_day` does.
    """
    before = store.rounds.get(round_id)
    store.course.set_last_day(round_id, day, by=by, may_shorten=may_shorten)
    is_shorter = day is not None and (before.closes_on is None or day < before.closes_on)
    if not is_shorter or before.state == "draft":
        return f"The last day is now {day}." if day else "It now closes when you close it."
    if before.state != "open" or not sender_ready(settings):
        return (
            f"The last day is now {day}, earlier than people were told. No mail says so: "
            "tell them yourself."
        )
    notice = NewMailing(
        round_id=round_id, kind="reminder", slot=f"shortened to {day}", day=store.today()
    )
    store.outbox.plan(notice, by=by)
    return f"The last day is now {day}. Whoever has not answered is told by mail."


def raise_thresholds(store: Store, round_id: str, to: Thresholds, *, by: str) -> None:
    """Raise thresholds, never under what people were told.

    Raises
    ------
    RoundError
        A threshold would be lower than it is, or lower than that for scores.
    RoundStateError
        The round is published already.
    """
    check_round(replace(store.rounds.get(round_id), thresholds=to))
    store.course.raise_thresholds(round_id, to, by=by)


def destroy_answers(store: Store, round_id: str, *, by: str) -> str:
    """Destroy a finished round's answers, for good; return the certificate, also in the audit.

    Again for a round without answers it looks again, and certifies what it finds.

    Raises
    ------
    RoundStateError
        The round is a draft or takes answers still.
    UnknownRoundError
        There is no such round.
    """
    if not store.rounds.get(round_id).answers_destroyed:
        store.responses.destroy(round_id, by)
    left = store.course.left(round_id)
    document = store.publications.get(round_id)
    kept = (
        "nothing was published"
        if document is None
        else f"what was published stays, SHA-256 {hashlib.sha256(document).hexdigest()}"
    )
    certificate = (
        f"certificate: {left.responses} responses, {left.answers} answers, {left.comments} "
        f"comments and {left.drafts} drafts of this round are left in the database; {kept}"
    )
    store.audit.note(by, certificate, round_id)
    return certificate
