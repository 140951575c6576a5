"""What must hold in a questionnaire beyond its shape, each with a word of advice."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from survey.questionnaire.asking import ROW, scale_of
from survey.questionnaire.model import Item, Ladder, Pillar, Questionnaire, Text
from survey.questionnaire.strict_yaml import Path

_LONGEST_MATRIX = 50
_NO_VALUE = ("", "other", "not given")
"""What `survey.people` stores for values that are too rare, or that the list does not give."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One broken rule: where, what, and what to do."""

    path: Path
    problem: str
    advice: str


def problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield what is wrong; nothing when the questionnaire can be used.

    Rules stand on one another (labels can be compared when every language has them), so
    the first kind of problem that is found ends the search.
    """
    for rule in (
        _languages,
        problems_of_texts,
        _identifiers,
        _scales,
        _pillars,
        _ladders,
        _silo_matrix,
        _predictions,
    ):
        found = list(rule(questionnaire))
        if found:
            yield from found
            return


def reused_ids(questionnaire: Questionnaire, earlier: Sequence[Questionnaire]) -> Iterator[Problem]:
    """Yield ids that an earlier version of the same questionnaire used for something else.

    Rewording is free. What answers are stored and compared by is not: the kind, the
    pillar, the direction and the number of answers.
    """
    now = _meanings(questionnaire)
    for older in earlier:
        for identifier, then in _meanings(older).items():
            path, meaning = now.get(identifier, ((), then[1]))
            if meaning != then[1]:
                yield Problem(
                    path=(*path, "id"),
                    problem=f"the id {identifier} was {then[1]} in version {older.version} "
                    f"and is {meaning} now",
                    advice="Give the changed question a new id: answers are stored under it.",
                )


def _meanings(questionnaire: Questionnaire) -> dict[str, tuple[Path, str]]:
    found: dict[str, tuple[Path, str]] = {}
    for place, pillar in enumerate(questionnaire.pillars):
        found[pillar.id] = ("pillars", place), "a pillar"
        for number, item in enumerate(pillar.items):
            way = "a reversed item" if item.reversed else "an item"
            steps = len(scale_of(questionnaire, item).labels)
            meaning = f"{way} of {pillar.id} with {steps} answers"
            found[item.id] = ("pillars", place, "items", number), meaning
    for place, ladder in enumerate(questionnaire.ladders):
        found[ladder.id] = ("ladders", place), f"a ladder of {len(ladder.rungs)} rungs"
    if (matrix := questionnaire.silo_matrix) is not None:
        steps = len(scale_of(questionnaire, matrix).labels)
        found[matrix.id] = ("silo_matrix",), f"a silo matrix with {steps} answers"
    for place, prediction in enumerate(questionnaire.predictions):
        found[prediction.id] = ("predictions", place), f"a prediction of {prediction.of}"
    for place, question in enumerate(questionnaire.open_questions):
        found[question.id] = ("open_questions", place), f"an open question ({question.purpose})"
    return found


def _languages(questionnaire: Questionnaire) -> Iterator[Problem]:
    if not questionnaire.languages:
        yield Problem(
            path=("languages",),
            problem="there is no language",
            advice="Name at least one, for instance [en].",
        )
    for place, code in enumerate(questionnaire.languages):
        if not _LANGUAGE.fullmatch(code):
            yield Problem(
                path=("languages", place),
                problem=f"{code!r} is not a language code",
                advice='Write a code such as en, de or "pt-BR".',
            )
        if code in questionnaire.languages[:place]:
            yield Problem(
                path=("languages", place),
                problem=f"{code} is named twice",
                advice="Remove one of the two.",
            )


def problems_of_texts(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield each wording that is missing, empty or in a language the file does not have."""
    for path, text in _all_texts(questionnaire):
        given = {questionnaire.languages[0]: text} if isinstance(text, str) else text
        for code in questionnaire.languages:
            if code not in given:
                yield Problem(
                    path=path,
                    problem=f"the wording in {code} is missing",
                    advice=f'Word it in every language of the file: {{{code}: "…"}}.',
                )
            elif not given[code].strip():
                yield Problem(
                    path=path,
                    problem=f"the wording in {code} is empty",
                    advice="Write what people read here.",
                )
        for code in given.keys() - set(questionnaire.languages):
            yield Problem(
                path=(*path, code),
                problem=f"the file does not have the language {code}",
                advice=f"Add {code} to `languages`, or remove this wording.",
            )


