"""Attackers: each reads what is published, and what everybody knows, and nothing else.

Everybody knows who works where. A finding is a set of people, as a sentence, and the counts
of their answers. What is true of a finding is for the tests to say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from analysis.publication import Publication
from analysis.stats.enumeration import multisets
from analysis.stats.superiority import Superiority, superiority
from analysis.tables import Atoms
from tests.redteam.organisations import Cell, shown

Counts = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an attacker says: these people gave these answers."""

    who: str
    counts: Counts

    @property
    def people(self) -> int:
        return sum(self.counts)


def subtract(publication: Publication, question: str = "q1") -> list[Finding]:
    """Take all shown segments from their group: the rest is whoever was hidden."""
    tables = shown(publication, question)
    found = []
    for group in ("leaders", "staff", "everyone"):
        for name in _attributes(publication):
            parts = [each for cell, each in tables.items() if _is(cell, group, name)]
            if (group, None) in tables and parts:
                found.append(_finding(f"{group}, rest", tables[group, None] - sum(parts)))
    return _of_some(found)


def subtract_groups(publication: Publication, question: str = "q1") -> list[Finding]:
    """Take one group from everyone: the other is left, in the whole and in each segment."""
    tables = shown(publication, question)
    found = []
    for group, segment in tables:
        for one, other in (("staff", "leaders"), ("leaders", "staff")):
            if group == "everyone" and (one, segment) in tables:
                rest = tables[group, segment] - tables[one, segment]
                found.append(_finding(f"{other} {segment}", rest))
    return _of_some(found)


def inside(
    publication: Publication, known: Mapping[Cell, Counts], question: str = "q1"
) -> list[Finding]:
    """Subtract, and then subtract a hidden segment whose answers one knows."""
    return _of_some(
        [
            _finding(f"{each.who} less one's own", np.array(each.counts) - np.array(own))
            for each in subtract(publication, question)
            for own in known.values()
            if all(a >= b for a, b in zip(each.counts, own, strict=True))
        ]
    )


def solve(publication: Publication, atoms: Atoms, question: str = "q1") -> list[Finding]:
    """Solve all published sums at once, for every set of one or two atoms."""
    tables = shown(publication, question)
    if not tables:
        return []
    rows = np.array([atoms.of(*cell) for cell in tables], dtype=np.float64)
    counts = np.array(list(tables.values()), dtype=np.float64)
    number = atoms.group.size
    wanted = np.eye(number)
    pairs = [wanted[a] + wanted[b] for a in range(number) for b in range(a + 1, number)]
    found = []
    for target in (*wanted, *pairs):
        weights, *_ = np.linalg.lstsq(rows.T, target, rcond=None)
        if np.allclose(rows.T @ weights, target, atol=1e-8):
            found.append(_finding(f"atoms {np.flatnonzero(target).tolist()}", weights @ counts))
    return _of_some(found)


def bound(
    publication: Publication, atoms: Atoms, sizes: NDArray[np.int64], question: str = "q1"
) -> list[Finding]:
    """Ask a linear programme for the least and most of every atom's every answer."""
    tables = shown(publication, question)
    if not tables:
        return []
    categories = len(next(iter(tables.values())))
    rows = np.array([atoms.of(*cell) for cell in tables], dtype=np.float64)
    sums = np.kron(rows, np.eye(categories))
    people = np.kron(np.eye(atoms.group.size), np.ones(categories))
    equal = np.vstack([sums, people])
    values = np.concatenate([np.concatenate(list(tables.values())), sizes])
    found = []
    for atom in range(atoms.group.size):
        ends = [
            [_end(equal, values, atom * categories + category, sign) for sign in (1, -1)]
            for category in range(categories)
        ]
        if all(abs(least - most) < 1e-6 for least, most in ends):
            found.append(_finding(f"atom {atom}", np.array([least for least, _ in ends])))
    return _of_some(found)


def compare_rounds(before: Publication, after: Publication, question: str = "q1") -> list[Finding]:
    """Take an earlier publication from a later one: whoever came or went is left."""
    old, new = shown(before, question), shown(after, question)
    return _of_some(
        [
            _finding(f"newcomers {cell}", sign * (new[cell] - old[cell]))
            for cell in old
            if cell in new
            for sign in (1, -1)
        ]
    )


def invert_moments(n: int, mean: float, deviation: float, decimals: int = 2) -> list[Counts]:
    """Every multiset of five-point answers with this mean and standard deviation."""
    fits = []
    for answers in combinations_with_replacement(range(1, 6), n):
        same_mean = round(float(np.mean(answers)), decimals) == round(mean, decimals)
        spread = round(float(np.std(answers, ddof=1)), decimals)
        if same_mean and spread == round(deviation, decimals):
            fits.append(tuple(answers.count(each) for each in range(1, 6)))
    return fits


