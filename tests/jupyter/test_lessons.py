"""A lesson in a real Jupyter: it runs by itself, reads like a page, and keeps its secrets."""

from __future__ import annotations

import io
import json
import os
import subprocess
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import pytest
from outside import take_tries
from pypdf import PdfReader

from widgets import content

pytestmark = [pytest.mark.jupyter, pytest.mark.slow]

LESSON = "lessons/91-sample.ipynb"
WORDS = content.load_strings()
SCROLLER = ".al-reading .jp-WindowedPanel-outer"
RADIO = "[data-key='sample/quiz'] input[value=little]"
FIELD = "[data-key='sample/card'] input[type=text]"
SHEET = "[data-key='sample/card'] input[value={}]"
JUPYTER_VIEW = "Control+Alt+Shift+KeyJ"
NOTEBOOKS = [
    f"{folder}/{path.name}"
    for folder in ("lessons", "exercises")
    for path in sorted((Path(__file__).parents[2] / folder).glob("*.ipynb"))
]
TOO_WIDE = """() => [...document.querySelectorAll('.al-reading .jp-WindowedPanel-inner *')]
    .filter((e) => e.checkVisibility({ contentVisibilityAuto: true }))
    .filter((e) => e.getBoundingClientRect().right > 321)
    .map((e) => e.tagName + '.' + e.className)"""


def focused(page: Any) -> str:
    """Return the words of the element that the keyboard is on."""
    return str(page.evaluate("document.activeElement.textContent"))


def cells(page: Any) -> list[str]:
    """Return the kind and the words of every cell in the open notebook."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll('.jp-Notebook .jp-Cell')].map((cell) => {
                const kind = cell.className.match(/jp-(\\w+)Cell/)[1];
                const words = cell.querySelector('.jp-RenderedMarkdown')?.textContent ?? '';
                return `${kind}: ${words}`;
            })"""
        )
    )


def restart(reader: Any) -> None:
    """Kill the engine of the lesson, the hard way."""
    name = f"kernel-{reader.house.kernel(LESSON)}.json"
    run = ["pgrep", "-f", name]
    found = subprocess.run(run, capture_output=True, text=True, check=False)
    for pid in found.stdout.split():
        os.kill(int(pid), 9)


def test_reading_view(page: Any) -> None:
    """Nothing but the lesson is on the screen; its code is not."""
    hidden = "Toolbar, SideBar, MenuBar, CodeMirrorEditor, InputPrompt, OutputPrompt"
    for other in hidden.split(", "):
        shown = page.locator(f".jp-{other}, .lm-{other}").filter(visible=True)
        assert shown.count() == 0, other
    column = page.locator(".jp-MarkdownCell p").first.bounding_box()
    assert column["width"] <= 42 * 17
    assert page.locator(SCROLLER).evaluate("e => e.scrollTop") == 0
    assert "emotional" not in page.title().lower()


def test_first_tab_stop_is_the_way_out(page: Any) -> None:
    """The strip comes first, then the lesson's links and controls in the order of the page."""
    seen = []
    for _ in range(8):
        page.keyboard.press("Tab")
        seen.append(focused(page) or page.evaluate("document.activeElement.type"))
    strip = ["Leave quickly", "Pause", "Help now", "What to try", "Save"]
    assert seen == [*strip, "Start here", "Help", "radio"]


def test_keys_scroll(page: Any) -> None:
    """Page down and the space bar move the page, as on any page."""
    top = page.locator(SCROLLER)
    page.keyboard.press("PageDown")
    page.wait_for_function(f"document.querySelector('{SCROLLER}').scrollTop > 100")
    before = top.evaluate("e => e.scrollTop")
    page.keyboard.press("Space")
    page.wait_for_function(f"document.querySelector('{SCROLLER}').scrollTop > {before}")


