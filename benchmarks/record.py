"""Saving and loading the learner's record: time and size, for a log of 14 and of 10,000 days.

Run ``python benchmarks/record.py``. Medians of 9 rounds, each with one more day. A save ends when
the disk has really written; what the processor took of it stands beside it. A passphrase is paid
for by scrypt once for each opening, not for each save.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from widgets.envelope import derive, read_envelope
from widgets.record import Store

ROUNDS = 9
KEY = "two-weeks/log"
PHRASE = "four or five words"
FIRST = date(2000, 1, 1)
SAID = ("slept", "late", "then", "work", "a", "call", "my", "sister", "walk", "rain", "tea", "grey")


def entry(rng: random.Random) -> dict[str, Any]:
    """Return one day as a learner might note it."""
    return {
        "mood": rng.randint(0, 10),
        "numb": rng.randint(0, 10),
        "word": rng.choice(SAID),
        "what": " ".join(rng.sample(SAID, 10)),
        "sleep": 7.5,
    }


def timed(act: Callable[[], Any]) -> tuple[float, float]:
    """Return the milliseconds that ``act`` took, and those of the processor among them."""
    start, computing = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - start) * 1000, (time.process_time() - computing) * 1000


def measure(days: int, folder: Path, *, locked: bool) -> dict[str, float]:
    """Return medians in milliseconds, and the size in KB."""
    rng = random.Random(days)  # noqa: S311 - invented days
    entries = {(FIRST + timedelta(days=n)).isoformat(): entry(rng) for n in range(days)}
    store = Store(folder)
    if locked:
        store.lock(PHRASE)
    store.save({KEY: {"entries": entries}})
    file = folder / "notes.json"
    lock = read_envelope(file.read_bytes()).lock
    key = derive(PHRASE, lock) if lock else None
    opening = timed(lambda: lock and derive(PHRASE, lock))
    saves, loads = [], []
    for n in range(ROUNDS):
        new = (FIRST + timedelta(days=days + n)).isoformat()
        entries = {**entries, new: entry(rng)}
        saves.append(timed(partial(store.save, {KEY: {"entries": entries}})))
        loads.append(timed(lambda: read_envelope(file.read_bytes()).open(key)))
    return {
        "save": statistics.median(one for one, _ in saves),
        "of it computing": statistics.median(one for _, one in saves),
        "load": statistics.median(one for one, _ in loads),
        "of that computing": statistics.median(one for _, one in loads),
        "passphrase": opening[0] if lock else 0,
        "size": file.stat().st_size / 1000,
    }


def main() -> None:
    """Print the table."""
    shown = False
    for days in (14, 10_000):
        for locked in (False, True):
            with tempfile.TemporaryDirectory() as name:
                found = measure(days, Path(name) / "record", locked=locked)
            if not shown:
                print(f"{'':<22}" + "".join(f"{column:>19}" for column in found))
                shown = True
            row = f"{days:,} days, {'locked' if locked else 'open'}"
            cells = [
                f"{one:.1f} {'KB' if column == 'size' else 'ms'}" for column, one in found.items()
            ]
            print(f"{row:<22}" + "".join(f"{cell:>19}" for cell in cells))


if __name__ == "__main__":
    main()
