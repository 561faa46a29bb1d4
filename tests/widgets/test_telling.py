"""A record is told in words, and goes out as plain text and as a page that does nothing."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from widgets.content import load_exercise, load_exercises
from widgets.models import KINDS
from widgets.place import shared_data

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent.parent
AT = "2026-11-29T10:00:00Z"
Example = Callable[..., dict[str, Any]]
Told = list[dict[str, Any]]


@pytest.fixture(scope="module")
def telling(chromium: Any, serve: Callable[[Path], str]) -> Iterator[Any]:
    """Open a page in which `telling` and `files` are the modules."""
    # As a page of the course is served: what is made in it must not trip over its policy.
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"
    context = chromium.new_context(locale="en-US", timezone_id="Asia/Tokyo")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text))
    address = serve(ROOT)
    page.route(
        "**/notes",
        lambda route: route.fulfill(
            body='<!doctype html><title>Page</title><link rel="icon" href="data:,">',
            content_type="text/html",
            headers={"Content-Security-Policy": policy},
        ),
    )
    page.goto(f"{address}/notes")
    page.evaluate(
        """async (shared) => {
            (await import("/widgets/base.js")).share(shared);
            window.telling = await import("/widgets/telling.js");
            window.files = await import("/widgets/download.js");
        }""",
        shared_data("browser"),
    )
    yield page
    assert errors == []
    context.close()


def make(page: Any, what: str, record: Any, contents: Any) -> Any:
    """Return what is told, or the export `what` ("asText", "asHtml") made of it."""
    # As JSON, the way a record travels: there “__proto__” is a name like any other.
    return page.evaluate(
        """([what, record, contents]) => {
            const told = telling.tell(JSON.parse(record), JSON.parse(contents));
            return what === "tell" ? told : telling[what](told, { title: "Notes", language: "en" });
        }""",
        [what, json.dumps(record), json.dumps(contents)],
    )


def tell(page: Any, record: Any, contents: Any) -> Told:
    told: Told = make(page, "tell", record, contents)
    return told


def record(answers: Any, key: str = "test/example", **more: Any) -> dict[str, Any]:
    return {"answers": {key: {"at": AT, "answers": answers}}, **more}


def lines(page: Any, content: dict[str, Any], answers: Any) -> list[tuple[str, str]]:
    told = tell(page, record(answers), {"test/example": content})
    return [(line["label"], line["text"]) for one in told for line in one["lines"]]


PRACTICE = {
    "steps": [],
    "versions": [
        {
            "key": "see",
            "label": "By looking",
            "steps": [
                {"say": "Look.", "seconds": 9},
                {"say": "Write.", "seconds": 9, "write": "One thing you see"},
            ],
        }
    ],
    "rate": {"ask": "How strong is it?", "low": "calm", "high": "too much"},
}
# What each kind keeps, and how it is told.
KEPT: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "quiz": (
        {
            "both": {"keys": ["tired", "thinking"], "checked": False},
            "quiet": {"keys": ["cold"], "checked": True},
        },
        [
            (
                "Nadia says little on the way home. What does her quiet tell you?",
                "She does not care.",
            ),
            ("Which can be true?", "She is tired.\nShe is thinking."),
        ],
    ),
    "sort": ({"glass": "rather"}, [("It feels like glass.", "Would rather not")]),
    "scene": (
        {"path": ["ring", "write"], "seen": {"tomorrow": True, "goat": True}},
        [
            (
                "Nadia sits in her car after a full shift. Her phone lights up. It is her sister.",
                "Let it ring.",
            ),
            (
                "It is quiet in the car. After a while Nadia looks at her phone.",
                'Write, "Tomorrow at nine?"',
            ),
            ("One way it can end", "A thumb comes back, and a picture of a goat."),
            ("One way it can end", "They laugh about the goat."),
        ],
    ),
    "worksheet": (
        {
            "half": {"what": "maybe ", "much": "", "where": "work"},
            "blank": {"what": "flat", "much": "7", "where": "  "},
            "sheet": "blank",
            "made": True,
        },
        [
            ("What is there?", "flat"),
            ("How strong?", "7 out of 10"),
            ("Where? (A half-filled sheet)", "work"),
        ],
    ),
    "checkin": (
        {"rating": 4, "foggy": True, "done": True},
        [
            ("How strong is it now?", "4 out of 10"),
            ("Do you feel foggier, more unreal or farther away than before?", "Yes"),
        ],
    ),
    "practice": (
        {
            "version": "see",
            "own_pace": True,
            "lines": {"see-2": "a blue cup"},
            "before": 6,
            "after": 3,
            "foggy": False,
            "done": True,
        },
        [
            ("Which one suits you today?", "By looking"),
            ("One thing you see", "a blue cup"),
            ("How strong is it? (before)", "6 out of 10"),
            ("How strong is it? (after)", "3 out of 10"),
            ("Do you feel foggier, more unreal or farther away than before?", "No"),
        ],
    ),
    "feelings": (
        {"chosen": {"eager": True, "calm": False}, "own": {"grey": True, "gone": False}},
        [("Your words", "eager\ngrey")],
    ),
    "log": (
        {
            "entries": {
                "2026-03-01": {"mood": 4, "numb": 6, "word": "flat", "sleep": 7.5},
                "2026-03-02": None,
                "2026-03-10": {"what": "Night shift."},
            },
            "form": {"date": "2026-03-11", "word": "grey", "mood": ""},
            "pattern": "Days off are lighter.",
            "ask": "What could help me sleep?",
        },
        [
            ("One pattern I noticed", "Days off are lighter."),
            ("What I want to ask", "What could help me sleep?"),
            (
                "In the boxes, and not in the log yet",
                "Wednesday, March 11, 2026\nFeeling word: grey",
            ),
            ("Tuesday, March 10, 2026", "What was happening: Night shift."),
            (
                "Sunday, March 1, 2026",
                "Mood: 4 · Numb: 6 · Sleep, in hours: 7.5\nFeeling word: flat",
            ),
        ],
    ),
    "recall": (
        {
            "cards": {
                "dimmer": {"said": "fuzzy", "on": "2026-03-01", "step": 0},
                "teaches": {"said": "got", "on": "2026-03-01", "step": 1},
                "four": {"said": "got", "on": "2026-03-01", "step": 1},
            }
        },
        [
            (
                "Got it",
                "What can this course not tell you?\nWhich four questions help to look at distance?",
            ),
            ("Fuzzy", "A switch or a dimmer?"),
        ],
    ),
    "finder": ({"chosen": ["work"]}, [("What brings you here?", "I need distance at work.")]),
}
KEEP_NOTHING = {"chooser", "safety"}


def test_every_kind_is_told() -> None:
    assert set(KEPT) | KEEP_NOTHING == set(KINDS)


@pytest.fixture
def kept_by(example: Example) -> Callable[[str], dict[str, Any]]:
    """Return the function that makes the example of a kind, as rich as a kind can be."""
    return lambda kind: example(kind, **(PRACTICE if kind == "practice" else {}))


@pytest.mark.parametrize("kind", KEPT)
def test_what_a_kind_keeps_is_told_in_words(kind: str, kept_by: Any, telling: Any) -> None:
    answers, expected = KEPT[kind]
    assert lines(telling, kept_by(kind), answers) == expected


@pytest.mark.parametrize("kind", KEPT)
def test_an_exercise_that_the_course_does_not_have_keeps_its_words(
    kind: str, kept_by: Any, telling: Any
) -> None:
    answers, _ = KEPT[kind]
    for contents in ({}, {"test/example": {**kept_by(kind), "kind": "newer"}}):
        told = json.dumps(tell(telling, record(answers), contents))
        for word in leaves(answers):
            assert word in told


def leaves(value: Any) -> Iterator[str]:
    """Return all words in `value`; a name of something that is true is a word that was picked."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if inner is True:
                yield name
            else:
                yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, str) and value.strip():
        yield value


