"""The README tells the truth: its links, commands, pictures and badge."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")


def test_every_link_to_a_file_leads_somewhere() -> None:
    for guide in GUIDES:
        text = (ROOT / guide).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)\)", text):
            assert (ROOT / target).exists(), f"{guide}: {target}"


def test_every_command_is_one_of_course_py() -> None:
    told = (ROOT / "course.py").read_text(encoding="utf-8")
    for command in re.findall(r"`python3 course\.py (\w+)", README):
        assert f"{{COMMAND}} {command}" in told


def test_every_folder_of_the_table_is_there() -> None:
    for folder in re.findall(r"^\| `(\w+)/` \|", README, re.MULTILINE):
        assert (ROOT / folder).is_dir()


def test_the_badge_opens_the_first_lesson_of_this_repository() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    owner_and_name = project["urls"]["Repository"].removeprefix("https://github.com/")
    assert (
        f"https://mybinder.org/v2/gh/{owner_and_name}/HEAD"
        "?urlpath=doc/tree/lessons/00-start-here.ipynb"
    ) in README


def test_every_lesson_that_is_there_is_named() -> None:
    for path in (ROOT / "lessons").glob("[0-9]*.ipynb"):
        assert f"lessons/{path.name}" in README
