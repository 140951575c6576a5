"""What every questionnaire shipped here must keep."""

import csv
import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml

from survey.questionnaire import (
    FOLDER,
    find_questionnaire,
    load_questionnaire,
    questionnaire_paths,
    questions,
)
from survey.questionnaire.schema import editor_schema

PATHS = questionnaire_paths()
PILLARS = ["culture", "focus", "integrity_transparency", "outcome_orientation"]


def stem(path: Path) -> str:
    return path.stem


def test_both_are_here() -> None:
    assert [path.name for path in PATHS] == ["fevs2018.v1.yaml", "four_pillars.v1.yaml"]


@pytest.mark.parametrize("path", PATHS, ids=stem)
def test_it_loads_and_has_five_items_in_each_of_the_four_pillars(path: Path) -> None:
    questionnaire = load_questionnaire(path)

    assert [pillar.id for pillar in questionnaire.pillars] == PILLARS
    assert questionnaire.pillars[2].title == "Integrity and transparency"
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
            assert isinstance(item.leaders, str)
            assert isinstance(item.staff, str)
            assert item.leaders != item.staff
            assert max(len(item.leaders.split()), len(item.staff.split())) <= 15
            assert " and " not in f"{item.leaders} {item.staff}"


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
