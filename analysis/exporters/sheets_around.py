"""The sheets of a workbook that stand around a round: segments, trends, commitments, voices."""

from collections.abc import Iterator, Sequence

from analysis.exporters.contents import Contents
from analysis.exporters.sheets import SHARES, Cell, Sheet, shares_of
from analysis.report import Gap, NotShown
from analysis.series import Moved, Trend
from analysis.stats.change import Change
from analysis.voices import Voices
from analysis.wording import due_words, is_worth_a_look, moved_sentence

_SEGMENTS = (
    *("Question", "Title", "Attribute", "Segment", "Staff answers", *SHARES),
    *("p worth a look", "Worth a look", "Why not shown"),
)
_TREND = (
    *("Question", "Title", "Round", "Closed", "Leader ahead", "From", "To", "Verdict"),
    *("Not joined with the round before", "Why not shown"),
)
_CHANGES = ("Question", "Title", "Step", "Change", "From", "To", "Moved", "Why not shown")
_COMMITMENTS = (
    *("What", "Who", "By", "State", "Finding", "Number to move", "Start", "Aim", "Before"),
    *("After", "Change", "From", "To", "What moved", "In words"),
)


def sheets_around(contents: Contents) -> list[Sheet]:
    """Return a sheet for each of these that there is anything of."""
    found: list[Sheet] = []
    if contents.segments:
        found.append(Sheet(name="Segments", head=_SEGMENTS, rows=_segments(contents)))
    if contents.trends:
        found.append(Sheet(name="Trend", head=_TREND, rows=_trend(contents)))
        found.append(Sheet(name="Changes", head=_CHANGES, rows=_changes(contents)))
    if contents.commitments:
        found.append(Sheet(name="Commitments", head=_COMMITMENTS, rows=_commitments(contents)))
    if contents.voices is not None:
        found += _voices(contents.voices)
    return found


def _segments(contents: Contents) -> Iterator[Sequence[Cell]]:
    for attribute, found in contents.segments.items():
        for question, each in ((part.question, each) for part in found for each in part.segments):
            head = (question.id, question.title, attribute, each.segment, each.answers)
            if isinstance(each.gap, NotShown):
                yield (*head, *[None] * 8, each.gap.reason)
                continue
            worth = "yes" if is_worth_a_look(each) else "no"
            yield (*head, *shares_of(each.gap), each.p_worth_a_look, worth, None)


def _trend(contents: Contents) -> Iterator[Sequence[Cell]]:
    for trend in contents.trends:
        for point in trend.points:
            gap = point.gap
            head = (trend.question.id, trend.question.title, point.name, point.closed_on)
            if isinstance(gap, NotShown):
                yield (*head, *[None] * 4, point.apart, gap.reason)
            else:
                yield (*head, gap.estimate, gap.low, gap.high, gap.verdict, point.apart, None)


def _changes(contents: Contents) -> Iterator[Sequence[Cell]]:
    for trend in contents.trends:
        yield _change(trend, "First to last", trend.first_to_last)
        yield _change(trend, "Last step", trend.last_step)


def _change(trend: Trend, step: str, change: Change | NotShown) -> Sequence[Cell]:
    return (trend.question.id, trend.question.title, step, *_changed(change))


def _changed(change: Change | NotShown) -> tuple[Cell, ...]:
    if isinstance(change, NotShown):
        return (*[None] * 4, change.reason)
    moved = "yes" if change.is_shown else "not shown"
    return (change.estimate, change.low, change.high, moved, None)


def _commitments(contents: Contents) -> Iterator[Sequence[Cell]]:
    moves = {each.commitment.id: each for each in contents.moves}
    for each in contents.commitments:
        finding = "accepted" if each.stance == "accept" else "disputed"
        yield (
            *(each.what, each.who, each.by, each.state, finding),
            *(contents.title_of(each.question), each.start, each.to),
            *_moved(moves.get(each.id)),
            due_words(each, contents.series.today),
        )


def _moved(moved: Moved | None) -> tuple[Cell, ...]:
    if moved is None:
        return (None,) * 6
    before, after = (
        gap.estimate if isinstance(gap, Gap) else None for gap in (moved.before, moved.after)
    )
    estimate, low, high, *_ = _changed(moved.change)
    return (before, after, estimate, low, high, moved_sentence(moved))


def _voices(voices: Voices) -> list[Sheet]:
    themes = [
        (group.group, theme.word, len(theme.comments))
        for group in voices.groups
        for theme in group.themes
    ]
    if isinstance(voices.contrasts, NotShown):
        words: list[Sequence[Cell]] = [(*[None] * 7, voices.contrasts.reason)]
    else:
        words = [
            (
                *(each.word, each.leaders, each.staff),
                *(each.odds.log_odds, each.odds.low, each.odds.high, each.odds.z, None),
            )
            for each in voices.contrasts
        ]
    return [
        Sheet(name="Themes", head=("Group", "Theme", "Comments"), rows=themes),
        Sheet(
            name="Words",
            head=(
                *("Word", "Leaders, times", "Staff, times", "Log-odds", "Log-odds from"),
                *("Log-odds to", "z", "Why not shown"),
            ),
            rows=words,
        ),
    ]
