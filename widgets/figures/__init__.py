"""Figures: one module that draws and one YAML file that says, for each.

A figure is drawn when its data or its drawing changed, and kept as a light picture, so that
most kernels never load matplotlib. The other modules hold what several figures share.
"""

from __future__ import annotations

import base64
import json
import re
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

from ..base import Notice
from ..content import CHECKED, digest, keep, load_checked, load_reference, load_strings
from ..errors import ContentError
from .points import count_quarters, read_points

HERE = Path(__file__).parent
INK = "#1d2a33"
BLUE, ORANGE = "#0072B2", "#D55E00"  # apart in every colour vision
PAIR = 2


def _check(path: Path) -> Any:
    from ..models import FigureData, check
    from ..yaml_text import load_yaml

    data, lines = load_yaml(path)
    return check(FigureData, data, f"figures/{path.name}", lines).model_dump(exclude_none=True)


def _find_sources(path: Path, wanted: list[str]) -> list[dict[str, Any]]:
    if not wanted:
        return []
    known = {one["id"]: one for one in load_reference("references")}
    unusable = {
        ref: "there is no such source in references.yml. Add it there, or mend the name."
        if ref not in known
        else "this source was not looked up yet. Look it up, or leave it out."
        for ref in wanted
        if ref not in known or known[ref]["verified"] == "memory"
    }
    if unusable:
        from ..yaml_text import load_yaml

        lines = load_yaml(path)[1]
        raise ContentError(
            [
                f"figures/{path.name}, line {lines['refs', wanted.index(ref)]}, refs: "
                f"“{ref}”: {problem}"
                for ref, problem in unusable.items()
            ]
        )
    return [known[ref] for ref in wanted]


