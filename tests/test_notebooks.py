"""The rules of every notebook that a learner opens: lessons and practice notebooks.

A notebook is prose cells of one idea each and code cells of one line. Each cell says in its
metadata which part it belongs to and which claims it teaches.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import textstat
from notebooks import (
    LESSONS,
    PRACTICES,
    ROOT,
    about,
    calls,
    claims,
    prose,
    read,
    references,
    sections,
    source,
    without_links,
)

from widgets import cells, content
from widgets.reference_models import WordingRule

NOTEBOOKS = [*LESSONS, *PRACTICES]

NUMBERS_OF_ALL = {"18": "the age from which someone is an adult"}
DATE = re.compile(
    r"(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December) \d{4}"
)
LIST_ITEM = re.compile(r"[\s>]*(?:-|\d+\.) ")


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def notebook(path: Path) -> Any:
    return read(path)


def may_say(path: Path, rule: WordingRule) -> bool:
    """Tell whether a lesson, or one that this notebook belongs to, is allowed the word."""
    of = {one["file"]: one["lessons"] for one in content.load_reference("practices")}
    return bool(
        {f"lesson:{name}" for name in of.get(path.stem, [path.stem])} & set(rule.where_allowed)
    )


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


def test_every_claim_in_a_cell_is_known(notebook: Any) -> None:
    for cell in notebook["cells"]:
        assert set(about(cell).get("claims", ())) <= claims().keys(), cell["id"]


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


def explains(text: str, at: re.Match[str], also: list[str]) -> bool:
    """Tell whether a term stands in bold, or is explained on the spot."""
    bold = [m.span() for m in re.finditer(r"\*\*.+?\*\*", text, re.DOTALL)]
    if any(start <= at.start() < end for start, end in bold):
        return True
    if any(name.lower() in text[start:end].lower() for start, end in bold for name in also):
        return True
    return bool(re.match(r"\*?( \(|: )", text[at.end() :]))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_terms_are_explained_where_they_first_come_up(path: Path) -> None:
    """In bold with their meaning, or in brackets; words that everyone knows need none."""
    body = [
        "\n".join(line for line in without_links(source(c)).splitlines() if line[:1] != "#")
        for c in prose(read(path))
        if about(c)["part"] in ("limits", "which-help", "section", "skill")
    ]
    for one in content.load_reference("glossary"):
        term = re.compile(rf"\b{re.escape(one['term'])}\b", re.IGNORECASE)
        first = next(((text, at) for text in body if (at := term.search(text))), None)
        if first and not one["everyday"]:
            assert explains(*first, one["also"]), one["term"]


def test_links_lead_somewhere(path: Path, notebook: Any) -> None:
    known = {one["link"] for one in references().values()} | {"https://findahelpline.com"}
    for cell in prose(notebook):
        for link in re.findall(r"\]\(([^)]*)\)", source(cell)):
            assert link in known or (path.parent / link).is_file(), f"{cell['id']}: {link}"


def test_whatever_is_shown_exists(notebook: Any) -> None:
    for key in calls(notebook, "exercise"):
        content.load_exercise(key)
    for key in calls(notebook, "figure"):
        assert (ROOT / "widgets" / "figures" / f"{key}.yml").is_file()
        assert (ROOT / "widgets" / "figures" / f"{key}.py").is_file()


def test_rating_is_asked_before_and_after_the_skill(notebook: Any) -> None:
    shown = [content.load_exercise(key) for key in calls(notebook, "exercise")]
    asked = [one for one in shown if one["kind"] == "checkin"]
    for before, after in zip(asked[::2], asked[1::2], strict=True):
        assert "after" not in before
        assert after["after"] == before["id"]


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
            if rule.level == "never" and not may_say(path, rule):
                assert not rule.compiled().search(text), f"{cell['id']}: {rule.id}, say: {rule.say}"
