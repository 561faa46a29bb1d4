"""The record in a browser: what is kept, when, and what becomes of it when something goes wrong."""

# The passphrases of tests are no secrets.
# ruff: noqa: S105, S106

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, expect

from widgets.content import load_strings
from widgets.envelope import Cost, derive, empty_record, new_key, read_envelope, write_envelope
from widgets.record import Store

pytestmark = pytest.mark.browser
needs_library = pytest.mark.usefixtures("library")
ROOT = Path(__file__).parent.parent.parent
CASES = json.loads((ROOT / "tests" / "record_cases.json").read_text(encoding="utf-8"))
WORDS = load_strings()
SHEET = "sample/worksheet"
PASSPHRASE = "four plain words here"
# A page's engine with nothing around it: `desk.type` is a learner who types.
DESK = """async (mounted) => {
  const { keeper } = await import("/keeper.js");
  const held = new Map();
  const shown = [];
  const engine = keeper({
    held,
    mounted: () => mounted,
    restore: (key) => shown.push({ key, ...structuredClone(held.get(key)) }),
  });
  let id = 0;
  window.desk = {
    shown,
    held,
    ready: async (key) => (await engine.ready(key), held.get(key)?.answers),
    type: (key, answers) => void held.set(key, { seq: (held.get(key)?.seq ?? 0) + 1, answers }),
    ask: (ask, more = {}) => engine.ask({ type: "record", ask, id: ++id, ...more }),
    save: (more = {}) => desk.ask("save", { drafts: Object.fromEntries(held), ...more }),
  };
}"""
# Everything in which a browser could keep something.
TRACES = """async () => ({
  databases: (await indexedDB.databases()).map((one) => one.name),
  local: Object.keys(localStorage), session: Object.keys(sessionStorage),
  caches: await caches.keys(), cookie: document.cookie,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NO_TRACE = {"databases": [], "local": [], "session": [], "caches": [], "cookie": "", "workers": 0}
PUT = """async ({ now, before }) => {
  const { erase, swap } = await import("/store.js");
  await erase();
  const kept = (text) => text && { text, saved: "2026-01-01T00:00:00Z" };
  await swap(undefined, { now: kept(now), before: kept(before) });
}"""
ENTRIES = """() => new Promise((resolve, reject) => {
  const request = indexedDB.open("arms-length");
  request.onerror = reject;
  request.onsuccess = () => {
    const found = {};
    request.result.transaction("record").objectStore("record").openCursor().onsuccess = ({ target }) => {
      if (target.result) {
        found[target.result.key] = target.result.value.text;
        target.result.continue();
      } else {
        request.result.close();
        resolve(found);
      }
    };
  };
})"""


def envelope(record: dict[str, Any] | None = None, **more: Any) -> str:
    """Return an open envelope as any edition of the course writes it."""
    record = empty_record() | (record or {})
    return json.dumps({"format": "arms-length-record", "version": 1, "record": record} | more)


def answers(words: str = "flat", at: str = "2026-01-01T00:00:00Z") -> dict[str, Any]:
    return {"answers": {SHEET: {"at": at, "answers": {"blank": {"what": words}}}}}


CHEAP = Cost(2**14, 8, 1)


def locked(record: dict[str, Any], passphrase: str, cost: Cost = CHEAP) -> str:
    """Return a locked envelope, made by Python."""
    return write_envelope(empty_record() | record, new_key(passphrase, cost)).decode()


def opened(text: str, passphrase: str) -> Any:
    """Open in Python what the page has locked."""
    found = read_envelope(text)
    assert found.lock
    return found.open(derive(passphrase, found.lock))


class Desk:
    """An engine in a page, and what tests ask of it."""

    def __init__(self, page: Any, address: str) -> None:
        self.page = page
        self.address = address
        page.goto(f"{address}/desk.html")
        self.begin()

    def begin(self) -> None:
        """Start the engine, as a page does that is opened or loaded again."""
        self.page.evaluate(DESK, [SHEET])

    def beside(self) -> Desk:
        """Return another tab of the same browser."""
        return Desk(self.page.context.new_page(), self.address)

    def ask(self, what: str, **more: Any) -> Any:
        return self.page.evaluate("([what, more]) => desk.ask(what, more)", [what, more])

    def type(self, words: dict[str, Any], key: str = SHEET) -> None:
        self.page.evaluate("([key, words]) => desk.type(key, words)", [key, words])

    def save(self, **more: Any) -> Any:
        return self.page.evaluate("(more) => desk.save(more)", more)

    def ready(self, key: str = SHEET) -> Any:
        return self.page.evaluate("(key) => desk.ready(key)", key)

    def shown(self) -> list[dict[str, Any]]:
        """Return what was brought to the page, and forget that it was."""
        return list(self.page.evaluate("desk.shown.splice(0)"))

    def put(self, now: str, before: str | None = None) -> None:
        """Store a text by hand, in place of everything, and start the engine anew."""
        self.page.evaluate(PUT, {"now": now, "before": before})
        self.begin()

    def bring_locked(self, words: str = "flat", passphrase: str = PASSPHRASE) -> None:
        """Begin with a locked record, by way of a file whose lock takes little time."""
        text = locked(answers(words), passphrase)
        assert self.ask("bring", text=text, passphrase=passphrase)["state"]["lock"]
        self.shown()

    def entries(self) -> dict[str, str]:
        return dict(self.page.evaluate(ENTRIES))

    def words(self, key: str = SHEET) -> Any:
        return self.ask("read")["record"]["answers"][key]["answers"]


@pytest.fixture(scope="module")
def address(sample_site: Path, serve: Callable[[Path], str], tmp_path_factory: Any) -> str:
    """A copy of the sample site with an empty page in it, as strict as the others."""
    site = tmp_path_factory.mktemp("desk") / "site"
    shutil.copytree(sample_site, site)
    head = (site / "naming.html").read_text(encoding="utf-8")
    csp = re.search('<meta http-equiv="Content-Security-Policy".*?>', head)
    assert csp
    (site / "desk.html").write_text(f'<!doctype html>{csp[0]}<link rel="icon" href="data:,">')
    return serve(site)


@pytest.fixture
def desk(address: str, watched: Callable[..., Any]) -> Desk:
    """An engine in a page of a new browser."""
    return Desk(watched(), address)


# --- joining ------------------------------------------------------------------------------------


def test_joins_as_python_does(desk: Desk) -> None:
    wrong = desk.page.evaluate(
        """async (text) => {
          const { merge } = await import("/merge.js");
          return JSON.parse(text).filter(({ base, mine, theirs, joined, aside }) =>
            JSON.stringify(merge(base, mine, theirs)) !== JSON.stringify({ joined, aside }));
        }""",
        json.dumps(CASES),
    )
    assert wrong == []
    assert len(CASES) > 40


# --- nothing before Save ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["00-start-here", "01-what-it-is", "naming"])
def test_before_save_the_browser_holds_nothing(address: str, watched: Any, name: str) -> None:
    page = watched()
    page.goto(f"{address}/{name}.html")
    page.locator(".mount:not([data-mounted])").first.wait_for(state="detached")
    for field in page.locator("main :is(textarea, input[type=text]):visible").all():
        field.fill("a quiet grey")
    page.locator("main input[type=radio]:visible").evaluate_all(
        "all => all.forEach((e) => e.click())"
    )
    page.wait_for_load_state("networkidle")
    assert page.evaluate(TRACES) == NO_TRACE
    page.reload()
    page.locator(".mount:not([data-mounted])").first.wait_for(state="detached")
    assert page.evaluate(TRACES) == NO_TRACE


def test_looking_leaves_the_disk_as_it_was(
    address: str, chromium: Any, chromium_path: str, tmp_path: Path
) -> None:
    """Also where a browser cannot list its databases, and the look has to open one."""

    def files() -> list[str]:
        return sorted(str(p) for p in tmp_path.glob("Default/IndexedDB/http_127*/**/*"))

    context = chromium.browser_type.launch_persistent_context(
        str(tmp_path), executable_path=chromium_path, args=["--no-sandbox"]
    )
    page = context.new_page()
    desk = Desk(page, address)
    assert desk.ask("state")["state"]["exists"] is False
    desk.type({"blank": {"what": "flat"}})
    assert files() == []
    assert desk.ask("download")["problem"] == "nothing"
    page.evaluate("IDBFactory.prototype.databases = undefined")
    assert desk.ask("state")["state"]["exists"] is False
    page.reload()
    assert page.evaluate(TRACES) == NO_TRACE
    desk.begin()
    desk.type({"blank": {"what": "flat"}})
    assert desk.save()["saved"]
    assert files() != []
    context.close()


# --- saving -------------------------------------------------------------------------------------


def test_what_was_saved_is_there_again(desk: Desk) -> None:
    desk.type({"blank": {"what": "flat"}, "sheet": "blank"})
    left = {"folder": "lessons", "file": "01-what-it-is"}
    done = desk.save(seen={"01-what-it-is": "2026-11-29"}, left=left)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", done["saved"])
    assert "problem" not in done
    assert done["state"] == {
        "exists": True,
        "lock": False,
        "open": True,
        "where": "",
        "saved": done["saved"],
        "seen": {"01-what-it-is": "2026-11-29"},
        "left": {**left, "at": done["state"]["left"]["at"]},
        "problem": None,
        "words": {},
    }
    desk.page.reload()
    desk.begin()
    assert desk.ready() == {"blank": {"what": "flat"}, "sheet": "blank"}
    assert desk.ask("state")["state"] == done["state"]
    told = json.loads(desk.ask("download")["text"])
    assert (told["format"], told["version"]) == ("arms-length-record", 1)
    assert told["record"]["answers"][SHEET]["answers"]["blank"] == {"what": "flat"}
    assert list(desk.entries()) == ["now"]


def test_the_text_before_is_kept_as_a_backup(desk: Desk) -> None:
    for words in ("one", "two", "three"):
        desk.type({"blank": {"what": words}})
        desk.save()
    assert sorted(desk.entries()) == ["before", "now"]
    assert '"two"' in desk.entries()["before"]
    assert '"three"' in desk.entries()["now"]


def test_the_day_seen_first_stays_and_the_last_place_wins(desk: Desk) -> None:
    desk.save(seen={"a": "2026-11-02", "b": "2026-11-02"}, left={"folder": "lessons", "file": "a"})
    state = desk.save(
        seen={"a": "2026-11-09", "b": "2026-11-01"}, left={"folder": "lessons", "file": "b"}
    )
    assert state["state"]["seen"] == {"a": "2026-11-02", "b": "2026-11-01"}
    assert state["state"]["left"]["file"] == "b"


def test_two_tabs_both_keep_their_words(desk: Desk) -> None:
    other = desk.beside()
    desk.type({"blank": {"what": "flat"}})
    other.type({"blank": {"when": "at noon"}})
    desk.save()
    assert other.shown() == [], "nothing changes before it is asked for"
    other.save()
    assert other.words() == {"blank": {"what": "flat", "when": "at noon"}}
    assert [one["answers"] for one in other.shown()] == [other.words()], "the page shows both"
    assert desk.shown() == []
    desk.save()
    assert [one["answers"] for one in desk.shown()] == [other.words()]
    assert desk.ask("read")["record"]["aside"] == []


def test_what_two_tabs_wrote_into_one_field_is_set_aside_once(desk: Desk) -> None:
    other = desk.beside()
    desk.type({"blank": {"what": "flat"}})
    desk.save()
    other.type({"blank": {"what": "far away"}})
    other.save()
    record = other.ask("read")["record"]
    assert record["answers"][SHEET]["answers"] == {"blank": {"what": "far away"}}
    (aside,) = record["aside"]
    assert (aside["key"], aside["path"], aside["value"]) == (SHEET, ["blank", "what"], "flat")
    assert aside["at"] == json.loads(other.entries()["before"])["record"]["answers"][SHEET]["at"]
    other.save()
    assert len(other.ask("read")["record"]["aside"]) == 1


def test_words_typed_while_it_saves_are_joined_with_what_comes(desk: Desk) -> None:
    """A tab's words are taken over only together with what was typed since "Save"."""
    other = desk.beside()
    other.type({"blank": {"when": "at noon"}})
    other.save()
    desk.type({"blank": {"what": "fl"}})
    desk.page.evaluate(
        """async (key) => {
          const saved = desk.save();
          desk.type(key, { blank: { what: "flat" } });
          await saved;
        }""",
        SHEET,
    )
    (shown,) = desk.shown()
    assert shown["answers"] == {"blank": {"what": "flat", "when": "at noon"}}
    assert shown["seq"] == 3
    assert desk.words() == {"blank": {"what": "fl", "when": "at noon"}}
    desk.save()
    assert desk.words() == {"blank": {"what": "flat", "when": "at noon"}}
    assert desk.ask("read")["record"]["aside"] == []


