"""What is made: a notebook of every kind of exercise, one of the words, and a calendar."""

from __future__ import annotations

from notebooks import ROOT, calls, prose, read, source

from widgets import content, export
from widgets.models import KINDS

GALLERY = ROOT / "exercises" / "gallery.ipynb"


def test_the_gallery_shows_every_kind() -> None:
    shown = [content.load_exercise(key)["kind"] for key in calls(read(GALLERY), "exercise")]
    assert sorted(shown) == sorted(KINDS)
    assert calls(read(GALLERY), "figure")


def test_the_gallery_is_made_from_its_file() -> None:
    assert GALLERY.read_text(encoding="utf-8") == export.gallery(), "run python -m widgets.export"


def test_the_words_are_made_from_the_glossary() -> None:
    kept = (ROOT / "exercises" / "words.ipynb").read_text(encoding="utf-8")
    assert kept == export.words(), "run python -m widgets.export"


def test_the_calendar_is_made_by_the_library() -> None:
    kept = export.REMINDERS.read_bytes().decode()
    assert kept == export.reminders(), "run python -m widgets.export"


def test_no_word_is_left_out() -> None:
    told = "".join(source(cell) for cell in prose(read(ROOT / "exercises" / "words.ipynb")))
    for one in content.load_reference("glossary"):
        assert f"**{one['term'].capitalize()}**" in told
        assert one["plain"] in told