@pytest.mark.parametrize(
    ("kind", "answers", "expected"),
    [
        ("quiz", {"gone": {"keys": ["old-key"]}}, [("gone / keys", "old-key")]),
        (
            "quiz",
            {"quiet": {"keys": ["cold", "old-key"]}},
            [
                (
                    "Nadia says little on the way home. What does her quiet tell you?",
                    "She does not care.\nold-key",
                )
            ],
        ),
        ("sort", {"old-card": "cannot"}, [("old-card", "cannot")]),
        ("sort", {"door": "old-group"}, [("He shuts the door to rest.", "old-group")]),
        ("scene", {"path": ["old-choice", "write"]}, [("path", "old-choice\nwrite")]),
        ("worksheet", {"blank": {"old_field": "grey"}}, [("old_field", "grey")]),
        ("practice", {"lines": {"hear-1": "rain"}}, [("hear-1", "rain")]),
        ("feelings", {"chosen": {"old-word": True}}, [("Your words", "old-word")]),
        ("recall", {"cards": {"old-card": {"said": "new"}}}, [("New to me", "old-card")]),
        ("finder", {"chosen": ["old-need"]}, [("What brings you here?", "old-need")]),
        ("checkin", {"rating": 2, "newer": {"note": "grey"}}, None),
        ("log", {"entries": {"some day": {"word": "grey"}}}, [("some day", "Feeling word: grey")]),
    ],
)
def test_what_the_course_does_not_know_is_told_under_its_own_name(
    kind: str, answers: Any, expected: Any, kept_by: Any, telling: Any
) -> None:
    expected = expected or [("How strong is it now?", "2 out of 10"), ("newer / note", "grey")]
    assert lines(telling, kept_by(kind), answers) == expected