def test_words_typed_before_the_record_was_read_are_not_lost(desk: Desk) -> None:
    desk.put(envelope(answers("flat")))
    desk.type({"blank": {"what": "far away", "when": "at noon"}})
    assert desk.ready() == {"blank": {"what": "far away", "when": "at noon"}}
    desk.save()
    record = desk.ask("read")["record"]
    assert record["answers"][SHEET]["answers"]["blank"]["what"] == "far away"
    assert [one["value"] for one in record["aside"]] == ["flat"]


def test_a_field_that_was_emptied_stays_empty(desk: Desk) -> None:
    desk.put(envelope(answers("flat")))
    desk.ready()
    desk.type({"blank": {"what": ""}})
    desk.save()
    assert desk.words() == {"blank": {"what": ""}}


def test_what_an_exercise_does_to_its_answers_later_is_not_taken_for_saved(desk: Desk) -> None:
    desk.page.evaluate(
        """async (key) => {
          const answers = { blank: { what: "flat" }, gone: undefined };
          desk.type(key, answers);
          await desk.save();
          answers.blank.what = "far away";
          desk.type(key, answers);
          await desk.save();
        }""",
        SHEET,
    )
    assert desk.words() == {"blank": {"what": "far away"}}
    assert desk.shown() == []


def test_two_tabs_saving_at_once_lose_nothing(desk: Desk) -> None:
    other = desk.beside()
    many = """([name, key]) => (window.all = (async () => {
      for (let i = 0; i < 15; i++) {
        desk.type(`${name}/${i}`, { n: i });
        const done = await desk.save();
        if (!done.saved) return done.problem;
      }
      return "";
    })(), "begun")"""
    for tab, name in ((desk, "one"), (other, "other")):
        tab.page.evaluate(many, [name, SHEET])
    assert [tab.page.evaluate("all") for tab in (desk, other)] == ["", ""]
    found = desk.ask("read")["record"]["answers"]
    assert sorted(found) == sorted(f"{name}/{i}" for name in ("one", "other") for i in range(15))


