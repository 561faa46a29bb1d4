"""The only code that a lesson may hold: one import line, and calls with a literal name."""

from __future__ import annotations

import re
from typing import NamedTuple

IMPORT_LINE = "from widgets import exercise, figure, lesson"
_CALL = re.compile(r'^(lesson|exercise|figure)\("([a-z0-9][a-z0-9/-]*)"\)$')


class Call(NamedTuple):
    """A parsed cell: ``name`` is lesson, exercise or figure; ``key`` its literal argument."""

    name: str
    key: str


def parse(source: str) -> Call | None:
    """Return the call in ``source``, or None for the import line.

    Raises ValueError for anything else, with a message for authors.
    """
    line = source.strip()
    if line == IMPORT_LINE:
        return None
    match = _CALL.match(line)
    if not match:
        message = f'a code cell holds one call such as exercise("what-it-is/quiz"), not: {line}'
        raise ValueError(message)
    return Call(*match.groups())
