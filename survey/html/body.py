"""Read a posted form strictly: bounded, rightly encoded, every field as it was sent."""

from urllib.parse import parse_qsl

from starlette.requests import Request

from survey.errors import RequestError
from survey.phrases import phrase

_MAX_BYTES = 256 * 1024
_MAX_FIELDS = 1000
TOO_LARGE = phrase(
    "What was sent is longer than this page can take. Go back with your browser's back button: "
    "what you typed is still there. Shorten your longest text and try again."
)
Fields = tuple[tuple[str, str], ...]
"""Names and values in the order they were sent; a name may come twice."""


async def read_form(request: Request) -> Fields:
    """Return the fields of a form sent as ``application/x-www-form-urlencoded``.

    Raises
    ------
    RequestError
        The body is over 256 kB (status 413), of another type or wrongly encoded (400).
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    body = await _bounded(request)
    if kind != "application/x-www-form-urlencoded" and body:
        raise RequestError(f"a form came as {kind[:60] or 'nothing'!r}")
    try:
        pairs = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except ValueError:
        # Neither the message nor its cause may repeat what was sent: it may be an answer.
        raise RequestError("a form could not be decoded") from None
    return tuple(pairs)


async def _bounded(request: Request) -> bytes:
    declared = request.headers.get("content-length", "0")
    if declared.isascii() and declared.isdigit() and int(declared) > _MAX_BYTES:
        raise _too_large()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BYTES:
            raise _too_large()
    return bytes(body)


def _too_large() -> RequestError:
    return RequestError(f"a form was larger than {_MAX_BYTES} bytes", status=413, advice=TOO_LARGE)
