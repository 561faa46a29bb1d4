"""Import time and memory: the three names of the course beside ``import anywidget``.

Run ``python benchmarks/imports.py``. Whole processes in turn, 15 pairs after a warm-up; the
ratio is the median of the pairs' ratios.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

PAIRS = 15
MEMORY = """
import sys
try:
    import resource
    unit = 1 if sys.platform == "darwin" else 1024
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
except ImportError:
    print(0)
"""
ANYWIDGET = "import anywidget"
OURS = "from widgets import exercise, figure, lesson"
USED = f"{OURS}\nlesson('01-what-it-is'); exercise('what-it-is/guesses'); figure('dimmer')"


def run(code: str) -> tuple[float, int]:
    """Return the seconds and the peak bytes of a new process that runs ``code``."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code + MEMORY], check=True, capture_output=True, text=True
    )
    return time.perf_counter() - start, int(done.stdout)


def main() -> None:
    """Print the table."""
    plans = {"import anywidget": ANYWIDGET, "the three names": OURS, "names and one use each": USED}
    for code in plans.values():
        run(code)
    rounds = [{name: run(code) for name, code in plans.items()} for _ in range(PAIRS)]
    print(f"{'':<24}{'time':>10}{'ratio':>8}{'memory':>12}{'ratio':>8}")
    for name in plans:
        times = [one[name][0] for one in rounds]
        memory = [one[name][1] for one in rounds]
        by_time = statistics.median(one[name][0] / one["import anywidget"][0] for one in rounds)
        by_memory = statistics.median(
            one[name][1] / (one["import anywidget"][1] or 1) for one in rounds
        )
        print(
            f"{name:<24}{statistics.median(times) * 1000:>7.0f} ms{by_time:>8.2f}"
            f"{statistics.median(memory) / 2**20:>9.1f} MB{by_memory:>8.2f}"
        )


if __name__ == "__main__":
    main()
