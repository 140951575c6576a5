"""Whom "staff" means beside a question: all staff, or of a function module those of a function."""

from analysis.publication import Question
from analysis.report import GroupUse


def staff_of(asked: Question | GroupUse) -> str:
    """Return whose answers stand against leaders', in the middle of a sentence.

    Examples
    --------
    >>> from analysis.publication import Question
    >>> text = {"staff": "I own it."}
    >>> item = dict(id="q", kind="item", title="", text=text, labels=(), values=())
    >>> staff_of(Question(**item)), staff_of(Question(**item, function="Sales"))
    ('staff', 'staff in Sales')
    """
    return "staff" if asked.function is None else f"staff in {asked.function.strip()}"


def staff_answers(question: Question) -> str:
    """Return "staff answers", or whose of a function module."""
    return "staff answers" if question.function is None else f"answers of {staff_of(question)}"


def staff_sentence(question: Question) -> str:
    """Say whom staff means in a function module; empty where all staff were asked."""
    if question.function is None:
        return ""
    return f"Staff here means {staff_of(question)}: of staff, nobody else was asked."


def group_named(name: str, question: Question) -> str:
    """Return the name of a group beside a question: "Leaders", "Staff" or whose staff."""
    return leading(staff_of(question)) if name == "Staff" else name


def leading(words: str) -> str:
    """Return words as they begin a sentence."""
    return words[0].upper() + words[1:]
