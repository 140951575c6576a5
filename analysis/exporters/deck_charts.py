"""Native charts for slides: what is drawn stands in a sheet behind them and can be edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from analysis.charts.theme import answer_colours, ink_on
from analysis.exporters.deck import PALETTE, Box, element, legible, rgb
from analysis.report import Gap

ROOM_FOR_A_NUMBER = 6
"""The smallest part, in hundredths, whose number is written into a stacked bar."""

CERTAIN = ", 95 % interval"
"""What the series of an interval is called, after the name of its gap."""

PALE = "#aab3c0"
"""What a dot is filled with where no difference is shown."""

ROOMY = 6
"""As many bars as leave room for large names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A bar chart's content: for each series its name, colour and a number for each category."""

    categories: Sequence[str]
    series: Sequence[tuple[str, str, Sequence[float | None]]]
    axis: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a chart stands, and where in it the bars or points are: parts of the box."""

    box: Box
    left: float
    top: float
    width: float
    height: float


def interval_chart(
    slide: Any,  # noqa: ANN401 - python-pptx has no better name
    place: Place,
    gaps: Sequence[tuple[str, Gap | None]],
    *,
    margin: float,
    alt: str,
) -> None:
    """Add a row a gap: A as a dot on its interval, in hundredths; 50 is no gap.

    Each gap is two series, its interval and its estimate, so the sheet behind the chart has
    its numbers by name. Two dashed lines are the margin.
    """
    count = len(gaps)
    data = XyChartData(number_format="0")
    edges = (0.5, count + 0.5)
    for name, at in (
        ("No gap", 0.5),
        ("Margin, below", 0.5 - margin),
        ("Margin, above", 0.5 + margin),
    ):
        line = data.add_series(name)
        # Three points: LibreOffice drops a first series that is shorter than a later one.
        for edge in (edges[0], (count + 1) / 2, edges[1]):
            line.add_data_point(round(at * 100, 6), edge)
    for at, (title, gap) in enumerate(gaps):
        if gap is not None:
            name = legible(title)
            limits = [each for each in (gap.low, gap.high) if each is not None]
            interval = data.add_series(f"{name}{CERTAIN}")
            for each in limits or (gap.estimate,):
                interval.add_data_point(each * 100, count - at)
            data.add_series(name).add_data_point(gap.estimate * 100, count - at)
    chart = _added(slide, place, (XL_CHART_TYPE.XY_SCATTER_LINES, data), alt)
    _scale(chart.category_axis, 0, 100, 25)
    _scale(chart.value_axis, *edges, 1)
    chart.value_axis.visible = False
    series = list(chart.plots[0].series)
    for at, each in enumerate(series[:3]):
        _line(each, PALETTE.faint, 1.5, dashed=at > 0)
    shown = [gap for _, gap in gaps if gap is not None]
    for line, dot, gap in zip(series[3::2], series[4::2], shown, strict=True):
        _line(line, PALETTE.ink, 5, dashed=False)
        _dot(dot, filled=gap.verdict in {"Gap", "Small but real"})


def stacked_bars(slide: Any, place: Place, bars: Bars) -> None:  # noqa: ANN401 - as above
    """Add bars of 100, one a category, parted by answer; small parts have no number."""
    chart = _bars(slide, place, bars, XL_CHART_TYPE.BAR_STACKED)
    chart.plots[0].gap_width, chart.plots[0].overlap = 12, 100
    for series, (_, colour, _) in zip(chart.plots[0].series, bars.series, strict=True):
        series.format.line.color.rgb = rgb(PALETTE.background)
        _number(series, ink_on(colour), f'[<{ROOM_FOR_A_NUMBER}]"";0', size=12)
    chart.value_axis.visible = False
    _label_every_row(chart.category_axis)


def clustered_bars(slide: Any, place: Place, bars: Bars) -> None:  # noqa: ANN401 - as above
    """Add bars side by side on an axis from 0 to 100, each with its number behind it."""
    chart = _bars(slide, place, bars, XL_CHART_TYPE.BAR_CLUSTERED)
    chart.plots[0].gap_width, chart.plots[0].overlap = 45, -5
    for series in chart.plots[0].series:
        _number(series, PALETTE.ink, "0", size=16)
    _legend(chart, XL_LEGEND_POSITION.TOP, size=18)
    chart.category_axis.tick_labels.font.size = Pt(18 if len(bars.categories) <= ROOMY else 14)


def answer_series(
    names: Sequence[str], parts: Sequence[Sequence[int | None]]
) -> list[tuple[str, str, Sequence[float | None]]]:
    """Return a series an answer, in the colours of the answers, from parts by category."""
    colours = answer_colours(len(names), "light")
    return [
        (name, colour, [each[at] if each else None for each in parts])
        for at, (name, colour) in enumerate(zip(names, colours, strict=True))
    ]


def _bars(slide: Any, place: Place, bars: Bars, kind: XL_CHART_TYPE) -> Any:  # noqa: ANN401 - as above
    data = CategoryChartData(number_format="0")
    data.categories = [legible(each) for each in bars.categories]
    for name, _, numbers in bars.series:
        data.add_series(legible(name), numbers)
    chart = _added(slide, place, (kind, data), bars.alt)
    chart.category_axis.reverse_order = True
    chart.category_axis.format.line.color.rgb = rgb(PALETTE.faint)
    chart.category_axis.has_major_gridlines = False
    _scale(chart.value_axis, 0, 100, 25)
    chart.value_axis.has_title = True
    chart.value_axis.axis_title.text_frame.text = bars.axis
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    for series, (_, colour, _) in zip(chart.plots[0].series, bars.series, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(colour)
        series.invert_if_negative = False
    return chart


def _added(slide: Any, place: Place, kind: tuple[XL_CHART_TYPE, Any], alt: str) -> Any:  # noqa: ANN401 - as above
    frame = slide.shapes.add_chart(kind[0], *place.box.lengths, kind[1])
    frame._element.nvGraphicFramePr.cNvPr.set("descr", legible(alt))  # noqa: SLF001 - no other way to it
    chart = frame.chart
    chart.has_title, chart.has_legend = False, False
    chart.font.size, chart.font.color.rgb = Pt(14), rgb(PALETTE.ink)
    _lay_out(chart, place)
    return chart


def _lay_out(chart: Any, place: Place) -> None:  # noqa: ANN401 - as above
    """Fix where the plot stands, so that words beside the chart are level with its rows."""
    area = chart._chartSpace.chart.plotArea  # noqa: SLF001 - python-pptx leaves the place to chance
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    layout, manual = element("c:layout"), element("c:manualLayout")
    layout.append(manual)
    given = {
        "layoutTarget": "inner",
        "xMode": "edge",
        "yMode": "edge",
        "x": place.left,
        "y": place.top,
        "w": place.width,
        "h": place.height,
    }
    for name, value in given.items():
        manual.append(element(f"c:{name}", val=str(value)))
    area.insert(0, layout)


def _scale(axis: Any, low: float, high: float, step: float) -> None:  # noqa: ANN401 - as above
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = low, high, step
    axis.has_major_gridlines = False
    axis.format.line.fill.background()
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE


def _label_every_row(axis: Any) -> None:  # noqa: ANN401 - as above
    """Keep programs from leaving out labels that stand close together."""
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()
    skip = element("c:tickLblSkip", val="1")
    axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)  # noqa: SLF001 - no other way to it


def _line(series: Any, colour: str, width: float, *, dashed: bool) -> None:  # noqa: ANN401 - as above
    series.smooth = False
    line = series.format.line
    line.color.rgb, line.width = rgb(colour), Pt(width)
    if dashed:
        line.dash_style = MSO_LINE.DASH
    series.marker.style = XL_MARKER_STYLE.NONE


def _dot(series: Any, *, filled: bool) -> None:  # noqa: ANN401 - as above
    series.smooth = False
    series.format.line.fill.background()
    marker = series.marker
    marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, 17
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb(PALETTE.ink if filled else PALE)
    marker.format.line.color.rgb, marker.format.line.width = rgb(PALETTE.ink), Pt(3)


def _number(series: Any, colour: str, number_format: str, *, size: float) -> None:  # noqa: ANN401 - as above
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = number_format, False
    labels.font.size, labels.font.color.rgb = Pt(size), rgb(colour)


def _legend(chart: Any, position: XL_LEGEND_POSITION, *, size: float) -> None:  # noqa: ANN401 - as above
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = position, False
    chart.legend.font.size = Pt(size)
