"""What a launch finds on a people list: departments to rate, and whom each module reaches."""

import re
from dataclasses import replace

import msgspec
import pytest

from analysis.publishing.taking import import_round
from survey.coarsening import coarsen
from survey.fieldwork import create_round, launch, launch_summary
from survey.people import Person
from survey.reach import function_modules, rated_departments
from survey.round_file import export_round
from survey.steering import clone_round
from survey.storage import Store, open_driver, postgres, sqlite
from survey.storage.driver import SCHEMA
from survey.wording import columns_needed, frozen_at_launch, inert, plain
from tests.survey.departments import (
    FEW,
    TOGETHER,
    drafted,
    launched,
    members,
    person,
    with_functions,
)
from tests.survey.examples import ORGANISER, QUESTIONNAIRE, draft

K = 5
LEFT_OUT = (
    "The questions about working with other departments are left out: fewer than two departments "
    "are stored with answers. Each needs 5 or more people in the list's column “department”, also "
    "together with the other columns."
)
NOT_ASKED = (
    "No staff are asked the questions for “Customer service”, since it is stored with no staff's "
    "answers. It needs 5 or more staff in the list's column “function”, also together with the "
    "other columns."
)
SERVING = with_functions(
    members(),
    {**dict.fromkeys(range(5, 11), "customer service"), **dict.fromkeys(range(11, 23), "Desk")},
)


def rated(people: list[Person]) -> tuple[str, ...]:
    return rated_departments(TOGETHER, coarsen(people, K))


def test_the_departments_to_rate_are_those_stored_with_answers_by_name() -> None:
    tiny = [person(100 + number, "staff", department="Legal") for number in range(4)]
    nowhere = [person(200 + number, "staff") for number in range(5)]

    assert rated(members()) == FEW
    assert rated(members() + nowhere) == FEW
    merged = rated(members() + tiny)
    assert "Legal" not in merged
    assert len(merged) >= 2
    assert set(merged) <= set(FEW)


def test_a_department_of_leaders_alone_is_rated_too() -> None:
    board = [person(300 + number, "leaders", department="Board") for number in range(5)]

    assert rated(members(leaders=0) + board) == ("Board", *FEW)


@pytest.mark.parametrize("departments", [(), ("Sales",)])
def test_with_fewer_than_two_departments_nothing_is_rated(
    store: Store, departments: tuple[str, ...]
) -> None:
    people = members(departments, each=20) + [person(400, "staff")] * (not departments)
    made = drafted(store, people)

    assert LEFT_OUT in launch_summary(store, made.id).warnings
    launch(store, made.id, ORGANISER)
    assert store.rounds.get(made.id).rated == ()


def test_a_questionnaire_without_a_matrix_rates_nothing_and_warns_of_nothing(store: Store) -> None:
    made = draft(store)
    summary = launch_summary(store, made.id)

    assert (summary.round.rated, summary.modules) == ((), ())
    assert not [each for each in summary.warnings if "department" in each or "function" in each]
    launch(store, made.id, ORGANISER)
    assert store.rounds.get(made.id).rated == ()


def test_a_module_counts_its_function_s_staff_and_all_leaders() -> None:
    (module,) = function_modules(TOGETHER, SERVING, coarsen(SERVING, K))

    assert (module.pillar, module.function, module.items) == ("customer", "Customer service", 1)
    assert (module.staff, module.leaders) == (6, 5)


def test_a_module_reaches_nobody_whose_function_is_too_rare_to_be_stored() -> None:
    few = with_functions(members(), dict.fromkeys(range(5, 9), "Customer service"))
    (module,) = function_modules(TOGETHER, few, coarsen(few, K))

    assert (module.staff, module.leaders) == (0, 5)


def test_a_function_that_only_leaders_have_is_warned_of(store: Store) -> None:
    heads = with_functions(members(), dict.fromkeys(range(5), "Customer service"))
    made = drafted(store, heads)

    assert NOT_ASKED in launch_summary(store, made.id).warnings
    store.people.replace(made.id, SERVING)
    assert NOT_ASKED not in launch_summary(store, made.id).warnings


def test_without_a_people_list_there_is_one_warning_of_that(store: Store) -> None:
    warnings = launch_summary(store, drafted(store, []).id).warnings

    assert "nobody would be invited" in warnings[0]
    assert not {LEFT_OUT, NOT_ASKED} & set(warnings)


