"""How far a file has got, told to whoever waits for it."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Progress = Callable[[float, str], None]
"""Told the part that is done, from 0 to 1, and what is being made now."""

Each = TypeVar("Each")


def silent(done: float, what: str) -> None:
    """Tell nobody."""


def told(things: Sequence[tuple[str, Each]], progress: Progress) -> Iterator[Each]:
    """Go through named things, telling before each how many of them are done."""
    for at, (name, each) in enumerate(things):
        progress(at / len(things), name)
        yield each


def part_of(progress: Progress, start: float, end: float) -> Progress:
    """Return the progress of a part of the work, as progress of the whole."""

    def inner(done: float, what: str) -> None:
        progress(start + (end - start) * done, what)

    return inner