def test_saving_after_another_tab_forgot_everything_keeps_the_page(desk: Desk) -> None:
    desk.type({"blank": {"what": "flat"}})
    desk.save()
    other = desk.beside()
    other.ask("forget")
    other.type({"a": 1}, "sample/quiz")
    other.save()
    desk.save()
    assert sorted(desk.ask("read")["record"]["answers"]) == ["sample/quiz", SHEET]


def test_a_tab_killed_while_it_saves_leaves_the_old_or_the_new(address: str, chromium: Any) -> None:
    context = chromium.new_context()
    desk = Desk(context.new_page(), address)
    desk.type({"entries": {f"{n:05}": {"word": "0"} for n in range(2000)}})
    assert desk.save()["saved"]
    last = "0"
    for turn in range(1, 13):
        other = desk.beside()
        other.page.evaluate(
            """async ([key, word]) => {
              await desk.ready(key);
              const { entries } = structuredClone(desk.held.get(key).answers);
              for (const one of Object.values(entries)) one.word = word;
              desk.type(key, { entries });
            }""",
            [SHEET, str(turn)],
        )
        other.page.evaluate("() => void desk.save()")
        desk.page.wait_for_timeout(turn * 2)
        other.page.close()
        words = {one["word"] for one in desk.words()["entries"].values()}
        assert words in ({last}, {str(turn)})
        (last,) = words
    context.close()


def test_what_is_said_to_be_saved_outlives_a_killed_browser(
    address: str, chromium: Any, chromium_path: str, tmp_path: Path
) -> None:
    import psutil

    def start() -> Any:
        return chromium.browser_type.launch_persistent_context(
            str(tmp_path), executable_path=chromium_path, args=["--no-sandbox"]
        )

    def kill(context: Any) -> None:
        own = f"--user-data-dir={tmp_path}"
        for process in psutil.process_iter(["cmdline"]):
            if own in (process.info["cmdline"] or []):
                process.kill()
        with suppress(Error):
            context.close()

    context = start()
    desk = Desk(context.new_page(), address)
    desk.type({"entries": {f"{n:05}": {"word": "old"} for n in range(2000)}})
    assert desk.save()["saved"]
    kill(context)
    context = start()
    desk = Desk(context.new_page(), address)
    desk.ready()
    desk.type({"entries": {f"{n:05}": {"word": "new"} for n in range(2000)}})
    desk.page.evaluate("() => void desk.save()")
    kill(context)
    with start() as context:
        entries = Desk(context.new_page(), address).words()["entries"]
    assert len(entries) == 2000
    assert {one["word"] for one in entries.values()} in ({"old"}, {"new"})


# --- what lies there is not in order ------------------------------------------------------------


