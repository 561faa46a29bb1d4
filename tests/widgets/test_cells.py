"""A lesson's code cells hold the import line or one call, and nothing else."""

from __future__ import annotations

import pytest

from widgets.cells import IMPORT_LINE, Call, parse


def test_a_call_is_read() -> None:
    assert parse('exercise("what-it-is/quiz")') == Call("exercise", "what-it-is/quiz")


def test_the_import_line_is_no_call() -> None:
    assert parse(IMPORT_LINE) is None


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        'exercise("a"); import os',
        'exercise("a")\nimport os',
        "exercise(name)",
        'exercise(f"{1}")',
        'open("a")',
        'exercise("A/B")',
        "",
    ],
)
def test_anything_else_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="one call"):
        parse(source)
