"""A report as one HTML file that works offline and on paper: nothing is loaded from anywhere."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup, escape

from analysis import wording
from analysis.charts.answer_bars import answer_bars_alt, answer_bars_table, answer_key
from analysis.charts.figures import Figure, agreement_figure, ladder_figure, overview_figure
from analysis.exporters import silo_grid
from analysis.exporters.contents import Contents
from analysis.exporters.figures import (
    contrasts_figure,
    predicted_figure,
    segment_figures,
    trend_figures,
)
from analysis.exporters.item_bars import ItemBars
from analysis.exporters.numbers import sheet_of
from analysis.exporters.pictures import many_pictures, svg
from analysis.exporters.print_blocks import WITHHELD_SEGMENTS
from analysis.exporters.progress import Progress, part_of, silent
from analysis.report import Agreement, QuestionResult, Report

if TYPE_CHECKING:
    from altair import LayerChart
    from pandas import DataFrame

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of whatever follows them, words of others included."""

_ITEMS = 0.7
"""The part of the time that the items' pictures take."""

_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def report_to_html(contents: Contents, progress: Progress = silent) -> bytes:
    """Return the report as a self-contained page: charts as SVG, each with its table."""
    with many_pictures():
        items = _Items(contents.report, part_of(progress, 0, _ITEMS))
        page = _page(contents, items, part_of(progress, _ITEMS, 1))
        return _TURNING.sub("", page).encode("utf-8", "replace")


def _page(contents: Contents, items: "_Items", progress: Progress) -> str:
    report = contents.report
    return _TEMPLATES.get_template("report.html").render(
        contents=contents,
        report=report,
        wording=wording,
        said=_said,
        figure=_figure,
        agreement=_agreement(report),
        overview=_drawn(overview_figure(report, "light")),
        key=lambda item: _picture(answer_key(item), wording.key_alt(item.question.labels)),
        bars=items.figure,
        ladder=lambda ladder: _drawn(ladder_figure(ladder, "light")),
        predictions=_drawn(predicted_figure(contents)),
        silos=silo_grid,
        segments=lambda attribute: _multiples(
            segment_figures(contents, attribute), progress, len(contents.segments[attribute])
        ),
        withheld_segments=WITHHELD_SEGMENTS,
        trends=lambda: _multiples(trend_figures(contents), progress, len(contents.trends)),
        words=_drawn(contrasts_figure(contents)),
        sheet=sheet_of(report),
    )


class _Items:
    """The items' figures, drawn one after another and told as they are: they take longest."""

    def __init__(self, report: Report, progress: Progress) -> None:
        inside = sum(len(each.items) for each in report.pillars) + len(report.items)
        self._all = inside or 1
        self._drawn = 0
        self._bars = ItemBars()
        self._progress = progress

    def figure(self, item: QuestionResult) -> Markup:
        self._progress(self._drawn / self._all, item.question.title)
        self._drawn += 1
        picture = _pictured(self._bars.svg(item), answer_bars_alt(item))
        return _with_table(picture, answer_bars_table(item))


def _agreement(report: Report) -> Markup | None:
    if not any(isinstance(each.agreement, Agreement) for each in report.compared):
        return None
    return _drawn(agreement_figure(report, "light"))


def _multiples(figures: Iterable[Figure], progress: Progress, count: int) -> Iterator[Markup]:
    """Return small charts, each with its title, its table and its words."""
    for at, figure in enumerate(figures):
        progress(at / count, figure.title)
        lines = Markup("").join(Markup("<p>{}</p>").format(_said(each)) for each in figure.lines)
        yield Markup("<section><h3>{}</h3>{}{}</section>").format(
            figure.title, _drawn(figure), lines
        )


def _drawn(figure: Figure | None) -> Markup | None:
    return None if figure is None else _figure(figure.chart, figure.alt, figure.table)


def _figure(chart: "LayerChart", alt: str, table: "DataFrame") -> Markup:
    """Return a chart with its text alternative and its table."""
    return _with_table(_picture(chart, alt), table)


def _with_table(picture: Markup, table: "DataFrame") -> Markup:
    return Markup("<figure>{}{}</figure>").format(picture, _table(table))


def _picture(chart: "LayerChart", alt: str) -> Markup:
    return _pictured(svg(chart), alt)


def _pictured(drawing: str, alt: str) -> Markup:
    # Vega escapes every word it writes into the picture.
    drawing = Markup(drawing)  # noqa: S704
    return Markup('<div class="picture" role="img" aria-label="{}">{}</div>').format(alt, drawing)


def _table(table: "DataFrame") -> Markup:
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(each) for each in table.columns)
    rows = Markup("").join(_row(row) for row in table.itertuples(index=False))
    return Markup(
        '<div class="scroll"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(head, rows)


def _row(cells: tuple[object, ...]) -> Markup:
    first, *others = cells
    rest = Markup("").join(Markup("<td>{}</td>").format(each) for each in others)
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(first, rest)


def _said(sentence: str) -> Markup:
    """Return a sentence with its quoted answers in italics."""
    return Markup(re.sub(r"\*([^*]+)\*", r"<em>\1</em>", str(escape(sentence))))  # noqa: S704
