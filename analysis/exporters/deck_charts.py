"""Native charts for slides: what is drawn stands in a sheet behind them and can be edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml.ns import qn
from pptx.util import Pt

from analysis.charts.theme import answer_colours, ink_on
from analysis.exporters.deck import PALETTE, Box, element, legible, rgb
from analysis.exporters.deck_errors import Limits, add_errors

ROOM_FOR_A_NUMBER = 6
"""The smallest part, in hundredths, whose number is written into a stacked bar."""

ROOM_BETWEEN_INTERVALS = 14
"""The same where an interval reaches in from both sides."""

ROOMY = 6
"""As many bars as leave room for large names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A bar chart's content: for each series its name, colour and a number for each category.

    ``limits`` has, by the name of a series, the interval at the end of each of its bars.
    """

    categories: Sequence[str]
    series: Sequence[tuple[str, str, Sequence[float | None]]]
    axis: str
    alt: str
    limits: Mapping[str, Limits] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a chart stands, and where in it the bars or points are: parts of the box."""

    box: Box
    left: float
    top: float
    width: float
    height: float


def stacked_bars(slide: Any, place: Place, bars: Bars) -> None:  # noqa: ANN401 - as above
    """Add bars of 100, one a category, parted by answer; small parts have no number.

    Between intervals a number needs more room.
    """
    chart = _bars(slide, place, bars, XL_CHART_TYPE.BAR_STACKED)
    chart.plots[0].gap_width, chart.plots[0].overlap = 12, 100
    for series, (_, colour, _) in zip(chart.plots[0].series, bars.series, strict=True):
        series.format.line.color.rgb = rgb(PALETTE.background)
        least = ROOM_BETWEEN_INTERVALS if bars.limits else ROOM_FOR_A_NUMBER
        _number(series, ink_on(colour), f'[<{least}]"";0', size=12)
    chart.value_axis.visible = False
    _label_every_row(chart.category_axis)
    add_errors(chart, bars.limits, stacked=True)


def clustered_bars(slide: Any, place: Place, bars: Bars) -> None:  # noqa: ANN401 - as above
    """Add bars side by side on an axis from 0 to 100, each with its number behind it."""
    chart = _bars(slide, place, bars, XL_CHART_TYPE.BAR_CLUSTERED)
    chart.plots[0].gap_width, chart.plots[0].overlap = 45, -5
    for series in chart.plots[0].series:
        _number(series, PALETTE.ink, "0", size=16)
    if bars.limits:
        _past_the_intervals(chart, place, bars)
        add_errors(chart, bars.limits)
    _legend(chart, XL_LEGEND_POSITION.TOP, size=18)
    chart.category_axis.tick_labels.font.size = Pt(18 if len(bars.categories) <= ROOMY else 14)


def _past_the_intervals(chart: Any, place: Place, bars: Bars) -> None:  # noqa: ANN401 - as above
    """Move the number behind each bar to where its interval ends."""
    for series in chart.plots[0].series:
        for at, limits in enumerate(bars.limits.get(series.name, ())):
            value = series.values[at]
            if limits is not None and value is not None:
                label = series.points[at].data_label
                label.font.size, label.font.color.rgb = Pt(16), rgb(PALETTE.ink)
                label.position = XL_LABEL_POSITION.OUTSIDE_END
                _moved(label, max(limits[1] - value, 0) / 100 * place.width)


def _moved(label: Any, right: float) -> None:  # noqa: ANN401 - as above
    """Move a label to the right, by a part of the chart."""
    own = label._get_or_add_dLbl()  # noqa: SLF001 - python-pptx has no place for a label
    layout, manual = element("c:layout"), element("c:manualLayout")
    manual.extend([element("c:x", val=f"{right:.4f}"), element("c:y", val="0")])
    layout.append(manual)
    own.find(qn("c:idx")).addnext(layout)


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
    chart = added(slide, place, (kind, data), bars.alt)
    chart.category_axis.reverse_order = True
    chart.category_axis.format.line.color.rgb = rgb(PALETTE.faint)
    chart.category_axis.has_major_gridlines = False
    scale(chart.value_axis, 0, 100, 25)
    chart.value_axis.has_title = True
    chart.value_axis.axis_title.text_frame.text = bars.axis
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    for series, (_, colour, _) in zip(chart.plots[0].series, bars.series, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(colour)
        series.invert_if_negative = False
    return chart


def added(slide: Any, place: Place, kind: tuple[XL_CHART_TYPE, Any], alt: str) -> Any:  # noqa: ANN401 - as above
    """Add a chart with its words for those who cannot see it; return it."""
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


def scale(axis: Any, low: float, high: float, step: float) -> None:  # noqa: ANN401 - as above
    """Give an axis its ends and steps, whatever the numbers."""
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


def _number(series: Any, colour: str, number_format: str, *, size: float) -> None:  # noqa: ANN401 - as above
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = number_format, False
    labels.font.size, labels.font.color.rgb = Pt(size), rgb(colour)


def _legend(chart: Any, position: XL_LEGEND_POSITION, *, size: float) -> None:  # noqa: ANN401 - as above
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = position, False
    chart.legend.font.size = Pt(size)
