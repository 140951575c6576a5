"""Results of one publication, with verdicts: what pages, charts and files show.

Import from here: `model` says what a report holds, `building` makes it from a
publication, `method` says how the numbers came about.
"""

from analysis.report.building import report_of
from analysis.report.method import TESTS
from analysis.report.model import (
    Agreement,
    Asymmetry,
    Distribution,
    Gap,
    LadderResult,
    NotShown,
    PillarResult,
    Prediction,
    QuestionResult,
    Rating,
    Report,
    RungPrediction,
    SharePrediction,
    Silence,
    SiloMatrix,
    Standard,
)
from analysis.report.sheet import GroupUse, Method, Withheld

__all__ = [
    "TESTS",
    "Agreement",
    "Asymmetry",
    "Distribution",
    "Gap",
    "GroupUse",
    "LadderResult",
    "Method",
    "NotShown",
    "PillarResult",
    "Prediction",
    "QuestionResult",
    "Rating",
    "Report",
    "RungPrediction",
    "SharePrediction",
    "Silence",
    "SiloMatrix",
    "Standard",
    "Withheld",
    "report_of",
]
