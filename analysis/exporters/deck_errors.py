"""Error bars on native bars: python-pptx has none, so they are written into the chart here."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from pptx.oxml.ns import qn

from analysis.exporters.deck import PALETTE, element

Limits = Sequence[tuple[float, float] | None]
"""For each category the ends of an interval on the axis, or None."""

CERTAIN = ", 95 % interval"
"""What an interval is called, after the name of its series."""

_WIDTH = "15875"
"""How thick an error bar is, in the units of slides: 1.25 points."""


def add_errors(chart: Any, limits: Mapping[str, Limits], *, stacked: bool = False) -> None:  # noqa: ANN401 - python-pptx has no better name
    """Draw an interval at the end of each bar of the named series.

    How far it reaches below and above stands in two more columns of the sheet behind the
    chart. In ``stacked`` bars a series ends where it and those before it end.
    """
    series = list(chart.plots[0].series)
    part = chart.part.chart_workbook.xlsx_part
    book = openpyxl.load_workbook(BytesIO(part.blob))
    sheet = book.active
    if sheet is None:
        raise ValueError("the chart has no sheet")
    ends = [0.0] * len(list(chart.plots[0].categories))
    column = len(series) + 2
    for each in series:
        values = [value or 0.0 for value in each.values]
        ends = [end + value for end, value in zip(ends, values, strict=True)] if stacked else values
        if each.name not in limits:
            continue
        reaches = _reaches(ends, limits[each.name])
        found = []
        for way, reach in zip(("below", "above"), reaches, strict=True):
            sheet.cell(1, column, f"{each.name}{CERTAIN}: {way}")
            for row, amount in enumerate(reach, start=2):
                sheet.cell(row, column, amount)
            found.append((get_column_letter(column), reach))
            column += 1
        _draw(each, *found)
    file = BytesIO()
    book.save(file)
    part._blob = file.getvalue()  # noqa: SLF001 - replacing a blob is not in its interface


def _reaches(ends: Sequence[float], limits: Limits) -> tuple[list[float | None], ...]:
    below: list[float | None] = []
    above: list[float | None] = []
    for end, each in zip(ends, limits, strict=True):
        below.append(None if each is None else round(max(end - each[0], 0.0), 6))
        above.append(None if each is None else round(max(each[1] - end, 0.0), 6))
    return below, above


def _draw(
    series: Any,  # noqa: ANN401 - as above
    below: tuple[str, Sequence[float | None]],
    above: tuple[str, Sequence[float | None]],
) -> None:
    bars = element("c:errBars")
    for name, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        bars.append(element(f"c:{name}", val=value))
    bars.append(_numbers("c:plus", *above))
    bars.append(_numbers("c:minus", *below))
    look, line = element("c:spPr"), element("a:ln", w=_WIDTH)
    fill = element("a:solidFill")
    fill.append(element("a:srgbClr", val=PALETTE.ink[1:]))
    line.append(fill)
    look.append(line)
    bars.append(look)
    series._element.find(qn("c:cat")).addprevious(bars)  # noqa: SLF001 - python-pptx has no error bars


def _numbers(name: str, column: str, amounts: Sequence[float | None]) -> Any:  # noqa: ANN401 - as above
    whole, ref, cache = element(name), element("c:numRef"), element("c:numCache")
    place = element("c:f")
    place.text = f"Sheet1!${column}$2:${column}${len(amounts) + 1}"
    code = element("c:formatCode")
    code.text = "General"
    cache.extend([code, element("c:ptCount", val=str(len(amounts)))])
    for at, amount in enumerate(amounts):
        if amount is not None:
            point, value = element("c:pt", idx=str(at)), element("c:v")
            value.text = repr(amount)
            point.append(value)
            cache.append(point)
    ref.extend([place, cache])
    whole.append(ref)
    return whole
