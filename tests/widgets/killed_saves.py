"""Saves that are killed, and saves at once, in processes of their own. test_record.py starts it.

    killed_saves.py kill FOLDER POINTS SEED    kill saves at random moments
    killed_saves.py save FOLDER NAME TIMES     save day after day, as one notebook of two

It is a script because a process that forks should have no threads.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from widgets.envelope import Cost, RecordProblem
from widgets.record import Store

KEY = "two-weeks/log"
PHRASE = "four or five words"
WHOLE = {"notes.json", "notes-before.json", "notes.lock"}


def answers(turn: int) -> dict[str, Any]:
    """Words that are long enough to be cut anywhere, and that tell one save from another."""
    return {"entries": {"2026-11-29": {"what": f"{turn} " * 2000, "turn": turn}}}


def store(folder: Path) -> Store:
    found = Store(folder, Cost(2**14, 1, 1))
    if found.state()["lock"]:
        found.unlock(PHRASE)
    return found


def turn_in(found: Store) -> int:
    """Return which save was found, after a look at all of it."""
    state = found.state()
    assert state["problem"] is None, state
    held = found.give({KEY: {}})[KEY]
    turn = int(held["entries"]["2026-11-29"]["turn"])
    assert held == answers(turn), "neither the old nor the new one"
    return turn


Act = Callable[[Store], object]


class Run(NamedTuple):
    """How long something took: lines of our own Python, and seconds."""

    lines: int
    seconds: float


def in_child(act: Act, folder: Path, end: Run) -> Run:
    """Do ``act`` in a child that dies at that line or after that time, if it is not 0."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        lines = 0

        def trace(frame: FrameType, event: str, _argument: object) -> Any:
            nonlocal lines
            # Else most lines would be filelock's and pathlib's, between which nothing happens.
            if Path(frame.f_code.co_filename).parent.name != "widgets":
                return None
            if event == "line":
                lines += 1
                if lines == end.lines:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        status = 1
        try:
            mine = store(folder)
            mine.give({KEY: {}})
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, end.seconds)
            begun = time.perf_counter()
            if not end.seconds:
                sys.settrace(trace)
            act(mine)
            sys.settrace(None)
            signal.setitimer(signal.ITIMER_REAL, 0)
            os.write(writer, json.dumps([lines, time.perf_counter() - begun]).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader) as file:
        told = file.read()
    _, status = os.waitpid(child, 0)
    assert told or os.WIFSIGNALED(status), "it ended by itself"
    return Run(*json.loads(told)) if told else end


def measure(act: Act, folder: Path) -> Run:
    """Return how long ``act`` takes, tried on a copy of the folder."""
    copy = folder.with_name("copy")
    shutil.copytree(folder, copy)
    traced = in_child(act, copy, Run(0, 0))
    shutil.rmtree(copy)
    shutil.copytree(folder, copy)
    timed = in_child(act, copy, Run(0, 60))
    shutil.rmtree(copy)
    return Run(traced.lines, timed.seconds)


def turn_the_lock(mine: Store) -> None:
    """Set a lock, or take it off."""
    if mine.state()["lock"]:
        mine.unlock_for_good()
    else:
        mine.lock(PHRASE)


def look_after(folder: Path) -> None:
    """Check what may never be, whenever a save is killed."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
    assert set(texts) <= WHOLE, "nothing was damaged"
    if '"lock"' in texts.get("notes.json", ""):
        assert '"lock"' in texts["notes-before.json"], "an open file beside a locked one"


def kill(folder: Path, points: int, seed: int) -> None:
    """Kill saves, and every fourth time the setting or taking off of a lock, at any moment."""
    rng = random.Random(seed)  # noqa: S311 - a test
    first = store(folder)
    first.lock(PHRASE)  # so that all is loaded here, and not counted in each child
    first.unlock_for_good()
    first.save({KEY: answers(0)})
    first.save({KEY: answers(1)})
    told = {"old": 0, "new": 0, "between": 0, "locked": 0, "open": 0}
    whole = {True: measure(lambda mine: mine.save({KEY: answers(2)}), folder)}
    whole[False] = measure(turn_the_lock, folder)
    for old in range(1, points + 1):
        new = old + 1

        def save_new(mine: Store, new: int = new) -> None:
            mine.save({KEY: answers(new)})

        is_save = old % 4 > 0
        # By the clock every third time, so that a system's call ends half-way too; else by the line,
        # half of these in the last quarter, where files take each other's places.
        all_lines, seconds = whole[is_save]
        line = rng.randint(rng.choice([1, all_lines * 3 // 4]), all_lines)
        end = Run(line, 0) if old % 3 else Run(0, rng.uniform(1e-6, seconds))
        in_child(save_new if is_save else turn_the_lock, folder, end)
        look_after(folder)
        after = store(folder)
        assert not list(folder.glob("*.part")), "what may be open beside a lock goes at once"
        turn = turn_in(after)
        assert turn in ((old, new) if is_save else (old,))
        told["new" if turn == new else "old"] += 1
        told["between"] += not (folder / "notes.json").exists()
        told["locked" if after.state()["lock"] else "open"] += 1
        after.save({KEY: answers(new)})
        assert turn_in(store(folder)) == new
        assert {path.name for path in folder.iterdir()} == WHOLE, "nothing is left over"
    sys.stdout.write(json.dumps(told))


def save(folder: Path, name: str, times: int) -> None:
    """Save one more day each time, as a learner who tries again when another page is saving."""
    mine = Store(folder)
    entries: dict[str, Any] = {}
    for n in range(times):
        entries = {**entries, f"{name}-{n}": {"what": f"words of {name}"}}
        given = None
        while given is None:
            try:
                given = mine.save({KEY: {"entries": entries}}, {name: "2026-11-29"})
            except RecordProblem as problem:
                if problem.code != "busy":
                    raise
        entries = given.get(KEY, {"entries": entries})["entries"]


if __name__ == "__main__":
    what, where, *rest = sys.argv[1:]
    if what == "kill":
        kill(Path(where), int(rest[0]), int(rest[1]))
    else:
        save(Path(where), rest[0], int(rest[1]))