class Figure:
    """A picture with its caption, its alt text made from the data, and the data as a table.

    Raises `ContentError` if its data, its points or its sources cannot be used.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        path = HERE / f"{name}.yml"
        self.data: dict[str, Any] = load_checked(path, _check)
        self.sources = _find_sources(path, self.data["refs"])
        self._words = load_strings()["figure"]
        if "points" in self.data:
            self.data["points"] = read_points(HERE / self.data["points"])
            counts = count_quarters(self.data["points"])
            for row, values in zip(self.data["rows"], counts, strict=True):
                row["values"] = values
        for row in self.data["rows"]:
            row["name"] = self._name(row)

    def _name(self, row: dict[str, Any]) -> str:
        if "lesson" not in row:
            return str(row["name"])
        return str(self._words["lesson"].format(name=row["name"], n=row["lesson"]))

    def cells(self, row: dict[str, Any]) -> list[str]:
        """Return what a reader sees for each value: the number, or a word of the scale."""
        return [self._say(value) for value in row["values"]]

    def _say(self, value: float | list[float] | None) -> str:
        if value is None:
            return str(self._words["not_given"])
        if isinstance(value, list):
            low, high = map(self._say, value)
            return str(self._words["range"].format(low=low, high=high))
        scale = self.data["scale"]
        return min(scale, key=lambda mark: abs(mark["at"] - value))["word"] if scale else str(value)

    @property
    def alt(self) -> str:
        """What the picture shows, in words, written from the data."""
        rows = (
            f"{row['name']}: "
            + ", ".join(
                f"{label} {self._say(value)}"
                for label, value in zip(self.data["columns"], row["values"], strict=True)
                if value is not None
            )
            for row in self.data["rows"]
        )
        return f"{self.data['title']}. {self.data['picture']} {'; '.join(rows)}."

    def canvas(self) -> Any:
        """Return the drawing as matplotlib holds it."""
        from matplotlib.figure import Figure as Canvas

        # Narrow, so that the letters stay readable on a phone.
        canvas = Canvas(figsize=(4.6, 3.7), layout="constrained", facecolor="white")
        import_module(f".{self.name}", __package__).draw(canvas, self.data)
        return canvas

    def svg(self) -> str:
        """Return the picture as SVG, drawn only if it was not drawn before."""
        data = json.dumps(self.data).encode()
        drawing = (path.read_bytes() for path in sorted(HERE.glob("*.py")))
        kept = CHECKED / f"figure-{self.name}-{digest(data, *drawing)}.svg"
        try:
            return kept.read_text(encoding="utf-8")
        except OSError:
            picture = self._draw()
        keep(kept, picture)
        return picture

    def _draw(self) -> str:
        import io

        import matplotlib as mpl

        style: Any = {
            "svg.hashsalt": self.name,  # the same data give the same bytes
            "font.size": 12,
            "text.color": INK,
            "axes.labelcolor": INK,
            "xtick.color": INK,
            "ytick.color": INK,
        }
        out = io.StringIO()
        with mpl.rc_context(style):
            self.canvas().savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        return _lighten(out.getvalue())

    def _repr_html_(self) -> str:
        """Return the figure as HTML that needs no script and no other file."""
        data, words = self.data, self._words
        picture = base64.b64encode(self.svg().encode()).decode()
        told = [
            data[field] for field in ("caption", "asked", "cannot_say", "to_use") if field in data
        ]
        return (
            f'<figure class="al al-figure"><img alt="{escape(self.alt)}" '
            f'src="data:image/svg+xml;base64,{picture}">'
            f"<figcaption><strong>{escape(data['title'])}</strong>"
            + "".join(f"<p>{escape(line)}</p>" for line in told)
            + f"</figcaption><details><summary>{escape(words['table'])}</summary>{self._table()}"
            f"</details><p><small>{self._source()}</small></p></figure>"
        )

    def _table(self) -> str:
        head = "".join(f'<th scope="col">{escape(column)}</th>' for column in self.data["columns"])
        body = "".join(
            f'<tr><th scope="row">{escape(row["name"])}'
            + (f"<br><small>{escape(row['note'])}</small>" if "note" in row else "")
            + "</th>"
            + "".join(f"<td>{escape(cell)}</td>" for cell in self.cells(row))
            + "</tr>"
            for row in self.data["rows"]
        )
        return (
            f"<table><caption>{escape(self.data['unit'])}</caption>"
            f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>"
        )

    def _source(self) -> str:
        words = self._words
        told = [
            f'<a rel="noreferrer noopener" href="{escape(one["link"])}">'
            f"{escape(self._short(one['authors']))}, "
            f"{one['year']}</a> ({escape(one['published_in'])})"
            for one in self.sources
        ]
        if self.data["invented"]:
            told.append(escape(words["invented"]))
        return str(words["source"].format(source="; ".join(told)))

    def _short(self, authors: str) -> str:
        """Return the authors as a lesson names them: "Kross and Ayduk", "Ma and others"."""
        names = [_surname(name) for name in authors.split(", ")]
        if len(names) > PAIR:
            return str(self._words["many"].format(first=names[0]))
        if len(names) == PAIR:
            return str(self._words["two"].format(first=names[0], second=names[1]))
        return names[0]

    def __repr__(self) -> str:
        return self.alt


def _lighten(svg: str) -> str:
    """Return what matplotlib wrote without white space, long names and needless digits."""
    text = svg[svg.index("<svg") :]
    for needless, short in (
        (r"<!--.*?-->", ""),
        (r"\s+", " "),
        (r"> <", "><"),
        (r"DejaVuSans-", "g"),
        (r"(?<!scale\(0)(\.\d\d)\d+", r"\1"),
        (r'(<use [^>]*?)transform="translate\((\S+) 0\)"', r'\1x="\2"'),
    ):
        text = re.sub(needless, short, text)
    return text


def _surname(name: str) -> str:
    return re.sub(r"(?: [A-ZÀ-Þ]{1,4})?(?: Jr)?$", "", name)


def figure(name: str) -> Figure | Notice:
    """Show a figure by its name, such as ``figure("dimmer")``."""
    words = load_strings()["base"]
    if not (HERE / f"{name}.yml").is_file():
        return Notice(words["unknown"].format(key=name))
    try:
        return Figure(name)
    except ContentError as error:
        return Notice(words["mistake"].format(problems="\n".join(error.problems)))
