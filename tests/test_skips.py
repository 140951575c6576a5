"""A green run on CI means that everything ran: a skipped test fails it, absent data aside."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def exit_status(folder: Path, reason: str, *, ci: str) -> int:
    (folder / "test_one.py").write_text(
        f"import pytest\n\n\ndef test_one():\n    pytest.skip({reason!r})\n", encoding="utf-8"
    )
    run = subprocess.run(  # noqa: S603 - our own interpreter
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest"),
            *("-p", "no:cacheprovider", "-c", os.devnull, f"--rootdir={folder}", str(folder)),
        ],
        cwd=ROOT,
        env={**os.environ, "CI": ci},
        capture_output=True,
        check=False,
    )
    return run.returncode


def test_a_skipped_test_fails_the_run_on_ci(tmp_path: Path) -> None:
    assert exit_status(tmp_path, "no PostgreSQL here", ci="true") == pytest.ExitCode.TESTS_FAILED


def test_a_skipped_test_is_fine_at_home(tmp_path: Path) -> None:
    assert exit_status(tmp_path, "no PostgreSQL here", ci="") == pytest.ExitCode.OK


def test_absent_data_is_fine_everywhere(tmp_path: Path) -> None:
    assert exit_status(tmp_path, "../shared/data is absent", ci="true") == pytest.ExitCode.OK
