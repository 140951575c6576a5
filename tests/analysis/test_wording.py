"""Sentences as a reader sees them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report import (
    Agreement,
    Gap,
    GroupUse,
    LadderResult,
    NotShown,
    QuestionResult,
    SharePrediction,
    Standard,
    Withheld,
    report_of,
)
from analysis.stats.planning import Settling
from analysis.stats.prediction import ShareForecast
from analysis.stats.result import NotEstimable
from analysis.wording import (
    agreement_sentence,
    distribution_sentence,
    exceed_sentence,
    gap_sentence,
    item_sentence,
    ladder_headline,
    limit,
    method_lines,
    overview_sentence,
    parts_of_100,
    prediction_lines,
    prediction_sentence,
    rate_lines,
    shown_lines,
    tenths,
    unmarked,
    verdict_sentence,
    withheld_sentence,
)
from tests.analysis.published import item_publication, publication_of, questions

LADDER = next(each for each in questions() if each.kind == "ladder")


def a_gap(verdict: str = "Gap", *, estimate: float = 0.69, **changes: object) -> Gap:
    numbers: dict[str, object] = {
        "low": 0.53,
        "high": 0.77,
        "leaders_higher": 0.5825,
        "same": 0.2195,
        "staff_higher": 0.198,
        "margin": 0.10,
        "uncorrected": verdict,
    }
    return Gap(verdict=verdict, estimate=estimate, **(numbers | changes))  # type: ignore[arg-type]  # any field may vary


def uses(
    *, leaders: tuple[int, int] = (8, 10), staff: tuple[int, int] = (150, 200)
) -> list[GroupUse]:
    return [
        GroupUse(
            group="leaders", invited=leaders[1], answered=leaders[0], used=None, census_share=0
        ),
        GroupUse(group="staff", invited=staff[1], answered=staff[0], used=None, census_share=0),
    ]


def a_ladder(leaders: Standard | NotShown, staff: Standard | NotShown) -> LadderResult:
    hidden = NotShown("for a test")
    result = QuestionResult(
        question=LADDER, leaders=hidden, staff=hidden, gap=hidden, agreement=hidden
    )
    return LadderResult(result=result, leaders=leaders, staff=staff)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=11))
def test_parts_sum_to_100_and_none_is_a_whole_one_off(counts: list[int]) -> None:
    parts = parts_of_100([each / max(sum(counts), 1) for each in counts])

    assert sum(parts) == (100 if sum(counts) else 0)
    for part, count in zip(parts, counts, strict=True):
        assert abs(part - 100 * count / max(sum(counts), 1)) < 1


def test_a_gap_is_said_in_pairs_that_sum_to_100_with_its_interval() -> None:
    assert gap_sentence(a_gap()) == (
        "In 58 of 100 leader-staff pairs the leader is more favourable, in 22 both answer the "
        "same, in 20 the member of staff is. Ties split evenly, the leader is ahead in 69 of 100, "
        "certain to between 53 and 77; 50 is no gap."
    )


def test_on_a_ladder_one_aims_higher() -> None:
    assert "the leader aims higher" in gap_sentence(a_gap(), ladder=True)
    assert "Leaders aim higher than staff" in verdict_sentence(a_gap(), uses(), ladder=True)


def test_coarse_numbers_are_called_rounded_and_not_forced_to_sum() -> None:
    coarse = a_gap(step=0.05, estimate=0.7, leaders_higher=0.6, same=0.25, staff_higher=0.2)

    sentence = gap_sentence(coarse)

    assert "In about 60 of 100" in sentence
    assert "in 25 both answer the same, in 20 the member of staff is" in sentence
    assert "numbers are rounded to 5" in sentence


def test_a_coarse_gap_without_its_parts_says_the_rest() -> None:
    bare = a_gap(step=0.05, leaders_higher=None, same=None, staff_higher=None)

    assert gap_sentence(bare).startswith("Ties split evenly, the leader is ahead in about 69")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"low": 0.69, "high": 0.69}, "69 of 100, and that is exact, since everyone answered"),
        ({"low": 0.688, "high": 0.692}, "69 of 100, nearly certain"),
        ({"low": 0.7, "high": 0.7, "step": 0.1}, "about 69 of 100, nearly certain"),
        ({"low": None, "high": None, "step": 0.1}, "how sure that is is not shown"),
    ],
)
def test_limits_that_meet_or_are_missing_are_said_in_words(
    changes: dict[str, float | None], words: str
) -> None:
    assert words in gap_sentence(replace(a_gap(), **changes))  # type: ignore[arg-type]  # numbers all


def test_a_limit_beside_one_half_is_never_read_as_no_gap() -> None:
    assert [limit(each) for each in (0.4999, 0.5, 0.5001, 0.53)] == [
        "just under 50",
        "50",
        "just over 50",
        "53",
    ]


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("Gap", "Leaders are more favourable than staff (medium gap)"),
        ("Small but real", "by less than the smallest gap that matters"),
        ("Aligned", "Shown to be closer together"),
        ("Can't tell", "neither show a gap nor rule one out"),
    ],
)
def test_each_verdict_is_explained(verdict: str, words: str) -> None:
    sentence = verdict_sentence(a_gap(verdict), uses())

    assert sentence.startswith(f"{verdict}: ")
    assert words in sentence


def test_no_difference_found_is_never_called_aligned() -> None:
    assert "aligned" not in verdict_sentence(a_gap("Can't tell"), uses(leaders=(40, 50))).lower()


def test_cannot_tell_says_how_many_more_would_settle_it() -> None:
    gap = a_gap("Can't tell", settling=Settling(more_leaders=1, more_staff=NotEstimable("never")))

    assert "About 1 more leader answering alike would settle it." in verdict_sentence(gap, uses())


def test_cannot_tell_names_the_silent_when_no_number_settles_it() -> None:
    assert "2 of 10 leaders and 50 of 200 staff have not answered" in verdict_sentence(
        a_gap("Can't tell"), uses()
    )


def test_when_all_have_answered_only_asking_again_tells_more() -> None:
    everyone = uses(leaders=(10, 10), staff=(200, 200))

    assert "only asking again" in verdict_sentence(a_gap("Can't tell"), everyone)


def test_a_small_team_is_told_that_aligned_is_out_of_reach() -> None:
    assert '"Aligned" is out of reach' in verdict_sentence(
        a_gap("Can't tell"), uses(leaders=(6, 12))
    )


def test_what_falls_to_the_correction_is_said() -> None:
    gap = a_gap("Can't tell", uncorrected="Gap")

    assert 'On its own it would read "Gap", but that does not survive' in verdict_sentence(
        gap, uses()
    )


def test_leaders_in_two_camps_are_named() -> None:
    agreement = Agreement(
        same_answer=0.38,
        within_one=0.7,
        van_der_eijk=-0.1,
        average_deviation=0.9,
        camps=("We do right.",),
    )

    assert agreement_sentence(agreement) == (
        "Two leaders picked at random give the same answer in 38 of 100 cases, and at most one "
        "step apart in 70. They stand in two camps on: We do right."
    )


def test_the_ladder_has_its_headline() -> None:
    ladder = a_ladder(
        Standard(median=1, exceed=0.2, most=(1,), most_share=0.7),
        Standard(median=3, exceed=0.8, most=(3,), most_share=0.6),
    )

    assert ladder_headline(ladder) == "7 of 10 leaders say *meet*; 6 of 10 staff say *delight*."
    assert unmarked(exceed_sentence(ladder)) == (
        "20 of 100 leaders aim above expectations, and the middle of leaders stands on meet. "
        "80 of 100 staff aim above expectations, and the middle of staff stands on delight."
    )


def test_a_tie_on_the_ladder_names_both_rungs() -> None:
    ladder = a_ladder(
        Standard(median=1, exceed=0.5, most=(1, 3), most_share=0.5),
        Standard(median=3, exceed=1.0, most=(3,), most_share=1.0),
    )

    assert ladder_headline(ladder) == (
        "5 of 10 leaders say *meet* and *delight* each; all staff say *delight*."
    )


def test_a_group_that_is_not_shown_is_named_in_the_headline() -> None:
    ladder = a_ladder(NotShown("too few"), Standard(median=3, exceed=1, most=(3,), most_share=0.6))

    assert ladder_headline(ladder) == (
        "6 of 10 staff say *delight*; what leaders say is not shown (too few)."
    )


def test_tenths_never_say_all_or_none_of_most_or_few() -> None:
    assert [tenths(each) for each in (0, 0.03, 0.05, 0.94, 0.96, 1)] == [
        "none",
        "hardly any",
        "1 of 10",
        "9 of 10",
        "nearly all",
        "all",
    ]


def test_a_prediction_adds_up_as_read() -> None:
    pillar = next(each for each in questions() if each.kind == "pillar")
    forecast = ShareForecast(
        n=12,
        predicted=0.665,
        actual=0.354,
        bias=0.311,
        bias_low=0.25,
        bias_high=0.37,
        spread=0.1,
        mse=0.107,
        skills=(),
    )
    guess = SharePrediction(
        question=pillar, about=pillar, forecast=forecast, own=0.9, story="known gap"
    )

    assert prediction_sentence(guess) == (
        "Culture: leaders thought 67 of 100 staff answers would be favourable; 35 are "
        "(leaders over-estimate by 32 in 100)."
    )


def test_predictions_that_are_not_shown_are_said_once() -> None:
    report = report_of(publication_of(leaders=6))

    assert prediction_lines(report.predictions) == (
        "Not shown for 5 of 5 questions: fewer than 8 answers.",
    )


def test_the_overview_counts_the_verdicts_and_names_the_widest() -> None:
    assert overview_sentence(report_of(publication_of())) == (
        "Of 4 pillars: Gap on 2, Can't tell on 2. Widest: Integrity and transparency."
    )
    assert "can be shown" in overview_sentence(report_of(publication_of(leaders=3)))
    assert overview_sentence(report_of(item_publication())).startswith("Of 2 items")


def test_an_item_is_worth_a_look_or_not() -> None:
    items = [each for pillar in report_of(publication_of()).pillars for each in pillar.items]

    for item in items:
        assert item.p_worth_a_look is not None
        assert item_sentence(item).endswith("Worth a look.") == (item.p_worth_a_look < 0.05)
    assert len({item_sentence(each).endswith("Worth a look.") for each in items}) == 2


def test_what_is_withheld_says_for_whom_how_much_and_why() -> None:
    withheld = Withheld(
        group="staff",
        segment=(("department", "Sales"),),
        questions=("Culture", "Focus"),
        reason="fewer than 5 answers",
    )

    assert withheld_sentence(withheld) == "Staff in Sales, 2 questions: fewer than 5 answers."


def test_what_publishing_will_show_is_said_without_any_result() -> None:
    assert shown_lines(report_of(publication_of(leaders=6))) == (
        "Staff: answers to 25 questions.",
        "Leaders against staff, verdict and rounded numbers only: 25 questions.",
    )


def test_rates_and_method_name_their_numbers() -> None:
    report = report_of(publication_of())

    assert rate_lines(report) == (
        "Leaders: 12 of 15 answered (80 %).",
        "Staff: 140 of 200 answered (70 %).",
    )
    sheet = " ".join(method_lines(report.method))
    for words in (
        "ab" * 32,
        "between 40 and 60",
        "Holm",
        "numpy 2.4.0",
        "from 5 answers",
        "by up to 80 %",
    ):
        assert words in sheet


def test_a_distribution_is_read_out_in_words() -> None:
    item = report_of(publication_of(leaders=6)).pillars[0].items[0]

    assert distribution_sentence("Leaders", item.leaders, item.question.labels) == (
        "Leaders: not shown, fewer than 8 answers."
    )
    assert distribution_sentence("Staff", item.staff, item.question.labels).startswith(
        "Staff (140 answers): Strongly "
    )
