"""The numbers around a round, a row each: segments, trends, what moved, commitments, voices."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from analysis.exporters.contents import Contents
from analysis.exporters.numbers import Number
from analysis.report import Gap, NotShown
from analysis.segments import PillarBySegment, SegmentGap
from analysis.series import Moved, Trend
from analysis.stats.change import Change
from analysis.voices import Voices
from analysis.wording import due_words, moved_sentence
from survey.commitments import Commitment

_GAP = ("estimate", "low", "high", "leaders_higher", "same", "staff_higher")
_LIMITS = ("estimate", "low", "high")
_ODDS = ("log_odds", "low", "high", "z")


def numbers_around(contents: Contents) -> Iterator[Number]:
    """Return every number of what stands around a round's results.

    ``category`` has the round of a trend, the step of a change, the number of a commitment in
    the file's order, or a word.
    """
    return chain(
        (
            number
            for attribute, found in contents.segments.items()
            for each in found
            for number in _segments(attribute, each)
        ),
        chain.from_iterable(map(_trend, contents.trends)),
        chain.from_iterable(
            _commitment(contents, str(at), each)
            for at, each in enumerate(contents.commitments, start=1)
        ),
        chain.from_iterable(_moved(contents, each) for each in contents.moves),
        () if contents.voices is None else _voices(contents.voices),
    )


def _segments(attribute: str, found: PillarBySegment) -> Iterator[Number]:
    question = found.question
    for each in found.segments:
        of = Number(
            section="segment",
            measure="",
            question=question.id,
            kind=question.kind,
            title=question.title,
            group="staff",
            attribute=attribute,
            segment=each.segment,
        )
        yield from _segment(of, each)


def _segment(of: Number, each: SegmentGap) -> Iterator[Number]:
    if each.answers is not None:
        yield replace(of, measure="n", value=each.answers)
    yield from _gap(of, each.gap, _GAP)
    if each.p_worth_a_look is not None:
        yield replace(of, measure="p_worth_a_look", value=each.p_worth_a_look)


def _trend(trend: Trend) -> Iterator[Number]:
    question = trend.question
    of = Number(
        section="trend",
        measure="",
        question=question.id,
        kind=question.kind,
        title=question.title,
    )
    for point in trend.points:
        own = replace(of, category=point.name)
        yield from _gap(own, point.gap, _LIMITS)
        if point.apart is not None:
            yield replace(own, measure="not_joined", text=point.apart)
    for step, change in (("first to last", trend.first_to_last), ("last step", trend.last_step)):
        yield from _change(replace(of, section="change", category=step), change)


def _gap(of: Number, gap: Gap | NotShown, names: tuple[str, ...]) -> Iterator[Number]:
    if isinstance(gap, NotShown):
        yield replace(of, measure="withheld", text=gap.reason)
        return
    for name in names:
        value = getattr(gap, name)
        if value is not None:
            yield replace(of, measure=name, value=value)


def _change(of: Number, change: Change | NotShown) -> Iterator[Number]:
    if isinstance(change, NotShown):
        yield replace(of, measure="withheld", text=change.reason)
        return
    for name in _LIMITS:
        yield replace(of, measure=name, value=getattr(change, name))
    yield replace(of, measure="is_shown", value=float(change.is_shown))


def _commitment(contents: Contents, number: str, each: Commitment) -> Iterator[Number]:
    of = Number(
        section="commitment",
        measure="",
        question=each.question or "",
        title=contents.title_of(each.question),
        category=number,
    )
    yield replace(of, measure="what", text=each.what)
    yield replace(of, measure="who", text=each.who)
    yield replace(of, measure="by", text=each.by.isoformat())
    yield replace(of, measure="state", text=each.state)
    yield replace(of, measure="stance", text=each.stance)
    yield replace(of, measure="in words", text=due_words(each, contents.series.today))
    for name in ("start", "to"):
        value = getattr(each, name)
        if value is not None:
            yield replace(of, measure=name, value=value)


def _moved(contents: Contents, moved: Moved) -> Iterator[Number]:
    number = str(contents.commitments.index(moved.commitment) + 1)
    of = Number(
        section="moved",
        measure="",
        question=moved.commitment.question or "",
        title=contents.title_of(moved.commitment.question),
        category=number,
    )
    yield replace(of, measure="in words", text=moved_sentence(moved))
    for name, gap in (("before", moved.before), ("after", moved.after)):
        if isinstance(gap, Gap):
            yield replace(of, measure=name, value=gap.estimate)
    yield from _change(of, moved.change)


def _voices(voices: Voices) -> Iterator[Number]:
    for group in voices.groups:
        for theme in group.themes:
            yield Number(
                section="theme",
                measure="comments",
                group=group.group,
                category=theme.word,
                value=len(theme.comments),
            )
    if isinstance(voices.contrasts, NotShown):
        yield Number(section="word", measure="withheld", text=voices.contrasts.reason)
        return
    for each in voices.contrasts:
        of = Number(section="word", measure="", category=each.word)
        yield replace(of, measure="times", group="leaders", value=each.leaders)
        yield replace(of, measure="times", group="staff", value=each.staff)
        for name in _ODDS:
            yield replace(of, measure=name, value=getattr(each.odds, name))
