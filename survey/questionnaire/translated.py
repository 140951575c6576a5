"""Whether a questionnaire says everything in every language it claims to have."""

from survey.questionnaire.model import Questionnaire
from survey.questionnaire.rules import problems_of_texts
from survey.questionnaire.strict_yaml import Path


def missing_wordings(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return each wording that is missing or empty, in words: which question, and the language.

    A file that `load_questionnaire` took has none; a questionnaire made in code, or kept
    by an older version of this program, may.
    """
    return tuple(
        f"{_named(questionnaire, problem.path)}: {problem.problem}"
        for problem in problems_of_texts(questionnaire)
    )


def _named(questionnaire: Questionnaire, path: Path) -> str:
    """Return "culture_unwatched, staff" for a path to it; only the fields where no id leads."""
    here: object = questionnaire
    owner, rest = "", list(path)
    for at, step in enumerate(path):
        if isinstance(step, int) and isinstance(here, tuple):
            here = here[step]
        elif hasattr(here, str(step)):
            here = getattr(here, str(step))
        identifier = getattr(here, "id", None)
        if identifier is not None:
            owner, rest = identifier, list(path[at + 1 :])
    return ", ".join([*filter(None, [owner]), *(_place(step) for step in rest)])


def _place(step: str | int) -> str:
    return step if isinstance(step, str) else f"number {step + 1}"
