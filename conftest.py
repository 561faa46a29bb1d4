"""The order of the tests, and what holds for each: nothing is kept, and nothing leaves."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from itertools import groupby
from pathlib import Path
from typing import Any

import outside
import pytest

# Nobody's own record is read or written by a test, nor by a kernel that one starts.
os.environ["ARMS_LENGTH_FOLDER"] = str(Path(tempfile.gettempdir(), f"course-{os.getpid()}", "kept"))

SLOW = ("slow", "browser", "jupyter", "firefox")
# Tests that share what is dear to start: a Jupyter server, or the built pages.
SHARED = ("tests/jupyter/", "tests/pages/")


def pytest_configure() -> None:
    """Guard this Python and all that it starts, the notebooks' kernels among them."""
    outside.guard()


def pytest_unconfigure() -> None:
    """Take the notes of the guard away."""
    outside.unguard()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Fail a test, or a notebook's cell, during which any Python tried to call another computer."""
    yield
    if tries := outside.take_tries():
        pytest.fail(f"{item.name} called another computer:\n" + "\n".join(tries), pytrace=False)


def slowness(item: pytest.Item) -> int:
    """Tell how late an item comes: plain tests first, then browsers, servers, and the notebooks."""
    if item.path.suffix == ".ipynb":
        return len(SLOW) + 1
    return max((n for n, mark in enumerate(SLOW, 1) if item.get_closest_marker(mark)), default=0)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests into their order, fast to slow: a plain mistake shows in the first seconds.

    What takes minutes runs only if someone names its marker.
    """
    # Not in `addopts`, where any other -m would take its place and let them in.
    if "long" not in config.getoption("markexpr"):
        left_out = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    items.sort(key=slowness)
    if hasattr(config, "workerinput"):
        # One worker begins with the longest chain, the others with the plain tests.
        first, pages = SHARED
        items.sort(
            key=lambda item: (
                not item.nodeid.startswith(first),
                bool(slowness(item)) or item.nodeid.startswith(pages),
            )
        )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each worker whole files, in our order; what shares something dear goes to one worker."""
    from xdist.scheduler import LoadScopeScheduling

    class InUnits(LoadScopeScheduling):  # type: ignore[misc]
        def schedule(self) -> None:
            if self.collection is None:
                self.units = units(next(iter(self.registered_collections.values())))
            super().schedule()

        def _split_scope(self, nodeid: str) -> str:
            return self.units[nodeid]

    return InUnits(config, log) if config.getoption("dist") == "loadscope" else None


def units(names: list[str]) -> dict[str, str]:
    """Name for each test what it runs with: those of its file that stand beside it in the order."""
    found = {}
    for n, (file, run) in enumerate(groupby(names, lambda name: name.split("::")[0])):
        shared = next((folder for folder in SHARED if file.startswith(folder)), None)
        found |= dict.fromkeys(run, shared or f"{file} {n}")
    return found
