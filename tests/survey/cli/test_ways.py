"""Codes and posters from a terminal."""

import csv
import io
from pathlib import Path

from survey.storage import Store
from tests.survey.cli.terminal import Run, opened

SEATS = "group,site\n" + "".join(
    f"{'leader' if n < 5 else 'staff'},{'Leeds' if n % 2 else 'York'}\n" for n in range(25)
)


def seated(run: Run, folder: Path) -> str:
    path = folder / "seats.csv"
    path.write_text(SEATS, encoding="utf-8")
    return opened(run, path)


def test_codes_are_printed_as_csv_in_piles(run: Run, store: Store, tmp_path: Path) -> None:
    round_id = seated(run, tmp_path)
    made = run("codes", round_id)
    rows = list(csv.DictReader(io.StringIO(made.out)))

    assert made.status == 0, made.err
    assert list(rows[0]) == ["hand_out_to", "person", "code", "address", "language"]
    assert len({each["code"] for each in rows}) == 25
    assert {each["address"] for each in rows} == {"https://survey.example/k"}
    assert {each["person"] for each in rows} == {""}
    assert "exported 25 codes" in [each.deed for each in store.audit.all(round_id)]


def test_codes_are_set_as_slips(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "codes.pdf"
    made = run("codes", seated(run, tmp_path), "--pdf", sheet)

    assert (made.status, made.out) == (0, "")
    assert sheet.read_bytes().startswith(b"%PDF")


def test_a_poster_a_picture_and_a_plain_word_about_what_the_link_is(
    run: Run, tmp_path: Path
) -> None:
    files = {kind: tmp_path / f"poster.{kind}" for kind in ("pdf", "svg", "png")}
    round_id = seated(run, tmp_path)
    made = run(
        *("poster", round_id, "--at", "site=Leeds"),
        *(word for kind, path in files.items() for word in (f"--{kind}", path)),
    )

    assert made.out.startswith("https://survey.example/a/")
    assert "Weaker than personal links" in made.err
    assert all(path.stat().st_size > 300 for path in files.values())
    assert run("codes", round_id).status == 1


def test_a_site_that_is_not_stored_is_refused(run: Run, tmp_path: Path) -> None:
    made = run("poster", seated(run, tmp_path), "--at", "site=Hull")

    assert (made.status, made.out) == (1, "")
    assert "Offered: Leeds, York" in made.err


def test_people_with_addresses_have_codes_only_when_asked(run: Run, people_file: Path) -> None:
    round_id = opened(run, people_file)
    refused = run("codes", round_id)
    made = run("codes", round_id, "--everybody", "--named")

    assert refused.status == 1
    assert "Everybody on the list has an e-mail address." in refused.err
    assert "Person 24" in made.out
