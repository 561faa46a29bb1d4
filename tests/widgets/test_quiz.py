"""The quiz's front end: every choice gets its reason, and no reason outlives its choice."""

from __future__ import annotations

from typing import Any

import pytest

from widgets.paper import paper

pytestmark = pytest.mark.browser


def test_the_question_names_its_group(example: Any, stand_in: Any) -> None:
    page = stand_in(example("quiz"))
    group = page.get_by_role(
        "group", name="Nadia says little on the way home. What does her quiet tell you?"
    )
    assert group.get_by_role("radio").count() == 3


def test_a_wrong_choice_gets_its_own_reason_and_the_best_one(example: Any, stand_in: Any) -> None:
    page = stand_in(example("quiz"))
    page.get_by_label("She does not care.").check()
    page.get_by_role("button", name="See the reasons").first.click()
    said = page.get_by_role("status").first.inner_text()
    assert "Quiet is not the same as cold." in said
    assert "Quiet has many reasons." in said


def test_feedback_is_one_text_so_that_it_is_read_once(example: Any, stand_in: Any) -> None:
    page = stand_in(example("quiz"))
    page.get_by_label("She does not care.").check()
    page.get_by_role("button", name="See the reasons").first.click()
    assert page.locator(".al-status").first.evaluate("(e) => e.childNodes.length") == 1


def test_old_feedback_goes_when_the_choice_changes(example: Any, stand_in: Any) -> None:
    page = stand_in(example("quiz"))
    page.get_by_label("She does not care.").check()
    page.get_by_role("button", name="See the reasons").first.click()
    page.get_by_label("Very little yet.").check()
    assert page.get_by_role("status").first.inner_text() == ""


def test_without_a_choice_it_asks_for_one(example: Any, stand_in: Any) -> None:
    page = stand_in(example("quiz"))
    page.get_by_role("button", name="See the reasons").first.click()
    assert "Pick an answer first" in page.get_by_role("status").first.inner_text()


def test_several_options_may_be_picked(example: Any, stand_in: Any) -> None:
    page = stand_in(example("quiz"))
    page.get_by_label("She is tired.").check()
    page.get_by_label("She must be angry.").check()
    page.get_by_role("button", name="See the reasons").nth(1).click()
    said = page.locator(".al-status").nth(1).inner_text()
    assert all(
        reason in said for reason in ("A shift is long.", "Nothing says so.", "think in silence")
    )


def test_markup_in_content_is_shown_as_text(example: Any, stand_in: Any) -> None:
    page = stand_in(example("quiz"))
    page.get_by_label("<script>window.ran = 1</script>").check()
    page.get_by_role("button", name="See the reasons").first.click()
    assert "<b>Text</b> stays text." in page.get_by_role("status").first.inner_text()
    assert page.evaluate("window.ran") is None


def test_answers_travel_as_drafts(example: Any, stand_in: Any) -> None:
    page = stand_in(example("quiz"))
    page.get_by_label("Very little yet.").check()
    last = page.evaluate("window.messages.at(-1)")
    assert last["type"] == "draft"
    assert last["answers"] == {"quiet": {"keys": ["little"], "checked": False}}


def test_the_keyboard_alone_finishes_it(example: Any, stand_in: Any) -> None:
    page = stand_in(example("quiz"))
    for key in ("Tab", "Space", "ArrowDown", "Tab", "Enter"):
        page.keyboard.press(key)
    assert page.get_by_label("Very little yet.").is_checked()
    assert "Quiet has many reasons." in page.get_by_role("status").first.inner_text()
    for key in ("Tab", "Space", "Tab", "Space", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    said = page.locator(".al-status").nth(1).inner_text()
    assert "A shift is long." in said


def test_what_someone_says_is_quoted_once(example: Any, stand_in: Any) -> None:
    options = [
        {"key": "said", "text": '"I am fine."', "fits": True, "reason": "These are his words."},
        {"key": "other", "text": "Nothing.", "fits": False, "reason": "He did speak."},
    ]
    items = [{"id": "said", "ask": "What did he say?", "options": options}]
    page = stand_in(example("quiz", items=items))
    page.get_by_label("I am fine.").check()
    page.get_by_role("button").first.click()
    told = page.locator(".al-status").first.inner_text()
    assert told == "You chose “I am fine.” These are his words."
    assert "<q>I am fine.</q>" in paper(example("quiz", items=items))
