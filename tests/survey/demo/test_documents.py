"""The documents that ship are what publishing makes of the same answers now."""

import csv
from pathlib import Path

import msgspec
import pytest

from analysis.publication import Publication
from analysis.report import Gap, report_of
from survey.demo import DOCUMENTS, published_round
from survey.questionnaire import fingerprint
from tests.reference import demo_documents

FEVS, FIRST, TOGETHER, SECOND = (demo_documents.shipped(path) for path in DOCUMENTS)
ALL = [FEVS, FIRST, TOGETHER, SECOND]
ROLES = {("q", "leaders"), ("q", "staff")}


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "fevs2018_sample" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def group_of(role: str) -> str:
    return "leaders" if role.startswith("Supervisor") else "staff"


def without_versions(publication: Publication) -> Publication:
    return msgspec.structs.replace(publication, software={})


def same(made: Publication, kept: Publication) -> bool:
    return without_versions(made) == without_versions(kept)


def test_the_rounds_of_merrowdale_are_current() -> None:
    first, together, second = demo_documents.merrowdale()

    assert same(first, FIRST), "make them anew: python -m tests.reference.demo_documents"
    assert same(together, TOGETHER)
    assert same(second, SECOND)


def test_sales_hear_little_of_what_installation_thinks_of_working_with_them() -> None:
    matrix = report_of(TOGETHER).silo_matrix
    assert matrix is not None

    widest = matrix.asymmetries[0]
    lowest = matrix.overall[0]

    assert (widest.one, widest.other) == ("Field sales", "Installation and repair")
    assert widest.is_worth_a_look
    assert widest.low > 0.5
    assert sum(each.is_worth_a_look for each in matrix.asymmetries) == 1
    assert lowest.rated == "Field sales"


@pytest.mark.data
def test_the_round_of_fevs_is_current(shared_data: Path) -> None:
    assert same(demo_documents.fevs2018(), FEVS), (
        "make it anew: python -m tests.reference.demo_documents"
    )


@pytest.mark.parametrize("publication", ALL, ids=lambda each: each.round)
def test_a_document_was_made_with_the_questionnaire_that_ships(publication: Publication) -> None:
    path = DOCUMENTS[ALL.index(publication)]
    round_ = published_round(path.read_bytes())

    assert publication.fingerprint == fingerprint(round_.questionnaire)
    assert publication.series == round_.series
    assert round_.margin == 0.10


def test_fevs_withholds_agencies_too_small_by_role_and_says_why() -> None:
    why = {
        (table.segment["agency"], table.group): table.withheld
        for table in FEVS.tables
        if table.question == "q3" and table.segment
    }

    assert why["Pension Benefit Guaranty Corporation", "leaders"] == "fewer than 5 answers"
    assert why["Corporation for National and Community Service", "leaders"] is not None
    assert why["Railroad Retirement Board", "leaders"] == "nobody answered"
    assert why["Commodity Futures Trading Commission", "leaders"] is not None
    assert why["General Services Administration", "leaders"] is None
    assert "public domain" in FEVS.source
    assert "Office of Personnel Management" in FEVS.source


@pytest.mark.data
def test_released_counts_of_fevs_are_those_derived_independently(shared_data: Path) -> None:
    names = {row["code"]: row["name"] for row in rows(shared_data, "agency_codes.csv")}
    counted = {
        (names[row["AGENCY"]], group_of(row["DSUPER"]), row["item"].lower()): tuple(
            int(row[f"n_{answer}"]) for answer in range(1, 6)
        )
        for row in rows(shared_data, "counts_by_agency_role_item.csv")
    }
    checked = 0

    for table in FEVS.tables:
        if table.segment and table.counts and (table.question[0], table.group) in ROLES:
            key = (table.segment["agency"], table.group, table.question)
            assert table.counts == counted[key]
            checked += 1
    assert checked >= 25 * 10


def gaps_of(publication: Publication) -> dict[str, Gap]:
    pillars = report_of(publication).pillars
    return {each.question.id: each.gap for each in pillars if isinstance(each.gap, Gap)}


def test_the_two_rounds_show_all_four_verdicts_between_them() -> None:
    first = {name: gap.verdict for name, gap in gaps_of(FIRST).items()}
    second = {name: gap.verdict for name, gap in gaps_of(SECOND).items()}

    assert first == {
        "culture": "Can't tell",
        "focus": "Gap",
        "integrity_transparency": "Gap",
        "outcome_orientation": "Aligned",
    }
    assert second == {**first, "culture": "Small but real"}


def test_what_was_agreed_at_the_offsite_has_narrowed_its_gap() -> None:
    first, second = (gaps_of(each)["integrity_transparency"] for each in (FIRST, SECOND))

    assert second.high is not None
    assert first.low is not None
    assert second.high < first.low


def test_comments_of_leaders_are_withheld_and_those_of_staff_shown() -> None:
    for publication in (FIRST, SECOND):
        for comments in publication.comments:
            assert (comments.withheld is None) == (comments.group == "staff")
            assert len(comments.texts) == (14 if comments.group == "staff" else 0)
