"""What a learner keeps, in a real Jupyter: saved when they say so, true to its word, and nowhere else."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from widgets.content import load_strings

pytestmark = [pytest.mark.jupyter, pytest.mark.slow]

LESSON = "lessons/91-sample.ipynb"
FIELD = ".al-worksheet input[type=text]"
HOSTILE = "a secret willow <script>window.ran = 1</script>"
WORDS = load_strings()["record"]
SAID = ".al-record > .al-status[id*=-told-]"


@pytest.fixture
def kept(house: Any) -> Iterator[Path]:
    """Give the folder of the record: nothing is in it at first, and no kernel remembers any."""

    def forget() -> None:
        for session in house.api("sessions"):
            house.api(f"sessions/{session['id']}", "DELETE")
        for path in (house.folder / "kept").glob("*"):
            path.unlink()
        if (house.folder / "kept").is_dir():
            (house.folder / "kept").rmdir()

    forget()
    yield house.folder / "kept"
    forget()


def panel(page: Any) -> Any:
    """Open the panel “Save”."""
    button = page.locator(".al-strip .al-save")
    if button.get_attribute("aria-expanded") == "false":
        button.click()
    return page.locator(".al-record")


def press(page: Any, name: str) -> None:
    panel(page).get_by_role("button", name=WORDS[name], exact=True).click()


def unfold(page: Any, name: str) -> None:
    panel(page).locator("summary", has_text=WORDS[name]).click()


def save(page: Any) -> None:
    press(page, "save")
    page.locator(SAID, has_text="Saved, ").wait_for()


def write(page: Any, words: str) -> None:
    page.locator(FIELD).fill(words)
    page.wait_for_timeout(300)


def engine(house: Any, path: str = LESSON) -> int:
    """Return the process of a notebook's kernel."""
    name = f"kernel-{house.kernel(path)}.json"
    found = subprocess.run(["pgrep", "-f", name], capture_output=True, text=True, check=True)
    return int(found.stdout.split()[0])


def test_typed_saved_and_reloaded(reader: Callable[..., Any], kept: Path) -> None:
    """Nothing is on the disk before Save; then one file that is the learner's alone."""
    one = reader()
    page = one.open()
    write(page, HOSTILE)
    assert not kept.exists()
    assert str(kept) in panel(page).inner_text(), "the page names the folder"
    save(page)
    files = sorted(kept.iterdir())
    assert [path.name for path in files if path.suffix == ".json"] == ["notes.json"]
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    assert (
        HOSTILE
        in json.loads((kept / "notes.json").read_text())["record"]["answers"]["sample/card"][
            "answers"
        ]["blank"].values()
    )

    # Another kernel, as on another day.
    for session in one.house.api("sessions"):
        one.house.api(f"sessions/{session['id']}", "DELETE")
    page.goto("about:blank")
    page = one.open()
    page.wait_for_function(f'document.querySelector("{FIELD}")?.value.startsWith("a secret")')
    assert page.evaluate("window.ran") is None


def test_what_is_typed_is_in_no_trait_no_notebook_and_no_log(
    reader: Callable[..., Any], kept: Path
) -> None:
    """After typing, saving and reloading the words are in the record and nowhere else on the disk."""
    one = reader()
    messages: list[str] = []
    one.page.on(
        "websocket", lambda ws: ws.on("framereceived", lambda data: messages.append(str(data)))
    )
    page = one.open()
    write(page, "hushed willow")
    save(page)
    page.reload()
    one.ready()
    page.wait_for_function(f'document.querySelector("{FIELD}")?.value === "hushed willow"')
    page.locator(".al-lab-foot").click()
    page.wait_for_selector("body:not(.al-reading)", state="attached")
    page.locator(".jp-MarkdownCell:visible").last.click()
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1000)
    holding = [
        path
        for path in one.house.folder.rglob("*")
        if path.is_file() and b"hushed willow" in path.read_bytes()
    ]
    assert holding == [kept / "notes.json"]
    assert "hushed willow" not in one.house.log.read_text(encoding="utf-8", errors="replace")
    told = [message for message in messages if "hushed willow" in message]
    assert told, "the words come back by a message"
    assert not any('"method":"update"' in m.replace(" ", "") for m in told), "in no trait"


def test_a_hung_engine_has_not_saved_and_a_woken_one_has(
    reader: Callable[..., Any], kept: Path
) -> None:
    """“Saved” waits for the finished write."""
    one = reader()
    page = one.open()
    write(page, "numb")
    pid = engine(one.house)
    os.kill(pid, signal.SIGSTOP)
    try:
        press(page, "save")
        page.locator(SAID, has_text=WORDS["not_saved"]).wait_for()
        assert not kept.exists()
        with page.expect_download() as started:
            press(page, "download")
        assert "numb" in Path(started.value.path()).read_text(encoding="utf-8")
    finally:
        os.kill(pid, signal.SIGCONT)
    page.locator(SAID, has_text="Saved, ").wait_for()
    assert "numb" in (kept / "notes.json").read_text(encoding="utf-8")


def test_a_killed_engine_has_not_saved_and_the_next_one_does(
    reader: Callable[..., Any], kept: Path
) -> None:
    """The words stay on the page, and are saved when there is an engine again."""
    one = reader()
    page = one.open()
    write(page, "numb")
    panel(page)
    page.evaluate("document.querySelector('.al-worksheet').dataset.old = 'yes'")
    os.kill(engine(one.house), signal.SIGKILL)
    press(page, "save")
    page.locator(SAID, has_text=WORDS["not_saved"]).or_(page.locator(SAID, has_text="Saved, ")).or_(
        page.locator(".al-worksheet:not([data-old])")
    ).first.wait_for(timeout=120_000)
    assert page.locator(SAID, has_text="Saved, ").count() == 0
    page.wait_for_selector(".al-worksheet:not([data-old])", timeout=120_000)
    page.wait_for_function(f'document.querySelector("{FIELD}")?.value === "numb"')
    save(page)
    assert "numb" in (kept / "notes.json").read_text(encoding="utf-8")


