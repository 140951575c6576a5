"""A page with gaps unpacks to what it is, and its length tells nothing of what is in the gaps."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.html.packing import Sheet

TOKEN, ID = b"<token>", b"<id>"
PAGE = b"<a href=/s/<token>>" + b"same words " * 500 + b"<id>" + b"<form action=<token>>"


@given(token=st.binary(max_size=300), number=st.binary(max_size=300))
def test_what_is_packed_is_what_is_plain(token: bytes, number: bytes) -> None:
    sheet = Sheet(PAGE, (TOKEN, ID))
    filled = {TOKEN: token, ID: number}

    assert gzip.decompress(sheet.packed(filled)) == sheet.plain(filled)
    assert sheet.plain(filled) == PAGE.replace(ID, number).replace(TOKEN, token) or (
        ID in token or TOKEN in number
    )


@pytest.mark.parametrize("token", [b"same words", b"xq7_Zk-1vB", b"aaaaaaaaaa"])
def test_the_length_tells_nothing_of_what_was_filled_in(token: bytes) -> None:
    sheet = Sheet(PAGE, (TOKEN, ID))

    assert len(sheet.packed({TOKEN: token, ID: b"0"})) == len(
        sheet.packed({TOKEN: b"0123456789", ID: b"1"})
    )


def test_it_is_much_smaller() -> None:
    sheet = Sheet(PAGE, (TOKEN, ID))

    assert len(sheet.packed({TOKEN: b"t", ID: b"i"})) < len(PAGE) / 10
