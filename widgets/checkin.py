"""A rating from 0 to 10, before and after something."""

from __future__ import annotations

from .paper import Content, tag, text, words


def rating_lines(scale: Content, *, after: bool) -> list[str]:
    """Return a rating as lines with numbers to circle, and the rule for stopping."""
    lines = [scale["ask"], f"0: {scale['low']}", f"10: {scale['high']}", words("paper.circle")]
    if after:
        return [*lines, words("paper.circle_fog"), words("paper.rule")]
    return [*lines, words("checkin.over")]


def paper(content: Content) -> str:
    """Return the rating as a line of numbers to circle, with the rule for stopping."""
    return tag("div", *(text("p", line) for line in plain(content)))


def plain(content: Content) -> list[str]:
    """Return the rating as lines of text."""
    return rating_lines(content, after="after" in content)