def test_keys_and_clicks_change_nothing(page: Any) -> None:
    """What deletes, moves or edits cells in Jupyter does nothing to a lesson."""
    before = cells(page)
    page.locator(".jp-MarkdownCell p").nth(1).click()
    single = "Escape a b d d x z m y r 1 0 0 i i Enter"
    for key in f"{single} Shift+Enter Control+Enter Alt+Enter Shift+m Control+s".split():
        page.keyboard.press(key)
    page.locator(".jp-MarkdownCell h1").dblclick()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert cells(page) == before
    assert page.locator(".jp-mod-editMode, .jp-Dialog").count() == 0
    page.locator(".jp-MarkdownCell h1").click(button="right")
    page.wait_for_timeout(100)
    assert page.locator(".lm-Menu").filter(visible=True).count() == 0


def test_answers_survive_a_reload(reader: Callable[..., Any]) -> None:
    """A reload meets no question, and brings the answers back from the engine."""
    one = reader()
    page = one.open()
    with one.kept():
        page.check(RADIO)
    with one.kept():
        page.locator(FIELD).fill("heavy")
    page.reload()
    one.ready()
    page.wait_for_selector(f"{RADIO}:checked")
    page.wait_for_function(f'document.querySelector("{FIELD}")?.value === "heavy"')
    assert page.locator(".jp-mod-dirty").count() == 0


def test_two_tabs_lose_nothing(reader: Callable[..., Any]) -> None:
    """What is written in one tab reaches the other as soon as someone writes there."""
    one, two = reader(), reader()
    first, second = one.open(), two.open()
    for page in (first, second):
        page.wait_for_selector(f"{RADIO} >> visible=true")
        page.wait_for_timeout(500)
    first.check(SHEET.format("blank"))
    with one.kept():
        first.locator(FIELD).fill("from the first")
    second.check(SHEET.format("half"))
    with two.kept():
        second.locator(FIELD).fill("from the second")
    second.check(SHEET.format("blank"))
    second.wait_for_function(f'document.querySelector("{FIELD}").value === "from the first"')
    second.wait_for_timeout(500)
    assert first.locator(FIELD).input_value() == "from the first", "nothing changes unasked"
    first.reload()
    one.ready()
    first.wait_for_selector(FIELD)
    for sheet, words in (("half", "from the second"), ("blank", "from the first")):
        first.check(SHEET.format(sheet))
        first.wait_for_function(f'document.querySelector("{FIELD}").value === "{words}"')


def test_an_engine_that_stops(reader: Callable[..., Any]) -> None:
    """A killed engine says so in one sentence, starts again, and the answers stay on the page."""
    one = reader()
    page = one.open()
    with one.kept():
        page.locator(FIELD).fill("heavy as rain")
    top = page.locator(SCROLLER)
    top.evaluate("e => e.scrollTop = 500")
    page.evaluate("document.querySelector('.al-quiz').dataset.old = 'yes'")
    restart(one)
    page.wait_for_selector(".al-lab-notice:has-text('starting again')")
    page.wait_for_selector(".al-quiz:not([data-old])", timeout=120_000)
    page.wait_for_selector(".al-lab-notice:empty", state="attached")
    assert page.locator(".jp-Dialog").count() == 0
    page.wait_for_function(f'document.querySelector("{FIELD}")?.value === "heavy as rain"')
    assert abs(top.evaluate("e => e.scrollTop") - 500) < 100  # the sentence came and went
    page.reload()
    one.ready()


def test_an_engine_that_never_starts(reader: Callable[..., Any]) -> None:
    """The words can be read, and one sentence says what to do."""
    one = reader()
    page = one.page
    page.goto(one.house.url("lessons/no-engine.ipynb"))
    page.wait_for_selector(".al-reading h1:has-text('Words that stay readable')")
    page.wait_for_selector(".al-lab-notice:has-text('load this page again')", timeout=120_000)


