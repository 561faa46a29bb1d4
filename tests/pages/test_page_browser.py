"""The pages in Chromium: with and without JavaScript, by keyboard, narrow, dark and on paper."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import pytest
from pypdf import PdfReader

from widgets.content import load_strings

pytestmark = pytest.mark.browser
LESSONS = ("00-start-here", "01-what-it-is")
COURSE = [
    path.stem
    for folder in ("lessons", "exercises")
    for path in sorted((Path(__file__).parents[2] / folder).glob("*.ipynb"))
]
WORDS = load_strings()
CHECK, MAKE = WORDS["quiz"]["check"], WORDS["worksheet"]["make"]
HELP, LEAVE, PAUSE, WHAT_TO_TRY, SAVE = (
    WORDS["strip"][name] for name in ("help", "leave", "pause", "right_now", "save")
)


def is_within(box: dict[str, float], height: float) -> bool:
    return box["y"] >= -1 and box["y"] + min(box["height"], 40) <= height + 1


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Any, violations: Any, lesson: str, scheme: str) -> None:
    page = open_page(lesson, color_scheme=scheme, viewport={"width": 390, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    assert violations(page, "html") == []
    page.get_by_role("button", name=HELP).click()
    assert violations(page, "html") == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_axe_finds_nothing_without_a_script(
    site: Path, serve: Any, watched: Any, violations: Any, lesson: str
) -> None:
    page = watched()
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"{serve(site)}/{lesson}.html")
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    assert violations(page, "html") == []


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("script", [True, False])
def test_fits_a_screen_of_320_px(open_page: Any, lesson: str, script: bool) -> None:
    page = open_page(lesson, script=script, viewport={"width": 320, "height": 568})
    page.locator("summary:visible").evaluate_all(
        "all => all.forEach((s) => (s.parentElement.open = true))"
    )
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


@pytest.mark.parametrize("lesson", LESSONS)
def test_targets_are_large_enough(open_page: Any, lesson: str) -> None:
    page = open_page(lesson, viewport={"width": 390, "height": 800})
    small = page.evaluate(
        """[...document.querySelectorAll(
          ':is(button, input, select, textarea, summary), .top a:not(.skip), nav a')]
        .filter((e) => e.offsetParent).map((e) => [e.outerHTML, e.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
    )
    assert small == []


def test_without_a_script_everything_can_be_read(
    sample_site: Path, serve: Any, watched: Any
) -> None:
    page = watched(java_script_enabled=False)
    page.goto(f"{serve(sample_site)}/01-what-it-is.html")
    body = page.locator("body")
    for text in (
        "Very little yet.",
        "He shuts the door to rest.",
        "Circle your number",
        "What is there?",
    ):
        assert body.get_by_text(text).first.is_visible(), text
    reasons = page.locator("summary", has_text=WORDS["base"]["reasons"]).first
    reasons.click()
    assert body.get_by_text("Quiet has many reasons.").first.is_visible()
    page.locator("summary", has_text=HELP).click()
    assert body.get_by_text("emergency number").first.is_visible()
    page.get_by_role("link", name=LEAVE).click()
    page.wait_for_url("about:blank")


def test_every_exercise_comes_to_life(open_page: Any) -> None:
    page = open_page()
    assert page.locator(".mount > .paper:visible").count() == 0
    assert page.locator(".mount").count() == page.locator(".mount > .live").count()


def test_a_module_that_does_not_load_leaves_the_paper(
    sample_site: Path, serve: Any, chromium: Any
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/sort.js", lambda route: route.abort())
    page.goto(f"{serve(sample_site)}/01-what-it-is.html")
    page.locator(".mount[data-mounted]").nth(4).wait_for(state="attached")
    sort = page.locator('.mount[data-kind="sort"]')
    assert sort.locator(".paper").is_visible()
    assert sort.locator(".live").count() == 0
    context.close()


def test_leave_quickly_is_first_and_leaves_nothing_to_go_back_to(
    open_page: Any, keyboard: Any
) -> None:
    page = open_page("00-start-here")
    page.goto(page.url.replace("00-start-here", "01-what-it-is"))
    page.wait_for_selector(".live .al-leave")
    page.keyboard.press("Tab")
    assert keyboard.at(page)["text"] == LEAVE
    page.keyboard.press("Enter")
    page.wait_for_url("about:blank")
    page.go_back()
    assert "00-start-here" in page.url


def test_the_skip_link_comes_after_the_ways_out(open_page: Any, keyboard: Any) -> None:
    page = open_page()
    order = []
    for _ in range(6):
        page.keyboard.press("Tab")
        order.append(keyboard.at(page)["text"])
    assert order == [LEAVE, PAUSE, HELP, WHAT_TO_TRY, SAVE, "Skip to the lesson"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "lesson"


def test_the_ways_out_stay_in_sight_and_hide_no_focus(open_page: Any) -> None:
    page = open_page(viewport={"width": 390, "height": 640})
    leave = page.locator(".live .al-leave")
    page.mouse.wheel(0, 3000)
    page.wait_for_timeout(300)
    assert is_within(leave.bounding_box(), 640)
    hidden = page.evaluate(
        """async () => {
          const out = [];
          const bar = document.querySelector(".live .al-bar-top");
          const all = document.querySelectorAll("main :is(button, input, summary, a[href])");
          for (const e of [...all].reverse()) {
            if (!e.checkVisibility({ contentVisibilityAuto: true })) continue;
            e.focus({ focusVisible: true });
            await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
            const { top, height } = e.getBoundingClientRect();
            const edge = bar.getBoundingClientRect().bottom;
            if (document.activeElement === e && top + height / 2 < edge) out.push(e.outerHTML);
          }
          return out;
        }"""
    )
    assert hidden == []


def walk_through(page: Any, keyboard: Any) -> None:
    """Do every exercise of the page with the keyboard alone; each one answers."""
    walk = keyboard(page)
    walk.whole_page()
    mine = page.locator("main .live > .al").evaluate_all("all => all.map((e) => e.dataset.key)")
    assert sorted(set(mine) - set(walk.said)) == [], "these said nothing"
    # A rating beside a practice, and answers that are never kept, leave no mark.
    untouched = page.evaluate(
        """[...document.querySelectorAll(
            "main .live > .al:not([data-touched], .al-practice, .al-chooser, .al-safety)")]
        .map((e) => e.dataset.key)"""
    )
    assert untouched == [], "these were passed by"
    silent = page.evaluate(
        """[...document.querySelectorAll("main .live .al-quiz fieldset > [role=status]")]
        .filter((e) => !e.textContent).length"""
    )
    assert silent == 0, "each question answers"


def test_every_kind_can_be_done_by_keyboard_alone(
    sample_site: Path, serve: Any, watched: Any, keyboard: Any
) -> None:
    page = watched()
    page.goto(f"{serve(sample_site)}/01-what-it-is.html")
    page.locator(".mount:not([data-mounted])").first.wait_for(state="detached")
    walk_through(page, keyboard)
    assert page.locator("details.further").get_attribute("open") is not None


@pytest.mark.parametrize("name", COURSE)
def test_every_exercise_of_the_course_can_be_done_by_keyboard_alone(
    course_site: Path, serve: Any, watched: Any, keyboard: Any, name: str
) -> None:
    page = watched(viewport={"width": 320, "height": 640})
    page.goto(f"{serve(course_site)}/{name}.html")
    page.locator(".mount:not([data-mounted])").first.wait_for(state="detached")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    walk_through(page, keyboard)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320, "all answered"


def text_of(pdf: Path) -> str:
    told = " ".join(page.extract_text() for page in PdfReader(pdf).pages)
    return " ".join(unicodedata.normalize("NFKC", told).split())  # ligatures become letters


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("script", [True, False])
def test_paper_holds_what_was_not_filled_in_and_the_folds(
    sample_site: Path,
    serve: Any,
    watched: Callable[..., Any],
    tmp_path: Path,
    paper: str,
    script: bool,
) -> None:
    page = watched(java_script_enabled=script, color_scheme="dark")
    page.goto(f"{serve(sample_site)}/01-what-it-is.html")
    if script:
        page.locator(".mount:not([data-mounted])").first.wait_for(state="detached")
    page.pdf(path=tmp_path / "lesson.pdf", format=paper)
    told = text_of(tmp_path / "lesson.pdf")
    table = WORDS["figure"]["table"]
    for words in (
        "A further thought",
        "Quiet has many reasons.",
        "What is there?",
        "Circle",
        table,
    ):
        assert words in told, words
    assert CHECK not in told


def test_paper_shows_a_filled_exercise_as_it_stands(
    sample_site: Path, serve: Any, watched: Any, tmp_path: Path
) -> None:
    page = watched()
    page.goto(f"{serve(sample_site)}/01-what-it-is.html")
    page.get_by_label("What is there?").fill("a quiet grey")
    page.get_by_role("button", name=MAKE).click()
    page.pdf(path=tmp_path / "lesson.pdf", format="A4")
    told = text_of(tmp_path / "lesson.pdf")
    assert "Right now I notice a quiet grey" in told
    assert told.count("What is there?") == 1


def test_the_course_on_paper_is_whole(
    course_site: Path, serve: Any, watched: Any, tmp_path: Path
) -> None:
    page = watched()
    page.goto(f"{serve(course_site)}/01-what-it-is.html")
    page.locator(".mount:not([data-mounted])").first.wait_for(state="detached")
    page.pdf(path=tmp_path / "lesson.pdf", format="A4")
    told = re.sub("[\\s“”]", "", text_of(tmp_path / "lesson.pdf"))
    missing = page.evaluate(
        """[...document.querySelectorAll("main :is(p, li, h2, h3, summary)")]
        .filter((e) => !e.closest(".live") && !e.querySelector("a, p, ul, ol"))
        .map((e) => e.textContent.replace(/[\\s“”]/g, ""))"""
    )
    assert [words for words in missing if words[:40] not in told] == []


def test_what_was_typed_is_nowhere_but_on_the_page(
    sample_site: Path, serve: Any, watched: Any
) -> None:
    page = watched()
    asked: list[str] = []
    page.goto(f"{serve(sample_site)}/01-what-it-is.html")
    page.locator(".mount:not([data-mounted])").first.wait_for(state="detached")
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("What is there?").fill("a quiet grey")
    page.get_by_role("button", name=MAKE).click()
    assert asked == []
    kept = "[localStorage.length, sessionStorage.length, document.cookie, location.hash]"
    assert page.evaluate(kept) == [0, 0, "", ""]
    page.reload()
    assert page.get_by_label("What is there?").input_value() == ""


def test_a_plan_comes_back_as_a_card_and_a_calendar_file(
    sample_site: Path, serve: Any, watched: Any
) -> None:
    page = watched()
    page.goto(f"{serve(sample_site)}/01-what-it-is.html")
    page.get_by_label("What is there?").fill("a quiet grey " * 800)
    page.get_by_role("button", name=MAKE).click()
    with page.expect_download() as asked:
        page.get_by_role("button", name=WORDS["worksheet"]["remind_save"]).click()
    assert asked.value.suggested_filename == "reminders.ics"
    calendar = icalendar.Calendar.from_ical(Path(asked.value.path()).read_bytes())
    days = [event["dtstart"].dt for event in calendar.walk("VEVENT")]
    assert [(day - days[0]).days for day in days] == [0, 5, 19]
    page.evaluate("window.print = () => {}")
    for paper in ("A4", "Letter"):
        page.get_by_role("button", name=WORDS["worksheet"]["print"]).click()
        printed = PdfReader(io.BytesIO(page.pdf(format=paper))).pages
        assert len(printed) == 1
        assert WORDS["worksheet"]["cut"] in " ".join(printed[0].extract_text().split())


def test_markup_in_content_never_runs(sample_site: Path, serve: Any, watched: Any) -> None:
    page = watched()
    page.goto(f"{serve(sample_site)}/01-what-it-is.html")
    page.locator(".mount:not([data-mounted])").first.wait_for(state="detached")
    assert page.evaluate("window.ran") is None
    assert page.get_by_text("</script><script>window.ran = 1</script>").first.is_visible()


def test_the_back_button_keeps_words_but_not_after_leaving(
    sample_site: Path, serve: Any, chromium: Any, chromium_path: str
) -> None:
    browser = chromium.browser_type.launch(
        executable_path=chromium_path,
        args=["--no-sandbox"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    page = browser.new_page()
    address = serve(sample_site)
    field = page.get_by_label("What is there?").first

    def go_back() -> None:
        page.go_back(wait_until="commit")
        page.get_by_role("button", name="Leave quickly").wait_for()

    page.goto(f"{address}/01-what-it-is.html")
    field.fill("a quiet grey")
    page.goto(f"{address}/00-start-here.html")
    page.get_by_role("button", name="Leave quickly").wait_for()
    go_back()
    assert field.input_value() == "a quiet grey"
    page.go_forward(wait_until="commit")
    page.get_by_role("button", name="Leave quickly").click()
    page.wait_for_url("about:blank")
    go_back()
    assert field.input_value() == ""
    browser.close()
