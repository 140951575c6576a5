"""Who is asked what, in which words, and what a fingerprint counts."""

from pathlib import Path

import msgspec
import pytest

from analysis.tables import questions_of
from survey.questionnaire import (
    Questionnaire,
    find_questionnaire,
    fingerprint,
    load_questionnaire,
    questions,
    scale_of,
    wording,
)


@pytest.fixture
def questionnaire(small: Path) -> Questionnaire:
    return load_questionnaire(small)


def test_leaders_predict_after_their_own_answers_and_before_open_questions(
    questionnaire: Questionnaire,
) -> None:
    asked = questions(questionnaire, "leaders", "en")

    assert [(question.id, question.kind) for question in asked] == [
        ("voice_1", "item"),
        ("voice_2", "item"),
        ("aim", "ladder"),
        ("guess_voice", "prediction"),
        ("guess_aim", "prediction"),
        ("challenge", "open"),
    ]


def test_staff_are_asked_the_same_but_for_predictions(questionnaire: Questionnaire) -> None:
    leaders = [question.id for question in questions(questionnaire, "leaders", "en")]
    staff = [question.id for question in questions(questionnaire, "staff", "en")]

    assert staff == [identifier for identifier in leaders if not identifier.startswith("guess")]


def test_each_group_reads_its_own_words_in_its_language(questionnaire: Questionnaire) -> None:
    assert questions(questionnaire, "leaders", "en")[0].text == "They tell us."
    assert questions(questionnaire, "staff", "de")[0].text == "Wir sagen es ihnen."
    assert questions(questionnaire, "staff", "de")[0].section == "Stimme"
    assert questions(questionnaire, "staff", "de")[0].labels == ("Nein", "Vielleicht", "Ja")


def test_an_item_is_answered_on_the_scale_it_names_else_on_the_first(
    questionnaire: Questionnaire,
) -> None:
    first, second = questionnaire.pillars[0].items

    assert scale_of(questionnaire, first).id == "agreement"
    assert scale_of(questionnaire, second).id == "amount"
    assert questions(questionnaire, "staff", "en")[1].labels == ("Less", "Same", "More")


def test_labels_stand_lowest_first_even_when_agreeing_lowers_the_score(
    questionnaire: Questionnaire,
) -> None:
    assert questionnaire.pillars[0].items[1].reversed
    assert questions(questionnaire, "leaders", "en")[1].labels[0] == "Less"


def test_a_prediction_is_a_share_of_staff_or_a_rung(questionnaire: Questionnaire) -> None:
    share, rung = questions(questionnaire, "leaders", "de")[3:5]

    assert share.labels == tuple(f"{n}0 %" if n else "0 %" for n in range(11))
    assert share.section == "Stimme"
    assert rung.labels == ("Heilen", "Besser sein")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("de", "Klein"), ("de-CH", "Klein"), ("fr", "Small"), ("", "Small"), (None, "Small")],
)
def test_a_language_it_does_not_have_falls_back(
    questionnaire: Questionnaire, language: str | None, expected: str
) -> None:
    assert wording(questionnaire.title, questionnaire, language) == expected


def test_a_fingerprint_ignores_comments_and_spacing(small: Path) -> None:
    before = fingerprint(load_questionnaire(small))
    text = small.read_text(encoding="utf-8")
    small.write_text(
        "# A remark\n" + text.replace("version: 1", "version:   1  # one\n"),
        encoding="utf-8",
    )

    assert fingerprint(load_questionnaire(small)) == before
    assert len(before) == 64


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("They tell us.", "They tell us!"),
        ("        reversed: true\n", ""),
        ("id: voice_1", "id: voice_3"),
        ('{en: "No", de: "Nein"}', '{en: "Never", de: "Nein"}'),
    ],
)
def test_a_fingerprint_changes_with_what_people_read_or_what_is_counted(
    small: Path, old: str, new: str
) -> None:
    before = fingerprint(load_questionnaire(small))
    small.write_text(small.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    assert fingerprint(load_questionnaire(small)) != before


def test_a_default_written_out_is_the_same_questionnaire(small: Path) -> None:
    before = fingerprint(load_questionnaire(small))
    text = small.read_text(encoding="utf-8")
    small.write_text(
        text.replace("- id: voice_1\n", "- id: voice_1\n        reversed: false\n"),
        encoding="utf-8",
    )

    assert fingerprint(load_questionnaire(small)) == before


def test_a_questionnaire_survives_being_stored_as_json(questionnaire: Questionnaire) -> None:
    stored = msgspec.json.encode(questionnaire)

    back = msgspec.json.decode(stored, type=Questionnaire)

    assert back == questionnaire
    assert fingerprint(back) == fingerprint(questionnaire)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt", "ar", "zh-Hans"])
def test_a_share_is_written_one_way_on_the_page_and_in_the_results(language: str) -> None:
    questionnaire = find_questionnaire("four_pillars")
    own = msgspec.structs.replace(questionnaire, languages=(language,))
    asked = {
        each.id: each.labels for each in questions(own, "leaders", language) if each.labels[:1]
    }
    results = {each.id: each.labels for each in questions_of(own) if each.kind == "prediction"}

    assert results
    for key, labels in results.items():
        assert asked[key] == labels
