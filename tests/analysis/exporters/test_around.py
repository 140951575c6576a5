"""What stands around a round, read back from every file: it is the report's, number for number."""

import csv
import json
from collections.abc import Iterator
from functools import cache
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from analysis.exporters.contents import Contents, contents_of
from analysis.exporters.numbers import bear_in_mind, results_of
from analysis.report import Gap, NotShown, Report
from analysis.segments import SegmentGap
from analysis.series import Series
from analysis.stats.change import Change
from analysis.wording import moved_sentence
from tests.analysis.exporters.reports import (
    NAMES,
    both_wrote,
    exported,
    many_segments,
    report,
    series,
)

Row = dict[str, Any]
SECOND = "merrowdale_2"


@cache
def contents(of: Report, among: Series | None) -> Contents:
    return contents_of(of, among)


def second() -> tuple[Report, Series, Contents]:
    whole = report(SECOND)
    return whole, series(), contents_of(whole, series())


def csv_rows(of: Report, among: Series | None = None) -> list[dict[str, str]]:
    document = exported(of, "csv", among).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(document)))


def where(rows: list[dict[str, str]], **wanted: str) -> list[dict[str, str]]:
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def value(rows: list[dict[str, str]], **wanted: str) -> float | None:
    found = where(rows, **wanted)
    return float(found[0]["value"]) if found else None


def sheet(of: Report, name: str, among: Series | None = None) -> list[Row]:
    book = openpyxl.load_workbook(BytesIO(exported(of, "xlsx", among)))
    head, *others = book[name].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in others]


def exactly(number: float | None) -> object:
    return number if number is None else pytest.approx(number, rel=1e-15, abs=1e-15)


def every_segment(held: Contents) -> Iterator[tuple[str, str, SegmentGap]]:
    for attribute, found in held.segments.items():
        for part in found:
            for each in part.segments:
                yield attribute, part.question.id, each


def shares(gap: Gap | NotShown) -> list[float | None]:
    if isinstance(gap, NotShown):
        return [None] * 6
    ends = [gap.estimate, gap.low, gap.high]
    return [*ends, gap.leaders_higher, gap.same, gap.staff_higher]


MEASURES = ("estimate", "low", "high", "leaders_higher", "same", "staff_higher")
COLUMNS = (
    *("Leader ahead", "From", "To"),
    *("Leader more favourable", "Same", "Staff more favourable"),
)


def test_the_demo_s_second_round_has_all_of_it() -> None:
    _, _, held = second()

    assert set(held.segments) == {"department", "function"}
    assert (len(held.trends), len(held.moves), len(held.commitments)) == (5, 3, 4)
    assert any(isinstance(each.gap, NotShown) for _, _, each in every_segment(held))
    assert any(isinstance(each.change, Change) and each.change.is_shown for each in held.moves)


def test_a_publication_alone_has_no_series_but_its_segments_and_voices() -> None:
    alone = contents_of(report(SECOND))

    assert (alone.trends, alone.moves, alone.commitments) == ((), (), ())
    assert alone.segments
    assert alone.voices is not None


def test_csv_every_segment_is_there_unrounded_or_says_why_not() -> None:
    whole, among, held = second()
    rows = where(csv_rows(whole, among), section="segment")

    found = list(every_segment(held))
    for attribute, question, each in found:
        own = where(rows, attribute=attribute, question=question, segment=each.segment)
        told = [value(own, measure=name) for name in MEASURES]
        assert told == shares(each.gap)
        assert value(own, measure="p_worth_a_look") == each.p_worth_a_look
        reasons = [row["text"] for row in where(own, measure="withheld")]
        assert reasons == ([each.gap.reason] if isinstance(each.gap, NotShown) else [])
    keys = {(row["attribute"], row["question"], row["segment"]) for row in rows}
    assert len(keys) == len(found)


def test_csv_every_round_and_change_of_a_trend_is_there() -> None:
    whole, among, held = second()
    rows = csv_rows(whole, among)

    for trend in held.trends:
        own = where(rows, section="trend", question=trend.question.id)
        for point in trend.points:
            told = [value(own, category=point.name, measure=name) for name in MEASURES[:3]]
            assert told == shares(point.gap)[:3]
        assert isinstance(trend.first_to_last, Change)
        own = where(rows, section="change", question=trend.question.id, category="first to last")
        change = trend.first_to_last
        assert [value(own, measure=name) for name in MEASURES[:3]] == [
            change.estimate,
            change.low,
            change.high,
        ]
        assert value(own, measure="is_shown") == float(change.is_shown)


def test_csv_every_commitment_is_there_with_what_it_moved() -> None:
    whole, among, held = second()
    rows = csv_rows(whole, among)
    moves = {each.commitment.id: each for each in held.moves}

    for number, each in enumerate(held.commitments, start=1):
        own = where(rows, section="commitment", category=str(number))
        told = {row["measure"]: row["text"] for row in own}
        assert (told["what"], told["who"], told["state"]) == (each.what, each.who, each.state)
        assert told["by"] == each.by.isoformat()
        assert value(own, measure="to") == each.to
        moved = where(rows, section="moved", category=str(number))
        assert bool(moved) == (each.id in moves)
        if moved:
            after = moves[each.id].after
            assert value(moved, measure="after") == (
                after.estimate if isinstance(after, Gap) else None
            )
            assert where(moved, measure="in words")[0]["text"] == moved_sentence(moves[each.id])


