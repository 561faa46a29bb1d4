"""Short notes on up to 14 days; gaps are fine."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from .paper import Content, fold, tag, text, words

MOST_DAYS = 14
MOST_DRAWN = 28  # two logs, if two tabs were open
TOP = 10
COLUMNS = ("day", "mood", "numb", "word", "what", "sleep")
QUESTIONS = ("pattern", "ask")


def _table(caption: str, rows: list[list[str]]) -> str:
    names = [words(f"log.{name}") for name in COLUMNS]
    head = (text("th", name, scope="col") for name in names)
    body = (
        tag(
            "tr",
            text("th", first, scope="row"),
            *(
                text("td", cell, **{"data-name": name})
                for name, cell in zip(names[1:], rest, strict=True)
            ),
        )
        for first, *rest in rows
    )
    return tag(
        "div",
        tag(
            "table",
            text("caption", caption),
            tag("thead", tag("tr", *head)),
            tag("tbody", *body),
        ),
        class_="al-days",
    )


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value:g}"


def _worked(content: Content) -> list[list[str]]:
    return [
        [words("log.day_n", n=entry["day"]), *(_cell(entry.get(name)) for name in COLUMNS[1:])]
        for entry in content["worked"]
    ]


def _hints() -> list[str]:
    ends = (f"{words(f'log.{name}')}: {words(f'log.{name}_ends')}" for name in ("mood", "numb"))
    return [words("log.about"), *ends]


def paper(content: Content) -> str:
    """Return a blank log to write on, the questions for a visit, and the example in a fold."""
    name = content["example_name"]
    blank = [[words("log.day_n", n=n), *[""] * len(COLUMNS[1:])] for n in range(1, MOST_DAYS + 1)]
    asked = (
        text("dt", words(f"log.{question}"))
        + tag("dd", '<span class="al-line" aria-hidden="true"></span>')
        for question in QUESTIONS
    )
    worked = (
        text("dt", words(f"log.{question}")) + text("dd", content[f"worked_{question}"])
        for question in QUESTIONS
    )
    return (
        "".join(text("p", hint) for hint in _hints())
        + _table(words("log.own"), blank)
        + tag("dl", *asked)
        + text("p", words("log.medicine"))
        + text("p", words("base.nobody_reads", line=words("base.anywhere_line")), class_="al-note")
        + fold(
            words("paper.example", name=name),
            _table(words("log.days_of", name=name), _worked(content)),
            tag("dl", *worked),
        )
    )


def plain(content: Content) -> list[str]:
    """Return the blank log as lines of text."""
    asked = ", ".join(words(f"log.{name}") for name in COLUMNS[1:])
    days = (f"  {words('log.day_n', n=n)}: ____________" for n in range(1, MOST_DAYS + 1))
    questions = (f"  {words(f'log.{question}')} ____________" for question in QUESTIONS)
    example = words("paper.example", name=content["example_name"])
    worked = f"{example} {content['worked_pattern']}"
    return [*_hints(), asked, *days, *questions, words("log.medicine"), worked]


class Day(NamedTuple):
    """What a chart shows of one day."""

    date: date
    mood: int | None
    numb: int | None


def _number(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value <= TOP else None


def _days(answers: dict[str, Any]) -> list[Day]:
    """Return the days in ``answers`` that can be drawn; what is no such day is left out."""
    entries = answers.get("entries")
    if not isinstance(entries, dict):
        return []
    found = []
    for key, entry in entries.items():
        if not isinstance(entry, dict) or not re.fullmatch(r"\d{4}-\d\d-\d\d", str(key), re.ASCII):
            continue
        try:
            day = date.fromisoformat(key)
        except ValueError:
            continue
        mood, numb = _number(entry.get("mood")), _number(entry.get("numb"))
        if mood is not None or numb is not None:
            found.append(Day(day, mood, numb))
    return sorted(found)[-MOST_DRAWN:]


def _is_wide(days: list[Day]) -> bool:
    return (days[-1].date - days[0].date).days >= MOST_DRAWN


def _places(days: list[Day]) -> list[int]:
    """Return where each day stands: by the calendar, or with short gaps if that is too wide."""
    wide = _is_wide(days)
    places = [0]
    for first, second in pairwise(days):
        gap = (second.date - first.date).days
        places.append(places[-1] + (min(gap, 2) if wide else gap))
    return places


def _joined(days: list[Day], places: list[int], name: str) -> tuple[list[float], list[float]]:
    """Return the points of a line that ends where a day, or its number, is missing."""
    xs: list[float] = []
    ys: list[float] = []
    for day, place in zip(days, places, strict=True):
        value = getattr(day, name)
        if xs and place - xs[-1] > 1:
            xs.append(place - 0.5)
            ys.append(float("nan"))
        xs.append(place)
        ys.append(float("nan") if value is None else value)
    return xs, ys


def chart(answers: dict[str, Any]) -> str:
    """Return the days in ``answers`` as SVG, or an empty text if there is nothing to draw.

    The learner's words are not in it: only dates and numbers.
    """
    days = _days(answers)
    if not days:
        return ""
    import io

    import matplotlib as mpl
    from matplotlib.figure import Figure

    from .figures import BLUE, INK, ORANGE

    style: Any = {
        "svg.hashsalt": "log",
        "text.parse_math": False,
        "font.size": 12,
        "text.color": INK,
        "axes.labelcolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
    }
    places = _places(days)
    with mpl.rc_context(style):
        # Narrow, so that the letters stay readable on a phone.
        canvas = Figure(figsize=(4.6, 3.7), layout="constrained", facecolor="white")
        axes = canvas.add_subplot()
        # The second mark is smaller, so that both are seen where they meet.
        for name, mark, size, line, color in (
            ("mood", "o", 9, "-", BLUE),
            ("numb", "D", 5, "--", ORANGE),
        ):
            xs, ys = _joined(days, places, name)
            axes.plot(
                xs,
                ys,
                marker=mark,
                markersize=size,
                linestyle=line,
                color=color,
                markeredgecolor="white",
                label=words(f"log.{name}"),
                clip_on=False,
            )
        labels: dict[int, str] = {}
        for day, place in zip(days, places, strict=True):
            if not labels or (place - max(labels)) * MOST_DAYS > places[-1]:
                labels[place] = str(day.date.day)
        axes.set_xticks(list(labels), list(labels.values()))
        axes.set_xlim(-0.5, places[-1] + 0.5)
        axes.set_ylim(-0.5, TOP + 0.5)
        axes.set_yticks([0, 5, TOP])
        axes.set_title(words("log.chart_top"), fontsize="small", loc="left")
        span = words("log.span", first=days[0].date, last=days[-1].date)
        below = [words("log.chart_bottom"), span]
        below += [words("log.short_gaps")] if _is_wide(days) else []
        axes.set_xlabel("\n".join(below), fontsize="small")
        axes.spines[["top", "right"]].set_visible(False)
        canvas.legend(loc="outside upper center", ncols=2, frameon=False)
        out = io.StringIO()
        canvas.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    drawn = out.getvalue()
    return drawn[drawn.index("<svg") :]


def _alt(days: list[Day]) -> str:
    told = (
        f"{day.date}: "
        + ", ".join(
            words(f"log.{name}_n", n=value)
            for name, value in (("mood", day.mood), ("numb", day.numb))
            if value is not None
        )
        for day in days
    )
    return f"{words('log.chart')}. {'; '.join(told)}."


def answer(message: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any] | None:
    """Return the chart of ``answers`` if ``message`` asks for it."""
    if message.get("type") != "chart":
        return None
    try:
        picture = chart(answers)
    except Exception:  # noqa: BLE001  a traceback would put the learner's days into the log
        picture = ""
    return {"type": "chart", "svg": picture, "alt": _alt(_days(answers))}
