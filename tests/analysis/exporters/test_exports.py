"""What every format keeps: its name, its progress, and ten seconds for a large round."""

import msgspec
import pytest

from analysis.exporters import FORMATS, MEDIA_TYPES, Format, export, file_name
from analysis.report import report_of
from tests.analysis.exporters.reports import NAMES, exported, report
from tests.analysis.published import publication_of

STARTS: dict[Format, bytes] = {
    "pptx": b"PK",
    "xlsx": b"PK",
    "pdf": b"%PDF-",
    "csv": "\ufeffround,".encode(),
    "html": b"<!doctype html>",
    "json": b"{",
}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_every_report_is_a_file_of_every_format(name: str, format_: Format) -> None:
    assert exported(report(name), format_).startswith(STARTS[format_])


@pytest.mark.parametrize("format_", FORMATS)
def test_progress_only_grows_and_ends_done(format_: Format) -> None:
    told: list[tuple[float, str]] = []

    export(report("coarse"), format_, progress=lambda done, what: told.append((done, what)))

    parts = [done for done, _ in told]
    assert parts == sorted(parts)
    assert (parts[0], told[-1]) == (0.0, (1.0, "Done"))
    assert all(what for _, what in told)


def test_every_format_has_its_media_type() -> None:
    assert set(MEDIA_TYPES) == set(FORMATS)


def test_a_file_is_named_after_organisation_and_round() -> None:
    assert file_name(report("merrowdale_1"), "pdf") == "merrowdale-home-services_first-round.pdf"


@pytest.mark.parametrize(
    ("organisation", "name", "called"),
    [
        ("Zürich Käse AG", "Frühling 2026", "zurich-kase-ag_fruhling-2026.csv"),
        ("../../etc", 'a"b\r\nc', "etc_a-b-c.csv"),
        ("株式会社", "第一回", "plumbline.csv"),
    ],
)
def test_a_name_has_plain_letters_only(organisation: str, name: str, called: str) -> None:
    publication = msgspec.structs.replace(publication_of(), organisation=organisation, name=name)

    assert file_name(report_of(publication), "csv") == called
