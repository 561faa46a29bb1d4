"""How much some tools helped: each in a box of its own, for its own people and question."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from .scales import QUIET, SMALL, SOFT, draw_guess, use_words

ABOVE, LINE = 6, 14  # points


def draw(canvas: Any, data: dict[str, Any]) -> None:
    """Draw each row as a box by itself, all on the same scale in words."""
    rows = data["rows"]
    canvas.set_figheight(1.5 * len(rows))
    canvas.get_layout_engine().set(h_pad=0.1)
    for axes, row in zip(canvas.subplots(len(rows), 1), rows, strict=True):
        draw_guess(axes, 0, row["values"])
        axes.set_ylim(-0.5, 0.5)
        use_words(axes, data["scale"], (-0.1, 1))
        axes.spines[:].set_visible(True)
        axes.spines[:].set_color(QUIET)
        note = wrap(row["note"], 56)
        axes.set_title("\n".join(note), loc="left", fontsize=SMALL, color=SOFT, pad=ABOVE)
        axes.annotate(
            row["name"],
            (0, 1),
            (0, ABOVE + 2 + LINE * len(note)),
            xycoords="axes fraction",
            textcoords="offset points",
        )
