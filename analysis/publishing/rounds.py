"""A closed round's publication: looked at first, then saved for good."""

from collections.abc import Sequence

from analysis.publication import Comments, Publication, Rate, TableGroup, from_json, to_json
from analysis.publishing.releasing import Facts, publish
from analysis.tables import answers_of_round, questions_of
from survey.errors import RoundStateError
from survey.questionnaire import wording
from survey.rounds import ResponseRate, Round
from survey.storage import Comment, Store

_FEWEST_INVITED = 5


def publish_round(store: Store, round_id: str, *, by: str) -> Publication:
    """Publish a closed round: the document is saved, and can never be made again otherwise.

    Raises
    ------
    RoundStateError
        The round is not closed, or was published before.
    DisclosureError
        The tables would give somebody's answers away; nothing was saved.
    UnknownRoundError
        There is no such round.
    """
    publication = preview_round(store, round_id)
    store.publications.save(round_id, to_json(publication), by=by)
    return publication


def preview_round(store: Store, round_id: str) -> Publication:
    """Return what publishing would show and withhold, without saving anything.

    Raises
    ------
    RoundStateError, DisclosureError, UnknownRoundError
        As `publish_round` does.
    """
    round_ = store.rounds.get(round_id)
    if round_.state != "closed":
        raise RoundStateError(
            f"round {round_id!r} is {round_.state}, only a closed round can be published",
            advice="A published round stays as it is."
            if round_.state == "published"
            else "Close the round first.",
        )
    rates = store.invitations.rates(round_id)
    return publish(
        answers_of_round(store, round_id),
        questions_of(round_.questionnaire, rated=round_.rated),
        _facts(round_, rates, store.responses.comments(round_id)),
        earlier=[from_json(each) for _, each in store.publications.of_series(round_.series)],
    )


def released_rates(rates: Sequence[ResponseRate]) -> tuple[Rate, ...]:
    """Return response rates without those of fewer than five invited people."""
    return tuple(
        Rate(
            group=each.group,
            invited=each.invited if each.invited >= _FEWEST_INVITED else None,
            answered=each.answered if each.invited >= _FEWEST_INVITED else None,
            segment=None if each.segment is None else {each.segment[0]: each.segment[1]},
        )
        for each in rates
    )


def _facts(round_: Round, rates: Sequence[ResponseRate], comments: Sequence[Comment]) -> Facts:
    questionnaire = round_.questionnaire
    return Facts(
        round=round_.id,
        name=round_.name,
        organisation=round_.organisation,
        series=round_.series,
        source=questionnaire.source,
        questionnaire=f"{questionnaire.id}.v{questionnaire.version}",
        fingerprint=round_.fingerprint,
        closed_on=None if round_.closes_on is None else round_.closes_on.isoformat(),
        margin=round_.margin,
        thresholds=round_.thresholds,
        rates=released_rates(rates),
        comments=_released_comments(round_, comments),
    )


def _released_comments(round_: Round, comments: Sequence[Comment]) -> tuple[Comments, ...]:
    """Comments by question and group, sorted, so that no order tells when they came."""
    language = round_.questionnaire.languages[0]
    least = round_.thresholds.comments
    released = []
    groups: tuple[TableGroup, ...] = ("leaders", "staff")
    for question in round_.questionnaire.open_questions:
        for group in groups:
            texts = sorted(
                each.words
                for each in comments
                if each.group == group and each.question_id == question.id
            )
            words = question.leaders if group == "leaders" else question.staff
            released.append(
                Comments(
                    question=question.id,
                    title=wording(words, round_.questionnaire, language),
                    purpose=question.purpose,
                    group=group,
                    texts=tuple(texts) if len(texts) >= least else (),
                    withheld=None if len(texts) >= least else _why_no_comments(len(texts), least),
                )
            )
    return tuple(released)


def _why_no_comments(number: int, least: int) -> str:
    return "nobody wrote a comment" if number == 0 else f"fewer than {least} people wrote one"
