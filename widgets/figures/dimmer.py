"""Feelings as dimmers: how strong each one is at two times, on the same scale."""

from __future__ import annotations

from textwrap import fill
from typing import Any

from . import BLUE, ORANGE

TOP = 10


def draw(axes: Any, data: dict[str, Any]) -> None:
    """Draw one dimmer for each row, the first column as a circle, the second as a diamond."""
    rows = data["rows"]
    heights = range(len(rows))[::-1]
    first, second = zip(*(row["values"] for row in rows), strict=True)
    axes.hlines(heights, 0, TOP, color="#c3cfd1", linewidth=6, capstyle="round", zorder=1)
    axes.hlines(heights, first, second, color="#70828a", linewidth=2, zorder=2)
    # The second mark is smaller, so that both are seen where they meet.
    for values, marker, size, color, label in (
        (first, "o", 230, BLUE, data["columns"][0]),
        (second, "D", 70, ORANGE, data["columns"][1]),
    ):
        axes.scatter(
            values,
            heights,
            s=size,
            marker=marker,
            color=color,
            edgecolors="white",
            zorder=3,
            label=label,
        )
    axes.set_yticks(list(heights), [row["name"] for row in rows])
    axes.set_xlim(-0.5, TOP + 0.5)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.set_xticks(range(0, TOP + 1, 2))
    axes.set_xlabel(fill(data["unit"], 30))
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.figure.legend(loc="outside upper center", ncols=2, frameon=False)
