"""Delivery reports (RFC 3464) as mail servers send them back, out of files nobody vouches for.

Anybody can write to the mailbox that bounces come to, so what is parsed is bounded first: the
standard library's parser takes quadratic time over thousands of nested parts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from pathlib import Path
from typing import Final, Literal, TypeAlias

from survey.errors import FileError

MOST_BYTES: Final = 100_000_000
"""How large a file may be: a mailbox with the reports of a large round."""
_LONGEST_MAIL: Final = 1_000_000
_MOST_BOUNDARIES: Final = 20
_MOST_SEPARATORS: Final = 500
_MOST_RECIPIENTS: Final = 1_000
_MOST_FILES: Final = 100_000
_MOST_SEMICOLONS: Final = 20_000
_STATUS: Final = "message/delivery-status"
_GLOBAL_STATUS: Final = re.compile(rb"message/global-delivery-status", re.IGNORECASE)
_FIELD: Final = re.compile(rb"^[!-9;-~]+:", re.MULTILINE)
_START_OF_MAIL: Final = re.compile(rb"\AFrom |(?<=\n\n)From |(?<=\r\n\r\n)From ")
_CODE: Final = re.compile(r"([245])\.\d{1,3}\.\d{1,3}")
_NOT_FAILED: Final = frozenset({"delayed", "delivered", "relayed", "expanded"})
_UNICODE: Final = re.compile(r"\\x\{([0-9A-Fa-f]{1,6})\}")

Fate: TypeAlias = Literal["failed", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What a report says of one recipient. ``addresses``: as mailed to first, then as it ended."""

    fate: Fate
    addresses: tuple[str, ...] = field(repr=False)


def mails_in(path: Path) -> Iterator[bytes]:
    """Yield the mails of a file (one mail, or an mbox) or of a folder (a Maildir, or files).

    Raises
    ------
    FileError
        It cannot be read, is no mail, or is far too large.
    """
    if not path.is_dir():
        yield from mails_of(path.name, _content(path))
        return
    boxes = [path / name for name in ("cur", "new")]
    folders = [each for each in boxes if each.is_dir()] or [path]
    files = sorted(
        each for folder in folders for each in folder.iterdir() if _is_a_mail(each, path)
    )
    if len(files) > _MOST_FILES:
        raise _refusal(path.name, f"more than {_MOST_FILES:,} files", "Read it in parts.")
    if not files:
        raise _refusal(path.name, "no mail is in this folder", "Name a Maildir, or a file.")
    for each in files:
        yield from mails_of(each.name, _content(each))


def mails_of(name: str, content: bytes) -> Iterator[bytes]:
    """Yield the mails in a file's content; raises as `mails_in` does."""
    if len(content) > MOST_BYTES:
        raise _refusal(name, f"larger than {MOST_BYTES // 1_000_000} MB", "Read it in parts.")
    content = content.lstrip(b"\r\n")
    if content.startswith(b"From "):
        starts = [found.start() for found in _START_OF_MAIL.finditer(content)]
        for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
            yield content[start:end].partition(b"\n")[2]
    elif _FIELD.match(content[:1_000]):
        yield content
    else:
        raise _refusal(name, "this is no mail", "Save reports as .eml files or as one .mbox file.")


def returned_by(mail: bytes) -> list[Returned] | None:
    """Return what a mail reports of its recipients; None where it is no delivery report."""
    if not _is_bounded(mail):
        return None
    try:
        # The standard library splits the older of the two types into its blocks.
        message = message_from_bytes(_GLOBAL_STATUS.sub(_STATUS.encode(), mail))
        status = _status_part(message)
        return None if status is None else [*_recipients(status)]
    # The parser takes nearly everything, and stumbles over the rest in these ways.
    except (MessageError, RecursionError, LookupError, ValueError, TypeError, AttributeError):
        return None


def _is_bounded(mail: bytes) -> bool:
    return (
        len(mail) <= _LONGEST_MAIL
        and mail.lower().count(b"boundary") <= _MOST_BOUNDARIES
        and mail.count(b"\n--") <= _MOST_SEPARATORS
        and mail.lower().count(b"message/") <= _MOST_BOUNDARIES
        and mail.count(b";") <= _MOST_SEMICOLONS
    )


def _status_part(message: Message) -> Message | None:
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    parts = message.get_payload()
    if not isinstance(parts, list):
        return None
    found = (each for each in parts if isinstance(each, Message))
    return next((each for each in found if each.get_content_type() == _STATUS), None)


def _recipients(status: Message) -> Iterator[Returned]:
    for block in _blocks(status)[: _MOST_RECIPIENTS + 1]:
        named = (_address(block[name]) for name in ("Original-Recipient", "Final-Recipient"))
        addresses = tuple(dict.fromkeys(each for each in named if each))
        if addresses:
            yield Returned(fate=_fate(block), addresses=addresses)


def _blocks(status: Message) -> list[Message]:
    payload = status.get_payload()
    if not isinstance(payload, list):
        return []
    return [each for each in payload if isinstance(each, Message)]


def _fate(block: Message) -> Fate:
    action = str(block.get("Action", "")).strip().casefold()
    code = _CODE.search(str(block.get("Status", "")))
    is_permanent = code is not None and code[1] == "5"
    has_failed = action == "failed" or (action not in _NOT_FAILED and is_permanent)
    return "failed" if has_failed else "other"


def _address(given: object) -> str:
    """Return the address in ``rfc822; user@example.org``, in lower case."""
    kind, separator, address = str(given or "").partition(";")
    if not separator:
        kind, address = "", kind
    if kind.strip().casefold() == "utf-8":
        address = _UNICODE.sub(lambda found: chr(min(int(found[1], 16), 0xFFFD)), address)
    return address.strip().strip("<>").strip().casefold()


def _is_a_mail(path: Path, folder: Path) -> bool:
    is_maildir = path.parent != folder
    return path.is_file() and (is_maildir or path.suffix.lower() in {".eml", ".mbox", ".mbx"})


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refusal(
                path.name, f"larger than {MOST_BYTES // 1_000_000} MB", "Read it in parts."
            )
        return path.read_bytes()
    except OSError as error:
        raise FileError(
            f"{path} cannot be read: {error.strerror}", advice="Check the path."
        ) from error


def _refusal(name: str, problem: str, advice: str) -> FileError:
    words = f"{name}: {problem}. {advice}"
    return FileError(words, advice=words)
