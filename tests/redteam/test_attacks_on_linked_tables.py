"""Tables that hang together: sums of products, predictions."""

import msgspec
import numpy as np
import pytest

from analysis.audit import exposures
from analysis.publication import Product, Publication, Question
from analysis.stats.prediction import ShareForecast, share_forecast
from analysis.tables import Answers, tabulate
from tests.redteam import attackers, linked
from tests.redteam.attackers import Finding
from tests.redteam.organisations import (
    Ints,
    answers_of,
    items,
    organisation,
    released,
    shown,
    unprotected,
)

FEWEST, COUNTS, PRODUCTS = 5, 8, 30
GUESS = "guess"
STEPS = 11


def about_few(found: list[Finding]) -> list[Finding]:
    return [each for each in found if each.people < FEWEST]


def in_line(people: int) -> Ints:
    """Staff of whom whoever answers q1 higher never answers q2 lower, nor q3 higher."""
    generator = np.random.default_rng(0)
    firsts = ([1, 2, 3, 4, 5], [1, 2, 2, 4, 5], [1, 3, 3, 4, 5])
    lines = [np.sort([*first, *generator.integers(1, 6, people - 5)]) for first in firsts]
    return np.array([lines[0], lines[1], lines[2][::-1]])


def with_products(publication: Publication, answers: Answers) -> Publication:
    """The same document with the sums of products that it withholds."""
    (sums,) = tabulate(answers, items("q1", "q2", "q3", pillar="p")).products
    shown_ = Product(pillar="p", n=sums.n, sums=sums.sums, cross=sums.cross)
    return msgspec.structs.replace(publication, products=(shown_,))


@pytest.mark.parametrize("people", [COUNTS, PRODUCTS - 1])
def test_sums_of_products_of_fewer_than_thirty_staff(people: int) -> None:
    columns = in_line(people)
    asked = items("q1", "q2", "q3", pillar="p")
    said = {name: each.tolist() for name, each in zip(("q1", "q2", "q3"), columns, strict=True)}
    answers = answers_of(["staff"] * people, {}, said)
    ours = released(answers, asked)
    careless = with_products(ours, answers)

    found = linked.rows_that_follow(careless, "p")
    assert len(found) >= FEWEST
    given, counts = np.unique(columns.T, axis=0, return_counts=True)
    truth = {tuple(row.tolist()): int(n) for row, n in zip(given, counts, strict=True)}
    assert found.items() <= truth.items()
    # All tables are there to reckon with; what is missing is the products alone.
    assert all(("staff", None) in shown(ours, each.id) for each in asked)
    assert linked.rows_that_follow(ours, "p") == {}
    tables = tabulate(answers, asked)
    assert [each.what for each in exposures(careless, tables)] == [
        "sums of products of too few staff"
    ]


def test_sums_of_products_come_from_thirty_staff_on() -> None:
    asked = items("q1", "q2", "q3", pillar="p")
    made = [
        released(organisation({"A": (0, people)}, questions=("q1", "q2", "q3")), asked)
        for people in (PRODUCTS - 1, PRODUCTS)
    ]

    assert [each.products[0].n for each in made] == [None, PRODUCTS]


def with_guesses(leaders: dict[str, int], *, seed: int = 0) -> Answers:
    """Leaders foretell a share in eleven steps; staff are asked no such thing."""
    both = {name: (number, 20) for name, number in leaders.items()}
    plain = organisation(both, questions=("q1", "q2"), seed=seed)
    guesses = np.random.default_rng(seed).integers(3, STEPS, plain.is_leader.size)
    return Answers(
        is_leader=plain.is_leader,
        attributes=plain.attributes,
        choices={**plain.choices, GUESS: np.where(plain.is_leader, guesses, 0).astype(np.int8)},
    )


def asked_to_guess() -> tuple[Question, ...]:
    (guess,) = items(GUESS)
    labels = tuple(f"{10 * each} %" for each in range(STEPS))
    values = tuple(each / (STEPS - 1) for each in range(STEPS))
    foretold = msgspec.structs.replace(
        guess, kind="prediction", of="q1", labels=labels, values=values
    )
    return (*items("q1", "q2"), foretold)


def test_predictions_of_few_leaders_by_their_mean_and_spread() -> None:
    answers, asked = with_guesses({"A": 4, "B": 1}), asked_to_guess()
    truth = tabulate(answers, asked).of(GUESS, "leaders")
    told = share_forecast(truth, favourable=24, answered=40)
    assert isinstance(told, ShareForecast)
    ours = released(answers, asked)

    assert linked.predictions_that_fit(told, STEPS) == [tuple(truth.tolist())]
    # Of an item something rounded is said of so few; of what they foretold nothing at all.
    assert linked.told_of(ours, "q1")
    assert linked.told_of(unprotected(answers, asked), GUESS)
    assert linked.told_of(ours, GUESS) == []


def test_predictions_by_department() -> None:
    answers, asked = with_guesses({"A": 9, "B": 8, "C": 2}), asked_to_guess()
    careless, ours = unprotected(answers, asked), released(answers, asked)

    assert about_few(attackers.subtract(careless, GUESS))
    assert about_few(attackers.subtract(ours, GUESS)) == []
    assert list(shown(ours, GUESS)) == [("leaders", None)]


def test_a_new_leader_s_prediction() -> None:
    asked = asked_to_guess()
    later = with_guesses({"A": 9})
    there = np.ones(later.is_leader.size, dtype=np.bool_)
    there[0] = False
    first = Answers(
        is_leader=later.is_leader[there],
        attributes={name: each[there] for name, each in later.attributes.items()},
        choices={name: each[there] for name, each in later.choices.items()},
    )
    before = released(first, asked, name="before")

    careless = attackers.compare_rounds(before, unprotected(later, asked), GUESS)
    assert 1 in [each.people for each in careless]
    after = released(later, asked, before)
    assert about_few(attackers.compare_rounds(before, after, GUESS)) == []
    assert "hardly changed since 'before'" in str(after.table(GUESS, "leaders"))