def in_full(content: dict[str, Any]) -> tuple[Any, set[str]]:
    """Return answers to all that an exercise of the course asks, and the words that tell them."""
    match content["kind"]:
        case "quiz":
            picked = {item["id"]: item["options"][-1] for item in content["items"]}
            answers: Any = {key: {"keys": [one["key"]]} for key, one in picked.items()}
            return answers, {one["text"] for one in picked.values()}
        case "sort":
            answers = {card["key"]: content["groups"][0]["key"] for card in content["cards"]}
            return answers, {card["text"] for card in content["cards"]}
        case "scene":
            choice = content["moments"][0]["choices"][0]
            return {"path": [choice["key"]]}, {choice["text"]}
        case "worksheet":
            answers = {"blank": {one["key"]: one["worked"] for one in content["fields"]}}
            return answers, {one["label"] for one in content["fields"]}
        case "checkin":
            return {"rating": 0}, {content["ask"]}
        case "practice":
            sets = content["versions"] or [{"key": "steps", "steps": content["steps"]}]
            to_write = {
                f"{one['key']}-{n}": step["write"]
                for one in sets
                for n, step in enumerate(one["steps"], 1)
                if "write" in step
            }
            return {"lines": dict.fromkeys(to_write, "grey")}, set(to_write.values())
        case "feelings":
            corners = content["words"]["corners"]
            words = [one for it in corners for family in it["families"] for one in family["words"]]
            answers = {"chosen": {one["key"]: True for one in words}}
            return answers, {"\n".join(one["word"] for one in words)}
        case "recall":
            answers = {"cards": {card["key"]: {"said": "new"} for card in content["cards"]}}
            return answers, {"\n".join(card["ask"] for card in content["cards"])}
        case "finder":
            answers = {"chosen": [need["key"] for need in content["needs"]]}
            return answers, {"\n".join(need["text"] for need in content["needs"])}
    return {}, set()  # a log asks the same everywhere; what else there is keeps nothing


