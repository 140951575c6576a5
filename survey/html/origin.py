"""Whether a form was sent from a page of ours: the guard against forged sign-ins."""

from urllib.parse import urlsplit

from starlette.requests import Request


def came_from_here(request: Request, base_url: str) -> bool:
    """Whether a browser sent this from one of our own pages.

    Browsers say so in ``Sec-Fetch-Site``; those that do not send it (old ones, and all of
    them over plain HTTP) name the page's ``Origin``. What says neither is no browser's form.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = urlsplit(request.headers.get("origin", ""))
    ours = urlsplit(base_url)
    if not origin.netloc:
        return False
    same_host = origin.netloc == request.headers.get("host")
    return same_host or (origin.scheme, origin.netloc) == (ours.scheme, ours.netloc)
