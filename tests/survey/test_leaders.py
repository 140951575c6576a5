"""Which column is which, as an organiser says it, and the three ways of telling leaders."""

import io

import openpyxl
import pytest

from survey.columns import ColumnMapping, suggested_mapping
from survey.errors import PeopleError
from survey.people import read_people
from survey.spreadsheets import Row, read_sheet

HR = (
    "Worker,Work Mail,Reports To,Job grade,Cost centre,Town\n"
    "Ada,ada@x.org,ada@x.org,M2,10,Leeds\n"
    "Bo,bo@x.org,ada@x.org,M1,10,York\n"
    "Cy,cy@x.org,BO@X.ORG,IC,20,Leeds\n"
    "Di,di@x.org,boss@elsewhere.org,IC,20,York\n"
)
BY_REPORTS = ColumnMapping(
    person="Worker",
    email="Work Mail",
    leaders_by="reports",
    manager="Reports To",
    attributes=("Town", "Cost centre"),
)


def leaders(text: str, mapping: ColumnMapping) -> list[str]:
    taken = read_people("hr.csv", text.encode(), mapping=mapping)
    return [each.label for each in taken.people if each.group == "leaders"]


def problems(text: str, mapping: ColumnMapping) -> str:
    with pytest.raises(PeopleError) as refused:
        read_people("hr.csv", text.encode(), mapping=mapping)
    return str(refused.value)


def test_whoever_somebody_else_names_as_manager_is_a_leader() -> None:
    assert leaders(HR, BY_REPORTS) == ["Ada", "Bo"]


def test_who_is_only_their_own_manager_has_no_reports() -> None:
    alone = "Worker,Work Mail,Reports To,Town,Cost centre\nAda,ada@x.org,ADA@x.org,Leeds,1\n"

    assert leaders(alone, BY_REPORTS) == []


def test_managers_who_are_not_on_the_list_are_counted_not_named() -> None:
    taken = read_people("hr.csv", HR.encode(), mapping=BY_REPORTS)

    assert taken.notes == ("1 of the 3 managers named are not on the list themselves.",)
    assert taken.attributes == ("town", "cost centre")
    assert taken.ignored_columns == ("Job grade",)


def test_a_manager_s_address_that_is_none_is_named_by_row() -> None:
    text = HR.replace("boss@elsewhere.org", "the boss")

    assert "Row 5, Reports To: 'the boss' is not an e-mail address." in problems(text, BY_REPORTS)


def test_chosen_words_of_any_column_mean_leaders_and_all_others_staff() -> None:
    mapping = ColumnMapping(person="Worker", group="Job grade", leader_words=("m1", "M2"))
    taken = read_people("hr.csv", HR.encode(), mapping=mapping)

    assert leaders(HR, mapping) == ["Ada", "Bo"]
    assert taken.group_words == {"IC": "staff", "M1": "leaders", "M2": "leaders"}


def test_an_empty_group_is_refused_even_where_words_were_chosen() -> None:
    mapping = ColumnMapping(person="Worker", group="Job grade", leader_words=("M1",))
    text = HR.replace(",IC,20,Leeds", ",,20,Leeds")

    assert "Row 4, Job grade: '' says no group." in problems(text, mapping)


def test_unknown_words_ask_for_a_choice() -> None:
    mapping = ColumnMapping(person="Worker", group="Job grade")

    assert "'IC' is neither leaders nor staff. Choose which values mean leaders." in problems(
        HR, mapping
    )


def test_leaders_named_by_e_mail_are_found_whatever_their_capitals() -> None:
    mapping = ColumnMapping(
        person="Worker", email="Work Mail", leaders_by="list", leaders=("CY@x.org",)
    )

    assert leaders(HR, mapping) == ["Cy"]


def test_a_named_leader_who_is_not_on_the_list_is_named() -> None:
    mapping = ColumnMapping(
        person="Worker", email="Work Mail", leaders_by="list", leaders=("cy@x.org", "zo@x.org")
    )

    assert "'zo@x.org' is named as a leader, and nobody on the list has" in problems(HR, mapping)


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (ColumnMapping(person="Worker"), "Choose the column that says"),
        (ColumnMapping(leaders_by="reports", manager="Reports To"), "choose the e-mail column"),
        (ColumnMapping(leaders_by="list", email="Work Mail"), "paste their e-mail addresses"),
        (ColumnMapping(group="Grade"), "no column is called 'Grade'"),
        (ColumnMapping(group="Town", person="Town"), "'Town' was chosen for two things"),
        (ColumnMapping(group="Town", attributes=("Town",)), "'Town' was chosen for two things"),
        (ColumnMapping(group="Town", attributes=tuple("abcdefghi")), "8 are the most"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(mapping: ColumnMapping, said: str) -> None:
    assert said in problems(HR, mapping)


def test_two_columns_of_one_name_cannot_be_chosen() -> None:
    text = HR.replace("Cost centre", "Town")

    assert "2 columns are called 'Town'" in problems(text, ColumnMapping(group="Town"))


def test_the_remembered_mapping_is_suggested_as_far_as_its_columns_are_there() -> None:
    header = Row(1, tuple(HR.splitlines()[0].split(",")))
    thinner = Row(1, ("Worker", "Work Mail", "Manager email", "Town"))

    assert suggested_mapping(header, BY_REPORTS) == BY_REPORTS
    assert suggested_mapping(thinner, BY_REPORTS) == ColumnMapping(
        person="Worker",
        email="Work Mail",
        leaders_by="reports",
        manager="Manager email",
        attributes=("Town",),
    )


def test_names_suggest_a_first_mapping() -> None:
    header = Row(1, ("Name", "E-Mail", "Manager Email", "Dept", "Salary"))

    assert suggested_mapping(header) == ColumnMapping(
        person="Name",
        email="E-Mail",
        leaders_by="reports",
        manager="Manager Email",
        attributes=("Dept",),
    )


def test_a_list_may_be_divided_by_bars() -> None:
    assert leaders(HR.replace(",", "|"), BY_REPORTS) == ["Ada", "Bo"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_reading_tells_how_far_it_is(kind: str) -> None:
    rows = [["name", "group"], *([f"p{n}", "staff"] for n in range(2500))]
    content = "\n".join(",".join(row) for row in rows).encode()
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        file = io.BytesIO()
        book.save(file)
        content = file.getvalue()
    steps: list[tuple[int, int]] = []
    read_sheet("people", content, lambda done, about: steps.append((done, about)))

    assert [done for done, _ in steps] == [1000, 2000, 2501]
    assert all(2500 <= about <= 2501 for _, about in steps)