def test_every_exercise_of_the_course_can_be_told(telling: Any) -> None:
    files = sorted(path.stem for path in (ROOT / "exercises").glob("*.yml"))
    keys = [f"{name}/{one}" for name in files for one in load_exercises(name)]
    contents = {key: load_exercise(key) for key in keys}
    full = {key: in_full(content) for key, content in contents.items()}
    kept = {key: {"at": AT, "answers": answers} for key, (answers, _) in full.items()}
    told = tell(telling, {"answers": kept}, contents)
    said = {words for one in told for line in one["lines"] for words in line.values()}
    assert said >= set().union(*(words for _, words in full.values()))
    assert len(told) == sum(bool(words) for _, words in full.values())
    assert not any("/" in one["title"] for one in told), "each has its title"


def test_a_start_that_was_changed_is_told_and_one_that_was_not_is_not(
    example: Example, telling: Any
) -> None:
    changed = {"half": {"what": "maybe grey"}, "blank": {"what": "maybe "}}
    assert lines(telling, example("worksheet"), changed) == [
        ("What is there?", "maybe "),
        ("What is there? (A half-filled sheet)", "maybe grey"),
    ]
    assert lines(telling, example("worksheet"), {"half": {"what": "maybe "}}) == []


def test_exercises_stand_in_the_order_of_the_course_with_where_and_when(
    example: Example, telling: Any
) -> None:
    answers = {
        key: {"at": AT, "answers": {"rating": 3}}
        for key in ("elsewhere/a", "naming/b", "signs/c", "what-it-is/d", "what-it-is/empty")
    }
    answers["what-it-is/empty"]["answers"] = {}
    contents = {"naming/b": example("checkin", title="Before"), "signs/c": example("checkin")}
    told = tell(telling, {"answers": answers}, contents)
    assert [one["title"] for one in told] == [
        "what-it-is/d (What emotional detachment is)",
        "An example (The signs, and what else they can be)",
        "Before (Naming what you feel)",
        "elsewhere/a",
    ]
    # 19:00 in Tokyo: the learner's own day.
    assert {one["when"] for one in told} == {"Kept on November 29, 2026"}


def test_the_day_is_the_one_where_the_learner_is(example: Example, telling: Any) -> None:
    late = {"answers": {"test/a": {"at": "2026-11-29T20:00:00Z", "answers": {"rating": 3}}}}
    told = tell(telling, late, {"test/a": example("checkin")})
    assert told[0]["when"] == "Kept on November 30, 2026"


def test_what_was_set_aside_is_told_with_its_place(kept_by: Any, telling: Any) -> None:
    contents = {f"test/{kind}": kept_by(kind) for kind in KEPT}
    aside = [
        {"key": "test/worksheet", "path": ["blank", "what"], "value": "grey", "at": AT},
        {"key": "test/worksheet", "path": ["half", "what"], "value": "maybe ", "at": AT},
        {"key": "test/quiz", "path": ["quiet", "keys"], "value": ["cold"], "at": AT},
        {"key": "test/scene", "path": ["path"], "value": ["ring"], "at": AT},
        {"key": "test/log", "path": ["entries", "2026-03-01", "mood"], "value": 2, "at": AT},
        {"key": "test/recall", "path": ["cards", "four", "on"], "value": "2026-03-01", "at": AT},
        {"key": "gone/x", "path": ["some", "where"], "value": "flat", "at": AT},
        {"key": "gone/y", "path": [], "value": "dull", "at": AT},
        "nothing",
        {"key": 3, "path": "none", "value": {}},
    ]
    (told,) = tell(telling, {"answers": {}, "aside": aside}, contents)
    assert told["title"] == "Set aside, when two pages held other words"
    assert [(line["label"], line["text"]) for line in told["lines"]] == [
        ("An example: What is there?", "grey"),
        ("An example: half / what", "maybe "),
        (
            "An example: Nadia says little on the way home. What does her quiet tell you?",
            "She does not care.",
        ),
        (
            "An example: Nadia sits in her car after a full shift. Her phone lights up. It is her sister.",
            "Let it ring.",
        ),
        ("An example: Sunday, March 1, 2026", "Mood: 2"),
        ("An example: cards / four / on", "2026-03-01"),
        ("gone/x: some / where", "flat"),
        ("gone/y", "dull"),
    ]


