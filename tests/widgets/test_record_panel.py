"""The panel “Save” in the strip: it says only what the engine answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from widgets.content import load_strings

pytestmark = pytest.mark.browser
WORDS = load_strings()["record"]
KEY = "test/card"
TOLD = ".al-record > .al-status[id*=-told-]"
# An engine that keeps a record in the page's memory.
ENGINE = """(told) => {
  const state = { exists: false, lock: false, open: false, where: "/a/folder", saved: null, seen: {}, left: null, problem: null, words: {}, ...told };
  window.engineState = state;
  const asks = {
    save: () => (Object.assign(state, { exists: true, open: true, saved: "2026-11-29T10:00:00Z" }), { saved: state.saved }),
    lock: () => (Object.assign(state, { lock: true }), {}),
    unlock: ({ passphrase }) => (passphrase === "four green words" ? (Object.assign(state, { open: true }), {}) : { problem: "wrong_passphrase" }),
    unlock_for_good: () => (Object.assign(state, { lock: false }), {}),
    download: () => (state.exists ? { text: '{"stored": true}' } : { problem: "nothing" }),
    read: () => ({ problem: "nothing" }),
    bring: ({ text, passphrase }) => (text.includes("locked") && !passphrase ? { problem: "needs_passphrase" } : { brought: 2 }),
    forget: () => (Object.assign(state, { exists: false, saved: null }), {}),
  };
  window.engine = (message) => ({ ...asks[message.ask]?.(message), state: { ...state } });
}"""


@pytest.fixture
def panel(stand_in: Any, example: Any) -> Callable[..., Any]:
    """Open a page with a strip and a card; the engine starts from the state that is given."""

    def show(state: dict[str, Any] | None = None, **options: Any) -> Any:
        page = stand_in(example("worksheet"), key=KEY, **options)
        page.evaluate(ENGINE, state or {})
        page.evaluate(
            "(content) => window.mount('strip', 'strip/01-what-it-is', content, null)",
            example("strip"),
        )
        page.locator(".al-bar-top > button", has_text="Save").click()
        return page

    return show


SAVED = {
    "exists": True,
    "open": True,
    "saved": "2026-11-29T10:00:00Z",
    "left": {"folder": "lessons", "file": "01-what-it-is", "at": "2026-11-29T10:00:00Z"},
}


def focus(page: Any) -> str:
    """Return the words of what has the keyboard's place."""
    return str(page.evaluate("document.activeElement.textContent"))


def said(page: Any) -> str:
    return str(page.locator(TOLD).inner_text())


def press(page: Any, name: str) -> None:
    page.locator(".al-record").get_by_role("button", name=WORDS[name], exact=True).click()


def unfold(page: Any, name: str) -> None:
    page.locator(".al-record summary", has_text=WORDS[name]).click()


def asked(page: Any) -> list[str]:
    return list(page.evaluate("window.messages.filter((m) => m.ask).map((m) => m.ask)"))


def write(page: Any, words: str) -> None:
    page.get_by_label("What is there?").fill(words)


def test_opening_a_page_saves_nothing(panel: Any) -> None:
    page = panel()
    write(page, "numb")
    assert asked(page) == ["state"]
    assert page.get_by_text(WORDS["none"]).is_visible()


def test_saved_appears_after_the_engine_said_so(panel: Any) -> None:
    page = panel()
    write(page, "numb")
    page.evaluate("window.late = 1500")
    press(page, "save")
    assert said(page) == WORDS["saving"]
    page.locator(TOLD, has_text="Saved, ").wait_for()
    sent = page.evaluate("window.messages.find((m) => m.ask === 'save')")
    assert sent["drafts"][KEY]["answers"]["blank"]["what"] == "numb"
    assert sent["left"] == {"folder": "lessons", "file": "01-what-it-is"}
    assert list(sent["seen"]) == ["01-what-it-is"]
    assert page.locator(TOLD).evaluate("(e) => e.childNodes.length") == 1


def test_with_no_answer_it_is_not_saved_and_the_words_can_be_carried_away(panel: Any) -> None:
    page = panel()
    write(page, "numb, and <script>window.ran = 1</script>")
    page.evaluate("window.silent = true")
    press(page, "save")
    page.locator(TOLD, has_text=WORDS["not_saved"]).wait_for(timeout=6000)
    with page.expect_download() as started:
        press(page, "download")
    assert started.value.suggested_filename == "notes.json"
    envelope = json.loads(Path(started.value.path()).read_text(encoding="utf-8"))
    assert (envelope["format"], envelope["version"]) == ("arms-length-record", 1)
    kept = envelope["record"]["answers"][KEY]["answers"]["blank"]["what"]
    assert kept == "numb, and <script>window.ran = 1</script>"
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".al-record").get_by_role("button", name="Copy the words").click()
    page.get_by_text("Copied.").wait_for()
    assert "numb, and <script>" in page.evaluate("navigator.clipboard.readText()")
    assert page.get_by_label("What is there?").input_value().startswith("numb")


