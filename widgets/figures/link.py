"""How small a small link looks: a cloud of invented people."""

from __future__ import annotations

from textwrap import fill
from typing import Any

from . import BLUE
from .points import middles
from .scales import ALL, QUIET

HALVES = (25, 75)
CORNERS = {"left": 0.02, "right": 0.98, "bottom": 0.02, "top": 0.98}


def draw(canvas: Any, data: dict[str, Any]) -> None:
    """Draw the cloud, cut along and up in the middle, with the number of dots in each quarter."""
    canvas.set_figheight(4.5)
    axes = canvas.add_subplot()
    along, up = zip(*data["points"], strict=True)
    axes.plot(
        along,
        up,
        linestyle="none",
        marker="o",
        markersize=5.5,
        markerfacecolor="white",
        markeredgecolor=BLUE,
        markeredgewidth=1.3,
    )
    middle = middles(data["points"])
    axes.axvline(middle[0], color=QUIET, linestyle="--", linewidth=1.2)
    axes.axhline(middle[1], color=QUIET, linestyle="--", linewidth=1.2)
    for row, side in zip(data["rows"], ("left", "right"), strict=True):
        for value, end in zip(row["values"], ("bottom", "top"), strict=True):
            axes.text(
                CORNERS[side],
                CORNERS[end],
                f"{value} people",
                ha=side,
                va=end,
                transform=axes.transAxes,
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 2},
            )
    axes.set_xlim(0, ALL)
    axes.set_ylim(0, ALL)
    axes.set_xticks(HALVES, [fill(row["name"], 16) for row in data["rows"]])
    axes.set_yticks(HALVES, [fill(c, 18) for c in data["columns"]], rotation=90, va="center")
    axes.tick_params(length=0)
    axes.spines[:].set_color(QUIET)
