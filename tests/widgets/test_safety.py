"""The safety questions: what they open and close, and that their answers are kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from widgets.errors import ContentError
from widgets.models import Safety, check
from widgets.paper import paper, plain

FIRST = "First answer the questions above."
LEFT_OUT = "This part is left out today."
ADDRESS = "findahelpline.com"


@pytest.fixture
def home(example: Any, stand_in: Any) -> Callable[..., Any]:
    """Open a page with the questions, and a sheet below that waits for them."""

    def show(**options: Any) -> Any:
        page = stand_in(example("safety"), **options)
        sheet = example("worksheet", only_if_safe=True, reminders=False)
        page.evaluate("(c) => window.mount('worksheet', 'test/sheet', c)", sheet)
        page.wait_for_timeout(50)
        return page

    return show


def answer(page: Any, *given: str) -> None:
    """Answer the questions in their order."""
    for number, value in enumerate(given):
        page.locator(".al-safety fieldset").nth(number).locator(f"[value={value}]").check()


def body(page: Any) -> Any:
    return page.locator(".al-worksheet .al-body")


def frame(page: Any) -> str:
    text: str = page.locator(".al-worksheet").inner_text()
    return text


def told(page: Any) -> str:
    text: str = page.locator(".al-safety [role=status]").first.inner_text()
    return text


@pytest.mark.browser
def test_what_waits_shows_its_name_and_one_sentence(home: Any) -> None:
    page = home()
    assert not body(page).is_visible()
    lines = frame(page).splitlines()
    assert lines[0] == "An example"
    assert lines[-1].startswith(FIRST)
    assert page.locator(".al-worksheet p:visible").count() == 1


@pytest.mark.browser
@pytest.mark.parametrize("careful", ["yes", "unsure"])
def test_one_yes_or_not_sure_is_enough_and_needs_no_button(home: Any, careful: str) -> None:
    page = home()
    answer(page, careful)
    assert told(page) == "Keeping your distance may be keeping you safe."
    assert page.locator(".al-safety .al-lines li").first.is_visible()
    assert not body(page).is_visible()
    assert LEFT_OUT in frame(page)
    assert "Help now" in frame(page)


@pytest.mark.browser
def test_no_to_all_opens_what_waits(home: Any) -> None:
    page = home()
    answer(page, "no")
    assert told(page) == ""
    assert FIRST in frame(page)
    answer(page, "no", "no")
    assert told(page) == "What follows is open now."
    assert body(page).is_visible()
    assert FIRST not in frame(page)
    assert page.locator(".al-safety .al-lines li:visible").count() == 0


@pytest.mark.browser
def test_a_changed_answer_closes_it_at_once_and_no_word_is_lost(home: Any) -> None:
    page = home()
    answer(page, "no", "no")
    page.get_by_label("What is there?").fill("numb")
    answer(page, "yes")
    assert not body(page).is_visible()
    assert LEFT_OUT in frame(page)
    answer(page, "no")
    assert page.get_by_label("What is there?").input_value() == "numb"


@pytest.mark.browser
def test_words_typed_before_are_there_after_the_questions(home: Any, example: Any) -> None:
    page = home()
    answer(page, "no", "no")
    page.get_by_label("What is there?").fill("numb")
    sheet = example("worksheet", only_if_safe=True, reminders=False)
    page.evaluate("document.querySelector('.al-worksheet').remove()")
    page.evaluate("(c) => window.mount('worksheet', 'test/sheet', c)", sheet)
    page.wait_for_timeout(50)
    assert page.get_by_label("What is there?").input_value() == "numb"


@pytest.mark.browser
def test_answers_are_kept_sent_and_stored_nowhere(home: Any) -> None:
    page = home()
    answer(page, "no", "no")
    answer(page, "unsure", "yes")
    assert {one["type"] for one in page.evaluate("window.messages")} == {"ready"}
    memory = "globalThis[Symbol.for('arms-length.page')]"
    assert page.evaluate(f"{memory}.answers.size") == 0
    stored = "Object.keys({...localStorage, ...sessionStorage}).length + document.cookie.length"
    assert page.evaluate(stored) == 0
    # Else a browser fills them in again.
    assert page.locator(".al-safety input:not([autocomplete=off])").count() == 0


@pytest.mark.browser
def test_leaving_the_page_forgets_them_even_if_it_is_brought_back(home: Any) -> None:
    page = home()
    answer(page, "no", "no")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert page.locator(".al-safety input:checked").count() == 0
    assert FIRST in frame(page)


@pytest.mark.browser
def test_they_are_forgotten_when_their_notebook_is_closed(home: Any) -> None:
    page = home(key="test/home")
    answer(page, "no", "no")
    page.evaluate("window.unmount['test/home']()")
    assert FIRST in frame(page)
    assert not body(page).is_visible()


@pytest.mark.browser
def test_they_can_be_taken_away_before_leaving(home: Any) -> None:
    page = home()
    answer(page, "yes")
    page.get_by_role("button", name="Clear my answers").click()
    assert page.locator(".al-safety input:checked").count() == 0
    assert told(page) == "Your answers are gone from this page."
    assert page.locator(".al-safety .al-lines li:visible").count() == 0
    assert FIRST in frame(page)


@pytest.mark.browser
def test_another_notebook_in_the_same_tab_asks_anew(home: Any, example: Any) -> None:
    page = home()
    answer(page, "no", "no")
    page.evaluate("(c) => window.mount('safety', 'test/other', c)", example("safety"))
    page.wait_for_timeout(50)
    assert page.locator(".al-safety input:checked").count() == 0
    assert not body(page).is_visible()


@pytest.mark.browser
def test_printed_answers_cannot_be_found(home: Any) -> None:
    page = home()
    answer(page, "no", "no")
    page.get_by_label("What is there?").fill("numb")
    answer(page, "yes")
    page.emulate_media(media="print")
    assert page.locator(".al-safety :is(input, .al-status, .al-lines):visible").count() == 0
    assert LEFT_OUT not in frame(page)
    assert page.locator("[data-touched]").count() == 0, "the paper version is printed"


@pytest.mark.browser
def test_the_lines_are_those_of_the_chosen_country(home: Any) -> None:
    page = home(locale="en-GB")
    answer(page, "unsure")
    kinds = "all => [...new Set(all.map((e) => e.dataset.line))]"
    lines = page.locator(".al-safety [data-line]")
    assert lines.evaluate_all(kinds) == ["directory"], "nothing is guessed here"
    page.get_by_label("Lines for").select_option("AU")
    assert lines.evaluate_all(kinds) == ["abuse"]
    assert page.get_by_role("link", name="1800 737 732").get_attribute("href") == "tel:1800737732"
    page.get_by_label("Lines for").select_option("EU")
    assert lines.evaluate_all(kinds) == ["directory"], "no line of this kind is known there"
    assert page.get_by_text("Calls and texts leave traces").is_visible()


@pytest.mark.browser
def test_a_country_chosen_at_the_top_holds_here_too(home: Any, example: Any) -> None:
    page = home()
    page.evaluate("(c) => window.mount('strip', 'strip/x', c)", example("strip"))
    page.get_by_role("button", name="Help now").click()
    page.locator(".al-strip select").select_option("IE")
    answer(page, "yes")
    assert page.locator(".al-safety select").input_value() == "IE"
    assert page.locator(".al-safety [data-line=abuse]").first.is_visible()


@pytest.mark.browser
def test_the_keyboard_alone_finishes_it(home: Any) -> None:
    page = home()
    for key in ("Tab", "Space", "ArrowDown", "Tab", "Space"):
        page.keyboard.press(key)
    assert told(page).startswith("Keeping your distance")
    page.keyboard.press("ArrowDown")
    assert told(page) == "What follows is open now."
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Clear my answers"


@pytest.mark.browser
def test_markup_in_a_question_is_shown_as_text(example: Any, stand_in: Any) -> None:
    bad = "<script>window.ran = 1</script> مرحبا 🫥"
    page = stand_in(example("safety", asks=[{"key": "a", "text": bad}], careful=bad))
    page.get_by_label("Yes").check()
    assert page.locator("legend").inner_text() == bad
    assert told(page) == bad
    assert page.evaluate("window.ran ?? null") is None


# On paper


def test_on_paper_it_says_when_to_leave_the_sheet_empty(example: Any) -> None:
    html = paper(example("safety"))
    assert "<input" not in html
    assert "leave the sheet that follows empty" in html
    assert ADDRESS in html
    assert ADDRESS in plain(example("safety"))


@pytest.mark.parametrize("kind", ["worksheet", "practice", "quiz"])
def test_on_paper_what_waits_begins_with_the_reminder(kind: str, example: Any) -> None:
    more = {"reminders": False} if kind == "worksheet" else {}
    html = paper(example(kind, only_if_safe=True, **more))
    reminder = html.index("First read the safety questions.")
    assert reminder < html.index("</p>")
    assert ADDRESS in html
    assert plain(example(kind, only_if_safe=True, **more)).splitlines()[1].startswith("First read")
    assert "First read" not in paper(example(kind)) + plain(example(kind))


# An author's mistakes


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"asks": []}, "asks: list should have at least 1 item"),
        ({"careful": None}, "careful: must be text"),
        ({"clear": True}, "clear: must be text"),
        ({"answers": "kept"}, "answers: is not a field known here"),
    ],
)
def test_a_mistake_is_told(change: dict[str, Any], says: str, example: Any) -> None:
    with pytest.raises(ContentError, match=says):
        check(Safety, {**example("safety"), **change}, "exercises/safety.yml", {})
