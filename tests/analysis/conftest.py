"""What the analysis's tests share."""

from pathlib import Path

import pytest

_SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    if not _SHARED.is_dir():
        pytest.skip(f"the public data sets are not at {_SHARED}")
    return _SHARED
