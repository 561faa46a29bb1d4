"""The quiz's front end: every choice gets its reason, and no reason outlives its choice."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest

from widgets.content import complete, load_strings
from widgets.errors import ContentError
from widgets.paper import paper, plain

pytestmark = pytest.mark.browser
WORDS = load_strings()["quiz"]
CHECK = WORDS["check"]


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


# Before and after: the guesses, and the questions that come back to them.


def asked(name: str, idea: str) -> dict[str, Any]:
    """Return a question with an answer that is known, one that shows an idea, and one more."""
    options = [
        {"key": "idea", "text": f'"{name}, the idea."', "fits": False, "misconception": idea},
        {"key": "known", "text": f"{name}, what is known.", "fits": True},
        {"key": "else", "text": f"{name}, something else.", "fits": False},
    ]
    return {
        "id": name.lower(),
        "ask": f"{name}: what is it?",
        "several": False,
        "options": [{**one, "reason": f"The reason of {one['key']}."} for one in options],
    }


def two_quizzes(example: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return two guesses, and last questions: one more, and the two that come back to them."""
    items = [asked("First", "M-01.1"), asked("Second", "M-01.3")]
    guesses = example("quiz", id="guesses", guess=True, items=items)
    later = [asked("Other", "M-01.2"), asked("Third", "M-01.1"), asked("Fourth", "M-01.3")]
    last = example("quiz", id="last", items=later)
    last["looks_back"] = "guesses"
    return guesses, complete(deepcopy(last), {"guesses": guesses})


def picks(**chosen: str) -> dict[str, Any]:
    answers = {name: {"keys": [key], "checked": True} for name, key in chosen.items()}
    return {"seq": 1, "answers": answers}


def show_both(
    example: Any, stand_in: Any, before: Any = None, now: Any = None, **options: Any
) -> Any:
    """Show the last questions below the guesses, with what was picked at each."""
    guesses, last = two_quizzes(example)
    page = stand_in(guesses, key="test/guesses", stored=before, **options)
    page.evaluate("([c, stored]) => window.mount('quiz', 'test/last', c, stored)", [last, now])
    page.wait_for_timeout(100)
    return page


def back(page: Any) -> Any:
    return page.locator("[data-key='test/last'] .al-back")


def test_each_of_the_four_ways_is_told_kindly_and_without_a_mark(
    example: Any, stand_in: Any
) -> None:
    ways = {
        ("idea", "known"): "moved_towards",
        ("known", "known"): "moved_stayed",
        ("else", "idea"): "moved_other",
        ("known", "else"): "moved_other",
    }
    for (before, now), sentence in ways.items():
        page = show_both(
            example, stand_in, picks(first=before, second=before), picks(third=now, fourth=now)
        )
        told = back(page).inner_text()
        assert told.count(WORDS[sentence]) == 2, sentence
        assert not any(WORDS[other] in told for other in {*ways.values()} - {sentence})
        assert not re.search(
            r"\d+ (?:of|out of)|%|score|wrong|right|correct|mistake", told, re.IGNORECASE
        )


def test_it_quotes_what_was_picked_before_and_now(example: Any, stand_in: Any) -> None:
    page = show_both(
        example, stand_in, picks(first="idea", second="known"), picks(third="known", fourth="else")
    )
    told = back(page).inner_text()
    for words in (
        "First: what is it?",
        "Before: you picked “First, the idea.”",
        "Third: what is it?",
        "Now: you picked “Third, what is known.”",
        "Before: you picked “Second, what is known.”",
        "Now: you picked “Fourth, something else.”",
    ):
        assert words in told, words
    assert "Other" not in told


def test_the_picture_shows_what_its_words_say(example: Any, stand_in: Any) -> None:
    page = show_both(
        example, stand_in, picks(first="idea", second="known"), picks(third="known", fourth="else")
    )
    picture = back(page).get_by_role("img")
    assert picture.get_attribute("aria-label") == (
        "Guess 1, before: another idea; now: what studies point to. "
        "Guess 2, before: what studies point to; now: another idea."
    )
    marks = picture.evaluate(
        """(svg) => [...svg.querySelectorAll("circle, path")].map((e) => e.getBoundingClientRect().width > 30
            ? "line" : e.tagName)"""
    )
    known, other = "circle", "path"
    rows, legend = marks[:6], marks[6:]
    assert rows == [other, "line", known, known, "line", other], "two rows of two marks"
    assert legend == [known, other], "they differ in shape"
    colours = "(svg) => [...svg.querySelectorAll('*')].map((e) => e.getAttribute('fill'))"
    assert set(picture.evaluate(colours)) <= {"currentColor", "none", None}, "and not in colour"