def invert_percentages(shares: Sequence[float], most: int, decimals: int = 1) -> list[Counts]:
    """Every count of up to ``most`` people that gives these percentages."""
    fits: list[Counts] = []
    for n in range(1, most + 1):
        counts = np.rint(np.array(shares) * n / 100)
        if counts.sum() == n and np.allclose(np.round(100 * counts / n, decimals), shares):
            fits.append(tuple(int(each) for each in counts))
    return fits


def invert_comparison(publication: Publication, n: int, question: str) -> list[Counts]:
    """Every multiset of ``n`` leaders that fits all that is said of a comparison."""
    said = next(each for each in publication.coarse if each.question == question)
    staff = shown(publication, question)["staff", None]
    names = "superiority low high leaders_higher same staff_higher"
    fits = []
    for row in multisets(n, staff.size):
        found = superiority(row, staff)
        if not isinstance(found, Superiority):
            continue
        values = {name: getattr(found, name, found.estimate) for name in names.split()}
        values["superiority"] = found.estimate
        if all(
            getattr(said, name) is None
            or abs(round(value / said.step) * said.step - getattr(said, name)) < 1e-9
            for name, value in values.items()
        ):
            fits.append(tuple(int(each) for each in row))
    return fits


def unanimous(publication: Publication, question: str = "q1") -> list[Finding]:
    """Tables in which everybody gave one answer: each of them is known."""
    return [
        _finding(f"each of {cell}", counts)
        for cell, counts in shown(publication, question).items()
        if (counts > 0).sum() == 1
    ]


def skipped(publication: Publication, pillar: str, group: str = "staff") -> list[float]:
    """Sum of the answers of people who are in a pillar's items but not in its scores."""
    asked = next(each for each in publication.questions if each.id == pillar)
    tables = {each: shown(publication, each).get((group, None)) for each in (*asked.items, pillar)}
    if any(each is None for each in tables.values()):
        return []
    totals = {
        each: float(table @ np.arange(1, table.size + 1))
        for each, table in tables.items()
        if table is not None and each != pillar
    }
    scores = tables[pillar]
    if scores is None:
        return []
    whole = float(scores @ np.array(asked.values)) * len(asked.items)
    left = sum(totals.values()) - whole
    return [round(left, 6)] if round(left, 6) else []


def skipped_by_products(publication: Publication, pillar: str) -> dict[str, float]:
    """Sum of each item's answers by staff whose products are not in the pillar's sums."""
    product = next(each for each in publication.products if each.pillar == pillar)
    asked = next(each for each in publication.questions if each.id == pillar)
    if product.n is None:
        return {}
    found = {}
    for item, total in zip(asked.items, product.sums, strict=True):
        counts = shown(publication, item).get(("staff", None))
        if counts is not None and 0 < counts.sum() - product.n < 5:
            found[item] = float(counts @ np.arange(1, counts.size + 1)) - total
    return found


def quiet_ones(publication: Publication) -> dict[str, tuple[int, int]]:
    """Invited and answered of the people whose response rates are not shown."""
    found = {}
    for group in ("leaders", "staff"):
        own = [each for each in publication.rates if each.group == group]
        whole = next((each for each in own if each.segment is None), None)
        parts = [each for each in own if each.segment and each.answered is not None]
        if whole is None or whole.answered is None or whole.invited is None or not parts:
            continue
        invited = whole.invited - sum(each.invited or 0 for each in parts)
        found[group] = (invited, whole.answered - sum(each.answered or 0 for each in parts))
    return {group: each for group, each in found.items() if each[0]}


def _end(equal: NDArray[np.float64], values: NDArray[np.int64], place: int, sign: int) -> float:
    goal = np.zeros(equal.shape[1])
    goal[place] = sign
    found = optimize.linprog(goal, A_eq=equal, b_eq=values)
    return float("nan") if found.x is None else float(goal @ found.x) * sign


def _attributes(publication: Publication) -> set[str]:
    return {next(iter(each.segment)) for each in publication.tables if each.segment}


def _is(cell: Cell, group: str, name: str) -> bool:
    return cell[0] == group and cell[1] is not None and cell[1][0] == name


def _finding(who: str, counts: NDArray[np.float64] | NDArray[np.int64]) -> Finding:
    return Finding(who=who, counts=tuple(round(float(each)) for each in counts))


def _of_some(found: Sequence[Finding]) -> list[Finding]:
    """Findings about somebody: no negative counts, not all nought."""
    return [each for each in found if min(each.counts) >= 0 and each.people]
