"""Questionnaires as data: load, check, fingerprint, and word for a group and a language.

Import from here: the modules behind are one idea each (what a questionnaire is made of,
YAML read strictly, what must hold, how it is put to a reader, where the files are).
"""

from survey.questionnaire.asking import (
    DEPARTMENT,
    FUNCTION,
    asked_as,
    fingerprint,
    is_asked,
    questions,
    row_id,
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
    SiloMatrix,
    Text,
)
from survey.questionnaire.translated import missing_wordings

__all__ = [
    "DEPARTMENT",
    "FOLDER",
    "FUNCTION",
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
    "SiloMatrix",
    "Text",
    "asked_as",
    "check_report",
    "find_questionnaire",
    "fingerprint",
    "is_asked",
    "load_questionnaire",
    "missing_wordings",
    "questionnaire_paths",
    "questions",
    "row_id",
    "scale_of",
    "share_labels",
    "wording",
]
