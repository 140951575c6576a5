"""How long each file of a large report takes: 60 questions, 40 segments.

python -m benchmarks.exports
"""

import time
from collections.abc import Callable

import numpy as np

from analysis.exporters import FORMATS, export
from analysis.publication import Comments, Publication, Question, Rate, Table, TableGroup
from analysis.report import report_of

LIMIT = 10.0
"""The most seconds that a file may take."""

PILLARS, ITEMS, SEGMENTS = 4, 15, 40
_LABELS = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
_LEADERS, _STAFF, _IN_SEGMENT = 80, 4000, 100


def large_publication(
    *, pillars: int = PILLARS, items: int = ITEMS, segments: int = SEGMENTS
) -> Publication:
    """Return a publication with ``pillars`` times ``items`` items and a table a segment."""
    random = np.random.default_rng(6)
    questions = [each for at in range(1, pillars + 1) for each in _pillar(at, items)]
    places: list[dict[str, str] | None] = [None]
    places += [{"department": f"Department {at}"} for at in range(1, segments + 1)]
    tables = [
        _table(question, group, place, random)
        for question in questions
        for place in places
        for group in ("leaders", "staff", "everyone")
    ]
    words = tuple(f"Something that {at} of us would like to see done." for at in range(200))
    return Publication(
        round="large",
        name="A large round",
        organisation="A large organisation",
        series="large",
        source="made for measuring",
        questionnaire="large.v1",
        fingerprint="00" * 32,
        margin=0.10,
        thresholds={"scores": 5, "comments": 10, "counts": 8},
        questions=tuple(questions),
        tables=tuple(tables),
        rates=(
            Rate(group="leaders", invited=_LEADERS + 10, answered=_LEADERS),
            Rate(group="staff", invited=_STAFF + 900, answered=_STAFF),
        ),
        comments=(
            Comments(question="hear", title="What?", purpose="comment", group="staff", texts=words),
        ),
        software={"numpy": np.__version__},
    )


def _pillar(number: int, items: int) -> list[Question]:
    name = f"pillar_{number}"
    ids = tuple(f"{name}_{at}" for at in range(1, items + 1))
    text = "Our leaders put a lasting relationship with a customer before a quick sale"
    asked = [
        Question(
            id=each,
            kind="item",
            title=f"{text} ({each}).",
            text={"leaders": f"We {each}", "staff": f"They {each}"},
            labels=_LABELS,
            values=(1, 2, 3, 4, 5),
            pillar=name,
        )
        for each in ids
    ]
    values = [total / items for total in range(items, 5 * items + 1)]
    score = Question(
        id=name,
        kind="pillar",
        title=f"Pillar {number}",
        text={"leaders": f"About pillar {number}", "staff": f"About pillar {number}"},
        labels=tuple(f"{value:.2f}" for value in values),
        values=tuple(values),
        items=ids,
    )
    return [*asked, score]


def _table(
    question: Question,
    group: TableGroup,
    place: dict[str, str] | None,
    random: np.random.Generator,
) -> Table:
    if place is not None and group != "staff":
        return Table(
            question=question.id, group=group, segment=place, withheld="fewer than 8 answers"
        )
    people = _IN_SEGMENT if place else {"leaders": _LEADERS, "staff": _STAFF}.get(group, 4080)
    size = len(question.labels)
    middle = size * (0.7 if group == "leaders" else 0.55)
    chosen = np.clip(random.normal(middle, size / 5, people), 0, size - 1).astype(np.int64)
    counts = tuple(np.bincount(chosen, minlength=size).tolist())
    return Table(
        question=question.id,
        group=group,
        segment=place,
        n=people,
        counts=counts,
        shares=tuple(each / people for each in counts),
    )


def seconds_of(
    publication: Publication, clock: Callable[[], float] = time.perf_counter
) -> dict[str, float]:
    """Return how many seconds of ``clock`` each file took, and its report under ``report``."""
    start = clock()
    report = report_of(publication)
    taken = {"report": clock() - start}
    for each in FORMATS:
        start = clock()
        export(report, each)
        taken[each] = clock() - start
    return taken


def main() -> None:
    """Print a table of seconds."""
    publication = large_publication()
    asked = sum(each.kind == "item" for each in publication.questions)
    print(f"{asked} items, {SEGMENTS} segments, {len(publication.tables)} tables")
    for name, seconds in seconds_of(publication).items():
        print(f"{name:8} {seconds:6.2f} s")


if __name__ == "__main__":
    main()
