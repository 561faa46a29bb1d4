"""Take the pictures of the README from the real thing.

Run ``.venv/bin/python screenshots/make.py`` after ``python3 course.py test`` has set up the test
tools. It starts the course as a reader would, in Jupyter and as pages, and photographs it.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
LESSONS = sorted(path.stem for path in (HERE.parent / "lessons").glob("*.ipynb"))
WIDE, PHONE = {"width": 1100, "height": 1000}, {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}


@contextmanager
def started(*words: str) -> Iterator[str]:
    """Start ``course.py`` with ``words``; give the address it prints, and end it with Ctrl-C."""
    command = [sys.executable, str(HERE.parent / "course.py"), *words, "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        told = (re.search(r"http://127\S+", line) for line in process.stdout)
        yield next(found[0] for found in told if found)
        process.send_signal(signal.SIGINT)
        process.stdout.read()


def answer_first_question(page: Any) -> None:
    """Choose in the first quiz, and see the reason."""
    quiz = page.locator(".al-quiz:not(.al-paper)").first
    quiz.locator("input").first.check()
    quiz.get_by_role("button").first.click()
    quiz.scroll_into_view_if_needed()


def show_gallery(page: Any, ending: str) -> None:
    """Photograph each kind of exercise by itself, as it stands in the gallery."""
    folder = HERE / "gallery"
    folder.mkdir(exist_ok=True)
    page.locator(".mount:not([data-mounted])").first.wait_for(state="detached")
    # The ways out stay on the screen, and would lie over the exercises.
    page.evaluate("document.querySelector('.live .al-bar-top').style.position = 'static'")
    for exercise in page.locator("main .live > .al").all():
        name = exercise.get_attribute("data-key").partition("/")[2]
        exercise.screenshot(path=folder / f"{name}{ending}.png")
    page.locator(".al-figure").screenshot(path=folder / f"figure{ending}.png")


def main() -> None:
    """Take every picture."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])

        def new_page(viewport: dict[str, int], scheme: str = "light") -> Any:
            return browser.new_page(
                viewport=viewport, color_scheme=scheme, locale="en-GB", device_scale_factor=1
            )

        with started() as address:
            page = new_page(WIDE)
            page.goto(address.replace("00-start-here", "01-what-it-is"))
            page.wait_for_selector(".al-quiz:not(.al-paper) .al-button", timeout=90_000)
            page.wait_for_timeout(1500)
            answer_first_question(page)
            page.screenshot(path=HERE / "lesson-jupyter.png")
            page = new_page(WIDE)
            page.goto(address.replace("lessons/00-start-here", "exercises/gallery"))
            page.wait_for_selector(".al-quiz:not(.al-paper) .al-button", timeout=90_000)
            page.wait_for_timeout(1500)
            answer_first_question(page)
            page.screenshot(path=HERE / "gallery-jupyter.png")
        with started("pages") as address:
            for name, file, scheme in (
                ("page-phone", "00-start-here", "light"),
                ("page-phone-dark", "01-what-it-is", "dark"),
                ("help-now", "01-what-it-is", "light"),
                ("save", "01-what-it-is", "light"),
            ):
                page = new_page(PHONE, scheme)
                page.goto(f"{address.rstrip('/')}/{file}.html")
                page.wait_for_selector(".al-quiz:not(.al-paper) .al-button")
                if name == "page-phone-dark":
                    answer_first_question(page)
                for panel in ("Help now", "Save"):
                    if name == panel.lower().replace(" ", "-"):
                        page.get_by_role("button", name=panel, exact=True).click()
                        page.wait_for_timeout(500)
                page.screenshot(path=HERE / f"{name}.png")
            for viewport, scheme, ending in ((WIDE, "light", ""), (NARROW, "dark", "-phone-dark")):
                page = new_page(viewport, scheme)
                page.goto(f"{address.rstrip('/')}/gallery.html")
                show_gallery(page, ending)
            (HERE / "lessons").mkdir(exist_ok=True)
            for name in LESSONS:
                page = new_page(WIDE)
                page.goto(f"{address.rstrip('/')}/{name}.html")
                page.locator(".mount:not([data-mounted])").first.wait_for(state="detached")
                page.screenshot(path=HERE / "lessons" / f"{name}.jpg", type="jpeg", quality=70)
        browser.close()


if __name__ == "__main__":
    main()
