"""The commands of `python -m analysis`, their options and their exit status."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.cli.asked import Asked, parse_pillars, split_names
from analysis.cli.compared import Wanted, compare_file
from analysis.cli.numbers import Rules
from analysis.cli.predicted import parse_predictions
from analysis.cli.published import (
    LEAST_THRESHOLD,
    REPORTS,
    PublishOptions,
    keep_apart,
    print_summary,
    publish_file,
    publish_stored,
    read_file,
    reported,
    stored,
    write,
)
from analysis.cli.taking import take_file
from analysis.cli.told import print_json, print_table
from analysis.importers.formats import FORMATS, PLAIN
from analysis.publication import to_json
from analysis.stats.finite_population import Invited
from survey.errors import SurveyError

_MARGINS = (0.05, 0.15)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 when it worked, 1 with one message on standard error, 2 for usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        _run(options)
    except argparse.ArgumentTypeError as error:
        parser.error(str(error))
    except BrokenPipeError:
        return 1
    except SurveyError as error:
        advice = "" if error.advice in {SurveyError.advice, str(error)} else f" {error.advice}"
        told = str(error)
        sys.stderr.write(f"{told}{'' if told.endswith(('.', '?')) else '.'}{advice}\n")
        return 1
    return 0


def _run(options: argparse.Namespace) -> None:
    {
        "compare": _compare,
        "publish": _publish,
        "report": _report,
        "import-round": _import_round,
    }[options.command](options)


def _compare(options: argparse.Namespace) -> None:
    document = compare_file(
        _asked(options),
        Wanted(
            rules=Rules(
                invited=Invited(leaders=options.invited_leaders, staff=options.invited_staff),
                margin=options.margin,
            ),
            departments=options.departments,
            departments_are=options.departments_are,
            margins=options.staff_margins,
            earlier=options.earlier,
        ),
    )
    (print_json if options.json else print_table)(document)


def _publish(options: argparse.Namespace) -> None:
    if options.round is not None:
        publication = publish_stored(options.round, by=options.by)
    elif options.file is None or options.items is None or not _has_groups(options):
        raise argparse.ArgumentTypeError(
            "publish needs FILE with --group, --leaders, --staff, --items and --out, or --round"
        )
    elif options.out is None:
        raise argparse.ArgumentTypeError("publish FILE needs --out PUBLICATION.json")
    else:
        keep_apart(options.out, options.file, options.invited, *options.earlier)
        publication = publish_file(
            _asked(options),
            PublishOptions(
                people=options.invited,
                threshold=options.threshold,
                margin=options.margin,
                earlier=tuple(options.earlier),
                name=options.name,
            ),
        )
    print_summary(publication)
    if options.out is not None:
        write(options.out, to_json(publication))


def _import_round(options: argparse.Namespace) -> None:
    sys.stdout.write(f"{take_file(options.file, by=options.by)}\n")


def _has_groups(options: argparse.Namespace) -> bool:
    return None not in {options.group, options.leaders, options.staff}


def _report(options: argparse.Namespace) -> None:
    if (options.round is None) == (options.publication is None):
        raise argparse.ArgumentTypeError("report needs either --round or --publication")
    keep_apart(options.out, options.publication)
    found = stored(options.round) if options.round else read_file(options.publication)
    write(options.out, reported(found, options.format, round_id=options.round))


def _asked(options: argparse.Namespace) -> Asked:
    if options.leaders == options.staff:
        raise argparse.ArgumentTypeError("--leaders and --staff must be two different values")
    pillars = parse_pillars(options.pillar)
    return Asked(
        file=options.file,
        group=options.group,
        leaders=options.leaders,
        staff=options.staff,
        items=options.items,
        pillars=pillars,
        categories=options.categories,
        file_format=options.file_format,
        keep_unfinished=options.keep_unfinished,
        no_answer=options.no_answer or (),
        segments=getattr(options, "segments", None) or (),
        outcome=getattr(options, "outcome", None),
        predicted=parse_predictions(
            getattr(options, "predicted_share", ()),
            getattr(options, "predicted_answer", ()),
            items=options.items,
            pillars=tuple(pillars),
        ),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m analysis", description="Compare leaders with staff, honestly."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    compare = commands.add_parser(
        "compare", help="compare two groups in a file with one row a respondent"
    )
    _add_compare(compare)
    _add_publish(commands.add_parser("publish", help="release the tables that may be shown"))
    taking = commands.add_parser("import-round", help="take a round exported elsewhere")
    taking.add_argument("file", type=Path, metavar="FILE")
    taking.add_argument("--by", default="command line", metavar="WHO", help="for the audit")
    report = commands.add_parser("report", help="write the report of a publication")
    report.add_argument("--round", metavar="ROUND", help="a published round of this database")
    report.add_argument("--publication", type=Path, metavar="FILE")
    report.add_argument("--format", choices=REPORTS, required=True)
    report.add_argument("--out", type=Path, required=True, metavar="FILE")
    return parser


def _add_compare(compare: argparse.ArgumentParser) -> None:
    _add_file_options(compare, required=True)
    compare.add_argument("--invited-leaders", type=_people, metavar="N")
    compare.add_argument("--invited-staff", type=_people, metavar="N")
    compare.add_argument(
        "--departments", metavar="COLUMN", help="how far staff's departments differ"
    )
    compare.add_argument(
        "--departments-are",
        choices=("all", "sample"),
        default="all",
        help="all there are (the default), or a sample of those asked about",
    )
    compare.add_argument(
        "--staff-margins",
        type=Path,
        metavar="FILE",
        help="staff's roster as column,value,invited, to weight staff to",
    )
    compare.add_argument(
        "--outcome", metavar="ITEM", help="which pillars go together with this item among staff"
    )
    compare.add_argument(
        "--earlier", type=Path, metavar="FILE", help="an earlier round: has the gap moved?"
    )
    compare.add_argument(
        "--predicted-share",
        action="append",
        default=[],
        metavar="NAME=COLUMN",
        help="leaders' guess how many per cent of staff are favourable on an item or pillar",
    )
    compare.add_argument(
        "--predicted-answer",
        action="append",
        default=[],
        metavar="ITEM=COLUMN",
        help="leaders' guess which answer most staff give to an item",
    )
    compare.add_argument("--json", action="store_true", help="print JSON for another program")


def _add_publish(publish: argparse.ArgumentParser) -> None:
    _add_file_options(publish, required=False)
    publish.add_argument("--segments", type=_names, metavar="department,site")
    publish.add_argument("--invited", type=Path, metavar="PEOPLE.csv")
    publish.add_argument("--threshold", type=_threshold, default=5, metavar="5")
    publish.add_argument(
        "--earlier", type=Path, action="append", default=[], metavar="PUBLICATION.json"
    )
    publish.add_argument("--name", metavar="NAME", help="what to call it; the file's name if not")
    publish.add_argument("--round", metavar="ROUND", help="a closed round of this database")
    publish.add_argument("--by", default="command line", metavar="WHO", help="for the audit")
    publish.add_argument("--out", type=Path, metavar="PUBLICATION.json")


def _add_file_options(parser: argparse.ArgumentParser, *, required: bool) -> None:
    nargs = None if required else "?"
    parser.add_argument("file", type=Path, metavar="FILE", nargs=nargs)
    parser.add_argument("--group", required=required, metavar="COLUMN")
    parser.add_argument("--leaders", required=required, metavar="VALUE")
    parser.add_argument("--staff", required=required, metavar="VALUE")
    parser.add_argument("--items", type=_names, required=required, metavar="a,b,c")
    parser.add_argument("--pillar", action="append", default=[], metavar="NAME=a,b,c")
    parser.add_argument(
        "--categories",
        type=_names,
        metavar="1,2,3,4,5",
        help="all answers, lowest first; a|b is one",
    )
    parser.add_argument(
        "--no-answer", type=_names, metavar="a,b", help="answers that count as none: Don't know"
    )
    parser.add_argument(
        "--file-format",
        choices=FORMATS,
        default=PLAIN,
        metavar="|".join(FORMATS),
        help="the tool that wrote the file (docs/importing.md)",
    )
    parser.add_argument(
        "--keep-unfinished",
        action="store_true",
        help="take responses too that the tool calls unfinished",
    )
    parser.add_argument("--margin", type=_margin, default=0.10, metavar="0.10")


def _names(text: str) -> tuple[str, ...]:
    names = split_names(text)
    if not all(names) or len(set(names)) < len(names):
        raise argparse.ArgumentTypeError(
            f"must be different names with commas (in quotation marks where they "
            f"have some), got {text!r}"
        )
    return names


def _people(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a number of people, got {text!r}")
    return int(text)


def _threshold(text: str) -> int:
    if not text.isdigit() or int(text) < LEAST_THRESHOLD:
        raise argparse.ArgumentTypeError(
            f"must be a number of people, at least {LEAST_THRESHOLD}, got {text!r}"
        )
    return int(text)


def _margin(text: str) -> float:
    try:
        margin = float(text)
    except ValueError:
        margin = 0.0
    if not _MARGINS[0] <= margin <= _MARGINS[1]:
        raise argparse.ArgumentTypeError(
            f"must be from {_MARGINS[0]:.2f} to {_MARGINS[1]:.2f}, got {text!r}"
        )
    return margin
