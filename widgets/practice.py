"""Steps with times, which the learner may stop at any moment."""

from __future__ import annotations

from .paper import Content, tag, text, words


def paper(content: Content) -> str:
    """Return the steps as a numbered list with their times."""
    steps = (
        tag(
            "li",
            text("span", step["say"]),
            " ",
            text("small", words("paper.seconds", n=step["seconds"])),
        )
        for step in content["steps"]
    )
    return tag("ol", *steps) + text("p", content["close"])


def plain(content: Content) -> list[str]:
    """Return the steps as lines of text."""
    steps = [f"  {n}. {step['say']}" for n, step in enumerate(content["steps"], 1)]
    return [*steps, content["close"]]
