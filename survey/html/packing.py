"""Pages sent compressed, where that can tell a listener nothing.

Compression lets whoever watches the network learn from a page's length what is in it, all
the more if they can have text of their own put beside a secret (BREACH). So only the blank
form and the static files are compressed. A blank form holds nobody's answers, and what is
one person's on it (its address, its response id) goes into gaps that are not compressed:
the length of the page is the same for everybody who is asked the same.
"""

import re
import zlib
from collections.abc import Mapping
from typing import Final

from starlette.requests import Request

_NONE = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")
_LEVEL = 9
_RAW = -15
_HEAD: Final = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
_LAST: Final = b"\x01\x00\x00\xff\xff"  # an empty block that says that no other follows


def takes_gzip(request: Request) -> bool:
    """Whether the browser says it can unpack gzip."""
    for each in request.headers.get("accept-encoding", "").lower().split(","):
        coding, _, quality = each.partition(";")
        if coding.strip() == "gzip":
            return _NONE.fullmatch(quality) is None
    return False


class Sheet:
    """A page with gaps, compressed but for the gaps.

    ``gaps`` are the words in ``page`` that stand where something is to be filled in.
    """

    def __init__(self, page: bytes, gaps: tuple[bytes, ...]) -> None:
        # Split at a group: every second piece is a gap.
        self._pieces = re.split(b"(" + b"|".join(map(re.escape, gaps)) + b")", page)
        self._packed = [
            piece if at % 2 else _compressed(piece) for at, piece in enumerate(self._pieces)
        ]

    def plain(self, fillings: Mapping[bytes, bytes]) -> bytes:
        """Return the page with its gaps filled."""
        return b"".join(fillings.get(piece, piece) for piece in self._pieces)

    def packed(self, fillings: Mapping[bytes, bytes]) -> bytes:
        """Return the same page as gzip (RFC 1952)."""
        stored = {gap: _stored(filling) for gap, filling in fillings.items()}
        page = self.plain(fillings)
        return b"".join(
            (
                _HEAD,
                *(stored.get(piece, piece) for piece in self._packed),
                _LAST,
                zlib.crc32(page).to_bytes(4, "little"),
                len(page).to_bytes(4, "little"),
            )
        )


def _compressed(piece: bytes) -> bytes:
    """Return DEFLATE blocks (RFC 1951) that end at a whole byte and refer to none before."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
    return packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)


def _stored(filling: bytes) -> bytes:
    """Return a block that holds up to 65,535 bytes as they are."""
    size = len(filling).to_bytes(2, "little")
    return b"\x00" + size + bytes(0xFF - each for each in size) + filling
