"""People as small figures: filled ones are counted, outlined ones are the rest."""

from __future__ import annotations

from typing import Any

from . import BLUE

TEN = 10


def _person() -> Any:
    from matplotlib.path import Path

    head = Path.circle((0, 0.62), 0.34)
    body = Path(
        [
            (-0.5, -1), (-0.5, -0.2), (-0.5, 0.18), (0, 0.18), (0.5, 0.18), (0.5, -0.2),
            (0.5, -1), (-0.5, -1),
        ],
        [
            Path.MOVETO, Path.LINETO, Path.CURVE3, Path.CURVE3, Path.CURVE3, Path.CURVE3,
            Path.LINETO, Path.CLOSEPOLY,
        ],
    )  # fmt: skip
    return Path.make_compound_path(body, head)


def draw_people(axes: Any, counted: int, total: int, size: float) -> list[Any]:
    """Draw ``total`` people in rows of ten, the first ``counted`` of them filled.

    ``size`` is the height of one, in points. Returns both groups, for a legend.
    """
    places = [(n % TEN, -(n // TEN)) for n in range(total)]
    groups = []
    for group, fill in ((places[:counted], BLUE), (places[counted:], "white")):
        along, down = zip(*group, strict=True)
        groups += axes.plot(
            along,
            down,
            linestyle="none",
            marker=_person(),
            markersize=size,
            markerfacecolor=fill,
            markeredgecolor=BLUE,
            markeredgewidth=1,
        )
    axes.set_aspect(1.25)
    axes.set_xlim(-0.6, TEN - 0.4)
    axes.set_ylim(0.4 - total / TEN, 0.6)
    axes.axis("off")
    return groups