@pytest.mark.parametrize(("name", "said"), [("foreign", "Nothing was run here"), ("plain", None)])
def test_other_notebooks_are_not_run(
    reader: Callable[..., Any], name: str, said: str | None
) -> None:
    """Our mark on other code runs nothing and says why; without it nothing happens at all."""
    one = reader()
    page = one.page
    page.goto(one.house.url(f"lessons/{name}.ipynb"))
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    if said:
        page.wait_for_selector(f".al-lab-notice:has-text('{said}')")
    page.wait_for_timeout(2500)
    assert not (one.house.folder / "lessons" / "ran.txt").exists()
    assert page.locator("body.al-reading").count() == 0
    if not said:
        assert page.locator("[class*=al-lab]").count() == 0


def test_an_engine_whose_first_answer_is_lost(reader: Callable[..., Any]) -> None:
    """Jupyter asks an engine once who it is; the lesson asks again, where that answer went astray."""
    one = reader()
    lost = []

    def lose(page: Any) -> None:
        engine = page.connect_to_server()
        asked = 0

        def ask(told: str | bytes) -> None:
            nonlocal asked
            asked += b"kernel_info_request" in raw(told)
            engine.send(told)

        def answer(told: str | bytes) -> None:
            if asked < 2 and b"kernel_info_request" in raw(told) and b'"idle"' in raw(told):
                lost.append(told)
            else:
                page.send(told)

        page.on_message(ask)
        engine.on_message(answer)

    one.page.route_web_socket("**/channels*", lose)
    one.open()
    assert lost


def raw(told: str | bytes) -> bytes:
    return told if isinstance(told, bytes) else told.encode()


def test_jupyters_own_view_and_back(reader: Callable[..., Any]) -> None:
    """One key brings the code and the toolbar, the same key the page; the choice outlives a reload."""
    one = reader()
    page = one.open()
    assert page.locator(".al-lab-foot").text_content() == "Show Jupyter's own view and the code"
    page.keyboard.press(JUPYTER_VIEW)
    page.wait_for_selector("body:not(.al-reading) .jp-NotebookPanel-toolbar >> visible=true")
    page.reload()
    page.wait_for_selector(".jp-NotebookPanel-toolbar >> visible=true")
    page.locator(".al-lab-foot").wait_for(state="attached")
    assert page.locator("body.al-reading").count() == 0
    page.locator(".al-lab-foot").click()
    one.ready()
    assert page.locator(".jp-NotebookPanel-toolbar >> visible=true").count() == 0


def test_a_saved_lesson_holds_nothing_typed(reader: Callable[..., Any]) -> None:
    """Saving in Jupyter's own view writes neither outputs nor words."""
    one = reader()
    page = one.open()
    with one.kept():
        page.locator(FIELD).fill("a secret willow")
    page.locator(".al-lab-foot").click()
    page.wait_for_selector("body:not(.al-reading)", state="attached")
    file = one.house.folder / LESSON
    old = file.stat().st_mtime_ns
    # Older Labs hold only the cells in sight.
    page.locator(".jp-MarkdownCell:visible").last.click()
    page.keyboard.press("Control+s")
    for _ in range(100):
        if file.stat().st_mtime_ns != old:
            break
        time.sleep(0.1)
    else:
        pytest.fail("nothing was saved")
    assert "willow" not in file.read_text(encoding="utf-8").replace("The hidden willow", "")
    saved = one.house.read(LESSON)
    assert "widgets" not in saved["metadata"]
    code = [cell for cell in saved["cells"] if cell["cell_type"] == "code"]
    assert code
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


