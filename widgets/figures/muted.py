"""Muted feelings: a hundred people, some of whom said so."""

from __future__ import annotations

from typing import Any

from .people import draw_people


def draw(canvas: Any, data: dict[str, Any]) -> None:
    """Draw both rows as one crowd, the people of the first row filled."""
    counts = [row["values"][0] for row in data["rows"]]
    canvas.set_figheight(4.2)
    groups = draw_people(canvas.add_subplot(), counts[0], sum(counts), 18)
    names = [f"{row['values'][0]} {row['name']}" for row in data["rows"]]
    canvas.legend(groups, names, loc="outside lower center", frameon=False, labelspacing=0.8)
