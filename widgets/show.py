"""What a lesson's cells call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .base import Exercise, Notice
from .content import load_exercise, load_strings
from .errors import ContentError
from .strip import strip_content

_shown: dict[str, Exercise] = {}


def exercise(key: str) -> Exercise | Notice:
    """Show an exercise by its name, such as ``exercise("what-it-is/quiz")``.

    A second call with the same name shows it with the answers given so far.
    """
    return _show(key, lambda: load_exercise(key))


def lesson(key: str) -> Exercise | Notice:
    """Show the strip that opens a lesson: leave quickly, pause, help now."""
    return _show(f"strip/{key}", lambda: strip_content(key))


def _show(key: str, load: Callable[[], dict[str, Any]]) -> Exercise | Notice:
    strings = load_strings()["base"]
    try:
        content = load()
        # One widget for each exercise, or every reload of the page would add a set to the kernel.
        if key not in _shown or _shown[key].content != content:
            _shown[key] = Exercise(key, content)
        return _shown[key]
    except KeyError:
        return Notice(strings["unknown"].format(key=key))
    except ContentError as error:
        return Notice(strings["mistake"].format(problems="\n".join(error.problems)))


def shown(key: str) -> Exercise | None:
    """Return the exercise that stands in this notebook under ``key``, if there is one."""
    return _shown.get(key)


def keys_shown() -> list[str]:
    """Return the names of all exercises that stand in this notebook."""
    return list(_shown)
