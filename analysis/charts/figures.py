"""Each chart as a reader meets it: a title that says its finding, and the same in words and rows.

Import from here where a chart stands on a page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from analysis.charts.answer_bars import answer_bars_table
from analysis.charts.answer_columns import answer_columns, answer_columns_alt
from analysis.charts.expected_gaps import expected_gaps, expected_gaps_alt
from analysis.charts.ladder_chart import ladder_alt, ladder_chart, ladder_table
from analysis.charts.leaders_agreement import (
    leaders_agreement_alt,
    leaders_agreement_chart,
    leaders_agreement_table,
)
from analysis.charts.pillar_overview import (
    pillar_overview,
    pillar_overview_alt,
    pillar_overview_table,
)
from analysis.charts.prediction_fields import (
    predicted_shares,
    predicted_shares_alt,
    prediction_fields,
    prediction_fields_alt,
    prediction_table,
)
from analysis.charts.segment_rows import segment_alt, segment_rows, segment_table
from analysis.charts.silo_matrix import (
    is_legible,
    least_width,
    silo_matrix,
    silo_matrix_alt,
    silo_matrix_table,
)
from analysis.charts.silo_rows import silo_rows, silo_rows_alt, silo_rows_table
from analysis.charts.theme import Drawn, Mode
from analysis.charts.trend_lines import trend_alt, trend_chart, trend_table
from analysis.charts.word_contrasts import (
    word_contrasts,
    word_contrasts_alt,
    word_contrasts_table,
)
from analysis.report import (
    LadderResult,
    NotShown,
    Prediction,
    QuestionResult,
    Report,
    SharePrediction,
    SiloMatrix,
)
from analysis.segments import PillarBySegment
from analysis.series import Trend, gaps
from analysis.voices import Contrast
from analysis.wording import (
    agreement_finding,
    everyone_finding,
    ladder_headline,
    matrix_finding,
    predictions_finding,
    segments_finding,
)
from analysis.wording.moving import trend_finding
from analysis.wording.titles import (
    expected_finding,
    item_finding,
    stories_finding,
    widest_finding,
)
from analysis.wording.voicing import contrasts_finding
from survey.commitments import Commitment

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart, its finding as a title, the same read out and as a table, and what is added.

    A screen that is narrower than ``least_width`` pixels shows a part of it, to be scrolled.
    """

    chart: Drawn
    title: str
    alt: str
    table: "DataFrame"
    lines: tuple[str, ...] = ()
    least_width: int = 0


def overview_figure(report: Report, mode: Mode) -> Figure:
    """Every pillar's gap with its verdict."""
    return Figure(
        chart=pillar_overview(report.compared, margin=report.method.margin, mode=mode),
        title=widest_finding(report.compared),
        alt=pillar_overview_alt(report.compared),
        table=pillar_overview_table(report.compared),
    )


def agreement_figure(report: Report, mode: Mode) -> Figure:
    """How often two leaders give the same answer."""
    return Figure(
        chart=leaders_agreement_chart(report.compared, mode),
        title=agreement_finding(report.compared),
        alt=leaders_agreement_alt(report.compared),
        table=leaders_agreement_table(report.compared),
    )


def ladder_figure(ladder: LadderResult, mode: Mode) -> Figure:
    """Both groups on every rung."""
    return Figure(
        chart=ladder_chart(ladder, mode),
        title=ladder_headline(ladder),
        alt=ladder_alt(ladder),
        table=ladder_table(ladder),
    )


def item_figure(item: QuestionResult, mode: Mode) -> Figure:
    """Both groups' answers to one item."""
    return Figure(
        chart=answer_columns(item, mode),
        title=item_finding(item),
        alt=answer_columns_alt(item),
        table=answer_bars_table(item),
    )


def prediction_figures(report: Report, mode: Mode) -> tuple[Figure, ...]:
    """What leaders knew: the four fields, shares predicted, and expected against found."""
    shown: list[Prediction] = [
        each for each in report.predictions if not isinstance(each, NotShown)
    ]
    shares = [each for each in shown if isinstance(each, SharePrediction)]
    found = {key: gap for key, (_, gap) in gaps(report).items()}
    table = prediction_table(shown)
    fields = Figure(
        chart=prediction_fields(shown, mode),
        title=stories_finding(shown),
        alt=prediction_fields_alt(shown),
        table=table,
    )
    expected = Figure(
        chart=expected_gaps(shown, found, margin=report.method.margin, mode=mode),
        title=expected_finding(shown, found),
        alt=expected_gaps_alt(shown, found),
        table=table,
    )
    return (fields, shares_figure(shares, mode), expected) if shares else (fields, expected)


def shares_figure(shares: Sequence[SharePrediction], mode: Mode) -> Figure:
    """The shares that leaders predicted, beside what staff said."""
    return Figure(
        chart=predicted_shares(shares, mode),
        title=predictions_finding(shares),
        alt=predicted_shares_alt(shares),
        table=prediction_table(shares),
    )


def segment_figure(found: PillarBySegment, mode: Mode, *, margin: float) -> Figure:
    """Leaders against the staff of each segment, on one pillar."""
    return Figure(
        chart=segment_rows(found, margin=margin, mode=mode),
        title=segments_finding(found),
        alt=segment_alt(found),
        table=segment_table(found),
    )


def silo_figures(matrix: SiloMatrix, mode: Mode) -> tuple[Figure, ...]:
    """Who says that work goes well with whom, and each department as everybody else rates it.

    With too many departments to be legible the first is left out: its table is read instead.
    """
    everyone = Figure(
        chart=silo_rows(matrix.overall, mode),
        title=everyone_finding(matrix),
        alt=silo_rows_alt(matrix.overall),
        table=silo_rows_table(matrix.overall),
    )
    if not is_legible(matrix):
        return (everyone,)
    fields = Figure(
        chart=silo_matrix(matrix, mode),
        title=matrix_finding(matrix),
        alt=silo_matrix_alt(matrix),
        table=silo_matrix_table(matrix),
        least_width=least_width(matrix),
    )
    return (fields, everyone)


def trend_figure(
    trend: Trend,
    mode: Mode,
    commitments: Sequence[Commitment] = (),
    *,
    until: date | None = None,
) -> Figure:
    """One question's gap over the rounds."""
    return Figure(
        chart=trend_chart(trend, commitments, mode, until=until),
        title=trend_finding(trend),
        alt=trend_alt(trend, commitments),
        table=trend_table(trend),
    )


def words_figure(contrasts: Sequence[Contrast], mode: Mode) -> Figure:
    """Words that leaders and staff use differently."""
    return Figure(
        chart=word_contrasts(contrasts, mode),
        title=contrasts_finding(contrasts),
        alt=word_contrasts_alt(contrasts),
        table=word_contrasts_table(contrasts),
    )
