"""The kernel's side of “Save”: what the panel asks, and how the answers come back."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from widgets import base, exercise, lesson, saving
from widgets.base import Exercise
from widgets.record import RecordProblem, Store

KEY = "start-here/pause"
OTHER = "what-it-is/guesses"
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the folder of the record, which is not there yet, to a kernel that begins."""
    kept = tmp_path / "kept"
    monkeypatch.setenv("ARMS_LENGTH_FOLDER", str(kept))
    restart()
    yield kept
    restart()


def restart() -> None:
    """Begin as a new kernel does: with nothing in memory."""
    saving.answer({"type": "record", "ask": "drop"})


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Note what is sent to the exercises."""
    messages: list[dict[str, Any]] = []
    monkeypatch.setattr(
        Exercise, "send", lambda self, message: messages.append({"to": self.key, **message})
    )
    return messages


@pytest.fixture
def ask(folder: Path, sent: list[dict[str, Any]]) -> Ask:  # noqa: ARG001 - they come first
    """Ask as the panel does: `ask("save", drafts={...})`; returns what the panel hears."""
    strip = lesson("01-what-it-is")

    def put(what: str, **more: Any) -> dict[str, Any]:
        strip._handle_custom_msg({"type": "record", "ask": what, "id": "1", **more}, [])
        reply = sent.pop()
        assert (reply["type"], reply["id"]) == ("record", "1")
        return reply

    return put


def write(key: str, seq: int, **answers: Any) -> None:
    """Write into an exercise, as its page does."""
    exercise(key)._handle_custom_msg({"type": "draft", "seq": seq, "answers": answers}, [])


def opened(key: str, sent: list[dict[str, Any]]) -> Any:
    """Open an exercise and return the answers that come back."""
    exercise(key)._handle_custom_msg({"type": "ready"}, [])
    return sent.pop()["answers"]


def test_nothing_is_on_the_disk_before_save(
    ask: Ask, folder: Path, sent: list[dict[str, Any]]
) -> None:
    write(KEY, 1, words="numb")
    opened(KEY, sent)
    state = ask("state")["state"]
    assert not folder.exists()
    assert state["exists"] is False
    assert state["unsaved"] is True
    assert state["where"] == str(folder)


def test_what_was_saved_comes_back_in_another_kernel(ask: Ask, sent: list[dict[str, Any]]) -> None:
    write(KEY, 1, words="numb")
    saved = ask("save", seen={"01-what-it-is": "2026-11-29"}, left=None)
    assert saved["saved"]
    assert saved["state"]["unsaved"] is False
    restart()
    assert opened(KEY, sent) == {"words": "numb"}
    assert ask("state")["state"]["seen"] == {"01-what-it-is": "2026-11-29"}
    assert ask("state")["state"]["unsaved"] is False


def test_answers_that_never_reached_the_kernel_are_saved_from_the_page(
    ask: Ask, sent: list[dict[str, Any]]
) -> None:
    ask("save", drafts={KEY: {"seq": 3, "answers": {"words": "flat"}}})
    restart()
    assert opened(KEY, sent) == {"words": "flat"}


def test_two_tabs_of_a_notebook_lose_nothing(ask: Ask, sent: list[dict[str, Any]]) -> None:
    write(KEY, 2, first="from one tab")
    ask("save", drafts={KEY: {"seq": 1, "answers": {"second": "from the other"}}})
    both = {"first": "from one tab", "second": "from the other"}
    assert [one["answers"] for one in sent if one["type"] == "restore"] == [both]
    restart()
    assert opened(KEY, sent) == both


def test_two_notebooks_lose_nothing(ask: Ask, folder: Path, sent: list[dict[str, Any]]) -> None:
    write(KEY, 1, here="mine")
    opened(KEY, sent)
    Store(folder).save({KEY: {"there": "theirs"}, OTHER: {"a": {"keys": ["b"]}}})
    ask("save")
    restored = [one for one in sent if one["type"] == "restore"][-1]
    assert restored["answers"] == {"there": "theirs", "here": "mine"}
    assert set(Store(folder).read()["answers"]) == {KEY, OTHER}


def test_a_lock_is_opened_once_for_a_kernel(ask: Ask, sent: list[dict[str, Any]]) -> None:
    write(KEY, 1, words="numb")
    ask("save")
    assert ask("lock", passphrase="short")["problem"] == "short_passphrase"  # noqa: S106
    assert ask("lock", passphrase="four green words more")["state"]["lock"] is True  # noqa: S106
    restart()
    assert opened(KEY, sent) == {}
    state = ask("state")["state"]
    assert (state["lock"], state["open"]) == (True, False)
    assert ask("unlock", passphrase="four green words")["problem"] == "wrong_passphrase"  # noqa: S106
    assert ask("unlock", passphrase="four green words more")["state"]["open"] is True  # noqa: S106
    assert opened(KEY, sent) == {"words": "numb"}


def test_an_open_lock_shows_the_answers_at_once(ask: Ask, sent: list[dict[str, Any]]) -> None:
    write(KEY, 1, words="numb")
    ask("save")
    ask("lock", passphrase="four green words")  # noqa: S106
    restart()
    exercise(KEY)
    ask("unlock", passphrase="four green words")  # noqa: S106
    shown = {"to": KEY, "type": "restore", "answers": {"words": "numb"}, "seq": 1}
    assert {**shown, "base": {"words": "numb"}} in sent


def test_a_file_goes_out_and_comes_back(ask: Ask, sent: list[dict[str, Any]]) -> None:
    assert ask("download")["problem"] == "nothing"
    write(KEY, 1, words="numb")
    ask("save")
    text = ask("download")["text"]
    ask("forget")
    assert opened(KEY, sent) == {}
    assert ask("bring", text=text)["brought"] == 1
    assert opened(KEY, sent) == {"words": "numb"}


def test_what_is_read_comes_with_its_exercises(ask: Ask) -> None:
    assert ask("read")["problem"] == "nothing"
    ask(
        "save",
        drafts={
            KEY: {"seq": 1, "answers": {"words": "numb"}},
            "gone/for-good": {"seq": 1, "answers": {"words": "flat"}},
        },
    )
    found = ask("read")
    assert set(found["record"]["answers"]) == {KEY, "gone/for-good"}
    assert set(found["contents"]) == {KEY}


def test_forget_leaves_nothing_on_the_disk_or_in_memory(
    ask: Ask, folder: Path, sent: list[dict[str, Any]]
) -> None:
    write(KEY, 1, words="numb")
    ask("save")
    assert ask("forget")["state"]["exists"] is False
    assert not folder.exists()
    assert opened(KEY, sent) == {}
    assert base.drafts() == {}


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"ask": "burn"},
        {"ask": ["save"]},
        {"ask": "save", "drafts": 3},
        {"ask": "save", "drafts": {KEY: {"seq": "1", "answers": []}}, "seen": [1], "left": "here"},
        {"ask": "unlock", "passphrase": 3},
        {"ask": "bring", "text": None},
        {"ask": "bring", "text": "[" * 5000},
    ],
)
def test_a_malformed_message_is_answered_and_harms_nothing(
    message: dict[str, Any], ask: Ask, sent: list[dict[str, Any]]
) -> None:
    write(KEY, 1, words="numb")
    reply = saving.answer({"type": "record", "id": "9", **message})
    assert reply
    assert {"state", "id"} <= set(reply)
    ask("save")
    restart()
    assert opened(KEY, sent) == {"words": "numb"}


def test_what_goes_wrong_is_one_word_and_no_traceback(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("a secret word")

    def full(*_: Any) -> None:
        raise RecordProblem("no_room", where="here")

    write(KEY, 1, words="a secret word")
    with caplog.at_level(logging.DEBUG):
        monkeypatch.setattr(Store, "save", broken)
        assert ask("save")["problem"] == "failed"
        monkeypatch.setattr(Store, "save", full)
        reply = ask("save")
    assert (reply["problem"], reply["words"]) == ("no_room", {"where": "here"})
    assert "saved" not in reply
    assert reply["state"]["unsaved"] is True
    assert "secret" not in caplog.text + json.dumps(reply)


def test_words_typed_before_the_record_came_set_the_old_ones_aside(
    ask: Ask, folder: Path, sent: list[dict[str, Any]]
) -> None:
    Store(folder).save({KEY: {"words": "of another day", "more": "as well"}})
    exercise(KEY)._handle_custom_msg({"type": "ready"}, [])
    sent.clear()
    # The page was quicker than the engine: it knows of no record.
    draft = {"type": "draft", "seq": 2, "answers": {"words": "n"}, "base": {}}
    exercise(KEY)._handle_custom_msg(draft, [])
    assert ask("save")["joined"] == [KEY]
    record = Store(folder).read()
    assert record["answers"][KEY]["answers"] == {"words": "n", "more": "as well"}
    assert [one["value"] for one in record["aside"]] == ["of another day"]


def test_a_changed_sentence_of_another_lesson_is_no_disagreement(ask: Ask, folder: Path) -> None:
    """The page keeps the answers of a lesson that was closed, and what they came from."""
    Store(folder).save({OTHER: {"words": "a harsh sentence", "more": "gone now"}})
    saved = {"words": "a harsh sentence", "more": "gone now"}
    ask("save", drafts={OTHER: {"seq": 3, "answers": {"words": "rain"}, "base": saved}})
    record = Store(folder).read()
    assert record["answers"][OTHER]["answers"] == {"words": "rain"}
    assert record["aside"] == []


def test_a_new_kernel_takes_from_the_page_what_its_answers_came_from(
    ask: Ask, folder: Path, sent: list[dict[str, Any]]
) -> None:
    Store(folder).save({KEY: {"words": "flat"}})
    other = Store(folder)
    other.give({KEY: {}})
    other.save({KEY: {"words": "flat", "when": "at noon"}})
    exercise(KEY)._handle_custom_msg({"type": "ready"}, [])
    page = {"seq": 7, "answers": {"words": "grey"}, "base": {"words": "flat"}}
    exercise(KEY)._handle_custom_msg({"type": "draft", **page}, [])
    ask("save", drafts={KEY: page})
    assert sent[-1]["answers"] == {"words": "grey", "when": "at noon"}
    assert Store(folder).read()["aside"] == []


def test_two_tabs_that_wrote_into_one_field_lose_neither(ask: Ask, folder: Path) -> None:
    write(KEY, 2, words="from one tab")
    other = {"seq": 1, "answers": {"words": "from the other"}, "base": {}}
    ask("save", drafts={KEY: other})
    record = Store(folder).read()
    assert record["answers"][KEY]["answers"] == {"words": "from the other"}
    assert [one["value"] for one in record["aside"]] == ["from one tab"]


def test_after_a_save_the_record_is_what_the_answers_came_from(
    ask: Ask, sent: list[dict[str, Any]]
) -> None:
    write(KEY, 1, words="numb")
    ask("save")
    exercise(KEY)._handle_custom_msg({"type": "ready"}, [])
    assert sent[-1]["base"] == {"words": "numb"}
