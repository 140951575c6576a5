"""Ways to answer beside personal links: printed codes for kiosks, and shared links."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from survey.errors import RoundError, RoundStateError
from survey.invitations import code_hash, new_code, new_token, open_link, shown_code, token_hash
from survey.people import NOT_GIVEN, OTHER
from survey.questionnaire import GROUPS, Group
from survey.rounds import Round
from survey.spreadsheets import csv_text
from survey.storage import Seat, Store

GROUP_WORDS: dict[Group, str] = {"leaders": "Leaders", "staff": "Staff"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCode:
    """One slip: a code, and the pile it lies on. ``person`` is "" on slips without a name.

    ``language`` is the one of the round's languages that the slip is printed in.
    """

    pile: str
    person: str
    code: str = field(repr=False)
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLink:
    """A link for many, and what it says of where it hangs. It is shown once and kept nowhere."""

    link: str = field(repr=False)
    where: str
    seats: int


def printed_codes(
    store: Store, round_id: str, *, secret: str, everybody: bool = False, named: bool = False
) -> list[PrintedCode]:
    """Return a fresh code for each seat; older codes and links stay good.

    Codes are for people without an e-mail address, or for ``everybody``. A slip that is
    ``named`` is for one person. Other slips lie in piles, one for each group and
    combination of attributes, in random order, so that nobody knows who took which.

    Raises
    ------
    RoundStateError
        The round is not open, people come to it by a shared link, or nobody is left.
    UnknownRoundError
        There is no such round.
    """
    round_ = store.rounds.get(round_id)
    _require_open(round_, "codes")
    if store.seats.has_open_link(round_id):
        raise RoundStateError(
            f"round {round_id!r} has a shared link",
            advice="People without an e-mail address come to this round by its shared link, so "
            "the same seats cannot have codes as well.",
        )
    seats = [each for each in store.seats.all(round_id) if everybody or each.email is None]
    if not seats:
        raise RoundStateError(
            f"round {round_id!r} has nobody without an e-mail address",
            advice="Everybody on the list has an e-mail address. Ask for codes for everybody, if "
            "that is what you want.",
        )
    languages = _languages(round_, seats, named=named)
    spoken = round_.questionnaire.languages
    if not named:
        secrets.SystemRandom().shuffle(seats)
        seats.sort(
            key=lambda seat: (
                GROUPS.index(seat.group),
                pile_of(seat),
                spoken.index(languages[seat.invitation_id]),
            )
        )
    made = [(seat, new_code()) for seat in seats]
    store.invitations.add_links(
        (code_hash(code, secret), seat.invitation_id) for seat, code in made
    )
    return [
        PrintedCode(
            pile=pile_of(seat),
            person=seat.person if named else "",
            code=shown_code(code),
            language=languages[seat.invitation_id],
        )
        for seat, code in made
    ]


def _languages(round_: Round, seats: Sequence[Seat], *, named: bool) -> dict[str, str]:
    """Return the language of each seat's slip, by its invitation."""
    spoken = round_.questionnaire.languages
    offered = {code.lower(): code for code in spoken}
    wanted = {each.invitation_id: offered.get((each.language or "").lower()) for each in seats}
    alike = Counter((pile_of(each), wanted[each.invitation_id]) for each in seats)
    return {
        each.invitation_id: language
        if (language := wanted[each.invitation_id])
        and (named or alike[pile_of(each), language] >= round_.thresholds.scores)
        else spoken[0]
        for each in seats
    }


def pile_of(seat: Seat) -> str:
    """Return what a pile of slips is called: its group and segments."""
    return place_name(seat.group, seat.attributes)


def place_name(group: Group, attributes: Mapping[str, str]) -> str:
    """Return the words for one combination, in English."""
    return " · ".join([GROUP_WORDS[group], *(f"{k}: {v}" for k, v in attributes.items())])


def codes_csv(codes: Iterable[PrintedCode], address: str) -> str:
    """Return codes as the text of a CSV file. Never write it to a log."""
    rows = ([each.pile, each.person, each.code, address, each.language] for each in codes)
    return csv_text(("hand_out_to", "person", "code", "address", "language"), rows)


def shared_link(
    store: Store, round_id: str, base_url: str, fixed: Mapping[str, str] | None = None
) -> SharedLink:
    """Return a fresh link for everybody without an e-mail address, link or code.

    ``fixed`` names attributes that the place decides where it hangs, such as a site; then
    only the seats there (and those stored as "Other") are offered.

    Raises
    ------
    RoundError
        An attribute or value of ``fixed`` is not on the list as it was frozen.
    RoundStateError
        The round is not open, or no seats are left for such a link.
    UnknownRoundError
        There is no such round.
    """
    fixed = dict(fixed or {})
    _require_open(store.rounds.get(round_id), "a shared link")
    known = frozen_values(store, round_id)
    for name, value in fixed.items():
        if value not in known.get(name, ()):
            offered = ", ".join(known.get(name, ())) or f"none; attributes are {', '.join(known)}"
            raise RoundError(
                f"{name} {value!r} is not a value of the frozen list",
                advice=f"{name} {value!r} is not stored in this round. Offered: {offered}.",
            )
    token = new_token()
    store.seats.add_open_link(round_id, token_hash(token), fixed)
    return SharedLink(
        link=open_link(base_url, token),
        where=", ".join(fixed.values()),
        seats=sum(place.seats for place in store.seats.places(round_id, fixed)),
    )


def frozen_values(store: Store, round_id: str) -> dict[str, Sequence[str]]:
    """Return each stored attribute of a round with the values that name something."""
    values: dict[str, set[str]] = {}
    for place in store.seats.places(round_id, {}):
        for name, value in place.attributes.items():
            values.setdefault(name, set()).add(value)
    return {name: sorted(found - {OTHER, NOT_GIVEN}) for name, found in sorted(values.items())}


def _require_open(round_: Round, what: str) -> None:
    if round_.state != "open":
        raise RoundStateError(
            f"round {round_.id!r} is {round_.state}, so {what} would lead nowhere",
            advice=f"Launch the round first: {what} can be made while it is open.",
        )
