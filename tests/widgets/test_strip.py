"""The strip: the way out comes first; the pause, the lines and the chooser are one key away."""

from __future__ import annotations

from typing import Any

import pytest

from widgets.content import open_lessons, open_practices
from widgets.paper import paper
from widgets.strip import strip_content

pytestmark = pytest.mark.browser


def test_leave_quickly_comes_first_then_pause_help_what_to_try_and_save(
    example: Any, stand_in: Any
) -> None:
    page = stand_in(example("strip"))
    order = []
    for _ in range(5):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.textContent"))
    assert order == ["Leave quickly", "Pause", "Help now", "What to try", "Save"]


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


def test_what_to_try_answers_right_there(example: Any, stand_in: Any) -> None:
    page = stand_in(example("strip"))
    page.get_by_role("button", name="What to try").click()
    page.get_by_label("Flooded").check()
    answer = page.locator(".al-chooser-body .al-status")
    assert answer.inner_text().startswith("Try: Come back to the room.")
    assert page.get_by_text("Nobody has tested it").is_visible()
    asked = page.evaluate("window.messages.map((m) => m.ask)")
    assert asked == ["state"], "the choice is told to nobody"


def test_thinking_about_death_opens_the_help_panel_and_keeps_the_focus(
    example: Any, stand_in: Any
) -> None:
    page = stand_in(example("strip"), viewport={"width": 320, "height": 640})
    page.get_by_role("button", name="What to try").press("Enter")
    for key in ("Tab", "Tab", "ArrowUp"):  # past “Save”, and round to the last one
        page.keyboard.press(key)
    help_now = page.get_by_role("button", name="Help now")
    assert help_now.get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.activeElement.value") == "death"
    answer = page.locator(".al-chooser-body .al-status").inner_text()
    assert "“Help now” shows who to call." in answer
    assert answer.endswith("Leave out, for now: All exercises.")
    top = page.locator(".al-panels").bounding_box()
    urgent = page.locator(".al-urgent").bounding_box()
    assert top["y"] <= urgent["y"] <= top["y"] + 40, "the urgent sentence comes first"
    page.keyboard.press("ArrowUp")
    assert help_now.get_attribute("aria-expanded") == "false", "someone only passed by"


def test_a_closed_chooser_forgets_the_choice(example: Any, stand_in: Any) -> None:
    page = stand_in(example("strip"))
    page.get_by_role("button", name="What to try").click()
    page.get_by_label("Thinking about death").check()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "What to try"
    assert page.locator(".al-panel:visible").count() == 0
    page.keyboard.press("Enter")
    assert page.locator(".al-chooser-body input:checked").count() == 0
    assert page.locator(".al-chooser-body .al-status").inner_text() == ""


@pytest.mark.parametrize(("width", "rows"), [(1280, 1), (470, 1), (390, 2), (320, 2)])
def test_the_buttons_stand_in_one_row_and_on_a_phone_in_two(
    width: int, rows: int, example: Any, stand_in: Any
) -> None:
    page = stand_in(example("strip"), viewport={"width": width, "height": 640})
    tops = page.locator(".al-bar-top > button").evaluate_all(
        "all => all.map((e) => e.getBoundingClientRect().top)"
    )
    assert len(set(tops)) == rows
    assert len(set(tops[:3])) == 1, "the ways out stay together"


def test_every_lesson_and_every_practice_notebook_has_a_strip() -> None:
    for one in (*open_lessons(), *open_practices()):
        content = strip_content(one["file"])
        assert content["title"] == one["title"]
        assert content["right_now"]["kind"] == "chooser"
    with pytest.raises(KeyError):
        strip_content("12-not-there")


def test_help_now_shows_the_help_that_stands_beside_the_choice(example: Any, stand_in: Any) -> None:
    page = stand_in(example("strip"))
    page.get_by_role("button", name="What to try").click()
    page.get_by_label("Thinking about death").check()
    help_now = page.get_by_role("button", name="Help now")
    help_now.click()
    assert help_now.get_attribute("aria-expanded") == "true"
    assert page.locator(".al-urgent").first.is_visible()
    help_now.click()
    assert help_now.get_attribute("aria-expanded") == "false"


def test_on_paper_it_folds_the_way_to_help_and_what_to_try(example: Any) -> None:
    html = paper(example("strip"))
    help_at, ways_at = (html.index(f"<summary>{name}") for name in ("Help now", "What to try"))
    assert help_at < ways_at
    assert "Leave out, for now: All exercises." in html[ways_at:]
