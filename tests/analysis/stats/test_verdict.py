"""Four words from two tests, alone and in a family."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.stats.equivalence import equivalence
from analysis.stats.multiplicity import benjamini_hochberg, holm
from analysis.stats.superiority import Superiority, superiority
from analysis.stats.verdict import verdict, verdicts, word_for

p_lists = st.lists(st.floats(0, 1), max_size=8)


def found(leaders: list[int], staff: list[int]) -> Superiority:
    result = superiority(leaders, staff)
    assert isinstance(result, Superiority)
    return result


GAP = found([0, 1, 3, 9, 7], [90, 80, 60, 40, 30])
SAME = found([50, 100, 200, 100, 50], [500, 1000, 2000, 1000, 500])
SLIGHT = found([500, 1000, 2000, 1100, 600], [5000, 10000, 20000, 10000, 5000])
UNSURE = found([1, 1, 2, 1, 1], [50, 100, 200, 100, 50])


@pytest.mark.parametrize(
    ("superiority", "word"),
    [(GAP, "Gap"), (SAME, "Aligned"), (SLIGHT, "Small but real"), (UNSURE, "Can't tell")],
)
def test_each_word_can_be_had(superiority: Superiority, word: str) -> None:
    result = verdict(superiority)

    assert result.word == result.plain_word == word
    assert result.survives_correction


def test_a_clear_gap_lies_wholly_beyond_the_margin() -> None:
    assert GAP.low > 0.6
    assert verdict(GAP).is_clear
    assert not verdict(GAP, margin=0.4).is_clear
    mirrored = found([7, 9, 3, 1, 0], [30, 40, 60, 80, 90])
    assert verdict(mirrored).is_clear


def test_a_gap_that_may_be_smaller_than_the_margin_is_not_clear() -> None:
    result = verdict(found([2, 3, 4, 12, 9], [60, 60, 60, 60, 60]))

    assert result.word == "Gap"
    assert not result.is_clear


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_word_follows_the_table(p_difference: float, p_equivalence: float) -> None:
    table = {
        (True, True): "Small but real",
        (True, False): "Gap",
        (False, True): "Aligned",
        (False, False): "Can't tell",
    }

    assert word_for(p_difference, p_equivalence) == table[p_difference < 0.05, p_equivalence < 0.05]


def test_a_gap_below_one_half_that_may_be_smaller_than_the_margin_is_not_clear() -> None:
    lower = found([9, 12, 4, 3, 2], [60, 60, 60, 60, 60])

    assert 0.4 < lower.high < 0.5
    assert not verdict(lower).is_clear


def test_a_p_value_of_alpha_itself_shows_nothing() -> None:
    assert word_for(0.05, 0.05) == "Can't tell"
    assert word_for(0.01, 0.05) == "Gap"


def test_a_weak_pillar_does_not_survive_correction_for_four() -> None:
    weak = found([1, 2, 3, 6, 6], [20, 20, 20, 20, 20])
    assert 0.0125 < weak.p_difference < 0.05

    result = verdicts([weak, UNSURE, UNSURE, UNSURE])[0]

    assert (result.word, result.plain_word) == ("Can't tell", "Gap")
    assert not result.survives_correction
    assert not result.is_clear
    assert result.p_difference == pytest.approx(4 * weak.p_difference)


def test_difference_and_equivalence_are_corrected_separately() -> None:
    family = verdicts([GAP, SAME, SLIGHT, UNSURE])

    assert [each.p_difference for each in family] == list(
        holm([each.p_difference for each in (GAP, SAME, SLIGHT, UNSURE)])
    )
    assert [each.p_equivalence for each in family] == list(
        holm([equivalence(each).p_value for each in (GAP, SAME, SLIGHT, UNSURE)])
    )


def test_no_pillars_have_no_verdicts() -> None:
    assert verdicts([]) == ()


@pytest.mark.parametrize("margin", [0, 0.5, -0.1, 10])
def test_a_margin_that_cannot_be_is_refused(margin: float) -> None:
    with pytest.raises(ValueError, match=r"above 0 and below 0\.5"):
        verdict(GAP, margin=margin)


@given(p_lists)
def test_correction_never_lowers_a_p_value_and_keeps_the_order(p_values: list[float]) -> None:
    for adjust in (holm, benjamini_hochberg):
        adjusted = adjust(p_values)

        assert all(p <= q <= 1 for p, q in zip(p_values, adjusted, strict=True))
        ranked = sorted(zip(p_values, adjusted, strict=True))
        assert [q for _, q in ranked] == sorted(adjusted)


@given(p_lists)
def test_holm_is_never_below_benjamini_hochberg(p_values: list[float]) -> None:
    pairs = zip(holm(p_values), benjamini_hochberg(p_values), strict=True)

    assert all(strict >= lenient * (1 - 1e-12) for strict, lenient in pairs)


def test_what_is_no_p_value_is_refused() -> None:
    for adjust in (holm, benjamini_hochberg):
        with pytest.raises(ValueError, match="between 0 and 1"):
            adjust([0.1, 1.1])
        with pytest.raises(ValueError, match="between 0 and 1"):
            adjust([float("nan")])
