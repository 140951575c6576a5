"""`python -m analysis report`: every file from the terminal."""

import csv
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pypdf
import pytest

from analysis.cli import main
from analysis.cli.published import REPORTS, print_summary
from analysis.publication import to_json
from survey.commitments import Commitment
from survey.demo import published_round
from survey.storage import Pick, open_store
from tests.analysis.exporters.reports import DEMO, publication, silo_report


@pytest.mark.parametrize("format_", REPORTS)
def test_every_file_is_written(
    tmp_path: Path, format_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    source = str(DEMO / "merrowdale_1.json")

    assert main(["report", "--publication", source, "--format", format_, "--out", str(out)]) == 0

    assert out.stat().st_size > 10_000
    assert capsys.readouterr().err == ""  # progress is for a terminal only


@pytest.mark.parametrize("format_", REPORTS)
def test_every_file_of_a_publication_with_a_silo_matrix_is_written(
    tmp_path: Path, format_: str
) -> None:
    source, out = tmp_path / "silos.json", tmp_path / "out"
    source.write_bytes(to_json(silo_report("small").publication))

    told = ["report", "--publication", str(source), "--format", format_, "--out", str(out)]
    assert main(told) == 0

    assert out.stat().st_size > 10_000


def test_a_publication_s_words_tell_how_much_of_the_silo_matrix_is_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    whole = silo_report("small")
    assert whole.silo_matrix is not None
    shown = sum(each.favourable is not None for each in whole.silo_matrix.ratings)

    print_summary(whole.publication)

    said = capsys.readouterr().out
    assert (
        f"silo matrix: {shown} of 42 ratings between departments are shown; "
        f"{len(whole.silo_matrix.asymmetries)} pairs can be compared" in said
    )
    assert "ratings by these departments are all withheld: Legal, Other, Works council" in said
    print_summary(publication("merrowdale_1"))
    assert "silo" not in capsys.readouterr().out


def test_the_brief_of_a_stored_round_has_what_the_organiser_chose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"sqlite:///{tmp_path / 'plumbline.db'}"
    monkeypatch.setenv("PLUMBLINE_DATABASE", address)
    store = open_store(address)
    store.migrate()
    document = (DEMO / "merrowdale_1.json").read_bytes()
    round_ = published_round(document)
    store.publications.put_published(round_, document)
    store.briefs.save(round_.id, {"stories": [Pick("one_change", "staff", 0)]}, by="hr@example.org")
    out = tmp_path / "brief.pdf"

    assert main(["report", "--round", round_.id, "--format", "brief", "--out", str(out)]) == 0

    pages = pypdf.PdfReader(BytesIO(out.read_bytes())).pages
    comments = next(
        each
        for each in publication("merrowdale_1").comments
        if (each.question, each.group) == ("one_change", "staff")
    )
    assert comments.texts[0] in pages[1].extract_text()
    assert comments.texts[1] not in pages[1].extract_text()


def kept_series(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The demo's two rounds in a database, with a commitment on the first; their ids."""
    address = f"sqlite:///{tmp_path / 'plumbline.db'}"
    monkeypatch.setenv("PLUMBLINE_DATABASE", address)
    store = open_store(address)
    store.migrate()
    ids = []
    for name in ("merrowdale_1", "merrowdale_2"):
        document = (DEMO / f"{name}.json").read_bytes()
        round_ = published_round(document)
        store.publications.put_published(round_, document)
        ids.append(round_.id)
    made = Commitment(
        id="c",
        round_id=ids[0],
        what="Say what we stop doing",
        who="Ines",
        by=date(2026, 3, 1),
        question="focus",
        to=0.6,
    )
    store.commitments.add(made, by="lead@example.org")
    return ids


def sections(out: Path) -> set[str]:
    return {row["section"] for row in csv.DictReader(StringIO(out.read_text("utf-8-sig")))}


def test_a_stored_round_s_files_have_its_series_up_to_that_round(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = kept_series(tmp_path, monkeypatch)
    out = tmp_path / "out.csv"

    assert main(["report", "--round", second, "--format", "csv", "--out", str(out)]) == 0
    assert {"trend", "change", "commitment", "moved", "segment"} <= sections(out)

    assert main(["report", "--round", first, "--format", "csv", "--out", str(out)]) == 0
    assert {"commitment", "segment"} <= sections(out)
    assert not {"trend", "moved"} & sections(out)


def test_a_publication_s_files_have_what_it_holds_and_no_series(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    source = str(DEMO / "merrowdale_2.json")

    assert main(["report", "--publication", source, "--format", "csv", "--out", str(out)]) == 0

    assert {"segment", "theme"} <= sections(out)
    assert not {"trend", "moved", "commitment"} & sections(out)


@pytest.mark.parametrize("format_", ["json", "csv"])
def test_a_publication_is_never_written_over_by_its_own_report(
    tmp_path: Path, format_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "publication.json"
    document = (DEMO / "merrowdale_1.json").read_bytes()
    source.write_bytes(document)
    same = tmp_path / "sub" / ".." / "publication.json"
    (tmp_path / "sub").mkdir()
    asked = ["report", "--publication", str(source), "--format", format_, "--out", str(same)]

    assert main(asked) == 1

    assert source.read_bytes() == document
    assert "is read, so it is not written over. Give --out another name." in capsys.readouterr().err
