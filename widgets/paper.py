"""Every exercise on paper: what shows without a script, in print, and as plain text."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from importlib import import_module
from typing import Any

from .content import load_strings

Content = dict[str, Any]


def words(name: str, /, **values: Any) -> str:
    """Return the interface sentence ``name`` ("quiz.check") with its {words} filled in."""
    part, key = name.split(".")
    text: str = load_strings()[part][key]
    return text.format(**values) if values else text


def tag(name: str, /, *children: str, **attributes: str) -> str:
    """Return an element around ``children``, which are HTML already."""
    attrs = "".join(f' {k.strip("_")}="{escape(v)}"' for k, v in attributes.items())
    return f"<{name}{attrs}>{''.join(children)}</{name}>"


def text(name: str, content: str, /, **attributes: str) -> str:
    """Return an element around plain text, escaped."""
    return tag(name, escape(content), **attributes)


def fold(summary: str, *children: str) -> str:
    """Return a part that opens on a click and always prints."""
    return tag("details", text("summary", summary), *children)


def paper(content: Content) -> str:
    """Return an exercise as semantic HTML that needs no script and prints well.

    A kind that has nothing to say on paper gets no title and no space there.
    """
    module = import_module(f".{content['kind']}", __package__)
    body: Callable[[Content], str] = module.paper
    if not (inside := body(content)):
        return ""
    intro = tag("p", text("strong", first)) if (first := _first(content)) else ""
    if content.get("intro"):
        intro += text("p", content["intro"])
    if content.get("fit_for") == ["private"]:
        intro += text("p", words("base.private"))
    instead = content.get("instead")
    return tag(
        "section",
        text("h3", content["title"]) if content["kind"] != "strip" else "",
        intro,
        inside,
        text("p", words("base.instead", instead=instead), class_="al-instead") if instead else "",
        class_=f"al al-paper al-{content['kind']}",
    )


def plain(content: Content) -> str:
    """Return an exercise as plain text."""
    module = import_module(f".{content['kind']}", __package__)
    lines: list[str] = module.plain(content)
    if not lines:
        return ""
    head = [content["title"], _first(content), content.get("intro")]
    return "\n".join([one for one in head if one] + lines)


def _first(content: Content) -> str:
    """Return what has to come first where a home may not be safe."""
    return words("safety.paper_first") if content.get("only_if_safe") else ""
