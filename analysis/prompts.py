"""Questions to discuss, from a data file: those of a result's patterns, then of its pillar."""

from functools import cache
from math import fsum
from pathlib import Path
from typing import Final, Literal

import msgspec

from analysis.report import Agreement, Gap, NotShown, PillarResult, QuestionResult, Report
from analysis.stats.proportions import FavourableGap
from survey.errors import QuestionnaireError
from survey.questionnaire import strict_yaml

Pattern = Literal["leaders_disagree", "blind_spot", "known_gap", "false_alarm", "shared_concern"]

PROMPTS: Final = Path(__file__).parents[1] / "questionnaires" / "prompts" / "prompts.v1.yaml"
PATTERNS: Final[dict[Pattern, str]] = {
    "leaders_disagree": "Leaders disagree among themselves",
    "blind_spot": "A blind spot",
    "known_gap": "A known gap",
    "false_alarm": "A false alarm",
    "shared_concern": "A shared concern",
}
"""What each pattern is called, in the order in which they are talked about."""

LONGEST: Final = 160
"""How many characters a question may have: it has to be read from the back of a room."""

_HALF: Final = 0.5
_SIXTH: Final = 6


class Prompts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The questions of one file, by pattern and by the id of a pillar or ladder.

    ``silos`` are those for departments that rate each other, ``vote`` for the challenge that
    most voted for.
    """

    id: str
    version: int
    language: str
    patterns: dict[Pattern, tuple[str, ...]]
    pillars: dict[str, tuple[str, ...]]
    silos: tuple[str, ...]
    vote: tuple[str, ...]


def load_prompts(path: Path = PROMPTS) -> Prompts:
    """Read and check one file of questions.

    Raises
    ------
    QuestionnaireError
        The file cannot be read, is not strict YAML, has an unknown or missing field or
        pattern, or a list that is empty, says something twice or too long.
    """
    try:
        marked = strict_yaml.read_strictly(path.read_bytes(), path.name)
    except OSError as error:
        raise QuestionnaireError(
            str(path), "file", f"it cannot be read: {error.strerror}", advice="Check the path."
        ) from error
    try:
        prompts = msgspec.convert(marked.data, Prompts)
    except msgspec.ValidationError as error:
        raise QuestionnaireError(
            path.name,
            "line 1",
            f"{error}",
            advice="The fields are id, version, language, patterns, pillars, silos and vote.",
        ) from error
    problem = _problem(prompts)
    if problem is not None:
        place, words, advice = problem
        raise QuestionnaireError(path.name, marked.place(place), words, advice=advice)
    return prompts


def prompts_for(
    report: Report, question_id: str, prompts: Prompts | None = None
) -> tuple[str, ...]:
    """Return the questions to discuss about a pillar, ladder or item: its patterns' first.

    An item has the questions of its pillar. Nothing that is known of the result, and no
    questions for its id, give an empty tuple.
    """
    known = _shipped() if prompts is None else prompts
    asked = [
        text for pattern in patterns_of(report, question_id) for text in known.patterns[pattern]
    ]
    return (*asked, *known.pillars.get(_owner(report, question_id), ()))


def silo_prompts() -> tuple[str, ...]:
    """Return the questions to discuss about how work goes between departments."""
    return _shipped().silos


def patterns_of(report: Report, question_id: str) -> tuple[Pattern, ...]:
    """Return which patterns a result shows, in the order in which they are talked about.

    Leaders disagree: they stand in two camps, or answer on average more than a sixth of
    the scale from their median (Burke and Dunlap 2002). Blind spot, known gap and false
    alarm come from what they predicted. A shared concern is a question on which the two
    groups are shown to be close and under half of the answers of each are favourable.
    """
    found: list[Pattern] = []
    result = _results(report).get(question_id)
    if result is not None and _is_split(result):
        found.append("leaders_disagree")
    stories = {
        each.about.id: each.story for each in report.predictions if not isinstance(each, NotShown)
    }
    story = stories.get(question_id)
    if story == "blind spot":
        found.append("blind_spot")
    elif story == "known gap":
        found.append("known_gap")
    elif story == "false alarm":
        found.append("false_alarm")
    if result is not None and _is_shared_concern(result):
        found.append("shared_concern")
    return tuple(found)


@cache
def _shipped() -> Prompts:
    return load_prompts()


def _problem(prompts: Prompts) -> tuple[strict_yaml.Path, str, str] | None:
    missing = [each for each in PATTERNS if each not in prompts.patterns]
    if missing:
        advice = "Add it with at least one question."
        return ("patterns",), f"the pattern `{missing[0]}` is missing", advice
    seen: set[str] = set()
    lists: list[tuple[strict_yaml.Path, tuple[str, ...]]] = [
        *((("patterns", key), texts) for key, texts in prompts.patterns.items()),
        *((("pillars", key), texts) for key, texts in prompts.pillars.items()),
        (("silos",), prompts.silos),
        (("vote",), prompts.vote),
    ]
    for place, texts in lists:
        if not texts:
            return place, "there is no question", "Write one, or remove the list."
        for at, text in enumerate(texts):
            wrong = _wrong(text, seen)
            if wrong is not None:
                return (*place, at), *wrong
            seen.add(text)
    return None


def _wrong(text: str, seen: set[str]) -> tuple[str, str] | None:
    if not text.strip():
        return "the question is empty", "Write it, or remove the line."
    if len(text) > LONGEST:
        return f"the question has {len(text)} characters", f"Keep it under {LONGEST}."
    if text in seen:
        return "the same question stands here twice", "Keep one of the two."
    return None


def _results(report: Report) -> dict[str, PillarResult | QuestionResult]:
    found: dict[str, PillarResult | QuestionResult] = {}
    for pillar in report.pillars:
        found[pillar.question.id] = pillar
        found |= {item.question.id: item for item in pillar.items}
    found |= {each.question.id: each for each in report.items}
    return found | {each.result.question.id: each.result for each in report.ladders}


def _owner(report: Report, question_id: str) -> str:
    result = _results(report).get(question_id)
    return question_id if result is None else result.question.pillar or question_id


def _is_split(result: PillarResult | QuestionResult) -> bool:
    agreement = result.agreement
    if not isinstance(agreement, Agreement):
        return False
    if isinstance(result, QuestionResult):
        size = len(result.question.labels)
    else:
        size = max((len(each.question.labels) for each in result.items), default=0)
    return bool(agreement.camps) or agreement.average_deviation > size / _SIXTH


def _is_shared_concern(result: PillarResult | QuestionResult) -> bool:
    if isinstance(result.gap, NotShown) or result.gap.verdict not in {"Aligned", "Small but real"}:
        return False
    if result.question.kind == "ladder":
        return False
    parts = result.items if isinstance(result, PillarResult) else (result,)
    shares = [each for part in parts if (each := _favourable(part.gap)) is not None]
    if len(shares) < len(parts):
        return False
    means = (
        fsum(each.leaders for each in shares) / len(shares),
        fsum(each.staff for each in shares) / len(shares),
    )
    return max(means) < _HALF


def _favourable(gap: Gap | NotShown) -> FavourableGap | None:
    if isinstance(gap, NotShown) or gap.comparison is None:
        return None
    found = gap.comparison.favourable_gap
    return found if isinstance(found, FavourableGap) else None
