"""The worksheet's front end: three sheets, one card, three reminders, and words that stay words."""

from __future__ import annotations

import io
import unicodedata
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from widgets.content import load_exercise, load_strings
from widgets.paper import paper
from widgets.place import shared_data

pytestmark = pytest.mark.browser
WORDS = load_strings()["worksheet"]
HOSTILE = "<script>window.ran = 1</script> =1+1 \x07\u202eabc שלום 🙂"


def make(page: Any) -> Any:
    """Make the card and return it."""
    page.get_by_role("button", name=WORDS["make"]).click()
    return page.get_by_role("group", name=WORDS["card"])


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


def test_what_another_tab_changed_wins_over_what_stands_here_unchanged(
    example: Any, stand_in: Any
) -> None:
    page = stand_in(
        example("worksheet"), stored={"seq": 1, "answers": {"blank": {"what": "heavy"}}}
    )
    page.get_by_label("A half-filled sheet").check()
    page.get_by_label("What is there?").fill("from here")
    theirs = {"blank": {"what": "from the other tab"}, "sheet": "blank"}
    page.evaluate("(answers) => window.reply({ type: 'stale', answers, seq: 2 })", theirs)
    page.get_by_label("A blank sheet").check()
    assert page.get_by_label("What is there?").input_value() == "from the other tab"
    page.get_by_label("A half-filled sheet").check()
    assert page.get_by_label("What is there?").input_value() == "from here"


def drafts(page: Any) -> list[dict[str, Any]]:
    return list(page.evaluate("window.messages.filter((m) => m.type === 'draft')"))


def test_what_the_half_sheet_began_with_is_not_sent_as_the_learners(
    example: Any, stand_in: Any
) -> None:
    page = stand_in(example("worksheet"))
    page.get_by_label("What is there?").fill("n")
    assert drafts(page)[-1]["answers"]["half"] == {}
    page.get_by_label("A half-filled sheet").check()
    page.get_by_label("What is there?").fill("maybe tired")
    assert drafts(page)[-1]["answers"]["half"]["what"] == "maybe tired"


def test_words_typed_before_the_engine_answered_say_what_they_came_from(
    example: Any, stand_in: Any
) -> None:
    stored = {"seq": 1, "answers": {"half": {"what": "maybe tired"}, "blank": {"what": "old"}}}
    page = stand_in(example("worksheet"), stored=stored, late=400)
    page.get_by_label("What is there?").fill("n")
    assert drafts(page)[-1]["base"] == {}, "from nothing: the engine sets aside what gives way"
    page.wait_for_timeout(600)
    assert page.get_by_label("What is there?").input_value() == "n"
    assert drafts(page)[-1]["base"] == {}
    page.get_by_label("A half-filled sheet").check()
    assert page.get_by_label("What is there?").input_value() == "maybe tired"