def test_xlsx_every_segment_is_there_unrounded_or_says_why_not() -> None:
    whole, among, held = second()
    rows = sheet(whole, "Segments", among)

    found = list(every_segment(held))
    assert len(rows) == len(found)
    for row, (attribute, question, each) in zip(rows, found, strict=True):
        assert (row["Attribute"], row["Question"], row["Segment"]) == (
            attribute,
            question,
            each.segment,
        )
        assert [row[name] for name in COLUMNS] == [exactly(number) for number in shares(each.gap)]
        assert row["p worth a look"] == exactly(each.p_worth_a_look)
        reason = each.gap.reason if isinstance(each.gap, NotShown) else None
        assert row["Why not shown"] == reason


def test_xlsx_trends_changes_and_commitments_are_the_report_s() -> None:
    whole, among, held = second()
    points = [(trend, point) for trend in held.trends for point in trend.points]

    for row, (trend, point) in zip(sheet(whole, "Trend", among), points, strict=True):
        assert (row["Question"], row["Round"]) == (trend.question.id, point.name)
        assert [row[name] for name in COLUMNS[:3]] == [
            exactly(number) for number in shares(point.gap)[:3]
        ]
        assert row["Closed"].date() == point.closed_on
    firsts = sheet(whole, "Changes", among)[::2]
    for row, trend in zip(firsts, held.trends, strict=True):
        assert isinstance(trend.first_to_last, Change)
        assert row["Change"] == exactly(trend.first_to_last.estimate)
        assert row["Moved"] == ("yes" if trend.first_to_last.is_shown else "not shown")
    moves = {each.commitment.id: each for each in held.moves}
    for row, each in zip(sheet(whole, "Commitments", among), held.commitments, strict=True):
        assert (row["What"], row["Who"], row["By"].date()) == (each.what, each.who, each.by)
        assert (row["Start"], row["Aim"]) == (exactly(each.start), exactly(each.to))
        moved = moves.get(each.id)
        change = None if moved is None else moved.change
        told = change.estimate if isinstance(change, Change) else None
        assert row["Change"] == exactly(told)
        assert row["What moved"] == (None if moved is None else moved_sentence(moved))


def test_json_segments_trends_and_commitments_are_the_report_s() -> None:
    whole, among, held = second()
    document = json.loads(exported(whole, "json", among))

    for attribute, found in held.segments.items():
        for told, part in zip(document["segments"][attribute], found, strict=True):
            assert told["question"] == part.question.id
            for row, each in zip(told["segments"], part.segments, strict=True):
                assert row["segment"] == each.segment
                if isinstance(each.gap, NotShown):
                    assert row["gap"]["not_shown"] == each.gap.reason
                else:
                    told_gap = [row["gap"][name] for name in MEASURES]
                    assert told_gap == shares(each.gap)
    for told, trend in zip(document["series"]["trends"], held.trends, strict=True):
        assert isinstance(trend.first_to_last, Change)
        assert told["first_to_last"]["estimate"] == trend.first_to_last.estimate
        assert [each["gap"]["estimate"] for each in told["points"]] == [
            shares(each.gap)[0] for each in trend.points
        ]
    told = document["series"]["commitments"]
    assert [each["what"] for each in told] == [each.what for each in held.commitments]
    assert [each["by"] for each in told] == [each.by.isoformat() for each in held.commitments]


def test_words_and_themes_are_in_csv_xlsx_and_json() -> None:
    whole = both_wrote()
    voices = contents_of(whole).voices
    assert voices is not None
    assert not isinstance(voices.contrasts, NotShown)
    assert voices.contrasts
    rows, words = csv_rows(whole), sheet(whole, "Words")

    for row, each in zip(words, voices.contrasts, strict=True):
        own = where(rows, section="word", category=each.word)
        told = [value(own, measure=name) for name in ("log_odds", "low", "high", "z")]
        odds = [each.odds.log_odds, each.odds.low, each.odds.high, each.odds.z]
        assert told == odds
        names = ("Log-odds", "Log-odds from", "Log-odds to", "z")
        assert [row[name] for name in names] == [exactly(number) for number in odds]
        assert value(own, measure="times", group="staff") == each.staff == row["Staff, times"]
    themes = [
        (group.group, theme.word, len(theme.comments))
        for group in voices.groups
        for theme in group.themes
    ]
    told_themes = [tuple(row.values()) for row in sheet(whole, "Themes")]
    assert told_themes == themes
    told_rows = [
        (row["group"], row["category"], int(float(row["value"])))
        for row in where(rows, section="theme")
    ]
    assert told_rows == themes
    document = json.loads(exported(whole, "json"))
    assert len(document["voices"]["contrasts"]) == len(voices.contrasts)


@pytest.mark.parametrize("name", NAMES)
def test_what_to_bear_in_mind_stands_beside_every_gap(name: str) -> None:
    whole = report(name)
    rows = where(csv_rows(whole), section="gap", measure="bear_in_mind")
    told = {row["question"]: row["text"] for row in rows}
    results = {row["Question"]: row for row in sheet(whole, "Results")}
    document = json.loads(exported(whole, "json"))

    for each in results_of(whole):
        said = bear_in_mind(each)
        assert told.get(each.question.id, "") == said
        assert document["bear_in_mind"][each.question.id] == said
        if isinstance(each.gap, Gap):
            assert (results[each.question.id]["Bear in mind"] or "") == said
    assert any(told.values()) == any(bear_in_mind(each) for each in results_of(whole))


def test_forty_segments_are_all_in_csv_and_xlsx() -> None:
    whole = many_segments(40)
    held = contents_of(whole)

    assert len(sheet(whole, "Segments")) == 40 * 5 == len(list(every_segment(held)))
