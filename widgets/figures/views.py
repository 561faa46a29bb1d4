"""Two views of muted feelings: what patients said, and what doctors said of other patients."""

from __future__ import annotations

from typing import Any

from .scales import ALL, TRACK, draw_pairs, name_rows, use_shares


def draw(canvas: Any, data: dict[str, Any]) -> None:
    """Draw a line from 0 to 100 for each row, with a mark for each group."""
    canvas.set_figheight(3.4)
    axes = canvas.add_subplot()
    heights = name_rows(axes, data["rows"])
    axes.hlines(heights, 0, ALL, color=TRACK, linewidth=6, zorder=1)
    draw_pairs(axes, data, heights)
    for height, row in zip(heights, data["rows"], strict=True):
        for value in row["values"]:
            axes.text(value, height - 0.2, value, ha="center", va="top")
    use_shares(axes)
    axes.set_xlabel(data["unit"])
    canvas.legend(loc="outside upper left", frameon=False)
