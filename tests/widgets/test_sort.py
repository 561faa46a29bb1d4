"""The sort's front end: one card at a time, by buttons, with a reason for each."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_a_placed_card_gets_its_reason(example: Any, stand_in: Any) -> None:
    page = stand_in(example("sort"))
    page.get_by_role("button", name="Would rather not").click()
    assert page.locator(".al-status").inner_text() == "He chose it."
    assert (
        page.get_by_role("button", name="Would rather not").get_attribute("aria-pressed") == "true"
    )


def test_another_group_is_no_fault(example: Any, stand_in: Any) -> None:
    page = stand_in(example("sort"))
    page.get_by_role("button", name="Cannot").click()
    assert (
        page.locator(".al-status").inner_text()
        == "We would put it under “Would rather not”. He chose it."
    )


def test_the_next_card_starts_without_old_feedback(example: Any, stand_in: Any) -> None:
    page = stand_in(example("sort"))
    page.get_by_role("button", name="Cannot").click()
    page.get_by_role("button", name="Next card").click()
    assert page.locator(".al-status").inner_text() == ""
    assert page.locator(".al-card-text").inner_text() == "It feels like glass."


def test_the_overview_says_where_the_cards_are(example: Any, stand_in: Any) -> None:
    page = stand_in(example("sort"))
    page.get_by_role("button", name="Cannot").click()
    page.locator("summary").click()
    row = page.get_by_role("row", name="He shuts the door to rest.")
    assert row.get_by_role("cell").all_inner_texts() == ["Cannot", "Would rather not"]


def test_the_keyboard_alone_finishes_it_and_focus_stays(example: Any, stand_in: Any) -> None:
    page = stand_in(example("sort"))
    page.get_by_role("button", name="Cannot").focus()
    for _card in range(3):
        page.keyboard.press("Enter")
        for _ in range(4):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Next card"
        page.keyboard.press("Enter")
        for _ in range(4):
            page.keyboard.press("Shift+Tab")
    answers = page.evaluate("window.messages.at(-1).answers")
    assert answers == {"door": "cannot", "glass": "cannot", "phone": "cannot"}


def test_it_comes_back_at_the_first_open_card(example: Any, stand_in: Any) -> None:
    page = stand_in(example("sort"), stored={"seq": 1, "answers": {"door": "rather"}})
    assert page.locator(".al-card-text").inner_text() == "It feels like glass."
