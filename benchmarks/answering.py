"""5,000 people answer at once: how long each waits, and how that compares.

Run with ``python -m benchmarks.answering``. The server has one core and the generator the
other. Side by side in the same run stand the same questionnaire as stock Streamlit widgets,
those with ``runner.postScriptGC = false``, and a bare handler that only writes rows. Prints
Markdown; exit status 1 where an answer was lost or stored twice, or a bar was missed.
``--quick`` sends thirty people through each but the widgets, in a few seconds.
"""

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from benchmarks.load.people import weight
from benchmarks.load.servers import SERVER_CORE, Kind, Server
from benchmarks.load.trials import Bench, Plan, Trial, bench

HEAVIEST = 30_000
QUICK = 30  # so few people decide no ratio
BARS: tuple[tuple[Kind, float], ...] = (("widgets", 25.0), ("tuned", 8.0), ("bare", 0.4))
_PLACES: tuple[tuple[Kind, Server], ...] = (
    ("plumbline", "uvicorn"),
    ("plumbline", "streamlit run"),
    ("bare", "uvicorn"),
    ("widgets", "uvicorn"),
    ("tuned", "uvicorn"),
)
_NAMES = {
    "plumbline": "Plumbline",
    "widgets": "stock widgets",
    "tuned": "widgets, `postScriptGC` off",
    "bare": "bare handler",
}
_Place = tuple[Kind, Server]


def side_by_side(
    folder: Path, places: tuple[_Place, ...], options: argparse.Namespace
) -> tuple[list[Trial], dict[_Place, int]]:
    """Run every place in turn, ``options.times`` over; return all trials and the pages' weights."""
    with ExitStack() as stack:
        benches: dict[_Place, Bench] = {}
        for at, (kind, server) in enumerate(places):
            # Two more trials than counted: one warms up, one goes without the autosave.
            people = 2 * options.people * (options.times + 1) + 1
            benches[kind, server] = stack.enter_context(
                bench(folder / str(at), kind, server, people)
            )
        weights = {
            place: weight(each.running.port, each.paths(1)[0])
            for place, each in benches.items()
            if place[0] == "plumbline"
        }
        trials = [
            each.trial(plan(place, options, autosaves=autosaves))
            for at in range(options.times + 1)
            for place, each in benches.items()
            for autosaves in ((True, False) if place[0] in {"plumbline", "bare"} else (False,))
            if at or place[0] != "widgets"
        ]
    return trials, weights


def plan(place: _Place, options: argparse.Namespace, *, autosaves: bool) -> Plan:
    """Return a trial without pauses: as many respondents a second as there can be."""
    kind, server = place
    is_slow = kind in {"widgets", "tuned"}
    return Plan(
        kind=kind,
        server=server,
        count=options.people // 5 if is_slow else options.people,
        at_once=options.at_once,
        autosaves=autosaves,
    )


def burst(folder: Path, server: Server, options: argparse.Namespace) -> Trial:
    """Let everybody come within a few seconds, with cold browsers, and take their time."""
    wanted = Plan(
        kind="plumbline",
        server=server,
        count=options.burst,
        arriving=options.arriving,
        pause=options.pause,
        is_cold=True,
    )
    with bench(folder, "plumbline", server, options.burst) as one:
        return one.trial(wanted)


def best(trials: list[Trial], kind: Kind, server: Server, *, autosaves: bool) -> Trial:
    """Return the least disturbed of the trials of one place."""
    return max(
        (
            each
            for each in trials
            if (each.plan.kind, each.plan.server) == (kind, server)
            and each.plan.autosaves == autosaves
        ),
        key=lambda each: each.rate,
    )


def seconds(trial: Trial, step: str) -> str:
    """Return p50, p95 and p99 of a step in milliseconds."""
    met = trial.met.seconds.get(step, [])
    if len(met) < 2:
        return "-"
    cuts = quantiles(met, n=100)
    return " / ".join(f"{1000 * cuts[at]:,.0f}" for at in (49, 94, 98))


