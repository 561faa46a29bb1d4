"""The strip that opens every lesson: leave quickly, pause, help now, what to try."""

from __future__ import annotations

import re
from typing import Any

from . import chooser
from .content import load_exercise, load_reference, open_lessons, open_practices
from .paper import Content, fold, tag, text, words

PAUSE = "start-here/pause"
RIGHT_NOW = "right-now/chooser"


def strip_content(key: str) -> dict[str, Any]:
    """Return the strip of the lesson or practice notebook ``key`` ("01-what-it-is", "naming").

    Raises KeyError.
    """
    titles = {one["file"]: one["title"] for one in (*open_lessons(), *open_practices())}
    return {
        "kind": "strip",
        "title": titles[key],
        "pause": load_exercise(PAUSE),
        "right_now": load_exercise(RIGHT_NOW),
    }


def _contact(contact: Content) -> str:
    date = contact.get("checked")
    state = words("strip.checked", date=date) if date else words("strip.not_checked")
    number = re.sub(r"[^+\d]", "", contact.get("number", ""))
    by = "sms" if contact["by"] == ["text"] else "tel"
    said = (
        text("a", contact["say"], href=f"{by}:{number}") if number else text("span", contact["say"])
    )
    return f" {said} {text('small', state)}"


def _line(line: Content) -> str:
    contacts = map(_contact, line["contacts"])
    about = f"{line['what']} {line.get('note', '')}".strip()
    site = line.get("site", "")
    link = (
        f" {text('a', site.removeprefix('https://'), href=site, rel='noreferrer noopener')}"
        if site
        else ""
    )
    return tag("li", text("strong", line["name"]), " ", text("span", about), *contacts, link)


def paper(content: Content) -> str:
    """Return the strip without a script: a way out, the pause, every line, and what to try."""
    countries = (
        tag("div", tag("p", text("strong", one["name"])), tag("ul", *map(_line, one["lines"])))
        for one in load_reference("helplines")["places"]
    )
    steps = (text("li", step["say"]) for step in content["pause"]["steps"])
    return (
        tag("p", text("a", words("strip.leave"), href="about:blank"))
        + fold(words("strip.pause"), tag("ol", *steps))
        + fold(
            words("strip.help"),
            text("p", words("strip.emergency_any")),
            text("p", words("strip.traces")),
            *countries,
        )
        + fold(
            words("strip.right_now"),
            text("p", content["right_now"]["intro"]),
            chooser.paper(content["right_now"]),
        )
        + text("p", words("strip.works_not"))
    )


def plain(_content: Content) -> list[str]:
    """Return the way to help as lines of text."""
    return [words("strip.emergency_any"), words("strip.directory")]


def answer(message: dict[str, Any], _answers: Content) -> dict[str, Any] | None:
    """Return the answer to what the panel “Save” asks."""
    from .saving import answer

    return answer(message)
