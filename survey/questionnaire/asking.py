"""How a questionnaire is put to a reader: which questions, in which words, in which order."""

import hashlib
from collections.abc import Iterator

import msgspec

from survey.questionnaire.model import (
    Group,
    Item,
    Ladder,
    Pillar,
    Prediction,
    Question,
    Questionnaire,
    Scale,
    Text,
)

_UNSPACED = ("ar", "pt", "zh")
"""Languages that put no space before the per cent sign."""


def fingerprint(questionnaire: Questionnaire) -> str:
    """Return 64 hex digits that change with any word, id, order or number in it.

    Comments, quotes and line breaks of the file do not count: it is the SHA-256 of the
    questionnaire as JSON with sorted keys, values at their defaults left out.
    """
    return hashlib.sha256(msgspec.json.encode(questionnaire, order="sorted")).hexdigest()


def wording(text: Text, questionnaire: Questionnaire, language: str | None) -> str:
    """Return ``text`` in ``language``.

    A language the questionnaire does not have falls back to the same language without
    its region (``de-CH`` to ``de``), else to the questionnaire's first.
    """
    if isinstance(text, str):
        return text
    for code in (language, (language or "").split("-")[0]):
        if code and code in text:
            return text[code]
    return text[questionnaire.languages[0]]


def share_labels(language: str | None) -> tuple[str, ...]:
    """Return the shares a leader can predict, 0 to 100 % in tens, as ``language`` writes them.

    Examples
    --------
    >>> share_labels("en")[1], share_labels("pt")[1]
    ('10 %', '10%')
    """
    space = "" if (language or "").partition("-")[0] in _UNSPACED else " "
    return tuple(f"{share}{space}%" for share in range(0, 101, 10))


def scale_of(questionnaire: Questionnaire, item: Item) -> Scale:
    """Return the scale an item is answered on: the one it names, else the first."""
    if item.scale is None:
        return questionnaire.scales[0]
    return next(scale for scale in questionnaire.scales if scale.id == item.scale)


def questions(
    questionnaire: Questionnaire, group: Group, language: str | None = None
) -> tuple[Question, ...]:
    """Return what a group is asked, in page order, worded for it.

    Items pillar by pillar, then ladders, then (leaders only) predictions, then open
    questions: nobody predicts before having answered. Every question is in here once.
    """
    page = _Page(questionnaire, group, language)
    return tuple(page.all())


class _Page:
    def __init__(self, questionnaire: Questionnaire, group: Group, language: str | None) -> None:
        self._questionnaire = questionnaire
        self._group = group
        self._language = language

    def all(self) -> Iterator[Question]:
        for pillar in self._questionnaire.pillars:
            for item in pillar.items:
                yield self._item(pillar, item)
        for ladder in self._questionnaire.ladders:
            yield self._ladder(ladder)
        if self._group == "leaders":
            for prediction in self._questionnaire.predictions:
                yield self._prediction(prediction)
        for question in self._questionnaire.open_questions:
            text = question.leaders if self._group == "leaders" else question.staff
            yield Question(
                id=question.id, kind="open", section="", text=self._word(text), labels=()
            )

    def _item(self, pillar: Pillar, item: Item) -> Question:
        return Question(
            id=item.id,
            kind="item",
            section=self._word(pillar.title),
            text=self._word(item.leaders if self._group == "leaders" else item.staff),
            labels=self._words(scale_of(self._questionnaire, item).labels),
        )

    def _ladder(self, ladder: Ladder) -> Question:
        return Question(
            id=ladder.id,
            kind="ladder",
            section=self._word(ladder.title),
            text=self._word(ladder.leaders if self._group == "leaders" else ladder.staff),
            labels=self._words(ladder.rungs),
        )

    def _prediction(self, prediction: Prediction) -> Question:
        parts: tuple[Pillar | Ladder, ...] = (
            *self._questionnaire.pillars,
            *self._questionnaire.ladders,
        )
        predicted = next(part for part in parts if part.id == prediction.of)
        return Question(
            id=prediction.id,
            kind="prediction",
            section=self._word(predicted.title),
            text=self._word(prediction.leaders),
            labels=self._words(predicted.rungs)
            if isinstance(predicted, Ladder)
            else share_labels(self._language or self._questionnaire.languages[0]),
        )

    def _words(self, texts: tuple[Text, ...]) -> tuple[str, ...]:
        return tuple(self._word(text) for text in texts)

    def _word(self, text: Text) -> str:
        return wording(text, self._questionnaire, self._language)
