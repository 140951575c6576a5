"""Which sets are taken for the same people as in an earlier round, with a few come or gone."""

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.publication import Publication
from analysis.tables import Answers, item_question, pillar_question
from tests.redteam.organisations import SCALE, released

LEADERS, STAFF = 8, 80
ITEMS = tuple(item_question(f"q{number}", SCALE) for number in range(20))
ASKED = tuple(
    question
    for start in range(0, 20, 5)
    for question in (
        *ITEMS[start : start + 5],
        pillar_question(f"p{start}", ITEMS[start : start + 5]),
    )
)
Choices = NDArray[np.int8]


def drawn(generator: np.random.Generator) -> Choices:
    """What eight leaders and eighty staff say, each with a view of their own of everything."""
    view = generator.normal(size=(LEADERS + STAFF, 1))
    noise = generator.normal(size=(LEADERS + STAFF, len(ITEMS)))
    return np.clip(np.round(3.2 + 0.7 * view + 0.8 * noise), 1, 5).astype(np.int8)


def published(choices: Choices, *earlier: Publication) -> Publication:
    answers = Answers(
        is_leader=np.arange(LEADERS + STAFF) < LEADERS,
        attributes={},
        choices={item.id: choices[:, place] for place, item in enumerate(ITEMS)},
    )
    return released(answers, ASKED, *earlier, name=f"round {len(earlier)}")


def shown_of_leaders(publication: Publication) -> int:
    return sum(table.counts is not None for table in publication.tables if table.group == "leaders")


@pytest.mark.parametrize("seed", range(4))
def test_a_senior_team_of_eight_that_keeps_most_answers_sees_its_second_round(seed: int) -> None:
    generator = np.random.default_rng(seed)
    before = drawn(generator)
    first = published(before)

    keeps = generator.random(before.shape) < 0.7
    second = published(np.where(keeps, before, drawn(generator)), first)

    assert shown_of_leaders(first) >= 20
    assert shown_of_leaders(second) >= 20


@pytest.mark.parametrize("replaced", [1, 2])
def test_one_or_two_new_leaders_among_others_who_say_the_same_are_not_shown(replaced: int) -> None:
    generator = np.random.default_rng(5)
    before = drawn(generator)
    after = before.copy()
    after[:replaced] = 6 - before[:replaced]
    after[LEADERS:] = drawn(generator)[LEADERS:]

    second = published(after, published(before))

    assert shown_of_leaders(second) == 0
    assert {each.withheld for each in second.tables if each.group == "leaders"} >= {
        "hardly changed since 'round 0': the difference would show single people"
    }
