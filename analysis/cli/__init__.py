"""`python -m analysis`: compare, publish, report."""

from analysis.cli.commands import main

__all__ = ["main"]
