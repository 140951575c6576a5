"""Printed pages around a round: what moved, segments, trends, commitments, voices."""

from collections.abc import Callable, Iterator, Sequence

from analysis.charts.figures import Figure
from analysis.exporters.contents import Contents
from analysis.exporters.figures import contrasts_figure, segment_figures, trend_figures
from analysis.exporters.print_blocks import (
    WITHHELD_SEGMENTS,
    Block,
    Page,
    drawn_figure,
    head,
    named,
    page,
    pair,
    quote,
    small,
    table,
    text,
)
from analysis.voices import GroupVoices, Voices
from analysis.wording import (
    AT_LEAST,
    DIAMONDS,
    SEGMENTS_NOTE,
    aim_sentence,
    comments_note,
    commitments_finding,
    contrasts_finding,
    due_words,
    moved_sentence,
    moves_finding,
    themes_finding,
    trends_finding,
    voices_note,
)

_MOST_ROWS = 14
"""The most segments that a chart half a page wide can have."""

Part = tuple[str, Callable[[], list[Page]]]


def pages_around(contents: Contents) -> list[Part]:
    """Return the parts that stand behind a round's own results, for what there is of them."""
    parts = [_named(contents, each) for each in contents.segments]
    if contents.trends:
        parts.append(("Trends", lambda: [_trends(contents)]))
    if contents.commitments:
        parts.append(("Commitments", lambda: [_board(contents)]))
    voices = contents.voices
    if voices is not None:
        parts.append(("Voices", lambda: [_voices(contents, voices)]))
    return parts


def moved_pages(contents: Contents) -> list[Page]:
    """Return what the commitments of earlier rounds moved; nothing where there are none."""
    if not contents.moves:
        return []
    today = contents.series.today
    rows = [
        (each.commitment.what, due_words(each.commitment, today), moved_sentence(each))
        for each in contents.moves
    ]
    blocks = [
        table(("What we said", "Who, by when", "What moved"), rows, widths=(1.2, 0.8, 1.6)),
        text(AT_LEAST),
    ]
    return [page(moves_finding(contents.moves), blocks)]


def _named(contents: Contents, attribute: str) -> Part:
    return f"Staff by {attribute}", lambda: [_segments(contents, attribute)]


def _segments(contents: Contents, attribute: str) -> Page:
    figures = segment_figures(contents, attribute, most=_MOST_ROWS)
    blocks = [text(f"{SEGMENTS_NOTE} {WITHHELD_SEGMENTS}"), *_pairs(list(figures))]
    return page(f"Leaders against staff, by {attribute}", blocks, scales=False)


def _trends(contents: Contents) -> Page:
    note = f"{AT_LEAST} {DIAMONDS}" if contents.commitments else AT_LEAST
    blocks = [text(note), *_pairs(list(trend_figures(contents)))]
    return page(trends_finding(contents.trends), blocks, scales=False)


def _pairs(figures: Sequence[Figure]) -> Iterator[Block]:
    made = [small(each.title, each.chart, each.alt, each.lines) for each in figures]
    for at in range(0, len(made), 2):
        yield pair(made[at : at + 2])


def _board(contents: Contents) -> Page:
    today = contents.series.today
    rows = [
        (
            each.what,
            due_words(each, today),
            aim_sentence(each, contents.title_of(each.question)) or "It names no number.",
        )
        for each in contents.commitments
    ]
    heads = ("What", "Who, by when", "The number it should move")
    return page(
        commitments_finding(contents.commitments, today),
        [table(heads, rows, widths=(1.4, 1, 1.3))],
        scales=False,
    )


def _voices(contents: Contents, voices: Voices) -> Page:
    figure = contrasts_figure(contents)
    blocks = [text(voices_note(contents.report.publication))]
    if figure is not None:
        blocks += [head(figure.title), drawn_figure(figure.chart, figure.alt, width=72)]
    blocks += [block for each in voices.groups for block in _group(each)]
    blocks += [
        named(each.title, comments_note(each))
        for each in contents.report.publication.comments
        if each.withheld is not None
    ]
    return page(contrasts_finding(voices.contrasts), blocks, scales=False)


def _group(voices: GroupVoices) -> list[Block]:
    if not voices.count:
        return []
    themes = ", ".join(f"{each.word} ({len(each.comments)})" for each in voices.themes)
    found = [head(themes_finding(voices))]
    if themes:
        found.append(text(f"Words that comments share: {themes}."))
    for each in voices.asked:
        found.append(named(each.title, comments_note(each)))
        found += map(quote, each.texts)
    return found
