"""The commands about rounds that other programs rely on, end to end on a fresh database."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from survey.invitations import new_id, token_hash
from survey.questionnaire import FOLDER, find_questionnaire, questions
from survey.responses import Response
from survey.rounds import Thresholds
from survey.storage import Store
from tests.survey.cli.terminal import PEOPLE, Run, draft, opened


def test_a_new_round_is_as_its_options_say(run: Run, store: Store) -> None:
    made = run(
        *("round", "create", "--questionnaire", "four_pillars.v1", "--name", "Spring pulse"),
        *("--organisation", "Kite Works", "--margin", "0.08", "--threshold", "6"),
        *("--comment-threshold", "12", "--opens", "2026-05-01", "--closes", "2026-05-31"),
    )

    made_round = store.rounds.get(made.out.removesuffix("\n"))
    assert (made_round.name, made_round.organisation, made_round.margin) == (
        "Spring pulse",
        "Kite Works",
        0.08,
    )
    assert made_round.thresholds == Thresholds(scores=6, comments=12, counts=8)
    assert (made_round.opens_on, made_round.closes_on) == (date(2026, 5, 1), date(2026, 5, 31))


def test_a_round_goes_all_the_way_from_the_terminal(
    run: Run, store: Store, people_file: Path
) -> None:
    round_id = draft(run)
    taken = run("people", "import", round_id, people_file)
    launched = run("round", "launch", round_id)
    links = list(csv.DictReader(io.StringIO(run("links", round_id, "--format", "csv").out)))
    _answer(store, links[-1]["link"])
    status = json.loads(run("round", "status", round_id, "--json").out)
    in_words = run("round", "status", round_id).out
    closed = run("round", "close", round_id)

    assert (taken.status, taken.out, launched.status, launched.out) == (0, "", 0, "")
    assert "Taken: 5 leaders and 20 staff (UTF-8)." in taken.err
    assert "Ignored columns, of which nothing is kept: Desk." in taken.err
    assert "Invited: 5 leaders and 20 staff" in launched.err
    assert "department 'Care' of 3 of 3 leaders: not stored" in launched.err
    assert "Launched." in launched.err
    assert list(links[0]) == ["person", "email", "link"]
    assert [each["person"] for each in links] == [f"Person {n}" for n in range(25)]
    assert all(each["link"].startswith("https://survey.example/s/") for each in links)
    assert (status["round"], status["state"], status["closes_on"]) == (round_id, "open", None)
    assert [each for each in status["rates"] if each["segment"] is None] == [
        {"group": "leaders", "segment": None, "invited": 5, "answered": 0},
        {"group": "staff", "segment": None, "invited": 20, "answered": 1},
    ]
    assert {"department": "Care"} in [each["segment"] for each in status["rates"]]
    assert "staff: 1 of 20 answered (5 %)" in in_words
    assert closed.status == 0
    assert run("round", "list").out == f"{round_id}\tclosed\tOur organisation\tSpring\n"
    assert {deed.by for deed in store.audit.all(round_id)} == {"command line"}


def _answer(store: Store, link: str) -> None:
    invitation = store.invitations.by_token_hash(token_hash(link.rpartition("/")[2]))
    assert invitation is not None
    asked = questions(find_questionnaire("four_pillars"), invitation.group, "en")
    choices = {each.id: 1 for each in asked if each.kind == "item"}
    store.responses.submit(invitation.id, Response(id=new_id(), choices=choices, comments={}))


def test_a_launch_can_be_read_first(run: Run, store: Store, people_file: Path) -> None:
    round_id = draft(run)
    run("people", "import", round_id, people_file)

    said = run("round", "launch", round_id, "--preview")

    assert "Thresholds: 5 answers behind a number" in said.err
    assert said.err.endswith("Nothing was launched.\n")
    assert store.rounds.get(round_id).state == "draft"


def test_what_is_rated_and_who_is_asked_which_module_is_read_before_launching(
    run: Run, people_file: Path, tmp_path: Path
) -> None:
    rows = ["Name,Group,Function"] + [
        f"P{n},{'leader' if n < 5 else 'staff'},{'Field sales' if n % 2 else 'customer SERVICE'}"
        for n in range(25)
    ]
    functions = tmp_path / "functions.csv"
    functions.write_text("\n".join(rows), encoding="utf-8")
    told = {}
    for name, list_ in (("working_together", people_file), ("functions", functions)):
        made = run("round", "create", "--questionnaire", name, "--name", "Spring").out.strip()
        assert run("people", "import", made, list_).status == 0
        told[name] = run("round", "launch", made, "--preview").err.splitlines()

    assert (
        "Departments to rate: Care, Sales. Nobody is asked about the department that is stored "
        "with their answers"
    ) in told["working_together"]
    for function in ("Customer service", "Field sales"):
        said = next(each for each in told["functions"] if each.startswith(f"For {function} there"))
        assert said.endswith("questions more, asked of 10 staff and all 5 leaders")
    assert (
        "Warning: No staff are asked the questions for “Support teams”, since it is stored with "
        "no staff's answers. It needs 5 or more staff in the list's column “function”, also "
        "together with the other columns."
    ) in told["functions"]


def test_a_threshold_raises_those_that_may_not_be_lower(run: Run, store: Store) -> None:
    made = run(
        *("round", "create", "--questionnaire", "four_pillars", "--name", "x", "--threshold", "15")
    )

    thresholds = store.rounds.get(made.out.strip()).thresholds
    assert (thresholds.scores, thresholds.comments, thresholds.counts) == (15, 15, 15)


def test_a_bad_people_list_is_refused_whole_and_taken_without_its_bad_rows(
    run: Run, store: Store, people_file: Path
) -> None:
    round_id = draft(run)
    people_file.write_text(PEOPLE + "Zed,zed@example.com,boss,Sales,1\n", encoding="utf-8")

    refused = run("people", "import", round_id, people_file)

    assert (refused.status, refused.out) == (1, "")
    assert refused.err == (
        "Row 27, Group: 'boss' is neither leaders nor staff. Write leader or staff.\n"
        "Nothing was taken. Correct this row, or take the other 25 people without it. "
        "To do that, add --skip-bad-rows.\n"
    )
    assert store.people.of(round_id) == []
    taken = run("people", "import", round_id, people_file, "--skip-bad-rows")
    assert taken.status == 0
    assert "Left out: Row 27, Group: 'boss'" in taken.err
    assert len(store.people.of(round_id)) == 25


def test_attributes_are_chosen_by_name(run: Run, store: Store, people_file: Path) -> None:
    round_id = draft(run)

    run("people", "import", round_id, people_file, "--attributes", "desk, department")

    assert store.people.of(round_id)[3].attributes == {"desk": "3", "department": "Sales"}


def test_names_in_the_links_file_cannot_run_as_formulas(run: Run, people_file: Path) -> None:
    names = ["=HYPERLINK(1)", "+1", "-Ann", "@x", "'t Hooft", "'=1", "Ömer, Ann", 'The "Boss"']
    with people_file.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["name", "group"], *([name, "staff"] for name in names)])
    round_id = opened(run, people_file)

    said = run("links", round_id)
    cells = [row[0] for row in csv.reader(io.StringIO(said.out))][1:]

    assert not [cell for cell in cells if cell[0] in "=+-@"]
    assert [cell[1:] if cell.lstrip("'")[0] in "=+-@" else cell for cell in cells] == names


def test_fresh_links_leave_the_older_ones_good(run: Run, store: Store, people_file: Path) -> None:
    round_id = opened(run, people_file)

    texts = [run("links", round_id).out for _ in range(2)]

    first, second = (next(csv.DictReader(io.StringIO(text)))["link"] for text in texts)
    found = [store.invitations.by_token_hash(token_hash(each[-32:])) for each in (first, second)]
    assert first != second
    assert found[0] == found[1] is not None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["round", "close", "nope"], "there is no round 'nope'. Check the round's id"),
        (["links", "nope"], "there is no round 'nope'"),
        (["people", "import", "nope", "no.csv"], "no.csv cannot be read: No such file"),
        (
            ["round", "create", "--questionnaire", "nope", "--name", "x"],
            "nope: there is no questionnaire of this name. Choose one of:",
        ),
        (
            ["round", "create", "--questionnaire", "four_pillars", "--name", " "],
            "a round needs a name",
        ),
        (
            ["round", "create", "--questionnaire", "four_pillars", "--name", "x", "--margin", "1"],
            "margin must be between 0.05 and 0.15, got 1.0",
        ),
        (
            [
                "round",
                "create",
                "--questionnaire",
                "four_pillars",
                "--name",
                "x",
                "--threshold",
                "2",
            ],
            "the threshold for scores must be at least 3, got 2",
        ),
        (["questionnaire", "check", "README.md"], "README.md: file name"),
    ],
)
def test_a_refusal_is_one_message_on_standard_error_and_status_1(
    run: Run, words: list[str], message: str
) -> None:
    said = run(*words)

    assert (said.status, said.out) == (1, "")
    assert message in said.err
    assert "Traceback" not in said.err


def test_links_of_a_round_that_is_not_open_are_refused(run: Run) -> None:
    said = run("links", draft(run))

    assert said.status == 1
    assert "is draft, so its links would lead nowhere" in said.err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["round"],
        ["round", "create", "--name", "x"],
        ["round", "create", "--questionnaire", "q", "--name", "x", "--opens", "tomorrow"],
        ["links", "R", "--format", "xml"],
        ["nonsense"],
    ],
)
def test_a_misspelled_command_is_status_2(run: Run, words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run(*words)

    assert left.value.code == 2


def test_answers_of_a_round_that_is_not_published_are_destroyed_on_request_only(
    run: Run, store: Store, people_file: Path
) -> None:
    round_id = opened(run, people_file)
    assert "is open" in run("round", "destroy-answers", round_id).err
    run("round", "close", round_id)

    refused = run("round", "destroy-answers", round_id)

    assert refused.status == 1
    assert "not published, so nothing of it would be left" in refused.err
    assert run("round", "destroy-answers", round_id, "--unpublished").status == 0
    assert store.rounds.get(round_id).answers_destroyed


def test_questionnaires_are_listed_and_checked(run: Run) -> None:
    listed = run("questionnaire", "list").out.splitlines()
    checked = run("questionnaire", "check", FOLDER / "four_pillars.v1.yaml")

    assert "four_pillars.v1" in [line.split("\t")[0] for line in listed]
    assert checked.status == 0
    assert "no problem found" in checked.out
