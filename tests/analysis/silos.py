"""A published silo matrix to look at: departments of an invented organisation rate each other."""

from collections.abc import Mapping

import numpy as np

from analysis.publication import Publication, Question
from analysis.publishing import Facts, publish
from analysis.tables import Answers, questions_of
from survey.questionnaire import (
    Item,
    Pillar,
    Questionnaire,
    Scale,
    SiloMatrix,
    row_id,
)

MATRIX = SiloMatrix(
    id="silos",
    title="Working with other departments",
    leaders="How well does work go between your people and each of these departments?",
    staff="How well does work go between you and each of these departments?",
    scale="cooperation",
)
QUESTIONNAIRE = Questionnaire(
    id="together",
    version=1,
    title="Working together",
    source="tests",
    license="CC0-1.0",
    languages=("en",),
    introduction="",
    scales=(
        Scale(id="agreement", labels=("Disagree", "Partly", "Agree")),
        Scale(id="cooperation", labels=("Very badly", "Badly", "So-so", "Well", "Very well")),
    ),
    pillars=(
        Pillar(
            id="roles",
            title="Clear roles",
            about="",
            items=(Item(id="role_result", leaders="They know.", staff="I know."),),
        ),
    ),
    silo_matrix=MATRIX,
)
SIZES = {"Delivery": 40, "Finance": 14, "Legal": 9, "Sales": 36, "Support": 30}
LEADERS = 3
"""Leaders in each department."""
VIEWS = {("Sales", "Delivery"): 0.2, ("Delivery", "Sales"): 0.75}
"""The chance of a favourable answer of one department about another; of others it is one half."""


def asked(sizes: Mapping[str, int] = SIZES) -> tuple[Question, ...]:
    """Return what is counted where these departments rate each other."""
    return questions_of(QUESTIONNAIRE, rated=sorted(sizes))


def silo_answers(
    sizes: Mapping[str, int] = SIZES, *, depends: float = 0.9, start: int = 20
) -> Answers:
    """Return drawn answers: of each department its staff and three leaders.

    ``depends`` is the chance that somebody depends on another department and so rates it.
    """
    rng = np.random.default_rng(start)
    department = np.repeat(list(sizes), [each + LEADERS for each in sizes.values()])
    people = department.size
    leads = np.concatenate([np.arange(each + LEADERS) < LEADERS for each in sizes.values()])
    choices = {"role_result": rng.integers(1, 4, people).astype(np.int8)}
    for rated in sizes:
        chance = np.array([VIEWS.get((each, rated), 0.5) for each in department.tolist()])
        is_good = rng.random(people) < chance
        chosen = np.where(is_good, rng.integers(4, 6, people), rng.integers(1, 4, people))
        gives = (department != rated) & (rng.random(people) < depends)
        choices[row_id(MATRIX, rated)] = np.where(gives, chosen, 0).astype(np.int8)
    return Answers(
        is_leader=leads, attributes={"department": department.astype(np.str_)}, choices=choices
    )


def silo_publication(sizes: Mapping[str, int] = SIZES, *, start: int = 20) -> Publication:
    """Return their publication."""
    facts = Facts(round="r", name="Working together", organisation="Ours", series="Ours/together")
    return publish(silo_answers(sizes, start=start), asked(sizes), facts)
