"""What a report holds: unrounded numbers, frozen; wording and charts round."""

from dataclasses import dataclass

from analysis.publication import Publication, Question, Rate
from analysis.report.sheet import Method, Withheld
from analysis.stats.comparability import Spread
from analysis.stats.comparison import Comparison
from analysis.stats.planning import Settling
from analysis.stats.prediction import RungForecast, ShareForecast
from analysis.stats.proportions import Interval
from analysis.stats.reliability import Reliability
from analysis.stats.story import Story

WORTH_A_LOOK = 0.05
"""The false discovery rate at which an item, segment or pair is worth a look (METHODS, 2)."""


@dataclass(frozen=True, slots=True)
class NotShown:
    """A result that is withheld, or that these answers cannot give, and why.

    ``verdict`` is the word alone, where that is all that is released.
    """

    reason: str
    verdict: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """How the answers of one group fall on the categories, least favourable first.

    ``limits`` are the 95 % limits of each share, and ``above`` those of the share that
    answered so or more favourably; empty where a distribution has none. A share that
    everyone answered for is a fact, and its limits are the share.
    """

    n: int
    counts: tuple[int, ...]
    shares: tuple[float, ...]
    limits: tuple[Interval, ...] = ()
    above: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """What the ``silent`` of ``invited`` leaders could change, whatever they think.

    ``lowest`` and ``highest`` are A with all of them on the lowest, and on the highest
    answer. ``holds`` says that the verdict, and the side a gap lies on, would stay
    wherever all of them stood, and however the other pillars came out.
    """

    silent: int
    invited: int
    lowest: float
    highest: float
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Leaders held against staff on one question.

    ``estimate`` is A, the chance that a leader picked at random is more favourable than
    a member of staff, ties counted half: 0.5 is no gap, above it leaders are more
    favourable. ``low`` and ``high`` are its 95 % limits; with everyone
    answering they are A itself. ``leaders_higher``, ``same`` and
    ``staff_higher`` are shares of all leader-staff pairs, ``None`` where they are not
    released, as the limits are. ``margin`` is the smallest gap
    that matters, as a distance of A from one half.

    ``verdict`` is the word to show; ``uncorrected`` the word before the correction for
    several pillars (the same word where nothing was corrected). ``step`` is the step that
    the numbers were rounded to when too few leaders answered for more, else ``None``.
    ``comparison`` has everything else, and is ``None`` when ``step`` is not; so are the
    p-values, which are those that ``verdict`` was read from. ``settling`` says how many
    more answers would end "Can't tell", where that is the word without correction.
    ``silence`` is there when some of at most 30 leaders invited did not answer.
    ``shape_differs`` marks answers that lie further apart than their averages tell; it is
    not asked of ladders, which have none.
    """

    estimate: float
    low: float | None
    high: float | None
    leaders_higher: float | None
    same: float | None
    staff_higher: float | None
    margin: float
    verdict: str
    uncorrected: str
    step: float | None = None
    comparison: Comparison | None = None
    p_difference: float | None = None
    p_equivalence: float | None = None
    settling: Settling | None = None
    silence: Silence | None = None
    shape_differs: bool = False

    @property
    def survives_correction(self) -> bool:
        """Whether the word is the same with and without the correction."""
        return self.verdict == self.uncorrected


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far leaders agree among themselves.

    ``same_answer`` and ``within_one`` are chances, for two leaders picked at random, to
    choose the same category, and the same or a neighbouring one. ``van_der_eijk`` runs
    from -1 (two camps at the ends) over 0 (spread evenly) to 1 (all in one category).
    A pillar's numbers are means over its items. ``van_der_eijk`` is ``None`` for questions of
    two categories. ``camps`` names the questions on which
    leaders stand in two camps.
    """

    same_answer: float
    within_one: float
    van_der_eijk: float | None
    average_deviation: float
    camps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """One item or ladder: both distributions, the gap, and leaders among themselves.

    ``p_worth_a_look`` is the difference's p-value adjusted over all items (Benjamini and
    Hochberg): under 0.05 an item is worth a look, which is less than confirmed.
    """

    question: Question
    leaders: Distribution | NotShown
    staff: Distribution | NotShown
    gap: Gap | NotShown
    agreement: Agreement | NotShown
    p_worth_a_look: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PillarResult:
    """One pillar's gap and its items, the widest gap first.

    ``reliability`` is asked of staff who answered all of its items. ``spread`` says how
    far apart the gaps of its items lie, and whether two point in opposite directions.
    """

    question: Question
    gap: Gap | NotShown
    agreement: Agreement | NotShown
    items: tuple[QuestionResult, ...]
    reliability: Reliability | NotShown = NotShown("not asked")
    spread: Spread | NotShown = NotShown("not asked")

    @property
    def hangs_together(self) -> bool:
        """Whether it may be read as one score: false only where a reliability says so."""
        return isinstance(self.reliability, NotShown) or self.reliability.holds_together


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """Which rung of the ladder a group stands on.

    ``median`` is the rung (from 0) that half of the group is at or below. ``exceed`` is
    the share at or above the rung that counts as aiming above expectations. ``most`` are
    the rungs that most people chose (several when tied), ``most_share`` their share each.
    """

    median: int
    exceed: float | None
    most: tuple[int, ...]
    most_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderResult:
    """What standard leaders and staff say we are here to reach."""

    result: QuestionResult
    leaders: Standard | NotShown
    staff: Standard | NotShown


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePrediction:
    """What leaders thought the share of favourable staff answers in a pillar would be.

    Shares are fractions. ``forecast`` has the numbers: bias is predicted minus actual, so
    above 0 leaders thought staff more favourable than they are. ``own`` is the
    share of leaders' own answers that are favourable, ``expected`` that minus
    ``predicted``: the gap leaders expected, with ``expected_limits`` at 95 %. ``story`` is
    one of four words.
    """

    question: Question
    about: Question
    forecast: ShareForecast
    own: float
    story: Story | NotShown
    expected_limits: Interval | None = None

    @property
    def predicted(self) -> float:
        """Leaders' mean prediction."""
        return self.forecast.predicted

    @property
    def actual(self) -> float:
        """The share of staff answers that are favourable, a mean over the pillar's items."""
        return self.forecast.actual

    @property
    def bias(self) -> float:
        """Predicted minus actual."""
        return self.forecast.bias

    @property
    def spread(self) -> float:
        """How far single predictions lie from their mean (root mean square)."""
        return self.forecast.spread

    @property
    def expected(self) -> float:
        """The gap leaders expected: their own favourable share minus the predicted one."""
        return self.own - self.forecast.predicted