def test_a_late_answer_is_told_as_well(panel: Any) -> None:
    page = panel()
    page.evaluate("window.late = 3600")
    press(page, "save")
    page.locator(TOLD, has_text=WORDS["not_saved"]).wait_for(timeout=6000)
    page.locator(TOLD, has_text="Saved, ").wait_for(timeout=6000)
    assert not page.locator(".al-record").get_by_role("button", name=WORDS["download"]).is_visible()


@pytest.mark.parametrize(
    "code", sorted(name.removeprefix("problem_") for name in WORDS if name.startswith("problem_"))
)
def test_every_problem_has_its_sentence(code: str, panel: Any) -> None:
    page = panel()
    write(page, "numb")
    page.evaluate(
        "(problem) => { const before = window.engine;"
        " window.engine = (m) => (m.ask === 'save' ? { problem, words: { file: 'a.json' } } : before(m)); }",
        code,
    )
    press(page, "save")
    page.locator(TOLD, has_text=WORDS["not_saved"]).wait_for()
    assert "{" not in said(page)
    assert len(said(page)) > len(WORDS["not_saved"]) + 10
    assert page.get_by_role("button", name=WORDS["download"]).is_visible()


def test_what_changed_since_the_last_save_is_told(panel: Any) -> None:
    page = panel()
    write(page, "numb")
    press(page, "save")
    page.get_by_text("You saved last on").wait_for()
    assert not page.get_by_text(WORDS["newer_words"]).is_visible()
    write(page, "flat")
    page.get_by_text(WORDS["newer_words"]).wait_for()


def test_a_passphrase_is_typed_twice_and_is_long_enough(panel: Any) -> None:
    page = panel({"exists": True, "open": True, "saved": "2026-11-29T10:00:00Z"})
    unfold(page, "lock_set")
    assert page.get_by_text(WORDS["lock_risk"]).is_visible(), "said before it is set"
    first, second = page.get_by_label(WORDS["new_label"]), page.get_by_label(WORDS["again_label"])
    for one, other, says in (
        ("short", "short", "problem_short_passphrase"),
        ("four green words", "four grey words", "differ"),
    ):
        first.fill(one)
        second.fill(other)
        press(page, "lock")
        page.get_by_text(WORDS[says]).wait_for()
        assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    assert "lock" not in asked(page)
    second.fill("four green words")
    second.press("Enter")
    page.get_by_text(WORDS["is_locked"]).wait_for()
    assert first.input_value() == second.input_value() == ""
    press(page, "unlock")
    page.get_by_text(WORDS["is_open"]).wait_for()
    assert focus(page) == WORDS["lock_set"]


def test_setting_a_lock_saves_nothing_and_says_so(panel: Any) -> None:
    page = panel({"exists": True, "open": True, "saved": "2026-11-29T10:00:00Z"})
    write(page, "numb")
    unfold(page, "lock_set")
    for label in ("new_label", "again_label"):
        page.get_by_label(WORDS[label]).fill("four green words")
    press(page, "lock")
    page.get_by_text(f"{WORDS['is_locked']} {WORDS['lock_first']}").wait_for()
    assert page.get_by_text(WORDS["none_locked"]).is_visible(), "nothing was saved from any page"
    assert "save" not in asked(page)


def test_what_is_open_can_be_locked_again_at_once(panel: Any) -> None:
    page = panel({**SAVED, "lock": True})
    write(page, "numb")
    unfold(page, "lock_change")
    press(page, "lock_now")
    page.get_by_text(WORDS["locked_again"]).wait_for()
    assert asked(page)[-1] == "drop"
    assert page.get_by_label("What is there?").input_value() == ""


def test_a_passphrase_can_be_seen_while_it_is_typed(panel: Any) -> None:
    page = panel()
    unfold(page, "lock_set")
    box = page.get_by_label(WORDS["new_label"])
    assert box.get_attribute("type") == "password"
    page.locator("form:visible").get_by_label(WORDS["show"]).check()
    assert box.get_attribute("type") == "text"


