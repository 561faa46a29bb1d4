"""What a teacher gets: a plan of 50 minutes for each lesson, made from the lesson itself."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest
import scripts
from notebooks import LESSONS, ROOT, calls, read

from widgets import content

README = (ROOT / "classroom" / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def planner() -> ModuleType:
    return scripts.load(ROOT / "classroom" / "plan.py")


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_plan_fills_the_lesson_and_no_more(planner: ModuleType, path: Path) -> None:
    rows = planner.plan(read(path))
    assert sum(row.minutes for row in rows) == 50
    assert min(row.minutes for row in rows) >= 1


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_plan_names_the_exercises_of_the_open_path(planner: ModuleType, path: Path) -> None:
    planned = [title for row in planner.plan(read(path)) for title in row.exercises]
    keys = calls(read(path), "exercise", further=False)
    titles = [content.load_exercise(key)["title"] for key in keys if key != "start-here/pause"]
    if not path.stem.startswith("00"):  # there the pause is the skill
        assert planned == titles


def test_the_plan_is_printed_for_a_number(
    planner: ModuleType, capsys: pytest.CaptureFixture
) -> None:  # type: ignore[type-arg]
    assert planner.main(["1"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Lesson 1: What emotional detachment is\n")
    assert " 47 to 50 " in told


@pytest.mark.parametrize("words", [[], ["99"], ["banana"]])
def test_an_unknown_lesson_is_told_in_a_sentence(
    planner: ModuleType,
    capsys: pytest.CaptureFixture,  # type: ignore[type-arg]
    words: list[str],
) -> None:
    assert planner.main(words) == 2
    assert "Name one lesson by its number: 00, 01" in capsys.readouterr().err


def test_the_guide_says_of_each_lesson_whether_it_suits_a_class() -> None:
    rows = dict(re.findall(r"^\| (\d+) \|[^|]*\| ([^|]+?) \|", README, re.MULTILINE))
    said = {"whole": "yes", "care": "with care", "not": "no"}
    assert rows == {
        str(int(one["file"][:2])): said[one["in_class"]["fit"]]
        for one in content.load_reference("lessons")
    }
