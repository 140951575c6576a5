"""The stylesheet, the script and the icon, under addresses that change with their content."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from survey.html.packing import takes_gzip

_FOLDER = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_ONE_YEAR = "public, max-age=31536000, immutable"


@cache
def asset_url(name: str) -> str:
    """Return the address of the file ``name``; new content gets a new address.

    So a browser may keep the file for ever, and never shows a page with an old stylesheet.
    """
    path = _FOLDER / name
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return f"/assets/{path.stem}.{digest}{path.suffix}"


def asset_routes() -> list[Route]:
    """Return the route that serves the files in `static/`, and nothing else."""
    names = sorted(path.name for path in _FOLDER.iterdir() if path.suffix in _TYPES)
    bodies = {asset_url(name): (_FOLDER / name).read_bytes() for name in names}
    small = {url: gzip.compress(body, 9, mtime=0) for url, body in bodies.items()}

    async def asset(request: Request) -> Response:
        path: str = request.scope["path"]
        if path not in bodies:
            return PlainTextResponse("There is no such file.", 404)
        headers = {"Cache-Control": _ONE_YEAR, "Vary": "Accept-Encoding"}
        kind, body = _TYPES[Path(path).suffix], bodies[path]
        if takes_gzip(request):
            headers["Content-Encoding"] = "gzip"
            body = small[path]
        return Response(body, headers=headers, media_type=kind)

    return [Route("/assets/{file}", asset)]
