"""Joining what several pages know of one learner.

pages/merge.js says the same; tests/record_cases.json holds cases for both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .envelope import Answers, Record

MISSING: Any = object()  # the value of a name that is not there


def same(one: Any, other: Any) -> bool:
    """Return whether two JSON values say the same. To Python alone, true would be 1."""
    return one is other or (one == other and _same_kinds(one, other))


def _same_kinds(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return all(_same_kinds(value, other[name]) for name, value in one.items())
    if isinstance(one, list):
        return all(map(_same_kinds, one, other))
    return isinstance(one, bool) == isinstance(other, bool)


def merge(base: Any, mine: Any, theirs: Any) -> tuple[Any, list[dict[str, Any]]]:
    """Join two states of a JSON value that began as ``base``; where both changed it, mine wins.

    Returns the joined value, and what gave way as ``[{"path": [name, ...], "value": theirs}]``.
    `MISSING` stands for no value at all.
    """
    aside: list[dict[str, Any]] = []
    return _join((base, mine, theirs), (), aside), aside


def _join(states: tuple[Any, Any, Any], path: tuple[str, ...], aside: list[dict[str, Any]]) -> Any:
    base, mine, theirs = states
    if same(mine, theirs) or same(theirs, base):
        return mine
    if same(mine, base):
        return theirs
    if isinstance(mine, dict) and isinstance(theirs, dict):
        old = base if isinstance(base, dict) else {}
        joined = {}
        for name in {**theirs, **mine}:
            inside = (old.get(name, MISSING), mine.get(name, MISSING), theirs.get(name, MISSING))
            value = _join(inside, (*path, name), aside)
            if value is not MISSING:
                joined[name] = value
        return joined
    if mine is MISSING or (_is_empty(mine) and not _is_empty(theirs)):
        return theirs
    # Which sheet lies open, and a form half filled in, are no words to keep.
    of_the_page = isinstance(theirs, bool) or path[-1:] == ("sheet",) or "form" in path
    if not _is_empty(theirs) and not of_the_page:
        aside.append({"path": list(path), "value": theirs})
    return mine


def _is_empty(value: Any) -> bool:
    return value is MISSING or value is None or (isinstance(value, str) and not value)


def merge_page(record: Record, page: Record, base: Mapping[str, Answers]) -> Record:
    """Return ``record`` with what a page saves, as `check_page` gives it.

    ``base`` holds by exercise what the page last read or wrote of it.
    """
    answers, aside = dict(record["answers"]), []
    for key, mine in page["answers"].items():
        theirs = answers.get(key)
        if theirs is None:
            # Never saved, or forgotten by another page: who saves it here wants it kept.
            answers[key] = mine
            continue
        joined, rest = merge(base.get(key, {}), mine["answers"], theirs["answers"])
        aside += [{"key": key, **one, "at": theirs["at"]} for one in rest]
        if not same(joined, theirs["answers"]):
            answers[key] = {"at": mine["at"], "answers": joined}
    return {
        "answers": answers,
        "seen": _earliest(record["seen"], page["seen"]),
        "left": page["left"] or record["left"],
        "aside": _each_once(record["aside"], aside),
    }


def merge_records(stored: Record, brought: Record) -> Record:
    """Return both records as one; of an exercise in both, the one changed last counts as mine."""
    answers, aside = dict(stored["answers"]), []
    for key, one in brought["answers"].items():
        other = answers.get(key, one)
        newer, older = (one, other) if one["at"] > other["at"] else (other, one)
        joined, rest = merge({}, newer["answers"], older["answers"])
        aside += [{"key": key, **words, "at": older["at"]} for words in rest]
        answers[key] = {"at": newer["at"], "answers": joined}
    lefts = [one["left"] for one in (stored, brought) if one["left"]]
    return {
        "answers": answers,
        "seen": _earliest(stored["seen"], brought["seen"]),
        "left": max(lefts, key=lambda left: left["at"], default=None),
        "aside": _each_once(stored["aside"], brought["aside"] + aside),
    }


def _earliest(one: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    return {
        name: min(days[name] for days in (one, other) if name in days) for name in {**one, **other}
    }


def _each_once(old: list[Any], more: list[Any]) -> list[Any]:
    """Return words set aside without those that are there already, whenever that was."""
    found: dict[str, Any] = {}
    for one in old + more:
        found.setdefault(json.dumps([one["key"], one["path"], one["value"]], sort_keys=True), one)
    return list(found.values())