@dataclass(frozen=True, slots=True, kw_only=True)
class RungPrediction:
    """Which rung leaders thought most staff would choose.

    ``predicted`` and ``actual`` are the rungs (from 0) named most often, several when
    tied. ``forecast`` has the numbers. ``expected`` is the gap leaders expected, in
    units of A from one half: their own answers held against their predictions; ``None``
    where it cannot be had, as ``expected_limits`` are, at 95 %. ``story`` is one of four words.
    """

    question: Question
    about: Question
    predicted: tuple[int, ...]
    actual: tuple[int, ...]
    forecast: RungForecast
    expected: float | None
    story: Story | NotShown
    expected_limits: Interval | None = None

    @property
    def right(self) -> float:
        """The share of leaders who named a rung that staff did choose most."""
        return self.forecast.hits


Prediction = SharePrediction | RungPrediction


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """How well one department says that work goes with another: a field of the silo matrix.

    ``rater`` is empty for everyone who rated ``rated``, whichever their department.
    ``favourable`` is the share of favourable answers (the top two of five), ``limits`` its
    95 % limits; both are ``None`` where ``answers`` are not shown.
    """

    rater: str
    rated: str
    answers: Distribution | NotShown
    favourable: float | None = None
    limits: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asymmetry:
    """Two departments' ratings of each other, held against one another.

    ``estimate`` is the chance that somebody of ``one``, picked at random, rates working with
    ``other`` better than somebody of ``other`` rates working with ``one``, ties counted half:
    0.5 is no asymmetry. ``low`` and ``high`` are its 95 % limits. ``p_worth_a_look`` is the
    p-value adjusted over all pairs of the matrix (Benjamini and Hochberg).
    """

    one: str
    other: str
    estimate: float
    low: float
    high: float
    p_worth_a_look: float

    @property
    def is_worth_a_look(self) -> bool:
        """Whether the two ratings differ by more than looking at many pairs brings about."""
        return self.p_worth_a_look < WORTH_A_LOOK


@dataclass(frozen=True, slots=True, kw_only=True)
class SiloMatrix:
    """Who says that work goes well with whom, department by department.

    ``text`` has the wording for leaders and for staff, ``labels`` the answers, the least
    favourable first. ``raters`` are the departments whose people rated others, by name, with
    "Other" last; ``rated`` those that were rated. ``ratings`` has a field for every rater
    and rated department, ``overall`` everyone's rating of each, the lowest first, those not
    shown last. ``asymmetries`` run from the widest down.
    """

    id: str
    title: str
    text: dict[str, str]
    labels: tuple[str, ...]
    raters: tuple[str, ...]
    rated: tuple[str, ...]
    ratings: tuple[Rating, ...]
    overall: tuple[Rating, ...]
    asymmetries: tuple[Asymmetry, ...]

    def rating(self, rater: str, rated: str) -> Rating:
        """Return a field; everyone's rating of a department where ``rater`` is empty."""
        return next(
            each
            for each in (*self.ratings, *self.overall)
            if (each.rater, each.rated) == (rater, rated)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that pages, charts and files show of one publication.

    Pillars run from the widest gap down, whichever way it points; those without a gap
    to show come last. ``items`` are those that belong to no pillar.
    ``silo_matrix`` is ``None`` where none was asked. ``publication`` is what all of it was
    computed from.
    """

    publication: Publication
    method: Method
    pillars: tuple[PillarResult, ...]
    items: tuple[QuestionResult, ...]
    ladders: tuple[LadderResult, ...]
    predictions: tuple[Prediction | NotShown, ...]
    rates: tuple[Rate, ...]
    withheld: tuple[Withheld, ...]
    silo_matrix: SiloMatrix | None = None

    @property
    def compared(self) -> "tuple[PillarResult, ...] | tuple[QuestionResult, ...]":
        """What an overview shows: the pillars, or the items where there are none."""
        return self.pillars or self.items
