"""The room as a crowd: how it guessed, held against what staff said, and how it voted."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.offsite.subjects import Share
from analysis.report import Distribution
from analysis.stats.prediction import ShareForecast, Skill, rung_forecast, share_forecast
from analysis.stats.ranked_probability import forecast_distance
from analysis.stats.result import NotEstimable
from analysis.wording import coarse_shares

_NAIVE = "leaders' own answers"
Replies = Sequence[tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesGuessed:
    """A room's guesses at a share; all shares are fractions.

    ``counts`` says how many phones guessed 0, 10, … 100 of 100. ``forecast`` holds them
    against staff, and is ``None`` where the truth is a fact about leaders.
    """

    counts: tuple[int, ...]
    mean: float
    share: Share
    forecast: ShareForecast | None

    @property
    def limits(self) -> tuple[float, float] | None:
        """The 95 % limits of the true share."""
        if self.forecast is None:
            return None
        return self.mean - self.forecast.bias_high, self.mean - self.forecast.bias_low


@dataclass(frozen=True, slots=True, kw_only=True)
class RungsGuessed:
    """A room's guess at a ladder, all phones together, held against where staff stand.

    Where it is not ``is_exact``, too few guessed for counts: ``shares`` go in steps of 5 %,
    and all else is worked out from those.
    ``misplaced`` is the share of guessed people who would have to stand elsewhere.
    ``distance`` is 0 for the same answers and 1 for opposite ends (`rung_forecast`), and
    ``skill`` how much better that is than taking leaders' own answers for the guess.
    """

    phones: int
    shares: tuple[float, ...]
    misplaced: float
    distance: float
    skill: Skill | None
    is_exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many phones chose each label."""

    counts: tuple[int, ...]

    @property
    def phones(self) -> int:
        """How many chose."""
        return sum(self.counts)

    @property
    def shares(self) -> tuple[float, ...]:
        """The same as fractions."""
        return tuple(each / self.phones for each in self.counts)


def tally(replies: Replies) -> Tally:
    """Add replies up, place by place. ``replies`` must not be empty."""
    return Tally(counts=tuple(sum(column) for column in zip(*replies, strict=True)))


def shares_guessed_by(replies: Replies, share: Share) -> SharesGuessed:
    """Hold a room's guesses at a share against the truth."""
    counts = tally(replies).counts
    steps = len(counts) - 1
    mean = sum(at * count for at, count in enumerate(counts)) / steps / len(replies)
    forecast = None
    if share.answered is not None:
        naive = {} if share.leaders is None else {_NAIVE: share.leaders}
        found = share_forecast(
            counts,
            favourable=share.actual * share.answered,
            answered=share.answered,
            naive=naive,
        )
        forecast = None if isinstance(found, NotEstimable) else found
    return SharesGuessed(counts=counts, mean=mean, share=share, forecast=forecast)


def rungs_guessed_by(
    replies: Replies, staff: Distribution, leaders: Distribution | None, *, is_exact: bool = True
) -> RungsGuessed:
    """Hold a room's guess at a ladder against where staff stand; see `RungsGuessed.is_exact`."""
    placed = tally(replies)
    shares = placed.shares
    if not is_exact:
        shares = coarse_shares(shares)
        # As whole numbers, from here on all there is of the guesses.
        placed = Tally(counts=tuple(round(each * 100) for each in shares))
    naive = {} if leaders is None else {_NAIVE: leaders.counts}
    found = rung_forecast(placed.counts, staff.counts, naive=naive)
    skills = () if isinstance(found, NotEstimable) else found.skills
    apart = zip(placed.shares, staff.shares, strict=True)
    return RungsGuessed(
        phones=len(replies),
        shares=shares,
        misplaced=sum(abs(guess - true) for guess, true in apart) / 2,
        distance=forecast_distance(placed.counts, staff.counts),
        skill=skills[0] if skills else None,
        is_exact=is_exact,
    )