def test_what_is_locked_is_opened_with_the_passphrase(panel: Any) -> None:
    page = panel({"exists": True, "lock": True, "open": False, "saved": "2026-11-29T10:00:00Z"})
    assert page.get_by_text(WORDS["closed"]).is_visible()
    box = page.get_by_label(WORDS["open_label"], exact=True)
    box.fill("a wrong one here")
    box.press("Enter")
    wrong = page.get_by_text(WORDS["problem_wrong_passphrase"])
    wrong.wait_for()
    assert box.evaluate("(e) => document.activeElement === e")
    assert box.get_attribute("aria-describedby") == wrong.get_attribute("id")
    box.fill("four green words")
    box.press("Enter")
    page.get_by_text(WORDS["opened"]).wait_for()
    assert not box.is_visible()
    assert focus(page) == WORDS["save"]


def test_a_file_is_taken_only_when_asked_for(panel: Any) -> None:
    page = panel({"exists": True, "open": True, "saved": "2026-11-29T10:00:00Z"})
    unfold(page, "take")
    with page.expect_download() as started:
        press(page, "take_file")
    assert started.value.suggested_filename == "notes.json"
    assert Path(started.value.path()).read_text() == '{"stored": true}'


@pytest.mark.parametrize(
    ("name", "file"), [("take_text", "notes.txt"), ("take_page", "notes.html")]
)
def test_what_stands_here_can_be_taken_as_words_before_anything_is_saved(
    name: str, file: str, panel: Any
) -> None:
    page = panel()
    write(page, "numb & tired")
    unfold(page, "take")
    with page.expect_download() as started:
        press(page, name)
    assert started.value.suggested_filename == file
    text = Path(started.value.path()).read_text(encoding="utf-8")
    assert ("numb &amp; tired" if file.endswith("html") else "numb & tired") in text
    assert "save" not in asked(page)


def test_a_file_is_brought_back_and_a_locked_one_asks_for_its_passphrase(panel: Any) -> None:
    page = panel()
    unfold(page, "bring")
    picker = page.get_by_label(WORDS["bring_label"])
    picker.set_input_files(
        {"name": "notes.json", "mimeType": "application/json", "buffer": b"locked"}
    )
    page.get_by_text(WORDS["problem_needs_passphrase"]).wait_for()
    box = page.get_by_label(WORDS["file_label"])
    assert page.evaluate("document.activeElement.type") == "password"
    box.fill("four green words")
    box.press("Enter")
    page.get_by_text("Brought back: 2 exercises.").wait_for()
    assert not box.is_visible()
    assert picker.evaluate("(e) => document.activeElement === e")


def test_forgetting_asks_first_and_empties_the_page(panel: Any) -> None:
    page = panel({"exists": True, "open": True, "saved": "2026-11-29T10:00:00Z"})
    write(page, "numb")
    page.evaluate("sessionStorage.setItem('arms-length:view', 'jupyter')")
    unfold(page, "forget_all")
    press(page, "forget")
    press(page, "sure_no")
    assert "forget" not in asked(page)
    press(page, "forget")
    assert page.get_by_role("group", name=WORDS["sure"]).is_visible()
    press(page, "sure_yes")
    page.get_by_text(WORDS["forgotten"]).wait_for()
    assert page.get_by_label("What is there?").input_value() == ""
    assert page.get_by_text(WORDS["none"]).is_visible()
    assert page.evaluate("sessionStorage.length") == 0
    # The exercise works as on the first day.
    write(page, "flat")
    last = "window.messages.filter((m) => m.type === 'draft').at(-1)"
    assert page.evaluate(f"{last}.answers.blank.what") == "flat"
    assert page.evaluate(f"{last}.seq") == 1


def test_forgetting_reaches_the_other_pages_of_the_course(panel: Any) -> None:
    page = panel()
    write(page, "numb")
    page.evaluate("new BroadcastChannel('arms-length').postMessage('forget')")
    page.wait_for_function("window.messages.some((m) => m.ask === 'drop')")
    assert page.get_by_label("What is there?").input_value() == ""


@pytest.mark.parametrize(
    ("place", "host_says"),
    [
        ("computer", "/a/folder"),
        ("browser", "this browser"),
        ("class", "class server"),
        ("binder", "Binder"),
    ],
)
def test_it_says_where_it_runs(place: str, host_says: str, panel: Any) -> None:
    page = panel()
    page.evaluate("(place) => window.shareAll({ place })", place)
    page.evaluate("import('/widgets/base.js').then((base) => base.setRecord(window.engineState))")
    about = page.locator(".al-record > p").first.inner_text()
    assert host_says in about
    assert "{" not in about