def test_what_was_opened_is_told_in_the_order_of_the_course(telling: Any) -> None:
    seen = {
        "99-gone": "2026-11-03",
        "naming": "2026-11-01",
        "01-what-it-is": "2026-11-29",
        "02-signs": 5,
    }
    (told,) = tell(telling, {"seen": seen}, {})
    assert told["title"] == "First saved from"
    assert [(line["label"], line["text"]) for line in told["lines"]] == [
        ("Lesson 1: What emotional detachment is", "November 29, 2026"),
        ("Naming what you feel", "November 1, 2026"),
        ("99-gone", "2026-11-03"),
    ]


JUNK = [None, True, 3, -1e99, "x", [], [None, [3], {}], {}, {"x": {"x": None}}, {"toString": 1}]


@pytest.mark.parametrize("kind", KEPT)
def test_what_is_of_a_wrong_type_is_no_error(kind: str, kept_by: Any, telling: Any) -> None:
    """Each value of what a kind keeps is put out of order, one at a time, at every depth."""
    answers, _ = KEPT[kind]
    broken = list(spoilt(record(answers, seen={"x": "y"}, aside=[{"key": "x", "path": ["x"]}])))
    assert len(broken) > 50
    problems = telling.evaluate(
        """([records, content]) => records.flatMap((record) => {
            const isText = (x) => typeof x === "string";
            const isSound = ({ title, when, lines }) =>
                title && isText(title) && isText(when) &&
                lines.every(({ label, text }) => label && text && isText(label) && isText(text));
            try {
                const told = [{}, content, null].map((one) => telling.tell(JSON.parse(record), one));
                return told.flat().every(isSound) ? [] : [record];
            } catch (error) { return [`${error.stack} ${record}`]; }
        })""",
        [[json.dumps(one) for one in broken], {"test/example": kept_by(kind)}],
    )
    assert problems == []


def spoilt(value: Any) -> Iterator[Any]:
    """Return `value` with each part of it, one at a time, replaced by what should not be there."""
    yield from JUNK
    if isinstance(value, (dict, list)):
        for at, inner in value.items() if isinstance(value, dict) else enumerate(value):
            for changed in spoilt(inner):
                copy = value.copy()
                copy[at] = changed
                yield copy


HOSTILE = {
    "markup": "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'>",
    "end of an element": "</dd></title></style></main><svg onload='window.ran = 1'>",
    "comment": "<!--",
    "formula": "=1+1",
    "address": "javascript:window.ran=1",
    "braces": "{title} {label} $& $1",
    "override": "numb\u202edednetta",
    "isolate": "\u2067one \u2066two",
    "control": "a\0b\x07c\x1b[31md\x85e\x0cf\u2028g\rh",
    "half a letter": "x\ud800y\udc00z",
    "long": "long" * 2500,
    "emoji": "👩‍👩‍👧 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f ❤️",
    "right to left": "עצוב ורחוק, حزين \u200f",
    "name": "__proto__",
}
# What stands in the file instead, where that is not the very same.
MADE_HARMLESS = {
    "override": "numbdednetta",
    "isolate": "one two",
    "control": "a b c [31md e f g h",
    "half a letter": "x\ufffdy\ufffdz",
}


