"""Attacks on a room of five phones: what its screen tells of one phone's guess at a ladder."""

from itertools import product
from statistics import median

import numpy as np
import pytest

from analysis.offsite import Crowd, scene_of, suggested_agenda
from analysis.offsite.room import rungs_guessed_by
from analysis.publication import read_publication
from analysis.report import Distribution, report_of
from survey.agenda import PLACED
from survey.demo import DOCUMENTS

REPORT = report_of(read_publication(DOCUMENTS[1]))
STEP = next(each for each in suggested_agenda(REPORT) if each.kind == "ladder")
STAFF = REPORT.ladders[0].result.staff
RUNGS = len(STEP.labels)
GUESSES = [each for each in product(range(PLACED + 1), repeat=RUNGS) if sum(each) == PLACED]
PHONES = 5

Guess = tuple[int, ...]


def room(seed: int) -> list[Guess]:
    """Five guesses that lie near one another."""
    generator = np.random.default_rng(seed)
    near = generator.dirichlet(np.full(RUNGS, 2.0))
    return [tuple(generator.multinomial(PLACED, near).tolist()) for _ in range(PHONES)]


def seen(replies: list[Guess], *, is_exact: bool) -> object:
    """All that the reveal is made from."""
    assert isinstance(STAFF, Distribution)
    return rungs_guessed_by(replies, STAFF, None, is_exact=is_exact)


def fits(known: list[Guess], screen: object, *, is_exact: bool) -> list[Guess]:
    """Every guess that the phones not known to the attackers may have made, if that is one."""
    return [each for each in GUESSES if seen([*known, each], is_exact=is_exact) == screen]


def test_four_of_five_phones_together_hardly_ever_learn_what_the_fifth_guessed() -> None:
    left = []
    for seed in range(12):
        *known, last = room(seed)
        ours = fits(known, seen([*known, last], is_exact=False), is_exact=False)
        assert last in ours
        left.append(len(ours))

    assert sum(each == 1 for each in left) <= 1
    assert median(left) >= 10


@pytest.mark.parametrize("seed", range(2))
def test_with_exact_shares_they_always_would(seed: int) -> None:
    *known, last = room(seed)

    assert fits(known, seen([*known, last], is_exact=True), is_exact=True) == [last]


def test_one_person_alone_on_a_rung_is_not_to_be_seen() -> None:
    many = (PLACED, *(0 for _ in range(RUNGS - 1)))
    one = (PLACED - 1, 1, *(0 for _ in range(RUNGS - 2)))

    alike = [scene(replies) for replies in ([many] * PHONES, [many] * (PHONES - 1) + [one])]
    counted = [
        seen(replies, is_exact=True) for replies in ([many] * PHONES, [many] * (PHONES - 1) + [one])
    ]

    assert alike[0] == alike[1]
    assert counted[0] != counted[1]


def scene(replies: list[Guess]) -> tuple[object, ...]:
    """Everything on the screen: words, what is read out, and the drawn rows."""
    drawn = scene_of(REPORT, STEP, "reveal", Crowd(replies=replies, least=PHONES))
    (picture,) = drawn.main
    rows = picture.chart.to_dict()["datasets"]
    return drawn.title, drawn.above, drawn.lines, drawn.aside, picture.alt, rows
