"""Rounds of a series: joined only where comparable, changed only with an interval."""

from datetime import date

import msgspec
import pytest

from analysis.publication import Publication
from analysis.report import Gap, NotShown, Report, SharePrediction, report_of
from analysis.series import (
    ROUNDED,
    change_between,
    exact,
    gaps,
    moves_of,
    skill_on_last_round,
    trend_of,
    trends_of,
)
from analysis.stats.change import Change, change_in_superiority
from survey.commitments import Commitment
from tests.analysis.published import counts_of, publication_of


def round_of(name: str, day: str, **more: int) -> Publication:
    seed = more.pop("seed", 1)
    leaders = more.pop("leaders", 12)
    made = publication_of(leaders=leaders, counts=counts_of(leaders, 140, seed=seed))
    return msgspec.structs.replace(made, round=name, name=name, closed_on=day)


SPRING, AUTUMN = round_of("spring", "2026-03-31"), round_of("autumn", "2026-09-30", seed=2)
WINTER = round_of("winter", "2027-01-31", seed=3)


def reworded(publication: Publication, question: str) -> Publication:
    asked = tuple(
        msgspec.structs.replace(each, text={**each.text, "staff": "Something else."})
        if each.id == question
        else each
        for each in publication.questions
    )
    return msgspec.structs.replace(publication, questions=asked)


def reports(*publications: Publication) -> list[Report]:
    return [report_of(each) for each in publications]


def commitment(**more: object) -> Commitment:
    given = {"question": "culture", "start": 0.7, "to": 0.6} | more
    return Commitment(
        id="c",
        round_id="spring",
        what="Do it",
        who="Ines",
        by=date(2026, 6, 1),
        **given,  # type: ignore[arg-type]
    )


def test_a_change_is_that_of_the_statistics_on_the_two_rounds() -> None:
    before, after = reports(SPRING, AUTUMN)
    old, new = exact(gaps(before)["culture"][1]), exact(gaps(after)["culture"][1])
    assert old is not None
    assert new is not None

    found = change_between(before, after, "culture")

    assert found == change_in_superiority(old, new)
    assert isinstance(found, Change)
    assert found.estimate == pytest.approx(new.estimate - old.estimate)


def test_a_reworded_item_is_not_compared_and_nor_is_its_pillar() -> None:
    item = gaps(report_of(SPRING))["culture"][0].items[0]
    before, after = reports(SPRING, reworded(AUTUMN, item))

    for question in (item, "culture"):
        found = change_between(before, after, question)
        assert isinstance(found, NotShown)
        assert "wording changed" in found.reason
    assert isinstance(change_between(before, after, "focus"), Change)


def test_rounded_numbers_are_not_subtracted() -> None:
    before, after = reports(SPRING, round_of("autumn", "2026-09-30", leaders=6))

    assert change_between(before, after, "culture") == NotShown(f"in the later round {ROUNDED}")


def test_too_few_leaders_say_so_in_which_round() -> None:
    before, after = reports(round_of("spring", "2026-03-31", leaders=3), AUTUMN)

    found = change_between(before, after, "culture")

    assert isinstance(found, NotShown)
    assert found.reason.startswith("in the earlier round, ")


def test_what_was_not_asked_is_not_compared() -> None:
    before, after = reports(SPRING, AUTUMN)

    assert isinstance(change_between(before, after, "nowhere"), NotShown)


def test_three_rounds_give_first_to_last_and_the_last_step_only() -> None:
    three = reports(SPRING, AUTUMN, WINTER)

    trend = trend_of(three, "focus")

    assert [each.name for each in trend.points] == ["spring", "autumn", "winter"]
    assert [each.apart for each in trend.points] == [None, None, None]
    assert trend.first_to_last == change_between(three[0], three[2], "focus")
    assert trend.last_step == change_between(three[1], three[2], "focus")


def test_a_line_starts_again_after_a_round_that_asked_otherwise() -> None:
    item = gaps(report_of(SPRING))["culture"][0].items[0]
    after = [reworded(each, item) for each in (AUTUMN, WINTER)]
    rounds = reports(SPRING, *after)

    trend = trend_of(rounds, "culture")

    assert [each.apart is None for each in trend.points] == [True, False, True]
    assert [each.name for each in trend.compared] == ["autumn", "winter"]
    assert trend.first_to_last == change_between(rounds[1], rounds[2], "culture")


def test_one_round_has_no_change_yet() -> None:
    (trend, *_) = trends_of(reports(SPRING))

    assert isinstance(trend.first_to_last, NotShown)
    assert trends_of([]) == ()


def test_trends_stand_in_the_order_of_the_questionnaire_whatever_moved() -> None:
    ids = [each.question.id for each in trends_of(reports(SPRING, AUTUMN))]

    order = [each.id for each in SPRING.questions if each.kind in {"pillar", "ladder"}]
    assert ids == order


def test_a_commitment_is_held_against_the_change_of_its_number() -> None:
    before, after = reports(SPRING, AUTUMN)

    (moved,) = moves_of([commitment()], {"spring": before}, after)

    assert moved.change == change_between(before, after, "culture")
    assert isinstance(moved.before, Gap)
    assert moved.before == gaps(before)["culture"][1]
    assert moved.after == gaps(after)["culture"][1]


def test_predictions_are_held_against_what_staff_said_before() -> None:
    before, after = reports(SPRING, AUTUMN)
    (last, now) = (
        {each.about.id: each for each in report.predictions if isinstance(each, SharePrediction)}
        for report in (before, after)
    )

    found = skill_on_last_round(before, after)

    assert set(found) == {*now, "service_standard"}
    for key, each in now.items():
        naive = (last[key].actual - each.actual) ** 2
        assert found[key].error == pytest.approx(naive, abs=1e-12)
        assert found[key].skill == pytest.approx(1 - each.forecast.mse / naive)
    item = gaps(before)["culture"][0].items[0]
    assert "culture" not in skill_on_last_round(before, report_of(reworded(AUTUMN, item)))


def test_dropped_commitments_and_those_of_other_rounds_are_left_out() -> None:
    before, after = reports(SPRING, AUTUMN)

    assert moves_of([commitment(state="dropped")], {"spring": before}, after) == ()
    assert moves_of([commitment()], {}, after) == ()


def test_a_commitment_without_a_number_says_so() -> None:
    before, after = reports(SPRING, AUTUMN)
    bare = commitment(question=None, start=None, to=None)

    (moved,) = moves_of([bare], {"spring": before}, after)

    assert moved.question is None
    assert moved.change == NotShown("it names no number")