def test_a_plan_comes_back_as_a_card_and_a_calendar_file(reader: Callable[..., Any]) -> None:
    """The same in Jupyter as in a page: three days in a file, and one sheet of paper."""
    page = reader().open("exercises/small-act.ipynb")
    sheet = page.locator("[data-key='small-act/my-act']")
    sheet.locator("input[type=text]").first.fill("a long walk to the post " * 400)
    sheet.get_by_role("button", name=WORDS["worksheet"]["make"]).click()
    with page.expect_download() as asked:
        sheet.get_by_role("button", name=WORDS["worksheet"]["remind_save"]).click()
    assert asked.value.suggested_filename == "reminders.ics"
    calendar = icalendar.Calendar.from_ical(Path(asked.value.path()).read_bytes())
    days = [event["dtstart"].dt for event in calendar.walk("VEVENT")]
    assert [(day - days[0]).days for day in days] == [0, 5, 19]
    page.evaluate("window.print = () => {}")
    for paper in ("A4", "Letter"):
        sheet.get_by_role("button", name=WORDS["worksheet"]["print"]).click()
        printed = PdfReader(io.BytesIO(page.pdf(format=paper))).pages
        assert len(printed) == 1
        assert WORDS["worksheet"]["cut"] in " ".join(printed[0].extract_text().split())


def test_go_further_folds(page: Any) -> None:
    """What goes further waits behind one button, and is printed open."""
    button = page.locator(".al-lab-further button")
    willow = page.locator("p", has_text="The hidden willow")
    assert button.text_content() == "Go further: 10 more minutes"
    assert button.get_attribute("aria-expanded") == "false"
    hidden = "e => !e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })"
    assert willow.evaluate(hidden)
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    assert not willow.evaluate(hidden)
    page.keyboard.press("Space")
    assert willow.evaluate(hidden)
    page.emulate_media(media="print")
    assert not willow.evaluate(hidden)
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height > page.locator(".jp-WindowedPanel-inner").bounding_box()["height"] * 0.95


def test_links_between_lessons(reader: Callable[..., Any]) -> None:
    """A link opens the next lesson in place, at its top; the way back finds the answers."""
    one = reader()
    page = one.open()
    page.check(RADIO)  # it may have come back so from an earlier test, and then nothing is sent
    page.wait_for_timeout(300)
    page.locator("a", has_text="Start here").first.click()
    page.wait_for_selector(".al-reading h1:has-text('Start here')")
    one.ready()
    page.wait_for_timeout(300)
    page.keyboard.press("Tab")
    assert focused(page) == "Leave quickly"
    assert page.locator(SCROLLER).count() == 1
    page.evaluate(
        """() => {
            const link = document.createElement('a');
            link.href = '91-sample.ipynb';
            link.textContent = 'on';
            link.dataset.lesson = '';
            document.querySelector('.al-strip').append(link);
            window.sameDocument = true;
        }"""
    )
    page.locator("a[data-lesson]", has_text="on").click()
    page.wait_for_selector(".al-reading h1:has-text('What it is')")
    page.wait_for_selector(f"{RADIO}:checked")
    if not one.house.notebook_7:
        assert page.evaluate("window.sameDocument") is True


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_small_screen(
    reader: Callable[..., Any], request: pytest.FixtureRequest, scheme: str
) -> None:
    """At 320 px nothing has to be moved sideways, and the theme is the system's."""
    if scheme == "light":
        page = request.getfixturevalue("small").page
    else:
        page = reader(viewport={"width": 320, "height": 640}, color_scheme=scheme).open()
    page.wait_for_selector(RADIO)
    assert page.evaluate(TOO_WIDE) == []
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(253, 252, 249)", "dark": "rgb(21, 27, 31)"}[scheme]


def test_axe(page: Any, violations: Callable[..., list[str]]) -> None:
    """The page, with everything of Jupyter's that is left of it, breaks no rule that axe knows."""
    page.add_style_tag(content="html, body { height: 100% !important }")
    assert violations(page) == []


