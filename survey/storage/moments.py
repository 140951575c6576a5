"""Moments as the database keeps them: in UTC, as text that sorts by time."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def moment(at: datetime) -> str:
    """Return a moment as text; later moments sort after earlier ones.

    Examples
    --------
    >>> moment(datetime(2026, 5, 1, 12, tzinfo=UTC))
    '2026-05-01T12:00:00+00:00'
    """
    return at.astimezone(UTC).isoformat(timespec="seconds")
