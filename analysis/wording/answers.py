"""How a group answered, whether leaders agree, the ladder, and what leaders predicted."""

from collections.abc import Sequence

from analysis.report import (
    Agreement,
    Distribution,
    LadderResult,
    NotShown,
    Prediction,
    SharePrediction,
    Standard,
)
from analysis.wording.rounding import of_100, parts_of_100, tenths
from analysis.wording.staff import staff_answers

REVERSED = "Worded the other way round: disagreeing is the favourable answer here."


def unmarked(sentence: str) -> str:
    """Return a sentence without its marks of emphasis.

    Examples
    --------
    >>> unmarked("7 of 10 leaders say *meet*")
    '7 of 10 leaders say meet'
    """
    return sentence.replace("*", "")


def agreement_sentence(agreement: Agreement | NotShown) -> str:
    """Say how often two leaders picked at random agree, and where they stand in two camps."""
    if isinstance(agreement, NotShown):
        return f"Leaders among themselves: not shown, {agreement.reason}."
    sentence = (
        "Two leaders picked at random give the same answer in "
        f"{of_100(agreement.same_answer)} of 100 cases, and at most one step apart in "
        f"{of_100(agreement.within_one)}."
    )
    if agreement.camps:
        camps = "; ".join(each.rstrip(".") for each in agreement.camps)
        sentence += f" They stand in two camps on: {camps}."
    return sentence


def ladder_headline(ladder: LadderResult) -> str:
    """Return the sentence over the ladder: "7 of 10 leaders say *meet*; 6 of 10 staff say …"."""
    short = ladder.result.question.short or ladder.result.question.labels
    both = (("leaders", ladder.leaders), ("staff", ladder.staff))
    words = [_said(each, name, short) for name, each in both if isinstance(each, Standard)]
    words += [
        f"what {name} say is not shown ({each.reason})"
        for name, each in both
        if isinstance(each, NotShown)
    ]
    sentence = "; ".join(words)
    return f"{sentence[0].upper()}{sentence[1:]}."


def exceed_sentence(ladder: LadderResult) -> str:
    """Say how many of each group aim above expectations, and each group's middle rung."""
    short = ladder.result.question.short or ladder.result.question.labels
    words = []
    for name, standard in (("leaders", ladder.leaders), ("staff", ladder.staff)):
        if isinstance(standard, Standard):
            aim = (
                ""
                if standard.exceed is None
                else f"{of_100(standard.exceed)} of 100 {name} aim above expectations, and "
            )
            words.append(f"{aim}the middle of {name} stands on *{short[standard.median]}*.")
    return " ".join(each[0].upper() + each[1:] for each in words)


def prediction_lines(predictions: Sequence[Prediction | NotShown]) -> tuple[str, ...]:
    """Return a sentence for each prediction, and one for all that are not shown."""
    lines = [prediction_sentence(each) for each in predictions if not isinstance(each, NotShown)]
    return (*lines, *hidden_predictions(predictions))


def hidden_predictions(predictions: Sequence[Prediction | NotShown]) -> tuple[str, ...]:
    """Return one sentence for all predictions that are not shown; none where all are."""
    hidden = [each.reason for each in predictions if isinstance(each, NotShown)]
    if not hidden:
        return ()
    reasons = "; ".join(dict.fromkeys(hidden))
    return (f"Not shown for {len(hidden)} of {len(predictions)} questions: {reasons}.",)


def prediction_sentence(prediction: Prediction) -> str:
    """Say what leaders thought staff would answer, what staff answered, and the bias."""
    title = prediction.about.title
    if isinstance(prediction, SharePrediction):
        predicted, actual = of_100(prediction.predicted), of_100(prediction.actual)
        # Of the rounded numbers, so that what is read adds up.
        points, sign = abs(predicted - actual), "over" if predicted > actual else "under"
        verdict = "about right" if points == 0 else f"leaders {sign}-estimate by {points} in 100"
        return (
            f"{title}: leaders thought {predicted} of 100 {staff_answers(prediction.about)} would "
            f"be favourable; {actual} are ({verdict})."
        )
    short = prediction.about.short or prediction.about.labels
    thought = " and ".join(f"*{short[at]}*" for at in prediction.predicted)
    chosen = " and ".join(f"*{short[at]}*" for at in prediction.actual)
    return (
        f"{title}: most leaders thought staff would say {thought}; most staff say {chosen}. "
        f"{of_100(prediction.right)} of 100 leaders were right."
    )


def distribution_sentence(
    name: str, distribution: Distribution | NotShown, labels: Sequence[str]
) -> str:
    """Read a group's distribution out, category by category, for those who cannot see a chart."""
    if isinstance(distribution, NotShown):
        return f"{name}: not shown, {distribution.reason}."
    parts = parts_of_100(distribution.shares)
    listed = ", ".join(f"{label} {part} %" for label, part in zip(labels, parts, strict=True))
    return f"{name} ({distribution.n} answers): {listed}."


def key_alt(labels: Sequence[str]) -> str:
    """Read out what the colours of the answers stand for."""
    return f"Colours from least to most favourable: {', '.join(labels)}."


def _said(standard: Standard, name: str, short: Sequence[str]) -> str:
    rungs = " and ".join(f"*{short[at]}*" for at in standard.most)
    each = " each" if len(standard.most) > 1 else ""
    share = tenths(standard.most_share)
    return f"{share} {name} say {rungs}{each}"
