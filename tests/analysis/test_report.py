"""Every number of a report against one worked out here from the same counts."""

from itertools import product
from math import fsum
from pathlib import Path

import msgspec
import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.publication import Publication, Rate, Table, TableGroup, read_publication
from analysis.report import (
    Agreement,
    Distribution,
    Gap,
    NotShown,
    PillarResult,
    RungPrediction,
    SharePrediction,
    Standard,
    report_of,
)
from analysis.stats.multiplicity import holm
from analysis.tables import item_question
from survey.demo import DOCUMENTS
from tests.analysis.published import FEW, NONE, counts_of, item_publication, publication_of


def shown(gap: Gap | NotShown) -> Gap:
    assert isinstance(gap, Gap)
    return gap


def width(gap: Gap) -> float:
    assert gap.low is not None
    assert gap.high is not None
    return gap.high - gap.low


def pairs(leaders: tuple[int, ...], staff: tuple[int, ...]) -> tuple[float, float, float]:
    """Shares of leader-staff pairs: leader higher, same, staff higher, by counting them all."""
    total = sum(leaders) * sum(staff)
    cells = list(product(enumerate(leaders), enumerate(staff)))
    higher = sum(x * y for (i, x), (j, y) in cells if i > j)
    same = sum(x * y for (i, x), (j, y) in cells if i == j)
    return higher / total, same / total, (total - higher - same) / total


def test_a_and_its_parts_are_those_of_all_pairs() -> None:
    counts = counts_of(12, 140)

    for pillar in report_of(publication_of(counts=counts)).pillars:
        key = pillar.question.id
        higher, same, lower = pairs(counts[key, "leaders"], counts[key, "staff"])
        gap = shown(pillar.gap)
        assert (gap.leaders_higher, gap.same, gap.staff_higher) == pytest.approx(
            (higher, same, lower), abs=1e-12
        )
        assert gap.estimate == pytest.approx(higher + same / 2, abs=1e-12)


def test_pillars_and_their_items_run_from_the_widest_gap_down() -> None:
    report = report_of(publication_of())

    gaps = [[each.gap for each in report.pillars]]
    gaps += [[item.gap for item in pillar.items] for pillar in report.pillars]
    for row in gaps:
        distances = [abs(shown(gap).estimate - 0.5) for gap in row]
        assert distances == sorted(distances, reverse=True)


def test_a_pillar_without_a_gap_to_show_comes_last() -> None:
    publication = publication_of()
    widest = report_of(publication).pillars[0].question.id
    hidden = msgspec.structs.replace(
        publication,
        tables=tuple(
            Table(question=widest, group="leaders", withheld="hidden for a test")
            if (each.question, each.group) == (widest, "leaders")
            else each
            for each in publication.tables
        ),
    )

    last = report_of(hidden).pillars[-1]

    assert last.question.id == widest
    assert last.gap == NotShown("leaders, hidden for a test")


def test_pillars_are_corrected_over_all_of_them_and_items_are_not() -> None:
    publication = publication_of()
    report = report_of(publication)
    alone = {}
    for pillar in report.pillars:
        comparison = shown(pillar.gap).comparison
        assert comparison is not None
        alone[pillar.question.id] = comparison.superiority.p_difference  # type: ignore[union-attr]  # else the test fails
    by_hand = dict(zip(alone, holm(list(alone.values())), strict=True))

    assert {each.question.id: shown(each.gap).p_difference for each in report.pillars} == by_hand
    for item in report.pillars[0].items:
        assert shown(item.gap).verdict == shown(item.gap).uncorrected


def test_a_word_that_falls_to_the_correction_says_so() -> None:
    focus = next(
        each for each in report_of(publication_of()).pillars if each.question.id == "focus"
    )
    gap = shown(focus.gap)

    assert (gap.verdict, gap.uncorrected) == ("Can't tell", "Gap")
    assert not gap.survives_correction


