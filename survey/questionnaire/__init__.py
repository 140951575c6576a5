"""Questionnaires as data: load, check, fingerprint, and word for a group and a language.

Import from here: the modules behind are one idea each (what a questionnaire is made of,
YAML read strictly, what must hold, how it is put to a reader, where the files are).
"""

from survey.questionnaire.asking import (
    fingerprint,
    questions,
    scale_of,
    share_labels,
    wording,
)
from survey.questionnaire.files import (
    FOLDER,
    check_report,
    find_questionnaire,
    load_questionnaire,
    questionnaire_paths,
)
from survey.questionnaire.model import (
    GROUPS,
    Group,
    Id,
    Item,
    Ladder,
    OpenQuestion,
    Pillar,
    Prediction,
    Question,
    Questionnaire,
    Scale,
    Text,
)
from survey.questionnaire.translated import missing_wordings

__all__ = [
    "FOLDER",
    "GROUPS",
    "Group",
    "Id",
    "Item",
    "Ladder",
    "OpenQuestion",
    "Pillar",
    "Prediction",
    "Question",
    "Questionnaire",
    "Scale",
    "Text",
    "check_report",
    "find_questionnaire",
    "fingerprint",
    "load_questionnaire",
    "missing_wordings",
    "questionnaire_paths",
    "questions",
    "scale_of",
    "share_labels",
    "wording",
]