def test_it_comes_only_after_the_questions_that_come_back_were_checked(
    example: Any, stand_in: Any
) -> None:
    page = show_both(example, stand_in, picks(first="idea", second="known"))
    last = page.locator("[data-key='test/last']")
    buttons = last.get_by_role("button", name=CHECK)
    last.get_by_label("Third, what is known.").check()
    buttons.nth(1).click()
    assert not back(page).is_visible(), "the other one has not come back yet"
    last.get_by_label("Fourth, something else.").check()
    assert not back(page).is_visible(), "it is not checked yet"
    buttons.nth(2).click()
    assert back(page).is_visible()
    said = last.locator("fieldset").nth(2).locator("[role=status]").inner_text()
    assert said.endswith(WORDS["back_ready"]), "and it is said, with the reason, as one text"
    last.get_by_label("Fourth, what is known.").check()
    assert not back(page).is_visible(), "the old one goes when the choice changes"


def test_without_guesses_there_is_no_before(example: Any, stand_in: Any) -> None:
    page = show_both(example, stand_in, None, picks(third="known", fourth="known"))
    assert not back(page).is_visible()
    assert back(page).inner_text() == ""


def test_with_one_guess_there_is_one_row(example: Any, stand_in: Any) -> None:
    page = show_both(example, stand_in, picks(second="idea"), picks(fourth="known"))
    told = back(page).inner_text()
    assert "Guess 2" in told
    assert "Guess 1" not in told
    assert "Guess 1" not in back(page).get_by_role("img").get_attribute("aria-label")


@pytest.mark.parametrize("late", ["guesses", "last"])
def test_it_comes_back_after_a_reload_whichever_part_is_first(
    late: str, example: Any, stand_in: Any
) -> None:
    guesses, last = two_quizzes(example)
    before, now = picks(first="idea", second="idea"), picks(third="known", fourth="idea")
    stored = {"guesses": (guesses, before), "last": (last, now)}
    first = "last" if late == "guesses" else "guesses"
    page = stand_in(stored[first][0], key=f"test/{first}", stored=stored[first][1])
    assert page.locator(".al-back:visible").count() == 0
    content, answers = stored[late]
    page.evaluate(
        "([key, c, stored]) => window.mount('quiz', key, c, stored)",
        [f"test/{late}", content, answers],
    )
    page.wait_for_timeout(100)
    told = back(page).inner_text()
    assert WORDS["moved_towards"] in told
    assert WORDS["moved_other"] in told
    assert page.get_by_text(WORDS["back_ready"]).count() == 0, "it is no news"


def test_a_guess_that_changes_is_told_as_it_is_now(example: Any, stand_in: Any) -> None:
    page = show_both(
        example, stand_in, picks(first="idea", second="known"), picks(third="known", fourth="known")
    )
    page.locator("[data-key='test/guesses']").get_by_label("First, something else.").check()
    assert "Before: you picked “First, something else.”" in back(page).inner_text()


def test_a_before_and_after_is_kept_nowhere(example: Any, stand_in: Any) -> None:
    page = show_both(
        example, stand_in, picks(first="idea", second="known"), picks(third="known", fourth="known")
    )
    assert back(page).is_visible()
    assert [m["type"] for m in page.evaluate("window.messages")] == ["ready", "ready"]


def test_guesses_of_another_shape_break_nothing(example: Any, stand_in: Any) -> None:
    for junk in (3, [], {"first": None}, {"first": {"keys": {"x": 1}}}, {"first": {"keys": ["x"]}}):
        before = {"seq": 1, "answers": junk}
        page = show_both(example, stand_in, before, picks(third="known", fourth="known"))
        assert not back(page).is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_before_and_after_can_be_read_on_a_small_screen(
    scheme: str, example: Any, stand_in: Any, violations: Any
) -> None:
    page = show_both(
        example,
        stand_in,
        picks(first="idea", second="known"),
        picks(third="known", fourth="else"),
        viewport={"width": 320, "height": 640},
        color_scheme=scheme,
    )
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    assert violations(page, ".al-back") == []
    letters = (
        back(page)
        .locator("text")
        .evaluate_all(
            """all => all.map((e) => [15 * e.getScreenCTM().a, e.getBoundingClientRect().right,
            getComputedStyle(e).fill, getComputedStyle(document.querySelector(".al")).color])"""
        )
    )
    assert min(size for size, *_ in letters) >= 13
    assert max(right for _, right, *_ in letters) <= 320
    assert all(fill == ink for *_, fill, ink in letters), "as dark as the words around it"


def test_on_paper_a_look_back_is_one_line(example: Any) -> None:
    _, last = two_quizzes(example)
    assert WORDS["back_paper"] in paper(last)
    assert WORDS["back_paper"] in plain(last)
    assert WORDS["back_paper"] not in paper(example("quiz"))


def test_a_guess_that_nothing_comes_back_to_is_a_mistake(example: Any) -> None:
    guesses, last = two_quizzes(example)
    del last["pairs"]
    last["items"] = last["items"][:2]
    with pytest.raises(
        ContentError, match="no question with one answer comes back to the guess “second”"
    ):
        complete(last, {"guesses": guesses})
    with pytest.raises(ContentError, match="looks_back: there is no “guesses”"):
        complete(last, {})
