"""What each screen of an offsite holds: a title that says the finding, sentences, pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from analysis.charts.answer_columns import answer_columns, answer_columns_alt
from analysis.charts.gap_axis import gap_axis, gap_axis_alt
from analysis.charts.leaders_agreement import leaders_agreement_alt, leaders_agreement_chart
from analysis.charts.room import (
    Bars,
    Truth,
    people_in_rows,
    people_in_rows_alt,
    shares_guessed,
    shares_guessed_alt,
    shares_in_rows,
    shares_in_rows_alt,
)
from analysis.charts.theme import Mode
from analysis.charts.whiskers import limits_note
from analysis.offsite.room import Replies, rungs_guessed_by, shares_guessed_by, tally
from analysis.offsite.subjects import Share, Subject, subject_of
from analysis.offsite.words import (
    among_leaders_line,
    pair_line,
    rungs_line,
    share_headline,
    shares_line,
    too_few_line,
    truth_of,
    votes_headline,
)
from analysis.prompts import load_prompts, prompts_for
from analysis.report import Agreement, Distribution, Gap, LadderResult, NotShown, Report
from analysis.wording import (
    exceed_sentence,
    gap_sentence,
    ladder_headline,
    prediction_sentence,
    verdict_sentence,
)
from survey.agenda import STANCES, Phase, Step

if TYPE_CHECKING:
    from altair import LayerChart


BESIDE = 310
"""What pictures are drawn at that have the smaller half of the screen."""
_LONGEST_NOTE = 54
_COLUMNS_HIGH = 150
MOST_PROMPTS = 4
"""Questions to discuss that fit on a screen at a size to be read from six metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart with its words for those who cannot see it.

    ``width`` is what it is drawn at, to be stretched to its place: the less, the larger its
    letters.
    """

    chart: "LayerChart"
    alt: str
    width: int = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One screen.

    ``above`` is the question, over the title, and ``lead`` stands large under it. ``big`` is
    the word to read from the last row. ``main`` are the pictures on the left with ``lines``
    under them; ``beside`` those on the right with ``aside`` under them.
    """

    title: str
    above: str = ""
    lead: str = ""
    big: str = ""
    aside: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    main: tuple[Picture, ...] = ()
    is_tall: bool = False
    beside: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """What phones replied: all replies, or how many when they are fewer than ``least``.

    From ``least_for_counts`` replies on they may be counted out; under it shares are
    rounded, as those of few leaders are.
    """

    replies: Replies | int
    least: int
    least_for_counts: int = 8

    @property
    def is_exact(self) -> bool:
        """Whether enough replied for counts."""
        return not isinstance(self.replies, int) and len(self.replies) >= self.least_for_counts


def scene_of(
    report: Report, step: Step, phase: Phase, crowd: Crowd, *, mode: Mode = "light"
) -> Scene:
    """Return what the projector shows of a step; ``crowd`` is how the room guessed or voted."""
    subject = subject_of(report, step)
    if phase == "guess":
        return Scene(title=step.title, lead=step.ask)
    if phase == "gap":
        return _gap(report, subject, mode)
    if phase == "reveal":
        return _reveal(report, step, subject, crowd, mode)
    lines = _prompts(report, step) if phase == "discuss" else ()
    finding, word = _finding(step, subject, crowd), _word(subject.gap)
    return Scene(title=finding, above=step.title, big=word, lines=lines)


def stances_of(crowd: Crowd, mode: Mode = "light") -> Picture | str:
    """Return how many of the room accept, dispute or want to act, or why it is not shown."""
    if isinstance(crowd.replies, int):
        return too_few_line(crowd.replies, crowd.least)
    labels = tuple(each.capitalize() for each in STANCES)
    counts = tally(crowd.replies)
    return Picture(
        chart=people_in_rows(labels, counts.counts, is_exact=crowd.is_exact, mode=mode),
        alt=people_in_rows_alt(labels, counts.counts, is_exact=crowd.is_exact),
        width=BESIDE,
    )


def _reveal(report: Report, step: Step, subject: Subject, crowd: Crowd, mode: Mode) -> Scene:
    if step.kind == "challenge":
        return _votes(step, crowd, mode)
    if subject.ladder is not None:
        return _ladder(step, subject.ladder, subject, crowd, mode)
    room, picture = _room(subject, crowd, mode)
    prediction = subject.prediction
    told = () if step.kind == "agreement" else (among_leaders_line(subject.agreement),)
    predicted = () if prediction is None else (prediction_sentence(prediction),)
    return Scene(
        title=_finding(step, subject, crowd),
        above=step.title,
        lines=(*told, *predicted),
        main=_side_by_side(report, step, subject, mode),
        aside=(room,),
        beside=() if picture is None else (picture,),
    )


