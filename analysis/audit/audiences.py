"""Who was asked what: function modules are held against earlier rounds by themselves.

That a set of people hardly changed is read off all questions that two rounds show of it: had
other people come, one of them would differ. That holds among questions that the same people
were asked. Of staff a function module was asked of one function's, who may have stayed and
answered as before while everybody else changed; so each function is compared apart.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from analysis.audit.earlier import Again, Cell, shown_before
from analysis.audit.mixing import Shown, Tree, mixtures
from analysis.publication import Publication, Question
from analysis.tables import Tables

Repeats = Mapping[str, Again]
"""What earlier publications mean for this one, by question."""


def repeats(tables: Tables, earlier: Sequence[Publication], k: int) -> Repeats:
    """Compare with earlier publications as `shown_before` does, audience by audience.

    Raises
    ------
    DisclosureError
        As `shown_before` does.
    """
    found: dict[str, Again] = {}
    for questions in _audiences(tables.questions).values():
        again = shown_before(replace(tables, questions=questions), earlier, k)
        found |= {each.id: again for each in questions}
    return found


def mixed(
    tables: Tables, now: Shown, then: Shown, trees: Sequence[Tree], k: int
) -> Iterator[tuple[str, Cell]]:
    """Yield what `mixtures` does, audience by audience."""
    for asked in _audiences(tables.questions).values():
        both = [each.id for each in asked if each.id in now and each.id in then]
        one, other = ({key: shown[key] for key in both} for shown in (now, then))
        yield from mixtures(one, other, trees, k)


def _audiences(questions: Sequence[Question]) -> dict[str, tuple[Question, ...]]:
    """Return the questions by whose staff alone were asked; "" for those asked of all."""
    found: dict[str, tuple[Question, ...]] = {}
    for each in questions:
        function = "" if each.function is None else each.function.strip().casefold()
        found[function] = (*found.get(function, ()), each)
    return found
