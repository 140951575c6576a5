"""`python -m analysis report`: every file from the terminal."""

from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from analysis.cli import main
from analysis.cli.published import REPORTS
from survey.demo import published_round
from survey.storage import Pick, open_store
from tests.analysis.exporters.reports import DEMO, publication


@pytest.mark.parametrize("format_", REPORTS)
def test_every_file_is_written(
    tmp_path: Path, format_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    source = str(DEMO / "merrowdale_1.json")

    assert main(["report", "--publication", source, "--format", format_, "--out", str(out)]) == 0

    assert out.stat().st_size > 10_000
    assert capsys.readouterr().err == ""  # progress is for a terminal only


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
