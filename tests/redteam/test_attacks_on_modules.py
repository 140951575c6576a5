"""Attacks on function modules: a function's few staff in a department, and who was asked one."""

from collections import Counter
from collections.abc import Iterable, Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

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
from tests.redteam.organisations import unprotected
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
