"""Merrowdale Home Services: an invented organisation whose gaps are known because we made them.

It installs and repairs heating in homes: 308 people, 22 of them in the senior team. What they
answer is drawn at random around the numbers written down here, so that what the report
finds can be held against what is true. Each answer to an item comes from a normal variable:

    lean = (what the group thinks of the pillar) + (the person's own view) + (chance)

cut at four points into five answers. The first part stands in a wave's ``views``; the other
two have variances ``PERSONAL`` and ``1 - PERSONAL``. So where leaders' view is d above
staff's, A on one item (the chance that a leader leans higher than a member of staff) is about
Phi(d / sqrt 2): 0.5 gives 0.64, 1 gives 0.76. The starts of the random numbers were chosen
so that the two published rounds show all four verdicts between them.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt

from survey.demo.words import COMMENTS
from survey.invitations import new_id
from survey.people import Person
from survey.questionnaire import DEPARTMENT, GROUPS, Group, Questionnaire, questions
from survey.responses import Response

NAME = "Merrowdale Home Services"

SENIOR_TEAM = 22
DEPARTMENTS: Mapping[str, Mapping[str, int]] = {
    # department: function: staff
    "Service centre": {"Customer service": 62, "Support": 8},
    "Field sales": {"Field sales": 46},
    "Installation and repair": {"Technicians": 80, "Support": 10},
    "Warehouse": {"Support": 34},
    "Finance and people": {"Support": 20},
    "IT and product": {"Support": 18},
    # Too small to be stored: they become "Other" at launch.
    "Legal": {"Support": 4},
    "Fleet office": {"Support": 4},
}

PERSONAL = 0.45
"""Share of the variance of an answer that is the person's view of the whole pillar."""
_CUTS = (-1.45, -0.55, 0.15, 1.2)
_SKIPPERS, _SKIPPED = 0.03, 0.15
"""A few people leave questions out, and then one in seven."""

USUAL, DEPENDS = 0.35, 0.8
"""What departments think of working with another, and the chance that somebody depends on one."""

