"""The audit of small groups' numbers: pillars and items together, from the document alone."""

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from analysis.audit import require_safe, too_telling
from analysis.publication import Publication
from analysis.tables import Answers, Tables, item_question, tabulate
from survey.errors import DisclosureError
from tests.redteam import joint
from tests.redteam.organisations import items, released

SCALE = 4
ASKED = items("q1", "q2", pillar="p")


def few(seed: int, *, leaders: int = 5, names: tuple[str, ...] = ("q1", "q2")) -> Answers:
    generator = np.random.default_rng(seed)
    people = leaders + 30
    mood = generator.integers(1, 5, people)
    return Answers(
        is_leader=np.arange(people) < leaders,
        attributes={},
        choices={
            name: np.clip(mood + generator.integers(-1, 2, people), 1, SCALE).astype(np.int8)
            for name in names
        },
    )


def refused(publication: Publication, tables: Tables) -> list[str]:
    return [question for question, _ in too_telling(publication, tables)]


@pytest.mark.parametrize("leaders", [5, 6, 7])
def test_what_is_published_passes(leaders: int) -> None:
    names = ("q1", "q2", "q3", "q4")
    for seed in range(4):
        answers = few(seed, leaders=leaders, names=names)
        asked = (*items(*names[:2], pillar="p"), *items(*names[2:], pillar="r"))

        publication = released(answers, asked)

        assert refused(publication, tabulate(answers, asked)) == []
        assert any(each.superiority is not None for each in publication.coarse)


def test_whatever_gives_answers_away_in_some_world_is_refused() -> None:
    # Comparisons that look at each question by itself, held against all worlds there are.
    telling = passed = open_ = 0
    for seed in range(12):
        answers = few(seed)
        tables = tabulate(answers, ASKED)
        alone = joint.each_alone(released(answers, ASKED), tables)
        known = joint.known_counts(joint.worlds(alone, "p", 5), "p")
        found = refused(alone, tables)
        telling += bool(known)
        open_ += not known
        passed += not known and not found
        assert not known or found

    assert telling >= 2
    assert passed >= 0.75 * open_


def test_a_program_that_only_rounds_is_refused_with_the_questions_named() -> None:
    answers = few(1)
    tables = tabulate(answers, ASKED)
    careless = joint.rounded_to(released(answers, ASKED), tables, 0.01)

    assert refused(careless, tables) == ["q1", "q2", "p"]
    with pytest.raises(DisclosureError, match="q1: only 1 sets of answers fit"):
        require_safe(careless, tables)


def test_of_the_answers_themselves_only_their_number_is_read() -> None:
    answers = few(2)
    tables = tabulate(answers, ASKED)
    publication = released(answers, ASKED)
    others = replace(
        tables, counts={key: np.roll(each, 1, axis=1) for key, each in tables.counts.items()}
    )
    alone = joint.each_alone(publication, tables)
    careless = joint.rounded_to(publication, tables, 0.01)

    for each in (publication, alone, careless):
        assert list(too_telling(each, others)) == list(too_telling(each, tables))


def test_numbers_that_no_answers_lead_to_are_refused() -> None:
    answers = few(2)
    tables = tabulate(answers, ASKED)
    publication = released(answers, ASKED)
    impossible = msgspec.structs.replace(
        publication,
        coarse=tuple(
            msgspec.structs.replace(each, verdict="Gap", superiority=0.5, low=0.5, high=0.5)
            for each in publication.coarse
        ),
    )

    assert refused(impossible, tables) == ["q1", "q2", "p"]


def test_a_comparison_needs_the_other_group_s_table_and_no_withheld_item() -> None:
    answers = few(2, leaders=7)
    tables = tabulate(answers, ASKED)
    publication = released(answers, ASKED)
    assert all(each.verdict is not None for each in publication.coarse)
    hidden = msgspec.structs.replace(
        publication,
        tables=tuple(
            msgspec.structs.replace(each, counts=None) if each.question == "q1" else each
            for each in publication.tables
        ),
    )

    assert ("q1", "a rounded comparison with a group whose table is withheld") in list(
        too_telling(hidden, tables)
    )


def test_a_pillar_s_word_is_held_against_holms_bounds() -> None:
    # The word of one pillar is turned round: then nothing fits it, or too little.
    names = ("q1", "q2", "q3", "q4")
    asked = (*items(*names[:2], pillar="p"), *items(*names[2:], pillar="r"))
    answers = few(5, leaders=7, names=names)
    tables = tabulate(answers, asked)
    publication = released(answers, asked)
    said = joint.said_of(publication, "p")
    assert said is not None
    assert said.superiority is not None

    turned = "Gap" if said.verdict == "Can't tell" else "Can't tell"
    other = msgspec.structs.replace(
        publication,
        coarse=tuple(
            msgspec.structs.replace(each, verdict=turned) if each.question == "p" else each
            for each in publication.coarse
        ),
    )

    assert refused(publication, tables) == []
    assert refused(other, tables) == ["p"]


def test_a_long_scale_is_audited_although_not_every_multiset_is_listed() -> None:
    asked = (item_question("q1", [str(each) for each in range(40)]),)
    said = []
    for seed in range(2):
        generator = np.random.default_rng(seed)
        answers = Answers(
            is_leader=np.arange(67) < 7,
            attributes={},
            choices={"q1": generator.integers(1, 41, 67).astype(np.int8)},
        )
        tables = tabulate(answers, asked)
        publication = released(answers, asked)

        assert refused(publication, tables) == []
        assert refused(joint.rounded_to(publication, tables, 0.0001), tables) == ["q1"]
        said += [each for each in publication.coarse if each.superiority is not None]
    assert said
