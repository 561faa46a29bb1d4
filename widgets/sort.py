"""Cards that go into groups, each with its reason."""

from __future__ import annotations

from .paper import Content, fold, tag, text, words


def _labels(content: Content) -> dict[str, str]:
    return {group["key"]: group["label"] for group in content["groups"]}


def paper(content: Content) -> str:
    """Return the groups and cards, with the reasons in a fold."""
    labels = _labels(content)
    groups = words("paper.group_for", groups=" / ".join(labels.values()))
    reasons = (
        tag(
            "li",
            text("q", card["text"]),
            " ",
            text("strong", words("paper.goes_to", group=labels[card["group"]])),
            ". ",
            text("span", card["reason"]),
        )
        for card in content["cards"]
    )
    return (
        text("p", groups)
        + tag("ol", *(text("li", card["text"]) for card in content["cards"]))
        + fold(words("base.reasons"), tag("ol", *reasons))
    )


def plain(content: Content) -> list[str]:
    """Return the groups and the cards, without the reasons."""
    groups = words("paper.group_for", groups=" / ".join(_labels(content).values()))
    return [groups, *(f"  {n}. {card['text']}" for n, card in enumerate(content["cards"], 1))]
