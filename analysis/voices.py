"""Open answers that were released: by theme, and what leaders' and staff's words differ in.

Themes are words that several comments share, in any of their forms. A topic model (such as
a factorisation of the words of all comments) would need thousands of comments to give the
same themes twice, and themes that nobody can check against a text; a shared word can be.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import snowballstemmer
from stop_words import get_stop_words

from analysis.publication import Comments, Publication
from analysis.report import NotShown
from analysis.stats.log_odds import WordOdds, word_odds
from analysis.stats.result import NotEstimable
from survey.questionnaire import GROUPS, Group

LANGUAGES: Final = ("english", "german", "french", "spanish", "portuguese", "arabic")
"""Languages whose word forms are known. Others are taken as they are written."""

SHARED: Final = 3
"""In how many comments a word stands at least to be a theme."""

WORTH_SAYING: Final = 1.96
"""How many standard deviations a word's odds differ by at least to be shown."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A word that several comments share, in the form used most, and those comments."""

    word: str
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """One word, and how much more leaders use it than staff; counts are of words."""

    word: str
    odds: WordOdds
    leaders: int
    staff: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupVoices:
    """One group's comments: those that were released, by question, and their themes."""

    group: Group
    asked: tuple[Comments, ...]
    themes: tuple[Theme, ...]

    @property
    def count(self) -> int:
        """How many comments there are."""
        return sum(len(each.texts) for each in self.asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """What both groups wrote, and the words that they use differently."""

    groups: tuple[GroupVoices, ...]
    contrasts: tuple[Contrast, ...] | NotShown


def voices_of(publication: Publication) -> Voices | None:
    """Return what was written; None where no open question was published."""
    if not publication.comments:
        return None
    return Voices(
        groups=tuple(_group_voices(publication, group) for group in GROUPS),
        contrasts=contrasts_of(publication),
    )


def released(publication: Publication, group: Group) -> tuple[Comments, ...]:
    """Return the comments of a group that were released, question by question."""
    return tuple(
        each
        for each in publication.comments
        if each.group == group and each.withheld is None and each.texts
    )


def themes_of(comments: Sequence[str]) -> tuple[Theme, ...]:
    """Return what several comments share, the most widely shared first; ties by the alphabet.

    A comment stands in every theme whose word it has. Words that only hold sentences
    together are none. Fewer than `SHARED` comments have no theme.
    """
    language = language_of(comments)
    forms: dict[str, Counter[str]] = {}
    holding: dict[str, list[str]] = {}
    for comment in comments:
        said = _stems(comment, language)
        for stem, written in said:
            forms.setdefault(stem, Counter())[written] += 1
        for stem in dict.fromkeys(stem for stem, _ in said):
            holding.setdefault(stem, []).append(comment)
    found = [
        Theme(word=_commonest(forms[stem]), comments=tuple(own))
        for stem, own in holding.items()
        if len(own) >= SHARED
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.comments), each.word)))


def without_theme(comments: Sequence[str], themes: Sequence[Theme]) -> tuple[str, ...]:
    """Return the comments that stand in no theme, in their order."""
    held = {comment for theme in themes for comment in theme.comments}
    return tuple(each for each in comments if each not in held)


def contrasts_of(publication: Publication) -> tuple[Contrast, ...] | NotShown:
    """Return the words that leaders and staff use differently, leaders' own first.

    Only comments that were released for both groups are read, over all open questions
    together. The prior weighs as much as what the group that wrote less wrote.
    """
    texts = {
        group: [text for each in released(publication, group) for text in each.texts]
        for group in GROUPS
    }
    for group in GROUPS:
        if not texts[group]:
            return NotShown(f"{group}, {_why_none(publication, group)}")
    language = language_of([*texts["leaders"], *texts["staff"]])
    counts: dict[Group, Counter[str]] = {group: Counter() for group in GROUPS}
    forms: dict[str, Counter[str]] = {}
    for group in GROUPS:
        for text in texts[group]:
            for stem, written in _stems(text, language):
                counts[group][stem] += 1
                forms.setdefault(stem, Counter())[written] += 1
    return _contrasts(counts["leaders"], counts["staff"], forms)


def language_of(texts: Sequence[str]) -> str:
    """Return which known language the texts are mostly in, by the words all texts need."""
    words = [word for text in texts for word in _words(text)]
    hits = {each: sum(word in _stop_words(each) for word in words) for each in LANGUAGES}
    return max(LANGUAGES, key=lambda each: hits[each])


def _group_voices(publication: Publication, group: Group) -> GroupVoices:
    asked = released(publication, group)
    themes = themes_of([text for each in asked for text in each.texts])
    return GroupVoices(group=group, asked=asked, themes=themes)


def _contrasts(
    leaders: Counter[str], staff: Counter[str], forms: dict[str, Counter[str]]
) -> tuple[Contrast, ...] | NotShown:
    stems = sorted(forms)
    if len(stems) < 2:  # noqa: PLR2004 - odds need another word
        return NotShown("too few different words were written")
    fewer = min(leaders.total(), staff.total())
    odds = word_odds(
        [leaders[each] for each in stems],
        [staff[each] for each in stems],
        prior_size=max(fewer, 1),
    )
    if isinstance(odds, NotEstimable):
        return NotShown(odds.reason)
    found = [
        Contrast(word=_commonest(forms[stem]), odds=each, leaders=leaders[stem], staff=staff[stem])
        for stem, each in zip(stems, odds, strict=True)
        if abs(each.z) >= WORTH_SAYING
    ]
    return tuple(sorted(found, key=lambda each: (-each.odds.z, each.word)))


def _why_none(publication: Publication, group: Group) -> str:
    reasons = [each.withheld for each in publication.comments if each.group == group]
    return next((each for each in reasons if each), "no comment was written")


def _words(text: str) -> list[str]:
    return [each.lower().replace("\u2019", "'") for each in _WORD.findall(text)]


def _stems(text: str, language: str) -> list[tuple[str, str]]:
    """Return each word that carries meaning: what its forms share, and as it was written."""
    stem, small = _stemmer(language), _stop_words(language)
    return [(stem(word), word) for word in _words(text) if word not in small and len(word) > 1]


def _commonest(forms: Counter[str]) -> str:
    return min(forms, key=lambda each: (-forms[each], len(each), each))


@cache
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(get_stop_words(language))


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    stem: Callable[[str], str] = snowballstemmer.stemmer(language).stemWord
    return stem
