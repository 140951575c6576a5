"""Answers become tables of counts here, once; nothing personal leaves."""

from analysis.tables.asked import item_question, pillar_question, questions_of
from analysis.tables.counting import Answers, Atoms, StaffProducts, Tables, tabulate
from analysis.tables.joint import (
    Joint,
    counts_by,
    rest_score_tables,
    staff_jointly,
    straight_liners,
)
from analysis.tables.stored import answers_of_round

__all__ = [
    "Answers",
    "Atoms",
    "Joint",
    "StaffProducts",
    "Tables",
    "answers_of_round",
    "counts_by",
    "item_question",
    "pillar_question",
    "questions_of",
    "rest_score_tables",
    "staff_jointly",
    "straight_liners",
    "tabulate",
]
