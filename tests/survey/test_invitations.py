"""Links and drafts: what each secret opens, and that nothing else does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.invitations import (
    decrypt_draft,
    device_id,
    draft_key,
    encrypt_draft,
    link,
    new_device_secret,
    new_id,
    new_token,
    token_hash,
)

_DRAFT = {"q1": "3", "comment": "Wir könnten öfter zuhören."}


def test_a_token_fits_into_an_address_and_never_repeats() -> None:
    tokens = {new_token() for _ in range(2000)}

    assert len(tokens) == 2000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", token) for token in tokens)
    assert len({new_id() for _ in range(2000)}) == 2000


def test_the_hash_of_a_token_is_its_sha_256() -> None:
    # printf abc | sha256sum
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    assert token_hash("abc") == expected


def test_a_link_is_the_address_and_the_token() -> None:
    assert link("https://survey.example/", "T0ken") == "https://survey.example/s/T0ken"


def test_a_draft_comes_back_on_the_same_device_by_the_same_invitation() -> None:
    secret = new_device_secret()

    stored = encrypt_draft(draft_key(secret, "invitation"), _DRAFT)

    assert decrypt_draft(draft_key(secret, "invitation"), stored) == _DRAFT


def test_another_device_reads_nothing() -> None:
    stored = encrypt_draft(draft_key(new_device_secret(), "invitation"), _DRAFT)

    assert decrypt_draft(draft_key(new_device_secret(), "invitation"), stored) is None


def test_another_invitation_on_the_same_device_reads_nothing() -> None:
    secret = new_device_secret()

    stored = encrypt_draft(draft_key(secret, "one"), _DRAFT)

    assert decrypt_draft(draft_key(secret, "two"), stored) is None


@given(st.data())
def test_a_changed_byte_anywhere_is_noticed(data: st.DataObject) -> None:
    key = draft_key("secret", "invitation")
    stored = bytearray(encrypt_draft(key, _DRAFT))
    place = data.draw(st.integers(0, len(stored) - 1))
    stored[place] ^= data.draw(st.integers(1, 255))

    assert decrypt_draft(key, bytes(stored)) is None


@pytest.mark.parametrize("stored", [b"", b"\x01", b"\x01" + b"n" * 12, b"\x01" + b"n" * 30])
def test_what_is_no_draft_is_none(stored: bytes) -> None:
    assert decrypt_draft(draft_key("secret", "invitation"), stored) is None


def test_the_same_draft_is_encrypted_afresh_each_time() -> None:
    key = draft_key("secret", "invitation")

    assert encrypt_draft(key, _DRAFT) != encrypt_draft(key, _DRAFT)


def test_the_length_does_not_tell_how_much_was_answered() -> None:
    key = draft_key("secret", "invitation")

    lengths = {len(encrypt_draft(key, {f"q{n}": "3" for n in range(count)})) for count in (0, 40)}

    assert len(lengths) == 1


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none()))
def test_any_draft_comes_back(draft: dict[str, object]) -> None:
    key = draft_key("secret", "invitation")

    assert decrypt_draft(key, encrypt_draft(key, draft)) == draft


def test_a_device_has_another_name_for_each_invitation() -> None:
    assert device_id("secret", "one") == device_id("secret", "one")
    assert device_id("secret", "one") != device_id("secret", "two")
    assert device_id("secret", "one") != device_id("other", "one")


def test_the_name_of_a_device_is_not_its_key() -> None:
    assert device_id("secret", "one") not in draft_key("secret", "one").hex()
