"""Where the lesson is running, and what all exercises of a page share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from .content import load_reference, load_strings, open_lessons, open_practices

ELSEWHERE = ("figure", "page", "paper", "reading")  # parts of strings.yml that no exercise asks for


def place() -> str:
    """Return ``binder``, ``class`` or ``computer``, as the server that started us tells it."""
    if "BINDER_SERVICE_HOST" in os.environ or "BINDER_LAUNCH_HOST" in os.environ:
        return "binder"
    if "JUPYTERHUB_API_URL" in os.environ:
        return "class"
    return "computer"


def shared_data(where: str | None = None) -> dict[str, Any]:
    """Return what a page needs once: strings, help lines, notebooks, a calendar, and the place.

    ``where`` is ``browser`` for the page edition, else found by `place`.
    """
    strings = {part: told for part, told in load_strings().items() if part not in ELSEWHERE}

    def listed(notebooks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{name: one[name] for name in ("file", "title", "open")} for one in notebooks]

    # Read as bytes: its lines end with \r\n, and have to.
    reminders = Path(__file__).with_name("reminders.ics").read_bytes().decode()
    return {
        "strings": strings,
        "helplines": load_reference("helplines")["places"],
        "lessons": listed(open_lessons()),
        "practices": listed(open_practices()),
        "reminders": reminders,
        "place": where or place(),
    }
