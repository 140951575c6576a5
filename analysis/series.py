"""Rounds of a series held against one another: what moved, and what commitments moved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from analysis.publication import Publication, Question
from analysis.report import Gap, NotShown, Prediction, Report, SharePrediction
from analysis.stats.change import (
    Asked,
    Change,
    change_in_superiority,
    change_over_rounds,
    why_not_comparable,
)
from analysis.stats.prediction import (
    RungForecast,
    ShareForecast,
    Skill,
    rung_forecast,
    share_forecast,
)
from analysis.stats.result import NotEstimable
from analysis.stats.superiority import Superiority
from survey.commitments import Commitment

if TYPE_CHECKING:
    from survey.storage import Store

ROUNDED = "numbers were released rounded, too coarse to subtract"
LAST_ROUND = "what staff said in the round before"
OTHER_STAFF = "it was asked of the staff of another function, or of all staff"
ABSENT = "it was not asked or not published in one of the rounds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The rounds up to the one that is shown, and what was committed on them.

    ``reports`` run from the oldest to the one shown. ``today`` decides what is overdue.
    """

    reports: tuple[Report, ...]
    commitments: tuple[Commitment, ...] = ()
    today: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One round's gap on a question.

    ``apart`` says why it must not be joined with the round before; None where it may, and
    for the first.
    """

    round_id: str
    name: str
    closed_on: date | None
    gap: Gap | NotShown
    apart: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One question over the rounds of a series, the oldest first.

    ``first_to_last`` runs over the latest rounds that are comparable with one another, and
    ``last_step`` is the last of them; other steps invite fishing and are not computed.
    """

    question: Question
    margin: float
    points: tuple[Point, ...]
    first_to_last: Change | NotShown
    last_step: Change | NotShown

    @property
    def is_ladder(self) -> bool:
        """Whether who stands above aims higher."""
        return self.question.kind == "ladder"

    @property
    def compared(self) -> tuple[Point, ...]:
        """The latest points that are comparable with one another and have an exact gap."""
        start = max((at for at, each in enumerate(self.points) if each.apart), default=0)
        return tuple(each for each in self.points[start:] if exact(each.gap) is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A commitment, and what its number did from its round to a later one.

    ``before`` and ``after`` are A as published in the two rounds. ``change`` is the later
    minus the earlier, with its interval; it says why where there is none.
    """

    commitment: Commitment
    question: Question | None
    before: Gap | NotShown
    after: Gap | NotShown
    change: Change | NotShown


def series_in(store: "Store", report: Report, read: Callable[[str, bytes], Report]) -> Series:
    """Return the rounds that are kept up to the one of ``report``, with their commitments.

    ``read`` makes a report of a round's id and document.
    """
    found: list[Report] = []
    shown = report.publication
    for round_id, document in store.publications.of_series(shown.series):
        found.append(read(round_id, document))
        if round_id == shown.round:
            break
    else:
        found = [report]
    rounds = [each.publication.round for each in found]
    made = tuple(store.commitments.of(rounds))
    return Series(reports=tuple(found), commitments=made, today=store.today())


def trends_of(reports: Sequence[Report]) -> tuple[Trend, ...]:
    """Return a trend for each pillar and ladder, or item without a pillar, of the last round.

    ``reports`` are of one series, the oldest first.
    """
    if not reports:
        return ()
    last = reports[-1]
    asked = [each.question for each in last.compared]
    asked += [each.result.question for each in last.ladders]
    order = [each.id for each in last.publication.questions]
    return tuple(
        trend_of(reports, key) for key in sorted((each.id for each in asked), key=order.index)
    )


def trend_of(reports: Sequence[Report], question_id: str) -> Trend:
    """Return one question's trend over ``reports``, the oldest first.

    Raises
    ------
    KeyError
        The last round has no such question.
    """
    points: list[Point] = []
    for before, report in zip((None, *reports), reports, strict=False):
        apart = None if before is None else _apart(before, report, question_id)
        points.append(_point(report, question_id, apart))
    question = gaps(reports[-1])[question_id][0]
    trend = Trend(
        question=question,
        margin=reports[-1].method.margin,
        points=tuple(points),
        first_to_last=NotShown("there is only one round to compare"),
        last_step=NotShown("there is only one round to compare"),
    )
    found = [each for point in trend.compared if (each := exact(point.gap)) is not None]
    line = change_over_rounds(found)
    if isinstance(line, NotEstimable):
        return trend
    return Trend(
        question=question,
        margin=trend.margin,
        points=trend.points,
        first_to_last=line.first_to_last,
        last_step=line.last_step,
    )


def change_between(before: Report, after: Report, question_id: str) -> Change | NotShown:
    """Return how A moved between two rounds (MOVER), or why that cannot be told."""
    apart = _apart(before, after, question_id)
    if apart is not None:
        return NotShown(apart)
    found: list[Superiority] = []
    for when, report in (("earlier", before), ("later", after)):
        gap = gaps(report)[question_id][1]
        if isinstance(gap, NotShown):
            return NotShown(f"in the {when} round, {gap.reason}")
        numbers = exact(gap)
        if numbers is None:
            return NotShown(f"in the {when} round {ROUNDED}")
        found.append(numbers)
    change = change_in_superiority(*found)
    return NotShown(change.reason) if isinstance(change, NotEstimable) else change


def moves_of(
    commitments: Sequence[Commitment], earlier: Mapping[str, Report], now: Report
) -> tuple[Moved, ...]:
    """Return what the number of each commitment did up to the round ``now``.

    ``earlier`` has the reports of earlier rounds by round id; commitments on other rounds,
    and those that were dropped, are left out.
    """
    return tuple(
        _moved(each, earlier[each.round_id], now)
        for each in commitments
        if each.round_id in earlier and each.state != "dropped"
    )


def skill_on_last_round(before: Report, now: Report) -> dict[str, Skill]:
    """Hold leaders' predictions against guessing that staff answer as in the round before.

    By the id of the pillar or ladder; those that were asked differently, or not shown in
    either round, are left out.
    """
    last = {each.about.id: each for each in before.predictions if not isinstance(each, NotShown)}
    found: dict[str, Skill] = {}
    for each in now.predictions:
        if isinstance(each, NotShown) or each.about.id not in last:
            continue
        if _apart(before, now, each.about.id) is not None:
            continue
        forecast = _against(last[each.about.id], each, (before.publication, now.publication))
        if forecast is not None and forecast.skills:
            found[each.about.id] = forecast.skills[0]
    return found


def gaps(report: Report) -> dict[str, tuple[Question, Gap | NotShown]]:
    """Return every question that a report compares, with its gap, by id: pillars first."""
    found: dict[str, tuple[Question, Gap | NotShown]] = {
        each.question.id: (each.question, each.gap) for each in report.pillars
    }
    found |= {
        each.result.question.id: (each.result.question, each.result.gap) for each in report.ladders
    }
    items = [item for pillar in report.pillars for item in pillar.items]
    return found | {each.question.id: (each.question, each.gap) for each in (*items, *report.items)}


def exact(gap: Gap | NotShown) -> Superiority | None:
    """Return the unrounded comparison behind a gap, where it was released."""
    if isinstance(gap, NotShown) or gap.comparison is None:
        return None
    found = gap.comparison.superiority
    return found if isinstance(found, Superiority) else None


def _moved(commitment: Commitment, before: Report, now: Report) -> Moved:
    key = commitment.question
    if key is None:
        none = NotShown("it names no number")
        return Moved(commitment=commitment, question=None, before=none, after=none, change=none)
    absent = NotShown(ABSENT)
    old, new = gaps(before).get(key), gaps(now).get(key)
    known = new or old
    return Moved(
        commitment=commitment,
        question=None if known is None else known[0],
        before=absent if old is None else old[1],
        after=absent if new is None else new[1],
        change=change_between(before, now, key) if old and new else absent,
    )


def _against(
    last: Prediction, now: Prediction, rounds: tuple[Publication, Publication]
) -> ShareForecast | RungForecast | None:
    """Score a prediction again, with what staff said in the round before as the naive guess."""
    before, after = rounds
    guesses = after.table(now.question.id, "leaders")
    if guesses is None or guesses.counts is None:
        return None
    if isinstance(now, SharePrediction) and isinstance(last, SharePrediction):
        # Staff shares only: how many answered changes the limits, which are not used here.
        forecast: ShareForecast | RungForecast | NotEstimable = share_forecast(
            guesses.counts, favourable=now.actual, answered=1, naive={LAST_ROUND: last.actual}
        )
    else:
        old, new = (each.table(now.about.id, "staff") for each in (before, after))
        if old is None or new is None or old.counts is None or new.counts is None:
            return None
        forecast = rung_forecast(guesses.counts, new.counts, naive={LAST_ROUND: old.counts})
    return None if isinstance(forecast, NotEstimable) else forecast


def _point(report: Report, question_id: str, apart: str | None) -> Point:
    publication = report.publication
    known = gaps(report).get(question_id)
    closed = publication.closed_on
    return Point(
        round_id=publication.round,
        name=publication.name,
        closed_on=None if closed is None else date.fromisoformat(closed),
        gap=NotShown("not asked in this round") if known is None else known[1],
        apart=apart,
    )


def _apart(before: Report, after: Report, question_id: str) -> str | None:
    """Return why two rounds' numbers of a question must not be subtracted."""
    old = _asked(before.publication, question_id)
    new = _asked(after.publication, question_id)
    if old is None or new is None:
        return ABSENT
    refusal = why_not_comparable(old, new)
    if refusal is not None:
        return refusal.reason
    return OTHER_STAFF if _function(before, question_id) != _function(after, question_id) else None


def _function(report: Report, question_id: str) -> str | None:
    """Return whose staff alone were asked a question, however it is spelt."""
    function = report.publication.question(question_id).function
    return None if function is None else function.strip().casefold()


def _asked(publication: Publication, question_id: str) -> Asked | None:
    """Return what was asked: a pillar is the words and answers of all its items."""
    by_id = {each.id: each for each in publication.questions}
    question = by_id.get(question_id)
    if question is None:
        return None
    parts = [by_id[each] for each in sorted(question.items)] or [question]
    return Asked(
        wording="\n".join(_wording(each) for each in parts),
        labels=question.labels,
        items=question.items,
    )


def _wording(question: Question) -> str:
    words = [f"{group}: {text}" for group, text in sorted(question.text.items())]
    return "\n".join([*words, *question.labels, f"reversed: {question.reversed}"])
