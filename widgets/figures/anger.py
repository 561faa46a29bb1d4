"""Anger after calming things and after winding-up things."""

from __future__ import annotations

from typing import Any

from .scales import draw_guess, name_rows, use_words


def draw(canvas: Any, data: dict[str, Any]) -> None:
    """Draw both rows on one scale in words, with "no change" as a line."""
    canvas.set_figheight(3.1)
    axes = canvas.add_subplot()
    for height, row in zip(name_rows(axes, data["rows"]), data["rows"], strict=True):
        draw_guess(axes, height, row["values"])
    use_words(axes, data["scale"], (-0.95, 0.3))
    axes.set_xlabel(data["unit"])
