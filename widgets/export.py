"""Make what is made from something else: schemas, sentences, two notebooks, a calendar.

Run ``python -m widgets.export`` after a change to the models, to ``strings.yml``, to
``exercises/gallery.yml`` or to ``lessons/reference/glossary.yml``. It needs what the tests need.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "exercises" / "gallery.yml"
GALLERY = EXAMPLES.with_suffix(".ipynb")
FOLDER = HERE / "schemas"
GALLERY_OPENING = """\
# Every kind of exercise

This page is for people who write or translate the course. It shows each kind of exercise with a
real example, and below it the text that makes it. Copy that text into a file of `exercises/` and
change the words: an editor that knows YAML completes and checks the fields."""
GALLERY_FIGURE = """\
## Figure

A picture of numbers, drawn from a file beside it. That file holds its words, its source and what
it cannot say; the text for people who do not see it is made from the numbers."""
WORDS = EXAMPLES.with_name("words.ipynb")
WORDS_OPENING = """\
# Words explained

**What the words of this course mean, in plain language.** Each leads to a lesson that speaks of
it."""
LETTERS = ("A to D", "E to H", "I to P", "Q to Z")
READING_STRINGS = HERE / "jupyter" / "labextension" / "reading" / "strings.js"
REMINDERS = HERE / "reminders.ics"
REMINDER_DAYS = (2, 7, 21)  # those of the recall cards
FIRST_DAY = date(2000, 1, 1)  # the front end moves it to the learner's own day
EVENING = timedelta(hours=18)


def schemas() -> dict[str, dict[str, Any]]:
    """Return every schema by the name of its file."""
    from .models import FigureData, json_schema
    from .reference_models import json_schemas

    return {
        "exercises": json_schema(),
        "figure": FigureData.model_json_schema(),
        **json_schemas(),
    }


def reading_strings() -> str:
    """Return the module that tells the reading view its sentences."""
    from .yaml_text import load_yaml

    told = json.dumps(load_yaml(HERE / "strings.yml")[0]["reading"], indent=2, ensure_ascii=False)
    return (
        "/** Made from widgets/strings.yml by `python -m widgets.export`; change it there. */\n"
        f"export const strings = {told};\n"
    )


def reminders() -> str:
    """Return the calendar of a plan made on `FIRST_DAY`: three days, and nothing of the plan.

    A calendar is seen by others, so no word in it tells of the course. They are days and not
    hours: they block nothing, and no time zone moves them. A phone may show them in the evening.
    """
    from icalendar import Alarm, Calendar, Event

    from .yaml_text import load_yaml

    title = load_yaml(HERE / "strings.yml")[0]["worksheet"]["reminder"]
    calendar = Calendar()
    calendar.add("prodid", "-//Reminders//EN")
    calendar.add("version", "2.0")
    for day in REMINDER_DAYS:
        start = FIRST_DAY + timedelta(days=day)
        event = Event()
        event.add("uid", f"DAY-{day}")
        event.add("dtstamp", datetime.combine(FIRST_DAY, datetime.min.time(), UTC))
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(days=1))
        event.add("summary", title)
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)  # the standard asks for one
        alarm.add("trigger", EVENING)
        event.add_component(alarm)
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made.decode()


def _cell(name: str, source: str, *, code: bool = False) -> dict[str, Any]:
    about: dict[str, Any] = {
        "arms_length": {"part": "text"},
        "deletable": False,
        "editable": False,
    }
    cell: dict[str, Any] = {
        "cell_type": "code" if code else "markdown",
        "id": name,
        "metadata": about,
        "source": source.splitlines(keepends=True),
    }
    if code:
        about["jupyter"] = {"source_hidden": True}
        cell |= {"execution_count": None, "outputs": []}
    return cell


def gallery() -> str:
    """Return the notebook that shows each exercise of gallery.yml with its YAML below it."""
    from .cells import IMPORT_LINE
    from .models import KINDS, read_exercises

    entries = re.split(r"(?m)^(?=  - id: )", EXAMPLES.read_text(encoding="utf-8"))[1:]
    shown = read_exercises(EXAMPLES)
    cells = [
        _cell("import", IMPORT_LINE, code=True),
        _cell("strip", 'lesson("00-start-here")', code=True),
        _cell("opening", GALLERY_OPENING),
    ]
    for (name, exercise), entry in zip(shown.items(), entries, strict=True):
        kind = exercise["kind"]
        about = f"## {kind.capitalize()}\n\n{KINDS[kind].__doc__}"
        cells += [
            _cell(f"about-{name}", about),
            _cell(f"show-{name}", f'exercise("gallery/{name}")', code=True),
            _cell(f"yaml-{name}", f"In YAML:\n\n```yaml\n{entry.rstrip()}\n```"),
        ]
    figure = HERE / "figures" / "dimmer.yml"
    cells += [
        _cell("about-figure", GALLERY_FIGURE),
        _cell("show-figure", 'figure("dimmer")', code=True),
        _cell(
            "yaml-figure",
            f"In YAML:\n\n```yaml\n{figure.read_text(encoding='utf-8').rstrip()}\n```",
        ),
    ]
    return _notebook(cells, {"practice": "gallery", "title": "Every kind of exercise"})


def words() -> str:
    """Return the notebook that explains the words of the course."""
    from .cells import IMPORT_LINE
    from .content import load_reference

    titles = {one["file"]: one["title"] for one in load_reference("lessons")}
    cells = [
        _cell("import", IMPORT_LINE, code=True),
        _cell("strip", 'lesson("00-start-here")', code=True),
        _cell("opening", WORDS_OPENING),
    ]
    terms = load_reference("glossary")
    for letters in LETTERS:
        first, last = letters[0].lower(), letters[-1].lower()
        lines = []
        for one in terms:
            if not first <= one["term"][0].lower() <= last:
                continue
            also = f" (also: {', '.join(one['also'])})" if one["also"] else ""
            lesson = one["lesson"]
            lines.append(
                f"**{one['term'].capitalize()}**{also}: {one['plain']} "
                f"[{int(lesson[:2])}: {titles[lesson]}](../lessons/{lesson}.ipynb)"
            )
        name = letters.lower().replace(" ", "-")
        cells.append(_cell(name, "\n\n".join([f"## {letters}", *lines])))
    return _notebook(cells, {"practice": "words", "title": "Words explained"})


def _notebook(cells: list[dict[str, Any]], about: dict[str, str]) -> str:
    notebook = {
        "cells": cells,
        "metadata": {
            "arms_length": about,
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def text(schema: dict[str, Any]) -> str:
    """Return the text of a schema's file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write every file that is made from another."""
    FOLDER.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        (FOLDER / f"{name}.json").write_text(text(schema), encoding="utf-8")
    READING_STRINGS.write_text(reading_strings(), encoding="utf-8")
    GALLERY.write_text(gallery(), encoding="utf-8")
    WORDS.write_text(words(), encoding="utf-8")
    # Its lines end with \r\n, on every system.
    REMINDERS.write_text(reminders(), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
