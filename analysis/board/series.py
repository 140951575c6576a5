"""The rounds before the one that a page shows."""

from analysis.projector.page import report_of_round
from analysis.report import Report
from survey.session import store


def reports_up_to(report: Report) -> list[Report]:
    """Return the reports of its series up to this one, the oldest first."""
    found: list[Report] = []
    for round_id, _ in store().publications.of_series(report.publication.series):
        found.append(report_of_round(round_id))
        if round_id == report.publication.round:
            return found
    return [report]
