"""A published round with function modules: an invented organisation's staff at three sites."""

from collections.abc import Mapping

import numpy as np

from analysis.publication import Publication, Question, Rate
from analysis.publishing import Facts, publish
from analysis.tables import Answers, questions_of
from survey.questionnaire import Item, Pillar, Prediction, Questionnaire, Scale

SERVICE, SALES = "Customer service", "Field sales"
PILLARS = (
    Pillar(
        id="shared",
        title="One challenge",
        about="What all of us unite around.",
        items=(
            Item(id="shared_goal", leaders="They know it.", staff="I know it."),
            Item(id="shared_words", leaders="They can say it.", staff="I can say it."),
        ),
    ),
    Pillar(
        id="service",
        title="Owning the problem",
        about="Standing in the customer's shoes.",
        function=SERVICE,
        items=(
            Item(id="service_own", leaders="They own problems.", staff="I own problems."),
            Item(id="service_solve", leaders="They may solve them.", staff="I may solve them."),
        ),
    ),
    Pillar(
        id="sales",
        title="The customer before the target",
        about="Room to find a deeper need.",
        function=SALES,
        items=(Item(id="sales_first", leaders="They put it first.", staff="I put it first."),),
    ),
)
QUESTIONNAIRE = Questionnaire(
    id="functions",
    version=1,
    title="One challenge, different duties",
    source="tests",
    license="CC0-1.0",
    languages=("en",),
    introduction="",
    scales=(Scale(id="agreement", labels=("Not at all", "Little", "Partly", "Much", "Fully")),),
    pillars=PILLARS,
    predictions=(
        Prediction(id="predict_service", of="service", leaders="How many are favourable?"),
    ),
)
STAFF = {
    ("Berlin", SERVICE): 18,
    ("Berlin", SALES): 12,
    ("Berlin", "Office"): 30,
    ("Leeds", SERVICE): 14,
    ("Leeds", SALES): 2,
    ("Leeds", "Office"): 26,
    ("Lyon", SERVICE): 8,
    ("Lyon", "Office"): 20,
}
"""How many staff answer at each site, in each function."""

INVITED = {SERVICE: 50, SALES: 20, "Office": 100}
LEADERS, LEADERS_INVITED = 20, 24


def asked() -> tuple[Question, ...]:
    """Return what is counted."""
    return questions_of(QUESTIONNAIRE)


def module_answers(
    staff: Mapping[tuple[str, str], int] = STAFF, *, leaders: int = LEADERS, seed: int = 3
) -> Answers:
    """Return drawn answers; staff answer the module of their own function alone."""
    rng = np.random.default_rng(seed)
    people = leaders + sum(staff.values())
    site = [""] * leaders + [place for (place, _), many in staff.items() for _ in range(many)]
    function = [""] * leaders + [of for (_, of), many in staff.items() for _ in range(many)]
    is_leader = np.arange(people) < leaders
    choices = {"predict_service": np.where(is_leader, rng.integers(5, 12, people), 0)}
    for pillar in PILLARS:
        own = is_leader | (pillar.function is None) | (np.array(function) == pillar.function)
        for item in pillar.items:
            chosen = np.where(is_leader, rng.integers(3, 6, people), rng.integers(1, 6, people))
            choices[item.id] = np.where(own, chosen, 0)
    return Answers(
        is_leader=is_leader,
        attributes={
            "department": np.array(site, dtype=np.str_),
            "function": np.array(function, dtype=np.str_),
        },
        choices={key: each.astype(np.int8) for key, each in choices.items()},
    )


def rates(
    staff: Mapping[tuple[str, str], int] = STAFF,
    *,
    leaders: int = LEADERS,
    invited: Mapping[str, int | None] = INVITED,
) -> tuple[Rate, ...]:
    """Return how many were invited and answered, of all staff and of each function."""
    answered = {
        name: sum(many for (_, of), many in staff.items() if of == name) for name in invited
    }
    return (
        Rate(group="leaders", invited=max(leaders, LEADERS_INVITED), answered=leaders),
        Rate(group="staff", invited=sum(staff.values()) + 22, answered=sum(staff.values())),
        *(
            Rate(
                group="staff",
                invited=many,
                answered=None if many is None else answered[name],
                segment={"function": name},
            )
            for name, many in invited.items()
        ),
    )


def module_publication(
    staff: Mapping[tuple[str, str], int] = STAFF,
    *,
    leaders: int = LEADERS,
    known: tuple[Rate, ...] | None = None,
    name: str = "Autumn",
    seed: int = 3,
) -> Publication:
    """Return their publication."""
    facts = Facts(
        round=name,
        name=name,
        organisation="Ours",
        series="Ours/functions",
        rates=rates(staff, leaders=leaders) if known is None else known,
    )
    return publish(module_answers(staff, leaders=leaders, seed=seed), asked(), facts)
