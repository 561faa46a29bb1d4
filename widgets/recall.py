"""Questions from lessons already seen, and their answers."""

from __future__ import annotations

from itertools import groupby

from .paper import Content, fold, tag, text, words


def _by_lesson(content: Content) -> list[tuple[str, str, list[Content]]]:
    """Return the cards by lesson: its title, the number of its first card, its cards."""
    # Nobody's record is known on paper, so nothing is due from there.
    cards = [] if content.get("draws_from") else list(enumerate(content["cards"], 1))
    groups = []
    for title, group in groupby(cards, key=lambda numbered: numbered[1]["title"]):
        numbered = list(group)
        groups.append((title, str(numbered[0][0]), [card for _, card in numbered]))
    return groups


def paper(content: Content) -> str:
    """Return the questions by lesson, each lesson's answers in a fold; nothing for a warm-up."""
    parts = []
    for title, first, cards in _by_lesson(content):
        questions, answers = (
            tag("ol", *(text("li", card[field]) for card in cards), start=first)
            for field in ("ask", "answer")
        )
        parts.append(text("h4", title) + questions + fold(words("recall.answers"), answers))
    return "".join(parts)


def plain(content: Content) -> list[str]:
    """Return the questions by lesson, and below them the answers; nothing for a warm-up."""
    groups = _by_lesson(content)
    lines = []
    for field in ("ask", "answer") if groups else ():
        lines += [words("recall.answers")] if field == "answer" else []
        for title, first, cards in groups:
            lines.append(title)
            lines += [f"  {n}. {card[field]}" for n, card in enumerate(cards, int(first))]
    return lines
