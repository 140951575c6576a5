"""Numbers as a reader says them: the only place that rounds."""

import math
from collections.abc import Sequence

NO_GAP = 50
_STEP = 0.05


def of_100(share: float) -> int:
    """Return a share as a whole number of 100, halves up.

    Examples
    --------
    >>> of_100(0.585), of_100(0.004)
    (59, 0)
    """
    return math.floor(share * 100 + 0.5 + 1e-9)


def coarse_share(share: float) -> float:
    """Return a share in steps of 5 %, as shares of few people are said.

    Examples
    --------
    >>> coarse_share(0.26), coarse_share(0.98)
    (0.25, 1.0)
    """
    return round(round(share / _STEP) * _STEP, 2)


def parts_of_100(shares: Sequence[float]) -> tuple[int, ...]:
    """Return shares of a whole as whole numbers that sum to 100 (largest remainder).

    Each is its share rounded down or up; the ones nearest to the next number go up. On
    a tie the earlier goes up. Shares that sum to nothing give zeros.

    Examples
    --------
    >>> parts_of_100([1 / 3, 1 / 3, 1 / 3])
    (34, 33, 33)
    >>> parts_of_100([0.5825, 0.2195, 0.198])
    (58, 22, 20)
    """
    return _parts(shares, 100)


def coarse_shares(shares: Sequence[float]) -> tuple[float, ...]:
    """Return shares of a whole in steps of 5 % that sum to 1, as of few people.

    Examples
    --------
    >>> coarse_shares([0.62, 0.36, 0.02])
    (0.65, 0.35, 0.0)
    """
    steps = round(1 / _STEP)
    return tuple(each / steps for each in _parts(shares, steps))


def _parts(shares: Sequence[float], whole: int) -> tuple[int, ...]:
    total = math.fsum(shares)
    if total <= 0:
        return tuple(0 for _ in shares)
    exact = [share / total * whole for share in shares]
    parts = [math.floor(each + 1e-9) for each in exact]
    by_remainder = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[: whole - sum(parts)]:
        parts[at] += 1
    return tuple(parts)


def limit(share: float) -> str:
    """Return a limit of A in hundredths, never as no gap when it is not.

    Examples
    --------
    >>> limit(0.7712), limit(0.4981), limit(0.5)
    ('77', 'just under 50', '50')
    """
    number = of_100(share)
    if number != NO_GAP or math.isclose(share, NO_GAP / 100):
        return str(number)
    return f"just {'over' if share > NO_GAP / 100 else 'under'} {number}"


def tenths(share: float) -> str:
    """Return "7 of 10", "nearly all" or "hardly any"; "all" and "none" only when it is so.

    Examples
    --------
    >>> tenths(0.68), tenths(0.97), tenths(1.0), tenths(0.02)
    ('7 of 10', 'nearly all', 'all', 'hardly any')
    """
    if share in {0, 1}:
        return "all" if share else "none"
    number = math.floor(share * 10 + 0.5 + 1e-9)
    return {0: "hardly any", 10: "nearly all"}.get(number, f"{number} of 10")
