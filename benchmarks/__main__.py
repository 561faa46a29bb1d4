"""Run every benchmark in one go: ``python benchmarks``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

for name in ("setup", "feedback", "pages", "imports", "record", "browser_record"):
    print(f"\n{name}", flush=True)
    subprocess.run([sys.executable, HERE / f"{name}.py"], check=True)
