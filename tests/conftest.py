"""What the browser tests share: a browser, a server on 127.0.0.1, and a watched page."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import pytest
import scripts
from outside import NO_WAY_OUT, Wall, watching

from widgets.content import load_reference, load_strings

ROOT = Path(__file__).parent.parent
BROWSERS = {"chromium": ("chromium", "chromium-browser", "google-chrome"), "firefox": ("firefox",)}
# Playwright gives a list of its own, which a second one replaces: this is that list, then what
# Chromium's window would do besides, in half of the time that a new window takes.
UNUSED = (
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,"
    "HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,"
    "ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,TcpPortRandomizationWin,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,"
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,AutofillServerCommunication"
)
QUIET = [
    f"--disable-features={UNUSED}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    *NO_WAY_OUT,
]


def find_browser(name: str) -> str:
    """Return the browser's path; without one, skip the test, or fail it where CI is set."""
    for program in BROWSERS[name]:
        if path := shutil.which(program):
            return path
    message = f"{name} is not installed; install it to run this test"
    if os.environ.get("CI") and name == "chromium":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is."""
    return find_browser("chromium")


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Any]:
    """One Chromium for the whole run.

    Where its build without windows is installed, that one: the same engine, and half of the
    time that a new page takes. Tests of what a browser leaves on the disk use the whole one.
    """
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium-headless-shell") or chromium_path
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    extensions_map: ClassVar[dict[str, str]] = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
    }

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on 127.0.0.1; returns its address, one for each folder."""
    servers: dict[Path, http.server.ThreadingHTTPServer] = {}

    def start(folder: Path) -> str:
        if folder not in servers:
            handler = functools.partial(_Quiet, directory=str(folder))
            servers[folder] = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
            threading.Thread(target=servers[folder].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[folder].server_port}"

    yield start
    for server in servers.values():
        server.shutdown()


@pytest.fixture(scope="session")
def builder() -> ModuleType:
    """Return pages/build.py as a module."""
    return scripts.load(ROOT / "pages" / "build.py")


