"""The load test in small: thirty people answer real pages of a real server."""

import re
import subprocess
import sys

import pytest


@pytest.mark.load
def test_thirty_people_at_once_lose_nothing_and_store_nothing_twice() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "benchmarks.answering", "--quick"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (made.returncode, made.stderr) == (0, ""), made.stdout + made.stderr
    lines = re.findall(r"^\| Plumbline, uvicorn.* \| 30 \|.*\| 0 / 0 \|", made.stdout, re.MULTILINE)
    assert len(lines) == 3  # the burst, with a draft, without one
    assert "Every bar is met" in made.stdout