def everywhere(word: str, kept_by: Any) -> tuple[dict[str, Any], dict[str, Any], int]:
    """Return a record and contents with `word` wherever a word can stand, and how often it is told."""
    # Kind, answers, and how often the word is told.
    places: list[tuple[str, Any, int]] = [
        ("quiz", {"quiet": {"keys": [word]}}, 1),
        ("quiz", {word: {"keys": ["x"]}}, 1),
        ("sort", {"door": word}, 1),
        ("sort", {word: "cannot"}, 1),
        ("scene", {"path": [word]}, 1),
        ("scene", {"seen": {word: True}}, 1),
        ("worksheet", {"blank": {"what": word}, "half": {"what": word, word: word}}, 4),
        ("practice", {"version": word, "lines": {"see-2": word, word: "x"}}, 3),
        ("feelings", {"chosen": {word: True}}, 1),
        ("feelings", {"own": {word: True}}, 1),
        ("log", {"entries": {"2026-03-01": {"word": word, "what": word}, word: {"mood": 1}}}, 3),
        ("log", {"pattern": word, "ask": word, "form": {"what": word, "date": word}}, 4),
        ("recall", {"cards": {word: {"said": "got"}}}, 1),
        ("finder", {"chosen": [word]}, 1),
        ("finder", {word: word}, 2),
        ("unknown", {word: {word: [word, {word: word}]}}, 7),
    ]
    answers = {f"test/{n}": {"at": AT, "answers": one[1]} for n, one in enumerate(places)}
    contents = {
        f"test/{n}": kept_by(kind) for n, (kind, _, _) in enumerate(places) if kind != "unknown"
    }
    answers["test/titled"] = {"at": word, "answers": {"rating": 3}}
    contents["test/titled"] = {**kept_by("checkin"), "title": word, "ask": word}
    answers[word] = {"at": AT, "answers": {"x": "y"}}
    aside = [{"key": word, "path": [word], "value": word, "at": word}]
    seen = {word: "2026-03-01", "01-what-it-is": word}
    told = sum(one[2] for one in places) + 3 + 1 + 3 + 2
    if len(word) > 200:
        told -= 2  # a long name with others in it is told once, not before each of them
    return {"answers": answers, "seen": seen, "aside": aside}, contents, told


def in_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("name", HOSTILE)
def test_any_word_stays_text_in_the_plain_file(name: str, kept_by: Any, telling: Any) -> None:
    kept, contents, count = everywhere(HOSTILE[name], kept_by)
    text = make(telling, "asText", kept, contents)
    assert in_one_line(text).count(MADE_HARMLESS.get(name, HOSTILE[name])) == count
    assert not re.search(r"[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", text)
    assert text.encode()


def test_any_word_stays_text_in_the_page(
    kept_by: Any, telling: Any, watched: Any, tmp_path: Path
) -> None:
    asked: list[str] = []
    page = watched()
    page.on("request", lambda request: asked.append(request.url))
    opened = []
    for name, word in HOSTILE.items():
        kept, contents, count = everywhere(word, kept_by)
        file = tmp_path / f"{len(opened)}.html"
        file.write_text(make(telling, "asHtml", kept, contents), encoding="utf-8")
        page.goto(file.as_uri())
        opened.append(file.as_uri())
        shown = page.evaluate(
            "[...document.querySelectorAll('h2, p, dt, dd')].map((e) => e.textContent).join(' ')"
        )
        assert in_one_line(shown).count(MADE_HARMLESS.get(name, word)) == count, name
        used = page.evaluate(
            "[...new Set([...document.querySelectorAll('*')].map((e) => e.localName))]"
        )
        assert set(used) == {
            *("html", "head", "meta", "title", "style", "body"),
            *("main", "h1", "section", "h2", "p", "dl", "dt", "dd"),
        }
        assert page.evaluate("window.ran ?? 'nothing ran'") == "nothing ran"
    page.wait_for_timeout(300)
    assert asked == opened, "the page asks for nothing"


