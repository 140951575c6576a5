"""Charts with their title, words and table, the same on paper and in the HTML page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.charts.prediction_fields import (
    predicted_shares,
    predicted_shares_alt,
    prediction_table,
)
from analysis.charts.segment_rows import segment_alt, segment_rows, segment_table
from analysis.charts.trend_lines import trend_alt, trend_chart, trend_table
from analysis.charts.word_contrasts import (
    word_contrasts,
    word_contrasts_alt,
    word_contrasts_table,
)
from analysis.exporters.contents import Contents
from analysis.report import NotShown, SharePrediction
from analysis.segments import PillarBySegment
from analysis.wording import due_words, segments_finding, trend_finding, trend_lines

if TYPE_CHECKING:
    from altair import LayerChart
    from pandas import DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart that stands alone: what it found, the same in words and as a table."""

    title: str
    chart: "LayerChart"
    alt: str
    table: "DataFrame"
    lines: tuple[str, ...] = ()


def segment_figures(
    contents: Contents, attribute: str, *, most: int | None = None
) -> Iterator[Figure]:
    """Return a chart a pillar of all segments; of at most ``most`` each, where that is given."""
    margin = contents.report.method.margin
    for found in contents.segments[attribute]:
        parts = _parted(found, most or len(found.segments))
        for at, part in enumerate(parts):
            title = segments_finding(found)
            yield Figure(
                title=title if at == 0 else f"{title} ({at + 1} of {len(parts)})",
                chart=segment_rows(part, margin=margin),
                alt=segment_alt(part),
                table=segment_table(part),
            )


def trend_figures(contents: Contents) -> Iterator[Figure]:
    """Return a chart a question over the rounds, all on the same time line."""
    until = max((each.by for each in contents.commitments if each.state != "dropped"), default=None)
    for trend in contents.trends:
        own = contents.aimed_at(trend)
        marked = [
            f"{at}: {each.what}. {due_words(each, contents.series.today)}"
            for at, each in enumerate(own, start=1)
        ]
        yield Figure(
            title=trend_finding(trend),
            chart=trend_chart(trend, own, until=until),
            alt=trend_alt(trend, own),
            table=trend_table(trend),
            lines=(*trend_lines(trend), *marked),
        )


def prediction_figure(contents: Contents) -> Figure | None:
    """Return what leaders thought beside what staff said; None where no share is shown."""
    shown = [each for each in contents.report.predictions if isinstance(each, SharePrediction)]
    if not shown:
        return None
    return Figure(
        title="What leaders thought, and what staff say",
        chart=predicted_shares(shown),
        alt=predicted_shares_alt(shown),
        table=prediction_table(
            [each for each in contents.report.predictions if not isinstance(each, NotShown)]
        ),
    )


def words_figure(contents: Contents) -> Figure | None:
    """Return the words that leaders and staff use differently; None where there are none."""
    voices = contents.voices
    if voices is None or isinstance(voices.contrasts, NotShown) or not voices.contrasts:
        return None
    return Figure(
        title="What leaders\u2019 and staff\u2019s words differ in",
        chart=word_contrasts(voices.contrasts),
        alt=word_contrasts_alt(voices.contrasts),
        table=word_contrasts_table(voices.contrasts),
    )


def _parted(found: PillarBySegment, most: int) -> Sequence[PillarBySegment]:
    """Part the segments into as few lots as ``most`` allows, all about equally long."""
    segments = found.segments
    lots = max(-(-len(segments) // max(most, 1)), 1)
    return [
        replace(
            found,
            segments=segments[at * len(segments) // lots : (at + 1) * len(segments) // lots],
        )
        for at in range(lots)
    ]
