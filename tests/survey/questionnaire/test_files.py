"""Questionnaire files: found by name, refused by name, reported on."""

from pathlib import Path

import pytest

from survey.errors import QuestionnaireError
from survey.questionnaire import (
    check_report,
    find_questionnaire,
    fingerprint,
    load_questionnaire,
    questionnaire_paths,
)


def test_the_newest_version_is_found_by_id_and_any_by_its_full_name(small: Path) -> None:
    text = small.read_text(encoding="utf-8")
    for version in (2, 10):
        path = small.with_name(f"small.v{version}.yaml")
        path.write_text(text.replace("version: 1", f"version: {version}"), encoding="utf-8")
    folder = small.parent

    assert [path.stem for path in questionnaire_paths(folder)] == [
        "small.v1",
        "small.v2",
        "small.v10",
    ]
    assert find_questionnaire("small", folder).version == 10
    assert find_questionnaire("small.v2", folder).version == 2


def test_an_unknown_name_is_refused_with_the_names_there_are(small: Path) -> None:
    with pytest.raises(QuestionnaireError) as caught:
        find_questionnaire("large", small.parent)

    assert str(caught.value) == (
        f"{small.parent}: large: there is no questionnaire of this name. Choose one of: small.v1."
    )


def test_a_file_of_another_name_is_refused(small: Path) -> None:
    other = small.rename(small.with_name("small.yaml"))

    with pytest.raises(QuestionnaireError) as caught:
        load_questionnaire(other)

    assert str(caught.value) == (
        "small.yaml: file name: this is not a questionnaire's name. "
        "Name it <id>.v<version>.yaml, for instance four_pillars.v2.yaml."
    )


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError, match="it cannot be read: No such file or directory"):
        load_questionnaire(tmp_path / "small.v1.yaml")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("small.v2.yaml", "line 2, version: the version is 1, the file's name says 2. Make them"),
        ("tiny.v1.yaml", "line 1, id: the id is small, the file's name says tiny. Make them the"),
    ],
)
def test_a_file_and_its_name_must_agree(small: Path, name: str, message: str) -> None:
    with pytest.raises(QuestionnaireError, match=message):
        load_questionnaire(small.rename(small.with_name(name)))


def test_a_broken_earlier_version_is_named(small: Path) -> None:
    text = small.read_text(encoding="utf-8")
    later = small.with_name("small.v2.yaml")
    later.write_text(text.replace("version: 1", "version: 2"), encoding="utf-8")
    small.write_text(text.replace("source:", "sauce:"), encoding="utf-8")

    with pytest.raises(QuestionnaireError, match=r"^small\.v1\.yaml: line 4, sauce: there is no"):
        load_questionnaire(later)


def test_the_report_says_what_a_file_holds(small: Path) -> None:
    assert check_report(small).splitlines() == [
        "small.v1.yaml: no problem found",
        "title: Small",
        "languages: en, de",
        "pillar voice: 2 items, 1 reverse-worded",
        "ladder aim: 2 rungs",
        "asked of leaders: 6 questions, 1 of them open",
        "asked of staff: 4 questions, 1 of them open",
        f"fingerprint: {fingerprint(load_questionnaire(small))}",
    ]
