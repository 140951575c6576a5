"""Discussion prompts: strict data, and the questions that fit a result."""

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.prompts import PATTERNS, PROMPTS, load_prompts, patterns_of, prompts_for
from analysis.report import Agreement, PillarResult, Report, report_of
from survey.errors import QuestionnaireError
from survey.questionnaire import load_questionnaire, questionnaire_paths
from tests.analysis.published import Counts, counts_of, item_publication, publication_of

CONCERN = (40, 60, 30, 8, 2)


def with_agreement(report: Report, agreement: Agreement) -> Report:
    first = replace(report.pillars[0], agreement=agreement)
    return replace(report, pillars=(first, *report.pillars[1:]))


def test_the_shipped_file_has_every_pattern_and_every_pillar_and_ladder() -> None:
    prompts = load_prompts()
    shipped = [load_questionnaire(path) for path in questionnaire_paths()]

    assert set(prompts.patterns) == set(PATTERNS)
    pillars = {pillar.id for each in shipped for pillar in each.pillars}
    ladders = {ladder.id for each in shipped for ladder in each.ladders}
    assert set(prompts.pillars) == pillars | ladders
    assert len(prompts.vote) >= 3


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  known_gap:\n", "  unknown:\n", "unknown"),
        ("version: 1", "version: 1\nmore: 2", "unknown field `more`"),
        ('    - "Fix it', '    - ""\n    - "Fix it', "the question is empty"),
        ('    - "Fix it', '    - "' + "x" * 161 + '"\n    - "Fix it', "has 161 characters"),
        ('    - "Fix it', '    - "Twice?"\n    - "Twice?"\n    - "Fix it', "stands here twice"),
        ("vote:\n", "votes:\n", "unknown field `votes`"),
        ("language: en", "language: yes", "without quotes means true"),
    ],
)
def test_a_file_that_says_what_it_must_not_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = PROMPTS.read_text()
    assert old in text
    path = tmp_path / "prompts.v1.yaml"
    path.write_text(text.replace(old, new, 1))

    with pytest.raises(QuestionnaireError, match=message):
        load_prompts(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match=r"none\.yaml: file: it cannot be read"):
        load_prompts(tmp_path / "none.yaml")


def test_a_pillar_has_its_own_questions_after_those_of_its_patterns() -> None:
    report, prompts = report_of(publication_of()), load_prompts()

    for pillar in report.pillars:
        patterns = patterns_of(report, pillar.question.id)
        expected = [text for each in patterns for text in prompts.patterns[each]]
        expected += prompts.pillars[pillar.question.id]
        assert list(prompts_for(report, pillar.question.id)) == expected


def test_an_item_has_the_questions_of_its_pillar() -> None:
    report = report_of(publication_of())
    item = report.pillars[0].items[0].question

    own = load_prompts().pillars[item.pillar or ""]
    assert prompts_for(report, item.id)[-len(own) :] == own


@pytest.mark.parametrize(("deviation", "camps"), [(0.9, ()), (0.2, ("Focus",))])
def test_leaders_who_are_far_apart_or_in_camps_disagree(
    deviation: float, camps: tuple[str, ...]
) -> None:
    agreement = Agreement(
        same_answer=0.3,
        within_one=0.6,
        van_der_eijk=0.1,
        average_deviation=deviation,
        camps=camps,
    )
    report = report_of(publication_of())
    first = report.pillars[0].question.id

    assert patterns_of(with_agreement(report, agreement), first)[0] == "leaders_disagree"
    close = replace(agreement, average_deviation=0.2, camps=())
    assert "leaders_disagree" not in patterns_of(with_agreement(report, close), first)


def test_what_both_groups_rate_low_alike_is_a_shared_concern() -> None:
    counts: Counts = counts_of(140, 140)
    pillar = next(each for each in publication_of().questions if each.id == "culture")
    for group in ("leaders", "staff"):
        for item in pillar.items:
            counts[item, group] = CONCERN
        counts["culture", group] = tuple(CONCERN[at // 5] if at % 5 == 0 else 0 for at in range(21))
    report = report_of(publication_of(leaders=140, staff=140, invited=(140, 140), counts=counts))
    culture: PillarResult = next(each for each in report.pillars if each.question.id == "culture")

    assert "shared_concern" in patterns_of(report, culture.question.id)
    assert "shared_concern" in patterns_of(report, pillar.items[0])


def test_what_is_not_known_has_no_pattern() -> None:
    report = report_of(publication_of(leaders=3))

    assert patterns_of(report, "culture") == ()
    assert prompts_for(report, "culture") == load_prompts().pillars["culture"]
    items = report_of(item_publication())
    assert prompts_for(items, "nowhere") == ()