def test_the_page_forbids_itself_everything_before_it_begins(
    example: Example, telling: Any
) -> None:
    html = make(telling, "asHtml", record({"rating": 3}), {"test/example": example("checkin")})
    assert html.startswith(
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    )
    assert "<title>Notes</title>" in html
    assert telling.title() == "Page", "where it is made nothing changes"


def test_what_does_not_stand_in_the_record_is_said(telling: Any) -> None:
    assert "Nothing is kept here yet." in make(telling, "asText", {"answers": {}}, {})
    assert "<p>Nothing is kept here yet.</p>" in make(telling, "asHtml", None, None)


def test_the_plain_file_is_neat(example: Example, telling: Any) -> None:
    answers, _ = KEPT["worksheet"]
    answers = {**answers, "blank": {"what": "flat\r\nand grey"}}
    text = make(telling, "asText", record(answers), {"test/example": example("worksheet")})
    assert text == (
        "Notes\n=====\n\n\n"
        "An example\n----------\n\n"
        "Kept on November 29, 2026\n\n"
        "What is there?\n    flat\n    and grey\n\n"
        "Where? (A half-filled sheet)\n    work\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain\ttext\nand more", "plain\ttext\nand more"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("\u2067ערב\u2069 and \u202b12 3\u202c", "\u2067ערב\u2069 and \u202b12 3\u202c"),
        ("\u2068\u2067a\u2069b\u2069", "\u2068\u2067a\u2069b\u2069"),
        ("open \u2067a", "open a"),
        ("closed\u2069 \u202c", "closed "),
        ("\u2067a\u202c \u202bb\u2069", "a b"),
        ("\u202eturned\u202c", "turned"),
        ("one \u2067a\n\u2067b\u2069 two", "one a\n\u2067b\u2069 two"),
        ("\u200eleft \u200fright \u061cmark", "\u200eleft \u200fright \u061cmark"),
        ("می‌خواهم", "می‌خواهم"),
        ("\u2067" * 5000 + "deep" + "\u2069" * 5000, "deep"),
        (7, "7"),
    ],
)
def test_words_for_a_file_lose_only_what_could_do_harm(
    text: Any, expected: str, telling: Any
) -> None:
    assert telling.evaluate("(text) => files.harmless(text)", text) == expected


@pytest.fixture
def opened(kept_by: Any, telling: Any, watched: Any, tmp_path: Path) -> Callable[..., Any]:
    """Open the page made of a record with every kind in it."""

    def show(**options: Any) -> Any:
        contents = {f"test/{kind}": kept_by(kind) for kind in KEPT}
        answers = {f"test/{kind}": {"at": AT, "answers": kept} for kind, (kept, _) in KEPT.items()}
        answers["long/word"] = {"at": AT, "answers": {"w" * 300: "long" * 2500}}
        answers["far/away"] = {"at": AT, "answers": {"word": "עצוב, 3 ורחוק.\nAnd grey."}}
        kept = {"answers": answers, "seen": {"01-what-it-is": "2026-11-29"}}
        file = tmp_path / "notes.html"
        file.write_text(make(telling, "asHtml", kept, contents), encoding="utf-8")
        page = watched(**options)
        page.goto(file.as_uri())
        return page

    return show


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_page(scheme: str, opened: Any, violations: Any) -> None:
    page = opened(color_scheme=scheme)
    assert violations(page, "html") == []
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert dark == (scheme == "dark")
    ground = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert ground == "light dark"


@pytest.mark.parametrize("size", ["100%", "200%"])
def test_the_page_fits_a_screen_of_320_px(size: str, opened: Any) -> None:
    page = opened(viewport={"width": 320, "height": 640})
    page.evaluate("(size) => (document.documentElement.style.fontSize = size)", size)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


