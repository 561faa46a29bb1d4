"""Words for a feeling in four corners, from the set that all lessons share."""

from __future__ import annotations

from .paper import Content, fold, tag, text, words

_WRITING_LINES = 3


def paper(content: Content) -> str:
    """Return the open answers and the four corners with every word, and lines to write on."""
    sheet = content["words"]
    corners = (
        fold(
            corner["label"],
            text("p", corner["hint"]),
            *(text("h4", one["label"]) + _list(one["words"]) for one in corner["families"]),
        )
        for corner in sheet["corners"]
    )
    mine = tag(
        "div",
        text("h4", words("feelings.list")),
        text("p", words("feelings.guesses")),
        '<span class="al-line" aria-hidden="true"></span>' * _WRITING_LINES,
        text("p", words("base.nobody_reads", line=words("base.anywhere_line")), class_="al-note"),
        class_="al-mine",
    )
    return (
        text("p", content["ask"], class_="al-ask")
        + text("p", words("feelings.always"))
        + _list(sheet["always"])
        + text("p", words("feelings.corners"))
        + "".join(corners)
        + mine
    )


def _list(these: list[Content]) -> str:
    items = (
        tag(
            "li",
            text("strong", one["word"]),
            text("span", f": {one['gloss']} {one.get('next', '')}".rstrip()),
        )
        for one in these
    )
    return tag("ul", *items)


def plain(content: Content) -> list[str]:
    """Return each corner with its words in one line."""
    sheet = content["words"]
    lines = [content["ask"], f"  {_names(sheet['always'])}"]
    for corner in sheet["corners"]:
        these = [word for family in corner["families"] for word in family["words"]]
        lines.append(f"  {corner['label']}: {_names(these)}")
    return [*lines, f"  {words('feelings.list')} ____________"]


def _names(these: list[Content]) -> str:
    return ", ".join(one["word"] for one in these)