@pytest.mark.parametrize(
    ("hostname", "protocol", "where"),
    [
        ("127.0.0.1", "http:", "computer"),
        ("localhost", "http:", "computer"),
        ("[::1]", "http:", "computer"),
        ("10.0.0.7", "http:", "server"),
        ("notebooks.example", "https:", "server"),
        ("", "file:", "computer"),
    ],
)
def test_a_far_away_jupyter_is_not_this_computer(
    hostname: str, protocol: str, where: str, stand_in: Any, example: Any
) -> None:
    page = stand_in(example("worksheet"))
    page.evaluate("window.shareAll({ place: 'computer' })")
    ask = "(at) => import('/widgets/base.js').then((base) => base.place(at))"
    assert page.evaluate(ask, {"hostname": hostname, "protocol": protocol}) == where


def test_what_is_told_is_in_sight_on_a_small_phone(panel: Any) -> None:
    page = panel({**SAVED, "lock": True}, viewport={"width": 320, "height": 640})
    unfold(page, "lock_change")
    press(page, "lock")
    told = page.get_by_text(WORDS["problem_short_passphrase"])
    told.wait_for()
    page.wait_for_timeout(100)
    frame = page.locator(".al-panels").bounding_box()
    at = told.bounding_box()
    assert frame["y"] <= at["y"]
    assert at["y"] + at["height"] <= frame["y"] + frame["height"] + 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_unfolded_it_breaks_no_rule_and_fits_a_small_phone(
    scheme: str, panel: Any, violations: Callable[..., list[str]]
) -> None:
    state = {"exists": True, "lock": True, "open": True, "saved": "2026-11-29T10:00:00Z"}
    page = panel(state, viewport={"width": 320, "height": 640}, color_scheme=scheme)
    for fold in page.locator(".al-record summary").all():
        fold.click()
    press(page, "forget")
    assert violations(page, ".al-strip") == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    small = page.locator(".al-record :is(button, input, summary):visible").evaluate_all(
        "all => all.filter((e) => e.getBoundingClientRect().height < 24).length"
    )
    assert small == 0


def test_where_you_left_off_stands_on_the_first_lesson(stand_in: Any, example: Any) -> None:
    page = stand_in(example("worksheet"))
    left = {"folder": "lessons", "file": "03-by-choice", "at": "2026-11-28T10:00:00Z"}
    page.evaluate(ENGINE, {"exists": True, "open": True, "left": left})
    page.evaluate(
        "(content) => window.mount('strip', 'strip/00-start-here', content, null)",
        example("strip"),
    )
    link = page.locator(".al-left a")
    page.locator(".al-left summary").wait_for()
    assert not link.is_visible(), "nobody reads over a shoulder which lesson it was"
    page.locator(".al-left summary").click()
    assert link.inner_text() == "Lesson 3: Distance by choice"
    assert link.get_attribute("href") == "03-by-choice.html"
    for odd in ({**left, "file": "99-gone"}, {"folder": 3, "file": "<b>"}, None):
        page.evaluate(
            "(left) => import('/widgets/base.js').then((base) => base.setRecord({ left }))", odd
        )
        assert not page.locator(".al-left").is_visible()


def test_what_another_page_forgot_is_not_called_saved_here(panel: Any) -> None:
    page = panel()
    write(page, "numb")
    press(page, "save")
    page.locator(TOLD, has_text="Saved, ").wait_for()
    page.evaluate("new BroadcastChannel('arms-length').postMessage('forget')")
    page.wait_for_function("window.messages.some((m) => m.ask === 'drop')")
    assert said(page) == ""


def test_a_silent_engine_makes_no_file_that_seems_whole(panel: Any) -> None:
    page = panel({**SAVED, "lock": True})
    write(page, "numb")
    unfold(page, "take")
    page.clock.install()
    page.evaluate("window.silent = true")
    taken: list[str] = []
    page.on("download", lambda download: taken.append(download.suggested_filename))
    for name in ("take_file", "take_text"):
        press(page, name)
        page.wait_for_timeout(200)
        page.clock.fast_forward(31_000)
        page.get_by_text(WORDS["no_file"]).wait_for()
    assert taken == []


def test_what_is_not_saved_is_said_not_to_be_in_the_file(panel: Any) -> None:
    page = panel(SAVED)
    write(page, "numb")
    unfold(page, "take")
    with page.expect_download():
        press(page, "take_file")
    page.get_by_text(WORDS["without"]).wait_for()
