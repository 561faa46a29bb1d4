"""The points of a figure: a CSV file that says in its first line where they come from."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from statistics import median

from ..errors import ContentError

SOURCE = "# source:"
Point = tuple[float, float]


def read_points(path: Path) -> list[Point]:
    """Return the points of ``path``: two numbers in each line below the names of both.

    Raises `ContentError` with every line that is wrong.
    """
    name = f"{path.parent.name}/{path.name}"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise ContentError([f"{name}: there is no such file. Put it beside the figure."]) from None
    except UnicodeDecodeError as error:
        raise ContentError(
            [f"{name}: byte {error.start} is not UTF-8 text. Save the file as UTF-8."]
        ) from error
    if not lines or not lines[0].removeprefix(SOURCE).strip() or not lines[0].startswith(SOURCE):
        message = f"{name}, line 1: say where the points come from: “{SOURCE} ...”."
        raise ContentError([message])
    told = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    rows = [(n, next(csv.reader([line]))) for n, line in told]
    points: list[Point] = []
    problems: list[str] = []
    for n, row in rows[1:]:
        numbers = [_number(value) for value in row]
        if len(row) != 2:  # noqa: PLR2004
            problems.append(f"{name}, line {n}: holds {len(row)} values. Write two numbers.")
        elif wrong := [v for v, number in zip(row, numbers, strict=True) if number is None]:
            problems.append(f"{name}, line {n}: “{wrong[0]}” is not a number. Write two numbers.")
        else:
            points.append((float(row[0]), float(row[1])))
    if not rows[1:]:
        problems.append(f"{name}: holds no points. Write the names of both numbers, then the rows.")
    if problems:
        raise ContentError(problems)
    return points


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def middles(points: list[Point]) -> Point:
    """Return the value in the middle, along and up: as many points lie below as above."""
    along, up = zip(*points, strict=True)
    return median(along), median(up)


def count_quarters(points: list[Point]) -> list[list[int]]:
    """Return the number of points in each quarter: ``[along][up]``, the lower half first."""
    split = middles(points)
    counts = [[0, 0], [0, 0]]
    for along, up in points:
        counts[along > split[0]][up > split[1]] += 1
    return counts
