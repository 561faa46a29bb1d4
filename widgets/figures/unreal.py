"""Feeling unreal: from the lowest to the highest result of several surveys."""

from __future__ import annotations

from typing import Any

from . import BLUE
from .scales import ALL, TRACK, name_rows, use_shares


def draw(canvas: Any, data: dict[str, Any]) -> None:
    """Draw a bar for each row from its lowest to its highest result, with both numbers."""
    canvas.set_figheight(3.6)
    axes = canvas.add_subplot()
    heights = name_rows(axes, data["rows"])
    axes.hlines(heights, 0, ALL, color=TRACK, linewidth=2, zorder=1)
    for height, row in zip(heights, data["rows"], strict=True):
        low, high = row["values"][0]
        axes.barh(height, high - low, left=low, height=0.26, color=BLUE, zorder=2)
        axes.text(high + 2, height + 0.02, f"{low} to {high}", va="center", backgroundcolor="white")
    use_shares(axes)
    axes.set_xlabel(data["unit"])
