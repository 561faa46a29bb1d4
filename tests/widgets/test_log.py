"""The log: days that can be noted, changed and deleted, a chart of them, and a page for a visit."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from widgets import base, exercise, log
from widgets.base import Exercise
from widgets.content import load_strings
from widgets.errors import ContentError
from widgets.log import answer, chart
from widgets.models import read_exercises
from widgets.paper import paper

browser = pytest.mark.browser
TODAY = date.today()  # noqa: DTZ011  the learner's own day
WORDS = load_strings()["log"]
HOSTILE = "<script>window.ran = 1</script> $\\frac{1}{0}$ שלום 🙂"
DIAGNOSES = re.compile(
    r"depress|ptsd|dissociat|alexithym|anhedon|blunt|disorder|syndrome|autis|asperger|bipolar"
    r"|schizo|borderline|deperson|dereal|diagnos|symptom|apath|attachment|trauma",
    re.IGNORECASE,
)


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def fourteen(**fields: Any) -> dict[str, Any]:
    """Return a full log, with the same words on each day."""
    return {
        ago(n): {"mood": n % 11, "numb": 10 - n % 11, "sleep": 7.5, **fields} for n in range(14)
    }


def stored(entries: Any, **more: Any) -> dict[str, Any]:
    return {"seq": 3, "answers": {"entries": entries, "pattern": "", "ask": "", **more}}


def box(page: Any, name: str) -> Any:
    return page.get_by_role("textbox", name=WORDS[name])


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=WORDS[name], exact=True).click()


def note(page: Any, day: str | None = None, **fields: str) -> str:
    """Fill in a day, keep it, and return what the log says."""
    if day is not None:
        page.get_by_label("Day", exact=True).fill(day)
    for name, typed in fields.items():
        box(page, name).fill(typed)
    press(page, "keep")
    return said(page)


def said(page: Any) -> str:
    return str(page.locator(".al-status:not(:empty)").first.inner_text())


def kept(page: Any) -> dict[str, Any]:
    """Return the answers that the page last sent."""
    drafts = "window.messages.filter((m) => m.type === 'draft')"
    answers: dict[str, Any] = page.evaluate(f"{drafts}.at(-1)?.answers ?? {{}}")
    return answers


def rows(page: Any) -> list[str]:
    return list(page.get_by_role("table", name=WORDS["days"]).locator("tbody tr").all_inner_texts())


# What an author can get wrong, and what stands on paper.


@pytest.mark.parametrize("day", [1, 0], ids=["twice", "out of order"])
def test_days_of_the_example_stand_in_order(day: int, example: Any, tmp_path: Path) -> None:
    content = example("log")
    del content["example_name"]
    content["worked"][1]["day"] = max(day, 1)
    path = tmp_path / "log.yml"
    path.write_text(yaml.safe_dump({"exercises": [content]}), encoding="utf-8")
    with pytest.raises(ContentError, match=r"log.yml, line 2, .* put the days of worked in order"):
        read_exercises(path)


def test_on_paper_it_has_a_row_for_each_day_and_the_example(example: Any) -> None:
    html = paper(example("log"))
    assert html.count('scope="row"') == 14 + 3
    assert html.count("<table>") == 2
    for words in ("Nobody reads this.", WORDS["medicine"], "Sam (invented)", "5.5"):
        assert words in html


def test_no_sentence_of_the_log_names_a_diagnosis() -> None:
    assert not DIAGNOSES.search("\n".join(WORDS.values()))


# The chart that Python draws.


def test_the_drawn_chart_holds_dates_and_no_words_of_the_learner() -> None:
    svg = chart({"entries": fourteen(word="a secret word", what=HOSTILE)})
    assert svg.startswith("<svg")
    assert "secret" not in svg
    assert "<script" not in svg


@pytest.mark.filterwarnings("error")
def test_nothing_is_written_beside_the_drawn_chart(capfd: pytest.CaptureFixture[str]) -> None:
    chart({"entries": fourteen(word=HOSTILE, what="$" * 10_000), "pattern": "感 $x^2$"})
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"entries": None},
        {"entries": [1, 2]},
        {"entries": {"2026-11-23": None}},
        {"entries": {"2026-11-23": {"mood": 11, "numb": -1}}},
        {"entries": {"2026-11-23": {"mood": "4", "numb": True}}},
        {"entries": {"2026-02-30": {"mood": 4}, "soon": {"mood": 4}, "20261123": {"mood": 4}}},
        {"entries": {"2026-11-23": {"word": "flat"}}},
    ],
)
def test_what_is_no_day_is_not_drawn(answers: dict[str, Any]) -> None:
    assert chart(answers) == ""


def test_a_line_ends_where_a_day_or_a_number_is_missing() -> None:
    entries = {"2026-11-01": {"mood": 3}, "2026-11-02": {"numb": 3}, "2026-11-05": {"mood": 4}}
    days = log._days({"entries": entries})
    xs, ys = log._joined(days, log._places(days), "mood")
    assert xs == [0, 1, 3.5, 4]
    assert [y != y for y in ys] == [False, True, True, False]  # noqa: PLR0124  not a number


def test_long_gaps_are_drawn_short() -> None:
    days = log._days({"entries": {ago(n): {"mood": 3} for n in (300, 299, 100, 0)}})
    assert log._places(days) == [0, 1, 3, 5]


def test_a_long_record_gives_a_chart_of_its_last_days() -> None:
    entries = {(TODAY - timedelta(days=n)).isoformat(): {"mood": 1} for n in range(1000)}
    assert len(log._days({"entries": entries})) == log.MOST_DRAWN


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    messages: list[dict[str, Any]] = []
    monkeypatch.setattr(Exercise, "send", lambda _self, message: messages.append(message))
    yield messages
    base._drafts.clear()


def test_the_exercise_answers_with_a_chart_and_keeps_it_nowhere(
    example: Any, sent: list[dict[str, Any]]
) -> None:
    widget = Exercise("test/log", example("log"))
    answers = {"entries": fourteen(word="a secret word")}
    widget._handle_custom_msg({"type": "draft", "seq": 1, "answers": answers}, [])
    widget._handle_custom_msg({"type": "chart"}, [])
    assert sent[-1]["svg"].startswith("<svg")
    assert f"{ago(0)}: mood 0, numb 10" in sent[-1]["alt"]
    state = json.dumps(widget.get_state(), default=str)
    bundle = json.dumps(widget._repr_mimebundle_()[0])
    assert "a secret word" not in state + bundle
    assert "<svg" not in state + bundle


def test_a_chart_that_fails_puts_no_day_into_a_traceback(
    example: Any, sent: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def fail(answers: Any) -> str:
        raise ValueError(answers)

    monkeypatch.setattr(log, "chart", fail)
    Exercise("test/log", example("log"))._handle_custom_msg({"type": "chart"}, [])
    assert sent[-1]["svg"] == ""
    assert caplog.text == ""


def test_messages_that_no_kind_knows_get_no_answer(
    example: Any, sent: list[dict[str, Any]]
) -> None:
    for widget in (Exercise("test/log", example("log")), exercise("start-here/pause")):
        for message in ({}, {"type": "chart?"}, {"type": ["chart"]}):
            widget._handle_custom_msg(message, [])
    assert sent == []


# Noting a day.


@browser
def test_a_day_is_noted_with_any_one_thing(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"))
    assert "is noted on this page" in note(page, word="nothing")
    assert kept(page)["entries"] == {ago(0): {"word": "nothing"}}
    assert len(rows(page)) == 1
    assert box(page, "word").input_value() == "", "the boxes are free for another day"


@browser
def test_hours_may_have_a_comma(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"))
    note(page, mood="0", sleep="7,5")
    assert kept(page)["entries"][ago(0)] == {"mood": 0, "sleep": 7.5}


@browser
@pytest.mark.parametrize(
    ("name", "wrong"),
    [("mood", "11"), ("mood", "-1"), ("numb", "abc"), ("numb", "2.5"), ("sleep", "25")],
)
def test_a_number_outside_is_asked_for_again_and_stays_as_typed(
    name: str, wrong: str, example: Any, stand_in: Any
) -> None:
    page = stand_in(example("log"))
    told = note(page, word="flat", **{name: wrong})
    assert told.startswith("Sleep: write" if name == "sleep" else f"{WORDS[name]}: write a whole")
    assert box(page, name).input_value() == wrong
    assert box(page, name).get_attribute("aria-invalid") == "true"
    assert box(page, "word").input_value() == "flat"
    assert kept(page)["entries"] == {}
    box(page, name).fill("7")
    assert box(page, name).get_attribute("aria-invalid") is None
    assert page.locator(".al-status:not(:empty)").count() == 0, "the old sentence is gone"


@browser
@pytest.mark.parametrize("day", [ago(-1), "1900-01-01", ""])
def test_a_day_outside_is_asked_for_again(day: str, example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"))
    assert "Pick a day from" in note(page, day, mood="4")
    assert box(page, "mood").input_value() == "4"
    assert kept(page)["entries"] == {}


@browser
def test_a_day_with_nothing_on_it_is_asked_about_kindly(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"))
    assert "“Nothing” and “not sure” are fine" in note(page, word="  ")


@browser
def test_a_day_noted_before_is_changed_and_loses_nothing(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"), stored=stored({ago(0): {"mood": 3, "what": "rain"}}))
    assert "was noted before. It is changed now." in note(page, mood="5", word="calm")
    assert kept(page)["entries"] == {ago(0): {"mood": 5, "word": "calm", "what": "rain"}}
    press(page, "undo")
    assert kept(page)["entries"] == {ago(0): {"mood": 3, "what": "rain"}}


# Changing and deleting.


@browser
def test_change_puts_the_day_into_the_boxes(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"), stored=stored({ago(2): {"mood": 3, "word": "flat"}}))
    page.get_by_role("button", name="Change").click()
    assert page.get_by_label("Day", exact=True).input_value() == ago(2)
    assert box(page, "mood").input_value() == "3"
    note(page, mood="", word="both")
    assert kept(page)["entries"] == {ago(2): {"word": "both"}}, "an emptied box is empty now"


@browser
def test_a_note_can_move_to_another_day_but_not_onto_one(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"), stored=stored({ago(2): {"mood": 3}, ago(1): {"mood": 4}}))
    page.get_by_role("button", name="Change").first.click()
    assert "is noted already" in note(page, ago(1))
    assert "now stands at" in note(page, ago(3))
    assert kept(page)["entries"] == {ago(3): {"mood": 3}, ago(2): None, ago(1): {"mood": 4}}
    press(page, "undo")
    assert kept(page)["entries"] == {ago(3): None, ago(2): {"mood": 3}, ago(1): {"mood": 4}}


@browser
def test_words_not_kept_yet_are_not_overwritten(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"), stored=stored({ago(2): {"mood": 3}}))
    box(page, "what").fill("half a thought")
    page.get_by_role("button", name="Change").click()
    assert "is not noted yet" in said(page)
    assert box(page, "what").input_value() == "half a thought"
    press(page, "empty")
    page.get_by_role("button", name="Change").click()
    assert "You are changing" in said(page)


@browser
def test_a_deleted_day_can_be_had_back_and_the_focus_is_not_lost(
    example: Any, stand_in: Any
) -> None:
    page = stand_in(example("log"), stored=stored({ago(2): {"mood": 3}}))
    page.get_by_role("button", name="Delete").click()
    assert "is deleted." in said(page)
    assert kept(page)["entries"] == {ago(2): None}
    assert page.get_by_text(WORDS["none"]).is_visible()
    assert page.evaluate("document.activeElement.textContent") == WORDS["undo"]
    page.keyboard.press("Enter")
    assert kept(page)["entries"] == {ago(2): {"mood": 3}}
    assert page.evaluate("document.activeElement.type") == "date"
    assert not page.get_by_role("button", name=WORDS["undo"]).is_visible()


@browser
def test_a_deleted_day_does_not_come_back_from_an_older_copy(example: Any, stand_in: Any) -> None:
    first, second = {ago(2): {"mood": 3}}, {ago(2): {"mood": 3}, ago(1): {"mood": 4}}
    page = stand_in(example("log"), key="test/two", stored=stored(first))
    page.evaluate(
        """([content, stored]) => {
            document.querySelector("main div").remove();
            window.late = 300;
            return window.mount("log", "test/two", content, stored);
        }""",
        [example("log"), {**stored(second), "seq": 9}],
    )
    page.get_by_role("button", name="Delete").dispatch_event("click")  # before the engine answers
    assert len(rows(page)) == 0
    page.wait_for_timeout(600)
    assert kept(page)["entries"] == {ago(2): None, ago(1): {"mood": 4}}
    assert len(rows(page)) == 1


# Fourteen days.


@browser
def test_the_14th_day_is_enough_and_a_15th_is_refused_kindly(example: Any, stand_in: Any) -> None:
    entries = fourteen()
    del entries[ago(0)]
    page = stand_in(example("log"), stored=stored(entries))
    assert WORDS["enough"] in note(page, mood="5")
    assert "delete another day first" in note(page, ago(20), word="one more")
    assert box(page, "word").input_value() == "one more"
    assert "is changed now" in note(page, ago(3)), "a day that stands can still be changed"
    assert len(rows(page)) == 14


def ten_thousand() -> dict[str, Any]:
    """Return a record of 27 years; its highest mood and its rarest word are the oldest."""
    entries: dict[str, Any] = {
        ago(n): {"mood": 3 + n % 2, "numb": 7, "sleep": 7.5, "what": "Night shift."}
        for n in range(10_000)
    }
    entries[ago(9_999)] |= {"mood": 10, "word": "the first word"}
    return entries


@browser
def test_ten_thousand_days_open_with_the_newest_and_none_is_lost(
    example: Any, stand_in: Any
) -> None:
    entries = ten_thousand()
    page = stand_in(example("log"), stored=stored(entries))
    days = page.locator(".al-log tbody tr:has(.al-acts)")
    assert days.count() == 28
    newest = page.get_by_role("button", name="Change").last.get_attribute("aria-label")
    assert re.search(rf"\b{TODAY.day}\b", newest)
    assert page.get_by_role("button", name="Show all 10000 days").is_visible()
    note(page, mood="9")
    assert kept(page)["entries"] == {**entries, ago(0): {**entries[ago(0)], "mood": 9}}


@browser
def test_the_page_for_a_visit_counts_the_days_that_are_not_shown(
    example: Any, stand_in: Any
) -> None:
    page = stand_in(example("log"), stored=stored(ten_thousand()))
    press(page, "make")
    told = page.get_by_role("group", name=WORDS["card"]).inner_text()
    assert "Days noted: 10000" in told
    assert "Mood: from 3 to 10" in told
    assert "Words noted: the first word" in told
    assert ago(9_999)[:4] in told
    assert page.get_by_role("img", name=WORDS["chart"]).count() == 2
    drawn = page.get_by_role("img", name=WORDS["chart"]).first.get_attribute("aria-label")
    assert drawn.count("mood") == 28


@browser
def test_all_days_are_shown_when_asked_for_and_put_away_again(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"), stored=stored({ago(n): {"mood": 3} for n in range(400)}))
    assert len(rows(page)) == 28
    button = page.get_by_role("button", name="Show all 400 days")
    button.focus()
    page.keyboard.press("Enter")
    assert len(rows(page)) == 400
    assert page.evaluate("document.activeElement.textContent") == "Show the newest 28 days"
    page.keyboard.press("Enter")
    assert len(rows(page)) == 28


@browser
def test_a_short_log_shows_all_its_days(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"), stored=stored({ago(n): {"mood": 3} for n in range(28)}))
    assert len(rows(page)) == 28
    assert page.get_by_role("button", name=re.compile("^Show ")).count() == 0


@browser
def test_more_days_from_two_tabs_are_all_kept(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"), stored=stored({ago(n): {"mood": 3} for n in range(20)}))
    assert len(rows(page)) == 20


# What comes back.


@browser
def test_what_was_kept_and_what_was_half_typed_come_back(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"), key="test/back")
    note(page, mood="4", word="flat")
    box(page, "what").fill("half a thought")
    box(page, "pattern").fill("less flat after rain")
    page.evaluate("document.querySelector('main div').remove()")
    page.evaluate("(c) => window.mount('log', 'test/back', c)", example("log"))
    page.wait_for_timeout(50)
    assert len(rows(page)) == 1
    assert box(page, "what").input_value() == "half a thought"
    assert box(page, "pattern").input_value() == "less flat after rain"


@browser
def test_a_record_changed_by_hand_is_read_with_care(example: Any, stand_in: Any) -> None:
    entries = {
        ago(1): {"mood": 11, "numb": "x", "word": "flat", "sleep": 99},
        ago(2): {"mood": {"a": 1}},
        ago(3): "flat",
        "2026-02-30": {"mood": 3},
        "__proto__x": {"mood": 3},
    }
    page = stand_in(example("log"), stored=stored(entries, pattern=7, form="x"))
    assert len(rows(page)) == 1
    assert "flat" in rows(page)[0]
    assert "11" not in rows(page)[0].split("flat")[1]
    assert box(page, "pattern").input_value() == "7"


# The chart in the page.


@browser
def test_the_chart_is_told_in_words_and_follows_each_change(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"), stored=stored({ago(2): {"mood": 3, "numb": 7}}))
    chart = page.get_by_role("img", name=WORDS["chart"])
    assert "mood 3, numb 7" in chart.get_attribute("aria-label")
    note(page, numb="1")
    assert re.search(r"mood 3, numb 7; .*: numb 1\.$", chart.get_attribute("aria-label"))
    page.get_by_role("button", name="Delete").first.click()
    assert "mood 3" not in chart.get_attribute("aria-label")


@browser
def test_no_line_crosses_a_missing_day(example: Any, stand_in: Any) -> None:
    entries = {ago(n): {"mood": 3} for n in (6, 5, 3)} | {ago(4): {"numb": 3}}
    page = stand_in(example("log"), stored=stored(entries))
    line = page.locator('.al-chart path[stroke="#0072B2"]').first.get_attribute("d")
    assert re.sub(r"[\d. ]", "", line) == "MLM", "two days joined, one alone"


@browser
def test_the_two_marks_differ_in_shape_and_stand_on_white(example: Any, stand_in: Any) -> None:
    page = stand_in(
        example("log"), stored=stored({ago(2): {"mood": 3, "numb": 3}}), color_scheme="dark"
    )
    chart = page.locator(".al-chart").first
    assert chart.locator('circle[fill="#0072B2"]').count() == 2, "the day's, and the key's"
    assert chart.locator('path[fill="#D55E00"]').count() == 2
    assert chart.locator("rect").get_attribute("fill") == "#fff"


@browser
def test_days_without_a_number_need_no_chart(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"), stored=stored({ago(2): {"word": "flat"}}))
    assert page.get_by_role("img").count() == 0


@pytest.fixture
def with_engine(stand_in: Any, example: Any) -> Any:
    """Show a log whose engine answers a question for a chart with `reply`, or not at all."""

    def show(entries: dict[str, Any], reply: dict[str, Any] | None) -> Any:
        page = stand_in(example("log"), key="test/none")
        page.evaluate(
            """async ([content, restored, reply]) => {
                document.querySelector("main div").remove();
                (await import("/widgets/base.js")).share({ place: "computer" });
                const heard = [];
                const model = {
                    get: (name) => ({ content, key: "test/engine" })[name],
                    on: (_event, callback) => heard.push(callback),
                    send(message) {
                        window.messages.push(structuredClone(message));
                        const back = { ready: restored, chart: reply }[message.type];
                        if (back) setTimeout(() => heard.forEach((one) => one(back)));
                    },
                };
                const el = document.createElement("div");
                document.querySelector("main").append(el);
                (await import("/widgets/log.js")).default.render({ model, el });
            }""",
            [example("log"), {"type": "restore", **stored(entries)}, reply],
        )
        page.get_by_role("button", name=WORDS["draw"]).wait_for()
        return page

    return show


@browser
def test_the_engine_draws_with_matplotlib(with_engine: Any) -> None:
    entries = fourteen(word=HOSTILE)
    page = with_engine(entries, answer({"type": "chart"}, {"entries": entries}))
    press(page, "draw")
    picture = page.locator("img")
    picture.wait_for()
    page.wait_for_function("document.querySelector('img').naturalWidth > 100")
    assert "mood 0, numb 10" in picture.get_attribute("alt")
    assert page.get_by_text(WORDS["drawn"]).is_visible()
    assert page.evaluate("window.messages.at(-1)") == {"type": "chart"}, "no day leaves the page"
    box(page, "mood").fill("4")
    press(page, "keep")
    assert not picture.is_visible(), "an old picture does not stay"


@browser
@pytest.mark.parametrize("reply", [None, {"type": "chart", "svg": "", "alt": ""}])
def test_an_engine_that_is_silent_or_fails_is_told_plainly(reply: Any, with_engine: Any) -> None:
    page = with_engine({ago(1): {"mood": 3}}, reply)
    page.clock.install()
    press(page, "draw")
    page.clock.run_for(5100 if reply is None else 100)
    assert page.get_by_text(WORDS["not_drawn"]).is_visible()
    assert not page.locator("img").is_visible()


@browser
def test_where_no_engine_is_no_button_asks_for_one(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"), stored=stored({ago(2): {"mood": 3}}))
    assert not page.get_by_role("button", name=WORDS["draw"]).is_visible()


# The page for a visit.


@browser
def test_the_page_for_a_visit_says_it_in_words(example: Any, stand_in: Any) -> None:
    entries = {
        ago(9): {"mood": 2, "numb": 8, "word": "flat", "sleep": 4},
        ago(8): {"mood": 2, "numb": 6, "word": "Flat", "what": "a private thing"},
        ago(0): {"numb": 6, "word": "calm", "sleep": 8},
    }
    page = stand_in(example("log"), stored=stored(entries))
    box(page, "pattern").fill("Flat after nights.")
    box(page, "ask").fill("Why?\nWhat now?")
    press(page, "make")
    card = page.get_by_role("group", name=WORDS["card"])
    told = card.inner_text()
    for line in (
        "Days noted: 3.",
        "Mood: 2",
        "Numb: from 6 to 8, most often 6",
        "Sleep, in hours: from 4 to 8",
        "Words noted: Flat, calm",
        "Flat after nights.",
        "Why?\nWhat now?",
        WORDS["medicine"],
        WORDS["no_test"],
    ):
        assert line in told
    assert card.get_by_role("img").is_visible()
    assert "a private thing" not in told
    box(page, "ask").fill("What else?")
    assert not card.is_visible(), "an old page does not stay"


@browser
def test_without_a_day_there_is_no_page(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"))
    press(page, "make")
    assert said(page) == WORDS["make_first"]


@browser
def test_no_page_names_a_diagnosis(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"), stored=stored(fourteen(word="flat")))
    press(page, "make")
    assert not DIAGNOSES.search(page.locator(".al").inner_text())
    page.get_by_label("A filled example").check()
    assert not DIAGNOSES.search(page.locator(".al").inner_text())


@browser
def test_the_words_can_be_copied_whole(example: Any, stand_in: Any) -> None:
    page = stand_in(
        example("log"),
        stored=stored(fourteen(word="x" * 100), pattern="p" * 900),
        permissions=["clipboard-read", "clipboard-write"],
    )
    press(page, "make")
    assert page.get_by_text(WORDS["cut"]).is_visible()
    page.get_by_role("button", name="Copy the words").click()
    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "x" * 100 in copied
    assert "p" * 900 in copied
    assert WORDS["medicine"] in copied


def pages_of(page: Any, sheet: str) -> list[str]:
    """Print the card and return the text of each page."""
    from pypdf import PdfReader

    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name=WORDS["print"]).click()
    margin = dict.fromkeys(("top", "right", "bottom", "left"), "18mm")
    pdf = PdfReader(io.BytesIO(page.pdf(format=sheet, margin=margin)))
    return [" ".join(unicodedata.normalize("NFKC", p.extract_text()).split()) for p in pdf.pages]


@browser
@pytest.mark.parametrize("typed", ["overwhelmed, flat", "W" * 10_000, "﷽" * 5000, "a\n" * 5000])
def test_it_prints_on_one_page_however_much_was_typed(
    typed: str, example: Any, stand_in: Any
) -> None:
    entries = {
        day: {**entry, "word": f"{day} {typed}"} for day, entry in fourteen(what=typed).items()
    }
    page = stand_in(example("log"), stored=stored(entries, pattern=typed, ask=typed))
    press(page, "make")
    for sheet in ("A4", "Letter"):
        printed = pages_of(page, sheet)
        assert len(printed) == 1, sheet
        assert WORDS["medicine"] in printed[0]
        assert WORDS["keep"] not in printed[0]


# Words stay words.


@browser
def test_markup_letters_of_all_kinds_and_long_words_are_text(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"), viewport={"width": 320, "height": 640})
    long = HOSTILE + "x" * 10_000
    note(page, mood="4", word=HOSTILE, what=long)
    box(page, "pattern").fill(HOSTILE)
    box(page, "ask").fill(HOSTILE)
    press(page, "make")
    assert HOSTILE in rows(page)[0]
    card = page.get_by_role("group", name=WORDS["card"])
    assert card.inner_text().count("שלום 🙂") == 2, "pattern and question"
    assert kept(page)["entries"][ago(0)]["what"] == long
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    page.get_by_role("button", name="Change").click()
    assert box(page, "what").input_value() == long


@browser
def test_the_page_can_be_read_from_right_to_left(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"), stored=stored(fourteen(word="שלום")))
    page.evaluate("document.documentElement.dir = 'rtl'")
    box_of_key = page.locator(".al-chart text").first.bounding_box()
    box_of_chart = page.locator(".al-chart").first.bounding_box()
    assert box_of_key["x"] >= box_of_chart["x"], "letters of the chart stay inside it"


# The filled example.


@browser
def test_the_example_is_never_mixed_with_the_learners_own(
    example: Any, stand_in: Any, violations: Any
) -> None:
    page = stand_in(example("log"), stored=stored({ago(1): {"word": "mine"}}))
    page.get_by_label("A filled example").check()
    shown = page.locator(".al").inner_text()
    assert "Sam is invented." in shown
    assert "Day 5" in shown
    assert example("log")["worked_pattern"] in shown
    assert "mine" not in shown
    assert page.get_by_role("button", name="Change").count() == 0
    assert page.get_by_role("group", name="Sam is invented.").get_by_role("img").is_visible()
    assert violations(page, ".al") == []
    page.get_by_label(WORDS["own"]).check()
    assert "mine" in page.locator(".al").inner_text()
    assert "Day 5" not in page.locator(".al").inner_text()


# The keyboard alone.


def walk_to(page: Any, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        at = (
            "((e) => (e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent))"
        )
        if page.evaluate(f"{at}(document.activeElement)").startswith(name):
            return
    pytest.fail(f"the keyboard never comes to {name}")


@browser
def test_the_keyboard_alone_finishes_it(example: Any, stand_in: Any) -> None:
    page = stand_in(example("log"))
    for name, typed in (("mood", "4"), ("numb", "6"), ("sleep", "7"), ("word", "flat")):
        walk_to(page, WORDS[name])
        page.keyboard.type(typed)
    walk_to(page, WORDS["keep"])
    page.keyboard.press("Enter")
    walk_to(page, "Change")
    page.keyboard.press("Enter")
    walk_to(page, WORDS["mood"])
    page.keyboard.type("5")
    walk_to(page, WORDS["keep"])
    page.keyboard.press("Enter")
    walk_to(page, WORDS["pattern"])
    page.keyboard.type("one line")
    walk_to(page, WORDS["make"])
    page.keyboard.press("Enter")
    told = page.get_by_role("group", name=WORDS["card"]).inner_text()
    assert "Mood: 5" in told
    assert "one line" in told
