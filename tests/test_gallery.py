"""The gallery shows authors every kind of exercise, as it stands in its file."""

from __future__ import annotations

from notebooks import ROOT, calls, read

from widgets import content, export
from widgets.models import KINDS

GALLERY = ROOT / "exercises" / "gallery.ipynb"


def test_every_kind_is_shown() -> None:
    shown = [content.load_exercise(key)["kind"] for key in calls(read(GALLERY), "exercise")]
    assert sorted(shown) == sorted(KINDS)
    assert calls(read(GALLERY), "figure")


def test_it_is_made_from_its_file() -> None:
    assert GALLERY.read_text(encoding="utf-8") == export.gallery(), "run python -m widgets.export"