def test_two_notebooks_save_into_one_record(reader: Callable[..., Any], kept: Path) -> None:
    """Neither overwrites the other."""
    first, second = reader(), reader()
    one = first.open()
    other = second.open("lessons/00-start-here.ipynb")
    write(one, "numb")
    finder = other.locator(".al-finder input").first
    finder.check()
    other.wait_for_timeout(300)
    save(one)
    save(other)
    save(one)
    record = json.loads((kept / "notes.json").read_text())["record"]
    assert {"sample/card", "start-here/finder"} <= set(record["answers"])
    assert set(record["seen"]) == {"01-what-it-is", "00-start-here"}


def test_a_file_goes_from_jupyter_to_a_page_and_back(
    reader: Callable[..., Any],
    watched: Callable[..., Any],
    course_site: Path,
    serve: Callable[[Path], str],
    kept: Path,
    tmp_path: Path,
) -> None:
    """What is taken with you in the one is brought back in the other, with what was written there."""

    def take(page: Any, name: str) -> Path:
        unfold(page, "take")
        with page.expect_download() as started:
            press(page, "take_file")
        unfold(page, "take")
        started.value.save_as(tmp_path / name)
        return tmp_path / name

    def bring(page: Any, file: Path) -> None:
        unfold(page, "bring")
        panel(page).get_by_label(WORDS["bring_label"]).set_input_files(file)
        page.get_by_text("Brought back: ").wait_for()

    fields = '.al[data-key="what-it-is/one-line"] input[type=text]'
    in_jupyter = reader().open("lessons/01-what-it-is.ipynb")
    in_jupyter.locator(fields).first.fill("grey as rain")
    in_jupyter.wait_for_timeout(300)
    save(in_jupyter)
    file = take(in_jupyter, "from-jupyter.json")

    on_page = watched()
    on_page.goto(f"{serve(course_site)}/01-what-it-is.html")
    on_page.locator(".mount:not([data-mounted])").first.wait_for(state="detached")
    bring(on_page, file)
    assert on_page.locator(fields).first.input_value() == "grey as rain"
    on_page.locator(fields).nth(1).fill("a slow walk")
    save(on_page)
    bring(in_jupyter, take(on_page, "from-the-page.json"))
    assert [in_jupyter.locator(fields).nth(n).input_value() for n in (0, 1)] == [
        "grey as rain",
        "a slow walk",
    ]
    assert "a slow walk" in (kept / "notes.json").read_text(encoding="utf-8")


def test_a_lock_in_jupyter(reader: Callable[..., Any], kept: Path) -> None:
    """What is locked cannot be read on the disk, and opens with the passphrase."""
    one = reader()
    page = one.open()
    write(page, "hushed willow")
    save(page)
    unfold(page, "lock_set")
    for label in ("new_label", "again_label"):
        panel(page).get_by_label(WORDS[label]).fill("four green words")
    press(page, "lock")
    page.get_by_text(WORDS["is_locked"]).wait_for()
    assert not any(b"willow" in path.read_bytes() for path in kept.iterdir())
    for session in one.house.api("sessions"):
        one.house.api(f"sessions/{session['id']}", "DELETE")
    page.goto("about:blank")
    page = one.open()
    page.wait_for_selector(FIELD)
    panel(page).get_by_text(WORDS["closed"]).wait_for()
    assert page.locator(FIELD).input_value() == ""
    box = panel(page).get_by_label(WORDS["open_label"], exact=True)
    box.fill("four green words")
    box.press("Enter")
    page.wait_for_function(f'document.querySelector("{FIELD}")?.value === "hushed willow"')


def test_forgetting_in_jupyter(reader: Callable[..., Any], kept: Path) -> None:
    """No file of ours is left, and the page begins anew."""
    one = reader()
    page = one.open()
    write(page, "numb")
    save(page)
    unfold(page, "forget_all")
    press(page, "forget")
    press(page, "sure_yes")
    page.get_by_text(WORDS["forgotten"]).wait_for()
    assert not kept.exists()
    page.wait_for_function(f'document.querySelector("{FIELD}")?.value === ""')
    page.reload()
    one.ready()
    page.wait_for_selector(FIELD)
    page.wait_for_timeout(500)
    assert page.locator(FIELD).input_value() == ""


def test_forgetting_ends_the_engines_of_lessons_that_were_closed(
    reader: Callable[..., Any], kept: Path
) -> None:
    """They hold words in their memory, and nobody would see it."""
    one = reader()
    page = one.open()
    write(page, "hushed willow")
    page = one.open("lessons/00-start-here.ipynb")
    save(page)
    paths = {session["path"] for session in one.house.api("sessions")}
    assert paths == {LESSON, "lessons/00-start-here.ipynb"}
    unfold(page, "forget_all")
    press(page, "forget")
    press(page, "sure_yes")
    page.get_by_text(WORDS["forgotten"]).wait_for()
    for _ in range(100):
        paths = {session["path"] for session in one.house.api("sessions")}
        if paths == {"lessons/00-start-here.ipynb"}:
            break
        page.wait_for_timeout(100)
    assert paths == {"lessons/00-start-here.ipynb"}, "the one that is open goes on"
    page = one.open()
    page.wait_for_selector(FIELD)
    page.wait_for_timeout(500)
    assert page.locator(FIELD).input_value() == ""
    assert not kept.exists()
