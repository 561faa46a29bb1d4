"""The check-in's front end: the number by slider, buttons or box, and the rule for stopping."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser
STOP = "Stop here for today."


def answer(page: Any, number: int, foggy: str | None) -> str:
    page.get_by_role("spinbutton").fill(str(number))
    if foggy:
        page.get_by_label(foggy, exact=True).check()
    page.get_by_role("button", name="Note it").click()
    page.locator(".al-status:not(:empty)").wait_for()
    return str(page.locator(".al-status").inner_text())


def with_before(stand_in: Any, example: Any, before: int) -> Any:
    page = stand_in(example("checkin", id="after"), key="test/after")
    content = {k: v for k, v in example("checkin", id="before").items() if k != "after"}
    stored = {"seq": 1, "answers": {"rating": before, "done": True}}
    page.evaluate("([c, s]) => window.mount('checkin', 'test/before', c, s)", [content, stored])
    page.wait_for_timeout(50)
    return page.locator("[data-key='test/after']")


@pytest.mark.parametrize(
    ("before", "after", "foggy", "stops"),
    [
        (2, 4, "No", False),
        (2, 5, "No", True),
        (6, 7, "No", False),
        (7, 8, "No", True),
        (3, 1, "Yes", True),
    ],
    ids=["up by 2", "up by 3", "7 is not past 7", "past 7", "foggier"],
)
def test_the_rule_for_stopping(
    before: int, after: int, foggy: str, stops: bool, example: Any, stand_in: Any
) -> None:
    assert (STOP in answer(with_before(stand_in, example, before), after, foggy)) is stops


def test_without_a_before_only_the_number_and_the_fog_count(example: Any, stand_in: Any) -> None:
    page = stand_in(example("checkin"))
    assert STOP not in answer(page, 7, "No")
    assert STOP in answer(page, 8, "No")


@pytest.mark.parametrize(
    ("number", "foggy"), [(None, "Yes"), (9, None)], ids=["fog alone", "past 7 alone"]
)
def test_one_sign_is_enough_and_no_button_is_needed(
    number: int | None, foggy: str | None, example: Any, stand_in: Any
) -> None:
    page = stand_in(example("checkin"))
    if number is not None:
        page.get_by_role("spinbutton").fill(str(number))
    if foggy:
        page.get_by_label(foggy, exact=True).check()
    page.locator(".al-status").filter(has_text=STOP).wait_for()
    assert not page.locator(".al-instead").is_visible(), "nothing speaks of going on"


def test_a_high_number_before_means_skip_it_today(example: Any, stand_in: Any) -> None:
    content = {k: v for k, v in example("checkin").items() if k != "after"}
    page = stand_in(content)
    page.get_by_role("spinbutton").fill("9")
    page.locator(".al-status").filter(has_text="Skip this exercise today.").wait_for()


def test_a_number_on_the_way_to_another_is_not_judged(example: Any, stand_in: Any) -> None:
    page = with_before(stand_in, example, 1)
    page.get_by_role("slider").press("ArrowLeft")  # 4, which is 3 more than before
    page.get_by_role("slider").press("ArrowLeft")  # 3
    page.page.wait_for_timeout(1000)
    assert page.locator(".al-status").inner_text() == ""


def test_a_stop_comes_back_after_a_restart(example: Any, stand_in: Any) -> None:
    stored = {"seq": 2, "answers": {"rating": 9, "done": False}}
    page = stand_in(example("checkin"), stored=stored)
    assert STOP in page.locator(".al-status").inner_text()


def test_a_number_before_that_changes_is_judged_again(example: Any, stand_in: Any) -> None:
    page = with_before(stand_in, example, 4)
    assert STOP not in answer(page, 5, "No")
    before = page.page.locator("[data-key='test/before']")
    before.get_by_role("spinbutton").fill("1")
    assert STOP in page.locator(".al-status").inner_text()


def test_a_stop_that_no_button_asked_for_goes_with_its_reason(example: Any, stand_in: Any) -> None:
    page = with_before(stand_in, example, 1)
    page.get_by_role("spinbutton").fill("5")
    page.locator(".al-status").filter(has_text=STOP).wait_for()
    before = page.page.locator("[data-key='test/before']")
    before.get_by_role("spinbutton").fill("4")
    assert page.locator(".al-status").inner_text() == ""
    assert page.locator("[data-stop]").count() == 0


def test_the_middle_can_be_chosen_where_the_slider_stands(example: Any, stand_in: Any) -> None:
    page = stand_in(example("checkin"))
    assert page.get_by_role("slider").get_attribute("aria-valuetext") == "not chosen yet"
    page.get_by_role("slider").click()
    assert page.get_by_role("spinbutton").input_value() == "5"


def test_slider_buttons_and_box_say_the_same(example: Any, stand_in: Any) -> None:
    page = stand_in(example("checkin"))
    page.get_by_role("button", name="One more").click()
    page.get_by_role("button", name="One more").click()
    assert page.get_by_role("spinbutton").input_value() == "6"
    page.get_by_role("slider").press("ArrowLeft")
    assert page.get_by_role("spinbutton").input_value() == "5"
    page.get_by_role("spinbutton").fill("9")
    assert page.get_by_role("slider").input_value() == "9"


@pytest.mark.parametrize("wrong", ["11", "-1", "2.5", ""])
def test_a_number_outside_is_asked_for_again_and_not_noted(
    wrong: str, example: Any, stand_in: Any
) -> None:
    page = stand_in(example("checkin"))
    page.get_by_role("spinbutton").fill(wrong)
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Note it").click()
    told = page.locator(".al-status").inner_text()
    assert ("first" if wrong == "" else "whole number from 0 to 10") in told
    assert page.evaluate("window.messages.filter((m) => m.answers?.done).length") == 0


def test_the_keyboard_alone_finishes_it(example: Any, stand_in: Any) -> None:
    page = stand_in(example("checkin"))
    for key in (
        "Tab",
        "Tab",
        "ArrowLeft",
        "ArrowLeft",
        "Tab",
        "Tab",
        "Tab",
        "ArrowDown",
        "Tab",
        "Enter",
    ):
        page.keyboard.press(key)
    assert "You noted 3" in page.locator(".al-status").inner_text()