def test_a_hidden_pillar_still_counts_as_one_that_was_looked_at() -> None:
    publication = publication_of()
    report = report_of(publication)
    smallest = min(report.pillars, key=lambda each: shown(each.gap).p_difference or 0)
    other = next(each for each in report.pillars if each is not smallest).question.id
    hidden = msgspec.structs.replace(
        publication, tables=tuple(each for each in publication.tables if each.question != other)
    )

    again = next(
        each for each in report_of(hidden).pillars if each.question.id == smallest.question.id
    )

    assert shown(again.gap).p_difference == shown(smallest.gap).p_difference


def test_a_known_roster_narrows_the_interval_and_an_unknown_one_does_not() -> None:
    known, unknown = report_of(publication_of()), report_of(publication_of(invited=None))

    for one, other in zip(known.pillars, unknown.pillars, strict=True):
        assert width(shown(one.gap)) < width(shown(other.gap))
    assert [each.census_share for each in known.method.groups] == pytest.approx([12 / 15, 0.7])
    assert [each.census_share for each in unknown.method.groups] == [0, 0]


def test_leaders_agreement_is_the_mean_chance_over_a_pillars_items() -> None:
    counts = counts_of(12, 140)
    pillar = report_of(publication_of(counts=counts)).pillars[0]
    chances = [
        sum(x * (x - 1) for x in counts[item, "leaders"]) / (12 * 11)
        for item in pillar.question.items
    ]

    assert isinstance(pillar.agreement, Agreement)
    assert pillar.agreement.same_answer == pytest.approx(fsum(chances) / len(chances), abs=1e-12)


def test_the_ladder_has_a_middle_rung_a_share_that_exceeds_and_the_rung_said_most() -> None:
    counts = counts_of(12, 140)
    counts["service_standard", "leaders"] = (1, 7, 1, 2, 1)
    counts["service_standard", "staff"] = (10, 20, 20, 45, 45)

    ladder = report_of(publication_of(counts=counts)).ladders[0]

    assert ladder.leaders == Standard(median=1, exceed=4 / 12, most=(1,), most_share=7 / 12)
    assert ladder.staff == Standard(median=3, exceed=110 / 140, most=(3, 4), most_share=45 / 140)


def test_a_share_is_predicted_against_the_mean_over_the_pillars_items() -> None:
    counts = counts_of(12, 140)
    counts["predict_culture", "leaders"] = (0, 0, 0, 0, 0, 0, 6, 0, 6, 0, 0)
    report = report_of(publication_of(counts=counts))
    items = next(each for each in report.pillars if each.question.id == "culture").question.items
    actual = fsum(sum(counts[item, "staff"][3:]) / 140 for item in items) / len(items)

    found = report.predictions[0]

    assert isinstance(found, SharePrediction)
    assert found.predicted == pytest.approx(0.7)
    assert found.actual == pytest.approx(actual, abs=1e-12)
    assert found.bias == pytest.approx(0.7 - actual, abs=1e-12)


def test_a_rung_is_predicted_right_by_those_who_named_what_staff_say_most() -> None:
    counts = counts_of(12, 140)
    counts["predict_service_standard", "leaders"] = (0, 0, 9, 3, 0)
    counts["service_standard", "staff"] = (10, 20, 20, 50, 40)

    found = report_of(publication_of(counts=counts)).predictions[-1]

    assert isinstance(found, RungPrediction)
    assert (found.predicted, found.actual, found.right) == ((2,), (3,), 0.25)


def _guessing(
    culture: tuple[int, ...], own: tuple[int, ...], staff: tuple[int, ...]
) -> SharePrediction:
    """Leaders and staff who answer every culture item alike, and what leaders guess."""
    counts = counts_of(12, 140)
    asked = publication_of().questions
    items = next(each.items for each in asked if each.id == "culture")
    for item in items:
        counts[item, "leaders"], counts[item, "staff"] = own, staff
    middle = {each: 5 * at for at, each in enumerate(range(5))}
    for group, row in (("leaders", own), ("staff", staff)):
        sums = [0] * 21
        for at, many in enumerate(row):
            sums[min(20, middle[at])] += many
        counts["culture", group] = tuple(sums)  # type: ignore[index]
    counts["predict_culture", "leaders"] = culture
    found = report_of(publication_of(counts=counts)).predictions[0]
    assert isinstance(found, SharePrediction)
    return found


