"""From answers to the document: coarse comparisons, and closed rounds of a real database."""

import numpy as np
import pytest

from analysis.publication import CoarseComparison, Rate, from_json, to_json
from analysis.publishing import Facts, preview_round, publish, publish_round
from analysis.stats.contest import Contest
from analysis.stats.enumeration import multisets, safest_telling
from analysis.stats.superiority import Superiority, superiority
from analysis.stats.verdict import verdict, verdicts
from analysis.tables import tabulate
from survey.errors import RoundStateError
from survey.fieldwork import close
from survey.responses import Response
from survey.storage import Store
from tests.redteam.organisations import items, organisation, released
from tests.survey.examples import ITEMS, OPEN_QUESTION, ORGANISER, Running, opened

STAFF = (4, 6, 9, 8, 3)


def contest(staff: tuple[int, ...] = STAFF) -> Contest:
    return Contest(other=staff, small_is_leaders=True, factors=(1.0, 1.0), margin=0.1)


@pytest.mark.parametrize("n", [5, 6, 7])
def test_whatever_five_to_seven_leaders_said_no_answer_can_be_known(n: int) -> None:
    for answers in multisets(n, 5):
        chosen = safest_telling(answers, contest())

        if chosen.word is None:
            continue
        assert len(chosen.fitting) >= 5
        assert (chosen.fitting == answers).all(axis=1).any()
        assert (chosen.fitting.min(axis=0) < chosen.fitting.max(axis=0)).all()


def test_what_is_released_fits_the_very_statistics_of_the_group() -> None:
    for answers in multisets(5, 5)[::7]:
        chosen = safest_telling(answers, contest())
        found = superiority(answers, STAFF)
        assert isinstance(found, Superiority)

        if chosen.word is not None:
            assert chosen.word == verdict(found).word
        if "superiority" in chosen.values:
            assert abs(chosen.values["superiority"] - found.estimate) <= chosen.release.step / 2
        if "low" in chosen.values:
            assert abs(chosen.values["low"] - found.low) <= chosen.release.step / 2 + 1e-9


def test_that_less_was_released_tells_nothing_more() -> None:
    # All multisets that lead to the very same words and numbers, found by trying each.
    outcomes: dict[object, list[list[int]]] = {}
    for answers in multisets(5, 5):
        chosen = safest_telling(answers, contest())
        key = (chosen.word, chosen.release, tuple(chosen.values.items()))
        outcomes.setdefault(key, []).append(answers.tolist())

    for (word, *_), fits in (
        (key, each) for key, each in outcomes.items() if isinstance(key, tuple)
    ):
        if word is not None:
            assert len(fits) >= 5
            assert all(len({each[place] for each in fits}) > 1 for place in range(5))


def test_pillars_of_few_leaders_get_holms_verdict() -> None:
    answers = organisation({"A": (6, 40)}, questions=("q1", "q2", "q3", "q4"), seed=3)
    first, second = items("q1", "q2", pillar="p"), items("q3", "q4", pillar="r")
    asked = (*first, *second)

    publication = released(answers, asked)

    tables = tabulate(answers, asked)
    found = [superiority(tables.of(each, "leaders"), tables.of(each, "staff")) for each in "pr"]
    family = [each for each in found if isinstance(each, Superiority)]
    words = [each.word for each in verdicts(family)]
    said = {each.question: each for each in publication.coarse}
    assert set(said) == {each.id for each in asked}
    assert [said[each].verdict for each in "pr"] in ([*words], [None, words[1]], [words[0], None])


def test_no_number_is_released_for_fewer_than_five_or_for_eight_leaders() -> None:
    for leaders in (4, 8):
        assert released(organisation({"A": (leaders, 30)}), items("q1")).coarse == ()


def test_two_small_groups_get_no_numbers() -> None:
    publication = released(organisation({"A": (6, 7)}), items("q1"))

    assert [each.verdict for each in publication.coarse] == [None]
    assert "too few answers" in str(publication.coarse[0].withheld)


def test_small_staff_are_protected_like_small_leaders() -> None:
    publication = released(organisation({"A": (20, 6)}, seed=4), items("q1"))

    table = publication.table("q1", "staff")
    assert table is not None
    assert table.counts is None
    assert publication.table("q1", "leaders").counts is not None  # type: ignore[union-attr]
    assert len(publication.coarse) == 1


