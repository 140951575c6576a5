"""`compare`: an analyst's own answers, leaders held against staff."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from analysis.importers.plain_csv import (
    categories_of,
    choices_of,
    read_columns,
    rows_with,
)
from analysis.publication import Question
from analysis.stats.agreement import agreement
from analysis.stats.comparison import Comparison, compare
from analysis.stats.distance import Distance
from analysis.stats.finite_population import Invited
from analysis.stats.multiplicity import benjamini_hochberg
from analysis.stats.result import NotEstimable
from analysis.stats.superiority import Superiority
from analysis.stats.verdict import Verdict, verdicts
from analysis.tables import Answers, Tables, item_question, pillar_question, tabulate
from survey.errors import FileError

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for, checked."""

    file: Path
    group: str
    leaders: str
    staff: str
    items: tuple[str, ...]
    pillars: Mapping[str, tuple[str, ...]]
    categories: tuple[str, ...] | None
    segments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A file's answers, and what they are counted by."""

    answers: Answers
    questions: tuple[Question, ...]
    categories: tuple[str, ...]
    left_out: int


def read_answers(asked: Asked) -> Read:
    """Read the rows of leaders and staff of a file.

    Raises
    ------
    FileError
        A column, a group's value or an answer is not in the file as asked for.
    """
    columns = read_columns(asked.file)
    leaders = rows_with(columns, asked.group, asked.leaders)
    chosen = leaders | rows_with(columns, asked.group, asked.staff)
    items = list(
        dict.fromkeys([*asked.items, *(each for one in asked.pillars.values() for each in one)])
    )
    categories = asked.categories or categories_of(columns, items)
    questions = {each: _item(each, categories, asked.pillars) for each in items}
    pillars = [
        pillar_question(name, [questions[each] for each in members])
        for name, members in asked.pillars.items()
    ]
    return Read(
        answers=Answers(
            is_leader=leaders[chosen],
            attributes={each: columns[each][chosen] for each in asked.segments},
            choices={each: choices_of(columns, each, categories)[chosen] for each in items},
        ),
        questions=(*questions.values(), *pillars),
        categories=categories,
        left_out=int((~chosen).sum()),
    )


def compare_file(asked: Asked, *, invited: Invited, margin: float) -> Json:
    """Return everything that is said about two groups, as the contract lays it out.

    Raises
    ------
    FileError
        As `read_answers`; or more people answered than were invited.
    """
    read = read_answers(asked)
    tables = tabulate(read.answers, read.questions, few=0)
    try:
        compared = {
            each.id: compare(
                tables.of(each.id, "leaders"),
                tables.of(each.id, "staff"),
                values=_points(each, read.categories),
                invited=invited,
                margin=margin,
            )
            for each in read.questions
        }
    except ValueError as error:
        raise FileError(f"{asked.file.name}: {error}") from error
    return {
        "schema": "plumbline/compare@1",
        "margin": margin,
        "groups": {
            "leaders": _group(asked.leaders, read.answers, invited.leaders, is_leader=True),
            "staff": _group(asked.staff, read.answers, invited.staff, is_leader=False),
        },
        "questions": _questions(read, tables, compared),
        "pillars": _pillars(read, compared, margin),
    }