def shown(house: Any, path: str) -> list[str]:
    """Return what the exercises of a notebook are called, but for a warm-up: it stays empty."""
    lines = ["".join(cell["source"]) for cell in house.read(path)["cells"]]
    keys = [line.split('"')[1] for line in lines if line.startswith("exercise(")]
    return [key for key in keys if "draws_from" not in content.load_exercise(key)]


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_every_notebook_of_the_course(small: Any, path: str) -> None:
    """It opens with all its exercises, no error, and nothing too wide for a small phone."""
    before = [session["id"] for session in small.house.api("sessions")]
    page = small.follow(path)
    for key in shown(small.house, path):
        page.wait_for_selector(f'.al[data-key="{key}"]', state="attached")
    wrong = ".al-lab-notice:not(:empty), .al-notice, .jp-RenderedText[data-mime-type*=error]"
    assert page.locator(wrong).count() == 0
    assert page.evaluate(TOO_WIDE) == []
    for session in before:  # of what was read before: no kernel stays for long
        small.house.api(f"sessions/{session}", "DELETE")


def test_ways_between_lessons_and_practice_notebooks(reader: Callable[..., Any]) -> None:
    """Links in the text and the one that the strip's chooser shows lead there in place."""
    page = reader().open("lessons/01-what-it-is.ipynb")
    page.locator(".al-reading a", has_text="Naming what you feel").first.click()
    page.wait_for_selector(".al-reading h1:has-text('Naming what you feel')")
    page.locator(".al-strip .al-button", has_text="What to try").click()
    page.locator(".al-strip .al-chooser-body input").first.check()
    page.locator(".al-strip .al-further a").click()
    page.wait_for_selector(".al-reading h1:has-text('Grounding')")
    page.locator(".al-reading a[href*='00-start-here.ipynb']").first.click()
    page.wait_for_selector(".al-reading h1:has-text('Start here')")


def test_a_lesson_can_be_done_by_keyboard_alone(
    reader: Callable[..., Any], keyboard: Callable[[Any], Any]
) -> None:
    """From the top of lesson 1 to its end, go further included; each exercise answers."""
    one = reader()
    page = one.open("lessons/01-what-it-is.ipynb")
    asked = len(shown(one.house, "lessons/01-what-it-is.ipynb"))
    page.wait_for_function("n => document.querySelectorAll('.al[data-key]').length >= n", arg=asked)
    walk = keyboard(page)
    walk.whole_page()
    keys = page.locator(".al[data-key]").evaluate_all("all => all.map((e) => e.dataset.key)")
    assert len(keys) > 5
    assert sorted(set(keys) - set(walk.said)) == [], "these said nothing"
    silent = page.locator(".al-quiz fieldset > [role=status]:empty").count()
    assert silent == 0, "each question answers"


def test_an_engine_that_calls_another_computer_is_stopped_and_seen(house: Any) -> None:
    """The guard of the tests reaches through the server into its kernels."""
    import websocket

    kernel = house.api("kernels", "POST")["id"]
    address = f"{house.address.replace('http', 'ws')}/api/kernels/{kernel}/channels"
    channel = websocket.create_connection(f"{address}?token={house.token}", timeout=60)
    calls = (
        "import socket, urllib.request as web\n"
        "try: socket.create_connection(('203.0.113.1', 80))\n"
        "except OSError: web.urlopen('http://example.com')"
    )
    head = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": "one"}
    head |= {"username": "", "version": "5.3", "date": "2026-01-01T00:00:00Z"}
    channel.send(
        json.dumps(
            {"header": head, "parent_header": {}, "metadata": {}, "channel": "shell"}
            | {"content": {"code": calls, "silent": False, "allow_stdin": False}}
        )
    )
    while (answer := json.loads(channel.recv()))["msg_type"] != "execute_reply":
        pass
    channel.close()
    house.api(f"kernels/{kernel}", "DELETE")
    assert "the tests let nothing out of this computer" in answer["content"]["evalue"]
    tried = [one.split(" by ")[0] for one in take_tries()]
    assert tried == ["socket.getaddrinfo 203.0.113.1", "socket.getaddrinfo example.com"]
