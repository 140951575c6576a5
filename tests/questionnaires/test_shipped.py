"""What every questionnaire shipped here must keep."""

import csv
import json
import re
import unicodedata
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from survey.html.languages import INTERFACE
from survey.questionnaire import (
    FOLDER,
    GROUPS,
    Group,
    Question,
    Questionnaire,
    find_questionnaire,
    questionnaire_paths,
    questions,
    wording,
)
from survey.questionnaire.schema import editor_schema

PATHS = questionnaire_paths()
PILLARS = ["culture", "focus", "integrity_transparency", "outcome_orientation"]
NEW = {
    "functions": {
        "owning_the_problem": 3,
        "customer_first_in_sales": 3,
        "colleagues_as_customers": 3,
        "leaders_supply": 3,
    },
    "leadership_expectations": {
        "doing_the_job": 5,
        "leading_by_example": 4,
        "supporting_staff": 4,
        "leading_as_one": 5,
    },
    "resilience": {"crisis_readiness": 5, "crisis_together": 5, "crisis_action": 5},
    "working_together": {"role_clarity": 5, "internal_customers": 6},
}
"""The questionnaires beside the four pillars, with the number of items in each pillar."""

OURS = [find_questionnaire(name) for name in ("four_pillars", *NEW)]
"""Those written for Plumbline, and so translated and worded from two sides."""

SPEAKERS = {
    "en": ("we leaders", "our leaders"),
    "de": ("wir im Führungsteam", "unser Führungsteam"),
    "fr": ("de direction, nous", "notre équipe de direction"),
    "es": ("en el equipo directivo", "nuestro equipo directivo"),
    "pt": ("nós, da direção", "nossa direção"),
    "ar": ("نحن في القيادة", "قيادتنا"),
    "zh-Hans": ("我们领导层", "我们的领导层"),
}
"""How leaders speak of themselves in each language, and how staff speak of them."""

LONGEST_LABEL = 13
"""Characters; the shortest natural German for the lowest answer has as many."""


def stem(path: Path) -> str:
    return path.stem


def name_of(questionnaire: Questionnaire) -> str:
    return questionnaire.id


def items_of(questionnaire: Questionnaire, group: Group, language: str) -> list[Question]:
    return [each for each in questions(questionnaire, group, language) if each.kind == "item"]


ours = pytest.mark.parametrize("questionnaire", OURS, ids=name_of)
in_every_language = pytest.mark.parametrize("language", sorted(INTERFACE))


def test_all_of_them_are_here() -> None:
    assert [path.stem for path in PATHS] == [
        "fevs2018.v1",
        "four_pillars.v1",
        "functions.v1",
        "leadership_expectations.v1",
        "resilience.v1",
        "working_together.v1",
    ]


@pytest.mark.parametrize("name", ["fevs2018", "four_pillars"])
def test_it_has_five_items_in_each_of_the_four_pillars(name: str) -> None:
    questionnaire = find_questionnaire(name)

    assert [pillar.id for pillar in questionnaire.pillars] == PILLARS
    title = wording(questionnaire.pillars[2].title, questionnaire, "en")
    assert title == "Integrity and transparency"
    assert all(len(pillar.items) >= 5 for pillar in questionnaire.pillars)


@pytest.mark.parametrize("name", NEW)
def test_it_has_its_pillars_and_the_readme_names_them(name: str) -> None:
    questionnaire = find_questionnaire(name)
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert {each.id: len(each.items) for each in questionnaire.pillars} == NEW[name]
    assert questionnaire.license == "CC0-1.0"
    assert f"**`{name}.v1`**" in readme
    assert all(f"`{pillar}`" in readme for pillar in NEW[name])


def test_no_two_questionnaires_give_one_id_to_different_items() -> None:
    every = [item.id for each in OURS for pillar in each.pillars for item in pillar.items]

    assert len(set(every)) == len(every)