def row(trial: Trial) -> str:
    """Return one line of a table."""
    where = f"{_NAMES[trial.plan.kind]}, {trial.plan.server}"
    steps = [seconds(trial, step) for step in ("open", "autosave", "submit")]
    lost = trial.plan.count * trial.plan.rows - trial.stored
    cells = [where, f"{trial.plan.count:,}", f"{trial.rate:,.0f}", f"{trial.cost_each:.2f}", *steps]
    return "| " + " | ".join([*cells, f"{lost} / {trial.doubled}", f"{trial.others:.0%}"]) + " |"


HEAD = (
    "| | people | a second | server ms each | open p50/p95/p99, ms | autosave | submit "
    "| lost / double | others' load |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|"
)


def comparison(trials: list[Trial], places: tuple[_Place, ...]) -> list[str]:
    """Print the ratios; return the bars that were missed."""
    missed = []
    print("| ratio | respondents a second | processor time each | bar |\n|---|---:|---:|---:|")
    for server in ("uvicorn", "streamlit run"):
        for kind, bar in BARS:
            if (kind, "uvicorn") not in places or ("plumbline", server) not in places:
                continue
            for autosaves in (False, True) if kind == "bare" else (False,):
                ours = best(trials, "plumbline", server, autosaves=autosaves)
                other = best(trials, kind, "uvicorn", autosaves=autosaves)
                ratio, cost = ours.rate / other.rate, other.cost_each / ours.cost_each
                what = f"{server} : {_NAMES[kind]}{', with autosave' if autosaves else ''}"
                print(f"| {what} | {ratio:.2f} | {cost:.2f} | {bar:g} |")
                if ratio < bar and ours.plan.count > QUICK:
                    missed.append(f"{what}: {ratio:.2f}, wanted {bar:g}")
    return missed


def report(trials: list[Trial], bursts: list[Trial], weights: dict[_Place, int]) -> int:
    """Print everything; return 1 where something was lost or a bar was missed."""
    loads = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"Run on {datetime.now(UTC):%d %B %Y}; load averages at the end {loads}.\n")
    print("## A burst: cold browsers, pauses, drafts\n")
    print("\n".join([HEAD, *map(row, bursts)]))
    for each in bursts:
        print(
            f"\n{each.plan.count:,} within {each.plan.arriving:g} s, pauses of about "
            f"{each.plan.pause:g} s, under {each.plan.server}: over after {each.met.wall:.0f} s."
        )
    print("\n## As fast as they can, side by side\n")
    print("\n".join([HEAD, *map(row, trials)]))
    print("\n## Ratios, best of each\n")
    missed = comparison(trials, tuple({(each.plan.kind, each.plan.server): 0 for each in trials}))
    for (_, server), weighed in weights.items():
        print(f"\nFirst page under {server}: {weighed:,} bytes both ways, files included.")
        if weighed > HEAVIEST:
            missed.append(f"first page: {weighed:,} bytes, wanted {HEAVIEST:,}")
    for each in (*bursts, *trials):
        if not each.is_whole:
            missed.append(f"{row(each)} {dict(each.met.failed)}")
    print("\n" + ("Missed:\n\n- " + "\n- ".join(missed) if missed else "Every bar is met."))
    return 1 if missed else 0


def parsed() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="thirty people, no widgets")
    parser.add_argument("--burst", type=int, default=5_000)
    parser.add_argument("--arriving", type=float, default=10.0, help="seconds")
    parser.add_argument("--pause", type=float, default=5.0, help="seconds")
    parser.add_argument("--people", type=int, default=500, help="a fifth of them at widgets")
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    if options.quick:
        options.burst, options.arriving, options.pause = QUICK, 0.5, 0.2
        options.people, options.at_once, options.times = QUICK, 8, 1
    return options


def main() -> int:
    """Run all of it once."""
    options = parsed()
    cores = os.sched_getaffinity(0)
    if len(cores) > 1:
        os.sched_setaffinity(0, cores - {SERVER_CORE})
    places = _PLACES[:1] + _PLACES[2:3] if options.quick else _PLACES
    servers: tuple[Server, ...] = ("uvicorn",) if options.quick else ("uvicorn", "streamlit run")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bursts = [
            burst(folder / f"burst {at}", server, options) for at, server in enumerate(servers)
        ]
        trials, weights = side_by_side(folder, places, options)
    return report(trials, bursts, weights)


if __name__ == "__main__":
    sys.exit(main())
