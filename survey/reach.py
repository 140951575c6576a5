"""What of a questionnaire is asked of whom on a people list, as it is stored at launch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.coarsening import Coarsening
from survey.people import NOT_GIVEN, OTHER, Person
from survey.questionnaire import DEPARTMENT, FUNCTION, Questionnaire, is_asked

_FEWEST_RATED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A function module: whose it is, how many items it has, and who is asked them.

    ``staff`` counts the function's staff by what is stored with their answers, so either
    nobody or at least k people; ``leaders`` counts all leaders.
    """

    pillar: str
    function: str
    items: int
    staff: int
    leaders: int


def rated_departments(questionnaire: Questionnaire, coarsening: Coarsening) -> tuple[str, ...]:
    """Return the departments that a silo matrix asks about, by name.

    They are those stored with answers, so none of fewer than k people and never "Other".
    Without a matrix, or with fewer than two departments, there are none.
    """
    stored = {each.get(DEPARTMENT, OTHER) for each in coarsening.stored.values()}
    departments = stored - {OTHER, NOT_GIVEN}
    if questionnaire.silo_matrix is None or len(departments) < _FEWEST_RATED:
        return ()
    return tuple(sorted(departments))


def function_modules(
    questionnaire: Questionnaire, people: Sequence[Person], coarsening: Coarsening
) -> tuple[Module, ...]:
    """Return a questionnaire's function modules in page order, and how many are asked each."""
    modules = []
    for pillar in questionnaire.pillars:
        if pillar.function is not None:
            asked = [
                person.group
                for person in people
                if is_asked(pillar, person.group, coarsening.attributes_of(person.id))
            ]
            modules.append(
                Module(
                    pillar=pillar.id,
                    function=pillar.function.strip(),
                    items=len(pillar.items),
                    staff=asked.count("staff"),
                    leaders=asked.count("leaders"),
                )
            )
    return tuple(modules)


def unasked(
    questionnaire: Questionnaire, rated: Sequence[str], modules: Sequence[Module], k: int
) -> Iterator[str]:
    """Yield a sentence for each part that nobody, or no staff, on a people list is asked.

    Parameters
    ----------
    questionnaire
        What would be asked.
    rated, modules
        What `rated_departments` and `function_modules` found.
    k
        The fewest people who may share what is stored with their answers.
    """
    if questionnaire.silo_matrix is not None and not rated:
        yield (
            "The questions about working with other departments are left out: fewer than two "
            f"departments are stored with answers. Each needs {k} or more people in the list's "
            f"column “{DEPARTMENT}”, also together with the other columns."
        )
    for module in modules:
        if not module.staff:
            yield (
                f"No staff are asked the questions for “{module.function}”, since it is stored "
                f"with no staff's answers. It needs {k} or more staff in the list's column "
                f"“{FUNCTION}”, also together with the other columns."
            )
