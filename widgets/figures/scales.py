"""Axes that hide nothing: shares from 0 to 100, and differences in words."""

from __future__ import annotations

from typing import Any

from . import BLUE, ORANGE

TRACK, QUIET, SOFT = "#c3cfd1", "#70828a", "#4c5c66"
ALL = 100
SMALL = 11  # points; the letters of the rest are 12


def use_shares(axes: Any) -> None:
    """Let ``axes`` run from 0 to 100, whole."""
    axes.set_xlim(0, ALL)
    axes.set_xticks(range(0, ALL + 1, 20))
    _leave_only_the_lower_edge(axes)


def use_words(axes: Any, scale: list[dict[str, Any]], ends: tuple[float, float]) -> None:
    """Let ``axes`` run between ``ends``, with the words of ``scale`` instead of numbers."""
    marks = [mark for mark in scale if mark["on_axis"]]
    axes.set_xlim(*ends)
    words = ["\n".join(mark["word"].rsplit(" ", 1)) for mark in marks]
    axes.set_xticks([mark["at"] for mark in marks], words, fontsize=SMALL)
    _leave_only_the_lower_edge(axes)
    axes.axvline(0, color=QUIET, linewidth=1.2, zorder=1)


def _leave_only_the_lower_edge(axes: Any) -> None:
    axes.grid(axis="x", color="#e3e9ea", zorder=0)
    axes.set_axisbelow(True)
    axes.spines[["left", "top", "right"]].set_visible(False)
    axes.spines["bottom"].set_color(QUIET)
    axes.tick_params(length=0)
    axes.set_yticks([])


def name_rows(axes: Any, rows: list[dict[str, Any]], above: float = 0.22) -> list[int]:
    """Write the name of each row above its place, and return the places, the first on top."""
    heights = list(range(len(rows)))[::-1]
    for height, row in zip(heights, rows, strict=True):
        axes.text(0, height + above, row["name"], va="bottom", transform=axes.get_yaxis_transform())
    axes.set_ylim(-0.5, len(rows) - 0.4)
    return heights


def draw_pairs(axes: Any, data: dict[str, Any], heights: list[int]) -> None:
    """Mark the first column with circles and the second with diamonds, named in a legend."""
    first, second = zip(*(row["values"] for row in data["rows"]), strict=True)
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


def draw_guess(axes: Any, height: float, values: list[Any]) -> None:
    """Draw the best guess as a dot, and how far off it could be as a bar where that is known."""
    guess, ends = values
    if ends:
        axes.plot(
            ends,
            [height, height],
            color=BLUE,
            linewidth=3,
            marker="|",
            markersize=13,
            markeredgewidth=2,
            zorder=2,
        )
    axes.plot(
        guess, height, marker="o", markersize=12, color=BLUE, markeredgecolor="white", zorder=3
    )
