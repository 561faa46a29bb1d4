"""Joining: what two pages changed is both kept, and nothing that gives way is thrown away."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from widgets.merge import MISSING, merge, merge_page, merge_records, same

CASES = json.loads((Path(__file__).parent.parent / "record_cases.json").read_text(encoding="utf-8"))
EARLY, LATE = "2026-11-29T10:00:00Z", "2026-11-30T10:00:00Z"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"].replace(" ", "-"))
def test_shared_case(case: dict[str, Any]) -> None:
    joined, aside = merge(*(case.get(name, MISSING) for name in ("base", "mine", "theirs")))
    if "joined" in case:
        assert json.dumps(joined) == json.dumps(case["joined"]), "the order of names counts here"
    else:
        assert joined is MISSING
    assert aside == case["aside"]


def test_shared_cases_say_what_they_show() -> None:
    reasons = [case["why"] for case in CASES]
    assert len(reasons) == len(set(reasons)) >= 40
    assert all(set(case) <= {"why", "base", "mine", "theirs", "joined", "aside"} for case in CASES)


def any_value(rng: random.Random, depth: int = 0) -> Any:
    if depth < 3 and rng.random() < 0.5:
        return {name: any_value(rng, depth + 1) for name in rng.sample("abcd", rng.randint(0, 3))}
    return rng.choice(["", None, 0, 1, True, False, "x", "y", "z", ["x"], [True]])


def leaves(value: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    if not isinstance(value, dict):
        return {path: value}
    return {
        where: leaf
        for name, one in value.items()
        for where, leaf in leaves(one, (*path, name)).items()
    }


def test_no_words_are_lost_where_nobody_took_any_away() -> None:
    rng = random.Random(5)  # noqa: S311 - a test
    for _ in range(1000):
        mine, theirs = ({"top": any_value(rng)} for _ in range(2))
        joined, aside = merge({}, mine, theirs)
        kept = json.dumps([joined, aside])
        for leaf in (*leaves(mine).values(), *leaves(theirs).values()):
            if isinstance(leaf, (str, list)) and leaf:
                assert json.dumps(leaf) in kept
        assert same(merge({}, mine, joined)[0], joined), "joining again changes nothing"
        assert same(merge(mine, mine, theirs)[0], theirs)
        assert same(merge(theirs, mine, theirs)[0], mine)


def test_true_is_not_one_however_deep() -> None:
    assert same({"a": [1, 2.0]}, {"a": [1.0, 2]})
    assert not same({"a": [1]}, {"a": [True]})
    assert not same({"a": {"b": False}}, {"a": {"b": 0}})


def record(**answers: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    entries = {key: {"at": at, "answers": one} for key, (at, one) in answers.items()}
    return {"answers": entries, "seen": {}, "left": None, "aside": []}


def test_a_page_changes_what_it_has_and_leaves_the_rest() -> None:
    stored = record(one=(EARLY, {"a": "x"}), two=(EARLY, {"b": "y"}))
    joined = merge_page(stored, record(one=(LATE, {"a": "z"})), {"one": {"a": "x"}})
    assert joined == record(one=(LATE, {"a": "z"}), two=(EARLY, {"b": "y"}))


def test_an_entry_keeps_its_time_when_nothing_changed() -> None:
    stored = record(one=(EARLY, {"a": "x", "b": "y"}))
    joined = merge_page(stored, record(one=(LATE, {"a": "x"})), {"one": {"a": "x"}})
    assert joined["answers"]["one"] == {"at": EARLY, "answers": {"a": "x", "b": "y"}}


def test_what_another_page_forgot_is_kept_by_the_one_that_saves_it() -> None:
    joined = merge_page(record(), record(one=(LATE, {"a": "x"})), {"one": {"a": "x"}})
    assert joined == record(one=(LATE, {"a": "x"}))


def test_words_that_gave_way_are_set_aside_once_with_the_time_they_had() -> None:
    stored = record(one=(EARLY, {"a": "theirs"}))
    joined = merge_page(stored, record(one=(LATE, {"a": "mine"})), {})
    assert joined["aside"] == [{"key": "one", "path": ["a"], "value": "theirs", "at": EARLY}]
    again = merge_page(
        {**joined, "answers": stored["answers"]}, record(one=(LATE, {"a": "mine"})), {}
    )
    assert again["aside"] == joined["aside"]


def test_the_first_day_of_a_notebook_stays_and_the_last_place_counts() -> None:
    place = {"folder": "lessons", "file": "02-signs", "at": LATE}
    stored = {**record(), "seen": {"a": "2026-11-29", "b": "2026-11-29"}, "left": place}
    page = {**record(), "seen": {"a": "2026-11-28", "b": "2026-11-30", "c": "2026-12-01"}}
    joined = merge_page(stored, page, {})
    assert joined["seen"] == {"a": "2026-11-28", "b": "2026-11-29", "c": "2026-12-01"}
    assert joined["left"] == place
    older = {**page, "left": {**place, "file": "01-what-it-is", "at": EARLY}}
    assert merge_records(stored, older)["left"] == merge_records(older, stored)["left"] == place


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_records_the_entry_changed_last_wins(turned: bool) -> None:
    old = record(one=(EARLY, {"a": "old", "b": "kept"}))
    new = record(one=(LATE, {"a": "new", "b": ""}))
    joined = merge_records(new, old) if turned else merge_records(old, new)
    assert joined["answers"]["one"] == {"at": LATE, "answers": {"a": "new", "b": "kept"}}
    assert joined["aside"] == [{"key": "one", "path": ["a"], "value": "old", "at": EARLY}]


def test_the_same_record_brought_twice_changes_nothing() -> None:
    stored = merge_records(record(one=(EARLY, {"a": "x"})), record(one=(LATE, {"a": "y"})))
    assert merge_records(stored, stored) == stored
