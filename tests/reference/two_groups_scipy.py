"""Two groups of answers by SciPy and statsmodels, from raw vectors.

Run: python tests/reference/two_groups_scipy.py (writes two_groups_scipy.csv beside it).
"""

import csv
from pathlib import Path

import numpy as np
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

FOLDER = Path(__file__).parent


def results(leaders: list[int], staff: list[int], values: list[float]) -> dict[str, float]:
    """Return each statistic by name; SciPy's Brunner-Munzel has the opposite sign."""
    x, y = np.repeat(values, leaders), np.repeat(values, staff)
    bm = stats.brunnermunzel(y, x)
    mw = stats.mannwhitneyu(x, y, use_continuity=False, method="asymptotic")
    welch = stats.ttest_ind(x, y, equal_var=False)
    top = 1 if len(values) <= 4 else 2
    newcombe = confint_proportions_2indep(
        sum(leaders[-top:]), x.size, sum(staff[-top:]), y.size, method="newcomb", compare="diff"
    )
    return {
        "bm_statistic": bm.statistic,
        "bm_p": bm.pvalue,
        "u": mw.statistic,
        "u_p": mw.pvalue,
        "welch_t": welch.statistic,
        "welch_p": welch.pvalue,
        "welch_df": welch.df,
        "newcombe_low": newcombe[0],
        "newcombe_high": newcombe[1],
        "wasserstein": stats.wasserstein_distance(x, y),
    }


def main() -> None:
    """Write the numbers of every case."""
    with (FOLDER / "two_groups_cases.csv").open() as file, np.errstate(all="ignore"):
        rows = [
            (case["case"], name, f"{value:.15g}")
            for case in csv.DictReader(file)
            for name, value in results(
                [int(each) for each in case["leaders"].split()],
                [int(each) for each in case["staff"].split()],
                [float(each) for each in case["values"].split()],
            ).items()
        ]
    with (FOLDER / "two_groups_scipy.csv").open("w") as file:
        csv.writer(file, lineterminator="\n").writerows([("case", "statistic", "value"), *rows])


if __name__ == "__main__":
    main()