HIGH, LOW = (0, 0, 0, 2, 10), (60, 50, 20, 10, 0)
GUESS_LOW, GUESS_HIGH = (0, 12) + (0,) * 9, (0,) * 9 + (0, 12)


def test_a_gap_that_leaders_foresaw_is_known_and_one_they_did_not_is_a_blind_spot() -> None:
    assert _guessing(GUESS_LOW, HIGH, LOW).story == "known gap"
    assert _guessing(GUESS_HIGH, HIGH, LOW).story == "blind spot"


def test_where_nobody_can_tell_there_is_no_story() -> None:
    found = _guessing(GUESS_LOW, (1, 1, 5, 4, 1), (10, 20, 60, 40, 10)).story

    assert isinstance(found, NotShown)
    assert "cannot tell" in found.reason


def test_a_prediction_is_held_against_guessing_that_staff_answer_as_leaders_do() -> None:
    found = _guessing(GUESS_LOW, HIGH, LOW)

    assert found.own == pytest.approx(1.0)
    assert found.actual == pytest.approx(10 / 140)
    assert found.bias == pytest.approx(0.1 - 10 / 140)
    assert found.expected == pytest.approx(0.9)
    (skill,) = found.forecast.skills
    naive = (1 - 10 / 140) ** 2
    assert skill.skill == pytest.approx(1 - (0.1 - 10 / 140) ** 2 / naive)
    assert found.forecast.bias_low < found.bias < found.forecast.bias_high


def test_five_to_seven_leaders_give_rounded_gaps_and_no_counts() -> None:
    report = report_of(publication_of(leaders=6))

    for pillar in report.pillars:
        gap = shown(pillar.gap)
        assert gap.step == 0.05
        assert gap.comparison is None
        for number in (gap.estimate, gap.low, gap.high, gap.same):
            assert number is not None
            assert round(number / 0.05) == pytest.approx(number / 0.05)
        assert pillar.agreement == NotShown(FEW)
        assert {each.leaders for each in pillar.items} == {NotShown(FEW)}
    assert report.ladders[0].leaders == NotShown(FEW)
    assert set(report.predictions) == {NotShown(FEW)}
    assert [each.used for each in report.method.groups] == [None, (140, 140)]


def test_a_coarse_word_without_numbers_is_kept() -> None:
    publication = publication_of(leaders=6)
    bare = msgspec.structs.replace(
        publication,
        coarse=tuple(
            msgspec.structs.replace(each, superiority=None, withheld="too telling")
            for each in publication.coarse
        ),
    )

    for pillar in report_of(bare).pillars:
        assert isinstance(pillar.gap, NotShown)
        assert pillar.gap.reason == "too telling"
        assert pillar.gap.verdict in {"Gap", "Can't tell"}


def test_a_coarse_gap_may_come_without_its_limits() -> None:
    publication = publication_of(leaders=6)
    bare = msgspec.structs.replace(
        publication,
        coarse=tuple(
            msgspec.structs.replace(each, low=None, high=None) for each in publication.coarse
        ),
    )

    for pillar in report_of(bare).pillars:
        assert shown(pillar.gap).low is None
        assert shown(pillar.gap).estimate > 0


def test_under_five_leaders_there_is_no_leader_result_but_staffs() -> None:
    report = report_of(publication_of(leaders=3))

    assert {each.gap for each in report.pillars} == {NotShown(NONE)}
    assert isinstance(report.ladders[0].staff, Standard)
    for pillar in report.pillars:
        assert all(isinstance(each.staff, Distribution) for each in pillar.items)


