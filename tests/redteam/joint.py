"""Someone with a computer and a small group's rounded numbers: every world that fits all of them.

It knows how many leaders answered, reads the document and tries everything: all answers to two
items, handed to the leaders in all ways.
"""

from collections.abc import Iterator, Sequence
from itertools import permutations

import msgspec
import numpy as np
from numpy.typing import NDArray

from analysis.publication import CoarseComparison, Publication, Question
from analysis.stats.contest import NUMBERS, Contest
from analysis.stats.enumeration import (
    Possible,
    Release,
    Telling,
    multisets,
    safest_telling,
)
from analysis.stats.superiority import Superiority, superiority
from analysis.stats.verdict import verdict
from analysis.tables import Tables

Few = NDArray[np.int8]
Worlds = dict[str, set[tuple[int, ...]]]

_REACH = 1e-6


def fitting(publication: Publication, question: str, every: Few) -> Few:
    """Multisets of leaders' answers that give just what is said of one question."""
    said = said_of(publication, question)
    if said is None or said.verdict is None:
        return every
    return every[[_fits(publication, said, each) for each in every]]


def worlds(publication: Publication, pillar: str, n: int) -> Worlds:
    """Answers by question in all worlds that fit a pillar of two items, and these."""
    asked = {each.id: each for each in publication.questions}
    first, second = asked[pillar].items
    categories = len(asked[first].values)
    listed = [fitting(publication, each, multisets(n, categories)) for each in (first, second)]
    found: Worlds = {first: set(), second: set(), pillar: set()}
    known: dict[tuple[int, ...], bool] = {}
    said = said_of(publication, pillar)
    for one in listed[0]:
        for two in listed[1]:
            for scores in _sums(one, two, len(asked[pillar].values)):
                if scores not in known:
                    known[scores] = (
                        said is None
                        or said.verdict is None
                        or _fits(publication, said, np.array(scores))
                    )
                if known[scores]:
                    for question, counts in ((first, one), (second, two), (pillar, scores)):
                        found[question].add(tuple(int(each) for each in counts))
    return found


def known_counts(found: Worlds, pillar: str) -> list[str]:
    """Questions of which fewer than five multisets are left, or some count is known.

    That nobody has some score says little, as most have none; that nobody gave some answer
    is what nobody should know.
    """
    known = []
    for question, fits in found.items():
        counts = np.array(sorted(fits))
        least, most = counts.min(axis=0), counts.max(axis=0)
        same = (least == most) & ((most > 0) | (question != pillar))
        if len(fits) < 5 or same.any():
            known.append(question)
    return known


def said_of(publication: Publication, question: str) -> CoarseComparison | None:
    """What is said of one question."""
    return next((each for each in publication.coarse if each.question == question), None)


def rounded_to(publication: Publication, tables: Tables, step: float) -> Publication:
    """The same document by a program that only rounds."""
    every = Release(numbers=NUMBERS, step=step)
    said = []
    for question in publication.questions:
        exact = superiority(tables.of(question.id, "leaders"), tables.of(question.id, "staff"))
        assert isinstance(exact, Superiority)
        numbers = {name: getattr(exact, name, exact.estimate) for name in every.numbers}
        numbers["superiority"] = exact.estimate
        plain = CoarseComparison(question=question.id, verdict=verdict(exact).word, step=step)
        rounded = {name: round(round(each / step) * step, 4) for name, each in numbers.items()}
        said.append(msgspec.structs.replace(plain, **rounded))
    return msgspec.structs.replace(publication, coarse=tuple(said))


def each_alone(publication: Publication, tables: Tables) -> Publication:
    """The same document by a program that looks at each question by itself."""
    said = tuple(_alone(each, tables) for each in publication.questions)
    return msgspec.structs.replace(publication, coarse=said)


def _alone(question: Question, tables: Tables) -> CoarseComparison:
    own, other = (tables.of(question.id, each) for each in ("leaders", "staff"))
    contest = Contest(
        other=tuple(other.tolist()), small_is_leaders=True, factors=(1.0, 1.0), margin=0.1
    )
    if question.kind == "pillar":
        every = multisets(int(own.sum()), own.size)
        chosen = Telling.of(Possible(own=every, zeros_matter=False), contest).chosen(own)
    else:
        chosen = safest_telling(own, contest)
    plain = CoarseComparison(question=question.id, verdict=chosen.word, step=chosen.release.step)
    return msgspec.structs.replace(plain, **chosen.values)


def _fits(publication: Publication, said: CoarseComparison, leaders: Sequence[int] | Few) -> bool:
    staff = publication.table(said.question, "staff")
    assert staff is not None
    assert staff.counts is not None
    found = superiority(leaders, staff.counts)
    assert isinstance(found, Superiority)
    if verdict(found).word != said.verdict:
        return False
    values = {name: getattr(found, name, found.estimate) for name in NUMBERS}
    values["superiority"] = found.estimate
    told = {name: getattr(said, name) for name in NUMBERS}
    return all(
        number is None or abs(values[name] - number) <= said.step / 2 + _REACH
        for name, number in told.items()
    )


def _sums(first: Few, second: Few, size: int) -> Iterator[tuple[int, ...]]:
    """Every multiset of sums, as counts, that two items' answers can add up to."""
    one, two = (np.repeat(np.arange(each.size), each) for each in (first, second))
    orders = np.array(sorted(set(permutations(two.tolist()))))
    sums = np.unique(np.sort(one + orders, axis=1), axis=0)
    for each in sums:
        yield tuple(np.bincount(each, minlength=size).tolist())
