"""The invented organisation is what its numbers say."""

import random
from collections import Counter
from math import sqrt
from statistics import NormalDist

import pytest

from analysis.stats.result import NotEstimable
from analysis.stats.superiority import superiority
from survey.coarsening import coarsen
from survey.demo import company
from survey.demo.words import COMMENTS
from survey.questionnaire import GROUPS, Group, Questionnaire, find_questionnaire, questions


def start(seed: int | str) -> random.Random:
    return random.Random(seed)


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return find_questionnaire("four_pillars.v1")


def test_it_has_308_people_22_of_them_leaders() -> None:
    groups = Counter(person.group for person in company.people(start(1)))

    assert groups == {"leaders": 22, "staff": 286}


def test_its_two_tiny_departments_are_stored_as_other() -> None:
    everybody = company.people(start(1))
    stored = coarsen(everybody, 5).stored
    departments = {stored[person.id].get("department") for person in everybody}

    assert not {"Legal", "Fleet office"} & departments
    assert {"Other", "Senior team", "Service centre", "Warehouse"} <= departments


def test_the_share_that_answers_is_the_one_written_down() -> None:
    rng = start(1)
    everybody = company.people(rng)

    groups = Counter(
        everybody[place].group for place in company.answering(everybody, company.FIRST, rng)
    )

    assert groups == {"leaders": round(0.93 * 22), "staff": round(0.72 * 286)}


@pytest.mark.parametrize("wave", [company.FIRST, company.SECOND], ids=["first", "second"])
def test_its_gaps_are_the_ones_written_down(
    questionnaire: Questionnaire, wave: company.Wave
) -> None:
    """Five answers in place of a fine scale bring A a little nearer to one half."""
    groups: list[Group] = ["leaders", "staff"] * 4000
    answers = list(company.responses(questionnaire, groups, wave, start(1)))

    for pillar in questionnaire.pillars:
        leaders, staff = wave.views[pillar.id]
        expected = NormalDist().cdf((leaders - staff) / sqrt(2))
        for item in pillar.items:
            counts = {group: [0] * 5 for group in GROUPS}
            for group, response in zip(groups, answers, strict=True):
                choice = response.choices.get(item.id)
                if choice:
                    counts[group][5 - choice if item.reversed else choice - 1] += 1
            found = superiority(counts["leaders"], counts["staff"])
            assert not isinstance(found, NotEstimable)
            assert found.estimate == pytest.approx(expected, abs=0.03)


def test_the_ladder_has_the_weights_written_down(questionnaire: Questionnaire) -> None:
    groups: list[Group] = ["leaders"] * 4000
    answers = company.responses(questionnaire, groups, company.FIRST, start(1))

    rungs = Counter(response.choices.get("service_standard") for response in answers)

    for rung, weight in enumerate(company.FIRST.ladder[0], start=1):
        assert rungs[rung] / 4000 == pytest.approx(weight, abs=0.03)


def test_everything_answered_fits_the_questionnaire(questionnaire: Questionnaire) -> None:
    groups: list[Group] = ["leaders", "staff"] * 100
    answers = company.responses(questionnaire, groups, company.SECOND, start(1))

    for group, response in zip(groups, answers, strict=True):
        asked = {each.id: len(each.labels) for each in questions(questionnaire, group)}
        assert all(1 <= choice <= asked[key] for key, choice in response.choices.items())
        assert set(response.comments) <= {key for key, labels in asked.items() if not labels}


def test_no_text_is_written_twice(questionnaire: Questionnaire) -> None:
    groups: list[Group] = ["staff"] * 200
    answers = company.responses(questionnaire, groups, company.FIRST, start(1))

    texts = [text for response in answers for text in response.comments.values()]

    assert len(texts) == len(set(texts)) == 3 * 14
    everything = [text for of in COMMENTS.values() for each in of.values() for text in each]
    assert len(everything) == len(set(everything))


def test_the_same_start_gives_the_same_answers(questionnaire: Questionnaire) -> None:
    def drawn() -> list[object]:
        rng = start(company.FIRST.start)
        everybody = company.people(rng)
        groups = [person.group for person in everybody]
        answers = company.responses(questionnaire, groups, company.FIRST, rng)
        return [(dict(each.choices), dict(each.comments)) for each in answers]

    assert drawn() == drawn()
