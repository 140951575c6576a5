"""What a questionnaire is made of, exactly as its file gives it."""

from typing import Annotated, Literal

import msgspec

Group = Literal["leaders", "staff"]
GROUPS: tuple[Group, Group] = ("leaders", "staff")
Id = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]*$", max_length=60)]
Text = str | dict[str, str]
"""One wording in the questionnaire's only language, or one for each language code."""
Labels = Annotated[tuple[Text, ...], msgspec.Meta(min_length=2, max_length=11)]
Number = Annotated[int, msgspec.Meta(ge=1)]


class _Part(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Defaults are left out when written, so that a field added later changes no fingerprint."""


class Scale(_Part, frozen=True, kw_only=True):
    """The ordered answers an item offers, lowest first, 2 to 11 of them."""

    id: Id
    labels: Labels


class Item(_Part, frozen=True, kw_only=True):
    """One statement, worded for each group.

    ``scale`` is the questionnaire's first where not given. ``reversed``: agreeing lowers
    the score.
    """

    id: Id
    leaders: Text
    staff: Text
    scale: Id | None = None
    reversed: bool = False


class Pillar(_Part, frozen=True, kw_only=True):
    """A set of items with one score: the mean of the items, in scale points.

    ``min_answered``: who answers fewer items gets no score; all of them where not given.
    ``function``: a function module, asked of the staff of this function alone and of all
    leaders; of everybody where not given.
    """

    id: Id
    title: Text
    about: Text
    items: tuple[Item, ...]
    min_answered: Number | None = None
    function: str | None = None


class Ladder(_Part, frozen=True, kw_only=True):
    """An ordinal question that is not an average of anything: rungs, lowest first.

    ``short`` names each rung in one or two words for headlines; ``exceed_from`` is the
    number (from 1) of the lowest rung that counts as aiming above expectations.
    """

    id: Id
    title: Text
    leaders: Text
    staff: Text
    rungs: Labels
    short: Labels
    exceed_from: Number


class Prediction(_Part, frozen=True, kw_only=True):
    """What a leader thinks staff will say; only leaders are asked.

    ``of`` is a pillar's id (then the answer is the share of staff who will be
    favourable, in eleven steps from 0 to 100 %) or the ladder's id (then the answer
    is the rung that most staff will choose).
    """

    id: Id
    of: Id
    leaders: Text


class SiloMatrix(_Part, frozen=True, kw_only=True):
    """How well work goes with each of the other departments: a rating for each one's own.

    Everybody rates the departments they depend on, on one ``scale``. Which departments
    there are is not the questionnaire's: a round takes them from its people list at launch.
    """

    id: Id
    title: Text
    leaders: Text
    staff: Text
    scale: Id


class OpenQuestion(_Part, frozen=True, kw_only=True):
    """A question answered in one's own words. ``challenge`` feeds the offsite's vote."""

    id: Id
    leaders: Text
    staff: Text
    purpose: Literal["challenge", "comment"] = "comment"


class Questionnaire(_Part, frozen=True, kw_only=True):
    """One version of a question set, exactly as its file gives it."""

    id: Id
    version: Number
    title: Text
    source: str
    license: str
    languages: tuple[str, ...]
    introduction: Text
    scales: tuple[Scale, ...]
    pillars: tuple[Pillar, ...]
    ladders: tuple[Ladder, ...] = ()
    silo_matrix: SiloMatrix | None = None
    predictions: tuple[Prediction, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a page asks, in the reader's words.

    ``labels`` are the answers, lowest first (empty for an open question): the first
    is stored as choice 1. ``section`` is the pillar's, ladder's or silo matrix's title. Of a
    silo matrix each department is a question of its own: ``stem`` is what is asked of all of
    them, ``text`` the department's name.
    """

    id: str
    kind: Literal["item", "ladder", "silo", "prediction", "open"]
    section: str
    text: str
    labels: tuple[str, ...]
    stem: str = ""
