"""5,000 people answer at once: how long each waits, and how that compares.

Run with ``python -m benchmarks.answering``. The server has one core and the generator the
other. Side by side in the same run stand the same questionnaire as stock Streamlit widgets,
those with ``runner.postScriptGC = false``, and a bare handler that only writes rows. All of
them take turns in short blocks, and each block is compared with those right beside it, so
that other programs disturb both alike; a ratio is the median of these. Prints Markdown; exit
status 1 where an answer was lost or stored twice, or a bar was missed. ``--quick`` sends
thirty people through each but the widgets, in a few seconds.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

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
_Block = dict[tuple[_Place, bool], Trial]
"""One trial of each place, one right after another; with and without the autosave."""


def side_by_side(
    folder: Path, places: tuple[_Place, ...], options: argparse.Namespace
) -> tuple[list[_Block], dict[_Place, int]]:
    """Let every place take its turn, again and again; return all blocks and pages' weights."""
    with ExitStack() as stack:
        benches: dict[_Place, Bench] = {}
        for at, (kind, server) in enumerate(places):
            # Two trials a block, one block more to warm up, and one person to weigh the page.
            people = 2 * options.people * (options.times + 1) + 1
            benches[kind, server] = stack.enter_context(
                bench(folder / str(at), kind, server, people)
            )
        weights = {
            place: weight(each.running.port, each.paths(1)[0])
            for place, each in benches.items()
            if place[0] == "plumbline"
        }
        blocks = [
            {
                (place, autosaves): each.trial(plan(place, options, autosaves=autosaves))
                for autosaves in (True, False)
                for place, each in benches.items()
                if place[0] in {"plumbline", "bare"} or not autosaves
            }
            for _ in range(options.times + 1)
        ]
    return blocks, weights


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


def seconds(trials: Sequence[Trial], step: str) -> str:
    """Return p50, p95 and p99 of a step in milliseconds, over all ``trials``."""
    met = [each for trial in trials for each in trial.met.seconds.get(step, [])]
    if len(met) < 2:
        return "-"
    cuts = quantiles(met, n=100)
    return " / ".join(f"{1000 * cuts[at]:,.0f}" for at in (49, 94, 98))


def row(trials: Sequence[Trial]) -> str:
    """Return one line of a table: trials of one place, numbers being medians or sums."""
    wanted = trials[0].plan
    where = (
        f"{_NAMES[wanted.kind]}, {wanted.server}{', with autosave' if wanted.is_autosaving else ''}"
    )
    lost = sum(each.plan.count * each.plan.rows - each.stored for each in trials)
    cells = [
        where,
        f"{sum(each.plan.count for each in trials):,}",
        f"{median(each.rate for each in trials):,.0f}",
        f"{median(each.cost_each for each in trials):.2f}",
        *(seconds(trials, step) for step in ("open", "autosave", "submit")),
        f"{lost} / {sum(each.doubled for each in trials)}",
        f"{median(each.generator for each in trials):.0%}",
        f"{median(each.others for each in trials):.0%}",
    ]
    return "| " + " | ".join(cells) + " |"


HEAD = (
    "| | people | a second | server ms each | open p50/p95/p99, ms | autosave | submit "
    "| lost / double | generator | others' load |\n"
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)


def comparison(blocks: Sequence[_Block]) -> list[str]:
    """Print the ratios; return the bars that were missed."""
    missed = []
    print(
        "| ratio | respondents a second: median (least to most) | processor time each | bar |\n"
        "|---|---:|---:|---:|"
    )
    for server in ("uvicorn", "streamlit run"):
        for kind, bar in BARS:
            for autosaves in (False, True):
                ours: _Place = ("plumbline", server)
                theirs: _Place = (kind, "uvicorn")
                pairs = [
                    (block[ours, autosaves], block[theirs, autosaves])
                    for block in blocks
                    if (ours, autosaves) in block and (theirs, autosaves) in block
                ]
                if not pairs:
                    continue
                rates = sorted(one.rate / other.rate for one, other in pairs)
                costs = [other.cost_each / one.cost_each for one, other in pairs]
                what = f"{server} : {_NAMES[kind]}{', with autosave' if autosaves else ''}"
                shown = f"{median(rates):.2f} ({rates[0]:.2f} to {rates[-1]:.2f})"
                print(f"| {what} | {shown} | {median(costs):.2f} | {bar:g} |")
                if median(rates) < bar and pairs[0][0].plan.count > QUICK:
                    missed.append(f"{what}: {median(rates):.2f}, wanted {bar:g}")
    return missed


def report(blocks: list[_Block], bursts: list[Trial], weights: dict[_Place, int]) -> int:
    """Print everything; return 1 where something was lost or a bar was missed."""
    loads = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"Run on {datetime.now(UTC):%d %B %Y}; load averages at the end {loads}.\n")
    print("## A burst: cold browsers, pauses, drafts\n")
    print("\n".join([HEAD, *(row([each]) for each in bursts)]))
    for each in bursts:
        print(
            f"\n{each.plan.count:,} within {each.plan.arriving:g} s, pauses of about "
            f"{each.plan.pause:g} s, under {each.plan.server}: over after {each.met.wall:.0f} s."
        )
    print("\n## As fast as they can, side by side\n")
    counted = blocks[1:]  # the first one warms up
    print("\n".join([HEAD, *(row([block[place] for block in counted]) for place in blocks[0])]))
    print(f"\n## Ratios, paired within each of {len(counted)} blocks\n")
    missed = comparison(counted)
    for (_, server), weighed in weights.items():
        print(f"\nFirst page under {server}: {weighed:,} bytes both ways, files included.")
        if weighed > HEAVIEST:
            missed.append(f"first page: {weighed:,} bytes, wanted {HEAVIEST:,}")
    for each in (*bursts, *(trial for block in blocks for trial in block.values())):
        if not each.is_whole:
            missed.append(f"{row([each])} {dict(each.met.failed)}")
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
    parser.add_argument("--times", type=int, default=5)
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
        blocks, weights = side_by_side(folder, places, options)
    return report(blocks, bursts, weights)


if __name__ == "__main__":
    sys.exit(main())
