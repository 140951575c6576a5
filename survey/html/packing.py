"""Pages sent compressed, where that can tell a listener nothing.

Compression lets whoever watches the network learn from a page's length what is in it, all
the more if they can have text of their own put beside a secret (BREACH). So only the blank
form and the static files are compressed. A blank form holds nobody's answers, and nothing
that a stranger could choose: its address is the secret itself, what is posted to it comes
back uncompressed, and its response id is drawn anew each time.
"""

import gzip
import re

from starlette.requests import Request
from starlette.responses import Response

_LEVEL = 4
_NONE = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")


def takes_gzip(request: Request) -> bool:
    """Whether the browser says it can unpack gzip."""
    for each in request.headers.get("accept-encoding", "").lower().split(","):
        coding, _, quality = each.partition(";")
        if coding.strip() == "gzip":
            return _NONE.fullmatch(quality) is None
    return False


def packed(response: Response, request: Request) -> Response:
    """Return ``response`` compressed, if its reader can unpack it. Never one with answers."""
    response.headers["Vary"] = "Accept-Encoding"
    if takes_gzip(request):
        response.body = gzip.compress(bytes(response.body), _LEVEL, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.body))
    return response
