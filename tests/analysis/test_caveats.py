"""What to bear in mind beside a gap: worked out anew from the same counts, and said."""

from itertools import product

import msgspec
import numpy as np
import pytest

from analysis.publication import Product, Publication
from analysis.report import Gap, NotShown, PillarResult, report_of
from analysis.stats.comparability import Spread
from analysis.stats.superiority import superiority
from analysis.wording import (
    brief_caveats,
    caveats,
    pillar_caveats,
    reliability_sentence,
    shape_sentence,
    silence_sentence,
    spread_sentence,
)
from tests.analysis.published import counts_of, item_publication, publication_of

PAIR = 2


def shown(gap: Gap | NotShown) -> Gap:
    assert isinstance(gap, Gap)
    return gap


def with_answers(publication: Publication, pillar: str, columns: np.ndarray) -> Publication:
    """The publication with sums of products of these staff, shape (n, items)."""
    found = Product(
        pillar=pillar,
        n=len(columns),
        sums=tuple(int(each) for each in columns.sum(axis=0)),
        cross=tuple(tuple(int(each) for each in row) for row in columns.T @ columns),
    )
    return msgspec.structs.replace(publication, products=(found,))


def named(publication: Publication, pillar: str) -> PillarResult:
    return next(each for each in report_of(publication).pillars if each.question.id == pillar)


def answers(*, together: bool, items: int = 3) -> np.ndarray:
    random = np.random.default_rng(2)
    mind = random.normal(0, 1 if together else 0, (200, 1))
    return np.clip(np.rint(3 + mind + random.normal(0, 0.7, (200, items))), 1, 5).astype(int)


def test_silent_leaders_are_put_wherever_they_could_stand() -> None:
    counts = counts_of(12, 140)
    ladders = report_of(publication_of(counts=counts, invited=(14, 200))).ladders
    gap = shown(ladders[0].result.gap)

    x, y = (counts[ladders[0].result.question.id, group] for group in ("leaders", "staff"))
    every = []
    for rungs in product(range(len(x)), repeat=PAIR):
        filled = np.array(x)
        for rung in rungs:
            filled[rung] += 1
        every.append(superiority(filled, y, invited_leaders=14, invited_staff=200).estimate)  # type: ignore[union-attr]
    assert gap.silence is not None
    assert (gap.silence.silent, gap.silence.invited) == (2, 14)
    assert gap.silence.lowest == pytest.approx(min(every))
    assert gap.silence.highest == pytest.approx(max(every))


def test_what_holds_is_said_to_hold_and_what_could_flip_is_not() -> None:
    pillars = report_of(publication_of(invited=(14, 200))).pillars
    silences = {each.question.id: shown(each.gap).silence for each in pillars}

    assert {each.holds for each in silences.values() if each} == {True, False}
    for pillar in pillars:
        said = silence_sentence(pillar.gap)
        silence = shown(pillar.gap).silence
        assert silence is not None
        words = "holds whatever the 2 missing leaders think" if silence.holds else "could flip"
        assert words in said


def test_a_pillar_holds_only_if_it_does_under_every_correction() -> None:
    """A word that Holm's correction might take away is never said to hold."""
    publication = publication_of(invited=(14, 200))
    for pillar in report_of(publication).pillars:
        alone = msgspec.structs.replace(
            publication,
            questions=tuple(
                each
                for each in publication.questions
                if each.kind != "pillar" or each.id == pillar.question.id
            ),
        )
        silence, by_itself = shown(pillar.gap).silence, shown(report_of(alone).pillars[0].gap)
        assert silence is not None
        assert by_itself.silence is not None
        if silence.holds and by_itself.verdict == shown(pillar.gap).verdict:
            assert by_itself.silence.holds


@pytest.mark.parametrize("invited", [None, (12, 200), (31, 200)])
def test_without_a_small_roster_or_silence_nothing_is_said_of_it(
    invited: tuple[int, int] | None,
) -> None:
    for pillar in report_of(publication_of(invited=invited)).pillars:
        assert shown(pillar.gap).silence is None
        assert silence_sentence(pillar.gap) == ""


def test_coarse_and_hidden_results_have_no_caveats() -> None:
    coarse = report_of(publication_of(leaders=6, invited=(9, 200)))

    assert {caveats(each.gap) for each in coarse.pillars} == {""}
    assert caveats(NotShown("for a test")) == ""


