"""The practice's front end: it can be read, held and stopped at any moment."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_every_step_is_told_and_it_ends_by_itself(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice"))
    page.get_by_role("button", name="Start").click()
    region = page.locator(".al-status")
    assert region.inner_text() == "Step 1 of 2. Look around."
    region.filter(has_text="Step 2 of 2. Feel your feet.").wait_for()
    region.filter(has_text="That was it.").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Once more"
    assert page.evaluate("window.messages.at(-1).answers") == {"done": True}


def test_it_can_be_stopped_at_once(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice"))
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Stop").click()
    assert page.locator(".al-status").inner_text() == "Stopped. That is fine."
    page.wait_for_timeout(2500)
    assert page.locator(".al-status").inner_text() == "Stopped. That is fine."


def test_it_can_be_held_and_goes_on(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice"))
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Pause the timer").click()
    page.wait_for_timeout(2500)
    assert page.locator(".al-count").inner_text() == "2 seconds left in this step"
    page.get_by_role("button", name="Go on").click()
    page.locator(".al-status").filter(has_text="Step 2").wait_for()


def test_without_motion_there_is_text_and_a_count(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice"), reduced_motion="reduce")
    page.get_by_role("button", name="Start").click()
    assert not page.locator(".al-bar").is_visible()
    assert "seconds left" in page.locator(".al-count").inner_text()


def test_the_keyboard_alone_starts_and_stops_it(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice"))
    for key in ("Tab", "Enter", "Enter"):
        page.keyboard.press(key)
    assert page.locator(".al-status").inner_text() == "Stopped. That is fine."


def test_a_key_held_down_does_not_stop_it(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice"))
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.down("Enter")  # the second and third are repeats
    page.keyboard.up("Enter")
    assert page.locator(".al-status").inner_text() == "Step 1 of 2. Look around."


def test_it_goes_by_the_clock_and_not_by_ticks(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[{"say": "Rest.", "seconds": 30}]))
    page.clock.install()
    page.get_by_role("button", name="Start").click()
    page.clock.fast_forward(20_000)  # the device slept
    assert page.locator(".al-count").inner_text() == "10 seconds left in this step"
