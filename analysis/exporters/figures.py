"""Which charts a file has, and what stands with each: the charts are those of the pages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.charts.figures import (
    Figure,
    segment_figure,
    shares_figure,
    trend_figure,
    words_figure,
)
from analysis.charts.prediction_fields import prediction_table
from analysis.exporters.contents import Contents
from analysis.report import NotShown, SharePrediction
from analysis.segments import PillarBySegment
from analysis.wording import due_words, segments_finding, trend_lines


def segment_figures(
    contents: Contents, attribute: str, *, most: int | None = None
) -> Iterator[Figure]:
    """Return a chart a pillar of all segments; of at most ``most`` each, where that is given."""
    margin = contents.report.method.margin
    for found in contents.segments[attribute]:
        parts = _parted(found, most or len(found.segments))
        for at, part in enumerate(parts):
            title = segments_finding(found)
            title = title if at == 0 else f"{title} ({at + 1} of {len(parts)})"
            yield replace(segment_figure(part, "light", margin=margin), title=title)


def trend_figures(contents: Contents) -> Iterator[Figure]:
    """Return a chart a question over the rounds, all on the same time line."""
    until = max((each.by for each in contents.commitments if each.state != "dropped"), default=None)
    for trend in contents.trends:
        own = contents.aimed_at(trend)
        marked = [
            f"{at}: {each.what}. {due_words(each, contents.series.today)}"
            for at, each in enumerate(own, start=1)
        ]
        figure = trend_figure(trend, "light", own, until=until)
        yield replace(figure, lines=(*trend_lines(trend), *marked))


def predicted_figure(contents: Contents) -> Figure | None:
    """Return what leaders thought beside what staff said; None where no share is shown."""
    shown = [each for each in contents.report.predictions if not isinstance(each, NotShown)]
    shares = [each for each in shown if isinstance(each, SharePrediction)]
    if not shares:
        return None
    return replace(shares_figure(shares, "light"), table=prediction_table(shown))


def contrasts_figure(contents: Contents) -> Figure | None:
    """Return the words that leaders and staff use differently; None where there are none."""
    voices = contents.voices
    if voices is None or isinstance(voices.contrasts, NotShown) or not voices.contrasts:
        return None
    return words_figure(voices.contrasts, "light")


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