def test_two_camps_against_a_middle_are_a_shape_that_averages_hide() -> None:
    publication = item_publication()
    question = publication.questions[0]
    counts = {"leaders": (10, 0, 0, 0, 10), "staff": (0, 0, 90, 0, 0)}
    tables = tuple(
        msgspec.structs.replace(each, counts=counts[each.group], n=sum(counts[each.group]))
        if each.question == question.id
        else each
        for each in publication.tables
    )
    report = report_of(msgspec.structs.replace(publication, tables=tables))
    item = next(each for each in report.items if each.question.id == question.id)

    assert shown(item.gap).shape_differs
    assert "spread their answers differently" in shape_sentence(item.gap)
    assert brief_caveats(item) == shape_sentence(item.gap)


def test_a_ladder_has_no_average_that_a_shape_could_differ_from() -> None:
    counts = counts_of(20, 140)
    ladder = report_of(publication_of()).ladders[0].result.question
    half = len(ladder.labels) - 2
    counts[ladder.id, "leaders"] = (10, *([0] * half), 10)
    counts[ladder.id, "staff"] = (0, 0, 140, *([0] * (half - 1)))
    report = report_of(publication_of(counts=counts, invited=None))

    assert not shown(report.ladders[0].result.gap).shape_differs


def test_a_pillar_hangs_together_by_staffs_alpha() -> None:
    columns = answers(together=True)
    pillar = named(with_answers(publication_of(), "culture", columns), "culture")

    covariance = np.cov(columns.T)
    alpha = 1.5 * (1 - np.trace(covariance) / covariance.sum())
    assert pillar.hangs_together
    assert f"alpha {alpha:.2f}".replace("0.", ".") in reliability_sentence(pillar)
    assert "one score is fair" in pillar_caveats(pillar)
    assert "one score is fair" not in brief_caveats(pillar)


def test_items_that_do_not_hang_together_are_read_and_not_the_pillar() -> None:
    pillar = named(with_answers(publication_of(), "culture", answers(together=False)), "culture")

    assert not pillar.hangs_together
    for said in (pillar_caveats(pillar), brief_caveats(pillar)):
        assert said.startswith("Read its items, not the pillar")
        assert "under .60" in said


def test_a_negative_alpha_is_said_with_its_sign() -> None:
    random = np.random.default_rng(4)
    first = random.integers(1, 6, 60)
    columns = np.column_stack([first, 6 - first, random.integers(1, 6, 60)])
    pillar = named(with_answers(publication_of(), "culture", columns), "culture")

    assert "alpha \u2212" in reliability_sentence(pillar)


def test_two_items_are_judged_by_spearman_and_brown() -> None:
    columns = answers(together=True, items=2)
    pillar = named(with_answers(publication_of(), "culture", columns), "culture")

    r = np.corrcoef(columns.T)[0, 1]
    assert f"Spearman-Brown {2 * r / (1 + r):.2f}".replace("0.", ".") in reliability_sentence(
        pillar
    )


def test_two_items_without_any_spread_cannot_be_judged() -> None:
    columns = np.full((40, 2), 3)
    pillar = named(with_answers(publication_of(), "culture", columns), "culture")

    assert isinstance(pillar.reliability, NotShown)
    assert pillar.hangs_together


def test_where_reliability_is_not_known_the_reason_is_said() -> None:
    nothing = named(publication_of(), "culture")
    few = named(with_answers(publication_of(), "culture", answers(together=True)[:20]), "culture")
    hidden = Product(pillar="culture", n=None, withheld="fewer than 30 staff")
    withheld = named(msgspec.structs.replace(publication_of(), products=(hidden,)), "culture")

    assert "sums of products were not published" in reliability_sentence(nothing)
    assert "fewer than 30 people" in reliability_sentence(few)
    assert "fewer than 30 staff" in reliability_sentence(withheld)
    assert nothing.hangs_together


def test_items_that_point_in_opposite_directions_are_named() -> None:
    counts = counts_of(20, 140)
    publication = publication_of()
    first, second = next(each for each in publication.questions if each.id == "culture").items[:2]
    counts[first, "leaders"], counts[second, "leaders"] = (20, 0, 0, 0, 0), (0, 0, 0, 0, 20)
    pillar = named(publication_of(counts=counts, invited=None), "culture")

    assert isinstance(pillar.spread, Spread)
    assert pillar.spread.opposite
    assert "opposite directions" in spread_sentence(pillar)
    assert spread_sentence(pillar) in brief_caveats(pillar)
