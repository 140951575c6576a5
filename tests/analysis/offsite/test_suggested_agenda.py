"""The suggested agenda: its order, what is left out, and what a phone is asked."""

import pytest

from analysis.offsite import all_items, item_step, suggested_agenda, with_challenges
from analysis.publication import from_json
from analysis.report import NotShown, Report, SharePrediction, report_of
from survey.agenda import checked_agenda
from survey.demo import DOCUMENTS
from tests.analysis.published import publication_of


@pytest.fixture(scope="module", params=[path.stem for path in DOCUMENTS])
def report(request: pytest.FixtureRequest) -> Report:
    path = next(each for each in DOCUMENTS if each.stem == request.param)
    return report_of(from_json(path.read_bytes()))


def test_the_order_is_ladder_leaders_pillars_by_gap_blind_spots_and_the_vote(
    report: Report,
) -> None:
    agenda = suggested_agenda(report)
    order = ["ladder", "agreement", "pillar", "item", "challenge"]

    kinds = [each.kind for each in agenda]
    assert kinds == sorted(kinds, key=order.index)
    pillars = [each.id for each in agenda if each.kind == "pillar"]
    gaps = {
        each.question.id: -1.0 if isinstance(each.gap, NotShown) else abs(each.gap.estimate - 0.5)
        for each in report.pillars
    }
    assert pillars == sorted(gaps, key=lambda each: -gaps[each])
    assert checked_agenda(agenda) == agenda


def test_each_blind_spot_is_one_statement_of_its_pillar(report: Report) -> None:
    steps = [each for each in suggested_agenda(report) if each.kind == "item"]
    blind = [
        each.about.id
        for each in report.predictions
        if isinstance(each, SharePrediction) and each.story == "blind spot"
    ]

    owners = {each.question.id: each.question.pillar for each in all_items(report)}
    assert len(steps) == min(len(blind), 2)
    assert {owners[each.id] for each in steps} <= set(blind)
    assert all("Blind spot: leaders" in each.about for each in steps)


def test_the_first_demo_round_has_blind_spots_to_show() -> None:
    report = report_of(from_json(DOCUMENTS[1].read_bytes()))

    assert [each.kind for each in suggested_agenda(report)].count("item") == 2


def test_what_nobody_may_see_is_left_out_until_somebody_puts_it_back() -> None:
    report = report_of(publication_of(leaders=3))

    left_out = {each.kind for each in suggested_agenda(report) if each.left_out}

    assert {"agreement", "pillar"} <= left_out


def test_a_phone_is_asked_nothing_that_gives_the_answer_away(report: Report) -> None:
    for step in suggested_agenda(report):
        if step.kind in {"pillar", "item"}:
            asked = step.ask.replace("100", "").replace("Of its", "")
            assert "Gap" not in step.title + step.ask
            assert not [word for word in asked.split() if word.isdigit() and int(word) > 10]


def test_challenges_are_taken_once_each_and_without_empty_lines(report: Report) -> None:
    agenda = with_challenges(suggested_agenda(report), [" Fewer targets ", "", "Talk", "Talk"])

    assert agenda[-1].labels == ("Fewer targets", "Talk")


def test_a_statement_can_be_added(report: Report) -> None:
    item = all_items(report)[-1]
    step = item_step(item)

    assert (step.id, step.kind, step.title) == (
        item.question.id,
        "item",
        item.question.text["staff"],
    )
    assert item.question.labels[-1] in step.ask
