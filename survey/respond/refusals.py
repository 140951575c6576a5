"""What a page says when a link cannot be used."""

from dataclasses import dataclass

from survey.errors import (
    CancelledLinkError,
    EarlyLinkError,
    LateLinkError,
    LinkError,
    PausedLinkError,
    UsedLinkError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """The page, its HTTP status, and the same in one sentence (translated when shown)."""

    template: str
    status: int
    short: str


def why_not(error: LinkError) -> WhyNot:
    """Return what to say about ``error``."""
    if isinstance(error, UsedLinkError):
        return WhyNot(template="used.html", status=410, short=_("This link was already used."))
    if isinstance(error, CancelledLinkError):
        return WhyNot(template="cancelled.html", status=410, short=_("This survey was cancelled."))
    if isinstance(error, PausedLinkError):
        return WhyNot(template="paused.html", status=403, short=_("This survey is paused."))
    if isinstance(error, LateLinkError):
        return WhyNot(template="late.html", status=410, short=_("This survey has closed."))
    if isinstance(error, EarlyLinkError):
        return WhyNot(template="early.html", status=403, short=_("This survey is not open yet."))
    return WhyNot(template="unknown.html", status=404, short=_("This link is not known here."))


def _(message: str) -> str:
    """Mark ``message`` for the catalogues."""
    return message
