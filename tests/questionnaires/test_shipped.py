"""What every questionnaire shipped here must keep."""

import csv
import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from survey.html.languages import INTERFACE
from survey.questionnaire import (
    FOLDER,
    find_questionnaire,
    load_questionnaire,
    questionnaire_paths,
    questions,
    wording,
)
from survey.questionnaire.schema import editor_schema

PATHS = questionnaire_paths()
CORE = find_questionnaire("four_pillars")
PILLARS = ["culture", "focus", "integrity_transparency", "outcome_orientation"]


def stem(path: Path) -> str:
    return path.stem


def test_both_are_here() -> None:
    assert [path.name for path in PATHS] == ["fevs2018.v1.yaml", "four_pillars.v1.yaml"]


@pytest.mark.parametrize("path", PATHS, ids=stem)
def test_it_loads_and_has_five_items_in_each_of_the_four_pillars(path: Path) -> None:
    questionnaire = load_questionnaire(path)

    assert [pillar.id for pillar in questionnaire.pillars] == PILLARS
    title = wording(questionnaire.pillars[2].title, questionnaire, "en")
    assert title == "Integrity and transparency"
    assert all(len(pillar.items) >= 5 for pillar in questionnaire.pillars)


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


def test_each_pillar_has_exactly_one_reverse_worded_item() -> None:
    for pillar in find_questionnaire("four_pillars").pillars:
        assert sum(item.reversed for item in pillar.items) == 1


def test_wordings_are_short_and_seen_from_two_sides() -> None:
    for pillar in find_questionnaire("four_pillars").pillars:
        for item in pillar.items:
            leaders = wording(item.leaders, CORE, "en")
            staff = wording(item.staff, CORE, "en")
            assert leaders != staff
            assert max(len(leaders.split()), len(staff.split())) <= 15
            assert " and " not in f"{leaders} {staff}"


@pytest.mark.parametrize("language", CORE.languages)
def test_every_language_has_every_question_seen_from_two_sides_and_said_once(
    language: str,
) -> None:
    leaders, staff = questions(CORE, "leaders", language), questions(CORE, "staff", language)
    worded = {each.id: each.text for each in staff}

    for asked in (leaders, staff):
        assert len({each.text for each in asked}) == len(asked)
    for each in leaders:
        if each.kind == "item":
            assert each.text != worded[each.id]
        if each.kind != "prediction" and language != "en":
            english = {asked.id: asked.text for asked in questions(CORE, "leaders", "en")}
            assert each.text != english[each.id]


def test_the_core_questionnaire_is_in_every_language_of_the_interface() -> None:
    assert set(CORE.languages) == set(INTERFACE)


def test_its_translations_are_marked_as_unchecked_by_a_native_speaker() -> None:
    head = (FOLDER / "four_pillars.v1.yaml").read_text(encoding="utf-8").partition("\nid:")[0]

    assert "STILL NEEDS A NATIVE SPEAKER'S CHECK" in head


@pytest.mark.parametrize("language", CORE.languages)
def test_wordings_use_the_quotes_and_full_stops_of_their_language(language: str) -> None:
    stop = "。" if language == "zh-Hans" else "."
    for pillar in CORE.pillars:
        for item in pillar.items:
            for text in (item.leaders, item.staff):
                said = wording(text, CORE, language)
                assert said.endswith(stop)
                assert said == said.strip()
                assert "  " not in said


def test_leaders_predict_every_pillar_and_the_ladder() -> None:
    questionnaire = find_questionnaire("four_pillars")

    assert [prediction.of for prediction in questionnaire.predictions] == [
        *PILLARS,
        "service_standard",
    ]
    assert len(questionnaire.ladders[0].rungs) == 5
    assert [each.purpose for each in questionnaire.open_questions] == [
        "challenge",
        "comment",
        "comment",
    ]


@pytest.mark.parametrize("group", ["leaders", "staff"])
def test_it_takes_about_three_minutes(group: str) -> None:
    asked = questions(
        find_questionnaire("four_pillars"), "staff" if group == "staff" else "leaders"
    )
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
