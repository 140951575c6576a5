"""The answers of a scale: their order, and which of them each cell holds."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.importers.columns import Columns, quoted
from survey.errors import FileError

_FEWEST_CATEGORIES, _MOST_CATEGORIES = 2, 11
_NUMBER_AND_WORDS = re.compile(
    r"(?P<number>-?\d{1,3})\s*(?:[-\u2013\u2014:.=)]\s*(?P<words>[^\W\d].*)|\((?P<inside>.+)\))"
)
_ANSWER_CODE = re.compile(r"(?P<letters>[A-Za-z]{1,4})(?P<number>\d{1,3})")


def categories_of(
    columns: Columns, items: Sequence[str], no_answer: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the answers to ``items``, lowest first, where they are numbers or have codes.

    Whole numbers that nobody chose between the lowest and the highest are put in.

    Raises
    ------
    FileError
        Some answers are words, whose order nobody but the analyst knows; or there are
        none, or too many to be a scale; or their numbers do not tell their order.
    """
    given = {each for item in items for each in set(columns[item].tolist())} - {""}
    coded = {each for item in items for each in columns.labels.get(item, ())}
    found = sorted(_but(given | coded, no_answer))
    if columns.codes == "answer codes" and (ordered := _by_code(found)):
        return ordered
    words = [each for each in found if _number_in(each) is None]
    if words:
        raise FileError(
            f"{columns.file}: {quoted(words[0])} is not a number, "
            "so the order of answers is unknown",
            advice="Give all answers in order, lowest first, with --categories, "
            "and those that are no answer with --no-answer.",
        )
    numbers = sorted({number for each in found if (number := _number_in(each)) is not None})
    whole = _whole(numbers)
    _require_known_order(columns, numbers, whole, is_labelled=bool(coded) and given <= coded)
    numbers = whole or numbers
    if not _FEWEST_CATEGORIES <= len(numbers) <= _MOST_CATEGORIES:
        raise FileError(
            f"{columns.file}: found {len(numbers)} different answers in {', '.join(items)}",
            advice=f"A scale has {_FEWEST_CATEGORIES} to {_MOST_CATEGORIES} answers; "
            "name them, lowest first, with --categories.",
        )
    return tuple(f"{each:g}" for each in numbers)


def choices_of(
    columns: Columns, item: str, categories: Sequence[str], no_answer: Sequence[str] = ()
) -> NDArray[np.int8]:
    """Return one item's answers as numbers 1..K, 0 where empty or in ``no_answer``, (rows,).

    "4" and "4.0" are the same answer, as are "Agree" and "agree"; "5 - Agree" is both "5" and
    "Agree". A category that has several names, as where people answered in several languages,
    has bars between them: "Agree|Stimme zu".

    Raises
    ------
    FileError
        An answer is none of ``categories``; the message names it and its first row. Or two
        categories are the same.
    """
    column = columns[item]
    places = _places(categories)
    places |= dict.fromkeys((_folded(each) for each in no_answer), 0)
    labels = columns.labels.get(item, {})
    codes, different = pd.factorize(column.astype(object))
    numbers = np.array([_place(each, labels.get(each), places) for each in different])
    choices = numbers[codes] if len(different) else np.zeros(0)
    unknown = np.flatnonzero(choices < 0)
    if unknown.size:
        first = int(unknown[0])
        place = f"{columns.file}: column {item!r}, row {columns.row(first)}"
        raise FileError(
            f"{place}: {quoted(str(column[first]))} is none of the answers "
            f"{', '.join(categories)} ({unknown.size} such answers in this column)",
            advice="Correct the file, give all answers in order with --categories, "
            "or name what is no answer with --no-answer.",
        )
    return choices.astype(np.int8)


def names_of(categories: Sequence[str]) -> tuple[str, ...]:
    """Return the first name of each category.

    Examples
    --------
    >>> names_of(["No|Nein", "Yes|Ja"])
    ('No', 'Yes')
    """
    return tuple(each.partition("|")[0].strip() for each in categories)


