"""Feelings as dimmers: how strong each one is at two times, on the same scale."""

from __future__ import annotations

from textwrap import fill
from typing import Any

from .scales import QUIET, TRACK, draw_pairs

TOP = 10


def draw(canvas: Any, data: dict[str, Any]) -> None:
    """Draw one dimmer for each row, the first column as a circle, the second as a diamond."""
    axes = canvas.add_subplot()
    rows = data["rows"]
    heights = list(range(len(rows)))[::-1]
    first, second = zip(*(row["values"] for row in rows), strict=True)
    axes.hlines(heights, 0, TOP, color=TRACK, linewidth=6, capstyle="round", zorder=1)
    axes.hlines(heights, first, second, color=QUIET, linewidth=2, zorder=2)
    draw_pairs(axes, data, heights)
    axes.set_yticks(heights, [row["name"] for row in rows])
    axes.set_xlim(-0.5, TOP + 0.5)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.set_xticks(range(0, TOP + 1, 2))
    axes.set_xlabel(fill(data["unit"], 30))
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    canvas.legend(loc="outside upper center", ncols=2, frameon=False)
