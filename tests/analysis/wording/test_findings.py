"""Titles that say the finding, and nothing that was not found."""

from dataclasses import replace

import pytest

from analysis.report import Agreement, Gap, NotShown, SharePrediction
from analysis.wording import (
    agreement_finding,
    finding,
    finding_sentence,
    item_line,
    of_100,
    predictions_finding,
    withheld_finding,
    withheld_groups,
)
from tests.analysis.exporters.reports import NAMES, report


@pytest.mark.parametrize(
    ("name", "pillar", "said"),
    [
        ("merrowdale_1", 0, "Integrity and transparency: leaders are more favourable than staff"),
        ("merrowdale_1", 2, "Culture: these answers can\u2019t tell"),
        ("merrowdale_1", 3, "Outcome orientation: leaders and staff are aligned"),
        ("merrowdale_2", 2, "Culture: a difference, too small to matter"),
        ("no_leaders", 0, "Culture: not shown"),
    ],
)
def test_a_title_says_the_verdict_in_words(name: str, pillar: int, said: str) -> None:
    each = report(name).pillars[pillar]

    assert finding(each.question, each.gap).startswith(said)


def test_a_verdict_without_numbers_is_said_without_numbers() -> None:
    question = report("coarse").pillars[0].question

    assert finding(question, NotShown("too few", verdict="Gap")).endswith("Gap, numbers not shown")


def test_on_a_ladder_people_aim_higher() -> None:
    result = report("merrowdale_1").ladders[0].result

    assert "staff aim higher than leaders" in finding(result.question, result.gap, ladder=True)


@pytest.mark.parametrize("name", NAMES)
def test_the_sentence_has_the_number_or_the_reason(name: str) -> None:
    for each in report(name).compared:
        sentence = finding_sentence(each.question, each.gap)
        assert sentence.endswith(".")
        if isinstance(each.gap, Gap):
            assert f"{of_100(each.gap.estimate)} of 100 pairs" in sentence
        else:
            assert each.gap.reason in sentence


def test_worth_a_look_is_said_of_items_that_are() -> None:
    items = [item for pillar in report("merrowdale_1").pillars for item in pillar.items]

    for item in items:
        p = item.p_worth_a_look
        assert p is not None
        assert item_line(item).endswith("worth a look") == (p < 0.05)


def test_leaders_agree_least_where_the_number_is_least() -> None:
    whole = report("merrowdale_1")
    shown = [each.agreement for each in whole.compared if isinstance(each.agreement, Agreement)]

    least = min(each.same_answer for each in shown)
    assert agreement_finding(whole.compared).endswith(f"on Culture: {of_100(least)} of 100 pairs")
    assert "is not shown" in agreement_finding(report("coarse").compared)


def test_the_worst_prediction_is_the_title_whichever_way_it_errs() -> None:
    whole = report("merrowdale_2")
    assert predictions_finding(whole.predictions).startswith("Leaders over-estimate staff most on")

    under = [
        each for each in whole.predictions if isinstance(each, SharePrediction) and each.bias < 0
    ]
    assert predictions_finding(under) == (
        "Leaders under-estimate staff most on Integrity and transparency: by 14 in 100"
    )
    assert predictions_finding([NotShown("too few")]).endswith("is not shown")


def test_withheld_is_counted_and_grouped_by_reason() -> None:
    whole = report("merrowdale_1")

    assert withheld_finding(whole).startswith("4 sets of people are withheld")
    reasons = [reason for reason, _, _ in withheld_groups(whole)]
    assert len(set(reasons)) == len(reasons)
    assert {each.reason.lower() for each in whole.withheld} == {each.lower() for each in reasons}
    assert withheld_groups(replace(whole, withheld=())) == ()
    assert withheld_finding(replace(whole, withheld=())).startswith("Nothing is withheld")
