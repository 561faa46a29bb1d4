"""Questions before anything that could raise a danger at home. Answers are never kept."""

from __future__ import annotations

from .paper import Content, tag, text, words


def paper(content: Content) -> str:
    """Return the questions, to be answered in thought alone, and what follows from them."""
    asks = (text("li", ask["text"]) for ask in content["asks"])
    return tag("ol", *asks) + tag("p", text("strong", words("safety.paper")))


def plain(content: Content) -> list[str]:
    """Return the questions as lines of text, and what follows from them."""
    return [*(f"  {ask['text']}" for ask in content["asks"]), words("safety.paper")]
