"""Attacks on groups of five to seven: everything that is said of them, held together."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from analysis.audit import exposures
from analysis.publication import Publication, Question
from analysis.stats.enumeration import multisets
from analysis.tables import Answers, item_question, pillar_question, questions_of, tabulate
from survey.questionnaire import find_questionnaire
from tests.redteam import joint
from tests.redteam.organisations import items, released

ASKED = items("q1", "q2", pillar="p")
LEADERS = 5


def organisation_of_few(
    seed: int, *, leaders: int = LEADERS, names: tuple[str, ...] = ("q1", "q2"), silent: float = 0.0
) -> Answers:
    """A few leaders and forty staff, each of whom answers all items much alike."""
    generator = np.random.default_rng(seed)
    people = leaders + 40
    mood = np.clip(np.rint(generator.normal(3.3, 1, people)), 1, 5)
    return Answers(
        is_leader=np.arange(people) < leaders,
        attributes={},
        choices={
            name: np.where(
                generator.random(people) < silent,
                0,
                np.clip(mood + generator.integers(-1, 2, people), 1, 5),
            ).astype(np.int8)
            for name in names
        },
    )


def known(publication: Publication) -> list[str]:
    return joint.known_counts(joint.worlds(publication, "p", LEADERS), "p")


@pytest.mark.parametrize("seed", [1, 4])
@pytest.mark.parametrize("step", [0.01, 0.05])
def test_rounding_alone_gives_five_leaders_away(seed: int, step: float) -> None:
    answers = organisation_of_few(seed)
    ours = released(answers, ASKED)
    tables = tabulate(answers, ASKED)

    careless = joint.rounded_to(ours, tables, step)

    truth = {each: {tuple(tables.of(each, "leaders").tolist())} for each in ("q1", "q2", "p")}
    assert joint.worlds(careless, "p", LEADERS)["q1"] == truth["q1"]
    assert known(careless) == ["q1", "q2", "p"]
    assert known(ours) == []
    assert all(joint.worlds(ours, "p", LEADERS)[each] >= truth[each] for each in truth)


def test_questions_that_are_safe_one_by_one_are_not_together() -> None:
    answers = organisation_of_few(8)
    ours = released(answers, ASKED)
    tables = tabulate(answers, ASKED)

    alone = joint.each_alone(ours, tables)

    for each in ("q1", "q2"):
        fits = joint.fitting(alone, each, multisets(LEADERS, 5))
        assert len(fits) >= 5
        assert (fits.min(axis=0) < fits.max(axis=0)).all()
    assert known(alone) == ["q1", "q2"]
    assert [each.question for each in exposures(alone, tables)] == ["p"]
    assert known(ours) == []
    assert [each.question for each in ours.coarse if each.superiority is not None] == ["q1", "q2"]


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=LEADERS, max_size=LEADERS),
    st.integers(0, 2**32 - 1),
)
@settings(max_examples=10, deadline=None)
def test_whatever_five_leaders_answered_all_worlds_together_leave_it_open(
    leaders: list[tuple[int, int]], seed: int
) -> None:
    scale = ("1", "2", "3", "4")
    asked: tuple[Question, ...] = tuple(item_question(each, scale) for each in ("q1", "q2"))
    asked = (*asked, pillar_question("p", asked))
    staff = np.random.default_rng(seed).integers(1, 5, (40, 2))
    both = np.concatenate([np.array(leaders), staff]).astype(np.int8)
    answers = Answers(
        is_leader=np.arange(45) < LEADERS,
        attributes={},
        choices={"q1": both[:, 0], "q2": both[:, 1]},
    )

    assert known(released(answers, asked)) == []


@given(st.integers(0, 2**32 - 1), st.integers(5, 7), st.sampled_from([0.0, 0.1]))
@settings(max_examples=12, deadline=None)
def test_any_few_leaders_are_published_and_every_item_stays_open(
    seed: int, leaders: int, silent: float
) -> None:
    names = ("q1", "q2", "q3")
    answers = organisation_of_few(seed, leaders=leaders, names=names, silent=silent)
    tables = tabulate(answers, items(*names, pillar="p"), few=5)

    publication = released(answers, items(*names, pillar="p"))

    for name in names:
        n = int(tables.of(name, "leaders").sum())
        if n >= 5:
            fits = joint.fitting(publication, name, multisets(n, 5))
            assert len(fits) >= 5
            assert (fits.min(axis=0) < fits.max(axis=0)).all()


def test_a_pillar_s_numbers_hang_on_no_other_pillar_s_answers() -> None:
    # Words do, by Holm's correction; then a pillar of which nothing is said must count as
    # nothing found.
    asked = (*items("q1", "q2", pillar="p"), *items("r1", "r2", pillar="r"))
    names = ("q1", "q2", "r1", "r2")
    first = organisation_of_few(3, names=names)
    said = {each.question: each for each in released(first, asked).coarse}
    for seed in range(6):
        other = organisation_of_few(seed, names=names)
        changed = Answers(
            is_leader=first.is_leader,
            attributes={},
            choices={**first.choices, "q1": other.choices["q1"], "q2": other.choices["q2"]},
        )

        again = {each.question: each for each in released(changed, asked).coarse}

        assert (again["r1"], again["r2"]) == (said["r1"], said["r2"])
        same = [
            (each.superiority, each.low, each.high, each.step, each.withheld)
            for each in (again["r"], said["r"])
        ]
        assert same[0] == same[1]


def with_staff(answers: Answers, seed: int, *, without: int = 0) -> Answers:
    """The same leaders, the last ``without`` of them gone, beside forty other staff."""
    other = organisation_of_few(seed, names=tuple(answers.choices))
    leaders = answers.is_leader.nonzero()[0][: answers.is_leader.sum() - without]
    staff = ~other.is_leader
    return Answers(
        is_leader=np.concatenate([np.ones(leaders.size), np.zeros(40)]).astype(np.bool_),
        attributes={},
        choices={
            name: np.concatenate([answers.choices[name][leaders], other.choices[name][staff]])
            for name in answers.choices
        },
    )


def fits_both(first: Publication, second: Publication, n: int) -> NDArray[np.int8]:
    """Multisets of leaders who answered the same in both rounds."""
    return joint.fitting(second, "q1", joint.fitting(first, "q1", multisets(n, 5)))


def test_leaders_who_answer_the_same_in_two_rounds() -> None:
    asked, given_away = items("q1"), 0
    for seed in range(8):
        before = organisation_of_few(seed, leaders=6, names=("q1",))
        after = with_staff(before, seed + 100)
        first = released(before, asked, name="first")

        careless = fits_both(first, released(after, asked), 6)
        ours = fits_both(first, released(after, asked, first), 6)

        given_away += len(careless) < 5 or bool(
            (careless.min(axis=0) == careless.max(axis=0)).any()
        )
        assert len(ours) >= 5
        assert (ours.min(axis=0) < ours.max(axis=0)).all()
    assert given_away >= 4


def test_a_leader_who_left_since_their_counts_were_shown() -> None:
    asked, found_out = items("q1"), 0
    for seed in range(8):
        before = organisation_of_few(seed, leaders=8, names=("q1",))
        after = with_staff(before, seed + 100, without=1)
        first = released(before, asked, name="first")
        table = first.table("q1", "leaders")
        if table is None or table.counts is None:
            continue
        left = np.array(table.counts) - np.eye(5, dtype=np.int8)
        possible = left[(left >= 0).all(axis=1)].astype(np.int8)

        found_out += len(joint.fitting(released(after, asked), "q1", possible)) == 1
        ours = released(after, asked, first)

        assert len(joint.fitting(ours, "q1", possible)) == len(possible) > 1
        assert [each.verdict for each in ours.coarse] == [None]
    assert found_out >= 2


@pytest.mark.data
def test_a_few_federal_supervisors(shared_data: Path) -> None:
    with (shared_data / "fevs2018_sample" / "fevs2018_ten_agencies.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = list(csv.DictReader(file))
    asked = questions_of(find_questionnaire("fevs2018.v1"))
    names = [each.id for each in asked if each.kind == "item"]
    told = pillars = 0
    for leaders, agency in zip((5, 6, 7), ("AM", "ED", "SB"), strict=True):
        here = [each for each in rows if each["AGENCY"] == agency]
        here.sort(key=lambda each: not each["DSUPER"].startswith("Supervisor"))
        first = sum(each["DSUPER"].startswith("Supervisor") for each in here)
        people = here[:leaders] + here[first:]
        answers = Answers(
            is_leader=np.arange(len(people)) < leaders,
            attributes={},
            choices={
                name: np.array([int(each[name.upper()] or 0) for each in people], dtype=np.int8)
                for name in names
            },
        )

        publication = released(answers, asked)

        tables = tabulate(answers, asked, few=5)
        assert exposures(publication, tables) == ()
        for name in names[::5]:
            n = int(tables.of(name, "leaders").sum())
            fits = joint.fitting(publication, name, multisets(n, 5))
            assert (fits.min(axis=0) < fits.max(axis=0)).all()
        said = [joint.said_of(publication, each.id) for each in asked if each.kind == "pillar"]
        told += sum(each is not None and each.verdict is not None for each in said)
        pillars += len(said)
    assert told >= 0.7 * pillars
