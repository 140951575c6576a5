"""Attacks on function modules: a function's few staff in a department, and who was asked one."""

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from analysis.audit import exposures
from analysis.publication import Publication
from analysis.tables import Answers, Atoms, Tables, tabulate
from survey.coarsening import coarsen
from survey.fieldwork import close, personal_links
from survey.people import Person
from survey.questionnaire.asking import ROW
from survey.storage import Store
from tests.analysis.modules import SALES, SERVICE, STAFF, asked, module_answers, module_publication
from tests.redteam import attackers
from tests.redteam.organisations import released, shown, unprotected
from tests.survey.departments import FEW, MODULE, launched, members, with_functions
from tests.survey.examples import ORGANISER
from tests.survey.served import BASE_URL, Device

FEWEST = 5
ITEMS = ("service_own", "service_solve", "sales_first", "shared_goal")
Row = tuple[str, tuple[tuple[str, str], ...], bool]
"""What lies beside answers, and whether the module is among them."""

sizes = st.dictionaries(
    st.tuples(st.sampled_from(["Berlin", "Leeds", "Lyon"]), st.sampled_from([SERVICE, SALES, "x"])),
    st.integers(1, 22),
    min_size=1,
)


def tables_of(answers: Answers) -> Tables:
    return tabulate(answers, asked(), few=FEWEST)


def learned(publication: Publication, tables: Tables) -> list[attackers.Finding]:
    """What subtracting and solving tells of fewer than k people, module by module."""
    found = []
    for item in ITEMS:
        present = tables.counts[item].sum(axis=1) > 0
        atoms = Atoms(
            group=tables.atoms.group[present],
            labels={name: each[present] for name, each in tables.atoms.labels.items()},
        )
        found += attackers.subtract(publication, item)
        found += attackers.subtract_groups(publication, item)
        found += attackers.solve(publication, atoms, item)
    return [each for each in found if each.people < FEWEST]


def few_of(rows: Iterable[Row]) -> list[Row]:
    """Tell apart whoever shares what is stored and what was asked with fewer than k."""
    return [row for row, people in Counter(rows).items() if people < FEWEST]


def test_a_function_s_few_staff_in_a_department() -> None:
    answers = module_answers()
    open_, ours = unprotected(answers, asked()), module_publication()
    tables = tables_of(answers)
    few = tables.of("sales_first", "staff", ("department", "Leeds"))

    found = [each for each in attackers.subtract(open_, "sales_first") if each.people < FEWEST]

    assert STAFF["Leeds", SALES] == few.sum() == 2
    assert tuple(few.tolist()) in [each.counts for each in found]
    assert "sales_first" in [each.question for each in exposures(open_, tables)]
    assert learned(ours, tables) == []
    assert exposures(ours, tables) == ()


@given(sizes, st.integers(0, 20), st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_of_any_organisation_with_modules_nothing_is_learned_about_few(
    staff: Mapping[tuple[str, str], int], leaders: int, seed: int
) -> None:
    tables = tables_of(module_answers(staff, leaders=leaders, seed=seed))

    publication = module_publication(staff, leaders=leaders, known=(), seed=seed)

    assert learned(publication, tables) == []
    assert exposures(publication, tables) == ()


def newcomers(now: Answers, *, joined_by: int = 0, left_by: int = 0, seed: int = 0) -> Answers:
    """A year later: customer service answers the same, and everybody else anew.

    So many join customer service, and so many leave it.
    """
    rng = np.random.default_rng(seed)
    is_service = now.attributes["function"] == SERVICE
    own = np.flatnonzero(is_service)
    stay = np.setdiff1d(np.arange(is_service.size), own[:left_by])
    places = np.concatenate([stay, np.repeat(own[-1:], joined_by)])
    fresh = ~is_service[places] | (np.arange(places.size) >= stay.size)
    choices = {}
    for key, column in now.choices.items():
        old = column[places]
        drawn = rng.integers(1, 6, places.size)
        choices[key] = np.where(fresh & (old > 0), drawn, old).astype(np.int8)
    return Answers(
        is_leader=now.is_leader[places],
        attributes={name: each[places] for name, each in now.attributes.items()},
        choices=choices,
    )


def told_apart(before: Publication, after: Publication) -> list[attackers.Finding]:
    """What taking one round from the next tells of fewer than k people of a module."""
    found = [attackers.compare_rounds(before, after, each) for each in ITEMS[:3]]
    return [each for of_one in found for each in of_one if each.people < FEWEST]


def test_somebody_who_joins_a_function_while_everybody_else_changes() -> None:
    first = module_answers()
    second = newcomers(first, joined_by=1)
    joiner = [int(second.choices[each][-1]) for each in ("service_own", "service_solve")]

    careless = told_apart(unprotected(first, asked()), unprotected(second, asked()))
    before = released(first, asked(), name="before")
    after = released(second, asked(), before, name="after")

    assert {each.counts.index(1) + 1 for each in careless} == set(joiner)
    assert told_apart(before, after) == []
    assert after.table("shared_goal", "staff") != before.table("shared_goal", "staff")
    assert [each for each in after.tables if each.question == "sales_first" and each.counts]


def test_questions_for_all_that_become_a_function_s_own() -> None:
    first = newcomers(module_answers())
    everybody = tuple(replace(each, function=None) for each in asked())
    second = newcomers(first, joined_by=1)

    before = released(first, everybody, name="before")
    after = released(second, asked(), before, name="after")
    open_ = unprotected(second, asked())

    service = ("staff", ("function", SERVICE))
    known = shown(before, "service_own")[service]
    assert (shown(open_, "service_own")["staff", None] - known).sum() == 1
    assert not any(
        0 < np.abs(counts - known).sum() < FEWEST
        for cell, counts in shown(after, "service_own").items()
        if cell[0] == "staff"
    )


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 1000))
@settings(max_examples=12, deadline=None)
def test_a_few_who_join_and_leave_a_function_are_never_told_apart(
    joined_by: int, left_by: int, seed: int
) -> None:
    first = module_answers(seed=seed)
    second = newcomers(first, joined_by=joined_by, left_by=left_by, seed=seed)
    before = released(first, asked(), name="before")

    after = released(second, asked(), before, name="after")

    assert told_apart(before, after) == []


def test_which_items_were_answered_tells_no_more_than_what_is_stored_beside_them(
    store: Store,
) -> None:
    serving = dict.fromkeys(range(5, 20), "Customer service")  # three of them in a place of desks
    people = with_functions(members(FEW, each=12), serving | dict.fromkeys(range(20, 41), "Desk"))
    made = launched(store, people)
    beside = coarsen(people, FEWEST).stored
    careless = [_row(each.group, beside[each.id], asked=_is_serving(each)) for each in people]

    phone = Device(store)
    for personal in personal_links(store, made.id, BASE_URL):
        path = personal.link.removeprefix(BASE_URL)
        page = phone.open(path)
        items = {each: "2" for each in page.radios if ROW not in each}
        assert phone.send(path, page.filled() | items).status_code == 303
    close(store, made.id, ORGANISER)
    kept = store.responses.of(made.id)
    rows = [_row(each.group, each.attributes, asked=MODULE in each.choices) for each in kept]

    staff_asked = sum(module for group, _, module in rows if group == "staff")
    assert few_of(careless) != []
    assert few_of(rows) == []
    assert (len(rows), staff_asked) == (len(people), 12)


def _is_serving(person: Person) -> bool:
    return person.group == "leaders" or person.attributes["function"] == "Customer service"


def _row(group: str, attributes: Mapping[str, str], *, asked: bool) -> Row:
    return group, tuple(sorted(attributes.items())), asked
