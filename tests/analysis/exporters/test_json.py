"""The JSON of a report: whole, strict, the same every time."""

import json
from typing import Any

import pytest

from analysis.exporters import FORMATS, export
from analysis.publication import from_json
from analysis.report import Gap, report_of
from tests.analysis.published import publication_of


def strict(document: bytes) -> Any:  # noqa: ANN401 - JSON
    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(document, parse_constant=refuse)


def test_the_publication_can_be_read_back_from_it() -> None:
    publication = publication_of()

    document = strict(export(report_of(publication), "json"))

    assert document["schema"] == "plumbline/report@1"
    assert from_json(json.dumps(document["publication"])) == publication


def test_numbers_are_those_of_the_report_unrounded() -> None:
    report = report_of(publication_of())

    pillars = strict(export(report, "json"))["results"]["pillars"]

    assert [each["question"] for each in pillars] == [each.question.id for each in report.pillars]
    for found, pillar in zip(pillars, report.pillars, strict=True):
        assert isinstance(pillar.gap, Gap)
        assert found["gap"]["estimate"] == pillar.gap.estimate
        assert found["gap"]["low"] == pillar.gap.low
        assert found["gap"]["verdict"] == pillar.gap.verdict
        assert pillar.gap.comparison is not None
        assert "not_estimable" in found["gap"]["comparison"]["favourable_gap"]


@pytest.mark.parametrize("leaders", [6, 3])
def test_what_is_withheld_says_why_and_holds_no_counts(leaders: int) -> None:
    text = export(report_of(publication_of(leaders=leaders)), "json")

    results = strict(text)["results"]

    reason = "fewer than 8 answers" if leaders == 6 else "fewer than 5 answers"
    for pillar in results["pillars"]:
        for item in pillar["items"]:
            assert item["leaders"] == {"not_shown": reason, "verdict": None}
    assert results["ladders"][0]["leaders"] == {"not_shown": reason, "verdict": None}


def test_the_same_report_gives_the_same_bytes() -> None:
    assert export(report_of(publication_of()), "json") == export(
        report_of(publication_of()), "json"
    )


def test_every_number_is_finite_even_when_everyone_answered() -> None:
    census = publication_of(leaders=12, staff=40, invited=(12, 40))

    assert strict(export(report_of(census), "json"))


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"format must be one of pptx, .*, got 'doc'"):
        export(report_of(publication_of()), "doc")  # type: ignore[arg-type]  # what a caller might try
    assert set(FORMATS) == {"pptx", "pdf", "xlsx", "csv", "html", "json"}
