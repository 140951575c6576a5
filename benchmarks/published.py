"""What METHODS.md prints of its simulations: the numbers that calibration is held against."""

import numpy as np

from analysis.stats.result import FloatArray

LEADERS = (5, 8, 15, 40)
STAFF = (30, 200, 2000)
SAMPLES = 10_000
"""Drawn a cell, there and here."""


def _row(cells: str) -> FloatArray:
    """Read mean/worst for each number of leaders, to (4, 2)."""
    return np.array([[float(part) for part in cell.split("/")] for cell in cells.split()])


COVERAGE = {
    "Brunner-Munzel t": _row(".905/.491 .915/.638 .928/.618 .932/.582"),
    "BM logit, z": _row(".906/.527 .921/.654 .941/.826 .944/.806"),
    "BM logit, t": _row(".935/.535 .948/.667 .953/.831 .950/.835"),
    "Wilson z (SKB 2025)": _row(".912/.787 .924/.835 .942/.907 .949/.935"),
    "Wilson t": _row(".944/.796 .954/.848 .954/.912 .954/.942"),
    "Newcombe 5": _row(".967/.782 .965/.766 .967/.817 .966/.819"),
    "bootstrap percentile": _row(".852/.517 .885/.646 .914/.678 .927/.630"),
    "SKB+1": _row(".982/.912 .980/.957 .968/.948 .960/.950"),
}
"""Of 95 % intervals; bootstraps from 2,000 samples a cell."""

WIDTHS = {
    "Brunner-Munzel t": (0.46, 0.35, 0.25, 0.17),
    "BM logit, z": (0.35, 0.30, 0.24, 0.17),
    "BM logit, t": (0.43, 0.34, 0.25, 0.17),
    "Wilson z (SKB 2025)": (0.34, 0.29, 0.23, 0.17),
    "Wilson t": (0.42, 0.33, 0.25, 0.17),
    "Newcombe 5": (0.41, 0.34, 0.26, 0.18),
    "bootstrap percentile": (0.32, 0.28, 0.23, 0.16),
    "SKB+1": (0.51, 0.37, 0.26, 0.17),
}

TYPE_I = {
    "Brunner-Munzel t": _row(".059/.089 .062/.087 .053/.066 .051/.054"),
    "Newcombe 5": _row(".060/.218 .064/.234 .054/.183 .051/.181"),
    "SKB+1": _row(".037/.088 .026/.043 .039/.052 .046/.050"),
}
"""Of the 5 % test, over four pairs without a gap."""

ROSTER = _row(".989/.973 .978/.958 .968/.956 .960/.949")
"""SKB+1's coverage of the real N people, with the roster's factor."""

ROSTER_WIDTHS = (0.30, 0.18)
"""At 5 of 7 and 8 of 10 leaders."""

FALSELY_ALIGNED = (0.0, 0.0002, 0.0013, 0.030)
"""How often *aligned* is said at A = .60, on average; at worst .047."""

RIGHTLY_ALIGNED = {
    "no roster": ("0", ".002", ".007", ".37 to .49"),
    "roster": (".01 to .02", ".14 to .15", ".38 to .42", ".75 to .83"),
}
"""How often *aligned* is said at A = .50, with 200 staff or more; `ROSTERS` of leaders."""

ROSTERS = {5: 7, 8: 10, 15: 20, 40: 60}
"""Leaders who answered, of how many."""

POWER = {0.68: 0.09, 0.88: 0.79}
"""Of SKB+1 at 5 leaders, by the true A."""

FIFTH_PERCENTILES = {
    "SKB+1": (0.950, 0.954, 0.952, 0.949),
    "Wilson t": (0.859, 0.908, 0.944, 0.949),
    "Wilson z (SKB 2025)": (0.820, 0.888, 0.931, 0.944),
    "Brunner-Munzel t": (0.829, 0.892, 0.930, 0.939),
}
"""Of coverage over 250 random pairs, 60 staff."""
