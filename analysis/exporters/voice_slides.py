"""Slides on open answers: the words that differ, and what comments share."""

from collections.abc import Sequence

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

from analysis.charts.theme import shortened
from analysis.charts.word_contrasts import word_contrasts_alt
from analysis.exporters.contents import Contents
from analysis.exporters.deck import (
    FAINT,
    FOOT,
    LEFT,
    PALETTE,
    TOP,
    WIDE,
    Box,
    Deck,
    Ink,
    parted,
    say,
    table,
    words,
)
from analysis.exporters.deck_charts import Place
from analysis.exporters.deck_intervals import Across, Dot, interval_chart
from analysis.report import NotShown
from analysis.voices import Contrast, Voices
from analysis.wording import comments_note, contrasts_finding, themes_finding, voices_note

_WORDS_A_SLIDE, _THEMES_A_SLIDE = 12, 20
_REACH = 5.0
"""Where the axis of log-odds ends, whatever the results."""

_WHERE = "The comments stand word for word in the PDF, the spreadsheet and the HTML page."


def add_voices(deck: Deck, contents: Contents, voices: Voices) -> None:
    """Add the words that leaders and staff use differently, then each group's themes."""
    note = voices_note(contents.report.publication)
    hidden = [
        f"{each.title} {comments_note(each)}"
        for each in contents.report.publication.comments
        if each.withheld is not None
    ]
    title = contrasts_finding(voices.contrasts)
    if isinstance(voices.contrasts, NotShown) or not voices.contrasts:
        say(deck.slide(title, notes=[note, *hidden]), [note, *hidden], full=True)
    else:
        for part in parted(voices.contrasts, _WORDS_A_SLIDE):
            _add_words(deck.slide(title, notes=[word_contrasts_alt(part), note, *hidden]), part)
    for group in voices.groups:
        themes = [(each.word, str(len(each.comments))) for each in group.themes]
        notes = [note, *(f"{each.title} {comments_note(each)}" for each in group.asked), _WHERE]
        if not themes:
            continue
        slide = deck.slide(themes_finding(group), notes=notes)
        for at, rows in enumerate(parted(themes[:_THEMES_A_SLIDE], _THEMES_A_SLIDE // 2)):
            box = Box(left=LEFT + 6.3 * at, top=TOP, width=5.8, height=0.4 * (len(rows) + 1))
            head = ("Word that comments share", "Comments")
            table(slide, box, [head, *rows], (0.75, 0.25), size=14)
        words(slide, Box(left=LEFT, top=FOOT - 0.4, width=WIDE, height=0.4), [_WHERE], FAINT)


def _add_words(slide: object, contrasts: Sequence[Contrast]) -> None:
    top, height, names, inner = TOP + 0.35, FOOT - TOP - 0.85, 4.9, 0.9
    pitch = height * inner / len(contrasts)
    for at, each in enumerate(contrasts):
        line = f"{shortened(each.word, 30)} (leaders {each.leaders}, staff {each.staff} times)"
        ink = Ink(size=14, anchor=MSO_ANCHOR.MIDDLE)
        words(slide, Box(left=LEFT, top=top + at * pitch, width=names, height=pitch), [line], ink)
    box = Box(left=LEFT + names, top=top, width=WIDE - names, height=height)
    place = Place(box=box, left=0.03, top=0.0, width=0.94, height=inner)
    dots = [
        Dot(
            name=each.word,
            estimate=_inside(each.odds.log_odds),
            low=_inside(each.odds.low),
            high=_inside(each.odds.high),
        )
        for each in contrasts
    ]
    across = Across(low=-_REACH, high=_REACH, step=_REACH, lines=[("Used alike", 0.0)])
    interval_chart(slide, place, dots, across, word_contrasts_alt(contrasts))
    for align, text in (
        (PP_ALIGN.LEFT, "\u2190 Staff\u2019s words"),
        (PP_ALIGN.RIGHT, "Leaders\u2019 words \u2192"),
    ):
        ink = Ink(size=14, colour=PALETTE.faint, align=align)
        words(slide, Box(left=box.left, top=top - 0.38, width=box.width, height=0.35), [text], ink)
    line = "Log-odds of the word, leaders minus staff, with its 95 % interval. " + _WHERE
    words(slide, Box(left=LEFT, top=FOOT - 0.45, width=WIDE, height=0.4), [line], FAINT)


def _inside(odds: float) -> float:
    return max(-_REACH, min(_REACH, odds))
