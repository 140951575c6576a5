"""What to bear in mind beside a gap: silent leaders, shapes, items that do not go together."""

from analysis.report import Gap, NotShown, PillarResult, QuestionResult
from analysis.stats.reliability import LOWEST_ALPHA, Alpha, Reliability
from analysis.stats.result import NotEstimable
from analysis.wording.rounding import of_100
from analysis.wording.staff import staff_sentence


def silence_sentence(gap: Gap | NotShown) -> str:
    """Say what the leaders who did not answer could change; empty where there is nothing to say."""
    if isinstance(gap, NotShown) or gap.silence is None:
        return ""
    silence = gap.silence
    missing = (
        "the missing leader" if silence.silent == 1 else f"the {silence.silent} missing leaders"
    )
    if silence.holds:
        thinks = "thinks" if silence.silent == 1 else "think"
        return f"This holds whatever {missing} {thinks}."
    return (
        f"This could flip: depending on {missing}, the leader is ahead in {of_100(silence.lowest)} "
        f"to {of_100(silence.highest)} of 100 pairs."
    )


def shape_sentence(gap: Gap | NotShown) -> str:
    """Say that the averages hide how differently answers are spread; empty where they do not."""
    if isinstance(gap, NotShown) or not gap.shape_differs:
        return ""
    return (
        "The averages hide something: leaders and staff spread their answers differently, more "
        "than the gap between the averages tells."
    )


def caveats(gap: Gap | NotShown) -> str:
    """Return everything to bear in mind beside one gap, as sentences; may be empty."""
    return " ".join(each for each in (silence_sentence(gap), shape_sentence(gap)) if each)


def reliability_sentence(pillar: PillarResult) -> str:
    """Say whether a pillar may be read as one score, from what staff answered."""
    found = pillar.reliability
    if isinstance(found, NotShown):
        return f"Whether its items belong together could not be asked of staff: {found.reason}."
    number = _number(found)
    if pillar.hangs_together:
        return f"Staff\u2019s answers to its items hang together ({number}), so one score is fair."
    return (
        f"Read its items, not the pillar: staff\u2019s answers to them do not hang together "
        f"({number}, under {_decimals(LOWEST_ALPHA)}), so one score would mislead."
    )


def spread_sentence(pillar: PillarResult) -> str:
    """Say which items of a pillar point in opposite directions; empty where none do."""
    spread = pillar.spread
    if isinstance(spread, NotShown) or not spread.opposite:
        return ""
    highest, lowest = (each.rstrip(".") for each in (spread.highest, spread.lowest))
    return (
        f"Its items point in opposite directions: leaders are higher on *{highest}* and lower on "
        f"*{lowest}*, which the pillar\u2019s score hides."
    )


def pillar_caveats(pillar: PillarResult) -> str:
    """Return everything to bear in mind beside a pillar, as sentences."""
    said = (
        staff_sentence(pillar.question),
        reliability_sentence(pillar),
        caveats(pillar.gap),
        spread_sentence(pillar),
    )
    return " ".join(each for each in said if each)


def brief_caveats(result: PillarResult | QuestionResult) -> str:
    """Return what an overview must not leave out: `pillar_caveats` without good news."""
    if isinstance(result, PillarResult) and not result.hangs_together:
        return pillar_caveats(result)
    spread = spread_sentence(result) if isinstance(result, PillarResult) else ""
    said = (staff_sentence(result.question), caveats(result.gap), spread)
    return " ".join(each for each in said if each)


def _number(found: Reliability) -> str:
    alpha = found.alpha
    if isinstance(alpha, Alpha):
        reach = f"{_decimals(alpha.low)} to {_decimals(alpha.high)}"
        return f"alpha {_decimals(alpha.estimate)}, {reach}, {found.n:,} staff"
    both = found.spearman_brown
    if isinstance(both, NotEstimable):
        return both.reason
    return f"Spearman-Brown {_decimals(both)}, {found.n:,} staff"


def _decimals(number: float) -> str:
    """Return a reliability as it is printed: ".84", with a true minus."""
    text = f"{abs(number):.2f}".removeprefix("0")
    return f"\u2212{text}" if number < 0 else text
