"""The error of content that cannot be used."""

from __future__ import annotations


class ContentError(ValueError):
    """Content that cannot be used: each problem says where, what is wrong and what to do."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))
