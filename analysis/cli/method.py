"""The method sheet of a comparison: enough to do it again."""

from hashlib import sha256
from importlib.metadata import version

import msgspec

from analysis.cli.as_json import Json
from analysis.cli.asked import Asked, Read
from analysis.cli.numbers import SEED, Rules
from analysis.report import TESTS

SOFTWARE = ("numpy", "scipy", "pandas")


def fingerprint_of(read: Read) -> str:
    """Return the SHA-256 of the questions as JSON."""
    return sha256(msgspec.json.encode(read.questions, order="deterministic")).hexdigest()


def method_sheet(asked: Asked, read: Read, rules: Rules) -> Json:
    """Return what was asked, of whom, and how it was tested.

    ``fingerprint`` is the SHA-256 of the questions as JSON: two comparisons that share it
    counted the same items, answers and pillars.
    """
    return {
        "file": asked.file.name,
        "file_format": asked.file_format,
        "fingerprint": fingerprint_of(read),
        "rows_left_out": dict(read.unread),
        "rows_of_neither_group": read.left_out,
        "invited": {"leaders": rules.invited.leaders, "staff": rules.invited.staff},
        "margin": rules.margin,
        "confidence": 0.95,
        "alpha": 0.05,
        "corrections": {
            "pillars": "Holm, differences and equivalences apart",
            "questions": "Benjamini and Hochberg",
        },
        "bootstrap_seed": SEED,
        "tests": list(TESTS),
        "software": {each: version(each) for each in SOFTWARE},
    }
