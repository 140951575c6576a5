"""Silo matrix and function modules: what a file may say of them, and who is asked what."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from survey.errors import QuestionnaireError
from survey.people import NOT_GIVEN, OTHER
from survey.questionnaire import (
    GROUPS,
    Group,
    Pillar,
    Questionnaire,
    SiloMatrix,
    asked_as,
    check_report,
    fingerprint,
    is_asked,
    load_questionnaire,
    missing_wordings,
    questions,
    row_id,
)
from survey.questionnaire.strict_yaml import read_strictly
from tests.survey.departments import FEW, FILE, MODULE, TOGETHER
from tests.survey.questionnaire.conftest import SMALL

Refusal = Callable[[str, str], str]
MATRIX = TOGETHER.silo_matrix or pytest.fail("the questionnaire of these tests has a matrix")
ROWS = [row_id(MATRIX, each) for each in FEW]
SCALE = "  scale: cooperation"


@pytest.fixture
def refusal(tmp_path: Path) -> Refusal:
    """What a person reads when ``old`` in the questionnaire is written ``new``."""

    def refused(old: str, new: str) -> str:
        text = FILE.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / FILE.name
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(QuestionnaireError) as caught:
            load_questionnaire(path)
        return str(caught.value)

    return refused


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            SCALE,
            "  scale: wellness",
            (
                "line 54, silo_matrix.scale: there is no scale wellness. Scales of this file are: "
                "agreement, cooperation."
            ),
        ),
        (
            "id: silos",
            f"id: {'s' * 51}",
            (
                "line 44, silo_matrix.id: the id has 51 characters, 50 fit. Shorten it: the ids of "
                "its rows begin with it."
            ),
        ),
        (
            "- id: role_result",
            "- id: role__result",
            (
                "line 29, pillars[0].items[0].id: the id role__result has __ in it. Write one "
                "underscore: __ stands in the ids of a silo matrix's rows."
            ),
        ),
        ("id: silos", "id: silos__a", "line 44, silo_matrix.id: the id silos__a has __ in it."),
        (
            "id: silos",
            "id: roles",
            "line 44, silo_matrix.id: the id roles is used twice in this file. Give one of",
        ),
        (
            "id: silos",
            'id: "Silos!"',
            "line 44, silo_matrix.id: `id` cannot be 'Silos!'. Use lower-case letters, digits",
        ),
        (
            ', ar: "الأقسام"}',
            "}",
            "line 45, silo_matrix.title: the wording in ar is missing. Word it in every language",
        ),
        (
            '    de: "Wie gut läuft die Arbeit zwischen Ihnen und jeder dieser Abteilungen?"\n',
            "",
            "line 50, silo_matrix.staff: the wording in de is missing.",
        ),
        (
            SCALE,
            "",
            "line 43, silo_matrix: the field `scale` is missing. Add `scale:`. Use lower-case",
        ),
        (
            SCALE,
            f'{SCALE}\n  departments: ["Sales"]',
            (
                "line 55, silo_matrix.departments: there is no field `departments` here. Fields "
                "here are: id, title, leaders, staff, scale."
            ),
        ),
        (
            "silo_matrix:\n",
            'silo_matrix: "silos"\nwas:\n',
            (
                "line 43, silo_matrix: `silo_matrix` cannot be 'silos'. Give it id, title, "
                "leaders, staff and scale, one a line below it."
            ),
        ),
        (
            'function: "Customer service"',
            'function: " "',
            (
                "line 38, pillars[1].function: ' ' is no function. Write what the people list "
                "calls it, or leave it out to ask everybody."
            ),
        ),
        (
            'function: "Customer service"',
            "function: 7",
            (
                "line 38, pillars[1].function: `function` has the number 7 here. If it is text, "
                'put it in quotes: "7". Write in quotes what the people list calls it'
            ),
        ),
        (
            'ar: "من يتولى ماذا"}\n',
            'ar: "من يتولى ماذا"}\n    function: "Sales"\n',
            (
                "line 24, pillars: every pillar is for one function, so others could be asked "
                "nothing. Give at least one without `function`: it is asked of everybody."
            ),
        ),
    ],
)
def test_a_refusal_names_the_line_the_field_and_what_to_do(
    refusal: Refusal, old: str, new: str, message: str
) -> None:
    assert refusal(old, new).startswith(f"together.v1.yaml: {message}")


@pytest.mark.parametrize("value", [OTHER, NOT_GIVEN, "other"])
def test_no_module_is_for_those_whose_function_is_not_stored(refusal: Refusal, value: str) -> None:
    said = refusal('function: "Customer service"', f'function: "{value}"')

    assert f"{value!r} is no function" in said


def test_without_a_matrix_two_underscores_are_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "small.v1.yaml"
    path.write_text(SMALL.replace("id: voice_1", "id: voice__1"), encoding="utf-8")

    assert load_questionnaire(path).pillars[0].items[0].id == "voice__1"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            SCALE,
            "  scale: agreement",
            (
                "line 44, silo_matrix.id: the id silos was a silo matrix with 5 answers in version "
                "1 and is a silo matrix with 3 answers now. Give the changed question a new id"
            ),
        ),
        (
            "id: silos",
            "id: actions",
            (
                "line 44, silo_matrix.id: the id actions was an open question (comment) in version "
                "1 and is a silo matrix with 5 answers now."
            ),
        ),
    ],
)
def test_a_matrix_keeps_its_meaning_from_version_to_version(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = FILE.read_text(encoding="utf-8")
    (tmp_path / FILE.name).write_text(text, encoding="utf-8")
    later = text.replace("version: 1", "version: 2").replace("- id: actions", "- id: steps")
    path = tmp_path / "together.v2.yaml"
    path.write_text(later.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(QuestionnaireError) as caught:
        load_questionnaire(path)

    assert str(caught.value).startswith(f"together.v2.yaml: {message}")


def test_a_matrix_that_lacks_a_wording_is_named(tmp_path: Path) -> None:
    blank = msgspec.structs.replace(MATRIX, staff={"en": "How well?", "de": "Wie gut?"})

    missing = missing_wordings(msgspec.structs.replace(TOGETHER, silo_matrix=blank))

    assert missing == ("silos, staff: the wording in ar is missing",)


def test_a_part_that_is_left_out_changes_no_fingerprint(tmp_path: Path) -> None:
    path = tmp_path / "small.v1.yaml"
    path.write_text(SMALL, encoding="utf-8")
    small = load_questionnaire(path)

    assert b"silo_matrix" not in msgspec.json.encode(small)
    assert b"function" not in msgspec.json.encode(small)
    with_matrix = msgspec.structs.replace(small, silo_matrix=MATRIX)
    assert fingerprint(with_matrix) != fingerprint(small)
    stored = msgspec.json.encode(TOGETHER)
    assert fingerprint(msgspec.json.decode(stored, type=Questionnaire)) == fingerprint(TOGETHER)


def test_a_department_has_one_id_however_its_name_is_written() -> None:
    assert row_id(MATRIX, " SALES ") == row_id(MATRIX, "Sales") == "silos__e04eb290"
    assert len({row_id(MATRIX, f"Department {number}") for number in range(1000)}) == 1000


def test_the_longest_id_of_a_row_is_as_long_as_an_id_may_be() -> None:
    longest = SiloMatrix(id="s" * 50, title="", leaders="", staff="", scale="x")

    assert len(row_id(longest, "Sales")) == 60
    assert asked_as(row_id(longest, "Sales")) == longest.id
    assert asked_as("culture_unwatched") == "culture_unwatched"


def test_the_matrix_stands_after_ladders_and_before_predictions_and_open_questions() -> None:
    with_all = msgspec.structs.replace(
        TOGETHER,
        ladders=load(SMALL).ladders,
        predictions=load(SMALL).predictions[1:],
        languages=("en", "de"),
    )

    for group in GROUPS:
        predicted = ["prediction"] if group == "leaders" else []
        asked = questions(with_all, group, rated=FEW)
        kinds = list(dict.fromkeys(each.kind for each in asked))
        assert kinds == ["item", "ladder", "silo", *predicted, "open"]
        assert [each.id for each in asked if each.kind == "silo"] == ROWS


def load(text: str) -> Questionnaire:
    """Return a questionnaire as its file says it."""
    return msgspec.convert(read_strictly(text.encode(), "small.v1.yaml").data, Questionnaire)


def test_a_row_has_the_department_s_name_the_group_s_words_and_the_matrix_s_scale() -> None:
    row = next(each for each in questions(TOGETHER, "leaders", "de", rated=FEW) if each.stem)

    assert (row.text, row.section) == ("Delivery", "Abteilungen")
    assert row.stem.startswith("Wie gut läuft die Arbeit zwischen Ihren Leuten")
    assert row.labels[0] == "Sehr schlecht"
    assert len(row.labels) == 5


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (None, FEW),
        ({}, FEW),
        ({"department": "Sales"}, ("Delivery", "Finance")),
        ({"department": OTHER}, FEW),
        ({"department": NOT_GIVEN}, FEW),
        ({"site": "Sales"}, FEW),
    ],
)
def test_nobody_is_asked_about_the_department_stored_with_their_answers(
    attributes: dict[str, str] | None, expected: tuple[str, ...]
) -> None:
    asked = questions(TOGETHER, "staff", rated=FEW, attributes=attributes)

    assert tuple(each.text for each in asked if each.kind == "silo") == expected


def test_without_departments_the_matrix_is_not_asked() -> None:
    assert not [each for each in questions(TOGETHER, "staff") if each.kind == "silo"]


@pytest.mark.parametrize(
    ("group", "function", "expected"),
    [
        ("leaders", None, True),
        ("leaders", "Finance", True),
        ("staff", "Customer service", True),
        ("staff", "CUSTOMER SERVICE", True),
        ("staff", "Finance", False),
        ("staff", OTHER, False),
        ("staff", None, False),
    ],
)
def test_a_module_is_asked_of_its_function_s_staff_and_of_leaders(
    group: Group, function: str | None, *, expected: bool
) -> None:
    attributes = {} if function is None else {"function": function}
    for_all, module = TOGETHER.pillars

    asked = {each.id for each in questions(TOGETHER, group, attributes=attributes)}

    assert is_asked(for_all, group, attributes)
    assert is_asked(module, group, attributes) == (MODULE in asked) == expected


def test_a_pillar_for_nobody_in_particular_is_for_everybody() -> None:
    plain = Pillar(id="x", title="", about="", items=())

    assert is_asked(plain, "staff", {"function": "Finance"})


def test_the_report_counts_a_matrix_as_one_question_and_says_whose_a_module_is() -> None:
    assert check_report(FILE).splitlines()[3:-1] == [
        "pillar roles: 2 items, 0 reverse-worded",
        "pillar customer: 1 item, 0 reverse-worded, for Customer service and leaders",
        "silo matrix silos: 5 answers for each other department",
        "asked of leaders: 5 questions, 1 of them open",
        "asked of staff: 4 questions, 1 of them open, and up to 1 by function",
    ]