def _places(categories: Sequence[str]) -> dict[str, int]:
    """Return the place of each category by all it may be called."""
    known: dict[str, int] = {}
    loose: list[tuple[str, int]] = []
    for place, category in enumerate(categories, start=1):
        for name in category.split("|"):
            exact, *others = _keys(name)
            if known.setdefault(exact, place) != place:
                raise FileError(
                    f"--categories has {name.strip()!r} twice", advice="Name each answer once."
                )
            loose.extend((each, place) for each in others)
    claims = Counter(key for key, _ in dict.fromkeys(loose))
    return {key: place for key, place in loose if claims[key] == 1} | known


def _place(answer: str, label: str | None, places: dict[str, int]) -> int:
    if not answer:
        return 0
    names = [answer] if label is None else [answer, label]
    keys = [key for name in names for key in _keys(name)]
    return next((places[key] for key in keys if key in places), -1)


def _keys(name: str) -> Iterator[str]:
    """Yield what a name may be found by, the most exact first."""
    yield _folded(name)
    if found := _NUMBER_AND_WORDS.fullmatch(_folded(name)):
        yield _folded(found["number"])
        yield _folded(found["words"] or found["inside"])


def _folded(name: str) -> str:
    text = " ".join(name.replace("\ufeff", "").split()).casefold()
    number = number_of(text)
    return text if number is None else f"{number:g}"


def number_of(text: str) -> float | None:
    """Return a number; none where the text is none, or has no end.

    Examples
    --------
    >>> number_of("4.0"), number_of("four"), number_of("inf")
    (4.0, None, None)
    """
    try:
        number = float(text)
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def _number_in(answer: str) -> float | None:
    numbers = (number_of(each) for each in _keys(answer))
    return next((each for each in numbers if each is not None), None)


def _but(answers: set[str], no_answer: Sequence[str]) -> set[str]:
    out = {_folded(each) for each in no_answer}
    return {each for each in answers if _folded(each) not in out}


def _by_code(found: Sequence[str]) -> tuple[str, ...] | None:
    """Return codes such as A1 by their numbers, where all have the same letters."""
    parts = [_ANSWER_CODE.fullmatch(each) for each in found]
    known = [each for each in parts if each is not None]
    if len(known) < len(parts) or len({each["letters"] for each in known}) != 1:
        return None
    numbers = sorted({int(each["number"]) for each in known})
    if len(numbers) != len(known) or not _FEWEST_CATEGORIES <= len(numbers) <= _MOST_CATEGORIES:
        return None
    if _whole([float(each) for each in numbers]) != numbers:
        return None
    return tuple(each[0] for each in sorted(known, key=lambda part: int(part["number"])))


def _whole(numbers: Sequence[float]) -> list[float]:
    """Return all whole numbers from the lowest to the highest; none where they do not fit."""
    if not numbers or not all(each.is_integer() for each in numbers):
        return []
    lowest, highest = int(numbers[0]), int(numbers[-1])
    if not 0 < highest - lowest < _MOST_CATEGORIES:
        return []
    return [float(each) for each in range(lowest, highest + 1)]


def _require_known_order(
    columns: Columns, numbers: Sequence[float], whole: Sequence[float], *, is_labelled: bool
) -> None:
    """Refuse numbers that are codes with others missing between them, or one far apart.

    Raises
    ------
    FileError
        A choice that was moved or deleted, or a code for "don't know", looks like that.
    """
    gaps = set(np.round(np.diff(numbers), 9))
    is_code = columns.codes == "recodes" or is_labelled
    if len(gaps) <= 1 or (whole and not is_code) or len(numbers) > _MOST_CATEGORIES:
        return
    listed = ",".join(f"{each:g}" for each in numbers)
    raise FileError(
        f"{columns.file}: the answers {listed} have gaps, so their order is unknown: they may "
        "be codes out of order, or one may be a code for no answer",
        advice="Give all answers in order, lowest first, with --categories, "
        "and those that are no answer with --no-answer.",
    )
