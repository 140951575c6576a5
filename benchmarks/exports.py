"""How long each file of a large report takes: 60 questions, 40 segments, a series of three rounds.

python -m benchmarks.exports
"""

import time
from collections.abc import Callable
from datetime import date

import msgspec
import numpy as np

from analysis.exporters import FORMATS, export
from analysis.publication import Comments, Publication, Question, Rate, Table, TableGroup
from analysis.report import report_of
from analysis.series import Series
from survey.commitments import Commitment

LIMIT = 10.0
"""The most seconds that a file may take."""

PILLARS, ITEMS, SEGMENTS, ROUNDS = 4, 15, 40, 3
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


def large_series(publication: Publication, rounds: int = ROUNDS) -> Series:
    """Return ``rounds`` rounds like this one, with a commitment on every pillar of the first."""
    reports = [
        report_of(
            msgspec.structs.replace(
                publication, round=f"r{at}", name=f"Round {at}", closed_on=f"202{at}-05-01"
            )
        )
        for at in range(rounds)
    ]
    pillars = [each.question.id for each in reports[0].pillars]
    commitments = tuple(
        Commitment(
            id=f"c{at}",
            round_id="r0",
            what=f"Do number {at} of the things that we said we would do",
            who="The senior team",
            by=date(2021, 1, 1 + at),
            question=pillars[at % len(pillars)],
            to=0.5,
        )
        for at in range(20)
    )
    return Series(reports=tuple(reports), commitments=commitments, today=date(2022, 6, 1))


def seconds_of(
    publication: Publication, clock: Callable[[], float] = time.perf_counter
) -> dict[str, float]:
    """Return how many seconds of ``clock`` each file took, and its report under ``report``."""
    start = clock()
    report_of(publication)
    taken = {"report": clock() - start}
    series = large_series(publication)
    for each in FORMATS:
        start = clock()
        export(series.reports[-1], each, series=series)
        taken[each] = clock() - start
    return taken


def main() -> None:
    """Print a table of seconds, by the clock and of the processor."""
    publication = large_publication()
    asked = sum(each.kind == "item" for each in publication.questions)
    print(f"{asked} items, {SEGMENTS} segments, {len(publication.tables)} tables, {ROUNDS} rounds")
    by_clock, of_processor = seconds_of(publication), seconds_of(publication, time.process_time)
    print(f"{'':8} {'clock':>9} {'processor':>9}")
    for name, seconds in by_clock.items():
        print(f"{name:8} {seconds:7.2f} s {of_processor[name]:7.2f} s")


if __name__ == "__main__":
    main()
