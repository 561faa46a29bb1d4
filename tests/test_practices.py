"""The rules of a practice notebook: each is whole by itself, and safe to open first."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from notebooks import LESSONS, PRACTICES, ROOT, about, calls, minutes, prose, read, source

from widgets import content

# The parts, in order. Some notebooks have no safety questions.
PARTS = "import strip opening about help safety steps practice card skill-lines unknown settle next sources"
SAFETY = "safety/home"
MADE = {"gallery", "words"}  # by widgets/export.py, from their YAML files


@pytest.fixture(params=PRACTICES, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def notebook(path: Path) -> Any:
    return read(path)


def planned(path: Path) -> dict[str, Any]:
    return next(one for one in content.open_practices() if one["file"] == path.stem)


def test_every_notebook_in_exercises_is_planned_and_there() -> None:
    there = {path.stem for path in (ROOT / "exercises").glob("*.ipynb")}
    assert there == {one["file"] for one in content.open_practices()} | MADE


def test_it_agrees_with_the_plan(path: Path, notebook: Any) -> None:
    mine, plan = notebook["metadata"]["arms_length"], planned(path)
    assert mine["practice"] == path.stem
    assert {name: mine[name] for name in ("title", "minutes", "lessons")} == {
        name: plan[name] for name in ("title", "minutes", "lessons")
    }


def test_parts_stand_in_order(path: Path, notebook: Any) -> None:
    given = [part for part, _ in groupby(about(cell)["part"] for cell in notebook["cells"])]
    expected = PARTS.split()
    if not planned(path)["safety"]:
        expected.remove("safety")
    assert given == expected


def test_strip_comes_first_and_is_its_own(path: Path, notebook: Any) -> None:
    assert calls(notebook, "lesson") == [path.stem]
    assert source(notebook["cells"][1]) == f'lesson("{path.stem}")'


def test_exercises_of_its_file_are_all_shown_in_order(path: Path, notebook: Any) -> None:
    mine = [key for key in calls(notebook, "exercise") if key.startswith(f"{path.stem}/")]
    if (ROOT / "exercises" / f"{path.stem}.yml").is_file():
        drawn = content.load_exercises(path.stem)
        assert mine == [
            f"{path.stem}/{key}" for key, one in drawn.items() if "draws_from" not in one
        ]


def test_sheets_come_worked_half_filled_and_blank(notebook: Any) -> None:
    shown = [content.load_exercise(key) for key in calls(notebook, "exercise")]
    for sheet in (one for one in shown if one["kind"] == "worksheet"):
        assert any("half" in field for field in sheet["fields"]), sheet["id"]


def test_it_takes_the_minutes_it_says(notebook: Any) -> None:
    said = notebook["metadata"]["arms_length"]["minutes"]
    assert minutes(notebook) <= said
    text = next(source(c) for c in notebook["cells"] if about(c)["part"] == "about")
    assert f"About {said} minutes" in text


def test_it_leads_back_to_its_lessons(path: Path, notebook: Any) -> None:
    text = "".join(source(c) for c in prose(notebook) if about(c)["part"] == "next")
    there = {lesson.stem for lesson in LESSONS}
    for name in {"00-start-here", *planned(path)["lessons"]} & there:
        assert f"](../lessons/{name}.ipynb)" in text


def test_people_are_said_to_be_invented(notebook: Any) -> None:
    text = "".join(source(cell) for cell in prose(notebook))
    names = [one["name"] for one in content.load_reference("people")]
    assert "invented" in text or not any(name in text for name in names)


@pytest.mark.parametrize("path", [*LESSONS, *PRACTICES], ids=lambda path: path.stem)
def test_safety_questions_stand_before_what_waits_for_them(path: Path) -> None:
    shown = calls(read(path), "exercise")
    waits = [key for key in shown if content.load_exercise(key)["only_if_safe"]]
    if waits:
        assert SAFETY in shown[: shown.index(waits[0])]


@pytest.mark.parametrize("path", [*LESSONS, *PRACTICES], ids=lambda path: path.stem)
def test_where_a_home_may_not_be_safe_nothing_goes_into_a_calendar(path: Path) -> None:
    shown = calls(read(path), "exercise")
    plans = [key for key in shown if content.load_exercise(key).get("reminders")]
    assert not plans or SAFETY not in shown, "a phone may be watched"


def test_where_a_home_may_not_be_safe_every_script_waits(path: Path, notebook: Any) -> None:
    if not planned(path)["safety"]:
        pytest.skip("nothing in it can raise a danger at home")
    shown = calls(notebook, "exercise")
    assert shown[0] == SAFETY
    scripts = [content.load_exercise(key) for key in shown if key.startswith(f"{path.stem}/")]
    for one in scripts:
        assert one["only_if_safe"] or one["kind"] not in ("worksheet", "practice"), one["id"]
