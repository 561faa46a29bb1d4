"""The Python side of an exercise: answers stay in memory and out of everything that is saved."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest

from widgets import base, exercise, lesson
from widgets.base import Exercise, Notice

KEY = "start-here/pause"


@pytest.fixture(autouse=True)
def _no_answers() -> Iterator[None]:
    base.drop()
    yield
    base.drop()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []
    monkeypatch.setattr(Exercise, "send", lambda _self, message: messages.append(message))
    return messages


def say(widget: Any, message: Any) -> None:
    """Send what the page would send with model.send."""
    widget._handle_custom_msg(message, [])


def test_answers_are_kept_and_acknowledged(sent: list[dict[str, Any]]) -> None:
    widget = exercise(KEY)
    say(widget, {"type": "draft", "key": KEY, "seq": 1, "answers": {"a": "numb"}})
    assert widget.answers == {"a": "numb"}
    assert sent == [{"type": "ack", "seq": 1}]


def test_the_same_exercise_again_gives_the_answers_back(sent: list[dict[str, Any]]) -> None:
    say(exercise(KEY), {"type": "draft", "key": KEY, "seq": 2, "answers": {"a": "numb"}})
    say(exercise(KEY), {"type": "ready"})
    assert sent[-1] == {"type": "restore", "answers": {"a": "numb"}, "seq": 2, "base": {}}


@pytest.mark.parametrize("seq", [4, 5])
def test_a_draft_that_does_not_know_of_another_overwrites_nothing_and_gets_it(
    seq: int, sent: list[dict[str, Any]]
) -> None:
    widget = exercise(KEY)
    say(widget, {"type": "draft", "key": KEY, "seq": 5, "answers": {"a": "new"}})
    say(widget, {"type": "draft", "key": KEY, "seq": seq, "answers": {"b": "from another tab"}})
    assert widget.answers == {"a": "new"}
    assert sent[-1] == {"type": "stale", "answers": {"a": "new"}, "seq": 5}


def test_the_same_draft_twice_is_no_conflict(sent: list[dict[str, Any]]) -> None:
    widget = exercise(KEY)
    for _ in range(2):
        say(widget, {"type": "draft", "key": KEY, "seq": 5, "answers": {"a": "new"}})
    assert sent == [{"type": "ack", "seq": 5}] * 2


def test_every_reply_names_the_tab_that_it_is_for(sent: list[dict[str, Any]]) -> None:
    widget = exercise(KEY)
    for message in (
        {"type": "ready"},
        {"type": "draft", "seq": 2, "answers": {"a": "new"}},
        {"type": "draft", "seq": 1, "answers": {"a": "old"}},
        {"type": "draft", "seq": 3, "answers": {"a": "x" * base.MAX_ANSWER_CHARACTERS}},
    ):
        say(widget, {**message, "tab": "one"})
    assert [(one["type"], one["tab"]) for one in sent] == [
        (name, "one") for name in ("restore", "ack", "stale", "too_long")
    ]


@pytest.mark.parametrize(
    "message",
    [
        None,
        "draft",
        {},
        {"type": "draft"},
        {"type": "draft", "seq": "1", "answers": {}},
        {"type": "draft", "seq": 1, "answers": ["a"]},
    ],
)
@pytest.mark.usefixtures("sent")
def test_a_malformed_message_changes_nothing(message: Any) -> None:
    widget = exercise(KEY)
    say(widget, message)
    assert widget.answers == {}


def test_words_too_long_to_keep_are_told_and_change_nothing(sent: list[dict[str, Any]]) -> None:
    widget = exercise(KEY)
    say(
        widget,
        {"type": "draft", "key": KEY, "seq": 1, "answers": {"a": "x" * base.MAX_ANSWER_CHARACTERS}},
    )
    assert sent == [{"type": "too_long", "seq": 1}]
    assert widget.answers == {}


def test_running_a_lesson_again_adds_no_widget() -> None:
    assert exercise(KEY) is exercise(KEY)
    assert lesson("00-start-here") is lesson("00-start-here")


@pytest.mark.usefixtures("sent")
def test_nothing_typed_is_in_the_state_or_the_mimebundle() -> None:
    widget = exercise(KEY)
    say(widget, {"type": "draft", "key": KEY, "seq": 1, "answers": {"a": "a secret word"}})
    state = json.dumps(widget.get_state(), default=str)
    bundle = json.dumps(widget._repr_mimebundle_()[0])
    assert "a secret word" not in state + bundle


def test_the_mimebundle_can_be_read_without_a_widget() -> None:
    bundle, _ = exercise(KEY)._repr_mimebundle_()
    assert "<ol>" in bundle["text/html"]
    assert bundle["text/plain"]
    assert "<script" not in bundle["text/html"]


def test_the_modules_are_sent_once_and_not_with_each_exercise() -> None:
    widget = exercise(KEY)
    assert len(widget.get_state()["_esm"]) < 1000
    assert exercise(KEY).kit == widget.kit


@pytest.mark.parametrize("call", [lambda: exercise("start-here/none"), lambda: lesson("99-none")])
def test_an_unknown_name_is_a_plain_sentence(call: Any) -> None:
    notice = call()
    assert isinstance(notice, Notice)
    assert "There is no exercise or lesson named" in repr(notice)


def test_markup_in_a_notice_is_text() -> None:
    assert "<b>" not in Notice("<b>x</b>")._repr_html_()


@pytest.mark.parametrize("name", [*base.PARTS, *base.KINDS])
def test_the_front_end_of_a_kind_or_a_part_is_light(name: str) -> None:
    own = (base.HERE / f"{name}{end}" for end in (".js", ".css"))
    whole = b"".join(path.read_bytes() for path in own if path.is_file())
    assert len(gzip.compress(whole)) < 10 * 1024


def test_kinds_show_an_exercise_and_parts_do_not() -> None:
    shows = {path.stem for path in base.HERE.glob("*.js") if "export default" in path.read_text()}
    assert shows == set(base.KINDS)
    assert all((base.HERE / f"{kind}.css").is_file() for kind in base.KINDS)


def test_all_front_ends_are_sent_once_for_a_kernel() -> None:
    first, second = exercise(KEY), lesson("01-what-it-is")
    assert first.kit == second.kit == base.kit().model_id
    assert set(base.kit().sources) == {*base.PARTS, *base.KINDS}
    assert len(first._esm) < 1000, "an exercise carries only the shell"
