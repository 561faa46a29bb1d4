"""Steps with times, which the learner may stop at any moment."""

from __future__ import annotations

from collections.abc import Iterator

from .checkin import rating_lines
from .paper import Content, tag, text, words

_MINUTE = 60


def _time(step: Content) -> str:
    """Return how long a step takes, and how its breath goes; a line takes as long as it takes."""
    if step.get("write"):
        return ""
    told = words("paper.seconds", n=step["seconds"])
    if pace := step.get("pace"):
        ins, outs = pace["in_seconds"], pace["out_seconds"]
        breaths = round(_MINUTE / (ins + outs))
        told += " " + words("practice.pace_paper", ins=f"{ins:g}", outs=f"{outs:g}", n=breaths)
    return told


def _sets(content: Content) -> Iterator[tuple[str, list[Content]]]:
    """Yield each version's label with its steps; the steps of one that has none have no label."""
    if content["steps"]:
        yield "", content["steps"]
    for version in content["versions"]:
        yield version["label"], version["steps"]


def _step(step: Content) -> str:
    inside = [text("span", step["say"]), " ", text("small", _time(step))]
    if step.get("write"):
        line = tag("span", **{"class": "al-line", "aria-hidden": "true"})
        inside += [text("p", step["write"]), line]
    return tag("li", *inside)


def _rating(content: Content, *, after: bool) -> list[str]:
    if "rate" not in content:
        return []
    title = words("practice.after" if after else "practice.before")
    return [title, *rating_lines(content["rate"], after=after)]


def paper(content: Content) -> str:
    """Return the steps of each version as a numbered list with their times."""
    parts = []
    if care := content["care"]:
        lines = (text("li", line) for line in care)
        parts.append(tag("div", text("p", words("practice.care")), tag("ul", *lines)))
    parts += [text("p", line) for line in _rating(content, after=False)]
    for label, steps in _sets(content):
        parts += [text("h4", label)] if label else []
        parts.append(tag("ol", *map(_step, steps)))
    if any(step.get("write") for _, steps in _sets(content) for step in steps):
        note = words("base.nobody_reads", line=words("base.anywhere_line"))
        parts.append(text("p", note, class_="al-note"))
    parts.append(text("p", content["close"]))
    parts += [text("p", line) for line in _rating(content, after=True)]
    return "".join(parts)


def plain(content: Content) -> list[str]:
    """Return the steps of each version as lines of text."""
    lines = []
    if care := content["care"]:
        lines = [words("practice.care"), *(f"  - {line}" for line in care)]
    lines += _rating(content, after=False)
    for label, steps in _sets(content):
        lines += [label] if label else []
        for n, step in enumerate(steps, 1):
            lines.append(f"  {n}. {step['say']} {_time(step)}".rstrip())
            if step.get("write"):
                lines.append(f"     {step['write']} ____________")
    return [*lines, content["close"], *_rating(content, after=True)]
