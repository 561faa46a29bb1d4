"""The worksheet's front end: three sheets, one card, and words that stay words."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_a_filled_sheet_becomes_a_card(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet"))
    page.get_by_label("What is there?").fill("a bit <b>flat</b> 🙂 שלום")
    page.get_by_label("How strong?").select_option("3")
    page.get_by_label("Where?").select_option("home")
    page.get_by_role("button", name="Make the card").click()
    card = page.get_by_role("group", name="Your card")
    assert "a bit <b>flat</b> 🙂 שלום, 3 out of 10, at home." in card.inner_text()


def test_a_changed_field_takes_the_old_card_away(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet"))
    page.get_by_label("What is there?").fill("flat")
    page.get_by_role("button", name="Make the card").click()
    page.get_by_label("What is there?").fill("numb")
    assert not page.get_by_role("group", name="Your card").is_visible()


def test_an_empty_sheet_says_that_nothing_is_fine(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet"))
    page.get_by_role("button", name="Make the card").click()
    assert "“Nothing” and “not sure” are fine" in page.locator(".al-status").first.inner_text()


def test_the_example_cannot_be_mistaken_for_the_learners_own(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet"))
    page.get_by_label("A filled example").check()
    assert page.get_by_label("What is there?").input_value() == "flat"
    assert page.get_by_label("What is there?").get_attribute("readonly") is not None
    assert page.get_by_text("Sam is invented.").first.is_visible()
    assert page.get_by_role("group", name="Sam is invented.").is_visible(), "not “Your card”"
    page.get_by_label("A blank sheet").check()
    assert page.get_by_label("What is there?").input_value() == ""


def test_the_half_filled_sheet_starts_with_its_words(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet"))
    page.get_by_label("A half-filled sheet").check()
    assert page.get_by_label("What is there?").input_value() == "maybe "


def test_the_help_line_beside_free_words_follows_a_chosen_country_and_no_guess(
    example: Any, stand_in: Any
) -> None:
    page = stand_in(example("worksheet"), locale="en-GB")
    assert "your local emergency number" in page.locator(".al-note").inner_text()
    page.evaluate("import('/widgets/base.js').then((base) => base.chooseCountry('GB'))")
    assert "Samaritans (116 123)" in page.locator(".al-note").inner_text()


def test_only_the_card_is_printed(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet"))
    page.evaluate("window.print = () => (window.printed = document.documentElement.className)")
    page.get_by_label("What is there?").fill("flat")
    page.get_by_role("button", name="Make the card").click()
    page.get_by_role("button", name="Print the card").click()
    assert page.evaluate("window.printed") == "al-printing"
    page.emulate_media(media="print")
    assert page.get_by_role("group", name="Your card").is_visible()
    assert not page.get_by_label("What is there?").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.documentElement.className") == ""


def test_a_private_exercise_says_so(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet"))
    assert page.get_by_text("For you alone.").is_visible()


def test_very_long_words_are_kept_whole(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet"), viewport={"width": 320, "height": 640})
    page.get_by_label("What is there?").fill("x" * 10_000)
    page.get_by_role("button", name="Make the card").click()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    assert len(page.evaluate("window.messages.at(-1).answers.blank.what")) == 10_000


def test_the_keyboard_alone_finishes_it(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet"))
    for key in ("Tab", "Tab"):
        page.keyboard.press(key)
    page.keyboard.type("numb")
    for key in ("Tab", "4", "Tab", "h", "Tab", "Enter"):
        page.keyboard.press(key)
    assert "numb, 4 out of 10, at home." in page.get_by_role("group", name="Your card").inner_text()


def test_a_record_changed_by_hand_is_read_with_care(example: Any, stand_in: Any) -> None:
    answers = {"sheet": "green", "half": 3, "blank": ["flat"], "made": True}
    page = stand_in(example("worksheet"), stored={"seq": 1, "answers": answers})
    assert page.get_by_label("A blank sheet").is_checked()
    assert page.get_by_label("What is there?").input_value() == ""


def test_what_another_tab_sends_late_turns_no_sheet(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet"))
    page.get_by_label("A half-filled sheet").check()
    page.get_by_label("What is there?").fill("from here")
    page.get_by_label("A blank sheet").check()
    theirs = {"blank": {"what": "from the other tab"}, "sheet": "blank"}
    page.evaluate(
        "(theirs) => window.reply({ type: 'stale', answers: theirs, seq: 1 })",
        theirs,
    )
    assert page.get_by_label("A blank sheet").is_checked()
    assert page.get_by_label("What is there?").input_value() == "from the other tab"
    page.get_by_label("A half-filled sheet").check()
    assert page.get_by_label("What is there?").input_value() == "from here"


def test_a_card_ends_a_sentence_once(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet", card=["I notice {what}.", "Where ... {where}."]))
    page.get_by_label("What is there?").fill("a bit flat...")
    page.get_by_label("Where?").select_option("home")
    page.get_by_role("button", name="Make the card").click()
    assert page.locator(".al-card-text").inner_text() == "I notice a bit flat...\nWhere ... home."