def test_what_is_withheld_is_listed_once_for_each_set_of_people_and_reason() -> None:
    publication = publication_of(leaders=3)
    sales = {"department": "Sales"}
    more = msgspec.structs.replace(
        publication,
        tables=(
            *publication.tables,
            Table(question="culture", group="staff", segment=sales, withheld="small"),
            Table(question="focus", group="staff", segment=sales, withheld="small"),
            Table(question="culture", group="everyone", withheld="complement"),
        ),
    )

    found = {(each.group, each.segment): each for each in report_of(more).withheld}

    assert len(found) == 3
    assert found["staff", (("department", "Sales"),)].questions == ("Culture", "Focus")
    assert found["leaders", ()].reason == NONE
    leaders = [each for each in publication.tables if each.group == "leaders"]
    assert len(found["leaders", ()].questions) == len(leaders)


def test_items_without_pillars_are_compared_on_their_own() -> None:
    report = report_of(item_publication())

    assert report.pillars == ()
    assert report.compared == report.items
    assert len(report.items) == 2
    assert all(each.p_worth_a_look is not None for each in report.items)


def test_nobody_to_compare_is_said_and_not_raised() -> None:
    publication = publication_of()
    empty = msgspec.structs.replace(
        publication, tables=(), rates=(Rate(group="leaders", invited=None, answered=None),)
    )

    report = report_of(empty)

    assert {type(each.gap) for each in report.pillars} == {NotShown}
    assert isinstance(report.pillars[0], PillarResult)


@pytest.mark.data
def test_real_answers_give_scipys_mann_whitney(shared_data: Path) -> None:
    counts = read_counts(shared_data / "fevs2018_sample" / "counts_by_agency_role_item.csv")
    publication = fevs_publication(counts)

    for item in report_of(publication).items:
        leaders, staff = counts[item.question.id]
        raw = [np.repeat(np.arange(1, 6), each) for each in (leaders, staff)]
        u = stats.mannwhitneyu(raw[0], raw[1]).statistic
        assert shown(item.gap).estimate == pytest.approx(u / (raw[0].size * raw[1].size), abs=1e-12)


def read_counts(path: Path) -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    """Counts of 1..5 by item, all agencies together: supervisors and the others."""
    table = pd.read_csv(path)
    leads = table["DSUPER"] == "Supervisor/Manager/Senior Leader"
    columns = [f"n_{each}" for each in range(1, 6)]

    def counted(rows: pd.Series, item: str) -> tuple[int, ...]:
        return tuple(int(each) for each in table[rows & (table["item"] == item)][columns].sum())

    return {
        item.lower(): (counted(leads, item), counted(~leads, item))
        for item in ("Q3", "Q20", "Q32", "Q53")
    }


def fevs_publication(
    counts: dict[str, tuple[tuple[int, ...], tuple[int, ...]]],
) -> Publication:
    groups: tuple[TableGroup, TableGroup] = ("leaders", "staff")
    return msgspec.structs.replace(
        publication_of(invited=None),
        questions=tuple(item_question(item, ["1", "2", "3", "4", "5"]) for item in counts),
        tables=tuple(
            Table(question=item, group=group, n=sum(row), counts=row)
            for item, rows in counts.items()
            for group, row in zip(groups, rows, strict=True)
        ),
    )


def test_a_group_that_has_nobody_in_a_segment_is_not_called_withheld() -> None:
    publication = read_publication(DOCUMENTS[1])
    listed = {(each.group, each.segment) for each in report_of(publication).withheld}

    assert ("leaders", (("department", "Warehouse"),)) not in listed
    assert ("staff", (("department", "Senior team"),)) not in listed
    assert ("staff", (("department", "Other"),)) in listed
    # Where nobody knows who was invited it cannot be told, and is listed.
    unknown = msgspec.structs.replace(publication, rates=())
    listed = {(each.group, each.segment) for each in report_of(unknown).withheld}
    assert ("leaders", (("department", "Warehouse"),)) in listed
    # The document keeps its empty tables: only what is said of it leaves them out.
    assert any(each.withheld == "nobody answered" for each in publication.tables)
