"""Trouble naming feelings: a hundred autistic people beside a hundred others."""

from __future__ import annotations

from typing import Any

from .people import draw_people


def draw(canvas: Any, data: dict[str, Any]) -> None:
    """Draw each row as a crowd of its own, the people of the first column filled."""
    canvas.set_figheight(3.5)
    groups: list[Any] = []
    for axes, row in zip(canvas.subplots(1, 2), data["rows"], strict=True):
        groups = draw_people(axes, row["values"][0], sum(row["values"]), 14)
        axes.set_title(row["name"], fontsize=12)
    canvas.legend(
        groups, data["columns"], loc="outside lower center", frameon=False, labelspacing=0.8
    )