def _ladder(step: Step, ladder: LadderResult, subject: Subject, crowd: Crowd, mode: Mode) -> Scene:
    """Return both groups and the room on every rung, the highest on top."""
    question = ladder.result.question
    groups = (("Leaders", ladder.result.leaders), ("Staff", ladder.result.staff))
    shown = {name: each for name, each in groups if isinstance(each, Distribution)}
    bars = [
        Bars(name=name, shares=each.shares[::-1], limits=each.limits[::-1])
        for name, each in shown.items()
    ]
    below = [limits_note(groups)]
    room = ""
    if isinstance(crowd.replies, int):
        room = too_few_line(crowd.replies, crowd.least)
    elif "Staff" in shown:
        guessed = rungs_guessed_by(
            crowd.replies, shown["Staff"], shown.get("Leaders"), is_exact=crowd.is_exact
        )
        rounded = not crowd.is_exact
        bars.append(Bars(name="Room", shares=guessed.shares[::-1], is_rounded=rounded))
        few = "rounded, too few phones for counts; no interval"
        below.append(f"Room: {few if rounded else 'all its guesses, so no interval'}")
        room = rungs_line(guessed)
    names = (question.short or question.labels)[::-1]
    note = _lines(["Of 100 answers in each group", *(each for each in below if each)])
    drawing = Picture(
        chart=shares_in_rows(names, bars, below=note, mode=mode),
        alt=shares_in_rows_alt(names, bars),
        width=435,
    )
    predicted = "" if subject.prediction is None else prediction_sentence(subject.prediction)
    told = (exceed_sentence(ladder), among_leaders_line(subject.agreement), predicted, room)
    return Scene(
        title=ladder_headline(ladder),
        above=step.title,
        main=(drawing,) if bars else (),
        aside=tuple(each for each in told if each),
        is_tall=True,
    )


def _lines(said: Sequence[str]) -> list[str]:
    """Put notes on as few lines as they need."""
    lines = [*said[:1]]
    for each in said[1:]:
        joined = f"{lines[-1]}; {each[0].lower()}{each[1:]}"
        lines = [*lines[:-1], joined] if len(joined) <= _LONGEST_NOTE else [*lines, each]
    return lines


def _gap(report: Report, subject: Subject, mode: Mode) -> Scene:
    gap, ladder = subject.gap, subject.ladder is not None
    question = subject.question
    groups = report.method.groups if question is None else report.method.groups_for(question)
    verdict = verdict_sentence(gap, groups, ladder=ladder).partition(": ")[2]
    if isinstance(gap, NotShown):
        lines = (gap_sentence(gap), verdict)
        return Scene(title=lines[0], above=subject.title, big=gap.verdict or "", lines=lines[1:])
    picture = Picture(
        chart=gap_axis(gap, ladder=ladder, mode=mode), alt=gap_axis_alt(gap, ladder=ladder)
    )
    return Scene(
        title=pair_line(gap, ladder=ladder),
        above=subject.title,
        big=gap.verdict,
        aside=(verdict,),
        main=(picture,),
    )


def _votes(step: Step, crowd: Crowd, mode: Mode) -> Scene:
    if isinstance(crowd.replies, int):
        return Scene(title=step.title, lines=(too_few_line(crowd.replies, crowd.least),))
    votes = tally(crowd.replies)
    picture = Picture(
        chart=people_in_rows(step.labels, votes.counts, is_exact=crowd.is_exact, mode=mode),
        alt=people_in_rows_alt(step.labels, votes.counts, is_exact=crowd.is_exact),
    )
    return Scene(
        title=votes_headline(step, votes, is_exact=crowd.is_exact),
        above=step.title,
        main=(picture,),
    )


def _prompts(report: Report, step: Step) -> tuple[str, ...]:
    """Return a few questions to discuss, taken evenly from all that fit."""
    if step.kind == "challenge":
        found = load_prompts().vote
    elif step.kind == "agreement":
        found = load_prompts().patterns["leaders_disagree"]
    else:
        found = prompts_for(report, step.id)
    return found[:: max(1, ceil(len(found) / MOST_PROMPTS))]


def _word(gap: Gap | NotShown) -> str:
    return (gap.verdict or "") if isinstance(gap, NotShown) else gap.verdict


def _finding(step: Step, subject: Subject, crowd: Crowd) -> str:
    """Return the sentence that says what was found."""
    if subject.ladder is not None:
        return ladder_headline(subject.ladder)
    if step.kind == "challenge":
        if isinstance(crowd.replies, int):
            return step.ask
        return votes_headline(step, tally(crowd.replies), is_exact=crowd.is_exact)
    return share_headline(subject)


def _side_by_side(report: Report, step: Step, subject: Subject, mode: Mode) -> tuple[Picture, ...]:
    if step.kind == "agreement" and isinstance(subject.agreement, Agreement):
        return (
            Picture(
                chart=leaders_agreement_chart(report.compared, mode),
                alt=leaders_agreement_alt(report.compared),
            ),
        )
    if subject.drawn is None:
        return ()
    chart = answer_columns(subject.drawn, mode, height=_COLUMNS_HIGH)
    return (Picture(chart=chart, alt=answer_columns_alt(subject.drawn)),)


def _room(subject: Subject, crowd: Crowd, mode: Mode) -> tuple[str, Picture | None]:
    """Return how the room guessed, in a sentence and drawn."""
    if isinstance(crowd.replies, int):
        return too_few_line(crowd.replies, crowd.least), None
    if isinstance(subject.share, Share):
        return _shares(subject.share, crowd.replies, mode, is_exact=crowd.is_exact)
    return "", None


def _shares(share: Share, replies: Replies, mode: Mode, *, is_exact: bool) -> tuple[str, Picture]:
    guessed = shares_guessed_by(replies, share)
    truth = Truth(name=truth_of(share), actual=share.actual, limits=guessed.limits)
    picture = Picture(
        chart=shares_guessed(guessed.counts, truth, is_exact=is_exact, mode=mode),
        alt=shares_guessed_alt(guessed.counts, truth, is_exact=is_exact),
        width=BESIDE,
    )
    return shares_line(guessed), picture
