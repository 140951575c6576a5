"""Whether verdicts hang on people who gave one answer throughout; nobody is ever left out."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from analysis.cli.as_json import Json
from analysis.cli.asked import Read
from analysis.tables import Answers, straight_liners

FEWEST = 30
"""A share of straight-liners is told of groups of this many (METHODS.md, section 12)."""

Words = Mapping[str, str | None]


def careless_numbers(read: Read, words: Words, reworded: Callable[[Answers], Words]) -> Json:
    """Return the share of straight-liners, and which words would change without staff's.

    Leaders are never left out, not even to see. ``reworded`` gives the words of other
    answers.
    """
    marked = straight_liners(read.answers, read.of("pillar"))
    if marked is None:
        return {"not_estimable": "it takes three pillars of at least two items"}
    leaders = read.answers.is_leader
    shares = {}
    for group, own in (("leaders", leaders), ("staff", ~leaders)):
        enough = own.sum() >= FEWEST
        refusal = {"not_estimable": f"fewer than {FEWEST} {group}"}
        shares[group] = float(marked[own].mean()) if enough else refusal
    out = marked & ~leaders
    again = words if not out.any() else reworded(_only(read.answers, ~out))
    changed = {key: [word, again[key]] for key, word in words.items() if again[key] != word}
    return {"shares": shares, "left_out": int(out.sum()), "words_that_change": changed}


def _only(answers: Answers, kept: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Answers:
    return replace(
        answers,
        is_leader=answers.is_leader[kept],
        attributes={key: each[kept] for key, each in answers.attributes.items()},
        choices={key: each[kept] for key, each in answers.choices.items()},
    )
