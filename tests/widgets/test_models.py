"""A mistake in an exercise file names the file, the line, the field and the remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from widgets import export
from widgets.errors import ContentError
from widgets.models import read_exercises

GOOD = """\
exercises:
- kind: quiz
  id: quiet
  title: A quiet drive
  minutes: 1
  objective: O-01.1
  fit_for: [private]
  instead: Look out of the window.
  items:
  - id: one
    ask: What do you know?
    options:
    - key: much
      text: Much.
      fits: false
      reason: One look is not much to go on.
    - key: little
      text: Little.
      fits: true
      reason: You would have to ask.
"""


def problems(tmp_path: Path, text: str) -> str:
    path = tmp_path / "signs.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        read_exercises(path)
    return str(error.value)


def test_a_right_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "signs.yml"
    path.write_text(GOOD, encoding="utf-8")
    assert read_exercises(path)["quiet"]["items"][0]["options"][1]["fits"] is True


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "      reason: You would have to ask.\n",
            "",
            "line 17, exercises[1].items[1].options[2].reason: is missing",
        ),
        (
            "      reason: You would",
            "      raeson: You would",
            "line 20, exercises[1].items[1].options[2].raeson: is not a field known here. Did you mean “reason”?",
        ),
        ("kind: quiz", "kind: [quiz]", "exercises[1].kind: is “['quiz']”. It can be quiz, sort"),
        ("kind: quiz", "kind: quizz", "exercises[1].kind: is “quizz”. It can be quiz, sort"),
        (
            "fits: true",
            "fits: yes",
            "line 19, exercises[1].items[1].options[2].fits: must be true or false",
        ),
        (
            "title: A quiet drive",
            "title: 116123",
            "line 4, exercises[1].title: must be text, and 116123 is read as a number. Write it in quotes: '116123'",
        ),
        ("fits: true", "fits: false", "no option has fits: true"),
        (
            "objective: O-01.1",
            "objective: first",
            "exercises[1].objective: is “first”, which has not the right form",
        ),
        ("key: little", "key: much", "two options have the same key"),
        ("fit_for: [private]", "fit_for: [public]", "It can be 'private', 'pair' or 'class'"),
        ("exercises:\n", "", "begins with “exercises:”"),
        ("exercises:\n", "lesson: x\nexercises:\n", "line 1, lesson: is not a field known here"),
    ],
)
def test_a_mistake_is_explained(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = GOOD.replace(old, new, 1)
    if "exercises:" not in text:
        text = "- kind: quiz\n"
    assert says in problems(tmp_path, text)


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("kind: quiz", "kind: quiz\n  colour: red").replace(
        "fits: true", "fits: yes"
    )
    assert len(problems(tmp_path, text).splitlines()) >= 2


def test_an_id_used_twice_is_a_mistake(tmp_path: Path) -> None:
    again = GOOD.removeprefix("exercises:\n")
    assert "“quiet” is used twice in this file" in problems(tmp_path, GOOD + again)


def test_a_card_cannot_go_to_a_group_that_is_not_there(tmp_path: Path) -> None:
    head, _, _ = GOOD.replace("kind: quiz", "kind: sort").partition("  items:")
    cards = "".join(f"  - {{key: c{n}, text: T, group: left, reason: R}}\n" for n in range(3))
    text = head + "  groups: [{key: a, label: A}, {key: b, label: B}]\n  cards:\n" + cards
    assert "goes to “left”, which is no group here" in problems(tmp_path, text)


def test_where_a_phone_may_be_watched_there_are_no_reminders(tmp_path: Path) -> None:
    head, _, _ = GOOD.replace("kind: quiz", "kind: worksheet").partition("  items:")
    text = (
        f"{head}  only_if_safe: true\n  reminders: true\n  example_of: sam\n"
        "  fields: [{key: act, label: A, worked: W}]\n  card_title: T\n  card: ['{act}']\n"
    )
    assert "a phone that is watched shows reminders too" in problems(tmp_path, text)


def test_the_exported_schemas_are_those_of_the_models() -> None:
    for name, found in export.schemas().items():
        kept = (export.FOLDER / f"{name}.json").read_text(encoding="utf-8")
        assert json.loads(kept) == json.loads(export.text(found)), "run python -m widgets.export"
