"""Time the set-up of a fresh clone against plain pip, both with empty caches, in one run.

    python benchmarks/setup.py

The aim is a ratio below 0.5. It takes about two minutes and fetches some 500 MB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLAIN = ("jupyterlab", "ipywidgets", "matplotlib", "nbval", "pytest")
AIM = 0.5


def seconds(*commands: list[str], folder: Path, env: dict[str, str]) -> float:
    """Run commands one after another; return how long they took."""
    begun = time.perf_counter()
    for command in commands:
        subprocess.run(command, cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def fresh(folder: Path, *, uv: bool) -> dict[str, str]:
    """Return an environment with empty caches, in which uv is found or not."""
    folder.mkdir()
    env = {**os.environ, "HOME": str(folder), "UV_CACHE_DIR": str(folder / "uv")}
    env["PIP_CACHE_DIR"] = str(folder / "pip")
    if not uv:
        path = os.environ["PATH"].split(os.pathsep)
        names = ("uv", "uv.exe")
        env["PATH"] = os.pathsep.join(
            p for p in path if not any(Path(p, n).exists() for n in names)
        )
    return env


def set_up(folder: Path, env: dict[str, str]) -> float:
    """Set the course up in a clone of this checkout's last commit."""
    clone = folder.with_suffix(".clone")
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    command = [sys.executable, "-c", "import course; course.set_up()"]
    return seconds(command, folder=clone, env=env)


def plain_pip(folder: Path, env: dict[str, str]) -> float:
    """Install the packages that a person would by hand into a fresh venv."""
    python = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    make = [sys.executable, "-m", "venv", str(folder / "venv")]
    install = [str(python), "-m", "pip", "install", "--quiet", *PLAIN]
    return seconds(make, install, folder=folder, env=env)


def main() -> int:
    """Print three times and two ratios; fail when the aim is missed."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        pip = plain_pip(place / "plain", fresh(place / "plain", uv=False))
        print(f"pip install {' '.join(PLAIN)}: {pip:.1f} s")
        ratios = []
        for uv in (False, True):
            folder = place / f"uv-{uv}"
            took = set_up(folder, fresh(folder, uv=uv))
            ratios.append(took / pip)
            how = "uv is on the PATH" if uv else "no uv on the PATH"
            print(f"set-up from an empty clone, {how}: {took:.1f} s, ratio {took / pip:.2f}")
    return int(max(ratios) >= AIM)


if __name__ == "__main__":
    sys.exit(main())
