"""What the numbers about one group, about change and importance hold: measured, printed.

`python -m benchmarks.within_groups` takes about two minutes; docs/statistics.md quotes it.
"""

import numpy as np

from analysis.stats.agreement import has_two_camps
from analysis.stats.comparability import Reading, readings
from analysis.stats.importance import CAUTIOUS_KURTOSIS, Explained, Importance, importance
from analysis.stats.pooling import relative_kurtosis
from analysis.stats.reliability import alpha
from analysis.stats.result import FloatArray, NotEstimable
from analysis.stats.score import Score, smoothed_parts, superiority_estimate

SHAPES = {
    "mild": np.array([-1.9, -1.2, -0.5, 0.7]),
    "severe": np.array([-2.2, -1.6, -1.0, -0.2]),
    "symmetric": np.array([-1.5, -0.5, 0.5, 1.5]),
}
"""Where a normal mind falls into five answers: severe has 58 % on the top one."""


def camps(random: np.random.Generator) -> None:
    """How often groups of one opinion, and of two, show two camps."""
    print("\nTwo camps: share of groups flagged (2,000 groups)\n\n| opinion | n = 8 | 15 | 40 |")
    opinions = {
        "bell-shaped": [0.05, 0.2, 0.4, 0.25, 0.1],
        "high": [0.03, 0.07, 0.2, 0.45, 0.25],
        "camps on 2 and 4": [0.05, 0.4, 0.1, 0.4, 0.05],
        "camps at the ends": [0.35, 0.1, 0.1, 0.1, 0.35],
    }
    for name, shares in opinions.items():
        rates = [
            np.mean([has_two_camps(row) is True for row in random.multinomial(n, shares, 2000)])
            for n in (8, 15, 40)
        ]
        print(f"| {name} | " + " | ".join(f"{rate:.2f}" for rate in rates) + " |")


def change(random: np.random.Generator) -> None:
    """Coverage of the MOVER interval of a change in A, two independent rounds."""
    print("\nChange in A: coverage, mean / worst of four cases (staff 200, 20,000 rounds)\n")
    staff = np.array([0.1, 0.2, 0.3, 0.25, 0.15])
    leaders = np.array(
        [[0.02, 0.08, 0.2, 0.4, 0.3], [0.1, 0.2, 0.3, 0.25, 0.15], [0.3, 0.05, 0.1, 0.05, 0.5]]
    )
    cases = ((0, 0), (0, 1), (1, 2), (2, 0))
    for n in (5, 8, 15, 40):
        covered = []
        for before, after in cases:
            truth = [float(superiority_estimate(leaders[i], staff)) for i in (before, after)]
            sides = []
            for i in (before, after):
                x = random.multinomial(n, leaders[i], 20_000).astype(float)
                y = random.multinomial(200, staff, 20_000).astype(float)
                score = Score.of(smoothed_parts(x, y))
                sides.append((score.estimate, *score.limits(0.95)))
            (a1, l1, u1), (a2, l2, u2) = sides
            low = a2 - a1 - np.hypot(a2 - l2, u1 - a1)
            high = a2 - a1 + np.hypot(u2 - a2, a1 - l1)
            moved = truth[1] - truth[0]
            covered.append(float(((low <= moved) & (moved <= high)).mean()))
        print(f"n1 = {n}: {np.mean(covered):.3f} / {min(covered):.3f}")


def scores(
    random: np.random.Generator, n: int, cuts: FloatArray, *, pillars: int = 4, items: int = 5
) -> tuple[FloatArray, FloatArray]:
    """Return an outcome and pillar sums, all weights truly equal, and one pillar's items."""
    mind = random.normal(size=(n, 1)) + random.normal(size=(n, pillars))
    mind /= np.sqrt(2)
    outcome = mind.mean(axis=1, keepdims=True) + np.sqrt(0.5) * random.normal(size=(n, 1))
    own = random.normal(size=(n, pillars, items))
    answers = ((0.75 * mind[:, :, None] + np.sqrt(1 - 0.75**2) * own)[..., None] > cuts).sum(
        axis=-1
    )
    rated = ((outcome / outcome.std())[..., None] > cuts).sum(axis=-1)
    return np.hstack([rated, answers.sum(axis=-1)]).astype(float), answers[:, 0].astype(float)


