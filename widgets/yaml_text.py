"""Read YAML as text: the few plain values that are not text, and the line of every field.

YAML's guesses lose data: ``NO`` becomes false, ``1:30`` ninety, ``116123`` a number.
Here only ``true``, ``false``, ``null`` and plain decimal numbers are not text.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from .errors import ContentError

Place = tuple[str | int, ...]

_BaseLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _TextLoader(_BaseLoader):  # type: ignore[misc]
    """A safe loader whose plain scalars are text unless they look like nothing else."""


_TextLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", "n~\0"),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
):
    _TextLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}",
        re.compile(_pattern),
        [c for c in _first if c != "\0"] + ([""] if _tag == "null" else []),
    )


def _walk(
    node: yaml.Node, place: Place, lines: dict[Place, int], name: str, above: tuple[int, ...] = ()
) -> Any:
    lines[place] = line_here = node.start_mark.line + 1
    if id(node) in above:
        raise ContentError([f"{name}, line {line_here}: an alias here contains itself."])
    above = (*above, id(node))
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key in found:
                raise ContentError(
                    [f"{name}, line {line}: the field “{key}” stands here twice. Keep one of them."]
                )
            found[key] = _walk(value_node, (*place, key), lines, name, above)
            lines[(*place, key)] = line
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_walk(item, (*place, i), lines, name, above) for i, item in enumerate(node.value)]
    return _scalar(node, f"{name}, line {line_here}")


def _scalar(node: yaml.Node, where: str) -> Any:
    kind = node.tag.rsplit(":", 1)[-1]
    try:
        if kind == "int":
            return int(node.value)
        if kind == "float":
            return float(node.value)
    except ValueError:
        raise ContentError(
            [f"{where}: “{node.value[:40]}” is not a number. Write it as text."]
        ) from None
    if kind == "bool":
        return node.value == "true"
    return None if kind == "null" else node.value


def parse_yaml(text: str, name: str) -> tuple[Any, dict[Place, int]]:
    """Return the data in ``text`` and the line (from 1) of every field.

    ``name`` is the file's name for messages. Raises `ContentError`.
    """
    try:
        node = yaml.compose(text, Loader=_TextLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        what = getattr(error, "problem", None) or str(error)
        message = (
            f"{name}{line}: this is not readable as YAML ({what}). "
            "Look for a missing quote, a colon inside a sentence, or a line that is not "
            "indented like its neighbours."
        )
        raise ContentError([message]) from error
    if node is None:
        raise ContentError([f"{name}: the file is empty."])
    lines: dict[Place, int] = {}
    return _walk(node, (), lines, name), lines


def load_yaml(path: Path) -> tuple[Any, dict[Place, int]]:
    """Read one YAML file: its data and the line of every field. Raises `ContentError`."""
    name = "/".join(path.parts[-2:])
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError([f"{name}: there is no such file."]) from None
    except UnicodeDecodeError as error:
        raise ContentError(
            [f"{name}: byte {error.start} is not UTF-8 text. Save the file as UTF-8."]
        ) from error
    return parse_yaml(text, name)