@pytest.mark.parametrize("path", PATHS, ids=stem)
def test_it_fits_the_schema_that_editors_use_and_names_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    schema = json.loads((FOLDER / "questionnaire.schema.json").read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yaml.safe_load(text), schema)
    assert text.startswith("# yaml-language-server: $schema=questionnaire.schema.json\n")


def test_the_schema_knows_what_the_loader_refuses() -> None:
    schema = json.loads((FOLDER / "questionnaire.schema.json").read_text(encoding="utf-8"))
    data = yaml.safe_load((FOLDER / "four_pillars.v1.yaml").read_text(encoding="utf-8"))
    data["pillars"][0]["items"][0]["reverse"] = True

    with pytest.raises(jsonschema.ValidationError, match="'reverse' was unexpected"):
        jsonschema.validate(data, schema)


def test_the_schema_is_current() -> None:
    kept = (FOLDER / "questionnaire.schema.json").read_text(encoding="utf-8")

    assert kept == editor_schema(), "make it anew with the command in questionnaires/README.md"


@ours
def test_each_pillar_has_exactly_one_reverse_worded_item(questionnaire: Questionnaire) -> None:
    for pillar in questionnaire.pillars:
        assert sum(item.reversed for item in pillar.items) == 1


@ours
def test_wordings_are_short_and_say_one_thing(questionnaire: Questionnaire) -> None:
    for group in GROUPS:
        for each in items_of(questionnaire, group, "en"):
            assert len(each.text.split()) <= 15, each.text
            assert " and " not in each.text


@ours
@in_every_language
def test_every_language_has_every_question_seen_from_two_sides_and_said_once(
    questionnaire: Questionnaire, language: str
) -> None:
    leaders, staff = (questions(questionnaire, group, language) for group in GROUPS)
    worded = {each.id: each.text for each in staff}
    english = {each.id: each.text for each in questions(questionnaire, "leaders", "en")}

    for asked in (leaders, staff):
        assert len({each.text for each in asked}) == len(asked)
    for each in leaders:
        if each.kind == "item":
            assert each.text != worded[each.id]
        if each.kind != "prediction" and language != "en":
            assert each.text != english[each.id]


@ours
@in_every_language
def test_leaders_speak_of_themselves_and_staff_of_their_leaders(
    questionnaire: Questionnaire, language: str
) -> None:
    themselves, their_leaders = (each.casefold() for each in SPEAKERS[language])

    for each in items_of(questionnaire, "leaders", language):
        assert their_leaders not in each.text.casefold()
    for each in items_of(questionnaire, "staff", language):
        assert themselves not in each.text.casefold()


@ours
@pytest.mark.parametrize(("language", "script"), [("ar", "ARABIC"), ("zh-Hans", "CJK UNIFIED")])
def test_wordings_are_in_the_script_of_their_language(
    questionnaire: Questionnaire, language: str, script: str
) -> None:
    for group in GROUPS:
        for each in questions(questionnaire, group, language):
            letters = [sign for sign in each.text if sign.isalpha()]
            assert all(unicodedata.name(sign).startswith(script) for sign in letters), each.text


@ours
def test_it_is_in_every_language_of_the_interface(questionnaire: Questionnaire) -> None:
    assert set(questionnaire.languages) == set(INTERFACE)


@ours
def test_its_translations_are_marked_as_unchecked_by_a_native_speaker(
    questionnaire: Questionnaire,
) -> None:
    file = FOLDER / f"{questionnaire.id}.v{questionnaire.version}.yaml"
    head = file.read_text(encoding="utf-8").partition("\nid:")[0]

    assert "STILL NEEDS A NATIVE SPEAKER'S CHECK" in head


@ours
@in_every_language
def test_wordings_use_the_full_stops_of_their_language(
    questionnaire: Questionnaire, language: str
) -> None:
    stop = "。" if language == "zh-Hans" else "."
    for group in GROUPS:
        for each in items_of(questionnaire, group, language):
            assert each.text.endswith(stop)
            assert each.text == each.text.strip()
            assert "  " not in each.text


