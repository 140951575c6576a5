"""What people wrote, in words: themes, and the words that the two groups use differently."""

from collections.abc import Sequence

from analysis.publication import Comments, Publication
from analysis.report import NotShown
from analysis.voices import SHARED, Contrast, GroupVoices

_NAMED = 3


def voices_note(publication: Publication) -> str:
    """Say which comments are shown, and what a theme is."""
    least = publication.thresholds["comments"]
    return (
        f"Comments are shown from {least} authors in a group, word for word and in no order. A "
        f"theme is a word that at least {SHARED} comments share; a comment may stand in several."
    )


def contrasts_finding(contrasts: Sequence[Contrast] | NotShown) -> str:
    """Return which words each group uses more than the other, as a title."""
    if isinstance(contrasts, NotShown):
        return f"Whether leaders and staff use other words is not shown: {contrasts.reason}"
    if not contrasts:
        return "No word is used clearly more by leaders than by staff, or the other way round"
    own = [each.word for each in contrasts if each.odds.z > 0]
    staff = [each.word for each in reversed(contrasts) if each.odds.z < 0]
    parts = [
        f"{name} say {', '.join(words[:_NAMED])}"
        for name, words in (("leaders", own), ("staff", staff))
        if words
    ]
    sentence = "; ".join(parts)
    return f"More than the other group, {sentence}"


def themes_finding(voices: GroupVoices) -> str:
    """Return what most of a group's comments share, as a title."""
    name = voices.group.capitalize()
    if not voices.count:
        return f"{name}: no comment is shown"
    many = "1 comment" if voices.count == 1 else f"{voices.count} comments"
    if not voices.themes:
        return f"{name}, {many}: no word is shared by {SHARED} of them"
    named = ", ".join(f"{each.word} ({len(each.comments)})" for each in voices.themes[:_NAMED])
    return f"{name}, {many}: most share {named}"


def comments_note(comments: Comments) -> str:
    """Say how many comments on one question are shown, or why none is."""
    group = comments.group.capitalize()
    if comments.withheld is not None:
        return f"{group}: not shown, {comments.withheld}."
    many = "1 comment" if len(comments.texts) == 1 else f"{len(comments.texts)} comments"
    return f"{group}: {many}."
