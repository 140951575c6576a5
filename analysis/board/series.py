"""The rounds up to the one that a page shows, and what was committed on them."""

from analysis.projector.page import report_of_round
from analysis.report import Report
from analysis.series import Series, series_in
from survey.session import store


def series_up_to(report: Report) -> Series:
    """Return its series up to this report, with the commitments made on those rounds."""
    return series_in(store(), report, lambda round_id, _: report_of_round(round_id))


def reports_up_to(report: Report) -> list[Report]:
    """Return the reports of its series up to this one, the oldest first."""
    return list(series_up_to(report).reports)
