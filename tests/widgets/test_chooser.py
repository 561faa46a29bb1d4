"""The chooser: one thing to try and one to leave out, at once, and help before any exercise."""

from __future__ import annotations

from typing import Any

import pytest

from widgets.content import load_exercise
from widgets.errors import ContentError
from widgets.models import Chooser, check
from widgets.paper import paper, plain


def told(page: Any) -> str:
    text: str = page.locator(".al-chooser [role=status]").first.inner_text()
    return text


@pytest.fixture
def right_now() -> dict[str, Any]:
    return load_exercise("right-now/chooser")


@pytest.mark.browser
def test_a_choice_answers_at_once(example: Any, stand_in: Any) -> None:
    page = stand_in(example("chooser"))
    page.get_by_label("Fine, but closed").check()
    assert told(page).split("\n\n") == [
        "Try: One thank you.",
        "Leave out, for now: One big talk.",
    ]
    assert page.locator(".al-lines li:visible").count() == 0


@pytest.mark.browser
def test_another_choice_takes_the_old_answer_away(example: Any, stand_in: Any) -> None:
    page = stand_in(example("chooser"))
    page.get_by_label("Thinking about death").check()
    page.get_by_label("Fine, but closed").check()
    assert "line" not in told(page)
    assert page.locator(".al-lines li:visible").count() == 0


@pytest.mark.browser
def test_thinking_about_death_shows_help_first_and_no_exercise(example: Any, stand_in: Any) -> None:
    page = stand_in(example("chooser"), locale="en-US")
    page.get_by_label("Thinking about death").check()
    assert told(page).startswith("In danger now")
    assert told(page).endswith("Leave out, for now: All exercises.")
    assert "988" in page.locator("[data-line=crisis]").first.inner_text()
    assert page.locator(".al-further:visible").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize(
    ("where", "at", "leads_to"),
    [
        ("browser", "http://127.0.0.1/course/01-what-it-is.html", "/course/small-act.html"),
        (
            "computer",
            "http://127.0.0.1/doc/tree/lessons/01-what-it-is.ipynb",
            "/doc/tree/exercises/small-act.ipynb",
        ),
        (
            "class",
            "http://127.0.0.1/user/x/doc/tree/exercises/naming.ipynb",
            "/user/x/doc/tree/exercises/small-act.ipynb",
        ),
    ],
)
def test_the_link_leads_to_the_notebook_from_both_folders(
    where: str, at: str, leads_to: str, example: Any, stand_in: Any
) -> None:
    page = stand_in(example("chooser"))
    there = [{"file": "small-act", "title": "One tiny planned act", "open": True}]
    page.evaluate("(data) => window.shareAll(data)", {"place": where, "practices": there})
    page.get_by_label("Blank, or flat").check()
    link = page.get_by_role("link", name="Practice it: One tiny planned act")
    href = link.get_attribute("href")
    assert page.evaluate("([href, at]) => new URL(href, at).pathname", [href, at]) == leads_to


@pytest.mark.browser
def test_a_notebook_that_is_not_there_is_not_linked(example: Any, stand_in: Any) -> None:
    page = stand_in(example("chooser"))
    later = [{"file": "small-act", "title": "One tiny planned act", "open": False}]
    page.evaluate("(data) => window.shareAll(data)", {"practices": later})
    page.get_by_label("Blank, or flat").check()
    assert "A short walk." in told(page)
    assert page.locator(".al-chooser a:visible").count() == 0


@pytest.mark.browser
def test_nothing_is_stored_as_it_says(example: Any, stand_in: Any) -> None:
    page = stand_in(example("chooser"))
    page.get_by_label("Blank, or flat").check()
    assert page.get_by_text("Your choice is not kept.").is_visible()
    assert [m["type"] for m in page.evaluate("window.messages")] == ["ready"]


@pytest.mark.browser
def test_the_keyboard_alone_finishes_it(example: Any, stand_in: Any) -> None:
    page = stand_in(example("chooser"))
    for key in ("Tab", "Space", "ArrowDown"):
        page.keyboard.press(key)
    assert told(page).startswith("Try: One thank you.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SELECT", "the country of the lines"


@pytest.mark.browser
def test_the_answer_is_in_sight_on_a_small_screen(right_now: Any, stand_in: Any) -> None:
    page = stand_in(right_now, viewport={"width": 320, "height": 480})
    page.get_by_label("Flooded").check()
    box = page.locator(".al-chooser [role=status]").first.bounding_box()
    assert box["y"] + box["height"] <= 481


@pytest.mark.browser
def test_markup_in_a_way_is_shown_as_text(example: Any, stand_in: Any) -> None:
    bad = "<script>window.ran = 1</script> مرحبا 🫥"
    way = {"key": "a", "feel": bad, "attempt": bad, "leave_out": bad}
    page = stand_in(example("chooser", ways=[way, {**way, "key": "b", "feel": "b"}]))
    page.locator("input").first.check()
    assert told(page) == f"Try: {bad}\n\nLeave out, for now: {bad}"
    assert page.evaluate("window.ran ?? null") is None


# The one that every lesson has


def test_it_says_that_it_comes_from_experience(right_now: Any) -> None:
    assert "experience" in right_now["intro"]
    assert "Nobody has tested it" in right_now["intro"]


def test_each_way_but_help_leads_to_a_planned_notebook(right_now: Any) -> None:
    ways = right_now["ways"]
    assert [way["key"] for way in ways if way["help"]] == ["death"]
    assert all("practice" in way for way in ways if not way["help"])


def test_about_a_medicine_it_says_to_keep_taking_it_and_call(right_now: Any) -> None:
    way = next(one for one in right_now["ways"] if one["key"] == "dull")
    assert way["attempt"].startswith("Keep taking it, and call the person who prescribes it.")
    assert "emergency help" in way["attempt"]


def test_on_paper_every_way_stands_with_both_halves(right_now: Any) -> None:
    for form in (paper, plain):
        text = form(right_now)
        assert text.count("Try: ") == text.count("Leave out, for now: ") == 7
    assert "call your local emergency number" in paper(right_now)


# An author's mistakes


def test_a_practice_that_is_not_planned_is_told(example: Any) -> None:
    way = {"key": "a", "feel": "a", "attempt": "b", "leave_out": "c", "practice": "juggling"}
    with pytest.raises(ContentError, match=r"there is no “juggling”\. Known: naming,"):
        example("chooser", ways=[way, {**way, "key": "b"}])


def test_help_and_an_exercise_together_are_a_mistake(example: Any) -> None:
    raw = example("chooser")
    raw["ways"] = [
        {"key": "a", "feel": "a", "attempt": "b", "leave_out": "c", "help": True, "practice": "d"},
        {"key": "b", "feel": "a", "attempt": "b", "leave_out": "c"},
    ]
    with pytest.raises(ContentError, match=r"ways\[1\]: help comes before any exercise"):
        check(Chooser, raw, "exercises/right-now.yml", {})


def test_two_ways_with_one_key_are_told(example: Any) -> None:
    raw = example("chooser")
    way = {"key": "a", "feel": "a", "attempt": "b", "leave_out": "c"}
    with pytest.raises(ContentError, match="“a” is used twice in ways"):
        check(Chooser, {**raw, "ways": [way, way]}, "exercises/right-now.yml", {})
