"""One exercise of each kind, and a page with a stand-in model to show it in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from widgets.models import KINDS
from widgets.place import shared_data
from widgets.strip import strip_content

ROOT = Path(__file__).parent.parent.parent
COMMON = {
    "id": "example",
    "title": "An example",
    "minutes": 2,
    "objective": "O-01.1",
    "fit_for": ["private"],
    "instead": "Look out of the window for a minute.",
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "quiz": {
        "items": [
            {
                "id": "quiet",
                "scene": "Nadia says little on the way home.",
                "ask": "What does her quiet tell you?",
                "options": [
                    {
                        "key": "cold",
                        "text": "She does not care.",
                        "fits": False,
                        "reason": "Quiet is not the same as cold.",
                    },
                    {
                        "key": "little",
                        "text": "Very little yet.",
                        "fits": True,
                        "reason": "Quiet has many reasons.",
                    },
                    {
                        "key": "markup",
                        "text": "<script>window.ran = 1</script>",
                        "fits": False,
                        "reason": "<b>Text</b> stays text.",
                    },
                ],
            },
            {
                "id": "both",
                "ask": "Which can be true?",
                "several": True,
                "options": [
                    {
                        "key": "tired",
                        "text": "She is tired.",
                        "fits": True,
                        "reason": "A shift is long.",
                    },
                    {
                        "key": "thinking",
                        "text": "She is thinking.",
                        "fits": True,
                        "reason": "Some people think in silence.",
                    },
                    {
                        "key": "angry",
                        "text": "She must be angry.",
                        "fits": False,
                        "reason": "Nothing says so.",
                    },
                ],
            },
        ]
    },
    "sort": {
        "groups": [
            {"key": "cannot", "label": "Cannot"},
            {"key": "rather", "label": "Would rather not"},
            {"key": "depends", "label": "It depends"},
        ],
        "cards": [
            {
                "key": "door",
                "text": "He shuts the door to rest.",
                "group": "rather",
                "reason": "He chose it.",
            },
            {
                "key": "glass",
                "text": "It feels like glass.",
                "group": "cannot",
                "reason": "Nobody chose it.",
            },
            {
                "key": "phone",
                "text": "She looks at her phone.",
                "group": "depends",
                "reason": "It may be either.",
            },
        ],
    },
    "checkin": {
        "ask": "How strong is it now?",
        "low": "calm",
        "high": "too much",
        "after": "before",
    },
    "worksheet": {
        "example_of": "sam",
        "fields": [
            {"key": "what", "label": "What is there?", "worked": "flat", "half": "maybe "},
            {"key": "much", "label": "How strong?", "form": "rating", "worked": "3"},
            {
                "key": "where",
                "label": "Where?",
                "form": "choice",
                "options": ["home", "work"],
                "worked": "home",
            },
        ],
        "card_title": "My line",
        "card": ["Right now I notice {what}, {much} out of 10, at {where}."],
    },
    "practice": {
        "steps": [{"say": "Look around.", "seconds": 2}, {"say": "Feel your feet.", "seconds": 2}],
        "close": "That was it.",
        "stopped": "Stopped. That is fine.",
    },
    "finder": {
        "ask": "What brings you here?",
        "needs": [
            {
                "key": "numb",
                "text": "I feel numb.",
                "lessons": ["01-what-it-is", "02-signs"],
                "why": "Begin with the idea.",
            },
            {
                "key": "work",
                "text": "I need distance at work.",
                "lessons": ["03-by-choice"],
                "why": "Distance can be chosen.",
            },
        ],
    },
}


def build_example(kind: str, **changes: Any) -> dict[str, Any]:
    """Return a checked exercise of ``kind``, as a kernel or a page gets it."""
    if kind == "strip":
        return strip_content("01-what-it-is")
    raw = {**COMMON, "kind": kind, **EXAMPLES[kind], **changes}
    content = KINDS[kind].model_validate(raw).model_dump(exclude_none=True)
    if kind == "worksheet":
        content["example_name"] = "Sam"
    return content


@pytest.fixture
def example() -> Callable[..., dict[str, Any]]:
    """Return the function that makes an exercise of a kind: `example("quiz")`."""
    return build_example


@pytest.fixture
def stand_in(watched: Callable[..., Any], serve: Callable[[Path], str]) -> Callable[..., Any]:
    """Open a page that shows one exercise; `stored` are answers kept from earlier."""
    address = serve(ROOT)

    def show(
        content: dict[str, Any], key: str | None = None, stored: Any = None, **options: Any
    ) -> Any:
        page = watched(**options)
        page.goto(f"{address}/tests/widgets/stand-in.html")
        page.wait_for_function("window.ready")
        style = "".join(
            path.read_text(encoding="utf-8") for path in sorted((ROOT / "widgets").glob("*.css"))
        )
        page.add_style_tag(content=style)
        page.evaluate("(data) => window.shareAll(data)", shared_data("browser"))
        page.evaluate(
            "([kind, key, content, stored]) => window.mount(kind, key, content, stored)",
            [content["kind"], key or f"test/{content.get('id', 'strip')}", content, stored],
        )
        page.wait_for_timeout(50)
        return page

    return show