def _all_texts(questionnaire: Questionnaire) -> Iterator[tuple[Path, Text]]:
    yield ("title",), questionnaire.title
    # These two are for whoever keeps the file: in one language, whichever others there are.
    for name, text in (("source", questionnaire.source), ("license", questionnaire.license)):
        yield (name,), dict.fromkeys(questionnaire.languages, text)
    yield ("introduction",), questionnaire.introduction
    for name in ("scales", "pillars", "ladders", "predictions", "open_questions"):
        yield from _texts_of((name,), getattr(questionnaire, name))
    if questionnaire.silo_matrix is not None:
        yield from _texts_in(("silo_matrix",), questionnaire.silo_matrix)


def _texts_of(path: Path, parts: Sequence[object]) -> Iterator[tuple[Path, Text]]:
    for place, part in enumerate(parts):
        yield from _texts_in((*path, place), part)


def _texts_in(here: Path, part: object) -> Iterator[tuple[Path, Text]]:
    for name in ("title", "about", "leaders", "staff"):
        if hasattr(part, name):
            yield (*here, name), getattr(part, name)
    for name in ("labels", "rungs", "short"):
        for number, text in enumerate(getattr(part, name, ())):
            yield (*here, name, number), text
    yield from _texts_of((*here, "items"), getattr(part, "items", ()))


def _identifiers(questionnaire: Questionnaire) -> Iterator[Problem]:
    scales = (
        (("scales", place, "id"), scale.id) for place, scale in enumerate(questionnaire.scales)
    )
    yield from _repeated(scales)
    yield from _repeated(_question_ids(questionnaire))


def _question_ids(questionnaire: Questionnaire) -> Iterator[tuple[Path, str]]:
    for place, pillar in enumerate(questionnaire.pillars):
        yield ("pillars", place, "id"), pillar.id
        for number, item in enumerate(pillar.items):
            yield ("pillars", place, "items", number, "id"), item.id
    for name in ("ladders", "predictions", "open_questions"):
        for place, part in enumerate(getattr(questionnaire, name)):
            yield (name, place, "id"), part.id
    if questionnaire.silo_matrix is not None:
        yield ("silo_matrix", "id"), questionnaire.silo_matrix.id


