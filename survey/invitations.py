"""Links that let a person answer once, and keys that let only their device read a draft.

A link's token is shown once and kept nowhere; the database holds its SHA-256. A draft is
encrypted with a key made from a secret that lives only in a cookie of one device, bound to
one invitation: whoever holds the link, the database or both reads nothing.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from typing import Any, NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

DraftKey = NewType("DraftKey", bytes)
"""32 bytes: encrypts the drafts of one device for one invitation, and no others."""

_TOKEN_BYTES = 24
_KEY_BYTES = 32
_DEVICE_ID_BYTES = 16
_NONCE_BYTES = 12
_FORMAT = b"\x01"
# Letters of which none looks like another, and no vowels, so that no word comes out.
_CODE_LETTERS = "BCDFGHJKMNPRSTVWXZ"
CODE_LENGTH = 10
_CODE = re.compile(f"[{_CODE_LETTERS}]{{{CODE_LENGTH}}}")
# A draft's length would tell how much was written, and a long comment its author: drafts are
# padded to whole blocks, of which nearly everybody needs one.
_BLOCK = 16 * 1024


def new_token() -> str:
    """Return a fresh token for a link: 192 random bits, safe in an address."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def new_device_secret() -> str:
    """Return a fresh secret for a device's cookie: 256 random bits."""
    return secrets.token_urlsafe(_KEY_BYTES)


def new_id() -> str:
    """Return a random id that tells nothing about who or when: 128 bits, in hexadecimal."""
    return secrets.token_hex(16)


def token_hash(token: str) -> str:
    """Return what the database keeps in place of ``token``: its SHA-256 in hexadecimal.

    A token has 192 random bits, so its hash cannot be guessed back and needs no salt.
    """
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """Return a fresh code to print and type: ten letters, 41 random bits."""
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str | None:
    """Return the code that somebody typed, or None when it cannot be one.

    Examples
    --------
    >>> read_code(" bcdfg-hjkmn ")
    'BCDFGHJKMN'
    >>> read_code("BCDFG") is None
    True
    """
    letters = re.sub(r"[\s-]", "", typed[:60]).upper()
    return letters if _CODE.fullmatch(letters) else None


def shown_code(code: str) -> str:
    """Return a code as it is printed, in two parts.

    Examples
    --------
    >>> shown_code("BCDFGHJKMN")
    'BCDFG-HJKMN'
    """
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}"


def code_hash(code: str, secret: str) -> str:
    """Return what the database keeps in place of ``code``.

    A code is short enough to be guessed from a plain hash, so it is keyed with the
    installation's ``secret``, which is not in the database. Never the hash of a link.
    """
    return hmac.new(secret.encode(), f"plumbline code 1:{code}".encode(), "sha256").hexdigest()


def open_link(base_url: str, token: str) -> str:
    """Return the address that many people open to answer."""
    return f"{base_url.rstrip('/')}/a/{token}"


def link(base_url: str, token: str) -> str:
    """Return the address a person opens to answer."""
    return f"{base_url.rstrip('/')}/s/{token}"


def draft_key(device_secret: str, invitation_id: str) -> DraftKey:
    """Derive the key of one device for one invitation (HKDF-SHA256, RFC 5869).

    ``device_secret`` is the cookie's value. The key is never stored.
    """
    return DraftKey(_derived(device_secret, f"plumbline draft key 1:{invitation_id}", _KEY_BYTES))


def device_id(device_secret: str, invitation_id: str) -> str:
    """Name a device to the database without telling its secret or linking two invitations.

    The same device gets another name for every invitation.
    """
    purpose = f"plumbline device id 1:{invitation_id}"
    return _derived(device_secret, purpose, _DEVICE_ID_BYTES).hex()


def encrypt_draft(key: DraftKey, draft: Mapping[str, Any]) -> bytes:
    """Encrypt ``draft`` (anything JSON can hold) with AES-256-GCM.

    The result's length is a whole number of blocks, so that it tells little about what
    was written.
    """
    plain = json.dumps(dict(draft), ensure_ascii=False, separators=(",", ":")).encode()
    padded = plain + b" " * (-len(plain) % _BLOCK)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, padded, _FORMAT)


def decrypt_draft(key: DraftKey, encrypted: bytes) -> dict[str, Any] | None:
    """Return the draft, or None: another device's, another invitation's, or changed since."""
    start = len(_FORMAT) + _NONCE_BYTES
    if encrypted[: len(_FORMAT)] != _FORMAT or len(encrypted) <= start:
        return None
    try:
        padded = AESGCM(key).decrypt(encrypted[len(_FORMAT) : start], encrypted[start:], _FORMAT)
    except InvalidTag:
        return None
    draft = json.loads(padded)
    return draft if isinstance(draft, dict) else None


def _derived(device_secret: str, purpose: str, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose.encode()).derive(
        device_secret.encode()
    )
