"""Native charts of intervals: dots on lines, in rows or over time, with a sheet behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from analysis.exporters.deck import PALETTE, legible, rgb
from analysis.exporters.deck_charts import Place, added, scale
from analysis.exporters.deck_errors import CERTAIN

PALE = "#aab3c0"
"""What a dot is filled with where no difference is shown."""

_ROOMY = 9
"""As many rows as leave room for large dots."""

_FIRST_DAY = date(1899, 12, 30)
"""Day 0 of the calendar of spreadsheets and slides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One mark: its name, its estimate and limits; without an estimate only its row stays."""

    name: str
    estimate: float | None
    low: float | None = None
    high: float | None = None
    filled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """The axis that rows share: its ends, its steps, and lines across all rows by name."""

    low: float
    high: float
    step: float
    lines: Sequence[tuple[str, float]]


def interval_chart(
    slide: Any,  # noqa: ANN401 - python-pptx has no better name
    place: Place,
    dots: Sequence[Dot],
    across: Across,
    alt: str,
) -> None:
    """Add a row a dot, the first on top, each on its interval.

    Each is two series, its interval and its estimate, so the sheet behind the chart has its
    numbers by name. The first of the lines is whole, the others are dashed.
    """
    count = len(dots)
    data = XyChartData(number_format="0.0")
    edges = (0.5, count + 0.5)
    for name, at in across.lines:
        line = data.add_series(name)
        # Three points: LibreOffice drops a first series that is shorter than a later one.
        for edge in (edges[0], (count + 1) / 2, edges[1]):
            line.add_data_point(round(at, 6), edge)
    shown = [(count - at, each) for at, each in enumerate(dots) if each.estimate is not None]
    for row, each in shown:
        interval = data.add_series(f"{legible(each.name)}{CERTAIN}")
        for limit in _limits(each):
            interval.add_data_point(limit, row)
        data.add_series(legible(each.name)).add_data_point(each.estimate, row)
    chart = added(slide, place, (XL_CHART_TYPE.XY_SCATTER_LINES, data), alt)
    scale(chart.category_axis, across.low, across.high, across.step)
    chart.category_axis.tick_labels.number_format = "0"
    chart.category_axis.tick_labels.number_format_is_linked = False
    scale(chart.value_axis, *edges, 1)
    chart.value_axis.visible = False
    series = list(chart.plots[0].series)
    first = len(across.lines)
    for at, each_line in enumerate(series[:first]):
        _line(each_line, PALETTE.faint, 1.5, dashed=at > 0)
    roomy = count <= _ROOMY
    for line, dot, (_, each) in zip(series[first::2], series[first + 1 :: 2], shown, strict=True):
        _line(line, PALETTE.ink, 5 if roomy else 3, dashed=False)
        _dot(dot, 17 if roomy else 10, filled=each.filled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One round on a time line: where it stands, its number and name, and its dot."""

    at: float
    number: str
    name: str
    dot: Dot


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A time line: its rounds in runs that may be joined, and marks at its foot."""

    runs: Sequence[Sequence[Moment]]
    ends: tuple[float, float]
    is_dated: bool
    lines: Sequence[tuple[str, float]]
    marks: Sequence[tuple[str, float, bool]]
    axis: str
    alt: str


def time_chart(slide: Any, place: Place, line: Line) -> None:  # noqa: ANN401 - as above
    """Add rounds over time, each a dot on its interval upwards; only runs are joined.

    Every interval is a series by the round's name, and so is every run of joined dots. Marks
    are commitments, by their number, on the day they are due: dark when they are done.
    """
    moments = [each for run in line.runs for each in run]
    kind = (XL_CHART_TYPE.XY_SCATTER_LINES, _time_data(line, moments))
    chart = added(slide, place, kind, line.alt)
    _time_axes(chart, line)
    series = iter(chart.plots[0].series)
    for at, _ in enumerate(line.lines):
        _line(next(series), PALETTE.faint, 1.5, dashed=at > 0)
    for each in moments:
        interval = next(series)
        _line(interval, PALETTE.ink, 5, dashed=False)
        _label(interval, len(_limits(each.dot)) - 1, each.number)
        if each.dot.low is not None:
            _label(interval, 0, each.name, XL_LABEL_POSITION.BELOW)
    for _ in line.runs:
        _joined(next(series))
    for name, _, done in line.marks:
        _mark(next(series), name, filled=done)


def _time_data(line: Line, moments: Sequence[Moment]) -> XyChartData:
    data = XyChartData(number_format="0.0")
    first, last = line.ends
    for name, at in line.lines:
        across = data.add_series(name)
        for x in (first, (first + last) / 2, last):
            across.add_data_point(x, round(at, 6))
    for each in moments:
        interval = data.add_series(f"{legible(each.dot.name)}{CERTAIN}")
        for limit in _limits(each.dot):
            interval.add_data_point(each.at, limit)
    for run in line.runs:
        ends = dict.fromkeys((run[0].dot.name, run[-1].dot.name))
        joined = data.add_series(legible(" to ".join(ends)))
        for each in run:
            joined.add_data_point(each.at, each.dot.estimate)
    for name, at, _ in line.marks:
        data.add_series(legible(name)).add_data_point(at, _FOOT)
    return data


_FOOT = 4.0
"""Where on the axis from 0 to 100 commitments are marked."""


def serial(day: date) -> int:
    """Return a day as spreadsheets and slides count it."""
    return (day - _FIRST_DAY).days


def _time_axes(chart: Any, line: Line) -> None:  # noqa: ANN401 - as above
    first, last = line.ends
    scale(chart.category_axis, first, last, (last - first) / 3)
    labels = chart.category_axis.tick_labels
    labels.number_format, labels.number_format_is_linked = "mmm yyyy", False
    if not line.is_dated:
        chart.category_axis.visible = False
    scale(chart.value_axis, 0, 100, 25)
    # Its 0 would stand in the first month.
    chart.value_axis.tick_labels.number_format = "0;;"
    chart.value_axis.tick_labels.number_format_is_linked = False
    chart.value_axis.has_title = True
    chart.value_axis.axis_title.text_frame.text = line.axis


def _limits(dot: Dot) -> tuple[float, ...]:
    limits = tuple(each for each in (dot.low, dot.high) if each is not None)
    return limits or (() if dot.estimate is None else (dot.estimate,))


def _line(series: Any, colour: str, width: float, *, dashed: bool) -> None:  # noqa: ANN401 - as above
    series.smooth = False
    line = series.format.line
    line.color.rgb, line.width = rgb(colour), Pt(width)
    if dashed:
        line.dash_style = MSO_LINE.DASH
    series.marker.style = XL_MARKER_STYLE.NONE


def _dot(series: Any, size: int, *, filled: bool) -> None:  # noqa: ANN401 - as above
    series.smooth = False
    series.format.line.fill.background()
    _marker(series.marker, XL_MARKER_STYLE.CIRCLE, size, filled=filled)


def _joined(series: Any) -> None:  # noqa: ANN401 - as above
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = rgb(PALETTE.ink), Pt(1.5)
    _marker(series.marker, XL_MARKER_STYLE.CIRCLE, 13, filled=True)


def _mark(series: Any, name: str, *, filled: bool) -> None:  # noqa: ANN401 - as above
    series.smooth = False
    series.format.line.fill.background()
    _marker(series.marker, XL_MARKER_STYLE.DIAMOND, 12, filled=filled)
    _label(series, 0, name.removeprefix("Commitment "), XL_LABEL_POSITION.RIGHT)


def _marker(marker: Any, style: XL_MARKER_STYLE, size: int, *, filled: bool) -> None:  # noqa: ANN401 - as above
    marker.style, marker.size = style, size
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb(PALETTE.ink if filled else PALE)
    marker.format.line.color.rgb, marker.format.line.width = rgb(PALETTE.ink), Pt(2)


def _label(
    series: Any,  # noqa: ANN401 - as above
    at: int,
    words: str,
    position: XL_LABEL_POSITION = XL_LABEL_POSITION.ABOVE,
) -> None:
    label = series.points[at].data_label
    label.text_frame.text = legible(words)
    label.position = position
    for paragraph in label.text_frame.paragraphs:
        paragraph.font.size = Pt(14)