def _repeated(identifiers: Iterable[tuple[Path, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, identifier in identifiers:
        if identifier in seen:
            yield Problem(
                path=path,
                problem=f"the id {identifier} is used twice in this file",
                advice="Give one of the two another id: answers are stored under it.",
            )
        seen.add(identifier)


def _scales(questionnaire: Questionnaire) -> Iterator[Problem]:
    for place, scale in enumerate(questionnaire.scales):
        yield from _same_labels(questionnaire, ("scales", place, "labels"), scale.labels)


def _same_labels(
    questionnaire: Questionnaire, path: Path, labels: Sequence[Text]
) -> Iterator[Problem]:
    for code in questionnaire.languages:
        words = [text if isinstance(text, str) else text[code] for text in labels]
        seen = Counter(word.strip().casefold() for word in words)
        for number, word in enumerate(words):
            if seen[word.strip().casefold()] > 1:
                yield Problem(
                    path=(*path, number),
                    problem=f"the label {word!r} is there twice",
                    advice="Word each answer differently: people must be able to tell them apart.",
                )


def _pillars(questionnaire: Questionnaire) -> Iterator[Problem]:
    if not questionnaire.pillars:
        yield Problem(
            path=("pillars",), problem="there is no pillar", advice="Give at least one, with items."
        )
    elif all(pillar.function for pillar in questionnaire.pillars):
        yield Problem(
            path=("pillars",),
            problem="every pillar is for one function, so others could be asked nothing",
            advice="Give at least one without `function`: it is asked of everybody.",
        )
    for place, pillar in enumerate(questionnaire.pillars):
        path: Path = ("pillars", place)
        if not pillar.items:
            yield Problem(
                path=(*path, "items"), problem="there is no item", advice="Give at least one."
            )
        elif pillar.function is not None and not _names_a_function(pillar.function):
            yield Problem(
                path=(*path, "function"),
                problem=f"{pillar.function!r} is no function",
                advice="Write what the people list calls it, or leave it out to ask everybody.",
            )
        elif (pillar.min_answered or 1) > len(pillar.items):
            yield Problem(
                path=(*path, "min_answered"),
                problem=f"it is {pillar.min_answered}, but there are {len(pillar.items)} items",
                advice="Lower it, or leave it out: then a score needs all items.",
            )
        yield from _item_scales(questionnaire, path, pillar)


def _names_a_function(text: str) -> bool:
    return text.strip().casefold() not in _NO_VALUE


def _item_scales(questionnaire: Questionnaire, path: Path, pillar: Pillar) -> Iterator[Problem]:
    lengths = {scale.id: len(scale.labels) for scale in questionnaire.scales}
    for number, item in enumerate(pillar.items):
        length = _length(questionnaire, item, lengths)
        if length is None:
            yield Problem(
                path=(*path, "items", number, "scale"),
                problem=f"there is no scale {item.scale or ''}".rstrip(),
                advice=f"Scales of this file are: {', '.join(lengths) or 'none; add one'}.",
            )
        elif length != _length(questionnaire, pillar.items[0], lengths):
            yield Problem(
                path=(*path, "items", number),
                problem=f"this item has {length} answers, the pillar's first has another number",
                advice="Use scales of one length within a pillar: its score is their mean.",
            )


def _length(questionnaire: Questionnaire, item: Item, lengths: dict[str, int]) -> int | None:
    first = questionnaire.scales[0].id if questionnaire.scales else ""
    return lengths.get(item.scale or first)


def _ladders(questionnaire: Questionnaire) -> Iterator[Problem]:
    for place, ladder in enumerate(questionnaire.ladders):
        path: Path = ("ladders", place)
        yield from _same_labels(questionnaire, (*path, "rungs"), ladder.rungs)
        yield from _same_labels(questionnaire, (*path, "short"), ladder.short)
        if len(ladder.short) != len(ladder.rungs):
            yield Problem(
                path=(*path, "short"),
                problem=f"there are {len(ladder.short)} short names for {len(ladder.rungs)} rungs",
                advice="Give one short name a rung.",
            )
        if not 1 < ladder.exceed_from <= len(ladder.rungs):
            yield Problem(
                path=(*path, "exceed_from"),
                problem=f"it is {ladder.exceed_from}, but there are {len(ladder.rungs)} rungs",
                advice=f"Write a rung's number from 2 to {len(ladder.rungs)}.",
            )


def _silo_matrix(questionnaire: Questionnaire) -> Iterator[Problem]:
    matrix = questionnaire.silo_matrix
    if matrix is None:
        return
    scales = [scale.id for scale in questionnaire.scales]
    if matrix.scale not in scales:
        yield Problem(
            path=("silo_matrix", "scale"),
            problem=f"there is no scale {matrix.scale}",
            advice=f"Scales of this file are: {', '.join(scales) or 'none; add one'}.",
        )
    if len(matrix.id) > _LONGEST_MATRIX:
        yield Problem(
            path=("silo_matrix", "id"),
            problem=f"the id has {len(matrix.id)} characters, {_LONGEST_MATRIX} fit",
            advice="Shorten it: the ids of its rows begin with it.",
        )
    for path, identifier in _question_ids(questionnaire):
        if ROW in identifier:
            yield Problem(
                path=path,
                problem=f"the id {identifier} has {ROW} in it",
                advice=f"Write one underscore: {ROW} stands in the ids of a silo matrix's rows.",
            )


def _predictions(questionnaire: Questionnaire) -> Iterator[Problem]:
    parts: tuple[Pillar | Ladder, ...] = (*questionnaire.pillars, *questionnaire.ladders)
    known = [part.id for part in parts]
    seen: set[str] = set()
    for place, prediction in enumerate(questionnaire.predictions):
        path: Path = ("predictions", place, "of")
        if prediction.of not in known:
            yield Problem(
                path=path,
                problem=f"there is no pillar or ladder {prediction.of}",
                advice=f"Choose one of: {', '.join(known)}.",
            )
        if prediction.of in seen:
            yield Problem(
                path=path,
                problem=f"{prediction.of} is predicted twice",
                advice="Keep one of the two predictions.",
            )
        seen.add(prediction.of)
