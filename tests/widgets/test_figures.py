"""Figures say what they show in words, from the data, and are drawn once."""

from __future__ import annotations

import pytest

from widgets import figure
from widgets.base import Notice
from widgets.figures import HERE, Figure

NAMES = sorted(path.stem for path in HERE.glob("*.yml"))


@pytest.mark.parametrize("name", NAMES)
def test_the_alt_text_holds_every_number(name: str) -> None:
    shown = Figure(name)
    for row in shown.data["rows"]:
        assert row["name"] in shown.alt
        assert all(str(value) in shown.alt for value in row["values"])


@pytest.mark.parametrize("name", NAMES)
def test_the_html_holds_picture_caption_table_limit_and_source(name: str) -> None:
    shown = Figure(name)
    html = shown._repr_html_()
    for part in ("<img alt=", "<figcaption>", "<table>", "<details>"):
        assert part in html
    for field in ("cannot_say", "source"):
        assert shown.data[field][:20].replace("'", "&#x27;") in html


@pytest.mark.parametrize("name", NAMES)
def test_the_same_data_give_the_same_picture(name: str) -> None:
    assert Figure(name)._draw() == Figure(name)._draw()


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_is_light(name: str) -> None:
    assert len(Figure(name).svg()) < 60_000


def test_an_unknown_figure_is_a_plain_sentence() -> None:
    assert isinstance(figure("none"), Notice)
