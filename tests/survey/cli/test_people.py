"""A people list with an HR system's own headers, brought from a terminal."""

from pathlib import Path

import pytest

from survey.storage import Store
from tests.survey.cli.terminal import Run, draft

HR = (
    "Worker;Work Mail;Manager e-mail;Grade;Town\n"
    "Ada;ada@example.org;;M;Leeds\n"
    "Bo;bo@example.org;ada@example.org;IC;York\n"
    "Cy;cy@example.org;ada@example.org;IC;Leeds\n"
)
MAPPED = ("--map", "person=worker", "--map", "email=Work Mail", "--attributes", "town")


@pytest.fixture
def hr(tmp_path: Path) -> Path:
    path = tmp_path / "hr.csv"
    path.write_text(HR, encoding="utf-8")
    return path


def taken(store: Store, round_id: str) -> list[tuple[str, str, str | None, dict[str, str]]]:
    return [
        (each.label, each.group, each.email, dict(each.attributes))
        for each in store.people.of(round_id)
    ]


def test_without_a_mapping_the_list_says_what_it_lacks(run: Run, hr: Path) -> None:
    refused = run("people", "import", draft(run), hr)

    assert refused.status == 1
    assert "no column is called group, role or level" in refused.err


def test_columns_are_mapped_and_who_has_reports_leads(run: Run, store: Store, hr: Path) -> None:
    round_id = draft(run)
    made = run("people", "import", round_id, hr, *MAPPED, "--leaders-by", "reports")

    assert made.status == 0, made.err
    assert "Taken: 1 leaders and 2 staff (UTF-8)." in made.err
    assert "Ignored columns, of which nothing is kept: Grade." in made.err
    assert taken(store, round_id)[0] == ("Ada", "leaders", "ada@example.org", {"town": "Leeds"})
    assert [each[1] for each in taken(store, round_id)] == ["leaders", "staff", "staff"]


def test_a_column_in_the_list_s_own_words_says_who_leads(run: Run, store: Store, hr: Path) -> None:
    round_id = draft(run)
    made = run(
        *("people", "import", round_id, hr, *MAPPED),
        *("--map", "group=Grade", "--leader-words", "M"),
    )

    assert made.status == 0, made.err
    assert [each[1] for each in taken(store, round_id)] == ["leaders", "staff", "staff"]


def test_a_file_names_who_leads(run: Run, store: Store, hr: Path, tmp_path: Path) -> None:
    round_id, leaders = draft(run), tmp_path / "leaders.txt"
    leaders.write_text("CY@example.org; bo@example.org\n")
    made = run("people", "import", round_id, hr, *MAPPED, "--leaders", leaders)

    assert made.status == 0, made.err
    assert [each[1] for each in taken(store, round_id)] == ["staff", "leaders", "leaders"]
    leaders.write_text("dee@example.org")
    refused = run("people", "import", round_id, hr, *MAPPED, "--leaders", leaders)
    assert "'dee@example.org' is named as a leader, and nobody on the list" in refused.err


def test_what_was_mapped_once_is_remembered_for_the_organisation(
    run: Run, store: Store, hr: Path
) -> None:
    first, second = draft(run), draft(run)
    run("people", "import", first, hr, *MAPPED, "--leaders-by", "reports")
    again = run("people", "import", second, hr, "--remembered")

    assert again.status == 0, again.err
    assert taken(store, second) == taken(store, first)


def test_every_bad_row_is_named_and_nothing_is_taken(run: Run, store: Store, hr: Path) -> None:
    hr.write_text(f"{HR}Dee;no address;;IC;York\nEd;ada@example.org;;IC;York\n", encoding="utf-8")
    round_id = draft(run)
    mapped = ("people", "import", round_id, hr, *MAPPED, "--leaders-by", "reports")
    refused = run(*mapped)

    assert refused.status == 1
    assert "Row 5, Work Mail: 'no address' is not an e-mail address." in refused.err
    assert "Row 6, Work Mail: 'ada@example.org' is in row 2 too." in refused.err
    assert taken(store, round_id) == []
    assert run(*mapped, "--skip-bad-rows").status == 0
    assert len(taken(store, round_id)) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--map", "email=Post"), "no column is called 'Post'"),
        (("--leaders-by", "reports"), "choose the e-mail column"),
        (("--leaders", "none.txt"), "none.txt cannot be read"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(
    run: Run, hr: Path, words: tuple[str, ...], said: str
) -> None:
    refused = run("people", "import", draft(run), hr, *words)

    assert refused.status == 1
    assert said in refused.err


def test_a_misspelled_mapping_is_a_mistake_of_usage(run: Run, hr: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("people", "import", draft(run), hr, "--map", "mail=Work Mail")

    assert stopped.value.code == 2
