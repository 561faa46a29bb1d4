"""The strip: the way out comes first, the pause and the lines are one key away."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_leave_quickly_comes_first_then_pause_then_help(example: Any, stand_in: Any) -> None:
    page = stand_in(example("strip"))
    order = []
    for _ in range(3):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.textContent"))
    assert order == ["Leave quickly", "Pause", "Help now"]


def test_leaving_meets_no_dialog_and_leaves_no_way_back_to_this_page(
    example: Any, stand_in: Any
) -> None:
    page = stand_in(example("strip"))
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.accept()))
    page.evaluate(
        "addEventListener('beforeunload', (e) => { e.preventDefault(); e.returnValue = 'stay'; })"
    )
    length = page.evaluate("history.length")
    page.get_by_role("button", name="Leave quickly").click()
    page.wait_for_url("about:blank")
    assert dialogs == []
    assert page.evaluate("history.length") == length


def test_it_says_that_the_history_may_remain(example: Any, stand_in: Any) -> None:
    page = stand_in(example("strip"))
    assert page.get_by_role("button", name="Leave quickly").evaluate(
        "(b) => document.getElementById(b.getAttribute('aria-describedby')).textContent.includes('history')"
    )


def test_help_shows_the_lines_of_a_country_with_their_dates(example: Any, stand_in: Any) -> None:
    page = stand_in(example("strip"), locale="en-US")
    page.get_by_role("button", name="Help now").click()
    crisis = page.locator("[data-line=crisis]").first
    assert "988" in crisis.inner_text()
    assert page.get_by_text("We guessed the country").is_visible()
    assert "read on 2026-" in crisis.inner_text()
    page.get_by_label("Lines for").select_option("GB")
    assert page.get_by_role("link", name="116 123").get_attribute("href") == "tel:116123"
    assert page.locator("[data-line=abuse]").count() > 0


def test_an_unknown_country_is_shown_the_directory(example: Any, stand_in: Any) -> None:
    page = stand_in(example("strip"), locale="is-IS")
    page.get_by_role("button", name="Help now").click()
    assert page.get_by_role("link", name="findahelpline.com").first.is_visible()


def test_escape_closes_a_panel_and_gives_the_focus_back(example: Any, stand_in: Any) -> None:
    page = stand_in(example("strip"))
    page.get_by_role("button", name="Help now").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Help now"
    assert not page.locator(".al-lines").is_visible()


def test_the_pause_runs_right_there(example: Any, stand_in: Any) -> None:
    page = stand_in(example("strip"))
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_role("button", name="Start").click()
    assert page.locator(".al-panel .al-status").first.inner_text().startswith("Step 1 of")


def test_it_says_that_exercises_work_here(example: Any, stand_in: Any) -> None:
    page = stand_in(example("strip"))
    assert page.get_by_text("The exercises work here.").is_visible()


def test_closing_the_pause_stops_it(example: Any, stand_in: Any) -> None:
    page = stand_in(example("strip"))
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Help now").click()
    page.get_by_role("button", name="Pause", exact=True).click()
    assert page.get_by_role("button", name="Once more").is_visible()