def reliabilities(random: np.random.Generator) -> None:
    """Coverage of Feldt's interval on five-point answers."""
    print("\nFeldt's interval for alpha: coverage (5 items, 3,000 samples)\n")
    for shape, cuts in SHAPES.items():
        _, many = scores(random, 400_000, cuts)
        truth = alpha(np.cov(many.T), len(many))
        for n in (30, 100, 400):
            held = []
            for _ in range(3000):
                found = alpha(np.cov(scores(random, n, cuts, pillars=1)[1].T), n)
                held.append(
                    not isinstance(found, NotEstimable)
                    and not isinstance(truth, NotEstimable)
                    and found.low <= truth.estimate <= found.high
                )
            print(f"{shape}, n = {n}: {np.mean(held):.3f}")


def ranking(random: np.random.Generator) -> None:
    """How often equal weights are ranked."""
    print("\nImportance: share of samples in which one pair of equal weights is ranked\n")
    print("| answers | n | as bell-shaped | measured kurtosis | kurtosis 1.5 |")
    for shape, cuts in SHAPES.items():
        for n in (120, 300):
            ranked = [0, 0, 0]
            for _ in range(500):
                drawn, _ = scores(random, n, cuts)
                kurtosis = relative_kurtosis(drawn - drawn.mean(axis=0), np.ones(n))
                for kind, assumed in enumerate((1.0, kurtosis, CAUTIOUS_KURTOSIS)):
                    found = importance(
                        Explained(
                            people=n,
                            df=n - 1,
                            covariance=np.cov(drawn.T),
                            outcome_items=("outcome",),
                            predictors={name: (name,) for name in "abcd"},
                            kurtosis=assumed,
                        ),
                        generator=random,
                        draws=400,
                    )
                    if isinstance(found, Importance):
                        pair = next(
                            d for d in found.differences if {d.first, d.second} == {"a", "b"}
                        )
                        ranked[kind] += not pair.is_tied
            rates = " | ".join(f"{times / 500:.3f}" for times in ranked)
            print(f"| {shape} | {n} | {rates} |")


def flags(random: np.random.Generator) -> None:
    """How often an item is called read differently, when it is and when it is not."""
    print("\nRead differently: share of items flagged (300 samples)\n")
    for leaders, staff in ((50, 200), (100, 400), (200, 2000)):
        rates = []
        for bend in (0.0, 0.5, 1.0):
            flagged = 0
            for _ in range(300):
                table = np.zeros((2, 17, 5))
                for group, n in enumerate((leaders, staff)):
                    mind = random.normal(size=(n, 1)) + 0.5 * (group == 0)
                    answers = 0.75 * mind + np.sqrt(1 - 0.75**2) * random.normal(size=(n, 5))
                    answers[:, 0] += bend * (group == 0)
                    chosen = (answers[..., None] > SHAPES["mild"]).sum(axis=-1)
                    cells = 5 * chosen[:, 1:].sum(axis=1) + chosen[:, 0]
                    table[group] = np.bincount(cells, minlength=85).reshape(17, 5)
                found = readings({"item": table})["item"]
                flagged += isinstance(found, Reading) and found.is_flagged
            rates.append(f"{flagged / 300:.3f}")
        print(f"{leaders} leaders, {staff} staff; shifted by 0, .5, 1 SD: " + ", ".join(rates))


def main() -> None:
    """Print every table."""
    random = np.random.default_rng(20260101)
    for part in (camps, change, reliabilities, ranking, flags):
        part(random)


if __name__ == "__main__":
    main()
