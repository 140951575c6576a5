"""Commands about ways to answer beside personal links: printed codes, posters with one link."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from survey.cli.desk import BY, opened, round_command, say
from survey.errors import FileError
from survey.posters import code_sheet, poster, qr_png, qr_svg
from survey.settings import load_settings
from survey.ways import codes_csv, printed_codes, shared_link

if TYPE_CHECKING:
    from survey.cli.desk import Commands


def add_commands(commands: "Commands") -> None:
    """Add ``codes`` and ``poster``."""
    codes = round_command(
        commands, "codes", _codes, "fresh one-time codes for kiosks; older stay good"
    )
    codes.add_argument(
        "--everybody", action="store_true", help="also for people with an e-mail address"
    )
    codes.add_argument("--named", action="store_true", help="with each person's name")
    codes.add_argument("--pdf", metavar="FILE", type=Path, help="slips to cut out, not CSV")
    hanging = round_command(
        commands, "poster", _poster, "a shared link for people without e-mail or code; print it"
    )
    hanging.add_argument(
        "--at",
        metavar="NAME=VALUE",
        type=_pair,
        action="append",
        help="what the place decides where it hangs, such as site=Leeds",
    )
    for kind in ("pdf", "svg", "png"):
        what = "the poster" if kind == "pdf" else "the QR code alone"
        hanging.add_argument(f"--{kind}", metavar="FILE", type=Path, help=what)


def _codes(arguments: argparse.Namespace) -> None:
    settings = load_settings()
    address = f"{settings.base_url}/k"
    with opened() as store:
        codes = printed_codes(
            store,
            arguments.round,
            secret=settings.secret,
            everybody=arguments.everybody,
            named=arguments.named,
        )
        store.audit.note(BY, f"exported {len(codes)} codes", arguments.round)
        round_ = store.rounds.get(arguments.round)
    if arguments.pdf is None:
        print(codes_csv(codes, address), end="")
    else:
        _write(arguments.pdf, code_sheet(round_, codes, address))


def _poster(arguments: argparse.Namespace) -> None:
    with opened() as store:
        shared = shared_link(
            store, arguments.round, load_settings().base_url, dict(arguments.at or ())
        )
        store.audit.note(BY, f"made a shared link {shared.where}".strip(), arguments.round)
        round_ = store.rounds.get(arguments.round)
    if arguments.pdf is not None:
        _write(arguments.pdf, poster(round_, shared))
    if arguments.svg is not None:
        _write(arguments.svg, qr_svg(shared.link).encode())
    if arguments.png is not None:
        _write(arguments.png, qr_png(shared.link))
    print(shared.link)
    say(
        f"{shared.seats} seats. Weaker than personal links: whoever has it can answer once in "
        "each browser, and say they belong where they do not."
    )


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise FileError(
            f"{path} cannot be written: {error.strerror}", advice="Check it."
        ) from error


def _pair(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form site=Leeds")
    return name.strip(), value.strip()
