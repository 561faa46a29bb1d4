"""Sentences that lead to at most four lessons."""

from __future__ import annotations

from .content import open_lessons
from .paper import Content, tag, text, words


def _lesson_name(lesson: Content) -> str:
    name = "finder.lesson" if lesson["open"] else "finder.later"
    return words(name, n=int(lesson["file"][:2]), title=lesson["title"])


def _routes(content: Content) -> list[tuple[Content, list[Content]]]:
    lessons = {lesson["file"]: lesson for lesson in open_lessons()}
    return [
        (need, [lessons[name] for name in need["lessons"] if name in lessons])
        for need in content["needs"]
    ]


def paper(content: Content) -> str:
    """Return each sentence with the lessons it leads to."""
    parts = [text("p", content["ask"])]
    for need, lessons in _routes(content):
        links = (
            tag("li", text("a", _lesson_name(one), href=f"{one['file']}.ipynb"))
            if one["open"]
            else text("li", _lesson_name(one))
            for one in lessons
        )
        parts.append(text("p", f"“{need['text']}” {need['why']}") + tag("ul", *links))
    return "".join(parts)


def plain(content: Content) -> list[str]:
    """Return each sentence with the lessons it leads to."""
    return [content["ask"]] + [
        f"  “{need['text']}” {'; '.join(_lesson_name(one) for one in lessons)}"
        for need, lessons in _routes(content)
    ]
