"""The interactive parts of the course, by three names: ``lesson``, ``exercise``, ``figure``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .figures import figure
    from .show import exercise, lesson

__all__ = ["exercise", "figure", "lesson"]


def __getattr__(name: str) -> Any:
    """Import a name when it is first used, so that the server's hook stays light."""
    if name == "figure":
        from .figures import figure

        return figure
    if name in __all__:
        from . import show

        return getattr(show, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