def parse_pillars(given: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Read ``NAME=a,b,c`` pairs.

    Raises
    ------
    argparse.ArgumentTypeError
        One has no name or no items, or repeats a name.
    """
    pillars: dict[str, tuple[str, ...]] = {}
    for each in given:
        name, equals, items = each.partition("=")
        members = tuple(dict.fromkeys(item.strip() for item in items.split(",") if item.strip()))
        if not (name.strip() and equals and members) or name.strip() in pillars:
            raise argparse.ArgumentTypeError(
                f"--pillar must be NAME=a,b,c, each once, got {each!r}"
            )
        pillars[name.strip()] = members
    return pillars


def print_table(document: Json) -> None:
    """Print a comparison for a reader: pillars first, then items."""
    groups = document["groups"]
    lines = [
        f"{each}: {groups[each]['answered']} answered ({groups[each]['value']})"
        for each in ("leaders", "staff")
    ]
    width = max(len(each["id"]) for each in (*document["questions"], *document["pillars"]))
    head = f"{'':{width}}  A of leaders over staff (95 %)   gap in points    verdict"
    for title in ("pillars", "questions"):
        if document[title]:
            lines += ["", head, *(_line(each, width) for each in document[title])]
    lines += [
        "",
        f"A gap is leaders minus staff. Aligned means closer to 0.5 than {document['margin']:g}.",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def print_json(document: Json) -> None:
    """Print a comparison for another program."""
    sys.stdout.write(json.dumps(document, allow_nan=False) + "\n")


def _line(question: Json, width: int) -> str:
    a, gap, word = question["superiority"], question["mean_gap"], question["verdict"]
    reach = (
        f"{a['estimate']:.3f} ({a['low']:.3f} to {a['high']:.3f})"
        if "estimate" in a
        else a["not_estimable"]
    )
    points = f"{gap['estimate']:+.2f}" if "estimate" in gap else "-"
    words = word if isinstance(word, str) else "not estimable"
    return f"{question['id']:{width}}  {reach:31}  {points:>13}    {words}"


def _item(name: str, categories: Sequence[str], pillars: Mapping[str, tuple[str, ...]]) -> Question:
    pillar = next((each for each, members in pillars.items() if name in members), None)
    return msgspec.structs.replace(item_question(name, categories), pillar=pillar)


def _points(question: Question, categories: Sequence[str]) -> tuple[float, ...]:
    """Categories in points: their own numbers where they are 1 apart, else 1 to K."""
    if question.kind == "pillar":
        offset = _offset(categories)
        return tuple(each + offset for each in question.values)
    return tuple(each + _offset(categories) for each in question.values)


def _offset(categories: Sequence[str]) -> float:
    try:
        numbers = np.array([float(each) for each in categories])
    except ValueError:
        return 0.0
    return float(numbers[0] - 1) if (np.diff(numbers) == 1).all() else 0.0


def _group(value: str, answers: Answers, invited: int | None, *, is_leader: bool) -> Json:
    answered = np.zeros(answers.is_leader.size, dtype=np.bool_)
    for column in answers.choices.values():
        answered |= column > 0
    number = int((answered & (answers.is_leader == is_leader)).sum())
    return {"value": value, "answered": number, "invited": invited}


def _questions(read: Read, tables: Tables, compared: Mapping[str, Comparison]) -> list[Json]:
    items = [each for each in read.questions if each.kind == "item"]
    family = [each.id for each in items if isinstance(compared[each.id].superiority, Superiority)]
    adjusted = dict(
        zip(
            family,
            benjamini_hochberg([_difference(compared[each]) for each in family]),
            strict=True,
        )
    )
    return [
        _question(each.id, read, tables, compared[each.id])
        | {"p_bh": adjusted.get(each.id, _plain(compared[each.id].superiority))}
        | {"verdict": _word(compared[each.id].verdict)}
        for each in items
    ]


def _question(name: str, read: Read, tables: Tables, found: Comparison) -> Json:
    counts = {group: tables.of(name, group) for group in ("leaders", "staff")}
    return {
        "id": name,
        "categories": [_as_number(each) for each in read.categories],
        "counts": {group: each.tolist() for group, each in counts.items()},
        "superiority": _superiority(found),
        "brunner_munzel": _some(found.brunner_munzel, "statistic", "df", "p_value"),
        "mann_whitney": _some(found.mann_whitney, "u", "z", "p_value"),
        "cliffs_delta": _plain(found.cliffs_delta),
        "wasserstein": found.wasserstein.estimate
        if isinstance(found.wasserstein, Distance)
        else _plain(found.wasserstein),
        "mean_gap": _mean_gap(found),
        "hedges_g": _some(found.hedges_g, "estimate", "low", "high"),
        "favourable_gap": _some(
            found.favourable_gap, "leaders", "staff", "estimate", "low", "high"
        ),
        "agreement": {group: _agreement(each) for group, each in counts.items()},
    }


def _pillars(read: Read, compared: Mapping[str, Comparison], margin: float) -> list[Json]:
    pillars = [each for each in read.questions if each.kind == "pillar"]
    known = {
        each.id: found
        for each in pillars
        if isinstance(found := compared[each.id].superiority, Superiority)
    }
    words = dict(zip(known, verdicts(list(known.values()), margin=margin), strict=True))
    return [_pillar(each, compared[each.id], words.get(each.id)) for each in pillars]


def _pillar(pillar: Question, found: Comparison, word: Verdict | None) -> Json:
    refused = _plain(found.superiority)
    return {
        "id": pillar.id,
        "items": list(pillar.items),
        "superiority": _superiority(found),
        "mean_gap": _mean_gap(found),
        "p_difference_holm": word.p_difference if word else refused,
        "p_equivalence_holm": word.p_equivalence if word else refused,
        "verdict": word.word if word else refused,
    }


def _superiority(found: Comparison) -> Json:
    a, same = found.superiority, found.equivalence
    if isinstance(a, NotEstimable) or isinstance(same, NotEstimable):
        return _some(a)
    names = "estimate low high low_90 high_90 df p_difference leaders_higher same staff_higher"
    return _some(a, *names.split()) | {"p_equivalence": same.p_value}


def _mean_gap(found: Comparison) -> Json:
    names = "leaders staff estimate low high t df p_value"
    return _some(found.mean_gap, *names.split())


def _agreement(counts: NDArray[np.int64]) -> Json:
    names = "same_answer within_one van_der_eijk average_deviation rwg"
    return _some(agreement(counts), *names.split())


def _difference(found: Comparison) -> float:
    if isinstance(found.superiority, NotEstimable):
        raise TypeError(found.superiority.reason)
    return found.superiority.p_difference


def _word(found: Verdict | NotEstimable) -> str | Json:
    return found.word if isinstance(found, Verdict) else _some(found)


def _some(found: object, *names: str) -> Json:
    """Named parts of a result; a refusal says why."""
    if isinstance(found, NotEstimable):
        return {"not_estimable": found.reason}
    return {name: _plain(getattr(found, name)) for name in names}


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON has no narrower type
    return {"not_estimable": value.reason} if isinstance(value, NotEstimable) else value


def _as_number(text: str) -> float | str:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
