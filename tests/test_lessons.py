"""The rules of a lesson, for every notebook in lessons/, found by pattern.

What holds for practice notebooks too stands in test_notebooks.py.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from notebooks import (
    LESSONS,
    ROOT,
    about,
    calls,
    claims,
    minutes,
    plan,
    prose,
    read,
    references,
    source,
)

from widgets import content

# The parts of a lesson, in order. Lesson 00 has an order of its own.
WHOLE = """
import strip opening about help safety scene guesses section skill questions card unknown settle
next further warm-up more-questions sort figure skill-lines explain sources
"""
START = """
import strip opening about help scene limits which-help skill finder card next
further soon questions skill-lines unknown place contents sources
"""
# Parts that a lesson may do without.
OPTIONAL = {
    "warm-up": "only where a lesson before it has something to ask again",
    "safety": "only lessons 03, 10 and 11 open with the safety questions",
    "figure": "only where there is an honest one, and it may stand in the open path",
    "sort": "or a worked worksheet",
    "more-questions": "only where the open path has no time for all of them",
}


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def notebook(path: Path) -> Any:
    return read(path)


# What a notebook holds


def test_there_are_lessons() -> None:
    assert LESSONS


def test_lesson_is_in_the_plan_and_agrees_with_it(path: Path, notebook: Any) -> None:
    mine, planned = notebook["metadata"]["arms_length"], plan()[path.stem]
    assert mine["lesson"] == path.stem
    assert {name: mine[name] for name in ("title", "minutes", "further_minutes")} == {
        name: planned[name] for name in ("title", "minutes", "further_minutes")
    }
    assert all(mine[name] for name in ("message", "audience", "knows"))
    assert mine["stirs"] in (True, False)


def test_parts_stand_in_order(path: Path, notebook: Any) -> None:
    expected = (START if path.stem.startswith("00") else WHOLE).split()
    given = [part for part, _ in groupby(about(cell)["part"] for cell in notebook["cells"])]
    left_out = OPTIONAL.keys() - set(given)
    assert given == [part for part in expected if part not in left_out]


def test_go_further_holds_all_that_follows_it(notebook: Any) -> None:
    late = [about(cell).get("further", False) for cell in notebook["cells"]]
    first = late.index(True)
    assert late == [False] * first + [True] * (len(late) - first)
    assert source(notebook["cells"][first]).startswith("## Go further")


def test_people_are_said_to_be_invented(notebook: Any) -> None:
    scene = " ".join(source(c) for c in notebook["cells"] if about(c)["part"] == "scene")
    assert "invented" in scene


# Claims and sources


def test_every_claim_of_the_plan_is_taught_in_prose(path: Path, notebook: Any) -> None:
    taught = {
        claim
        for cell in prose(notebook)
        if about(cell)["part"] not in ("card", "unknown", "sources")
        for claim in about(cell).get("claims", ())
    }
    assert set(plan()[path.stem]["claims"]) <= taught


def test_every_claim_of_the_plan_has_a_source_that_is_shown(path: Path, notebook: Any) -> None:
    text = "".join(source(c) for c in notebook["cells"] if about(c)["part"] == "sources")
    shown = {one["id"] for one in references().values() if f"]({one['link']})" in text}
    for claim in plan()[path.stem]["claims"]:
        assert shown & set(claims()[claim]["refs"]), claim


def test_next_part_leads_on(path: Path, notebook: Any) -> None:
    text = "".join(source(c) for c in notebook["cells"] if about(c)["part"] == "next")
    at = LESSONS.index(path)
    for neighbour in LESSONS[max(at - 1, 0) : at + 2]:
        if neighbour != path:
            assert f"]({neighbour.name})" in text
    assert at == 0 or "](00-start-here.ipynb)" in text


def test_lesson_leads_to_its_practice_notebooks(path: Path, notebook: Any) -> None:
    text = "".join(source(cell) for cell in prose(notebook))
    for one in content.open_practices():
        if path.stem in one["lessons"]:
            assert not one["open"] or f"](../exercises/{one['file']}.ipynb)" in text


def test_first_lesson_lists_all_lessons() -> None:
    text = "".join(source(c) for c in read(LESSONS[0])["cells"] if about(c)["part"] == "contents")
    for name, one in plan().items():
        if name == LESSONS[0].stem:
            continue
        line = f"{int(name[:2])}: {one['title']}"
        is_open = (ROOT / "lessons" / f"{name}.ipynb").is_file()
        assert (f"[{line}]({name}.ipynb)" if is_open else f"- {line}\n") in text


# Exercises


def test_exercises_of_the_lesson_are_shown_once_and_in_order(path: Path, notebook: Any) -> None:
    """A lesson may also borrow from another's file, such as the pause."""
    name = path.stem[3:]
    shown = [key for key in calls(notebook, "exercise") if key.startswith(f"{name}/")]
    assert shown == [f"{name}/{one}" for one in content.load_exercises(name)]


def test_strip_comes_first_and_is_the_lessons_own(path: Path, notebook: Any) -> None:
    assert calls(notebook, "lesson") == [path.stem]
    assert source(notebook["cells"][1]) == f'lesson("{path.stem}")'


# Time and words


def test_open_path_takes_the_minutes_it_says(path: Path, notebook: Any) -> None:
    said = notebook["metadata"]["arms_length"]["minutes"]
    assert minutes(notebook, further=False) <= said <= (5 if path.stem.startswith("00") else 15)
    text = next(source(c) for c in notebook["cells"] if about(c)["part"] == "about")
    assert f"About {said} minutes" in text


def test_whole_lesson_takes_25_minutes_or_less(notebook: Any) -> None:
    said = notebook["metadata"]["arms_length"]
    assert minutes(notebook, further=True) <= said["further_minutes"]
    assert said["minutes"] + said["further_minutes"] <= 25
    text = next(source(c) for c in notebook["cells"] if about(c)["part"] == "further")
    assert f"About {said['further_minutes']} more minutes" in text
