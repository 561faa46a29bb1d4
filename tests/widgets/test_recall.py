"""Recall: a deck to look through, and a warm-up of three cards on fixed days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from widgets import content
from widgets.errors import ContentError
from widgets.models import read_exercises
from widgets.paper import paper, plain

SEEN = date(2026, 3, 1)
START, WHAT = "00-start-here", "01-what-it-is"
CARDS = [{"key": f"{lesson}{n}", "lesson": lesson} for lesson in "abcd" for n in range(3)]


@pytest.fixture
def ask(stand_in: Any, example: Any) -> Callable[..., Any]:
    """Call an exported function of the front end: `ask("due", cards, seen, said, today)`."""
    page = stand_in(example("recall"))

    def call(name: str, *arguments: Any) -> Any:
        return page.evaluate(
            "async ([name, ...rest]) => (await import('/widgets/recall.js'))[name](...rest)",
            [name, *arguments],
        )

    return call


@pytest.fixture
def warm_up(stand_in: Any, example: Any) -> Callable[..., Any]:
    """Open a warm-up; `seen` says how many days ago each lesson was seen."""

    def show(seen: dict[str, int] | None, said: Any = None, **options: Any) -> Any:
        drawn = {**example("recall", **options.pop("changes", {})), "draws_from": "deck"}
        page = stand_in(drawn, **options)
        page.evaluate("document.querySelector('main > div')?.remove()")
        page.clock.set_fixed_time("2026-03-10T12:00:00Z")
        if seen is not None:
            page.evaluate(
                "(seen) => import('/widgets/base.js').then((base) => base.setRecord({ seen }))",
                {name: day(date(2026, 3, 10) - timedelta(ago)) for name, ago in seen.items()},
            )
        stored = {"seq": 4, "answers": {"cards": said}} if said else None
        page.evaluate(
            "([content, stored]) => window.mount('recall', 'review/warm-up', content, stored)",
            [drawn, stored],
        )
        page.wait_for_timeout(50)
        return page

    return show


def day(one: date | int) -> str:
    """Return a day as it is kept; a number counts from the day on which the lesson was seen."""
    return (SEEN + timedelta(one) if isinstance(one, int) else one).isoformat()


def said_last(page: Any) -> Any:
    return page.evaluate("window.messages.at(-1).answers.cards")


# The fixed days


@pytest.mark.browser
def test_a_card_is_due_from_its_fixed_day_on(ask: Any) -> None:
    card = [{"key": "a", "lesson": "a"}]
    for step, days in enumerate(
        [
            [2, 6, 7, 8, 20, 21, 22, 60],
            [7, 8, 20, 21, 22, 60],
            [21, 22, 60],
            [],  # all three are done with
        ]
    ):
        note = {"a": {"said": "got", "on": day(0), "step": step}} if step else {}
        asked = (0, 1, 2, 6, 7, 8, 20, 21, 22, 60)
        assert [n for n in asked if ask("due", card, {"a": day(0)}, note, day(n))] == days


@pytest.mark.browser
def test_got_it_moves_a_card_on_and_the_others_do_not(ask: Any) -> None:
    card, seen = {"key": "a", "lesson": "a"}, {"a": day(0)}
    for word, visits, asked_on in (
        ("got", range(61), [2, 7, 21]),
        ("got", [0, 1, 6, 8, 20, 22, 60], [6, 8, 22]),
        ("got", [8, 20, 60], [8, 60]),
        ("got", [60, 61], [60]),
        ("fuzzy", [1, 2, 3, 60], [2, 3, 60]),
        ("new", [6, 20], [6, 20]),
    ):
        said: dict[str, Any] = {}
        asked = []
        for visit in visits:
            if ask("due", [card], seen, said, day(visit)):
                asked.append(visit)
                said["a"] = ask("noteOf", card, word, said.get("a"), seen, day(visit))
                assert ask("due", [card], seen, said, day(visit)) == [], "once a day"
        assert asked == asked_on


@pytest.mark.browser
def test_what_is_kept_of_a_card(ask: Any) -> None:
    card, seen = {"key": "a", "lesson": "a"}, {"a": day(0)}
    note = ask("noteOf", card, "got", None, seen, day(8))
    assert note == {"said": "got", "on": day(8), "step": 2}, "days 2 and 7 are done with"
    assert ask("noteOf", card, "fuzzy", note, seen, day(22))["step"] == 2
    assert ask("noteOf", card, "got", None, {}, day(8))["step"] == 0, "never seen: no day passes"


@pytest.mark.browser
def test_three_cards_come_from_three_lessons(ask: Any) -> None:
    seen = dict.fromkeys("abcd", day(0))
    found = ask("due", CARDS, seen, {}, day(2))
    assert [card["key"] for card in found] == ["a0", "b0", "c0"]
    found = ask("due", CARDS, {"a": day(0), "b": day(0)}, {}, day(2))
    assert [card["key"] for card in found] == ["a0", "b0", "a1"]
    found = ask("due", CARDS, {"b": day(0)}, {}, day(2))
    assert [card["key"] for card in found] == ["b0", "b1", "b2"]


@pytest.mark.browser
def test_what_was_asked_longest_ago_comes_first(ask: Any) -> None:
    seen = dict.fromkeys("abcd", day(0))
    said = {
        "a0": {"said": "got", "on": day(2), "step": 1},
        "b0": {"said": "new", "on": day(3), "step": 0},
        "c0": {"said": "new", "on": day(2), "step": 0},
        "c1": {"said": "new", "on": day(2), "step": 0},
    }
    found = ask("due", CARDS, seen, said, day(4))
    assert [card["key"] for card in found] == ["d0", "a1", "c2"]


@pytest.mark.browser
def test_a_clock_set_back_and_a_damaged_record_ask_nothing_wrong(ask: Any) -> None:
    card = [{"key": "a", "lesson": "a"}]
    assert ask("due", card, {"a": day(30)}, {}, day(0)) == [], "seen in the future"
    ahead = {"a": {"said": "got", "on": day(40), "step": 1}}
    assert ask("due", card, {"a": day(0)}, ahead, day(6)) == []
    assert ask("due", card, {"a": day(0)}, ahead, day(7)) == card
    for wrong in ("", "yesterday", "2026-13-40", "2026-3-1", 20260301, None, [], {}):
        assert ask("due", card, {"a": wrong}, {}, day(30)) == []
    for note in (None, "got", 7, {"step": "x"}, {"step": -4, "on": 12}, {"step": 0.5, "on": None}):
        assert ask("due", card, {"a": day(0)}, {"a": note}, day(2)) == card
        assert ask("noteOf", card[0], "new", note, {"a": day(0)}, day(2))["step"] == 0


@pytest.mark.browser
@pytest.mark.parametrize(
    ("zone", "local"),
    [
        ("Pacific/Auckland", "2026-03-08"),
        ("UTC", "2026-03-07"),
        ("America/Los_Angeles", "2026-03-07"),
    ],
)
def test_days_are_the_learners_own(stand_in: Any, example: Any, zone: str, local: str) -> None:
    page = stand_in(example("recall"), timezone_id=zone)
    page.clock.set_fixed_time("2026-03-07T23:30:00Z")
    page.get_by_role("button", name="Show the answer").click()
    page.get_by_role("button", name="Got it").click()
    assert said_last(page)["teaches"]["on"] == local


@pytest.mark.browser
def test_a_day_of_23_hours_is_a_day(stand_in: Any, example: Any) -> None:
    page = stand_in(example("recall"), timezone_id="America/New_York")
    script = """async (today) => (await import('/widgets/recall.js'))
        .due([{ key: "a", lesson: "a" }], { a: "2026-03-07" }, {}, today).length"""
    assert [page.evaluate(script, today) for today in ("2026-03-08", "2026-03-09")] == [0, 1]


# The warm-up


@pytest.mark.browser
@pytest.mark.parametrize("seen", [None, {START: 1, WHAT: -5, "05-what-else": 9}])
def test_nothing_stands_there_for_someone_with_nothing_due(warm_up: Any, seen: Any) -> None:
    page = warm_up(seen)
    assert page.locator("main > div").inner_html() == ""
    assert page.locator("main > div").bounding_box()["height"] == 0
    assert page.evaluate("window.messages") == []


@pytest.mark.browser
def test_a_warm_up_waits_for_a_record(warm_up: Callable[..., Any]) -> None:
    page = warm_up(None)
    assert page.get_by_text("Card 1").count() == 0
    tell = "(seen) => import('/widgets/base.js').then((base) => base.setRecord({ seen }))"
    page.evaluate(tell, {})
    assert page.get_by_text("Card 1").count() == 0, "an empty record asks nothing"
    page.evaluate(tell, {"01-what-it-is": "2026-03-01"})
    page.get_by_text("Card 1 of").wait_for()


def test_three_cards_at_most_by_keyboard_alone(warm_up: Any) -> None:
    page = warm_up({START: 2, WHAT: 8})
    assert page.locator(".al-card .al-hint").first.inner_text() == "Card 1 of 3, from “Start here”."
    for turn in range(3):
        page.get_by_role("button", name="Show the answer").focus()
        page.keyboard.press("Enter")
        for key in ("Tab", "Tab", "Space"):  # to “Fuzzy”
            page.keyboard.press(key)
        at = page.evaluate("document.activeElement.textContent")
        assert (at, page.locator("[aria-pressed=true]").inner_text()) == ("Fuzzy", "Fuzzy")
        for key in ("Tab", "Tab", "Tab"):
            page.keyboard.press(key)
        assert page.evaluate("document.activeElement.textContent") == "Next card"
        done = page.get_by_text("That was all for today.").count()
        assert done == (turn == 2)
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.textContent") == "Next card"
    note = {"said": "fuzzy", "on": "2026-03-10", "step": 0}
    assert said_last(page) == {"teaches": note, "dimmer": note, "nothing": note}


@pytest.mark.browser
def test_a_second_word_replaces_the_first(warm_up: Any) -> None:
    page = warm_up({START: 8})
    page.get_by_role("button", name="Show the answer").click()
    page.get_by_role("button", name="Got it").click()
    assert said_last(page)["teaches"]["step"] == 2
    page.get_by_role("button", name="New to me").click()
    assert said_last(page) == {"teaches": {"said": "new", "on": "2026-03-10", "step": 0}}


@pytest.mark.browser
def test_what_was_said_today_comes_back_and_no_more_cards_with_it(warm_up: Any) -> None:
    note = {"said": "got", "on": "2026-03-10", "step": 1}
    page = warm_up({START: 2, WHAT: 2}, dict.fromkeys(("teaches", "nothing", "dimmer"), note))
    page.get_by_text("Card 1 of 3").wait_for()
    page.get_by_role("button", name="Show the answer").click()
    assert page.locator("[aria-pressed=true]").inner_text() == "Got it"
    page.get_by_role("button", name="Next card").click()
    page.get_by_role("button", name="Next card").click()
    assert page.locator(".al-card-text").inner_text() == "A switch or a dimmer?"


@pytest.mark.browser
def test_it_goes_when_the_answers_that_come_back_leave_nothing_due(warm_up: Any) -> None:
    note = {"said": "got", "on": "2026-03-09", "step": 1}
    page = warm_up({START: 3}, {"teaches": note, "nothing": note})
    assert page.locator("main > div").inner_html() == ""


@pytest.mark.browser
def test_a_warm_up_has_no_choice_of_lesson_no_overview_and_no_print(warm_up: Any) -> None:
    page = warm_up({START: 2})
    assert page.locator(".al-recall :is(select, details, .al-to-print)").count() == 0


# The deck


@pytest.mark.browser
def test_the_answer_waits_until_it_is_asked_for(example: Any, stand_in: Any) -> None:
    page = stand_in(example("recall"))
    card = page.locator(".al-recall .al-card")
    assert not page.get_by_role("button", name="Got it").is_visible()
    page.get_by_role("button", name="Show the answer").click()
    assert "It teaches, and only a trained person" in card.inner_text()
    page.get_by_role("button", name="Hide the answer").click()
    assert "It teaches" not in card.inner_text()
    assert page.evaluate("document.activeElement.textContent") == "Show the answer"


@pytest.mark.browser
def test_every_word_is_noted_kindly_and_nothing_is_counted(example: Any, stand_in: Any) -> None:
    page = stand_in(example("recall"))
    page.get_by_role("button", name="Show the answer").click()
    page.locator("summary").click()
    for word, noted in (
        ("Got it", "Noted. Go on when you like."),
        ("Fuzzy", "Fuzzy is fine. Read it once more if you like, then go on."),
        ("New to me", "That is fine. Now you have met it."),
    ):
        page.get_by_role("button", name=word).click()
        assert page.locator(".al-recall [aria-pressed=true]").all_inner_texts() == [word]
        assert page.locator(".al-recall fieldset + .al-hint").inner_text() == noted
        assert page.locator("details small").all_inner_texts() == [f"You said: {word}"]
    shown = page.locator(".al-recall").inner_text()
    assert "%" not in shown
    assert [part for part in shown.split() if part.isdigit()] == ["2", "1"], "minutes and place"


@pytest.mark.browser
def test_old_feedback_goes_with_its_card(example: Any, stand_in: Any) -> None:
    page = stand_in(example("recall"))
    page.get_by_role("button", name="Show the answer").click()
    page.get_by_role("button", name="Fuzzy").click()
    page.get_by_role("button", name="Next card").click()
    assert page.locator(".al-card-text").inner_text() == "Sam writes “nothing”. What then?"
    assert page.locator(".al-recall .al-status").inner_text() == ""
    page.get_by_role("button", name="Card before").click()
    assert page.locator(".al-recall fieldset + .al-hint").text_content() == ""


@pytest.mark.browser
def test_one_lesson_can_be_chosen(example: Any, stand_in: Any) -> None:
    page = stand_in(example("recall"))
    page.get_by_label("Lesson").select_option("What emotional detachment is")
    assert page.locator(".al-card-text").inner_text() == "A switch or a dimmer?"
    told = page.locator(".al-recall .al-unseen[role=status]").inner_text()
    assert told == "Card 1 of 2, from “What emotional detachment is”. A switch or a dimmer?"
    page.locator("summary").click()
    assert page.locator("details dt").count() == 2
    page.get_by_label("Lesson").select_option("All lessons")
    assert page.locator("details dt").count() == 4


@pytest.mark.browser
def test_the_ends_of_the_deck_keep_the_keyboards_place(example: Any, stand_in: Any) -> None:
    page = stand_in(example("recall"))
    page.get_by_role("button", name="Card before").press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Card before"
    assert "Card 1 of 4" in page.locator(".al-card").inner_text()


@pytest.mark.browser
def test_the_deck_comes_back_at_the_first_card_without_a_word(example: Any, stand_in: Any) -> None:
    note = {"said": "fuzzy", "on": "2026-02-01", "step": 0}
    page = stand_in(example("recall"), stored={"seq": 2, "answers": {"cards": {"teaches": note}}})
    assert page.locator(".al-card-text").inner_text() == "Sam writes “nothing”. What then?"
    page.get_by_role("button", name="Card before").click()
    page.get_by_role("button", name="Show the answer").click()
    assert page.locator("[aria-pressed=true]").count() == 0, "another day is a new try"
    page.locator("summary").click()
    assert "You said: Fuzzy" in page.locator("details").inner_text()


@pytest.mark.browser
def test_a_damaged_record_is_no_obstacle(example: Any, stand_in: Any) -> None:
    cards = {"teaches": {"said": "<script>", "on": 5, "step": "x"}, "nothing": None, "dimmer": 3}
    page = stand_in(example("recall"), stored={"seq": 2, "answers": {"cards": cards}})
    for name in ("Show the answer", "Got it", "Card before", "Show the answer", "New to me"):
        page.get_by_role("button", name=name).click()
    notes = said_last(page)
    assert [notes[key]["said"] for key in ("nothing", "teaches")] == ["got", "new"]
    assert notes["teaches"]["step"] == 0


@pytest.mark.browser
def test_the_sheet_has_the_questions_first_and_the_answers_below(
    example: Any, stand_in: Any
) -> None:
    page = stand_in(example("recall"))
    page.evaluate("window.print = () => (window.printed = true)")
    page.get_by_role("button", name="Print the questions").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    sheet = page.locator(".al-sheet").inner_text()
    assert sheet.index("A switch or a dimmer?") < sheet.index("Fold the paper")
    assert sheet.index("Fold the paper") < sheet.index("It teaches, and only")
    starts = page.evaluate("[...document.querySelectorAll('.al-sheet ol')].map((o) => o.start)")
    assert starts == [1, 3, 1, 3]
    assert not page.locator(".al-recall .al-head").is_visible(), "the sheet and nothing else"


@pytest.mark.browser
def test_odd_texts_stand_as_plain_text(example: Any, stand_in: Any) -> None:
    card = example("recall")["cards"][0]
    odd = {
        **card,
        "ask": "<script>window.ran = true</script><b>bold</b> 🙂 שלום עולם",
        "answer": "<img src=x onerror='window.ran = true'>" + "long" * 290,
    }
    page = stand_in(example("recall", cards=[{k: v for k, v in odd.items() if k != "title"}]))
    page.get_by_role("button", name="Show the answer").click()
    assert page.locator(".al-card-text").inner_text() == odd["ask"]
    assert page.locator(".al-recall .al-status").inner_text() == odd["answer"]
    assert page.evaluate("window.ran ?? false") is False
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 1280


# Paper


def test_on_paper_each_lessons_answers_are_folded_below_its_questions(example: Any) -> None:
    html = paper(example("recall"))
    assert html.count("<h4>") == html.count("<details>") == 2
    assert html.index("A switch or a dimmer?") < html.index("A dimmer. Feelings")
    assert '<ol start="3"><li>A switch' in html


def test_plain_text_has_the_answers_below_the_questions(example: Any) -> None:
    lines = plain(example("recall")).split("\n")
    assert lines.index("  3. A switch or a dimmer?") < lines.index("The answers")
    assert lines[-1].startswith("  4. Did I choose it?")


def test_a_warm_up_on_paper_is_nothing_at_all(example: Any) -> None:
    drawn = {**example("recall"), "draws_from": "deck"}
    assert (paper(drawn), plain(drawn)) == ("", "")


# What an author writes

CARD = """
  - key: one
    lesson: 01-what-it-is
    ask: A switch or a dimmer?
    answer: A dimmer.
    objective: O-01.1
