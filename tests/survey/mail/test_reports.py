"""Delivery reports read out of what a mailbox holds, whoever wrote it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import FileError
from survey.mail import mails_in, mails_of
from survey.mail.reports import MOST_BYTES, returned_by
from tests.survey.mail.reports import POSTFIX, mbox, recipient, report

EXCHANGE = b"""\
From: <postmaster@example.com>\r
To: survey@example.org\r
Subject: Undeliverable: Kite Works asks for your view\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status;\r
 boundary="_000_"; charset="utf-8"\r
\r
--_000_\r
Content-Type: multipart/alternative; boundary="_001_"\r
\r
--_001_\r
Content-Type: text/plain\r
\r
Delivery has failed to these recipients.\r
--_001_--\r
--_000_\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns;AM0PR01.prod.outlook.com\r
Received-From-MTA: dns;smtp.example.org\r
\r
Final-recipient: RFC822;Person3@Example.ORG\r
Action: failed\r
Status: 5.1.10\r
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound\r
\r
--_000_\r
Content-Type: message/rfc822\r
\r
Subject: Kite Works asks for your view\r
\r
Hello\r
--_000_--\r
"""
UNICODE = POSTFIX.replace("message/delivery-status", "message/global-delivery-status")


def fates(mail: bytes) -> list[tuple[str, tuple[str, ...]]] | None:
    found = returned_by(mail)
    return None if found is None else [(each.fate, each.addresses) for each in found]


def test_reports_of_postfix_and_exchange_are_read_without_regard_to_capitals() -> None:
    assert fates(report(recipient("<Ada@Example.org>"))) == [("failed", ("ada@example.org",))]
    assert fates(EXCHANGE) == [("failed", ("person3@example.org",))]


def test_the_address_we_wrote_to_comes_before_the_one_it_was_passed_on_to() -> None:
    passed_on = recipient("elsewhere@example.com", original="ada@example.org")

    assert fates(report(passed_on)) == [("failed", ("ada@example.org", "elsewhere@example.com"))]


@pytest.mark.parametrize(
    ("action", "status", "fate"),
    [
        ("failed", "5.1.1", "failed"),
        ("FAILED", "4.4.1", "failed"),
        ("", "5.2.2", "failed"),
        ("delayed", "4.4.1", "other"),
        ("delayed", "5.1.1", "other"),
        ("delivered", "2.0.0", "other"),
        ("relayed", "2.0.0", "other"),
        ("expanded", "2.0.0", "other"),
        ("", "4.2.1", "other"),
        ("", "what", "other"),
    ],
)
def test_only_what_failed_for_good_has_failed(action: str, status: str, fate: str) -> None:
    told = report(recipient("ada@example.org", action=action, status=status))

    assert fates(told) == [(fate, ("ada@example.org",))]


def test_one_report_may_tell_of_several_recipients() -> None:
    told = report(recipient("a@example.org"), recipient("b@example.org", action="delayed"))

    assert fates(told) == [("failed", ("a@example.org",)), ("other", ("b@example.org",))]


def test_addresses_beyond_ascii_are_read() -> None:
    block = recipient("x").replace("rfc822; x", r"utf-8; j\x{F6}rg@example.org")

    assert fates(UNICODE.format(recipients=block).encode()) == [("failed", ("jörg@example.org",))]


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"Subject: I am on holiday\n\nBack on Monday. Action: failed",
        b"Content-Type: multipart/report; boundary=x\n\nno parts",
        b"Content-Type: multipart/report; boundary=x\n\n--x\n\n--x--\n",
        b"Content-Type: multipart/report; boundary*=broken''%ff\n\n--\xff\n",
        report(recipient("a@example.org")).replace(b"multipart/report", b"multipart/mixed"),
    ],
)
def test_other_mail_is_no_report(mail: bytes) -> None:
    assert returned_by(mail) is None


def _nested(depth: int) -> bytes:
    start = b"".join(
        b"Content-Type: multipart/report; boundary=b%d\n\n--b%d\n" % (each, each)
        for each in range(depth)
    )
    return start + b"x: y\n\n" + b"text\n" * 10_000


@pytest.mark.parametrize(
    "mail",
    [
        _nested(5_000),
        b"Content-Type: message/rfc822\n\n" * 20_000,
        b"Content-Type: multipart/report; boundary=b\n\n" + b"--b\n\npart\n" * 90_000,
        report(recipient("a@example.org")) + b"x" * 2_000_000,
        b"Content-Type: multipart/report;" + b" a=b;" * 150_000 + b"\n\n",
        report(recipient("a" * 900_000)),
    ],
    ids=["nested", "mails in mails", "parts", "huge", "parameters", "address"],
)
def test_what_is_made_to_keep_a_reader_busy_is_put_aside(mail: bytes) -> None:
    found = returned_by(mail)

    assert found is None or len(found) == 1


@given(st.binary(max_size=300), st.integers(0, 900), st.integers(0, 60))
def test_a_report_damaged_anywhere_raises_nothing(junk: bytes, place: int, cut: int) -> None:
    whole = report(recipient("ada@example.org"))
    damaged = whole[:place] + junk + whole[place + cut :]
    found = returned_by(damaged)

    assert found is None or len(found) <= 3


def test_a_mailbox_gives_its_mails_one_by_one(tmp_path: Path) -> None:
    told = [report(recipient(f"p{n}@example.org")) for n in range(3)]
    path = tmp_path / "bounces.mbox"
    path.write_bytes(mbox(*told))

    assert [fates(each) for each in mails_in(path)] == [fates(each) for each in told]
    windows = mbox(*told).replace(b"\n", b"\r\n")
    assert [fates(each) for each in mails_of("b.mbox", windows)] == [fates(each) for each in told]


def test_a_maildir_and_a_folder_of_files_are_read(tmp_path: Path) -> None:
    for name in ("maildir/cur", "maildir/new", "maildir/tmp", "folder"):
        (tmp_path / name).mkdir(parents=True)
    told = report(recipient("ada@example.org"))
    for name in ("maildir/cur/1:2,S", "maildir/new/2", "maildir/tmp/3", "folder/a.eml"):
        (tmp_path / name).write_bytes(told)
    (tmp_path / "folder" / "notes.txt").write_text("not a mail")

    assert len(list(mails_in(tmp_path / "maildir"))) == 2
    assert len(list(mails_in(tmp_path / "folder"))) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "this is no mail"),
        (b"PK\x03\x04....", "this is no mail"),
        (b"\x00" * 1_000, "this is no mail"),
        (b"name,email\nAda,ada@example.org\n", "this is no mail"),
    ],
)
def test_a_file_that_is_no_mail_is_refused_with_advice(content: bytes, said: str) -> None:
    with pytest.raises(FileError, match=said) as refused:
        list(mails_of("b.eml", content))

    assert ".eml files" in refused.value.advice


def test_a_missing_path_an_empty_folder_and_a_far_too_large_file_are_refused(
    tmp_path: Path,
) -> None:
    large = tmp_path / "large.mbox"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(FileError, match="cannot be read"):
        list(mails_in(tmp_path / "none.eml"))
    with pytest.raises(FileError, match="larger than 100 MB"):
        list(mails_in(large))
    large.unlink()
    with pytest.raises(FileError, match="no mail is in this folder"):
        list(mails_in(tmp_path))
