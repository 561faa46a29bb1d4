"""A branching story; on paper a numbered gamebook."""

from __future__ import annotations

from typing import Any

from .paper import Content, tag, text, words


def _numbers(content: Content) -> dict[str, int]:
    return {moment["id"]: n for n, moment in enumerate(content["moments"], 1)}


def _opening(content: Content) -> list[str]:
    return [words("scene.person", name=content["example_name"]), words("scene.begin")]


def _option(choice: dict[str, Any]) -> str:
    values = {name: choice[name] for name in ("text", "gave", "cost")}
    return words("scene.option", **values)


def _ending(ending: dict[str, Any]) -> list[str]:
    return [
        words("scene.skill", skill=ending["skill"]),
        words("scene.support", support=ending["support"]),
    ]


def paper(content: Content) -> str:
    """Return the moments as numbered paragraphs that name the number to turn to."""
    numbers = _numbers(content)
    anchor = f"scene-{content['id']}-"
    moments = []
    for moment in content["moments"]:
        if "ending" in moment:
            body = text("p", words("scene.end"), class_="al-ask") + text("p", moment["text"])
            body += "".join(text("p", line) for line in _ending(moment["ending"]))
        else:
            options = (
                tag(
                    "li",
                    text("span", _option(choice)),
                    " ",
                    text(
                        "a",
                        words("scene.turn", n=numbers[choice["to"]]),
                        href=f"#{anchor}{numbers[choice['to']]}",
                    ),
                )
                for choice in moment["choices"]
            )
            body = text("p", moment["text"]) + tag("ul", *options)
        moments.append(tag("li", body, id=f"{anchor}{numbers[moment['id']]}"))
    opening = "".join(text("p", line) for line in _opening(content))
    return opening + tag("ol", *moments, class_="al-moments")


def plain(content: Content) -> list[str]:
    """Return the numbered moments as lines of text."""
    numbers = _numbers(content)
    lines = _opening(content)
    for moment in content["moments"]:
        lines.append(f"  {numbers[moment['id']]}. {moment['text']}")
        if "ending" in moment:
            lines += [f"     {line}" for line in [words("scene.end"), *_ending(moment["ending"])]]
        lines += [
            f"     - {_option(choice)} {words('scene.turn', n=numbers[choice['to']])}"
            for choice in moment["choices"]
        ]
    return lines