def test_a_text_cut_off_falls_back_to_the_one_before(desk: Desk) -> None:
    whole = envelope(answers("new"))
    desk.put(whole[: len(whole) // 2], envelope(answers("old")))
    state = desk.ask("state")["state"]
    assert (state["problem"], state["exists"], state["open"]) == ("restored_backup", True, True)
    assert desk.ready() == {"blank": {"what": "old"}}
    desk.type({"blank": {"what": "old"}, "made": True})
    assert desk.save()["state"]["problem"] is None
    kept = desk.entries()
    assert [text for name, text in kept.items() if name.startswith("damaged")] == [
        whole[: len(whole) // 2]
    ]
    assert '"old"' in kept["before"], "the last good one stays the backup"
    assert desk.words() == {"blank": {"what": "old"}, "made": True}


WHEN = "2026-01-01T00:00:00Z"
DEEP = json.loads('{"a":' * 40 + "1" + "}" * 40)
DAMAGED = [
    " ",
    "{",
    envelope()[:-3],
    envelope({"answers": []}),
    envelope({"answers": {"a/b": {"at": "today", "answers": {}}}}),
    envelope({"answers": {"a/b": {"at": WHEN, "answers": "words"}}}),
    envelope({"answers": {"a/b": {"at": WHEN, "answers": DEEP}}}),
    envelope({"seen": {"a": "yesterday"}}),
    envelope({"left": {"folder": "lessons", "file": 3, "at": WHEN}}),
    envelope({"aside": [{"key": "a/b", "path": [1], "value": 1, "at": WHEN}]}),
    envelope(version="1"),
    envelope(version=1.5),
    envelope().replace("{}", "null"),
    '{"format": "arms-length-record", "version": 1}',
    '{"format": "arms-length-record", "version": 1, "record": ' + "[" * 100 + "]" * 100 + "}",
]


def test_a_damaged_text_is_kept_and_the_page_begins_anew(desk: Desk) -> None:
    for text in DAMAGED:
        desk.put(text)
        state = desk.ask("state")["state"]
        told = (state["problem"], state["exists"], state["open"])
        assert told == ("damaged", True, False), text
        assert desk.ask("read")["problem"] == "damaged"
        desk.type({"blank": {"what": "flat"}})
        assert desk.save()["saved"]
        kept = desk.entries()
        assert [kept[name] for name in kept if name.startswith("damaged")] == [text]
        assert desk.words() == {"blank": {"what": "flat"}}


def test_what_is_not_ours_to_change_is_left_as_it_is(desk: Desk) -> None:
    for text, problem in (
        (envelope(version=2), "newer"),
        (envelope(version=0), "older"),
        ('{"cells": []}', "not_ours"),
        ("[1, 2]", "not_ours"),
        ("null", "not_ours"),
    ):
        desk.put(text)
        assert desk.ready() is None
        state = desk.ask("state")["state"]
        assert (state["problem"], state["exists"], state["open"]) == (problem, True, False)
        desk.type({"blank": {"what": "flat"}})
        for ask in ("save", "read", "lock", "unlock_for_good"):
            done = desk.ask(ask, drafts={SHEET: {"seq": 1, "answers": {}}}, passphrase=PASSPHRASE)
            assert done["problem"] == problem, ask
            assert "saved" not in done
        assert desk.ask("bring", text=envelope(answers()))["problem"] == problem
        assert desk.entries() == {"now": text}
        assert desk.ask("download")["text"] == text


def test_names_with_a_meaning_in_javascript_are_names(desk: Desk) -> None:
    words = '{"__proto__": {"a": 1}, "constructor": {"prototype": {"b": 2}}, "toString": "x"}'
    text = envelope(answers()).replace('{"blank": {"what": "flat"}}', words)
    text = text.replace('"seen": {}', '"seen": {"__proto__": "2026-01-01"}, "unknown": {"a": 1}')
    assert "problem" not in desk.ask("bring", text=text)
    desk.page.reload()
    desk.begin()
    told = desk.page.evaluate(
        "async (key) => (await desk.ready(key), JSON.stringify(desk.held.get(key).answers))", SHEET
    )
    assert json.loads(told) == json.loads(words)
    record = json.loads(desk.ask("download")["text"])["record"]
    assert record["seen"] == {"__proto__": "2026-01-01"}
    assert "unknown" not in record, "what this edition does not know is left out"
    assert desk.page.evaluate("({}).a ?? ({}).b") is None


def test_a_full_disk_is_told_and_the_old_stays(desk: Desk) -> None:
    session = desk.page.context.new_cdp_session(desk.page)
    quota = {"origin": f"{desk.address}/", "quotaSize": 500_000}
    session.send("Storage.overrideQuotaForOrigin", quota)
    desk.type({"blank": {"what": "flat"}})
    assert desk.save()["saved"]
    desk.page.evaluate("key => desk.type(key, { blank: { what: 'x'.repeat(5_000_000) } })", SHEET)
    done = desk.save()
    assert done["problem"] == "no_room"
    assert "saved" not in done
    assert desk.words() == {"blank": {"what": "flat"}}
    desk.type({"blank": {"what": "flat, and tired"}})
    assert desk.save()["saved"]
    assert desk.words() == {"blank": {"what": "flat, and tired"}}


@pytest.mark.parametrize(
    "refusal",
    [
        "Object.defineProperty(globalThis, 'indexedDB', { value: undefined })",
        "IDBFactory.prototype.open = IDBFactory.prototype.databases = () => { throw new DOMException('no', 'SecurityError'); }",
        """IDBFactory.prototype.databases = async () => { throw new DOMException('no', 'UnknownError'); };
        IDBFactory.prototype.open = () => {
          const request = { error: new DOMException('no', 'InvalidStateError') };
          setTimeout(() => request.onerror());
          return request;
        }""",
    ],
)
def test_a_browser_that_keeps_nothing_says_so(address: str, watched: Any, refusal: str) -> None:
    page = watched()
    page.add_init_script(refusal)
    desk = Desk(page, address)
    assert desk.ask("state")["state"]["problem"] == "no_storage"
    desk.type({"blank": {"what": "flat"}})
    assert desk.save()["problem"] == "no_storage"


def test_a_database_that_another_page_holds_stops_nothing_for_long(desk: Desk) -> None:
    desk.type({"blank": {"what": "flat"}})
    desk.save()
    other = desk.beside()
    other.page.evaluate(
        """() => new Promise((resolve) => {
          indexedDB.open("arms-length", 1).onsuccess = ({ target }) => {
            window.close = () => target.result.close();
            resolve();
          };
        })"""
    )
    asks = """() => Promise.race([
      Promise.all(["forget", "state", "save"].map(async (ask) => (await desk.ask(ask)).problem)),
      new Promise((resolve) => setTimeout(resolve, 9000, "still waiting")),
    ])"""
    assert desk.page.evaluate(asks) == ["busy", "busy", "busy"]
    other.page.evaluate("window.close()")
    assert desk.ask("forget")["state"]["exists"] is False
    assert desk.page.evaluate(TRACES) == NO_TRACE
    assert desk.save()["saved"]


# --- the lock -----------------------------------------------------------------------------------


@needs_library
def test_a_lock_leaves_no_word_that_can_be_read(desk: Desk) -> None:
    for words in ("a quiet grey", "a quiet blue"):
        desk.type({"blank": {"what": words}})
        desk.save()
    state = desk.ask("lock", passphrase=PASSPHRASE)["state"]
    assert (state["lock"], state["open"], state["problem"]) == (True, True, None)
    texts = desk.entries()
    assert sorted(texts) == ["before", "now"]
    assert "quiet" not in json.dumps(texts)
    assert SHEET not in json.dumps(texts)
    desk.type({"blank": {"what": "a quiet green"}})
    desk.save()
    after = desk.entries()
    assert "quiet" not in json.dumps(after)
    one, other = (json.loads(text)["lock"] for text in (texts["now"], after["now"]))
    assert (one["salt"], one["nonce"] == other["nonce"]) == (other["salt"], False)
    assert (one["n"], one["r"], one["p"]) == (65536, 8, 2)
    assert opened(after["now"], PASSPHRASE)["answers"][SHEET]["answers"] == {
        "blank": {"what": "a quiet green"}
    }


@needs_library
def test_another_tab_opens_it_with_the_passphrase_only(desk: Desk) -> None:
    desk.bring_locked()
    other = desk.beside()
    assert other.ready() is None
    state = other.ask("state")["state"]
    assert (state["exists"], state["lock"], state["open"]) == (True, True, False)
    assert (state["seen"], state["left"]) == ({}, None)
    for ask in ("save", "read", "lock", "unlock_for_good"):
        assert other.ask(ask, passphrase="another passphrase")["problem"] == "locked", ask
    assert other.ask("bring", text=envelope(answers()))["problem"] == "locked"
    assert other.ask("unlock", passphrase="four plain words her")["problem"] == "wrong_passphrase"
    assert other.ask("state")["state"]["open"] is False
    assert json.loads(other.ask("download")["text"])["sealed"], "the file goes along locked"
    done = other.ask("unlock", passphrase=PASSPHRASE)
    assert done["state"]["open"]
    assert [one["answers"] for one in other.shown()] == [{"blank": {"what": "flat"}}]
    other.type({"blank": {"what": "flat", "when": "at noon"}})
    assert other.save()["saved"]


@needs_library
def test_a_changed_passphrase_closes_it_for_other_tabs(desk: Desk) -> None:
    desk.bring_locked()
    other = desk.beside()
    other.ask("unlock", passphrase=PASSPHRASE)
    other.ask("lock", passphrase="five other plain words here")
    assert desk.save()["problem"] == "locked"
    assert desk.ask("unlock", passphrase=PASSPHRASE)["problem"] == "wrong_passphrase"
    assert "problem" not in desk.ask("unlock", passphrase="five other plain words here")


@needs_library
def test_a_lock_can_be_taken_off(desk: Desk) -> None:
    desk.bring_locked()
    desk.save()
    assert desk.ask("unlock_for_good")["state"]["lock"] is False
    for text in desk.entries().values():
        assert json.loads(text)["record"]["answers"][SHEET]
    assert desk.beside().ready() == {"blank": {"what": "flat"}}
    assert desk.save()["state"]["lock"] is False


@needs_library
def test_a_lock_set_first_lets_no_open_text_be_written(desk: Desk) -> None:
    assert desk.ask("unlock_for_good")["problem"] == "nothing"
    assert desk.page.evaluate(TRACES) == NO_TRACE
    desk.ask("lock", passphrase=PASSPHRASE)
    assert "sealed" in desk.entries()["now"]
    desk.type({"blank": {"what": "flat"}})
    desk.save()
    assert all('"sealed"' in text for text in desk.entries().values())


@needs_library
def test_a_lock_leaves_no_damaged_text_that_could_be_read(desk: Desk) -> None:
    desk.put(envelope(answers("a quiet grey"))[:-5])
    desk.save()
    assert any(name.startswith("damaged") for name in desk.entries())
    desk.ask("lock", passphrase=PASSPHRASE)
    assert "quiet" not in json.dumps(desk.entries())


@needs_library
def test_a_lock_stays_on_after_another_page_removed_the_rest(desk: Desk) -> None:
    desk.bring_locked()
    desk.page.evaluate("indexedDB.deleteDatabase('arms-length')")
    assert desk.save()["saved"]
    assert "sealed" in desk.entries()["now"]


def test_a_short_passphrase_is_not_taken(desk: Desk) -> None:
    assert desk.ask("lock", passphrase="seven77")["problem"] == "short_passphrase"
    assert desk.ask("lock", passphrase="\U0001f600" * 7)["problem"] == "short_passphrase"
    assert desk.page.evaluate(TRACES) == NO_TRACE


@needs_library
def test_letters_that_look_the_same_are_the_same(desk: Desk) -> None:
    desk.bring_locked(passphrase="cafe\u0301 im \ufb01eber \u00bd")
    desk.page.reload()
    desk.begin()
    assert "problem" not in desk.ask("unlock", passphrase="caf\u00e9 im fieber 1\u20442")


@needs_library
def test_a_letter_changed_in_a_locked_text_is_noticed(desk: Desk) -> None:
    text = json.loads(locked(answers(), PASSPHRASE))
    for change in ({"p": 2}, {"nonce": base64.b64encode(bytes(12)).decode()}):
        changed = json.dumps({**text, "lock": {**text["lock"], **change}})
        assert (
            desk.ask("bring", text=changed, passphrase=PASSPHRASE)["problem"] == "wrong_passphrase"
        )
    sealed = base64.b64decode(text["sealed"])
    broken = base64.b64encode(sealed[:-1] + bytes([sealed[-1] ^ 1])).decode()
    changed = json.dumps({**text, "sealed": broken})
    assert desk.ask("bring", text=changed, passphrase=PASSPHRASE)["problem"] == "wrong_passphrase"


def test_a_file_cannot_ask_for_more_than_a_phone_has(desk: Desk) -> None:
    whole = json.loads(locked(answers(), PASSPHRASE))
    for change in (
        {"n": 2**19},
        {"n": 2**13},
        {"n": 65537},
        {"n": 65536.5},
        {"n": "65536"},
        {"r": 17},
        {"r": 0},
        {"n": 2**18, "r": 16},
        {"p": 9},
        {"kdf": "none"},
        {"cipher": "none"},
        {"salt": "AAAA"},
        {"nonce": "AAAA"},
        {"salt": "\u0000" * 24},
    ):
        text = json.dumps({**whole, "lock": {**whole["lock"], **change}})
        done = desk.ask("bring", text=text, passphrase=PASSPHRASE)
        assert done["problem"] == "not_ours", change


@needs_library
def test_a_sealed_text_that_broke_falls_back_to_the_one_before(desk: Desk) -> None:
    key = new_key(PASSPHRASE, CHEAP)
    text = json.loads(write_envelope(empty_record() | answers("new"), key))
    broken = json.dumps({**text, "sealed": "AAAA" + text["sealed"][4:]})
    desk.put(broken, write_envelope(empty_record() | answers("old"), key).decode())
    assert desk.ask("unlock", passphrase="four other words here")["problem"] == "wrong_passphrase"
    assert desk.ask("unlock", passphrase=PASSPHRASE)["state"]["problem"] == "restored_backup"
    assert desk.words() == {"blank": {"what": "old"}}
    desk.type({"blank": {"what": "newest"}})
    desk.save()
    assert broken in desk.entries().values()
    assert all('"sealed"' in text for text in desk.entries().values())


@needs_library
def test_a_lock_holds_beside_a_damaged_text(desk: Desk) -> None:
    text = locked(answers("a quiet grey"), PASSPHRASE)
    desk.put(text[:-20], text)
    state = desk.ask("state")["state"]
    told = [state[name] for name in ("exists", "lock", "open", "problem")]
    assert told == [True, True, False, None], "as of a record that is only locked"
    assert [desk.save()["problem"], desk.ask("read")["problem"]] == ["locked", "locked"]
    assert desk.ask("unlock", passphrase=PASSPHRASE)["state"]["problem"] == "restored_backup"
    assert desk.ask("unlock_for_good")["state"]["lock"] is False
    kept = desk.entries()
    assert [kept[name] for name in kept if name.startswith("damaged")] == [text[:-20]]
    # With nothing that can be read, a file that is brought stays locked as it came.
    desk.put(text[:-20])
    assert desk.ask("bring", text=text, passphrase=PASSPHRASE)["state"]["lock"]
    assert "quiet" not in json.dumps(desk.entries())
    assert desk.words() == {"blank": {"what": "a quiet grey"}}


@needs_library
def test_words_are_not_written_into_an_open_record_in_place_of_a_locked_one(desk: Desk) -> None:
    desk.bring_locked()
    swap = """async (text) => {
      const { look, swap } = await import("/store.js");
      await swap((await look("now")).text, { now: { text, saved: "2026-01-01T00:00:00Z" } });
    }"""
    desk.beside().page.evaluate(swap, envelope())
    state = desk.ask("state")["state"]
    assert (state["lock"], state["open"]) == (True, False)
    desk.type({"blank": {"what": "a quiet grey"}})
    done = desk.save()
    assert (done["problem"], "saved" in done) == ("locked", False)
    assert desk.ask("bring", text=envelope(answers("a quiet blue")))["problem"] == "locked"
    assert "quiet" not in json.dumps(desk.entries())
    # As with a lock that another page took off, the learner agrees with "Open".
    state = desk.ask("unlock", passphrase=PASSPHRASE)["state"]
    assert (state["lock"], state["open"]) == (False, True)
    assert desk.save()["saved"]


@pytest.mark.parametrize("missing", ["cipher", "library", "module"])
def test_without_its_parts_everything_works_but_the_lock(
    address: str, chromium: Any, missing: str
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    if missing == "cipher":  # as on a page that did not come safely
        page.add_init_script(
            "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })"
        )
    elif missing == "library":  # as when the pages were built without npm
        none = "export const scryptAsync = undefined;"
        page.route(
            "**/scrypt.js", lambda route: route.fulfill(body=none, content_type="text/javascript")
        )
    else:
        page.route("**/lock.js", lambda route: route.abort())
    desk = Desk(page, address)
    desk.type({"blank": {"what": "flat"}})
    assert desk.save()["saved"]
    assert desk.ask("lock", passphrase=PASSPHRASE)["problem"] == "no_crypto"
    done = desk.ask("bring", text=locked(answers(), PASSPHRASE), passphrase=PASSPHRASE)
    assert done["problem"] == "no_crypto"
    assert desk.words() == {"blank": {"what": "flat"}}
    context.close()


@needs_library
def test_the_library_is_loaded_with_the_first_passphrase_only(address: str, watched: Any) -> None:
    page = watched()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    desk = Desk(page, address)
    desk.type({"blank": {"what": "flat"}})
    desk.save()
    assert "keeper.js" in asked
    assert {"lock.js", "scrypt.js"}.isdisjoint(asked)
    desk.ask("lock", passphrase=PASSPHRASE)
    assert {"lock.js", "scrypt.js", "pbkdf2.js"} <= set(asked)


@needs_library
def test_the_page_goes_on_while_a_passphrase_is_worked_on(desk: Desk) -> None:
    ticks = desk.page.evaluate(
        """async (passphrase) => {
          let ticks = 0;
          const clock = setInterval(() => ticks++, 1);
          await desk.ask("lock", { passphrase });
          clearInterval(clock);
          return ticks;
        }""",
        PASSPHRASE,
    )
    assert ticks > 5


# --- taking away and bringing back --------------------------------------------------------------


def test_a_file_is_joined_with_what_is_here(desk: Desk) -> None:
    desk.put(envelope(answers("old", "2026-01-01T00:00:00Z") | {"seen": {"a": "2026-01-05"}}))
    desk.ready()
    left = {"folder": "lessons", "file": "x", "at": "2026-02-01T00:00:00Z"}
    record = answers("new", "2026-02-01T00:00:00Z") | {"seen": {"a": "2026-01-01"}, "left": left}
    record["answers"]["what-it-is/quiz"] = {
        "at": "2026-01-01T00:00:00Z",
        "answers": {"q": {"keys": ["a"]}},
    }
    done = desk.ask("bring", text="\ufeff" + envelope(record))
    assert done["brought"] == 2
    assert (done["state"]["seen"], done["state"]["left"]) == ({"a": "2026-01-01"}, left)
    found = desk.ask("read")["record"]
    assert found["answers"][SHEET] == record["answers"][SHEET]
    assert [one["value"] for one in found["aside"]] == ["old"]
    assert [one["answers"] for one in desk.shown()] == [{"blank": {"what": "new"}}]
    again = desk.ask("bring", text=envelope(record))
    assert again["brought"] == 2
    assert desk.ask("read")["record"] == found, "the same file twice changes nothing"


def test_a_file_of_many_parts_is_joined_at_once(desk: Desk) -> None:
    one = {"key": SHEET, "path": ["blank"], "value": {"b": 1, "a": 2}, "at": WHEN}
    record = {
        "answers": {f"sample/{n}": {"at": WHEN, "answers": {}} for n in range(4000)},
        "aside": [{**one, "value": n} for n in range(4000)] + [one],
    }
    desk.put(envelope({"aside": [{**one, "value": {"a": 2, "b": 1}}]}))
    took = """async (text) => {
      const start = performance.now();
      await desk.ask("bring", { text });
      return performance.now() - start;
    }"""
    assert desk.page.evaluate(took, envelope(record)) < 4000
    aside = desk.ask("read")["record"]["aside"]
    assert len(aside) == 4001, "words that are there already are not set aside again"


def test_an_older_file_does_not_win(desk: Desk) -> None:
    desk.put(envelope(answers("new", "2026-02-01T00:00:00Z")))
    desk.ask("bring", text=envelope(answers("old", "2026-01-01T00:00:00Z")))
    assert desk.words() == {"blank": {"what": "new"}}
    assert [one["value"] for one in desk.ask("read")["record"]["aside"]] == ["old"]


def test_words_on_the_page_win_over_a_file_and_lose_nothing(desk: Desk) -> None:
    desk.type({"blank": {"what": "typed", "when": "at noon"}})
    desk.ask("bring", text=envelope(answers("from the file")))
    assert [one["answers"] for one in desk.shown()] == []
    assert desk.words() == {"blank": {"what": "from the file"}}
    desk.save()
    assert desk.words() == {"blank": {"what": "typed", "when": "at noon"}}
    assert [one["value"] for one in desk.ask("read")["record"]["aside"]] == ["from the file"]


def test_a_file_that_cannot_be_read_changes_nothing(desk: Desk) -> None:
    for text, problem in (
        ("", "not_ours"),
        ("<html>", "not_ours"),
        ('{"cells": []}', "not_ours"),
        (envelope()[:-2], "not_ours"),
        (envelope(version=7), "newer"),
    ):
        assert desk.ask("bring", text=text)["problem"] == problem
    too_large = (
        """async () => (await desk.ask("bring", { text: "x".repeat(20_000_001) })).problem"""
    )
    assert desk.page.evaluate(too_large) == "too_large"
    # A third as many letters, and more bytes: what would not be read is not written either.
    page = """async (key) => {
      const letters = "\u0939".repeat(6_700_000);
      desk.type(key, { blank: { what: letters } });
      const record = { answers: {}, seen: {}, left: null, aside: [], more: letters };
      const text = JSON.stringify({ format: "arms-length-record", version: 1, record });
      return [(await desk.save()).problem, (await desk.ask("bring", { text })).problem];
    }"""
    assert desk.page.evaluate(page, SHEET) == ["too_large", "too_large"]
    assert desk.ask("bring", text=envelope({"seen": {"a": WHEN[:10]}}))["brought"] == 0
    assert desk.page.evaluate(TRACES) == NO_TRACE


@needs_library
@pytest.mark.parametrize("cost", [CHEAP, Cost(2**16, 8, 2), Cost(2**14, 1, 8)])
def test_a_locked_file_from_python_opens_here_and_one_from_here_there(
    desk: Desk, cost: Cost
) -> None:
    record = empty_record() | answers("größer \U0001f600 \u0000")
    text = locked(record, "Straße im Café", cost)
    assert desk.ask("bring", text=text)["problem"] == "needs_passphrase"
    done = desk.ask("bring", text=text, passphrase="strasse im cafe")
    assert done["problem"] == "wrong_passphrase"
    assert desk.page.evaluate(TRACES) == NO_TRACE
    done = desk.ask("bring", text=text, passphrase="Straße im Café")
    assert (done["brought"], done["state"]["lock"]) == (1, True), "it stays locked"
    assert opened(desk.ask("download")["text"], "Straße im Café") == record


@needs_library
def test_a_record_goes_from_a_notebook_to_a_page_and_back(desk: Desk, tmp_path: Path) -> None:
    store = Store(tmp_path / "one", CHEAP)
    store.save({SHEET: {"blank": {"what": "flat <b>"}}}, {"02-signs": "2026-11-29"})
    assert desk.ask("bring", text=store.download())["brought"] == 1
    assert desk.words() == {"blank": {"what": "flat <b>"}}
    # Half a letter, which a page may hold and a kernel cannot send.
    half = "{ blank: { ...desk.held.get(key).answers.blank, when: 'at \\ud800 noon' } }"
    desk.page.evaluate(f"(key) => desk.type(key, {half})", SHEET)
    desk.type({"q": {"keys": ["a"], "checked": True}}, "sample/quiz")
    desk.save(left={"folder": "lessons", "file": "03-by-choice"})
    for passphrase in (None, PASSPHRASE):
        if passphrase:
            desk.ask("lock", passphrase=passphrase)
        back = Store(tmp_path / f"back-{passphrase}", CHEAP)
        assert back.bring(desk.ask("download")["text"], passphrase) == 2
        record = back.read()
        assert record["answers"][SHEET]["answers"] == {
            "blank": {"what": "flat <b>", "when": "at \ufffd noon"}
        }
        assert record["seen"] == {"02-signs": "2026-11-29"}
        assert record["left"]["file"] == "03-by-choice"
        assert back.state()["lock"] is bool(passphrase)


def test_the_contents_come_along_for_the_readable_exports(desk: Desk) -> None:
    record = answers()
    record["answers"] |= {
        name: {"at": "2026-01-01T00:00:00Z", "answers": {}}
        for name in ("sample/gone", "gone/quiz", "constructor/quiz", "../x", "sample/quiz")
    }
    desk.put(envelope(record))
    contents = desk.ask("read")["contents"]
    assert sorted(contents) == ["sample/quiz", SHEET]
    assert contents["sample/quiz"]["kind"] == "quiz"


# --- forgetting ---------------------------------------------------------------------------------


def test_forgetting_leaves_nothing(desk: Desk) -> None:
    other = desk.beside()
    desk.page.evaluate(
        "localStorage['arms-length.x'] = sessionStorage['arms-length'] = 1; localStorage.other = 2"
    )
    for tab in (desk, other):
        tab.type({"blank": {"what": "flat"}})
        tab.save()
    done = desk.ask("forget")
    assert "problem" not in done
    assert done["state"] == desk.ask("state")["state"]
    assert (done["state"]["exists"], done["state"]["saved"]) == (False, None)
    assert desk.page.evaluate(TRACES) == {**NO_TRACE, "local": ["other"]}
    assert desk.page.evaluate("desk.held.size") == 0
    assert desk.ready() is None
    assert other.ask("drop")["state"]["exists"] is False
    assert other.page.evaluate("desk.held.size") == 0
    assert desk.page.evaluate("indexedDB.databases()") == []


@needs_library
def test_forgetting_works_without_the_passphrase(desk: Desk) -> None:
    desk.bring_locked()
    other = desk.beside()
    other.ask("forget")
    assert desk.page.evaluate(TRACES) == NO_TRACE


def test_a_strange_question_is_answered_and_nothing_breaks(address: str, chromium: Any) -> None:
    context = chromium.new_context()
    desk = Desk(context.new_page(), address)
    assert desk.ask("constructor")["problem"] == "failed"
    assert desk.ask("bring", text=None)["problem"] == "failed"
    assert desk.save()["saved"]
    context.close()


# --- the page around it -------------------------------------------------------------------------


def test_a_saved_answer_comes_back_and_a_forgotten_one_does_not(address: str, watched: Any) -> None:
    page = watched()
    page.goto(f"{address}/01-what-it-is.html")
    page.locator(".mount:not([data-mounted])").first.wait_for(state="detached")
    field = page.get_by_label("What is there?")
    strip = page.locator(".live .al-strip")

    def press(name: str) -> None:
        strip.get_by_role("group").get_by_role("button", name=name, exact=True).click()

    field.fill("a quiet grey")
    strip.get_by_role("button", name=WORDS["strip"]["save"], exact=True).click()
    press(WORDS["record"]["save"])
    strip.get_by_text(re.compile(WORDS["record"]["saved"].split("{")[0])).wait_for()
    page.reload()
    expect(field).to_have_value("a quiet grey")
    strip.get_by_role("button", name=WORDS["strip"]["save"], exact=True).click()
    strip.locator("summary", has_text=WORDS["record"]["forget_all"]).click()
    press(WORDS["record"]["forget"])
    press(WORDS["record"]["sure_yes"])
    expect(field).to_have_value("")
    assert page.evaluate(TRACES) == NO_TRACE


def test_who_serves_the_page_does_not_see_that_someone_answers(address: str, watched: Any) -> None:
    page = watched()
    with page.expect_response("**/problem.js"):
        page.goto(f"{address}/01-what-it-is.html")
    page.locator(".mount:not([data-mounted])").first.wait_for(state="detached")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("What is there?").fill("a quiet grey")
    strip = page.locator(".live .al-strip")
    strip.get_by_role("button", name=WORDS["strip"]["save"], exact=True).click()
    save = strip.get_by_role("group").get_by_role(
        "button", name=WORDS["record"]["save"], exact=True
    )
    page.context.set_offline(True)
    save.click()
    strip.get_by_text(re.compile(WORDS["record"]["saved"].split("{")[0])).wait_for()
    assert asked == []


def test_a_page_whose_keeper_does_not_come_says_so_and_shows_its_exercises(
    address: str, chromium: Any
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/keeper.js", lambda route: route.abort())
    page.goto(f"{address}/01-what-it-is.html")
    page.locator(".mount:not([data-mounted])").first.wait_for(state="detached")
    page.get_by_label("What is there?").fill("a quiet grey")
    strip = page.locator(".live .al-strip")
    strip.get_by_role("button", name=WORDS["strip"]["save"], exact=True).click()
    strip.get_by_role("group").get_by_role(
        "button", name=WORDS["record"]["save"], exact=True
    ).click()
    strip.get_by_text(re.compile(re.escape(WORDS["record"]["not_saved"]))).wait_for()
    assert page.get_by_label("What is there?").input_value() == "a quiet grey"
    context.close()


def test_an_exercise_that_never_comes_holds_up_no_other(address: str, watched: Any) -> None:
    page = watched()
    page.route("**/widgets/quiz.js", lambda _: None)
    page.goto(f"{address}/01-what-it-is.html", wait_until="commit")
    field = page.get_by_label("What is there?")
    strip = page.locator(".live .al-strip")
    for words in ("", "a quiet grey"):
        expect(field).to_have_value(words)
        field.fill("a quiet grey")
        strip.get_by_role("button", name=WORDS["strip"]["save"], exact=True).click()
        strip.get_by_role("group").get_by_role(
            "button", name=WORDS["record"]["save"], exact=True
        ).click()
        strip.get_by_text(re.compile(WORDS["record"]["saved"].split("{")[0])).wait_for()
        assert page.locator(".mount:not([data-mounted])").count() > 0
        page.reload(wait_until="commit")


def test_a_browser_writes_nothing_typed_to_the_disk_before_save(
    course_site: Path,
    serve: Callable[[Path], str],
    chromium: Any,
    chromium_path: str,
    tmp_path: Path,
) -> None:
    """A browser notes what stands in forms, to bring it back after a crash; ours asks it not to."""
    profile = tmp_path / "profile"
    context = chromium.browser_type.launch_persistent_context(
        str(profile),
        executable_path=chromium_path,
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    )
    try:
        page = context.new_page()
        page.goto(f"{serve(course_site)}/two-weeks.html")
        page.locator(".mount:not([data-mounted])").first.wait_for(state="detached")
        boxes = page.locator(".live :is(input[type=text], textarea):visible:not([readonly])")
        assert boxes.count() > 5
        for box in boxes.all():
            box.fill("hushed willow")
        for select in page.locator(".live select:visible:not(:disabled)").all():
            select.select_option(index=1)
        # What Chromium keeps for a crash is written some seconds later.
        page.wait_for_timeout(7000)
    finally:
        context.close()
    session = [path for path in profile.rglob("Sessions/*") if path.is_file()]
    assert session, "Chromium keeps such a file, so this test would see the words"
    words = ("hushed willow", "hushed willow".encode("utf-16-le").decode("latin-1"))
    holding = [
        str(path.relative_to(profile))
        for path in profile.rglob("*")
        if path.is_file() and any(w in path.read_bytes().decode("latin-1") for w in words)
    ]
    assert holding == []
