"""From "right now I feel ..." to one thing to try, and one to leave out."""

from __future__ import annotations

from .content import open_practices
from .paper import Content, tag, text, words


def _lines(way: Content) -> list[str]:
    first = [words("strip.emergency_any")] if way["help"] else []
    return [
        *first,
        words("chooser.attempt", text=way["attempt"]),
        words("chooser.leave_out", text=way["leave_out"]),
    ]


def _way(way: Content) -> str:
    link = (
        tag(
            "dd",
            text(
                "a",
                words("chooser.practice", title=one["title"]),
                href=f"../exercises/{one['file']}.ipynb",
            ),
        )
        for one in open_practices()
        if one["open"] and one["file"] == way.get("practice")
    )
    return (
        text("dt", way["feel"]) + "".join(text("dd", line) for line in _lines(way)) + "".join(link)
    )


def paper(content: Content) -> str:
    """Return every feeling with what to try and what to leave out."""
    return text("p", content["ask"]) + tag("dl", *map(_way, content["ways"]), class_="al-ways")


def plain(content: Content) -> list[str]:
    """Return every feeling with what to try and what to leave out, as lines of text."""
    lines = [content["ask"]]
    for way in content["ways"]:
        lines += [f"  {way['feel']}", *(f"    {line}" for line in _lines(way))]
    return lines
