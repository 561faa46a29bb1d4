"""How the tests read a notebook: its cells, its prose, its calls, its minutes."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from widgets import cells, content

ROOT = Path(__file__).parent.parent
LESSONS = sorted((ROOT / "lessons").glob("*.ipynb"))
PRACTICES = [
    path
    for one in content.open_practices()
    if (path := ROOT / "exercises" / f"{one['file']}.ipynb").is_file()
]
WORDS_A_MINUTE = 200


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def source(cell: Any) -> str:
    return "".join(cell["source"])


def about(cell: Any) -> dict[str, Any]:
    return dict(cell["metadata"]["arms_length"])


def prose(notebook: Any, *, further: bool | None = None) -> list[Any]:
    """Return the Markdown cells, all of them or those of one half."""
    return [
        cell
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown" and further in (None, about(cell).get("further", False))
    ]


def calls(notebook: Any, name: str, *, further: bool | None = None) -> list[str]:
    """Return what the code cells show: the literal arguments of ``name``."""
    found = [
        (cells.parse(source(cell)), about(cell).get("further", False))
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]
    return [c.key for c, late in found if c and c.name == name and further in (None, late)]


def without_links(text: str) -> str:
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)


def sentences(text: str) -> str:
    """Return Markdown as plain sentences: a heading or a list item ends like one."""
    lines = []
    for line in without_links(text).splitlines():
        plain = re.sub(r"^[\s>]*(?:#+ |- |\d+\. )?", "", line).replace("**", "").strip()
        if plain:
            lines.append(plain if plain.endswith((".", "?", "!", ":", '"')) else f"{plain}.")
    return "\n".join(lines)


def count_words(text: str) -> int:
    marks = re.compile(r"[^\w]*|\d+\.")
    return sum(not marks.fullmatch(token) for token in without_links(text).split())


def sections(notebook: Any) -> list[str]:
    """Return the prose from each heading to the next."""
    found: list[str] = []
    for cell in prose(notebook):
        if source(cell).startswith("#") or not found:
            found.append("")
        found[-1] += sentences(source(cell)) + "\n"
    return found


@cache
def references() -> dict[str, Any]:
    return {one["id"]: one for one in content.load_reference("references")}


@cache
def claims() -> dict[str, Any]:
    return {one["id"]: one for one in content.load_reference("claims")}


@cache
def plan() -> dict[str, Any]:
    return {one["file"]: one for one in content.load_reference("lessons")}


def minutes(notebook: Any, *, further: bool | None = None) -> float:
    words = sum(count_words(source(cell)) for cell in prose(notebook, further=further))
    exercises = calls(notebook, "exercise", further=further)
    return words / WORDS_A_MINUTE + sum(content.load_exercise(key)["minutes"] for key in exercises)