def test_half_a_letter_is_sent_as_a_sign_for_one(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet"))
    page.get_by_label("What is there?").evaluate(
        "(e) => { e.value = 'flat \\ud83d and \\u{1F642}'; e.dispatchEvent(new Event('input')); }"
    )
    sent = page.evaluate("window.messages.at(-1).answers.blank.what")
    assert sent == "flat \ufffd and 🙂"


def test_a_card_ends_a_sentence_once(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet", card=["I notice {what}.", "Where ... {where}."]))
    page.get_by_label("What is there?").fill("a bit flat...")
    page.get_by_label("Where?").select_option("home")
    page.get_by_role("button", name="Make the card").click()
    assert page.locator(".al-card-text").inner_text() == "I notice a bit flat...\nWhere ... home."


# The card on paper.


def seven(label: str = "Box") -> dict[str, Any]:
    """Return as many fields and lines as a worksheet can have."""
    names = [f"box_{letter}" for letter in "abcdefg"]
    return {
        "fields": [
            {"key": name, "label": f"{label} {name}", "form": "text", "worked": "flat"}
            for name in names
        ],
        "card": [f"A line that stands before {{{name}}}." for name in names],
    }


def written(content: dict[str, Any], typed: str) -> dict[str, Any]:
    """Return answers in which every box of the blank sheet holds `typed`."""
    blank = {field["key"]: typed for field in content["fields"] if not field["options"]}
    return {"seq": 1, "answers": {"blank": blank, "half": {}, "sheet": "blank", "made": True}}


def pages_of(page: Any, sheet: str) -> list[str]:
    """Print the card and return the text of each page."""
    from pypdf import PdfReader

    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name=WORDS["print"]).click()
    margin = dict.fromkeys(("top", "right", "bottom", "left"), "18mm")
    pdf = PdfReader(io.BytesIO(page.pdf(format=sheet, margin=margin)))
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    return [" ".join(unicodedata.normalize("NFKC", p.extract_text()).split()) for p in pdf.pages]


@pytest.mark.parametrize("typed", ["W" * 10_000, "a word " * 2000, "﷽" * 5000, "a\n" * 500])
def test_it_prints_on_one_page_however_much_was_typed(
    typed: str, example: Any, stand_in: Any
) -> None:
    content = example("worksheet", **seven())
    page = stand_in(content, stored=written(content, typed))
    for sheet in ("A4", "Letter"):
        printed = pages_of(page, sheet)
        assert len(printed) == 1, sheet
        assert WORDS["cut"] in printed[0]
        assert WORDS["remind_save"] not in printed[0]
    shown = page.locator(".al-card-text bdi").evaluate_all("all => all.map((e) => e.textContent)")
    assert shown == [typed.strip()] * 7, "the screen keeps all"


@pytest.mark.parametrize("key", ["medicines/visit-sheet", "keep-well/plan", "what-else/my-act"])
def test_long_words_cut_no_sentence_of_ours(key: str, stand_in: Any) -> None:
    content = load_exercise(key)
    page = stand_in(content, key=key, stored=written(content, "wordswordswords " * 700))
    for sheet in ("A4", "Letter"):
        (printed,) = pages_of(page, sheet)
        assert content["card_title"] in printed
        assert " ".join(content["card"][-1].split()) in printed


def test_a_card_with_room_for_all_is_not_cut(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet", **seven()))
    boxes = page.get_by_role("textbox").all()
    long = "One more small thing that I would like to say here. " * 25
    boxes[0].fill(long)
    for box in boxes[1:]:
        box.fill("a few words")
    make(page)
    (printed,) = pages_of(page, "Letter")
    assert long.strip().rstrip(".") in printed, "what the short ones leave is for the long one"
    assert WORDS["cut"] not in printed
    assert not page.get_by_text(WORDS["cut"]).is_visible()


def test_the_words_are_copied_whole(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet"), permissions=["clipboard-read", "clipboard-write"])
    page.get_by_label("What is there?").fill("x" * 10_000)
    make(page)
    page.get_by_role("button", name=WORDS["copy"]).click()
    page.get_by_text(WORDS["copied"]).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"My line\nRight now I notice {'x' * 10_000}, … out of 10, at ….".replace(
        "….", "…"
    )


def test_words_of_all_kinds_are_text_on_the_card(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet"))
    page.get_by_label("What is there?").fill(HOSTILE)
    card = make(page)
    assert card.locator("bdi").first.evaluate("(e) => e.textContent") == HOSTILE
    assert card.locator("script").count() == 0
    assert page.evaluate("window.ran") is None


# Three days to come back to a plan.


def save_reminders(page: Any) -> tuple[str, bytes]:
    """Press the button and return the name of the file and what is in it."""
    with page.expect_download() as asked:
        page.get_by_role("button", name=WORDS["remind_save"]).click()
    return asked.value.suggested_filename, Path(asked.value.path()).read_bytes()


def made_on(stand_in: Any, content: Any, now: str, zone: str) -> tuple[str, bytes]:
    """Make a plan at a moment and in a place, and return the file of its reminders."""
    page = stand_in(content, timezone_id=zone)
    page.clock.set_fixed_time(datetime.fromisoformat(now))
    page.get_by_label("What is there?").fill(HOSTILE)
    make(page)
    return save_reminders(page)


def days_of(file: bytes) -> list[date]:
    return [event["dtstart"].dt for event in icalendar.Calendar.from_ical(file).walk("VEVENT")]


def test_the_file_holds_three_days_and_nothing_else(example: Any, stand_in: Any) -> None:
    content = example("worksheet")
    name, file = made_on(stand_in, content, "2026-11-29T10:00:07Z", "Europe/Berlin")
    assert name == "reminders.ics"
    calendar = icalendar.Calendar.from_ical(file)
    assert set(calendar) == {"VERSION", "PRODID"}
    assert str(calendar["prodid"]) == "-//Reminders//EN"
    events = calendar.walk("VEVENT")
    assert len(events) == len(calendar.subcomponents) == 3
    for event in events:
        assert set(event) == {"SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "CLASS", "TRANSP"}
        assert str(event["summary"]) == WORDS["reminder"] == "Reminder"
        assert str(event["class"]) == "PRIVATE"
        assert str(event["transp"]) == "TRANSPARENT"
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(days=1)
        assert event["dtstamp"].dt == datetime(2026, 11, 29, 10, 0, 7, tzinfo=UTC)
        (alarm,) = event.subcomponents
        assert set(alarm) == {"ACTION", "DESCRIPTION", "TRIGGER"}
        assert str(alarm["action"]) == "DISPLAY"
        assert str(alarm["description"]) == WORDS["reminder"]
        assert alarm["trigger"].dt == timedelta(hours=18)
    assert days_of(file) == [date(2026, 12, 1), date(2026, 12, 6), date(2026, 12, 20)]


def test_nothing_of_the_course_or_the_plan_is_in_the_file(example: Any, stand_in: Any) -> None:
    content = example("worksheet")
    name, file = made_on(stand_in, content, "2026-11-29T10:00:00Z", "Europe/Berlin")
    told = (name + file.decode()).lower().replace("valarm", "")
    for word in ("<", "שלום", "arm", "length", "lesson", "feel", "line", "numb", "sam"):
        assert word not in told


def test_the_file_is_written_as_calendars_want_it(example: Any, stand_in: Any) -> None:
    content = example("worksheet")
    _, file = made_on(stand_in, content, "2026-11-29T10:00:00Z", "Europe/Berlin")
    lines = file.split(b"\r\n")
    assert lines[-1] == b"", "it ends with the end of a line"
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 75


def test_a_long_title_in_any_language_comes_through_folded(example: Any, stand_in: Any) -> None:
    title = "Ein Augenblick für mich, אחת שתיים; 感 \\ " + "und noch ein Wort " * 6
    calendar = icalendar.Calendar.from_ical(shared_data("browser")["reminders"])
    for event in calendar.walk("VEVENT"):
        event["summary"] = icalendar.vText(title)
    page = stand_in(example("worksheet"))
    page.evaluate("(reminders) => window.shareAll({ reminders })", calendar.to_ical().decode())
    page.get_by_label("What is there?").fill("flat")
    make(page)
    _, file = save_reminders(page)
    assert max(map(len, file.split(b"\r\n"))) <= 75
    events = icalendar.Calendar.from_ical(file).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [title] * 3


def test_each_reminder_of_each_plan_has_its_own_name(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet"))
    page.get_by_label("What is there?").fill("flat")
    make(page)
    names = [
        str(event["uid"])
        for _ in range(2)
        for event in icalendar.Calendar.from_ical(save_reminders(page)[1]).walk("VEVENT")
    ]
    assert len(set(names)) == 6
    assert all(len(name) == 32 and name.isalnum() for name in names)


@pytest.mark.parametrize(
    ("now", "zone", "days"),
    [
        ("2027-01-29T12:00:00Z", "Europe/Berlin", ["2027-01-31", "2027-02-05", "2027-02-19"]),
        ("2027-02-27T12:00:00Z", "Europe/Berlin", ["2027-03-01", "2027-03-06", "2027-03-20"]),
        ("2028-02-27T12:00:00Z", "Europe/Berlin", ["2028-02-29", "2028-03-05", "2028-03-19"]),
        ("2026-12-30T12:00:00Z", "Europe/Berlin", ["2027-01-01", "2027-01-06", "2027-01-20"]),
        # The clocks change between the plan and the first day.
        ("2027-03-27T22:30:00Z", "Europe/Berlin", ["2027-03-29", "2027-04-03", "2027-04-17"]),
        # The learner's own day, whatever day it is in Greenwich.
        ("2027-05-09T13:00:00Z", "Pacific/Auckland", ["2027-05-12", "2027-05-17", "2027-05-31"]),
        ("2027-05-10T03:00:00Z", "America/Los_Angeles", ["2027-05-11", "2027-05-16", "2027-05-30"]),
    ],
)
def test_days_are_counted_from_the_learners_own_day(
    now: str, zone: str, days: list[str], example: Any, stand_in: Any
) -> None:
    _, file = made_on(stand_in, example("worksheet"), now, zone)
    assert days_of(file) == [date.fromisoformat(day) for day in days]


def test_it_says_beforehand_what_the_file_holds_and_who_can_see_it(
    example: Any, stand_in: Any
) -> None:
    page = stand_in(example("worksheet"), timezone_id="Europe/Berlin", locale="en-GB")
    page.clock.set_fixed_time(datetime(2026, 11, 29, 10, tzinfo=UTC))
    page.get_by_label("What is there?").fill("flat")
    make(page)
    button = page.get_by_role("button", name=WORDS["remind_save"])
    told = page.evaluate(
        "(e) => document.getElementById(e.getAttribute('aria-describedby')).textContent",
        button.element_handle(),
    )
    for words in ("1 Dec", "6 Dec", "20 Dec", "“Reminder” and nothing else", "can see it"):
        assert words in told, told
    page.clock.set_fixed_time(datetime(2026, 11, 30, 10, tzinfo=UTC))
    save_reminders(page)
    assert "2 Dec" in page.locator(".al-remind p").first.inner_text(), "told as they are saved"
    assert "reminders.ics" in page.locator(".al-remind .al-status").inner_text()


def test_nothing_is_downloaded_by_itself(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet"))
    downloads: list[str] = []
    page.on("download", lambda one: downloads.append(one.suggested_filename))
    page.get_by_label("What is there?").fill("flat")
    make(page)
    page.wait_for_timeout(300)
    assert downloads == []


def test_reminders_are_offered_for_ones_own_plan_only(example: Any, stand_in: Any) -> None:
    page = stand_in(example("worksheet"))
    button = page.get_by_role("button", name=WORDS["remind_save"])
    page.get_by_label("A filled example").check()
    assert page.locator(".al-keep").is_visible()
    assert not button.is_visible(), "the example is somebody else's"
    page.get_by_label("A blank sheet").check()
    assert not button.is_visible(), "there is no plan yet"
    page.get_by_label("What is there?").fill("flat")
    make(page)
    assert button.is_visible()
    page.get_by_label("What is there?").fill("numb")
    assert not button.is_visible(), "the card went, too"


def test_a_sheet_that_is_no_plan_has_no_reminders(example: Any, stand_in: Any) -> None:
    content = example("worksheet", reminders=False)
    page = stand_in(content)
    page.get_by_label("What is there?").fill("flat")
    make(page)
    assert not page.get_by_role("button", name=WORDS["remind_save"]).is_visible()
    assert "for day 2, 7 and 21" not in paper(content)


def test_a_plan_that_comes_back_can_still_be_put_into_a_calendar(
    example: Any, stand_in: Any
) -> None:
    answers = {"sheet": "blank", "half": {}, "blank": {"what": "flat"}, "made": True}
    page = stand_in(example("worksheet"), stored={"seq": 1, "answers": answers})
    assert len(days_of(save_reminders(page)[1])) == 3


def test_on_paper_it_says_to_note_the_days_by_hand(example: Any) -> None:
    assert "Put a note in your calendar for day 2, 7 and 21." in paper(example("worksheet"))


def test_axe_finds_nothing_with_reminders_on_a_small_screen(
    example: Any, stand_in: Any, violations: Any
) -> None:
    page = stand_in(example("worksheet"), viewport={"width": 320, "height": 640})
    page.get_by_label("What is there?").fill("x" * 10_000)
    make(page)
    save_reminders(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    assert violations(page, ".al") == []
