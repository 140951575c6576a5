"""Slides on the ladder, on leaders among themselves, and on what leaders predicted."""

from analysis.charts.ladder_chart import ladder_alt
from analysis.charts.leaders_agreement import leaders_agreement_alt
from analysis.charts.prediction_fields import predicted_shares_alt
from analysis.charts.theme import shortened
from analysis.exporters.contents import Contents
from analysis.exporters.deck import FIGURE, PALETTE, Deck, say
from analysis.exporters.deck_charts import Bars, Place, clustered_bars
from analysis.exporters.gap_axis import to_discuss
from analysis.report import (
    Agreement,
    Distribution,
    LadderResult,
    NotShown,
    QuestionResult,
    Report,
    SharePrediction,
)
from analysis.wording import (
    agreement_finding,
    agreement_sentence,
    bias_line,
    caveats,
    exceed_sentence,
    hidden_predictions,
    ladder_headline,
    ladder_lines,
    of_100,
    parts_of_100,
    prediction_sentence,
    prediction_words,
    predictions_finding,
    stories_sentence,
    unmarked,
    verdict_sentence,
)

PALE = "#a9bcdb"
"""Leaders' blue, thinned: answers that are near one another but not the same."""

_LONGEST = 34
_MOST = 8


def add_ladder(deck: Deck, report: Report, ladder: LadderResult) -> None:
    """Add both groups' answers on every rung, the highest on top."""
    result = ladder.result
    said = [
        unmarked(exceed_sentence(ladder)),
        verdict_sentence(result.gap, report.method.groups, ladder=True),
        caveats(result.gap),
    ]
    notes = [
        unmarked(ladder_headline(ladder)),
        *ladder_lines(ladder, report.method.groups),
        ladder_alt(ladder),
        *to_discuss(report, result.question.id),
    ]
    slide = deck.slide(unmarked(ladder_headline(ladder)).rstrip("."), notes=notes)
    rungs = result.question.short or result.question.labels
    shown = [
        (name, colour, list(reversed(parts_of_100(group.shares))))
        for name, colour, group in (
            ("Leaders", PALETTE.leaders, result.leaders),
            ("Staff", PALETTE.staff, result.staff),
        )
        if isinstance(group, Distribution)
    ]
    if shown:
        bars = Bars(
            categories=[shortened(each, _LONGEST) for each in reversed(rungs)],
            series=shown,
            axis="Of 100 answers in each group",
            alt=ladder_alt(ladder),
            limits={
                name: [(100 * each.low, 100 * each.high) for each in reversed(group.limits)]
                for name, group in (("Leaders", result.leaders), ("Staff", result.staff))
                if isinstance(group, Distribution) and group.limits
            },
        )
        clustered_bars(slide, _place(), bars)
    beside = [each for each in (*_hidden(result), *said) if each]
    say(slide, beside, full=not shown)


def add_agreement(deck: Deck, report: Report) -> None:
    """Add how often two leaders give the same answer, for each pillar and ladder."""
    ladders = [each.result for each in report.ladders]
    results = (*ladders, *report.compared[:_MOST])
    slide = deck.slide(
        agreement_finding(results),
        notes=[
            (
                "Looked at before any gap: where leaders contradict one another there is no view "
                "of the leaders to compare."
            ),
            leaders_agreement_alt(report.compared),
            *(f"{each.question.title}: {agreement_sentence(each.agreement)}" for each in results),
        ],
    )
    shown = [
        (each.question.title, each.agreement)
        for each in results
        if isinstance(each.agreement, Agreement)
    ]
    if not shown:
        reason = next(
            (each.agreement.reason for each in results if isinstance(each.agreement, NotShown)),
            "no question was put to leaders",
        )
        say(slide, [f"Not shown: {reason}.", _WHY_FIRST], full=True)
        return
    bars = Bars(
        categories=[shortened(title, _LONGEST) for title, _ in shown],
        series=[
            ("Same answer", PALETTE.leaders, [of_100(each.same_answer) for _, each in shown]),
            ("At most one step apart", PALE, [of_100(each.within_one) for _, each in shown]),
        ],
        axis="Of 100 pairs of leaders",
        alt=leaders_agreement_alt(report.compared),
    )
    clustered_bars(slide, _place(), bars)
    camps = [camp.rstrip(".") for _, each in shown for camp in each.camps]
    beside = [_WHY_FIRST]
    if camps:
        beside.append("They stand in two camps on:")
        beside += [f"\u2013 {each}" for each in camps[:4]]
    if len(camps) > 4:  # noqa: PLR2004 - as many as fit
        beside.append(f"\u2013 and {len(camps) - 4} more")
    say(slide, beside)


_WHY_FIRST = (
    "Looked at first: where leaders contradict one another, there is no leaders\u2019 view to hold "
    "against that of staff."
)


def add_predictions(deck: Deck, contents: Contents) -> None:
    """Add what leaders thought staff would answer beside what staff answered."""
    predictions = contents.report.predictions
    told = [each for each in predictions if not isinstance(each, NotShown)]
    lines = [prediction_words(each, contents.skills.get(each.about.id)) for each in told]
    notes = [stories_sentence(predictions), *lines, *hidden_predictions(predictions)]
    shown = [each for each in told if isinstance(each, SharePrediction)]
    slide = deck.slide(predictions_finding(predictions), notes=notes)
    if not shown:
        say(slide, notes, full=True)
        return
    bars = Bars(
        categories=[shortened(each.about.title, _LONGEST) for each in shown],
        series=[
            ("Leaders thought", PALETTE.leaders, [of_100(each.predicted) for each in shown]),
            ("Staff answered", PALETTE.staff, [of_100(each.actual) for each in shown]),
        ],
        axis="Favourable, of 100 staff answers",
        alt=predicted_shares_alt(shown),
        limits={"Staff answered": [_limits_of_staff(each) for each in shown]},
    )
    clustered_bars(slide, _place(), bars)
    sure = [bias_line(each) for each in shown]
    others = [unmarked(prediction_sentence(each)) for each in told if each not in shown]
    say(slide, [stories_sentence(predictions), *sure, *others, *hidden_predictions(predictions)])


def _limits_of_staff(prediction: SharePrediction) -> tuple[float, float]:
    """Return the limits of the staff share: the predictions' own mean is taken as it is."""
    found = prediction.forecast
    return (100 * (found.predicted - found.bias_high), 100 * (found.predicted - found.bias_low))


def _hidden(result: QuestionResult) -> list[str]:
    groups = (("Leaders", result.leaders), ("Staff", result.staff))
    return [
        f"{name} are not shown: {group.reason}."
        for name, group in groups
        if isinstance(group, NotShown)
    ]


def _place() -> Place:
    return Place(box=FIGURE, left=0.29, top=0.1, width=0.66, height=0.76)