def test_the_document_says_what_it_was_made_with() -> None:
    before = released(organisation({"A": (10, 30)}, seed=1), items("q1"), name="before")
    rates = (Rate(group="leaders", invited=12, answered=10),)
    facts = Facts(round="now", name="Now", rates=rates, closed_on="2024-05-31")

    publication = publish(
        organisation({"A": (10, 30)}, seed=2), items("q1"), facts, earlier=[before]
    )

    assert publication.earlier == ("before",)
    assert publication.thresholds == {"scores": 5, "comments": 10, "counts": 8}
    assert set(publication.software) == {"numpy", "scipy"}
    assert from_json(to_json(publication)) == publication


def answered(store: Store, running: Running, *, seed: int = 0) -> None:
    generator = np.random.default_rng(seed)
    for number, invitation in enumerate(running.invitations):
        choices = {each: int(generator.integers(1, 6)) for each in ITEMS}
        comments = {OPEN_QUESTION: f"Comment {number}"}
        store.responses.submit(
            invitation,
            Response(id=f"{running.round_id}-{number}", choices=choices, comments=comments),
        )


def test_a_closed_round_is_published_once_and_for_all(store: Store) -> None:
    running = opened(store, leaders=9, staff=24)
    answered(store, running)
    close(store, running.round_id, ORGANISER)

    preview = preview_round(store, running.round_id)
    assert store.publications.get(running.round_id) is None
    publication = publish_round(store, running.round_id, by=ORGANISER)

    assert publication == preview
    assert store.publications.get(running.round_id) == to_json(publication)
    assert store.rounds.get(running.round_id).state == "published"
    leaders = publication.table(ITEMS[0], "leaders")
    assert leaders is not None
    assert leaders.n == 9
    assert [(each.group, each.invited) for each in publication.rates if not each.segment] == [
        ("leaders", 9),
        ("staff", 24),
    ]
    with pytest.raises(RoundStateError, match="only a closed round"):
        publish_round(store, running.round_id, by=ORGANISER)


def test_comments_need_ten_authors_and_come_in_no_order_of_arrival(store: Store) -> None:
    running = opened(store, leaders=9, staff=24)
    answered(store, running)
    close(store, running.round_id, ORGANISER)

    publication = preview_round(store, running.round_id)

    said = {each.group: each for each in publication.comments if each.question == OPEN_QUESTION}
    assert said["leaders"].withheld == "fewer than 10 people wrote one"
    assert said["leaders"].texts == ()
    assert len(said["staff"].texts) == 24
    assert list(said["staff"].texts) == sorted(said["staff"].texts)
    silent = [each for each in publication.comments if each.question != OPEN_QUESTION]
    assert {each.withheld for each in silent} == {"nobody wrote a comment"}


def test_an_open_round_is_not_published(store: Store) -> None:
    running = opened(store)

    with pytest.raises(RoundStateError, match="is open, only a closed round"):
        preview_round(store, running.round_id)


def test_a_second_round_is_audited_with_the_first(store: Store) -> None:
    rounds = []
    for name, seed in (("Spring", 1), ("Autumn", 2)):
        running = opened(store, name=name, leaders=9, staff=24)
        answered(store, running, seed=seed)
        close(store, running.round_id, ORGANISER)
        rounds.append(publish_round(store, running.round_id, by=ORGANISER))

    first, publication = rounds
    assert publication.earlier == (first.round,)
    assert isinstance(publication.coarse, tuple)
    assert all(isinstance(each, CoarseComparison) for each in publication.coarse)


def test_everybody_of_few_leaders_answering_narrows_what_is_said() -> None:
    answers = organisation({"A": (6, 40)}, seed=7)
    rates = (
        Rate(group="leaders", invited=6, answered=6),
        Rate(group="staff", invited=40, answered=40),
    )

    known = publish(answers, items("q1"), Facts(round="now", name="now", rates=rates))

    # A census has no sampling error: limits, where they are said, are the estimate.
    said = known.coarse[0]
    assert said.verdict in {"Gap", "Aligned", "Small but real"}
    assert said.low is None or said.low == said.superiority == said.high