@ours
def test_french_signs_never_begin_a_line(questionnaire: Questionnaire) -> None:
    file = FOLDER / f"{questionnaire.id}.v{questionnaire.version}.yaml"
    french = re.findall(r'^[ -]*fr: "(.*)"$', file.read_text(encoding="utf-8"), re.MULTILINE)

    assert french
    for text in french:
        assert not re.search(r"[^\u00a0][?:;!»]|«[^\u00a0]", text), text


@ours
def test_leaders_predict_every_pillar_and_ladder(questionnaire: Questionnaire) -> None:
    pillars = [each.id for each in questionnaire.pillars]
    ladders = [each.id for each in questionnaire.ladders]

    assert [each.of for each in questionnaire.predictions] == pillars + ladders


@pytest.mark.parametrize(
    ("name", "purposes"),
    [
        ("four_pillars", ["challenge", "comment", "comment"]),
        ("functions", ["challenge"]),
        ("working_together", ["challenge", "comment"]),
        ("leadership_expectations", ["comment"]),
        ("resilience", ["comment"]),
    ],
)
def test_open_questions_are_few_and_the_challenge_is_one_wherever_it_is_asked(
    name: str, purposes: list[str]
) -> None:
    questionnaire = find_questionnaire(name)
    challenge = find_questionnaire("four_pillars").open_questions[0]

    assert [each.purpose for each in questionnaire.open_questions] == purposes
    for each in questionnaire.open_questions:
        assert each.purpose != "challenge" or each == challenge


def test_functions_have_a_module_each_and_everybody_has_what_leaders_supply() -> None:
    questionnaire = find_questionnaire("functions")
    whose = {each.id: each.function for each in questionnaire.pillars}
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")

    modules = {"Customer service", "Field sales", "Support teams"}
    assert {each for each in whose.values() if each} == modules
    assert whose["leaders_supply"] is None
    assert all(f"“{each}”" in readme for each in modules)
    for each in (*modules, "Finance"):
        asked = questions(questionnaire, "staff", attributes={"function": each})
        own = [pillar.id for pillar in questionnaire.pillars if pillar.function == each]
        assert len(asked) == 3 * (len(own) + 1) + 1


def test_the_ladder_has_five_rungs() -> None:
    assert len(find_questionnaire("four_pillars").ladders[0].rungs) == 5


@in_every_language
def test_the_labels_of_cooperation_are_short_enough_for_the_head_of_a_column(
    language: str,
) -> None:
    questionnaire = find_questionnaire("working_together")
    cooperation = next(each for each in questionnaire.scales if each.id == "cooperation")
    labels = [wording(each, questionnaire, language) for each in cooperation.labels]

    assert len(labels) == 5
    assert max(len(label) for label in labels) <= LONGEST_LABEL


@ours
@pytest.mark.parametrize("group", GROUPS)
def test_it_takes_about_three_minutes(questionnaire: Questionnaire, group: Group) -> None:
    asked = questions(questionnaire, group)
    words = sum(len(question.text.split()) for question in asked)
    closed = sum(question.kind != "open" for question in asked)

    # Reading at 200 words a minute, three seconds to choose; open questions may stay empty.
    assert words / 200 + closed * 3 / 60 < 3.5


@pytest.mark.data
def test_fevs_items_are_word_for_word_with_their_own_scales(shared_data: Path) -> None:
    with (shared_data / "fevs2018_sample" / "items.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["item"].lower(): row for row in csv.DictReader(file)}

    questionnaire = find_questionnaire("fevs2018")
    asked = [each for each in questions(questionnaire, "staff") if each.kind == "item"]

    assert len(asked) == 25
    for question in asked:
        row = rows[question.id]
        assert question.text == row["text"]
        assert list(question.labels) == [row[f"label_{step}"] for step in range(1, 6)]


def test_the_readme_lists_the_fevs_mapping_as_it_is() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")

    for pillar in find_questionnaire("fevs2018").pillars:
        items = [item.id.upper() for item in pillar.items]
        assert f"--pillar {pillar.id}={','.join(items)}" in readme
        assert f"| `{pillar.id}` | {', '.join(items)} |" in readme.replace("*", "")
