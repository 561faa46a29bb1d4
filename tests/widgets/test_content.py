"""Content is checked once for each state of a file, and a kernel pays for no check."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from widgets import content
from widgets.errors import ContentError

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "exercises"
    folder.mkdir()
    monkeypatch.setattr(content, "root", lambda: tmp_path)
    monkeypatch.setattr(content, "CHECKED", tmp_path / "checked")
    return folder


def practice(title: str) -> str:
    return (
        f"exercises:\n- {{kind: practice, id: pause, title: {title}, minutes: 1, objective: O-00.3,"
        " fit_for: [class], instead: Rest., close: Done., stopped: Fine.,"
        " steps: [{say: Look., seconds: 5}]}\n"
    )


def test_a_changed_file_is_read_anew(course: Path) -> None:
    (course / "a.yml").write_text(practice("One"), encoding="utf-8")
    assert content.load_exercise("a/pause")["title"] == "One"
    (course / "a.yml").write_text(practice("Two"), encoding="utf-8")
    assert content.load_exercise("a/pause")["title"] == "Two"
    assert len(list((course.parent / "checked").iterdir())) == 1, "the older state is dropped"


def test_a_damaged_store_is_made_anew(course: Path) -> None:
    (course / "a.yml").write_text(practice("One"), encoding="utf-8")
    content.load_exercise("a/pause")
    for kept in (course.parent / "checked").iterdir():
        kept.write_text("{", encoding="utf-8")
    assert content.load_exercise("a/pause")["title"] == "One"


def test_a_place_that_cannot_be_written_to_works_too(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = course.parent / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setattr(content, "CHECKED", blocked)
    (course / "a.yml").write_text(practice("One"), encoding="utf-8")
    assert content.load_exercise("a/pause")["title"] == "One"


def test_a_mistake_is_an_error_for_the_author(course: Path) -> None:
    (course / "a.yml").write_text(practice("One").replace("Rest.", "116123"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"a\.yml, line 2"):
        content.load_exercise("a/pause")


def test_an_unknown_name_is_a_key_error(course: Path) -> None:
    (course / "a.yml").write_text(practice("One"), encoding="utf-8")
    for key in ("b/pause", "a/other"):
        with pytest.raises(KeyError):
            content.load_exercise(key)


def test_a_kernel_reads_checked_content_without_the_checker() -> None:
    code = (
        "import sys; from widgets import exercise, lesson, figure; "
        "exercise('start-here/pause'); lesson('00-start-here'); figure('dimmer')._repr_html_(); "
        "print([m for m in ('pydantic', 'yaml', 'matplotlib') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    second = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    assert second.stdout.strip() == "[]"
