"""The practice: it can be read, held, passed over and stopped at any moment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from widgets.errors import ContentError
from widgets.models import read_exercises
from widgets.paper import paper, plain

browser = pytest.mark.browser
BREATH = {"say": "Follow the circle.", "seconds": 30, "pace": {"in_seconds": 4, "out_seconds": 6}}
LINE = {"say": "Put it in one line.", "seconds": 30, "write": "Right now I notice ..."}
LOOK = {"say": "Look around.", "seconds": 30}
RATE = {"ask": "How uncomfortable is it?", "low": "not at all", "high": "very"}
VERSIONS = [
    {"key": "sight", "label": "By sight", "steps": [LOOK, LOOK]},
    {"key": "hearing", "label": "By hearing", "steps": [{"say": "Listen.", "seconds": 30}, LINE]},
]
CARE = ["you live with a lung illness", "you are pregnant and it is not going well"]
STOP = "Stop here for today."


def press(page: Any, *names: str) -> None:
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def tab_to(page: Any, text: str) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        if focused(page) == text:
            return
    pytest.fail(f"Tab never comes to “{text}”")


def focused(page: Any) -> str:
    return str(
        page.evaluate(
            "(({ tagName, textContent, labels }) => textContent || labels?.[0]?.textContent || tagName)(document.activeElement)"
        )
    )


def told(page: Any) -> str:
    return str(page.locator(".al-status").first.inner_text())


def kept(page: Any) -> Any:
    return page.evaluate("window.messages.at(-1).answers")


# Steps


@browser
def test_every_step_is_told_and_it_ends_by_itself(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice"))
    press(page, "Start")
    assert told(page) == "Step 1 of 2. Look around."
    page.locator(".al-status").filter(has_text="Step 2 of 2. Feel your feet.").wait_for()
    page.locator(".al-status").filter(has_text="That was it.").wait_for()
    assert focused(page) == "Once more"
    assert kept(page) == {"done": True}


@browser
def test_it_can_be_stopped_at_once(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice"))
    press(page, "Start", "Stop")
    assert told(page) == "Stopped. That is fine."
    page.wait_for_timeout(2500)
    assert told(page) == "Stopped. That is fine."


@browser
def test_it_can_be_held_and_goes_on(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice"))
    press(page, "Start", "Pause the timer")
    page.wait_for_timeout(2500)
    assert page.locator(".al-count").inner_text() == "2 seconds left in this step"
    press(page, "Go on")
    page.locator(".al-status").filter(has_text="Step 2").wait_for()


@browser
def test_nobody_has_to_wait_for_the_timer(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[LOOK, LOOK]))
    press(page, "Start", "Next step")
    assert told(page) == "Step 2 of 2. Look around."
    press(page, "Finish")
    assert told(page) == "That was it."


@browser
def test_a_step_passed_over_while_held_goes_on(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[LOOK, LOOK]))
    press(page, "Start", "Pause the timer", "Next step")
    assert page.get_by_role("button", name="Pause the timer").is_visible()


@browser
def test_it_goes_by_the_clock_and_not_by_ticks(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[LOOK]))
    page.clock.install()
    press(page, "Start")
    page.clock.fast_forward(20_000)  # the device slept
    assert page.locator(".al-count").inner_text() == "10 seconds left in this step"


@browser
def test_when_its_notebook_is_closed_no_timer_goes_on(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice"), key="test/timed")
    page.clock.install()
    press(page, "Start")
    page.evaluate("window.unmount['test/timed']()")
    page.clock.run_for(60_000)
    assert told(page) == "Step 1 of 2. Look around."


@browser
def test_after_a_long_sleep_it_waits_at_the_next_step(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[LOOK, LOOK, LOOK]))
    page.clock.install()
    press(page, "Start")
    page.clock.fast_forward(3_600_000)
    assert told(page) == "Step 2 of 3. Look around."


@browser
def test_without_a_timer_nothing_runs_out(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[LOOK, BREATH]))
    page.clock.install()
    page.get_by_label("At my own pace").check()
    press(page, "Start")
    page.clock.run_for(60_000)
    assert told(page).startswith("Step 1 of 2. Look around. No timer runs here.")
    assert not page.locator(".al-count").is_visible()
    assert not page.get_by_role("button", name="Pause the timer").is_visible()
    assert kept(page) == {"own_pace": True}
    press(page, "Next step")
    assert not page.locator(".al-pacer").is_visible(), "the breath is one's own too"


@browser
def test_the_timer_can_be_left_out_and_taken_up_on_the_way(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[LOOK]))
    page.clock.install()
    press(page, "Start")
    page.clock.run_for(10_000)
    page.get_by_label("At my own pace").check()
    page.clock.run_for(60_000)
    page.get_by_label("At my own pace").uncheck()
    assert page.locator(".al-count").inner_text() == "20 seconds left in this step"
    page.clock.run_for(21_000)
    assert told(page) == "That was it."


# Keys and places


@browser
def test_the_keyboard_alone_starts_and_stops_it(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice"))
    tab_to(page, "Start")
    for key in ("Enter", "Enter"):
        page.keyboard.press(key)
    assert told(page) == "Stopped. That is fine."


@browser
def test_the_keyboard_alone_finishes_it(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", versions=VERSIONS, steps=[], rate=RATE))
    tab_to(page, "By sight")
    page.keyboard.press("ArrowDown")
    tab_to(page, "At my own pace, with no timer")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "Start"
    page.keyboard.press("Enter")
    assert focused(page) == "Next step", "without a timer that is the way on"
    page.keyboard.press("Enter")
    assert focused(page) == "Right now I notice ..."
    page.keyboard.type("numb")
    tab_to(page, "Finish")
    page.keyboard.press("Enter")
    assert told(page) == "That was it."
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # one less, which is the middle at first
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    tab_to(page, "Yes")
    page.keyboard.press("ArrowDown")
    assert "You noted 2." in page.locator(".al-status").nth(1).inner_text()
    assert kept(page)["foggy"] is False


@browser
def test_a_key_held_down_does_not_stop_it(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice"))
    tab_to(page, "Start")
    for _ in range(3):
        page.keyboard.down("Enter")  # the second and third are repeats
    page.keyboard.up("Enter")
    assert told(page) == "Step 1 of 2. Look around."


@browser
def test_a_double_click_does_not_press_what_comes_next(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[LOOK, LOOK, LOOK]))
    press(page, "Start")
    page.get_by_role("button", name="Next step").dblclick()
    assert told(page) == "Step 2 of 3. Look around."


@browser
def test_escape_does_not_stop_it(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[LOOK]))
    press(page, "Start")
    page.keyboard.press("Escape")
    assert told(page) == "Step 1 of 1. Look around."
    assert page.get_by_role("button", name="Stop").is_visible()


@browser
def test_the_place_is_passed_on_when_a_button_goes(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[LOOK, LINE]))
    page.clock.install()
    press(page, "Start")
    page.get_by_role("button", name="Pause the timer").focus()
    page.clock.run_for(31_000)  # the timer brings the line, and its button goes
    assert focused(page) == "Right now I notice ..."


@browser
def test_the_timer_takes_no_place_that_stays(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[LOOK, LINE]))
    page.clock.install()
    press(page, "Start")
    page.clock.run_for(31_000)
    assert focused(page) == "Stop"


@browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "way",
    [(), ("Start",), ("Start", "Pause the timer"), ("Start", "Next step"), ("Start", "Stop")],
    ids=["before", "breath", "held", "line", "after"],
)
def test_every_part_can_be_used_and_read_on_a_small_screen(
    way: tuple[str, ...], scheme: str, example: Any, stand_in: Any, violations: Any
) -> None:
    versions = [{"key": "calm", "label": "With a breath", "steps": [BREATH, LINE]}, *VERSIONS]
    page = stand_in(
        example("practice", steps=[], versions=versions, care=CARE, rate=RATE),
        viewport={"width": 320, "height": 640},
        color_scheme=scheme,
    )
    press(page, *way)
    if "Stop" in way:
        page.get_by_label("Yes", exact=True).check()
    assert violations(page, ".al") == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


# Care and versions


@browser
def test_who_had_better_skip_it_is_told_before_the_start(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", care=CARE))
    care = page.locator(".al-care")
    assert care.locator("p, li").all_inner_texts() == ["Skip this, or ask first, if:", *CARE]
    start = page.get_by_role("button", name="Start").bounding_box()["y"]
    assert care.bounding_box()["y"] < start
    press(page, "Start")
    assert not care.is_visible()


@browser
def test_a_version_is_chosen_before_the_start(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[], versions=VERSIONS))
    assert page.get_by_label("By sight").is_checked(), "the first, at first"
    page.get_by_role("group", name="Which one suits you today?").get_by_label("By hearing").check()
    assert kept(page) == {"version": "hearing"}
    press(page, "Start")
    assert told(page) == "Step 1 of 2. Listen."
    assert not page.get_by_label("By hearing").is_visible()


# Breath


@browser
def test_the_breath_is_seen_and_read(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[BREATH]))
    page.clock.install()
    press(page, "Start")
    count = page.locator(".al-pacer p")
    seen = {}
    for second in range(1, 12):
        size = page.locator(".al-breath").evaluate("(circle) => Number(circle.style.scale)")
        seen[second] = (count.inner_text(), size)
        page.clock.run_for(1000)
    assert [seen[n][0] for n in (1, 4, 5, 10, 11)] == [
        "Breathe in 1", "Breathe in 4", "Breathe out 1", "Breathe out 6", "Breathe in 1"
    ]  # fmt: skip
    sizes = [seen[n][1] for n in range(1, 12)]
    assert sizes[:5] == sorted(sizes[:5])
    assert sizes[4:] == sorted(sizes[4:], reverse=True)


@browser
def test_without_motion_there_is_text_and_a_count(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[BREATH]), reduced_motion="reduce")
    press(page, "Start")
    assert not page.locator(".al-bar").is_visible()
    assert not page.locator(".al-breath").is_visible()
    assert page.locator(".al-pacer").inner_text() == "Breathe in 1"
    assert "seconds left" in page.locator(".al-count").inner_text()


def heard(page: Any) -> list[str]:
    """Return what live regions say from the start to the end of one breath and a half."""
    page.clock.install()
    page.evaluate(
        """() => {
        window.heard = [];
        const note = ([{ target }]) => target.textContent && window.heard.push(target.textContent);
        for (const region of document.querySelectorAll("[role=status]"))
            new MutationObserver(note).observe(region, { childList: true });
    }"""
    )
    press(page, "Start")
    for _ in range(12):
        page.clock.run_for(1000)
    return list(page.evaluate("window.heard"))


@browser
def test_a_step_is_told_once_and_the_breath_is_not_counted_aloud(
    example: Any, stand_in: Any
) -> None:
    page = stand_in(example("practice", steps=[BREATH]))
    pace = "Breathe in for 4 seconds and out for 6, or follow your own count."
    assert heard(page) == [f"Step 1 of 1. Follow the circle. {pace}"]
    assert page.locator(".al-pacer p").inner_text() == "Breathe in 3"
    assert "Breathe in 3" not in page.locator(".al").aria_snapshot(), "no screen reader meets it"


@browser
def test_in_and_out_are_told_aloud_only_if_asked_for(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[BREATH]))
    page.get_by_label("Say in and out aloud").check()
    said = [line for line in heard(page) if not line.startswith("Step")]
    assert said == ["Breathe in", "Breathe out", "Breathe in"]


@browser
def test_a_practice_without_a_breath_does_not_ask_about_it(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice"))
    assert page.get_by_label("Say in and out aloud").count() == 0


@browser
def test_while_it_is_held_the_breath_is_free(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[BREATH]))
    page.clock.install()
    press(page, "Start")
    page.clock.run_for(5000)
    press(page, "Pause the timer")
    page.clock.run_for(5000)
    assert page.locator(".al-pacer").inner_text() == "Breathe as you like"
    press(page, "Go on")
    assert page.locator(".al-pacer").inner_text() == "Breathe in 1", "it begins anew"


# A line to write


@browser
def test_the_timer_does_not_run_out_under_someone_who_writes(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[LINE, LOOK]))
    page.clock.install()
    press(page, "Start")
    page.clock.run_for(600_000)
    assert told(page).startswith("Step 1 of 2. Put it in one line. No timer runs here.")
    assert focused(page) == "Right now I notice ..."
    assert page.get_by_text("Nobody reads this.").is_visible()
    page.keyboard.type("heavy, maybe tired, about 4 out of 10")
    press(page, "Next step")
    assert page.locator(".al-count").is_visible()
    press(page, "Finish")
    assert "heavy, maybe tired, about 4 out of 10" in page.locator(".al-written").inner_text()
    assert kept(page)["lines"] == {"steps-1": "heavy, maybe tired, about 4 out of 10"}


@browser
@pytest.mark.parametrize(
    "words",
    ["x" * 10_000, "מרגיש ריק", "😶 about 3", "<script>window.ran = 1</script>"],
    ids=["long", "right to left", "emoji", "script"],
)
def test_any_words_are_kept_and_shown_as_they_are(words: str, example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[LINE]), viewport={"width": 320, "height": 640})
    press(page, "Start")
    page.get_by_label("Right now I notice ...").fill(words)
    press(page, "Stop")
    assert page.locator(".al-written p").last.text_content() == words
    assert kept(page)["lines"] == {"steps-1": words}
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


@browser
def test_nothing_written_leaves_no_empty_box(example: Any, stand_in: Any) -> None:
    page = stand_in(example("practice", steps=[LINE]))
    press(page, "Start", "Finish")
    assert not page.locator(".al-written").is_visible()


# The number before and after


@pytest.fixture
def rated(example: Any, stand_in: Any) -> Any:
    return stand_in(example("practice", steps=[LOOK, LOOK], rate=RATE))


@browser
def test_it_starts_without_a_number(rated: Any) -> None:
    press(rated, "Start")
    assert told(rated) == "Step 1 of 2. Look around."


@browser
def test_a_number_that_is_none_is_asked_for_again(rated: Any) -> None:
    rated.get_by_role("spinbutton").fill("11")
    rated.get_by_text("Write a whole number from 0 to 10.").wait_for()
    assert kept(rated)["before"] is None


@browser
@pytest.mark.parametrize("way", [("Start", "Next step", "Finish"), ("Start", "Stop")], ids=" ".join)
def test_it_asks_after_the_end_and_after_an_early_stop(way: tuple[str, ...], rated: Any) -> None:
    rated.get_by_role("spinbutton").fill("2")
    press(rated, *way)
    assert focused(rated).startswith("And now, if you like:")
    rated.get_by_label("No", exact=True).check()
    rated.get_by_role("spinbutton").fill("3")
    rated.get_by_text("You went from 2 to 3.").wait_for()
    assert {"before": 2, "after": 3, "foggy": False}.items() <= kept(rated).items()


@browser
@pytest.mark.parametrize(
    ("before", "after", "foggy"),
    [(2, 5, None), (7, 8, None), (None, 8, None), (3, None, "Yes")],
    ids=["up by 3", "past 7", "past 7 alone", "foggier alone"],
)
def test_one_sign_is_enough_to_stop(
    before: int | None, after: int | None, foggy: str | None, rated: Any
) -> None:
    if before is not None:
        rated.get_by_role("spinbutton").fill(str(before))
    press(rated, "Start", "Stop")
    if after is not None:
        rated.get_by_role("spinbutton").fill(str(after))
    if foggy:
        rated.get_by_label(foggy, exact=True).check()
    rated.locator("[data-stop] > .al-status").filter(has_text=STOP).wait_for()
    assert not rated.locator(".al-instead").is_visible(), "nothing speaks of going on"


@browser
def test_the_stop_goes_when_the_answer_changes(rated: Any) -> None:
    press(rated, "Start", "Stop")
    rated.get_by_label("Yes", exact=True).check()
    assert rated.get_by_text(STOP).is_visible()
    rated.get_by_label("No", exact=True).check()
    assert rated.get_by_text(STOP).count() == 0
    assert rated.locator("[data-stop]").count() == 0


@browser
def test_a_high_number_before_means_leave_it_for_today_but_locks_nothing(rated: Any) -> None:
    rated.get_by_role("spinbutton").fill("9")
    rated.get_by_text("Skip this exercise today.").wait_for()
    start = rated.get_by_role("button", name="Start")
    assert "al-quiet" in start.get_attribute("class")
    start.click()
    assert told(rated) == "Step 1 of 2. Look around."
    assert rated.get_by_text("Skip this exercise today.").count() == 0


@browser
def test_a_high_number_is_told_even_to_someone_quick(rated: Any) -> None:
    rated.get_by_role("spinbutton").fill("9")
    press(rated, "Start")
    assert rated.get_by_text("Skip this exercise today.").is_visible()
    assert told(rated) == "", "it did not begin"
    press(rated, "Start")
    assert told(rated) == "Step 1 of 2. Look around."


@browser
def test_a_number_before_says_nothing_once_it_has_begun(rated: Any) -> None:
    rated.get_by_role("spinbutton").fill("3")
    press(rated, "Start")
    rated.wait_for_timeout(1000)
    assert rated.locator(".al-status:not(:empty)").count() == 1


@browser
def test_once_more_asks_anew_and_compares_with_the_first(rated: Any) -> None:
    rated.get_by_role("spinbutton").fill("2")
    press(rated, "Start", "Stop")
    rated.get_by_role("spinbutton").fill("4")
    press(rated, "Once more", "Stop")
    assert rated.get_by_role("spinbutton").input_value() == ""
    rated.get_by_role("spinbutton").fill("5")
    rated.locator("[data-stop] > .al-status").filter(has_text=STOP).wait_for()


# What was answered before


@browser
def test_answers_come_back(example: Any, stand_in: Any) -> None:
    answers = {
        "version": "hearing",
        "own_pace": True,
        "before": 2,
        "after": 6,
        "foggy": False,
        "lines": {"hearing-2": "a bus, and my own breath", "sight-1": "of another version"},
        "done": True,
    }
    content = example("practice", steps=[], versions=VERSIONS, rate=RATE)
    page = stand_in(content, stored={"seq": 4, "answers": answers})
    assert page.get_by_label("By hearing").is_checked()
    assert page.get_by_label("At my own pace").is_checked()
    assert page.locator(".al-written").inner_text().splitlines()[-1] == "a bus, and my own breath"
    assert page.locator("input[type=number]:visible").input_value() == "6"
    assert told(page) == "That was it."
    assert page.get_by_text(STOP).is_visible(), "the stop comes back too"
    press(page, "Once more", "Next step")
    assert page.get_by_label("Right now I notice ...").input_value() == "a bus, and my own breath"


@browser
def test_what_comes_late_disturbs_nothing_and_loses_nothing(example: Any, stand_in: Any) -> None:
    content = example("practice", steps=[], versions=VERSIONS, rate=RATE)
    answers = {"version": "sight", "lines": {"hearing-2": "older words"}, "done": True}
    page = stand_in(content, stored={"seq": 5, "answers": answers}, late=600)
    page.get_by_label("By hearing").check()
    press(page, "Start")
    page.wait_for_timeout(900)
    assert told(page) == "Step 1 of 2. Listen."
    assert {"version": "hearing", "done": True}.items() <= kept(page).items()
    assert kept(page)["lines"] == {"hearing-2": "older words"}


@browser
def test_broken_answers_break_nothing(example: Any, stand_in: Any) -> None:
    stored = {"version": "none", "before": "high", "lines": {"steps-1": 7}, "own_pace": 1}
    page = stand_in(
        example("practice", steps=[LINE], rate=RATE), stored={"seq": 1, "answers": stored}
    )
    press(page, "Start")
    assert page.get_by_label("Right now I notice ...").input_value() == "7"


# On paper


def test_paper_shows_each_version_with_its_breath_care_and_numbers(example: Any) -> None:
    calm = {"key": "calm", "label": "With a breath", "steps": [BREATH]}
    content = example("practice", steps=[], versions=[*VERSIONS, calm], care=CARE, rate=RATE)
    html, text = paper(content), plain(content)
    for label in ("By sight", "By hearing", "With a breath"):
        assert f"<h4>{label}</h4><ol>" in html
        assert label in text
    for told in (html, text):
        shown = "\n".join(told) if isinstance(told, list) else told
        assert "(30 seconds) (in for 4, out for 6, about 6 a minute)" in shown
        assert all(line in shown for line in ("Skip this, or ask first, if:", *CARE))
        assert shown.count("Circle your number") == 2
        assert "Foggier, more unreal or farther away" in shown
        assert "If your number is over 7" in shown
        assert shown.count("seconds)") == 4, "a line to write takes as long as it takes"
    assert html.count('class="al-line"') == 1
    assert "Nobody reads this." in html


def test_paper_of_two_plain_steps_stays_short(example: Any) -> None:
    content = example("practice")
    assert plain(content).splitlines() == [
        "An example",
        "  1. Look around. (2 seconds)",
        "  2. Feel your feet. (2 seconds)",
        "That was it.",
    ]
    assert "Circle" not in paper(content)


# What an author may write

GOOD = """\
exercises:
- kind: practice
  id: slow
  title: Slowly
  minutes: 1
  objective: O-09.3
  fit_for: [private]
  instead: Take a walk.
  close: That was it.
  stopped: You stopped.
  steps:
  - say: Follow the circle.
    seconds: 60
    pace:
      in_seconds: 4
      out_seconds: 6
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("in_seconds: 4", "in_seconds: 3", "line 14, exercises[1].steps[1].pace: a breath of 9 seconds; make it 10 to 12"),
        ("out_seconds: 6", "out_seconds: 9", "line 14, exercises[1].steps[1].pace: a breath of 13 seconds"),
        ("in_seconds: 4\n      out_seconds: 6", "in_seconds: 6\n      out_seconds: 5", "pace: breathing in for 6 and out for 5; make out as long as in or a little longer"),
        ("in_seconds: 4\n      out_seconds: 6", "in_seconds: 2\n      out_seconds: 9", "pace: breathing in for 2 and out for 9"),
        ("      out_seconds: 6\n", "      out_seconds: 6\n      hold: 4\n", "line 17, exercises[1].steps[1].pace.hold: is not a field known here"),
        ("seconds: 60\n", "seconds: 65\n", "line 12, exercises[1].steps[1]: 65 seconds would end in the middle of a breath of 10; make it 60"),
        ("seconds: 60\n", "seconds: 60\n    write: One line\n", "exercises[1].steps[1]: a step follows the breath or has a line to write, and not both"),
        ("  steps:\n", "  versions:\n  - key: a\n    label: A\n    steps: [{say: Go., seconds: 5}]\n  steps:\n", "line 2, exercises[1]: give either steps or versions"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in GOOD
    assert says in problems(tmp_path, GOOD.replace(old, new, 1))


def problems(tmp_path: Path, text: str) -> str:
    path = tmp_path / "calm.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        read_exercises(path)
    return str(error.value)


def test_a_practice_without_steps_is_a_mistake(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("  steps:")]
    assert "line 2, exercises[1]: give either steps or versions" in problems(tmp_path, text)


def test_a_practice_as_it_should_be_is_read(tmp_path: Path) -> None:
    path = tmp_path / "calm.yml"
    path.write_text(GOOD, encoding="utf-8")
    assert read_exercises(path)["slow"]["steps"][0]["pace"] == {"in_seconds": 4, "out_seconds": 6}