"""
HEAD = """
- kind: recall
  id: {id}
  title: A title
  minutes: 1
  objective: O-01.1
  fit_for: [private]
  instead: Rest.
"""


def deck(cards: str = CARD) -> str:
    return "exercises:" + HEAD.format(id="deck") + "  cards:" + cards


def warm(draws_from: str = "deck") -> str:
    return HEAD.format(id="warm-up") + f"  draws_from: {draws_from}\n"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of exercises of its own, with the lessons of the course."""
    (tmp_path / "exercises").mkdir()
    (tmp_path / "lessons").symlink_to(content.root() / "lessons")
    monkeypatch.setattr(content, "root", lambda: tmp_path)
    monkeypatch.setattr(content, "CHECKED", tmp_path / "checked")
    return tmp_path / "exercises" / "review.yml"


def test_a_warm_up_gets_the_cards_of_its_deck(course: Path) -> None:
    course.write_text(deck() + warm(), encoding="utf-8")
    (card,) = content.load_exercise("review/warm-up")["cards"]
    assert (card["key"], card["title"]) == ("one", "What emotional detachment is")


def test_cards_of_lessons_still_being_written_wait(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lessons = [{**one, "open": one["file"] == START} for one in content.open_lessons()]
    monkeypatch.setattr(content, "open_lessons", lambda: lessons)
    course.write_text(deck(), encoding="utf-8")
    assert content.load_exercise("review/deck")["cards"] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            deck("\n  draws_from: deck") + CARD,
            "give either cards, or draws_from with the id of a deck",
        ),
        (deck(" []\n"), "give either cards, or draws_from with the id of a deck"),
        (deck(CARD + CARD[1:]), "“one” is used twice in cards; give each its own key"),
        (deck(CARD.replace("answer: A dimmer.", "")), "exercises[1].cards[1].answer: is missing"),
        (deck(CARD.replace("A switch or", "Long " * 2000)), "line 12, exercises[1].cards[1].ask"),
        (deck(CARD.replace("answer:", "anwser:")), "Did you mean “answer”?"),
    ],
    ids=["both", "neither", "twice", "missing", "long", "misspelt"],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "review.yml"
    path.write_text(text.replace("cards:\n  draws_from: deck", "draws_from: deck\n  cards:"))
    with pytest.raises(ContentError) as error:
        read_exercises(path)
    assert says in str(error.value)
    assert "review.yml, line" in str(error.value)


@pytest.mark.parametrize("name", ["dekc", "warm-up"])
def test_a_warm_up_draws_from_a_deck(course: Path, name: str) -> None:
    course.write_text(deck() + warm(name), encoding="utf-8")
    with pytest.raises(ContentError) as error:
        content.load_exercise("review/warm-up")
    assert str(error.value) == (
        f"exercises/review.yml, warm-up, draws_from: there is no “{name}”. Known: deck."
    )


def test_a_card_of_no_lesson_is_named(course: Path) -> None:
    course.write_text(deck(CARD.replace(WHAT, "01-what")), encoding="utf-8")
    with pytest.raises(ContentError, match=r"review\.yml, deck, card “one”, lesson: there is no"):
        content.load_exercise("review/deck")
