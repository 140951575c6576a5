"""Each screen: what it says, what it draws, and what it must not show yet."""

import re

import pytest

from analysis.offsite import Crowd, Scene, scene_of, stances_of, subject_of, suggested_agenda
from analysis.prompts import prompts_for
from analysis.publication import from_json
from analysis.report import Gap, Report, report_of
from analysis.wording import gap_sentence, of_100
from survey.agenda import PLACED, Phase, Step
from survey.demo import DOCUMENTS
from tests.analysis.published import publication_of

REPORT = report_of(from_json(DOCUMENTS[1].read_bytes()))
AGENDA = suggested_agenda(REPORT)
COARSE = report_of(publication_of(leaders=6))


def crowd(step: Step, phones: int = 6) -> Crowd:
    if step.kind == "ladder":
        one = (PLACED, *(0 for _ in step.labels[1:]))
    else:
        one = (1, *(0 for _ in range(step.guess_size - 1)))
    return Crowd(replies=[one] * phones, least=5)


def step_of(kind: str) -> Step:
    return next(each for each in AGENDA if each.kind == kind)


def said_on(scene: Scene) -> str:
    pictures = (*scene.main, *scene.beside)
    words = (scene.title, scene.above, scene.lead, scene.big, *scene.lines, *scene.aside)
    return " ".join((*words, *(each.alt for each in pictures)))


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("report", [REPORT, COARSE], ids=["counts", "coarse"])
def test_every_screen_of_every_step_can_be_drawn(report: Report, mode: str) -> None:
    for step in suggested_agenda(report):
        for phase in step.phases:
            scene = scene_of(report, step, phase, crowd(step), mode=mode)  # type: ignore[arg-type]
            assert scene.title
            for each in (*scene.main, *scene.beside):
                assert each.chart.to_dict()["layer"]
                assert each.alt


@pytest.mark.parametrize("step", AGENDA, ids=[each.id for each in AGENDA])
def test_before_the_reveal_no_result_is_on_the_screen(step: Step) -> None:
    scene = scene_of(REPORT, step, "guess", crowd(step))

    assert (scene.title, scene.lead) == (step.title, step.ask)
    assert not scene.main
    assert not scene.beside
    assert not scene.lines


@pytest.mark.parametrize("step", AGENDA, ids=[each.id for each in AGENDA])
def test_under_the_threshold_the_room_is_not_shown(step: Step) -> None:
    few = Crowd(replies=4, least=5)
    said = said_on(scene_of(REPORT, step, "reveal", few))

    assert "shown from 5 phones on; 4 phones answered" in said
    assert "Room" not in said
    assert "The room guessed" not in said
    assert "votes" not in said
    assert stances_of(few) == "The room's guesses are shown from 5 phones on; 4 phones answered."


def test_the_gap_screen_says_the_reports_numbers_and_word() -> None:
    for step in AGENDA:
        if "gap" not in step.phases:
            continue
        scene = scene_of(REPORT, step, "gap", crowd(step))
        gap = subject_of(REPORT, step).gap
        assert isinstance(gap, Gap)
        assert scene.big == gap.verdict
        assert f"In {of_100(gap.estimate)} of 100 leader-staff pairs" in scene.title
        # The long sentence has the same numbers as the short one.
        assert set(re.findall(r"\d+", scene.title)) <= set(
            re.findall(r"\d+", gap_sentence(gap, ladder=step.kind == "ladder"))
        )


def test_what_cannot_be_told_says_what_would_settle_it() -> None:
    open_ = next(
        each
        for each in REPORT.pillars
        if isinstance(each.gap, Gap) and each.gap.verdict == "Can't tell"
    )
    step = next(each for each in AGENDA if each.id == open_.question.id)

    scene = scene_of(REPORT, step, "gap", crowd(step))

    assert "answer" in scene.aside[0]
    assert "settle it" in scene.aside[0] or "needed" in scene.aside[0]


def test_leaders_among_themselves_come_before_the_gap() -> None:
    for kind in ("ladder", "pillar", "item"):
        assert "Two leaders give the same answer" in said_on(
            scene_of(REPORT, step_of(kind), "reveal", crowd(step_of(kind)))
        )


def test_the_prediction_is_told_beside_the_rooms_guess() -> None:
    said = said_on(scene_of(REPORT, step_of("pillar"), "reveal", crowd(step_of("pillar"))))

    assert "leaders thought" in said
    assert "The room guessed 0 of 100" in said


@pytest.mark.parametrize("phase", ["discuss", "commit"])
def test_what_was_found_stays_on_the_screen_to_talk_about(phase: Phase) -> None:
    step = step_of("pillar")

    scene = scene_of(REPORT, step, phase, crowd(step))

    assert "leader answers are favourable" in scene.title
    assert scene.big == "Gap"


def test_withheld_leaders_are_told_and_staff_still_drawn() -> None:
    ladder = next(each for each in suggested_agenda(COARSE) if each.kind == "ladder")

    said = said_on(scene_of(COARSE, ladder, "reveal", crowd(ladder)))

    assert "Leaders:" not in said
    assert "Staff:" in said
    assert "Room:" in said


def test_the_discussion_has_a_few_questions_that_fit_the_result() -> None:
    for kind in ("ladder", "agreement", "pillar", "item", "challenge"):
        step = step_of(kind)
        scene = scene_of(REPORT, step, "discuss", crowd(step))
        assert 1 <= len(scene.lines) <= 4
        assert scene_of(REPORT, step, "commit", crowd(step)).lines == ()
        if kind not in {"agreement", "challenge"}:
            assert set(scene.lines) <= set(prompts_for(REPORT, step.id))