@pytest.fixture(scope="session")
def course_site(builder: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the course itself."""
    out: Path = tmp_path_factory.mktemp("course") / "out"
    builder.build(out)
    return out


@pytest.fixture(scope="session")
def wall() -> Iterator[Wall]:
    """What stands between the browser's windows and everybody else."""
    made = Wall()
    yield made
    made.shutdown()
    assert made.take() == [], "somebody was asked after the last look"


@pytest.fixture
def watched(chromium: Any, wall: Wall) -> Iterator[Callable[..., Any]]:
    """Open pages that fail the test if they write an error or ask any other host."""
    with watching(chromium, wall) as open_page:
        yield open_page


@pytest.fixture(scope="session")
def axe_script() -> str:
    """Return the source of axe-core."""
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def violations(axe_script: str) -> Callable[..., list[str]]:
    """Return a function that lists the WCAG A and AA violations inside ``selector``."""

    def run(page: Any, selector: str = "body") -> list[str]:
        page.evaluate(axe_script)
        found = page.evaluate(
            """async (selector) => (await axe.run(selector, {
                runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
            })).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target + ' ' + (n.any[0]?.message ?? n.failureSummary)).join(' | ')}`)""",
            selector,
        )
        return list(found)

    return run


WORDS = load_strings()
MAKE = WORDS["worksheet"]["make"]
SAY_SOMETHING = (WORDS["quiz"]["check"], WORDS["checkin"]["done"], WORDS["finder"]["show"])
# What has the keyboard's place, as a learner would tell it.
FOCUS = """() => {
  const e = document.activeElement;
  const own = e.closest(".al[data-key], .al-strip, .mount");
  return {
    tag: e.tagName, type: e.type ?? "", classes: [...e.classList], text: e.textContent.trim(),
    key: e.closest("[data-key]")?.dataset.key ?? "",
    kind: e.closest(".al")?.classList[1].slice(3) ?? "", folded: e.getAttribute("aria-expanded") === "false",
    checked: e.checked ?? false, value: e.value ?? "", seen: e !== document.body,
    off: e.getAttribute("aria-disabled") === "true",
    said: [...(own?.querySelectorAll("[role=status]") ?? [])]
      .map((s) => s.textContent).join(" ").trim(),
  };
}"""


class Walk:
    """A learner who has a keyboard and nothing else."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.said: dict[str, str] = {}

    @staticmethod
    def at(page: Any) -> dict[str, Any]:
        """Tell what has the keyboard's place."""
        found: dict[str, Any] = page.evaluate(FOCUS)
        return found

    def press(self, key: str) -> dict[str, Any]:
        self.page.keyboard.press(key)
        at = self.at(self.page)
        if at["key"] and at["said"]:
            self.said[at["key"]] = at["said"]
        return at

    def act(self, at: dict[str, Any]) -> None:
        """Do what a learner does at this place, and leave the focus there or further on."""
        own = getattr(self, f"at_{at['kind']}", None)
        if own and own(at):
            return
        if at["tag"] == "INPUT" and at["type"] == "radio":
            self.choose(at)
        elif at["text"] in SAY_SOMETHING:
            assert self.press("Enter")["said"], f"{at['key']} says nothing after {at['text']}"
        else:
            for key in self.keys(at):
                self.press(key)

    def keys(self, at: dict[str, Any]) -> tuple[str, ...]:
        if not at["kind"]:  # a fold of the lesson
            return ("Enter",) if at["tag"] == "SUMMARY" or at["folded"] else ()
        by_type = {"checkbox": "Space", "number": "3", "select-one": "ArrowDown"}
        return (by_type[at["type"]],) if at["type"] in by_type else ()

    # What a kind asks for besides; each tells whether it has acted.

    def at_sort(self, at: dict[str, Any]) -> bool:
        if "al-choice" in at["classes"]:
            self.sort()
        return "al-choice" in at["classes"]

    def at_worksheet(self, at: dict[str, Any]) -> bool:
        if at["type"] in ("text", "textarea"):
            self.page.keyboard.type("numb, not sure")
        elif at["text"] == MAKE:
            self.press("Enter")
        else:
            return at["type"] == "radio"  # the blank sheet is chosen
        return True

    def at_practice(self, at: dict[str, Any]) -> bool:
        if at["text"] == WORDS["practice"]["start"]:
            self.press("Enter")  # begins; the place passes to the button that stops
            assert self.press("Enter")["said"]
        elif at["type"] in ("text", "textarea"):
            self.page.keyboard.type("numb, not sure")
        else:
            return False
        return True

    def at_scene(self, at: dict[str, Any]) -> bool:
        """Take the first choice each time, to an ending."""
        if "al-choice" not in at["classes"]:
            return False
        while "al-choice" in at["classes"]:
            assert self.press("Enter")["said"], "each choice tells what it gave and cost"
            at = self.press("Tab")
        return True

    def at_recall(self, at: dict[str, Any]) -> bool:
        """Turn and answer every card."""
        if at["text"] != WORDS["recall"]["show"]:
            return False
        while True:
            assert self.press("Enter")["said"], "each card has its answer"
            self.press("Tab")
            self.press("Enter")
            while at["text"] != WORDS["recall"]["next"]:
                at = self.press("Tab")
            if at["off"]:
                return True
            self.press("Enter")
            while at["text"] != WORDS["recall"]["show"]:
                at = self.press("Shift+Tab")

    def at_feelings(self, at: dict[str, Any]) -> bool:
        """Take an answer that is always there, then a word from the first corner, then an own word."""
        corners = [one["label"] for one in load_reference("feelings")["corners"]]
        if at["type"] == "text":
            self.page.keyboard.type("a bit foggy")
            self.press("Enter")
        elif "al-choice" not in at["classes"]:
            return False
        elif at["text"].startswith(corners[0]):
            for key in ("Enter", "Tab", "Tab", "Enter"):
                at = self.press(key)
            assert at["said"]
        elif not self.said.get(at["key"]):
            assert self.press("Enter")["said"]
        return True

    def at_log(self, at: dict[str, Any]) -> bool:
        if at["type"] in ("text", "textarea"):
            self.page.keyboard.type("3")
        elif at["text"] == WORDS["log"]["keep"]:
            assert self.press("Enter")["said"]
        else:
            return at["type"] == "radio"  # the learner's own log is chosen
        return True

    def choose(self, at: dict[str, Any]) -> None:
        if not at["checked"]:
            self.press("Space")
        after = self.press("ArrowDown")
        assert after["checked"] or at["kind"] in ("checkin", "practice")
        assert after["value"] != at["value"], "an arrow moves to the next answer"

    def sort(self) -> None:
        while True:
            assert self.press("Space")["said"], "each card has its reason"
            for _ in range(12):
                at = self.press("Tab")
                if at["text"] == WORDS["sort"]["next"]:
                    break
            if at["off"]:
                return
            self.press("Enter")
            while "al-choice" not in at["classes"]:
                at = self.press("Shift+Tab")

    def whole_page(self) -> None:
        for _ in range(1200):
            at = self.press("Tab")
            if not at["seen"] or "al-lab-foot" in at["classes"]:
                return
            assert self.page.evaluate("document.activeElement.checkVisibility()")
            # The strip's own buttons are tried by tests of their own.
            if at["kind"] == "strip" or at["tag"] == "A":
                continue
            self.act(at)
        pytest.fail("the keyboard never comes to the end of the page")


@pytest.fixture(scope="session")
def keyboard() -> type[Walk]:
    """A walk through a page with the keyboard alone: `keyboard(page).whole_page()`."""
    return Walk
