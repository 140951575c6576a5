"""Answers become tables of counts here, once; nothing personal leaves."""

from analysis.tables.asked import item_question, pillar_question, questions_of
from analysis.tables.counting import Answers, Atoms, StaffProducts, Tables, tabulate
from analysis.tables.stored import answers_of_round

__all__ = [
    "Answers",
    "Atoms",
    "StaffProducts",
    "Tables",
    "answers_of_round",
    "item_question",
    "pillar_question",
    "questions_of",
    "tabulate",
]