def test_words_in_the_page_run_in_the_direction_of_their_own_language(opened: Any) -> None:
    page = opened()
    word = page.locator("dd", has_text="עצוב")
    assert word.evaluate("(e) => getComputedStyle(e).direction") == "rtl"
    assert page.locator("dd", has_text="grey").first.evaluate("(e) => e.dir") == "auto"
    assert page.evaluate(
        "[...document.querySelectorAll('h2, dt, dd')].every((e) => e.dir === 'auto')"
    )


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_page_prints_whole(paper: str, opened: Any) -> None:
    printed = pypdf.PdfReader(io.BytesIO(opened(color_scheme="dark").pdf(format=paper)))
    # As letters: “fl” may be printed as one.
    text = unicodedata.normalize("NFKC", " ".join(one.extract_text() for one in printed.pages))
    text = in_one_line(text)
    for _, expected in KEPT.values():
        for label, words in expected:
            assert in_one_line(label) in text
            assert in_one_line(words) in text
    assert text.replace(" ", "").count("long") >= 2500, "a long word is not cut off"
    width = {"A4": 595, "Letter": 612}[paper]  # points
    assert all(abs(float(sheet.mediabox.width) - width) < 2 for sheet in printed.pages)


def test_ten_thousand_days_are_told(example: Example, telling: Any) -> None:
    days = {
        f"{1900 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}": {
            "mood": n % 11,
            "what": f"no. {n}",
        }
        for n in range(10_000)
    }
    kept, contents = record({"entries": days}), {"test/example": example("log")}
    text = make(telling, "asText", kept, contents)
    html = make(telling, "asHtml", kept, contents)
    assert (
        text.count("What was happening: no. ") == html.count("What was happening: no. ") == 10_000
    )
    assert text.index("no. 9999\n") < text.index("no. 9998\n") < text.index("no. 0\n")


def test_long_names_within_long_names_fill_no_disk(kept_by: Any, telling: Any) -> None:
    """A small prepared file gives no huge export, and each of its words is told all the same."""
    names = [f"{n} {'outer' * 200}" for n in range(20)]
    inner: Any = {f"k{n}": f"word {n}" for n in range(2000)}
    for name in reversed(names):
        inner = {name: inner, f"{name} too": [f"beside {name}"] * 3}
    aside = [{"key": "a key" * 2000, "path": names, "value": inner, "at": AT}]
    kept = record(inner, aside=aside)
    size = len(json.dumps(kept))
    text = make(telling, "asText", kept, {"test/example": kept_by("checkin")})
    assert len(text) < 10 * size
    assert {
        name
        for name in [*names, "word 1999", *(f"beside {one}" for one in names)]
        if name not in text
    } == set()
    assert text.count("a key" * 2000) == 1


def test_a_long_name_that_the_course_does_not_know_is_told_once(kept_by: Any, telling: Any) -> None:
    name = "gone" * 2000
    answers = {name: {f"k{n}": f"word {n}" for n in range(500)}}
    text = make(telling, "asText", record(answers), {"test/example": kept_by("quiz")})
    assert text.count(name) == 1
    assert "word 499" in text


def test_a_download_is_the_very_text_under_its_name(
    watched: Any, serve: Any, tmp_path: Path
) -> None:
    page = watched()
    page.clock.install()
    page.goto(f"{serve(ROOT)}/tests/widgets/stand-in.html")
    page.evaluate(
        """async () => {
            window.revoked = [];
            URL.revokeObjectURL = (address) => revoked.push(address);
            window.files = await import("/widgets/download.js");
        }"""
    )
    with page.expect_download() as waiting:
        page.evaluate("files.download('notes.txt', 'text/plain', '=1+1 עצוב 🙂 x\\ud800\\n')")
    download = waiting.value
    assert download.suggested_filename == "notes.txt"
    download.save_as(tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_bytes() == "=1+1 עצוב 🙂 x\ufffd\n".encode()
    assert page.evaluate("document.querySelectorAll('a').length") == 0
    assert page.evaluate("revoked.length") == 0
    page.clock.fast_forward(61_000)
    assert page.evaluate("revoked") == [download.url]
