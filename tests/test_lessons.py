"""The rules of a lesson, for every notebook in lessons/, found by pattern.

A lesson is prose cells of one idea each and code cells of one line. Each cell says in its
metadata which part of the lesson it belongs to and which claims it teaches.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import textstat

from widgets import cells, content
from widgets.reference_models import WordingRule

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "lessons").glob("*.ipynb"))
WORDS_A_MINUTE = 200

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
    "safety": "only lessons 03, 10 and 11 open with the safety questions",
    "figure": "only where there is an honest one, and it may stand in the open path",
    "sort": "or a worked worksheet",
    "more-questions": "only where the open path has no time for all of them",
}
# Parts whose kind of exercise is not built yet. A lesson that has one fails: take it off this list.
PENDING = {"warm-up": "needs the kind recall"}

NUMBERS_OF_ALL = {"18": "the age from which someone is an adult"}
DATE = re.compile(
    r"(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December) \d{4}"
)
LIST_ITEM = re.compile(r"[\s>]*(?:-|\d+\.) ")


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


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def notebook(path: Path) -> Any:
    return read(path)


# What a notebook holds


def test_there_are_lessons() -> None:
    assert NOTEBOOKS


def test_lesson_is_in_the_plan_and_agrees_with_it(path: Path, notebook: Any) -> None:
    mine, planned = notebook["metadata"]["arms_length"], plan()[path.stem]
    assert mine["lesson"] == path.stem
    assert {name: mine[name] for name in ("title", "minutes", "further_minutes")} == {
        name: planned[name] for name in ("title", "minutes", "further_minutes")
    }
    assert all(mine[name] for name in ("message", "audience", "knows"))
    assert mine["stirs"] in (True, False)


def test_code_cells_are_one_known_line(notebook: Any) -> None:
    code = [source(cell) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert code[0] == cells.IMPORT_LINE
    assert all(cells.parse(line) for line in code[1:])


def test_cells_are_locked_and_named(notebook: Any) -> None:
    for cell in notebook["cells"]:
        assert re.fullmatch(r"[a-z]+(?:-[a-z0-9]+)*", cell["id"]), cell["id"]
        assert cell["metadata"]["editable"] is False
        assert cell["metadata"]["deletable"] is False
        assert set(about(cell)) <= {"part", "claims", "further"}
        if cell["cell_type"] == "code":
            assert cell["metadata"]["jupyter"] == {"source_hidden": True}


def test_nothing_is_left_from_a_run(notebook: Any) -> None:
    assert "widgets" not in notebook["metadata"]
    for cell in notebook["cells"]:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None


def test_parts_stand_in_order(path: Path, notebook: Any) -> None:
    expected = (START if path.stem.startswith("00") else WHOLE).split()
    given = [part for part, _ in groupby(about(cell)["part"] for cell in notebook["cells"])]
    assert not PENDING.keys() & set(given)
    left_out = (OPTIONAL.keys() | PENDING.keys()) - set(given)
    assert given == [part for part in expected if part not in left_out]


def test_go_further_holds_all_that_follows_it(notebook: Any) -> None:
    late = [about(cell).get("further", False) for cell in notebook["cells"]]
    first = late.index(True)
    assert late == [False] * first + [True] * (len(late) - first)
    assert source(notebook["cells"][first]).startswith("## Go further")


def test_headings_step_down_one_at_a_time(notebook: Any) -> None:
    levels = [
        len(mark)
        for cell in prose(notebook)
        for mark in re.findall(r"^(#+) ", source(cell), re.MULTILINE)
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_message_stands_at_the_top(notebook: Any) -> None:
    opening = next(c for c in notebook["cells"] if about(c)["part"] == "opening")
    bold = re.findall(r"\*\*(.+?)\*\*", source(opening))
    assert bold[0] == notebook["metadata"]["arms_length"]["message"]


def test_people_are_said_to_be_invented(notebook: Any) -> None:
    scene = " ".join(source(c) for c in notebook["cells"] if about(c)["part"] == "scene")
    assert "invented" in scene


# Help


def test_help_line_stands_in_the_prose_before_anything_is_asked(notebook: Any) -> None:
    parts = [about(cell)["part"] for cell in notebook["cells"]]
    text = source(notebook["cells"][parts.index("help")])
    for words in ("findahelpline.com", "112", "911", "999", "000", "111"):
        assert words in text
    code = [i for i, cell in enumerate(notebook["cells"]) if source(cell).startswith("exercise(")]
    assert parts.index("help") < code[0]


def test_help_line_is_the_same_everywhere() -> None:
    texts = {
        source(cell)
        for path in NOTEBOOKS
        for cell in read(path)["cells"]
        if about(cell)["part"] == "help"
    }
    assert len(texts) == 1


def test_lesson_says_whether_it_may_stir_things_up(notebook: Any) -> None:
    text = next(source(c) for c in notebook["cells"] if about(c)["part"] == "about")
    if notebook["metadata"]["arms_length"]["stirs"]:
        assert "may stir things up" in text
        assert "skip" in text


# Claims and sources


def test_every_claim_of_the_plan_is_taught_in_prose(path: Path, notebook: Any) -> None:
    taught = {
        claim
        for cell in prose(notebook)
        if about(cell)["part"] not in ("card", "unknown", "sources")
        for claim in about(cell).get("claims", ())
    }
    assert set(plan()[path.stem]["claims"]) <= taught


def test_every_claim_in_a_cell_is_known(notebook: Any) -> None:
    for cell in notebook["cells"]:
        assert set(about(cell).get("claims", ())) <= claims().keys(), cell["id"]


def test_every_claim_of_the_plan_has_a_source_that_is_shown(path: Path, notebook: Any) -> None:
    text = "".join(source(c) for c in notebook["cells"] if about(c)["part"] == "sources")
    shown = {one["id"] for one in references().values() if f"]({one['link']})" in text}
    for claim in plan()[path.stem]["claims"]:
        assert shown & set(claims()[claim]["refs"]), claim


def test_sources_are_known_looked_up_and_dated(notebook: Any) -> None:
    text = "\n".join(source(c) for c in notebook["cells"] if about(c)["part"] == "sources")
    by_link = {one["link"]: one for one in references().values()}
    for label, link in re.findall(r"\[([^\]]*)\]\(([^)]*)\)", text):
        assert by_link[link]["verified"] == "yes", link
        assert label.endswith(str(by_link[link]["year"])), label
    assert re.search(r"Written in \w+ \d{4}", text)
    assert re.search(r"read again.* on \d{1,2} \w+ \d{4}", text)


def test_every_number_stands_in_a_source_that_is_shown(notebook: Any) -> None:
    """Counts up to ten, minutes, help lines and dates are no figures. A share always is one."""
    all_text = "\n".join(source(cell) for cell in prose(notebook))
    said = " ".join(
        f"{one['year']} {one.get('plain', '')} {one['key_finding']}"
        for one in references().values()
        if f"]({one['link']})" in all_text
    )
    for cell in prose(notebook):
        if about(cell)["part"] in ("about", "help", "contents", "further"):
            continue
        text = without_links(source(cell))
        for share in re.findall(r"\d+ ?%|\b\d+ in \d+\b", text):
            assert share in said, f"{cell['id']}: {share}"
        lines = (LIST_ITEM.sub("", line) for line in DATE.sub("", text).splitlines())
        for number in re.findall(r"\d[\d,.]*\d|\d", "\n".join(lines)):
            if number in NUMBERS_OF_ALL or (number.isdigit() and int(number) <= 10):
                continue
            assert number in said, f"{cell['id']}: {number}"


def test_links_lead_somewhere(path: Path, notebook: Any) -> None:
    known = {one["link"] for one in references().values()} | {"https://findahelpline.com"}
    for cell in prose(notebook):
        for link in re.findall(r"\]\(([^)]*)\)", source(cell)):
            assert link in known or (path.parent / link).is_file(), f"{cell['id']}: {link}"


def test_next_part_leads_on(path: Path, notebook: Any) -> None:
    text = "".join(source(c) for c in notebook["cells"] if about(c)["part"] == "next")
    at = NOTEBOOKS.index(path)
    for neighbour in NOTEBOOKS[max(at - 1, 0) : at + 2]:
        if neighbour != path:
            assert f"]({neighbour.name})" in text
    assert at == 0 or "](00-start-here.ipynb)" in text


def test_first_lesson_lists_all_lessons() -> None:
    text = "".join(source(c) for c in read(NOTEBOOKS[0])["cells"] if about(c)["part"] == "contents")
    for name, one in plan().items():
        if name == NOTEBOOKS[0].stem:
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


def test_whatever_is_shown_exists(notebook: Any) -> None:
    for key in calls(notebook, "exercise"):
        content.load_exercise(key)
    for key in calls(notebook, "figure"):
        assert (ROOT / "widgets" / "figures" / f"{key}.yml").is_file()
        assert (ROOT / "widgets" / "figures" / f"{key}.py").is_file()


def test_strip_comes_first_and_is_the_lessons_own(path: Path, notebook: Any) -> None:
    assert calls(notebook, "lesson") == [path.stem]
    assert source(notebook["cells"][1]) == f'lesson("{path.stem}")'


def test_rating_is_asked_before_and_after_the_skill(notebook: Any) -> None:
    shown = [content.load_exercise(key) for key in calls(notebook, "exercise")]
    asked = [one for one in shown if one["kind"] == "checkin"]
    for before, after in zip(asked[::2], asked[1::2], strict=True):
        assert "after" not in before
        assert after["after"] == before["id"]


# Time and words


def minutes(notebook: Any, *, further: bool) -> float:
    words = sum(count_words(source(cell)) for cell in prose(notebook, further=further))
    exercises = calls(notebook, "exercise", further=further)
    return words / WORDS_A_MINUTE + sum(content.load_exercise(key)["minutes"] for key in exercises)


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


def test_sections_can_be_read(notebook: Any) -> None:
    grades = {text: textstat.flesch_kincaid_grade(text) for text in sections(notebook)}
    assert {text: grade for text, grade in grades.items() if grade > 9} == {}
    assert median(grades.values()) <= 7


def test_sentences_are_short(notebook: Any) -> None:
    for text in sections(notebook):
        assert textstat.avg_sentence_length(text) <= 25, text


def test_lists_are_short(notebook: Any) -> None:
    for cell in prose(notebook):
        items = (bool(LIST_ITEM.match(line)) for line in source(cell).splitlines())
        assert all(len(list(run)) <= 7 for item, run in groupby(items) if item), cell["id"]


def test_words_to_avoid_are_avoided(path: Path, notebook: Any) -> None:
    wording = content.load_reference("wording")
    medicines = re.compile(rf"\b(?:{'|'.join(wording['medicines'])})\b", re.IGNORECASE)
    for cell in prose(notebook):
        text = without_links(source(cell))
        assert not medicines.search(text), cell["id"]
        for rule in (WordingRule(**one) for one in wording["rules"]):
            if rule.level == "never" and f"lesson:{path.stem}" not in rule.where_allowed:
                assert not rule.compiled().search(text), f"{cell['id']}: {rule.id}, say: {rule.say}"