def test_launching_freezes_the_departments_and_nothing_before_does(store: Store) -> None:
    made = drafted(store)
    before = store.rounds.get(made.id).rated
    foreseen = launch_summary(store, made.id).round.rated
    launch(store, made.id, ORGANISER)
    after = store.rounds.get(made.id)

    assert (before, foreseen, after.rated) == ((), FEW, FEW)
    store.rounds.move(made.id, to="closed", by=ORGANISER)
    assert store.rounds.get(made.id) == replace(after, state="closed")


def test_departments_keep_their_letters_and_signs(store: Store) -> None:
    odd = ("Büro “Nord”", "R&D <b>, [1]", "المبيعات", "研发\\n")

    assert launched(store, members(odd)).rated == tuple(sorted(odd))


def test_the_next_round_s_departments_are_its_own_list_s(store: Store) -> None:
    before = launched(store)
    after = clone_round(store, before.id, name="Autumn", by=ORGANISER)

    assert after.rated == ()
    store.people.replace(
        after.id, [replace(each, id=f"next-{each.id}") for each in members(("Post", "Till"))]
    )
    launch(store, after.id, ORGANISER)
    assert store.rounds.get(after.id).rated == ("Post", "Till")


def test_an_open_round_s_file_gives_its_departments_away_and_a_draft_made_of_it_has_none(
    store: Store,
) -> None:
    content = export_round(store, launched(store).id)
    taken = import_round(store, content, by=ORGANISER)

    assert tuple(msgspec.json.decode(content)["rated"]) == FEW
    assert (taken.state, taken.rated) == ("draft", ())


def test_a_database_of_before_the_matrix_is_migrated_and_its_rounds_rate_nothing(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_driver(database_url)
    older = tuple(file for file in SCHEMA if file.name < "0012")
    with monkeypatch.context() as before:
        for engine in (sqlite, postgres):
            before.setattr(engine, "SCHEMA", older)
        driver.migrate()
    with driver.writing() as session:
        session.execute(
            """
            INSERT INTO round (
                id, position, name, organisation, series, questionnaire, fingerprint, state,
                margin, scores_threshold, comments_threshold, counts_threshold
            )
            VALUES ('old', 1, 'Old', 'Kite', 'Kite/x', :text, 'f', 'open', 0.1, 5, 10, 8)
            """,
            {"text": msgspec.json.encode(QUESTIONNAIRE).decode()},
        )

    driver.migrate()
    old = Store(driver).rounds.get("old")
    driver.close()

    assert (old.name, old.state, old.rated) == ("Old", "open", ())


def test_the_organiser_reads_what_is_rated_and_who_is_asked_before_launching(store: Store) -> None:
    summary = launch_summary(store, drafted(store, SERVING).id)

    assert [plain(each) for each in frozen_at_launch(summary)][4:6] == [
        (
            "Departments to rate: Delivery, Finance, Sales. Nobody is asked about the department "
            "that is stored with their answers"
        ),
        "For Customer service there is 1 question more, asked of 6 staff and all 5 leaders",
    ]


def test_without_a_list_the_organiser_reads_where_departments_and_functions_come_from(
    store: Store,
) -> None:
    lines = frozen_at_launch(launch_summary(store, drafted(store, []).id))

    assert "**Departments to rate**: those in the people list's column “department”" in lines
    assert any(each.endswith("asked of its staff and all leaders") for each in lines)


def test_a_questionnaire_says_which_columns_it_goes_by() -> None:
    assert plain(columns_needed(TOGETHER)) == (
        "This questionnaire needs the column department, since people rate each other's "
        "departments; and function, since some questions go to one function: Customer service."
    )
    assert columns_needed(QUESTIONNAIRE) == ""


def test_a_name_is_a_name_in_markdown_and_back() -> None:
    name = "R&D *new* [x](http://a) `b` _c_ $d$ :e: <f> \\ #g ~h~ |i “j” ü"

    assert plain(f"**{inert(name)}**") == name
    assert not re.search(r"(?<!\\)[*\[\]`_$:<>#~|]", inert(name))


def test_a_round_keeps_its_departments_when_it_is_read_again(store: Store) -> None:
    made = create_round(store, questionnaire=TOGETHER, name="A", organisation="B")
    store.rounds.save(replace(made, rated=FEW, state="draft"))

    assert [each.rated for each in store.rounds.all()] == [FEW]
