"""A rating from 0 to 10, before and after something."""

from __future__ import annotations

from .paper import Content, tag, text, words


def _lines(content: Content) -> list[str]:
    lines = [content["ask"], f"0: {content['low']}", f"10: {content['high']}"]
    lines.append(words("paper.circle"))
    if content.get("after"):
        lines += [words("paper.circle_fog"), words("paper.rule")]
    return lines


def paper(content: Content) -> str:
    """Return the rating as a line of numbers to circle, with the rule for stopping."""
    return tag("div", *(text("p", line) for line in _lines(content)))


def plain(content: Content) -> list[str]:
    """Return the rating as lines of text."""
    return _lines(content)
