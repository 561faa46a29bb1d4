"""Content loads alike from a checkout and from a wheel."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
READ = """
import json, widgets
from widgets.content import load_exercise, load_reference, open_lessons, root
from widgets import figure, lesson
said = [load_exercise("start-here/pause"), load_reference("helplines"), open_lessons()]
print(json.dumps([str(root()), said, repr(figure("dimmer")), lesson("00-start-here").content]))
"""


def read_in(folder: Path) -> tuple[Path, object]:
    """Return where a new process finds the content, and what it reads."""
    done = subprocess.run(
        [sys.executable, "-c", READ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    place, *said = json.loads(done.stdout)
    return Path(place), said


@pytest.mark.slow
def test_a_wheel_holds_what_a_checkout_holds(tmp_path: Path) -> None:
    source = tmp_path / "source"
    # What begins with a dot may be some tool's, which writes into it at this very moment.
    ignored = shutil.ignore_patterns(".[a-z]*", "build", "node_modules", "__*__")
    shutil.copytree(ROOT, source, ignore=ignored)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    place, said = read_in(tmp_path / "installed")
    assert place == tmp_path / "installed" / "widgets" / "_content"
    assert said == read_in(source)[1]
