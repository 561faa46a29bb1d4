"""One exercise of each kind, and a page with a stand-in model to show it in."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from widgets.content import complete
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
# One file for each kind: `example` holds the fields, `answer` is the script that brings it to
# the state a learner reads longest (answered, open, told to stop), and `shows` what stands then.
EXAMPLES: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "examples").glob("*.yml"))
}


def build_example(kind: str, **changes: Any) -> dict[str, Any]:
    """Return a checked exercise of ``kind``, as a kernel or a page gets it."""
    if kind == "strip":
        return strip_content("01-what-it-is")
    raw = {**COMMON, "kind": kind, **EXAMPLES[kind]["example"], **changes}
    content = KINDS[kind].model_validate(raw).model_dump(exclude_none=True)
    return complete(content, {})


@pytest.fixture(scope="session")
def examples() -> dict[str, dict[str, Any]]:
    """Return what stands in `examples/`, by kind."""
    return EXAMPLES


@pytest.fixture
def example() -> Callable[..., dict[str, Any]]:
    """Return the function that makes an exercise of a kind: `example("quiz")`."""
    return build_example


@cache
def shared() -> str:
    return json.dumps(shared_data("browser"))


@cache
def style() -> str:
    paths = sorted((ROOT / "widgets").glob("*.css"))
    return "".join(path.read_text(encoding="utf-8") for path in paths)


@pytest.fixture
def stand_in(watched: Callable[..., Any], serve: Callable[[Path], str]) -> Callable[..., Any]:
    """Open a page that shows one exercise; `stored` are answers kept from earlier.

    With `late` the engine takes so many milliseconds to answer.
    """
    address = serve(ROOT)

    def show(
        content: dict[str, Any],
        key: str | None = None,
        stored: Any = None,
        late: int = 0,
        **options: Any,
    ) -> Any:
        page = watched(**options)
        page.goto(f"{address}/tests/widgets/stand-in.html")
        page.wait_for_function("window.ready")
        page.add_style_tag(content=style())
        key = key or f"test/{content.get('id', 'strip')}"
        # As text: Playwright takes a value apart piece by piece, and that is the slowest step here.
        page.evaluate(
            """async ([shared, late, told]) => {
                const [kind, key, content, stored] = JSON.parse(told);
                window.shareAll(JSON.parse(shared));
                window.late = late;
                await window.mount(kind, key, content, stored);
            }""",
            [shared(), late, json.dumps([content["kind"], key, content, stored])],
        )
        page.wait_for_timeout(50)
        return page

    return show
