"""Figures: one module that draws and one YAML file that says, for each.

A figure is drawn when its data or its drawing changed, and kept as a light picture, so that
most kernels never load matplotlib.
"""

from __future__ import annotations

import base64
import json
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

from ..base import Notice
from ..content import CHECKED, digest, keep, load_checked, load_strings
from ..errors import ContentError

HERE = Path(__file__).parent
INK, BLUE, ORANGE, GREEN = (
    "#1d2a33",
    "#0072B2",
    "#D55E00",
    "#009E73",
)  # apart in every colour vision


def _check(path: Path) -> Any:
    from ..models import FigureData, check
    from ..yaml_text import load_yaml

    data, lines = load_yaml(path)
    return check(FigureData, data, f"figures/{path.name}", lines).model_dump(exclude_none=True)


class Figure:
    """A picture with its caption, its alt text made from the data, and the data as a table."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.data: dict[str, Any] = load_checked(HERE / f"{name}.yml", _check)

    @property
    def alt(self) -> str:
        """What the picture shows, in words, written from the data."""
        columns = self.data["columns"]
        rows = (
            f"{row['name']}: "
            + ", ".join(
                f"{value} {label}" for label, value in zip(columns, row["values"], strict=True)
            )
            for row in self.data["rows"]
        )
        return f"{self.data['title']}. {'; '.join(rows)}."

    def svg(self) -> str:
        """Return the picture as SVG, drawn only if it was not drawn before."""
        drawing = HERE / f"{self.name}.py"
        data = json.dumps(self.data).encode()
        state = digest(data, drawing.read_bytes(), Path(__file__).read_bytes())
        kept = CHECKED / f"figure-{self.name}-{state}.svg"
        try:
            return kept.read_text(encoding="utf-8")
        except OSError:
            picture = self._draw()
        keep(kept, picture)
        return picture

    def _draw(self) -> str:
        import io

        import matplotlib as mpl
        from matplotlib.figure import Figure as Canvas

        style: Any = {
            "svg.hashsalt": self.name,  # the same data give the same bytes
            "font.size": 12,
            "text.color": INK,
            "axes.labelcolor": INK,
            "xtick.color": INK,
            "ytick.color": INK,
        }
        with mpl.rc_context(style):
            # Narrow, so that the letters stay readable on a phone.
            canvas = Canvas(figsize=(4.6, 3.7), layout="constrained", facecolor="white")
            import_module(f".{self.name}", __package__).draw(canvas.add_subplot(), self.data)
            out = io.StringIO()
            canvas.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        text = out.getvalue()
        return text[text.index("<svg") :]

    def _repr_html_(self) -> str:
        """Return the figure as HTML that needs no script and no other file."""
        words = load_strings()["figure"]
        data = self.data
        picture = base64.b64encode(self.svg().encode()).decode()
        head = "".join(f'<th scope="col">{escape(c)}</th>' for c in ("", *data["columns"]))
        body = "".join(
            f'<tr><th scope="row">{escape(row["name"])}</th>'
            + "".join(f"<td>{value}</td>" for value in row["values"])
            + "</tr>"
            for row in data["rows"]
        )
        return (
            f'<figure class="al al-figure"><img alt="{escape(self.alt)}" '
            f'src="data:image/svg+xml;base64,{picture}">'
            f"<figcaption><strong>{escape(data['title'])}</strong> {escape(data['caption'])} "
            f"{escape(data['cannot_say'])}</figcaption>"
            f"<details><summary>{escape(words['table'])}</summary><table>"
            f"<caption>{escape(data['unit'])}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></details>"
            f"<p><small>{escape(words['source'].format(source=data['source']))}</small></p></figure>"
        )

    def __repr__(self) -> str:
        return self.alt


def figure(name: str) -> Figure | Notice:
    """Show a figure by its name, such as ``figure("dimmer")``."""
    words = load_strings()["base"]
    if not (HERE / f"{name}.yml").is_file():
        return Notice(words["unknown"].format(key=name))
    try:
        return Figure(name)
    except ContentError as error:
        return Notice(words["mistake"].format(problems="\n".join(error.problems)))