Pair = tuple[float, float]
"""Leaders, staff."""
_Place = tuple[Group, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """What is true of the organisation when a round is run.

    ``views`` gives, for each pillar, what leaders and what staff think of it (0 is the middle
    of the road, in standard deviations of an answer). ``ladder`` has one weight a rung for
    leaders and for staff. ``guesses`` gives for each pillar what leaders think is the share
    of staff who are favourable, ``rung_guess`` a weight for each rung they may name.
    ``answering`` is the share of each group that answers, ``comments`` a slice of `COMMENTS`,
    ``start`` where the random numbers start. ``working`` gives, for some pairs of departments,
    what the first thinks of working with the second; of the others they think ``USUAL``.
    """

    views: Mapping[str, Pair]
    ladder: tuple[Sequence[float], Sequence[float]]
    guesses: Mapping[str, float]
    rung_guess: Sequence[float]
    answering: Pair
    comments: slice
    start: str
    working: Mapping[tuple[str, str], float] = field(default_factory=dict)


FIRST = Wave(
    views={
        "culture": (0.50, 0.30),  # a small gap
        "focus": (0.75, -0.20),  # a wide one, and leaders do not know
        "integrity_transparency": (0.85, -0.15),  # the widest, and leaders do not know
        "outcome_orientation": (0.25, 0.25),  # none
    },
    # Leaders contradict one another: most say "meet", the rest say anything.
    ladder=((0.20, 0.50, 0.05, 0.10, 0.15), (0.04, 0.14, 0.22, 0.50, 0.10)),
    guesses={
        "culture": 0.60,
        "focus": 0.70,
        "integrity_transparency": 0.70,
        "outcome_orientation": 0.50,
    },
    rung_guess=(0.10, 0.60, 0.20, 0.10, 0.0),
    answering=(0.93, 0.72),
    comments=slice(0, 14),
    start="demo-merrowdale-1/52",
)
SECOND = Wave(
    views={
        "culture": (0.50, 0.30),
        "focus": (0.70, -0.20),  # nothing was done about it
        "integrity_transparency": (0.70, 0.35),  # what was agreed at the offsite has worked
        "outcome_orientation": (0.25, 0.25),
    },
    # The leaders have talked to one another.
    ladder=((0.0, 0.15, 0.20, 0.60, 0.05), (0.03, 0.12, 0.20, 0.55, 0.10)),
    guesses={
        "culture": 0.60,
        "focus": 0.60,
        "integrity_transparency": 0.50,
        "outcome_orientation": 0.50,
    },
    rung_guess=(0.0, 0.15, 0.25, 0.60, 0.0),
    answering=(0.95, 0.76),
    comments=slice(6, 20),
    start="demo-merrowdale-2/28",
)
TOGETHER = Wave(
    views={
        "role_clarity": (0.60, 0.05),  # leaders think that roles are clearer than they are
        "internal_customers": (0.30, 0.20),
    },
    ladder=((), ()),
    guesses={"role_clarity": 0.65, "internal_customers": 0.50},
    rung_guess=(),
    answering=(0.95, 0.80),
    comments=slice(0, 12),
    start="demo-merrowdale-together/1",
    working={
        # Sales sell dates that installation cannot keep, and notice little of it.
        ("Installation and repair", "Field sales"): -0.9,
        ("Field sales", "Installation and repair"): 0.5,
        # The service centre waits for product; product hears from it all the time.
        ("Service centre", "IT and product"): -0.6,
        ("Installation and repair", "Warehouse"): 0.7,
        ("Warehouse", "Installation and repair"): 0.6,
        ("Service centre", "Field sales"): -0.3,
    },
)
NOW = replace(SECOND, answering=(0.45, 0.40), start="demo-merrowdale-3")
"""The open round: people think as they did in the second, and fewer have answered so far."""


def people(rng: random.Random) -> list[Person]:
    """Return everybody at Merrowdale, numbered in no particular order; no e-mail addresses."""
    places: list[_Place] = [("leaders", "Senior team", "Leadership")] * SENIOR_TEAM
    for department, functions in DEPARTMENTS.items():
        for function, size in functions.items():
            place: _Place = ("staff", department, function)
            places += [place] * size
    rng.shuffle(places)
    return [
        Person(
            id=new_id(),
            label=f"Employee {number:03}",
            email=None,
            group=group,
            attributes={"department": department, "function": function},
        )
        for number, (group, department, function) in enumerate(places, start=1)
    ]


def answering(everybody: Sequence[Person], wave: Wave, rng: random.Random) -> list[int]:
    """Return the places in ``everybody`` of those who answer, in the order they do.

    Of each group its share in ``wave`` answers, rounded to whole people.
    """
    chosen: list[int] = []
    for group, share in zip(GROUPS, wave.answering, strict=True):
        members = [place for place, person in enumerate(everybody) if person.group == group]
        chosen += rng.sample(members, round(share * len(members)))
    rng.shuffle(chosen)
    return chosen


def responses(  # noqa: PLR0913 - the last two only where a silo matrix is asked
    questionnaire: Questionnaire,
    groups: Sequence[Group],
    wave: Wave,
    rng: random.Random,
    *,
    rated: Sequence[str] = (),
    departments: Sequence[str] = (),
) -> Iterator[Response]:
    """Yield one invented response for each of ``groups``, a person's group each.

    ``rated`` are the departments of a silo matrix, ``departments`` the one stored for each
    person.
    """
    pillar_of = {item.id: each.id for each in questionnaire.pillars for item in each.items}
    reversed_items = {
        item.id for each in questionnaire.pillars for item in each.items if item.reversed
    }
    drawing = _Drawing(wave, rng, pillar_of, frozenset(reversed_items))
    comments = _handed_out(questionnaire, groups, wave, rng)
    of = {each.id: each.of for each in questionnaire.predictions}
    for place, group in enumerate(groups):
        drawing.meet_person()
        department = departments[place] if rated else ""
        choices = {
            each.id: drawing.rating(department, each.text)
            if each.kind == "silo"
            else drawing.choice(each.id, each.kind, group, of.get(each.id, ""))
            for each in questions(
                questionnaire, group, rated=rated, attributes={DEPARTMENT: department}
            )
            if each.kind != "open"
        }
        yield Response(
            id=new_id(),
            choices={key: choice for key, choice in choices.items() if choice},
            comments=comments.get(place, {}),
        )


class _Drawing:
    """Draws one person's choices after another."""

    def __init__(
        self,
        wave: Wave,
        rng: random.Random,
        pillar_of: Mapping[str, str],
        reversed_items: frozenset[str],
    ) -> None:
        self._wave = wave
        self._rng = rng
        self._pillar_of = pillar_of
        self._reversed = reversed_items
        self._own: dict[str, float] = {}
        self._skips = False

    def meet_person(self) -> None:
        """Start a new person: a view of each pillar, partly shared between pillars."""
        self._skips = self._rng.random() < _SKIPPERS
        general = self._rng.gauss(0, 1)
        self._own = {
            pillar: sqrt(PERSONAL / 2) * (general + self._rng.gauss(0, 1))
            for pillar in self._wave.views
        }

    def choice(self, question: str, kind: str, group: Group, of: str) -> int:
        """Return a choice from 1, or 0 when the question is left out."""
        if self._skips and self._rng.random() < _SKIPPED:
            return 0
        if kind == "item":
            return self._item(question, group)
        if kind == "ladder":
            return self._weighted(self._wave.ladder[GROUPS.index(group)])
        if of in self._wave.guesses:
            share = self._rng.gauss(self._wave.guesses[of], 0.12)
            return 1 + round(10 * min(max(share, 0.0), 1.0))
        return self._weighted(self._wave.rung_guess)

    def rating(self, department: str, rated: str) -> int:
        """Return how well work goes with another department, 0 where nobody depends on it."""
        if self._rng.random() > DEPENDS:
            return 0
        view = self._wave.working.get((department, rated), USUAL)
        lean = view + self._rng.gauss(0, 1)
        return 1 + sum(lean > cut for cut in _CUTS)

    def _item(self, item: str, group: Group) -> int:
        pillar = self._pillar_of[item]
        view = self._wave.views[pillar][GROUPS.index(group)]
        lean = view + self._own[pillar] + sqrt(1 - PERSONAL) * self._rng.gauss(0, 1)
        favourable = 1 + sum(lean > cut for cut in _CUTS)
        return len(_CUTS) + 2 - favourable if item in self._reversed else favourable

    def _weighted(self, weights: Sequence[float]) -> int:
        return self._rng.choices(range(1, len(weights) + 1), weights)[0]


def _handed_out(
    questionnaire: Questionnaire, groups: Sequence[Group], wave: Wave, rng: random.Random
) -> dict[int, dict[str, str]]:
    """Return by place what some people write: each text once, each by somebody else."""
    written: dict[int, dict[str, str]] = {}
    asked = {each.id for each in questionnaire.open_questions}
    for group in GROUPS:
        members = [place for place, each in enumerate(groups) if each == group]
        for question, texts in COMMENTS[group].items():
            if question not in asked:
                continue
            chosen = texts[wave.comments] if group == "staff" else texts
            authors = rng.sample(members, min(len(chosen), len(members)))
            for place, text in zip(authors, chosen, strict=False):
                written.setdefault(place, {})[question] = text
    return written
