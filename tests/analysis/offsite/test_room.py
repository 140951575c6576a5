"""The room held against staff: worked out by hand, and from published numbers."""

import pytest

from analysis.offsite.room import rungs_guessed_by, shares_guessed_by, tally
from analysis.offsite.subjects import Share, all_items, subject_of
from analysis.offsite.words import answered_line, rungs_line, shares_line, votes_headline
from analysis.publication import from_json
from analysis.report import Distribution, NotShown, SharePrediction, report_of
from survey.agenda import Step
from survey.demo import DOCUMENTS

REPORT = report_of(from_json(DOCUMENTS[1].read_bytes()))


def share(*places: int) -> list[tuple[int, ...]]:
    return [tuple(int(at == place) for at in range(11)) for place in places]


def distribution(*counts: int) -> Distribution:
    total = sum(counts)
    return Distribution(n=total, counts=counts, shares=tuple(each / total for each in counts))


def test_a_rooms_share_is_the_mean_of_its_guesses_and_its_error_theirs_minus_staffs() -> None:
    guessed = shares_guessed_by(share(6, 7, 7, 8, 2), Share(actual=0.4, answered=50, leaders=0.8))

    assert guessed.counts == (0, 0, 1, 0, 0, 0, 1, 2, 1, 0, 0)
    assert guessed.mean == pytest.approx(0.6)
    assert guessed.forecast is not None
    assert guessed.forecast.bias == pytest.approx(0.2)
    low, high = guessed.limits or (0, 0)
    # Wilson's limits of 20 of 50, from any table.
    assert (round(low, 3), round(high, 3)) == (0.276, 0.538)
    assert shares_line(guessed).startswith("The room guessed 60 of 100; it is 40: over by 20")


def test_a_fact_about_leaders_has_no_interval() -> None:
    guessed = shares_guessed_by(share(3), Share(actual=0.3, answered=None, leaders=None))

    said = shares_line(guessed)
    assert guessed.limits is None
    assert said == "The room guessed 30 of 100; it is 30: just right."


def test_a_rooms_rungs_are_held_against_staff_and_the_naive_guess() -> None:
    staff, leaders = distribution(0, 0, 5, 5), distribution(0, 10, 0, 0)
    guessed = rungs_guessed_by([(0, 5, 5, 0)] * 5, staff, leaders)

    assert list(guessed.shares) == [0, 0.5, 0.5, 0]
    assert guessed.misplaced == pytest.approx(0.5)
    # Cumulative 0, .5, 1 against 0, 0, .5: two steps apart by a half each.
    assert guessed.distance == pytest.approx((0.25 + 0.25) / 3)
    # Leaders' own answers as the guess: 0, 1, 1 against 0, 0, .5.
    assert guessed.skill is not None
    assert guessed.skill.error == pytest.approx((1 + 0.25) / 3)
    assert "The room placed 50 of 100 people on a wrong rung" in rungs_line(guessed)
    assert "Closer than if staff simply answered as leaders did." in rungs_line(guessed)


def test_votes_are_counted_and_a_tie_is_told() -> None:
    step = Step(id="challenge", kind="challenge", title="", ask="", labels=("Talk", "Keep"))
    votes = tally([(1, 0), (0, 1), (1, 0), (0, 1)])

    assert votes.counts == (2, 2)
    assert votes_headline(step, votes) == "*Talk* and *Keep*: 2 of 4 votes each."


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (0, "guess", "0 guesses are in"),
        (1, "vote", "1 vote is in"),
        (60, "stance", "60 stances are in"),
    ],
)
def test_the_count_says_how_many_and_never_who(number: int, kind: str, words: str) -> None:
    assert answered_line(number, of_kind=kind) == words


def test_a_pillars_share_is_the_one_leaders_predictions_are_held_against() -> None:
    predicted = {
        each.about.id: each.actual
        for each in REPORT.predictions
        if isinstance(each, SharePrediction)
    }
    assert predicted
    for pillar in REPORT.pillars:
        step = Step(id=pillar.question.id, kind="pillar", title="", ask="")
        found = subject_of(REPORT, step)
        assert isinstance(found.share, Share)
        assert found.share.actual == pytest.approx(predicted[pillar.question.id])


def test_a_pillars_drawn_answers_add_up_to_that_share() -> None:
    for pillar in REPORT.pillars:
        found = subject_of(REPORT, Step(id=pillar.question.id, kind="pillar", title="", ask=""))
        assert found.drawn is not None
        assert isinstance(found.drawn.staff, Distribution)
        assert isinstance(found.share, Share)
        assert sum(found.drawn.staff.shares) == pytest.approx(1)
        assert sum(found.drawn.staff.shares[-2:]) == pytest.approx(found.share.actual)


def test_an_items_share_is_that_of_its_own_answers() -> None:
    item = all_items(REPORT)[0]
    found = subject_of(REPORT, Step(id=item.question.id, kind="item", title="", ask=""))

    assert isinstance(item.staff, Distribution)
    assert isinstance(found.share, Share)
    assert found.share.actual == pytest.approx(sum(item.staff.counts[-2:]) / item.staff.n)


def test_a_step_the_report_does_not_know_is_about_nothing() -> None:
    found = subject_of(REPORT, Step(id="gone", kind="item", title="", ask=""))

    assert isinstance(found.gap, NotShown)
    assert isinstance(found.share, NotShown)
