"""What an offsite goes through: steps of an agenda, each guess, reveal, discuss, commit.

Everything here is decided before a phone or a database is asked, so that all three agree.
"""

import re
import secrets
from collections.abc import Sequence
from typing import Literal

import msgspec

from survey.errors import OffsiteError
from survey.phrases import phrase

StepKind = Literal["ladder", "agreement", "pillar", "item", "challenge"]
Phase = Literal["join", "guess", "reveal", "gap", "discuss", "commit", "done"]
ReplyKind = Literal["guess", "stance"]
Stance = Literal["accept", "dispute", "act"]
STANCES: tuple[Stance, ...] = ("accept", "dispute", "act")
PLACED = 10
"""How many people a guess at a ladder places on its rungs."""
SHARES = 11
"""How many answers a guess at a share offers: 0 to 100 of 100, in tens."""

_LETTERS = "ABCDEFGHJKMNPRTWXY"
_CODE_LENGTH = 6
_FEWEST = 2
_CODE = re.compile(f"[{_LETTERS}]{{{_CODE_LENGTH}}}")
_FIRST_PHASES: tuple[Phase, ...] = ("guess", "reveal")
_LAST_PHASES: tuple[Phase, ...] = ("discuss", "commit")


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One question of an agenda, with all that a phone must say to ask it.

    ``id`` is the question's id (of an agreement: ``agreement``; of the vote: ``challenge``).
    ``about`` says why it is on the agenda. ``labels`` are a ladder's rungs, lowest first, or
    the challenges to vote on. A step that is ``left_out`` stays in the list, to be put back.
    """

    id: str
    kind: StepKind
    title: str
    ask: str
    about: str = ""
    labels: tuple[str, ...] = ()
    left_out: bool = False

    @property
    def phases(self) -> tuple[Phase, ...]:
        """What it goes through: a gap is drawn only where leaders are held against staff."""
        gap: tuple[Phase, ...] = ("gap",) if self.kind in {"ladder", "pillar", "item"} else ()
        return (*_FIRST_PHASES, *gap, *_LAST_PHASES)

    @property
    def guess_size(self) -> int:
        """How many numbers a guess has: one a rung or challenge, or one for each share."""
        return len(self.labels) if self.kind in {"ladder", "challenge"} else SHARES


class Position(msgspec.Struct, frozen=True):
    """Where an offsite stands: a step's id and its phase. Before and after, no step."""

    step: str
    phase: Phase


JOIN, DONE = Position("", "join"), Position("", "done")


class Offsite(msgspec.Struct, frozen=True, kw_only=True):
    """One meeting on one published round. ``code`` is empty once it has ended."""

    id: str
    round_id: str
    code: str
    agenda: tuple[Step, ...]
    position: Position = JOIN

    @property
    def has_ended(self) -> bool:
        """Whether phones are no longer taken."""
        return not self.code

    @property
    def steps(self) -> tuple[Step, ...]:
        """The agenda without what was left out."""
        return tuple(each for each in self.agenda if not each.left_out)

    @property
    def step(self) -> Step | None:
        """The step it stands at."""
        return next((each for each in self.steps if each.id == self.position.step), None)

    @property
    def number(self) -> int:
        """The place of the current step on the agenda, from 1; 0 before the first."""
        ids = [each.id for each in self.steps]
        return ids.index(self.position.step) + 1 if self.position.step in ids else 0


def positions(offsite: Offsite) -> tuple[Position, ...]:
    """Return everywhere an offsite goes, in order: join, each step's phases, done."""
    along = [Position(each.id, phase) for each in offsite.steps for phase in each.phases]
    return (JOIN, *along, DONE)


def after(offsite: Offsite) -> Position:
    """Return where the next key press leads; the end leads nowhere else."""
    return _moved(offsite, 1)


def before(offsite: Offsite) -> Position:
    """Return where stepping back leads."""
    return _moved(offsite, -1)


def skipped(offsite: Offsite) -> Position:
    """Return the guess of the next step, or the end after the last."""
    rest = offsite.steps[offsite.number :]
    return Position(rest[0].id, "guess") if rest else DONE


def reopened(offsite: Offsite) -> Position:
    """Return the current step's guess again; guesses given before can then be changed."""
    return Position(offsite.position.step, "guess") if offsite.step else offsite.position


def _moved(offsite: Offsite, by: int) -> Position:
    along = positions(offsite)
    if offsite.position not in along:  # its step was left out while it stood there
        return JOIN
    return along[min(max(along.index(offsite.position) + by, 0), len(along) - 1)]


def takes(position: Position, kind: ReplyKind) -> bool:
    """Whether phones may send this now: guesses while guessing, stances once it is discussed."""
    return position.phase in ({"guess"} if kind == "guess" else {"discuss", "commit"})


def checked_agenda(agenda: Sequence[Step]) -> tuple[Step, ...]:
    """Return the agenda, if it can be gone through.

    Raises
    ------
    OffsiteError
        A step comes twice, nothing is left on it, or a vote has fewer than two challenges.
    """
    ids = [each.id for each in agenda]
    if len(set(ids)) < len(ids):
        twice = next(each for each in ids if ids.count(each) > 1)
        raise OffsiteError(f"the step {twice!r} is twice on the agenda")
    used = [each for each in agenda if not each.left_out]
    if not used:
        raise OffsiteError(
            "an agenda without a step", advice="Keep at least one question on the agenda."
        )
    for each in used:
        if each.kind in {"ladder", "challenge"} and not _FEWEST <= len(each.labels) <= SHARES:
            raise OffsiteError(
                f"the step {each.id!r} has {len(each.labels)} labels",
                advice=f"Give the vote between {_FEWEST} and {SHARES} challenges, one a line; "
                f"it has {len(each.labels)}.",
            )
    return tuple(agenda)


def checked_reply(step: Step, kind: ReplyKind, value: Sequence[int]) -> tuple[int, ...]:
    """Return a phone's reply, if it fits its step.

    A guess at a ladder says how many of ten people stand on each rung; a guess at a share,
    and a vote, has a single 1 at the place chosen; so has a stance, in the order of
    `STANCES`. So replies of one kind to one step can be added up.

    Raises
    ------
    OffsiteError
        It has another length, or does not add up.
    """
    size = len(STANCES) if kind == "stance" else step.guess_size
    total = PLACED if kind == "guess" and step.kind == "ladder" else 1
    if len(value) != size or min(value) < 0:
        raise OffsiteError(
            "a reply does not fit its step", advice=phrase("Choose one of the answers.")
        )
    if sum(value) != total:
        raise OffsiteError(
            f"a reply adds up to {sum(value)}, not {total}",
            advice=phrase(
                "Place {total} people; you placed {placed}.", total=total, placed=sum(value)
            )
            if total > 1
            else phrase("Choose one of the answers."),
        )
    return tuple(value)


def new_code() -> str:
    """Return six letters to type from a screen: none that looks like another."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))


def read_code(typed: str) -> str | None:
    """Return the code that somebody typed, or None when it cannot be one.

    Examples
    --------
    >>> read_code(" abc-dmn ")
    'ABCDMN'
    >>> read_code("abc") is None
    True
    """
    letters = re.sub(r"[\s-]", "", typed).upper()
    return letters if _CODE.fullmatch(letters) else None
