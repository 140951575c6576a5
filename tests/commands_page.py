"""Makes docs/commands.md from the commands themselves: ``python -m tests.commands_page``."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from analysis.cli.commands import _parser as analysis_parser
from survey.cli import _parser as survey_parser

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
_TOP = """# Commands

Made from the commands' own help by `python -m tests.commands_page`; a test keeps it current.
Every command ends with 0, with 1 and one clear message on standard error, or with 2 for usage.
Other programs may rely on these formats, which stay as they are:
`links` has the columns person, email, link; `compare --json` prints `plumbline/compare@1`;
`publish` writes `plumbline/publication@1`.
"""
Found = tuple[str, str, argparse.ArgumentParser]


def commands(parser: argparse.ArgumentParser, name: str, about: str = "") -> Iterator[Found]:
    """Yield every command that does something, with its full name and what it does."""
    groups = [
        action for action in parser._actions if isinstance(action, argparse._SubParsersAction)
    ]
    if not groups:
        yield name, about, parser
    for group in groups:
        helps = {choice.dest: choice.help or "" for choice in group._choices_actions}
        for word, inner in group.choices.items():
            yield from commands(inner, f"{name} {word}", helps.get(word, ""))


def described(found: Found) -> str:
    name, about, parser = found
    lines = [f"### `{name}`", "", f"{about[:1].upper()}{about[1:]}.", ""]
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        words = ", ".join(action.option_strings) or action.metavar or action.dest
        value = f" {action.metavar}" if action.option_strings and action.metavar else ""
        help_text = f": {action.help}" if action.help else ""
        lines.append(f"- `{words}{value}`{help_text}")
    return "\n".join(lines).rstrip() + "\n"


def page() -> str:
    """Return the whole page."""
    parts = [_TOP]
    for title, parser, name in (
        ("Running rounds", survey_parser(), "python -m survey"),
        ("Comparing and reporting", analysis_parser(), "python -m analysis"),
    ):
        parts.append(f"## {title}\n")
        parts.extend(described(found) for found in commands(parser, name))
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
