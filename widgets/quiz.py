"""Questions with one or several options; every option has its own reason."""

from __future__ import annotations

from string import ascii_uppercase

from .paper import Content, fold, tag, text, words


def paper(content: Content) -> str:
    """Return the questions with their reasons in a fold."""
    back = text("p", words("quiz.back_paper")) if "looks_back" in content else ""
    return "".join(_question(item) for item in content["items"]) + back


def _question(item: Content) -> str:
    hint = words("quiz.pick_several" if item["several"] else "quiz.pick_one")
    reasons = (
        tag("li", text("q", option["text"].strip('"“”')), " ", text("span", option["reason"]))
        for option in item["options"]
    )
    return (
        (text("p", item["scene"], class_="al-scene") if item.get("scene") else "")
        + tag("p", text("strong", item["ask"]), " ", text("span", hint))
        + tag("ol", *(text("li", option["text"]) for option in item["options"]), type="A")
        + fold(words("base.reasons"), tag("ol", *reasons, type="A"))
    )


def plain(content: Content) -> list[str]:
    """Return the questions and their options, without the reasons."""
    lines = []
    for item in content["items"]:
        lines += [item["scene"]] if item.get("scene") else []
        lines.append(item["ask"])
        lines += [
            f"  {letter}. {option['text']}"
            for letter, option in zip(ascii_uppercase, item["options"], strict=False)
        ]
    return lines + ([words("quiz.back_paper")] if "looks_back" in content else [])
