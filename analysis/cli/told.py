"""A comparison printed: for another program, or in words for a reader."""

import json
import sys
from collections.abc import Iterator

from analysis.cli.as_json import NOT_ASKED, Json, refused
from analysis.cli.staffwise import PEOPLE_ARE_COUNTED

_UNSAID = {PEOPLE_ARE_COUNTED, *NOT_ASKED.values()}
"""Refusals that tell a reader nothing: they follow from what was asked."""


def print_json(document: Json) -> None:
    """Print a comparison for another program."""
    sys.stdout.write(json.dumps(document, allow_nan=False) + "\n")


def print_table(document: Json) -> None:
    """Print a comparison for a reader: pillars first, then items, then what to bear in mind."""
    groups = document["groups"]
    lines = [
        f"{each}: {groups[each]['answered']} answered ({groups[each]['value']})"
        for each in ("leaders", "staff")
    ]
    asked = (*document["questions"], *document["pillars"])
    width = max(len(each["id"]) for each in asked)
    head = f"{'':{width}}  A of leaders over staff (95 %)   gap in points    verdict"
    for title in ("pillars", "questions"):
        if document[title]:
            lines += ["", head, *(_line(each, width) for each in document[title])]
    notes = [*_notes(document)]
    if notes:
        lines += ["", *notes]
    lines += [
        "",
        f"A gap is leaders minus staff. Aligned means closer to 0.5 than {document['margin']:g}.",
        "With --json: everything, with the tests, the corrections and the versions.",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def _line(question: Json, width: int) -> str:
    a, gap, word = question["superiority"], question["mean_gap"], question["verdict"]
    reach = (
        f"{a['estimate']:.3f} ({a['low']:.3f} to {a['high']:.3f})"
        if "estimate" in a
        else a["not_estimable"]
    )
    points = f"{gap['estimate']:+.2f}" if "estimate" in gap else "-"
    words = word if isinstance(word, str) else "not estimable"
    return f"{question['id']:{width}}  {reach:31}  {points:>13}    {words}"


def _notes(document: Json) -> Iterator[str]:
    """Say what a reader must not miss, most of all about pillars."""
    for each in document["pillars"] or document["questions"]:
        yield from _about(each)
    for pillar in document["pillars"]:
        yield from _about_pillar(pillar)
    for each in (*document["pillars"], *document["questions"]):
        yield from _about_prediction(each)
    yield from _about_staff(document)
    planning = document["planning"]
    if not refused(planning) and not planning["aligned_in_reach"]:
        yield (
            '"Aligned" is out of reach with so few leaders: even without any gap it would be '
            f"found in {planning['chance_aligned']:.0%} of rounds."
        )


def _about(question: Json) -> Iterator[str]:
    name = question["id"]
    more = question["settling"]
    settled_by = [
        f"{more[key]:,} more {group}"
        for key, group in (("more_leaders", "leaders"), ("more_staff", "staff"))
        if isinstance(more.get(key), int) and more[key] > 0
    ]
    if settled_by:
        yield f"{name}: about {' or '.join(settled_by)} answering alike would settle it."
    elif "more_leaders" in more and refused(more["more_leaders"]):
        yield f"{name}: {more['more_leaders']['not_estimable']}."
    worst = question["worst_case"]
    if not refused(worst) and worst["silent"]:
        silent = f"{worst['silent']} missing leaders"
        yield (
            f"{name}: holds on its own whatever the {silent} think."
            if worst["holds"]
            else f"{name}: could flip: depending on the {silent} A is {worst['lowest']:.3f} to "
            f"{worst['highest']:.3f}."
        )
    if question["shape_differs"] is True:
        yield f"{name}: answers lie further apart than their averages."
    yield from _beside(question)


def _beside(question: Json) -> Iterator[str]:
    """Say what other ways of counting the same answers give."""
    name = question["id"]
    departments, change = question["departments"], question["change"]
    for title, found in (
        ("beyond the departments seen", departments.get("clustered", departments)),
        ("staff weighted to their roster", question["weighted"]),
    ):
        if not refused(found):
            yield f"{name}: {title}: {_reach(found)}, {found['verdict']}."
        elif found["not_estimable"] not in _UNSAID:
            yield f"{name}: {title}: {found['not_estimable']}."
    change = change.get("superiority", change)
    if refused(change):
        if change["not_estimable"] not in _UNSAID:
            yield f"{name}: no change told: {change['not_estimable']}."
    else:
        word = "moved" if change["is_shown"] else "not shown to have moved"
        yield f"{name}: {word} since the earlier file: {_reach(change, signed=True)} in A."


def _about_prediction(question: Json) -> Iterator[str]:
    name, found = question["id"], question["prediction"]
    if refused(found):
        if found["not_estimable"] not in _UNSAID:
            yield f"{name}: leaders' prediction: {found['not_estimable']}."
        return
    if found["of"] == "share":
        said = (
            f"leaders expected {found['predicted']:.0%} of staff to be favourable, "
            f"{found['actual']:.0%} are"
        )
    else:
        said = f"{found['hits']:.0%} of leaders named the answer most staff gave"
    told = found["story"]
    yield f"{name}: {said}: {told['not_estimable'] if refused(told) else told}."


def _about_pillar(pillar: Json) -> Iterator[str]:
    name, found = pillar["id"], pillar["reliability"]
    if pillar["survives_correction"] is False:
        yield (
            f'{name}: on its own "{pillar["verdict_alone"]}", which does not survive correction '
            "for several pillars."
        )
    if refused(found):
        yield f"{name}: reliability: {found['not_estimable']}."
    else:
        alpha, omega = found["alpha"], found["omega"]
        numbers = [] if refused(alpha) else [f"alpha {_reach(alpha)}"]
        numbers += [] if refused(omega) else [f"omega {omega:.3f}"]
        both = found["spearman_brown"]
        numbers += [] if refused(both) else [f"Spearman-Brown {both:.3f}"]
        advice = "" if found["holds_together"] else ": read its items, not the pillar"
        said = ", ".join(numbers) or "no reliability"
        yield f"{name}: {said} among {found['n']:,} staff{advice}."
    if not refused(pillar["spread"]) and pillar["spread"]["opposite"]:
        low, high = pillar["spread"]["lowest"], pillar["spread"]["highest"]
        yield f"{name}: items point opposite ways: leaders higher on {high}, lower on {low}."
    flagged = [item for item, each in pillar["comparability"].items() if each.get("is_flagged")]
    if flagged:
        yield f"{name}: leaders and staff may read {', '.join(flagged)} differently."


def _about_staff(document: Json) -> Iterator[str]:
    camps = [
        each["id"]
        for each in document["questions"]
        if each["agreement"]["leaders"].get("two_camps") is True
    ]
    if camps:
        yield f"Leaders stand in two camps on {', '.join(camps)}."
    careless = document["straight_lining"]
    if not refused(careless) and careless["left_out"]:
        changed = ", ".join(
            f"{key} ({' to '.join(str(word) for word in words)})"
            for key, words in careless["words_that_change"].items()
        )
        yield (
            f"{careless['left_out']:,} staff gave one answer throughout; without them "
            f"{'these words change: ' + changed if changed else 'no word changes'}."
        )
    found = document["importance"]
    if not refused(found):
        shares = ", ".join(f"{each['predictor']} {each['share']:.0%}" for each in found["weights"])
        tied = "; ".join(" and ".join(each) for each in found["tied"])
        yield (
            f"Of what the pillars tell about {found['outcome']} among staff: {shares}"
            f"{f' (tied: {tied})' if tied else ''}. They go together with it; that is no cause."
        )


def _reach(found: Json, *, signed: bool = False) -> str:
    sign = "+" if signed else ""
    low, high = found["low"], found["high"]
    return f"{found['estimate']:{sign}.3f} ({low:{sign}.3f} to {high:{sign}.3f})"
