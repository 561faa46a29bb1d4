"""Where the content is, and how a kernel gets it without paying for its check.

Content is checked by `widgets.models` (and `widgets.reference_models`) once for each state
of a file. What passed is kept as JSON beside this module, the way Python keeps byte code;
a changed file, or changed rules, are checked again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from .errors import ContentError

_HERE = Path(__file__).parent
CHECKED = _HERE / "__checked__"


def root() -> Path:
    """Return the folder that holds ``lessons`` and ``exercises``: a checkout's or a wheel's."""
    inside = _HERE / "_content"
    return inside if inside.is_dir() else _HERE.parent


@cache
def _rules() -> bytes:
    """Return the source of everything that decides whether content is right."""
    names = ("models.py", "reference_models.py", "yaml_text.py")
    return b"".join(p.read_bytes() for n in names if (p := _HERE / n).is_file())


def digest(*parts: bytes) -> str:
    """Return a name for the state that ``parts`` are in."""
    import hashlib  # a kernel has it already; a script that only imports us need not pay

    return hashlib.sha256(b"".join(parts)).hexdigest()[:20]


_read: dict[Path, tuple[str, Any]] = {}


def load_checked(path: Path, check: Callable[[Path], Any]) -> Any:
    """Return the data of ``path``, checked by ``check`` unless this state of it passed before."""
    state = digest(_rules(), path.read_bytes())
    if _read.get(path, ("",))[0] == state:
        return deepcopy(_read[path][1])
    kept = CHECKED / f"{path.parent.name}-{path.stem}-{state}.json"
    try:
        data = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        data = check(path)
        keep(kept, json.dumps(data, ensure_ascii=False))
    _read[path] = (state, data)
    return deepcopy(data)


def keep(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` in the kept folder, whole or not at all, and drop what is older.

    An installation that cannot be written to works without.
    """
    try:
        CHECKED.mkdir(exist_ok=True)
        stem, _, state = path.stem.rpartition("-")
        for old in CHECKED.glob(f"{stem}-{'?' * len(state)}{path.suffix}"):
            old.unlink(missing_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError:
        pass


def _check_exercises(path: Path) -> Any:
    from .models import read_exercises

    return read_exercises(path)


def _check_reference(path: Path) -> Any:
    from .reference_models import read_reference

    return read_reference(path)


def _check_strings(path: Path) -> Any:
    from .yaml_text import load_yaml

    return load_yaml(path)[0]


def load_exercises(name: str) -> dict[str, dict[str, Any]]:
    """Return the exercises of ``exercises/{name}.yml`` by id.

    Raises KeyError if there is no such file, `ContentError` if it holds a mistake.
    """
    path = root() / "exercises" / f"{name}.yml"
    if not path.is_file():
        raise KeyError(name)
    return load_checked(path, _check_exercises)  # type: ignore[no-any-return]


def load_exercise(key: str) -> dict[str, Any]:
    """Return one exercise, such as ``what-it-is/quiz``. Raises KeyError or `ContentError`."""
    name, _, exercise_id = key.partition("/")
    exercises = load_exercises(name)
    try:
        return complete(exercises[exercise_id], exercises)
    except ContentError as error:
        where = f"exercises/{name}.yml, {exercise_id}"
        raise ContentError([f"{where}, {problem}" for problem in error.problems]) from None


def complete(exercise: dict[str, Any], others: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return ``exercise`` with what it points to, such as a name, words or cards.

    ``others`` are the exercises of the same file. Raises `ContentError`.
    """
    for field in ("example_of", "person"):
        if field in exercise:
            names = {one["key"]: one["name"] for one in load_reference("people")}
            exercise["example_name"] = _one_of(names, field, exercise[field])
    if "looks_back" in exercise:
        guesses = {key: one["items"] for key, one in others.items() if one.get("guess")}
        exercise["pairs"] = _pairs(
            _one_of(guesses, "looks_back", exercise["looks_back"]), exercise["items"]
        )
    if exercise["kind"] == "feelings":
        exercise["words"] = load_reference("feelings")
    if exercise["kind"] == "recall":
        if "draws_from" in exercise:
            decks = {
                key: one["cards"]
                for key, one in others.items()
                if one["kind"] == "recall" and one["cards"]
            }
            exercise["cards"] = _one_of(decks, "draws_from", exercise["draws_from"])
        exercise["cards"] = _of_open_lessons(exercise["cards"])
    if exercise["kind"] == "chooser":
        practices = {one["file"]: one for one in load_reference("practices")}
        for way in exercise["ways"]:
            if "practice" in way:
                _one_of(practices, "practice", way["practice"])
    return exercise


def _pairs(guesses: list[dict[str, Any]], items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each guess with the id of the question that comes back to its idea."""

    def ideas(item: dict[str, Any]) -> set[str]:
        return {o["misconception"] for o in item["options"] if "misconception" in o}

    pairs: list[dict[str, Any]] = []
    for guess in guesses:
        taken = {pair["item"] for pair in pairs}
        again = (
            item["id"]
            for item in items
            if item["id"] not in taken and not item["several"] and ideas(guess) & ideas(item)
        )
        if guess["several"] or (found := next(again, None)) is None:
            message = (
                f"looks_back: no question with one answer comes back to the guess “{guess['id']}”. "
                "Give an option the same misconception as one of its options."
            )
            raise ContentError([message])
        # Its reasons stand with the guess.
        options = [{name: o[name] for name in ("key", "text", "fits")} for o in guess["options"]]
        pairs.append({"id": guess["id"], "ask": guess["ask"], "options": options, "item": found})
    return pairs


def _of_open_lessons(cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lessons = {one["file"]: one for one in open_lessons()}
    found = []
    for card in cards:
        lesson = _one_of(lessons, f"card “{card['key']}”, lesson", card["lesson"])
        if lesson["open"]:
            found.append({**card, "title": lesson["title"]})
    return found


def _one_of(known: dict[str, Any], field: str, key: str) -> Any:
    if key in known:
        return known[key]
    message = f"{field}: there is no “{key}”. Known: {', '.join(known)}."
    raise ContentError([message])


def load_reference(name: str) -> Any:
    """Return ``lessons/reference/{name}.yml``, checked. Raises `ContentError`."""
    return load_checked(root() / "lessons" / "reference" / f"{name}.yml", _check_reference)


@cache
def load_strings() -> dict[str, Any]:
    """Return every sentence of the interface, by part of the interface."""
    return load_checked(_HERE / "strings.yml", _check_strings)  # type: ignore[no-any-return]


def open_lessons() -> list[dict[str, Any]]:
    """Return the lessons in order, each with ``open``: whether its notebook is there."""
    folder = root() / "lessons"
    return [
        {**one, "open": (folder / f"{one['file']}.ipynb").is_file()}
        for one in load_reference("lessons")
    ]


def open_practices() -> list[dict[str, Any]]:
    """Return the practice notebooks in order, each with ``open``: whether it is there."""
    folder = root() / "exercises"
    return [
        {**one, "open": (folder / f"{one['file']}.ipynb").is_file()}
        for one in load_reference("practices")
    ]
