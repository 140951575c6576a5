"""A round is not launched with a blank in any language it claims."""

import pytest
from msgspec.structs import replace

from survey.errors import RoundStateError
from survey.fieldwork import create_round, launch
from survey.questionnaire import Questionnaire, missing_wordings
from survey.storage import Store
from tests.survey.examples import ORGANISER, QUESTIONNAIRE, people


def without(language: str, *, staff: str | None = None) -> Questionnaire:
    """Return the core questionnaire with one staff wording of its first item gone or changed."""
    first, *others = QUESTIONNAIRE.pillars
    item, *items = first.items
    assert isinstance(item.staff, dict)
    worded = {code: text for code, text in item.staff.items() if code != language}
    if staff is not None:
        worded[language] = staff
    changed = replace(first, items=(replace(item, staff=worded), *items))
    return replace(QUESTIONNAIRE, pillars=(changed, *others))


def test_the_core_questionnaire_lacks_nothing() -> None:
    assert missing_wordings(QUESTIONNAIRE) == ()


@pytest.mark.parametrize(
    ("staff", "what"), [(None, "the wording in fr is missing"), (" ", "the wording in fr is empty")]
)
def test_a_missing_translation_stops_the_launch_and_names_question_and_language(
    store: Store, staff: str | None, what: str
) -> None:
    round_ = create_round(
        store,
        questionnaire=without("fr", staff=staff),
        name="Spring",
        organisation="Kite Works",
    )
    store.people.replace(round_.id, people(round_.id))

    with pytest.raises(RoundStateError) as refused:
        launch(store, round_.id, ORGANISER)

    assert f"culture_unwatched, staff: {what}" in refused.value.advice
    assert store.rounds.get(round_.id).state == "draft"
    assert store.invitations.of(round_.id) == []


def test_a_language_that_a_questionnaire_only_claims_is_missing_everywhere() -> None:
    claimed = replace(QUESTIONNAIRE, languages=(*QUESTIONNAIRE.languages, "ja"))

    missing = missing_wordings(claimed)

    assert missing[0] == "title: the wording in ja is missing"
    assert "agreement, labels, number 3: the wording in ja is missing" in missing
    assert len(missing) == 79
