"""How a questionnaire is put to a reader: which questions, in which words, in which order."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

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
    SiloMatrix,
    Text,
)

DEPARTMENT, FUNCTION = "department", "function"
"""The attributes that a silo matrix and function modules go by."""
ROW = "__"
"""Stands in the id of a silo matrix's row between the matrix's id and the department's mark."""
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


def scale_of(questionnaire: Questionnaire, asked: Item | SiloMatrix) -> Scale:
    """Return the scale an item or silo matrix is answered on: the one it names, else the first."""
    if asked.scale is None:
        return questionnaire.scales[0]
    return next(scale for scale in questionnaire.scales if scale.id == asked.scale)


def row_id(matrix: SiloMatrix, department: str) -> str:
    """Return the id that ratings of a department are stored under.

    It hangs on the department's name alone, so that it is the same in every round.

    Examples
    --------
    >>> matrix = SiloMatrix(id="silos", title="", leaders="", staff="", scale="well")
    >>> row_id(matrix, "Sales") == row_id(matrix, "sales "), row_id(matrix, "Sales")[:9]
    (True, 'silos__e0')
    """
    mark = hashlib.sha256(department.strip().casefold().encode()).hexdigest()[:8]
    return f"{matrix.id}{ROW}{mark}"


def asked_as(question_id: str) -> str:
    """Return the id of what people take for one question: a silo matrix has one for all rows.

    Examples
    --------
    >>> asked_as("silos__47d1c80a"), asked_as("culture_unwatched")
    ('silos', 'culture_unwatched')
    """
    return question_id.partition(ROW)[0]


def is_asked(pillar: Pillar, group: Group, attributes: Mapping[str, str]) -> bool:
    """Whether somebody of this group and with these stored attributes is asked a pillar's items.

    A function module goes to all leaders and to its function's staff.
    """
    if pillar.function is None or group == "leaders":
        return True
    return attributes.get(FUNCTION, "").casefold() == pillar.function.strip().casefold()


def questions(
    questionnaire: Questionnaire,
    group: Group,
    language: str | None = None,
    *,
    rated: Sequence[str] = (),
    attributes: Mapping[str, str] | None = None,
) -> tuple[Question, ...]:
    """Return what somebody of a group is asked, in page order, worded for it.

    Items pillar by pillar, then ladders, then the silo matrix, then (leaders only)
    predictions, then open questions: nobody predicts before having answered. Every question
    is in here once.

    Parameters
    ----------
    questionnaire, group, language
        What is asked, of whom, in which language (the questionnaire's first by default).
    rated
        The departments that a silo matrix asks about; it is not asked without any.
    attributes
        What is stored beside this person's answers: nobody rates their own department, and
        staff see the modules of their own function. By default all there is to ask.
    """
    page = _Page(questionnaire, group, language, attributes)
    return tuple(page.all(rated))


class _Page:
    def __init__(
        self,
        questionnaire: Questionnaire,
        group: Group,
        language: str | None,
        attributes: Mapping[str, str] | None,
    ) -> None:
        self._questionnaire = questionnaire
        self._group: Group = group
        self._language = language
        self._attributes = attributes

    def all(self, rated: Sequence[str]) -> Iterator[Question]:
        yield from self._items()
        for ladder in self._questionnaire.ladders:
            yield self._ladder(ladder)
        yield from self._silos(rated)
        if self._group == "leaders":
            for prediction in self._questionnaire.predictions:
                yield self._prediction(prediction)
        for question in self._questionnaire.open_questions:
            text = question.leaders if self._group == "leaders" else question.staff
            yield Question(
                id=question.id, kind="open", section="", text=self._word(text), labels=()
            )

    def _items(self) -> Iterator[Question]:
        for pillar in self._questionnaire.pillars:
            if self._attributes is None or is_asked(pillar, self._group, self._attributes):
                for item in pillar.items:
                    yield self._item(pillar, item)

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

    def _silos(self, rated: Sequence[str]) -> Iterator[Question]:
        matrix = self._questionnaire.silo_matrix
        if matrix is not None:
            own = (self._attributes or {}).get(DEPARTMENT)
            yield from (self._silo(matrix, each) for each in rated if each != own)

    def _silo(self, matrix: SiloMatrix, department: str) -> Question:
        return Question(
            id=row_id(matrix, department),
            kind="silo",
            section=self._word(matrix.title),
            text=department,
            labels=self._words(scale_of(self._questionnaire, matrix).labels),
            stem=self._word(matrix.leaders if self._group == "leaders" else matrix.staff),
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
