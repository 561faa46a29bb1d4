"""A minute plan for teaching one lesson in 50 minutes, made from the lesson's own data.

``python3 course.py class 02`` prints it. Nothing here is written by hand for one lesson: parts,
minutes, exercises and who may do them together come from the notebook and from exercises/.
"""

from __future__ import annotations

import json
import re
import sys
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from widgets import cells, content
from widgets.errors import ContentError

LESSON_MINUTES = 50
ALOUD = 130  # words a minute, read aloud to a class
TALK = 1.5  # pairs need longer than one reader
FRAME = {"welcome": 4, "settle": 2, "close": 3}
# What a class does in each part of a lesson. Others are left for reading at home.
TOGETHER = {
    "limits": "Read aloud what the course can do and what it cannot.",
    "which-help": "Read the lists aloud. Who likes, leaves them out and does the quiet task.",
    "safety": "Read the questions in silence. Nobody answers aloud, and nobody is asked.",
    "finder": "Each picks a lesson for themselves. Nobody has to say which.",
    "scene": "Read the scene aloud. The people are invented.",
    "guesses": "Guess, each for themselves. Nobody has to say their guess.",
    "section": "Read aloud by turns, exercises in pairs. Talk about the invented people only.",
    "skill": "Read the steps aloud. Trying it is a free choice, alone and in silence.",
    "questions": "Answer in pairs, then read the reasons.",
    "card": "Read the card aloud. Who likes, copies it by hand.",
    "unknown": "Read what is not known.",
}
ALONE = "For those who like, each alone. Not shared. The others do the quiet task."


class Part(NamedTuple):
    """One row of the plan: how long, what the class does, with which exercises."""

    minutes: int
    what: str
    exercises: list[str]


def _words(source: str) -> int:
    return len(re.sub(r"\]\([^)]*\)|[*_#>`]", " ", source).split())


def _about(cell: Any) -> dict[str, Any]:
    return dict(cell["metadata"]["arms_length"])


def _needed(notebook: Any) -> list[tuple[str, float, list[dict[str, Any]]]]:
    """Return the parts of the open path with the minutes each would like."""
    open_path = (cell for cell in notebook["cells"] if not _about(cell).get("further"))
    found = []
    for part, run in groupby(open_path, key=lambda cell: _about(cell)["part"]):
        if part not in TOGETHER:
            continue
        minutes, shown = 0.0, []
        for cell in run:
            source = "".join(cell["source"])
            call = cells.parse(source) if cell["cell_type"] == "code" else None
            if call and call.name == "exercise":
                exercise = content.load_exercise(call.key)
                shown.append(exercise)
                minutes += exercise["minutes"] * TALK
            elif cell["cell_type"] == "markdown":
                minutes += _words(source) / ALOUD
        found.append((part, minutes, shown))
    return found


def plan(notebook: Any) -> list[Part]:
    """Return the rows of the plan; together they take `LESSON_MINUTES`."""
    needed = _needed(notebook)
    left = LESSON_MINUTES - sum(FRAME.values())
    scale = left / sum(minutes for _, minutes, _ in needed)
    rows = []
    ends = 0.0
    given = 0
    for part, minutes, shown in needed:
        ends += minutes * scale
        mine = max(1, round(ends) - given)
        given += mine
        alone = shown and all(one["fit_for"] == ["private"] for one in shown)
        what = f"{TOGETHER[part]} {ALONE}" if alone and part != "skill" else TOGETHER[part]
        rows.append(Part(mine, what, [one["title"] for one in shown]))
    # Whole minutes rarely add up; the longest part gives or takes what is over.
    longest = max(range(len(rows)), key=lambda i: rows[i].minutes)
    rows[longest] = rows[longest]._replace(minutes=rows[longest].minutes + left - given)
    return [
        Part(
            FRAME["welcome"], "Ground rules, Help now, the quiet task, what may stir things up.", []
        ),
        *rows,
        Part(FRAME["settle"], "Settle: the one-minute pause, eyes open.", []),
        Part(FRAME["close"], "One thing each takes along, said or kept. Where help is.", []),
    ]


def text(lesson: dict[str, Any], notebook: Any) -> str:
    """Return the plan of ``lesson`` (its entry in lessons.yml) as plain text."""
    lines = [
        f"Lesson {int(lesson['file'][:2])}: {lesson['title']}",
        f"In a class: {lesson['in_class']['note']}",
        "",
        "minutes",
    ]
    start = 0
    for row in plan(notebook):
        end = start + row.minutes
        lines.append(f"{start:>3} to {end:<3} {row.what}")
        lines += [f"           {title}" for title in row.exercises]
        start = end
    return "\n".join([*lines, "", "Read classroom/README.md first."])


def main(arguments: list[str]) -> int:
    """Print the plan of the lesson whose number or name is given; return the exit code."""
    open_lessons = {one["file"]: one for one in content.open_lessons() if one["open"]}
    name = arguments[0] if arguments else ""
    found = [one for file, one in open_lessons.items() if name and file.startswith(name.zfill(2))]
    if len(found) != 1:
        known = ", ".join(file[:2] for file in open_lessons)
        print(f"Name one lesson by its number: {known}.", file=sys.stderr)
        return 2
    path = content.root() / "lessons" / f"{found[0]['file']}.ipynb"
    try:
        print(text(found[0], json.loads(Path(path).read_text(encoding="utf-8"))))
    except ContentError as error:
        print("\n".join(error.problems), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
