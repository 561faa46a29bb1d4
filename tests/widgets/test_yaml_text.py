"""YAML's traps are closed, and every field knows its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from widgets.errors import ContentError
from widgets.yaml_text import load_yaml, parse_yaml


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("off", "off"),
        ("True", "True"),
        ("1:30", "1:30"),
        ("0116", "0116"),
        ("1_000", "1_000"),
        ("2026-11-23", "2026-11-23"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("'116123'", "116123"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("", None),
        ("~", None),
        ("7", 7),
        ("-2", -2),
        ("1.5", 1.5),
    ],
)
def test_only_true_false_null_and_plain_numbers_are_not_text(written: str, read: Any) -> None:
    assert parse_yaml(f"field: {written}\n", "a.yml")[0] == {"field": read}


def test_every_field_knows_its_line() -> None:
    _, lines = parse_yaml("a: 1\nb:\n- c: 2\n- d: 3\n", "a.yml")
    assert lines[("b", 1, "d")] == 4


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\na: 2\n", "a.yml, line 2: the field “a” stands here twice"),
        ("a: 'b\n", "not readable as YAML"),
        ("a: b: c\n", "a.yml, line 1: this is not readable as YAML"),
        ("", "the file is empty"),
        ("a: !!int abc\n", "a.yml, line 1: “abc” is not a number"),
        (f"a: {'9' * 5000}\n", "a.yml, line 1: .* is not a number"),
        ("a: &x [*x]\n", "an alias here contains itself"),
    ],
)
def test_a_mistake_names_the_file_and_the_line(text: str, says: str) -> None:
    with pytest.raises(ContentError, match=says):
        parse_yaml(text, "a.yml")


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(b"a: caf\xe9\n")
    with pytest.raises(ContentError, match="Save the file as UTF-8"):
        load_yaml(path)


def test_code_in_yaml_never_runs() -> None:
    data, _ = parse_yaml("a: !!python/object/apply:os.system ['true']\n", "a.yml")
    assert data == {"a": ["true"]}
