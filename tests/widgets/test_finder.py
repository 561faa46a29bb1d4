"""The finder's front end: at most four lessons, and links only to lessons that are there."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_it_leads_to_lessons_and_links_only_open_ones(example: Any, stand_in: Any) -> None:
    page = stand_in(example("finder"))
    page.get_by_label("I feel numb.").check()
    page.get_by_role("button", name="Show me").click()
    items = page.locator(".al-found li")
    assert items.count() == 2
    assert items.first.get_by_role("link").get_attribute("href") == "01-what-it-is.html"
    assert page.evaluate(
        """import("/widgets/base.js").then((base) => [...document.querySelectorAll(".al-found li")].every(
            (li, i) => !!li.querySelector("a") === base.lessons()[i + 1].open))"""
    )


def test_never_more_than_four(example: Any, stand_in: Any) -> None:
    page = stand_in(example("finder"))
    found = page.evaluate(
        """import("/widgets/finder.js").then(({ route }) => route(
            [{ key: "a", lessons: ["01", "02", "03"] }, { key: "b", lessons: ["04", "05", "06"] }], ["a", "b"]))"""
    )
    assert found == ["01", "02", "04", "05"]


def test_a_changed_choice_takes_the_old_list_away(example: Any, stand_in: Any) -> None:
    page = stand_in(example("finder"))
    page.get_by_label("I feel numb.").check()
    page.get_by_role("button", name="Show me").click()
    page.get_by_label("I need distance at work.").check()
    assert page.locator(".al-found li").count() == 0
    assert page.locator(".al-status").inner_text() == ""


def test_the_keyboard_alone_finishes_it(example: Any, stand_in: Any) -> None:
    page = stand_in(example("finder"))
    for key in ("Tab", "Space", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    assert page.locator(".al-found li").count() == 2


def test_what_was_picked_is_kept_and_nothing_else(example: Any, stand_in: Any) -> None:
    page = stand_in(example("finder"))
    page.get_by_label("I feel numb.").check()
    page.get_by_label("I need distance at work.").check()
    page.get_by_role("button", name="Show me").click()
    page.get_by_label("I feel numb.").uncheck()
    drafts = [m["answers"] for m in page.evaluate("window.messages") if m["type"] == "draft"]
    assert drafts == [{"chosen": ["numb"]}, {"chosen": ["numb", "work"]}, {"chosen": ["work"]}]


def test_it_says_what_is_kept_and_when(example: Any, stand_in: Any) -> None:
    page = stand_in(example("finder"))
    assert page.get_by_text("You can change it at any time.").is_visible()
    assert page.get_by_text("It is kept only if you press “Save”.").is_visible()


def test_the_chosen_path_comes_back_and_can_be_changed(example: Any, stand_in: Any) -> None:
    page = stand_in(example("finder"), stored={"seq": 4, "answers": {"chosen": ["numb"]}})
    assert page.get_by_label("I feel numb.").is_checked()
    assert not page.get_by_label("I need distance at work.").is_checked()
    assert page.locator(".al-found li").count() == 2, "the lessons stand there again"
    assert "Begin with the idea." in page.locator(".al-status").inner_text()
    page.get_by_label("I need distance at work.").check()
    assert page.locator(".al-found li").count() == 0
    page.get_by_role("button", name="Show me").click()
    assert page.locator(".al-found li").count() == 3


def test_a_path_that_was_emptied_comes_back_empty(example: Any, stand_in: Any) -> None:
    page = stand_in(example("finder"), stored={"seq": 4, "answers": {"chosen": []}})
    assert page.locator(".al-found li").count() == 0
    assert page.locator(".al-status").inner_text() == ""


def test_a_need_that_is_no_more_leads_nowhere(example: Any, stand_in: Any) -> None:
    for chosen in (["old-need"], "numb", {"numb": True}, None, 3):
        page = stand_in(example("finder"), stored={"seq": 4, "answers": {"chosen": chosen}})
        assert page.locator("input:checked").count() == 0
        assert page.locator(".al-found li").count() == 0
