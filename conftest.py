"""The order of the tests: fast to slow, so that a plain mistake shows in the first seconds."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

# Nobody's own record is read or written by a test, nor by a kernel that one starts.
os.environ["ARMS_LENGTH_FOLDER"] = str(Path(tempfile.gettempdir(), f"course-{os.getpid()}", "kept"))

SLOW = ("slow", "browser", "jupyter", "firefox")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put plain tests first, then browsers and servers, and the notebooks (nbval) last.

    What takes minutes runs only if someone names its marker.
    """
    # Not in `addopts`, where any other -m would take its place and let them in.
    if "long" not in config.getoption("markexpr"):
        left_out = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]

    def slowness(item: pytest.Item) -> int:
        if item.path.suffix == ".ipynb":
            return len(SLOW) + 1
        return max(
            (n for n, mark in enumerate(SLOW, 1) if item.get_closest_marker(mark)), default=0
        )

    items.sort(key=slowness)
