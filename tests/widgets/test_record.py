"""The record on the disk: nothing before Save, nothing lost after it, and all of it goes when asked."""

from __future__ import annotations

import errno
import json
import logging
import os
import stat
import subprocess
import sys
import traceback
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from widgets import record
from widgets.envelope import Cost, RecordProblem, read_envelope
from widgets.record import Store

KEY = "what-it-is/card"
LOG = "two-weeks/log"
PHRASE = "four or five words"
FILES = {"notes.json", "notes-before.json", "notes.lock"}
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has rights of another kind")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "at-arms-length"


def notebook(folder: Path) -> Store:
    """A kernel of its own, with the least that a lock may cost."""
    return Store(folder, Cost(2**14, 1, 1))


@pytest.fixture
def store(folder: Path) -> Store:
    return notebook(folder)


def said(what: str) -> dict[str, Any]:
    return {KEY: {"blank": {"what": what}}}


def answers(folder: Path, key: str = KEY, passphrase: str | None = None) -> dict[str, Any]:
    """What another notebook finds."""
    other = notebook(folder)
    if passphrase:
        other.unlock(passphrase)
    held: dict[str, Any] = other.read()["answers"][key]["answers"]
    return held


def refuses(act: Callable[..., object], *args: Any) -> str:
    with pytest.raises(RecordProblem) as caught:
        act(*args)
    return caught.value.code


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# --- before and after Save ----------------------------------------------------------------------


def test_the_disk_is_unchanged_before_save(folder: Path, store: Store) -> None:
    state = store.state()
    assert state == {
        "exists": False,
        "lock": False,
        "open": False,
        "where": str(folder),
        "saved": None,
        "seen": {},
        "left": None,
        "problem": None,
        "words": {},
    }
    assert store.give({KEY: {}}) == {}
    for ask in (store.read, store.download, store.unlock_for_good):
        assert refuses(ask) == "nothing"
    assert refuses(store.unlock, PHRASE) == "nothing"
    assert refuses(store.lock, "short") == "short_passphrase"
    assert refuses(store.bring, "no record") == "not_ours"
    store.forget()
    assert not folder.exists()


def test_what_is_saved_comes_back_in_another_notebook(folder: Path, store: Store) -> None:
    place = {"folder": "lessons", "file": "01-what-it-is"}
    assert store.save(said("flat"), {"01-what-it-is": "2026-11-29"}, place) == {}
    other = notebook(folder)
    assert other.give({KEY: {}, "what-it-is/quiz": {}}) == said("flat")
    state = other.state()
    assert state["exists"]
    assert state["open"]
    assert not state["lock"]
    assert state["problem"] is None
    assert state["seen"] == {"01-what-it-is": "2026-11-29"}
    assert state["left"] == {**place, "at": other.read()["answers"][KEY]["at"]}
    assert state["saved"] >= state["left"]["at"]


@POSIX
def test_only_the_learners_account_can_read_it(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[str, int] = {}
    opened = os.open

    def watched(path: Any, flags: int, rights: int = 0o777, **more: Any) -> int:
        file = opened(path, flags, rights, **more)
        if flags & os.O_CREAT:
            made[Path(path).suffix] = stat.S_IMODE(os.fstat(file).st_mode)
        return file

    monkeypatch.setattr(os, "open", watched)
    before = os.umask(0)
    try:
        store.save(said("flat"))
        store.save(said("grey"))
        store.lock(PHRASE)
        (folder / "notes.json").write_text("damaged")
        store.save(said("far away"))
    finally:
        os.umask(before)
    assert made == {".part": 0o600, ".lock": 0o600}, "from the moment they are there"
    assert mode(folder) == 0o700
    assert {mode(path) for path in folder.iterdir() if "damaged" not in path.name} == {0o600}


@POSIX
def test_so_it_is_when_another_notebook_forgets_everything_at_that_moment(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from filelock import FileLock

    acquire = FileLock.acquire

    def after_forgetting(lock: FileLock, *args: Any, **more: Any) -> Any:
        monkeypatch.undo()
        notebook(folder).forget()
        assert not folder.exists()
        return acquire(lock, *args, **more)

    before = os.umask(0)
    try:
        for save in (lambda: store.save(said("flat")), lambda: store.lock(PHRASE)):
            monkeypatch.setattr(FileLock, "acquire", after_forgetting)
            save()
            assert mode(folder) == 0o700
            assert {mode(path) for path in folder.iterdir()} == {0o600}
    finally:
        os.umask(before)


def test_a_folder_that_was_there_keeps_its_rights_and_its_files(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    (folder / "letter.txt").write_text("mine")
    rights = mode(folder)
    store = notebook(folder)
    store.save(said("flat"))
    assert mode(folder) == rights
    store.forget()
    assert names(folder) == {"letter.txt"}


def test_the_folder_is_the_systems_own_or_the_one_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ARMS_LENGTH_FOLDER", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert record.folder().name == "at-arms-length"
    if sys.platform == "linux":
        assert record.folder() == tmp_path / "at-arms-length"
    monkeypatch.setenv("ARMS_LENGTH_FOLDER", str(tmp_path / "stick"))
    assert Store().folder == tmp_path / "stick"
    assert list(tmp_path.iterdir()) == []


def test_the_one_before_the_last_save_is_kept(folder: Path, store: Store) -> None:
    store.save(said("first"))
    store.save(said("second"))
    before = read_envelope((folder / "notes-before.json").read_bytes()).open(None)
    assert before["answers"][KEY]["answers"] == said("first")[KEY]
    assert names(folder) == FILES


# --- several notebooks --------------------------------------------------------------------------


def test_two_notebooks_keep_what_each_of_them_wrote(folder: Path) -> None:
    one, two = notebook(folder), notebook(folder)
    one.save({KEY: {"blank": {"what": "flat"}}})
    assert two.save({KEY: {"blank": {"when": "at noon"}}}) == {
        KEY: {"blank": {"what": "flat", "when": "at noon"}}
    }
    assert one.save({KEY: {"blank": {"what": "grey"}}}) == {
        KEY: {"blank": {"what": "grey", "when": "at noon"}}
    }
    assert one.read()["aside"] == []


def test_a_notebook_that_was_given_something_can_take_it_away(folder: Path) -> None:
    one, two = notebook(folder), notebook(folder)
    one.save({LOG: {"entries": {"2026-11-29": {"mood": 4}}}})
    assert two.give({LOG: {}})
    two.save({LOG: {"entries": {"2026-11-29": None}}})
    assert answers(folder, LOG) == {"entries": {"2026-11-29": None}}


def test_a_look_at_the_state_makes_no_notebook_forget_what_another_saved(folder: Path) -> None:
    one, two = notebook(folder), notebook(folder)
    one.save(said("flat"))
    two.give({KEY: {}})
    one.save({KEY: {"blank": {"what": "flat", "when": "at noon"}}})
    two.state()
    two.read()
    two.save(said("flat"))
    assert answers(folder) == {"blank": {"what": "flat", "when": "at noon"}}


def test_words_that_gave_way_before_they_were_saved_are_set_aside(folder: Path) -> None:
    notebook(folder).save(said("theirs"))
    mine = notebook(folder)
    assert mine.give(said("mine")) == {}, "what stands on the page stays there"
    mine.save(said("mine"))
    (aside,) = mine.read()["aside"]
    assert (aside["key"], aside["path"], aside["value"]) == (KEY, ["blank", "what"], "theirs")


SCRIPT = Path(__file__).with_name("killed_saves.py")


def run(*words: str | int | Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_processes_that_save_at_once_lose_nothing(folder: Path) -> None:
    both = [run("save", folder, name, 20) for name in ("one", "two")]
    for process in both:
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
    entries = answers(folder, LOG)["entries"]
    assert set(entries) == {f"{name}-{n}" for name in ("one", "two") for n in range(20)}
    assert set(notebook(folder).read()["seen"]) == {"one", "two"}
    assert names(folder) == FILES


def test_a_save_that_waits_too_long_for_another_says_so(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from filelock import FileLock

    store.save(said("flat"))
    assert record._PATIENCE < 2.5, "or the page gives up first"
    monkeypatch.setattr(record, "_PATIENCE", 0.1)
    with FileLock(folder / "notes.lock"):
        assert refuses(store.save, said("grey")) == "busy"
        assert refuses(store.forget) == "busy"
        assert store.state()["open"], "reading waits for nobody"
    assert answers(folder) == said("flat")[KEY]


# --- killed -------------------------------------------------------------------------------------


def kill(folder: Path, points: int, seed: int) -> dict[str, int]:
    process = run("kill", folder, points, seed)
    told, errors = process.communicate(timeout=900)
    assert process.returncode == 0, errors
    counts: dict[str, int] = json.loads(told)
    return counts


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_50_random_points_the_old_or_the_new_record_is_whole(folder: Path) -> None:
    counts = kill(folder, 50, seed=int.from_bytes(os.urandom(4)))
    assert counts["old"] + counts["new"] == 50


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_300_random_points_the_old_or_the_new_record_is_whole(folder: Path) -> None:
    counts = kill(folder, 300, seed=5)
    assert min(counts.values()) > 0, "some were killed before, some after, some right between"


def test_what_a_killed_save_left_over_goes_at_the_next_save(folder: Path, store: Store) -> None:
    store.save(said("flat"))
    (folder / "notes-0123456789abcdef.part").write_text("half a rec")
    (folder / "notes-of-mine.part").write_text("not ours")
    store.save(said("grey"))
    assert names(folder) == FILES | {"notes-of-mine.part"}


@pytest.mark.parametrize("looks_first", ["state", "give", "read"])
def test_what_a_killed_taking_off_of_the_lock_left_open_goes_at_the_first_look(
    folder: Path, store: Store, looks_first: str
) -> None:
    store.lock(PHRASE)
    (folder / "notes-0123456789abcdef.part").write_text("a secret")
    if looks_first == "read":
        assert refuses(notebook(folder).read) == "locked"
    elif looks_first == "give":
        assert notebook(folder).give({KEY: {}}) == {}
    else:
        store.state()  # of a kernel that was there before
    assert names(folder) == FILES


def test_a_look_takes_nothing_away_from_a_save_that_lives_and_waits_for_none(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from filelock import FileLock

    store.save(said("flat"))
    monkeypatch.setattr(
        record, "_PATIENCE", -1
    )  # who waits here waits forever, which filelock tells
    part = folder / "notes-0123456789abcdef.part"
    with FileLock(folder / "notes.lock"):
        part.write_text("half a rec")
        assert store.state()["open"]
        assert notebook(folder).give({KEY: {}}) == said("flat")
        assert part.exists()
    store.state()
    assert not part.exists()


# --- a disk that refuses ------------------------------------------------------------------------


def failing(number: int) -> Callable[..., Any]:
    def fail(*_args: Any, **_more: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "no_room"), (errno.EDQUOT, "no_room"), (errno.EIO, "failed")],
)
def test_a_full_disk_keeps_what_was_saved(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, code: str
) -> None:
    store = notebook(folder)
    store.save(said("flat"))
    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing(number))
        assert refuses(store.save, said("grey")) == code
        assert refuses(store.lock, PHRASE) == code
    assert answers(folder) == said("flat")[KEY]
    assert not [name for name in names(folder) if name.endswith(".part")]
    assert store.save(said("grey")) == {}
    assert answers(folder) == said("grey")[KEY]


def test_a_disk_that_fills_half_way_keeps_what_was_saved(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(said("flat"))
    write, room = os.write, [100]

    def some(file: int, data: Any) -> int:
        if not room[0]:
            raise OSError(errno.ENOSPC, "full")
        wrote = write(file, data[: room[0]])
        room[0] -= wrote
        return wrote

    monkeypatch.setattr(os, "write", some)
    assert refuses(store.save, said("grey" * 100)) == "no_room"
    room[0] = 10**9
    assert store.save(said("grey")) == {}, "a write in pieces is whole as well"
    assert answers(folder) == said("grey")[KEY]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
@pytest.mark.parametrize("was_saved", [False, True])
def test_a_folder_that_is_read_only_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, was_saved: bool
) -> None:
    store = notebook(folder)
    if was_saved:
        store.save(said("flat"))
    opened = os.open

    def refuse(path: Any, flags: int, *more: Any, **others: Any) -> int:
        if flags & os.O_CREAT:
            raise OSError(number, "no")
        return opened(path, flags, *more, **others)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(RecordProblem) as caught:
        store.save(said("grey"))
    assert caught.value.code == "not_allowed"
    assert caught.value.words == {"where": str(folder)}
    assert store.state()["exists"] == was_saved
    if was_saved:
        assert answers(folder) == said("flat")[KEY]


def test_a_file_where_the_folder_should_be_is_no_traceback(folder: Path, store: Store) -> None:
    folder.write_text("a file")
    assert refuses(store.save, said("flat")) == "failed"
    assert store.state()["problem"] == "failed"
    store.forget()
    assert folder.read_text() == "a file"


def test_a_system_without_the_library_has_no_lock_and_saves_all_the_same(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("kdf.scrypt", "ciphers.aead"):
        monkeypatch.setitem(sys.modules, f"cryptography.hazmat.primitives.{name}", None)
    store.save(said("flat"))
    assert refuses(store.lock, PHRASE) == "no_crypto"
    assert answers(folder) == said("flat")[KEY]


def test_on_windows_a_file_that_someone_reads_is_tried_again(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(said("flat"))
    replace, times = os.replace, [2]

    def busy(*paths: Any) -> None:
        if times[0]:
            times[0] -= 1
            raise PermissionError(errno.EACCES, "in use")
        replace(*paths)

    monkeypatch.setattr(record, "_WINDOWS", True)
    monkeypatch.setattr(os, "replace", busy)
    store.save(said("grey"))
    assert answers(folder) == said("grey")[KEY]


# --- files that cannot be read ------------------------------------------------------------------


def test_truncated_anywhere_the_one_before_is_shown_and_the_damaged_one_is_kept(
    folder: Path,
) -> None:
    first = notebook(folder)
    first.save(said("first"))
    first.save(said("second"))
    now, before = folder / "notes.json", folder / "notes-before.json"
    whole, old = now.read_bytes(), before.read_bytes()
    for length in range(len(whole)):
        now.write_bytes(whole[:length])
        state = notebook(folder).state()
        assert state["problem"] == "restored_backup"
        assert state["words"] == {"file": "notes.json"}
        assert state["open"]
        assert answers(folder) == said("first")[KEY]
    assert now.read_bytes() == whole[:-1], "looking changes nothing"

    store = notebook(folder)
    store.save({KEY: {"blank": {"when": "at noon"}}})
    kept = folder / f"notes-damaged-{date.today().isoformat()}-1.json"  # noqa: DTZ011 - the learner's day
    assert kept.read_bytes() == whole[:-1]
    assert before.read_bytes() == old, "the good one is not pushed out by the damaged one"
    assert answers(folder) == {"blank": {"what": "first", "when": "at noon"}}
    assert store.state()["problem"] is None


def test_with_no_good_one_before_it_a_save_begins_anew_and_keeps_the_damaged_ones(
    folder: Path, store: Store
) -> None:
    folder.mkdir()
    for turn in (1, 3):
        (folder / "notes.json").write_bytes(b"\0" * 50)
        (folder / "notes-before.json").write_bytes(b"half a rec")
        state = notebook(folder).state()
        assert state["problem"] == "damaged"
        assert state["exists"]
        assert not state["open"]
        for ask in (store.read, store.unlock_for_good):
            assert refuses(ask) == "damaged"
        assert refuses(store.lock, PHRASE) == "damaged"
        assert store.give({KEY: {}}) == {}
        store.save(said("anew"))
        assert answers(folder) == said("anew")[KEY]
        day = date.today().isoformat()  # noqa: DTZ011 - the learner's day
        assert (folder / f"notes-damaged-{day}-{turn}.json").read_bytes() == b"\0" * 50
        assert (folder / f"notes-damaged-{day}-{turn + 1}.json").read_bytes() == b"half a rec"


def test_without_the_last_file_the_one_before_counts(folder: Path, store: Store) -> None:
    store.save(said("first"))
    store.save(said("second"))
    (folder / "notes.json").unlink()
    assert notebook(folder).state()["problem"] is None
    assert answers(folder) == said("first")[KEY]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b'{"format": "arms-length-record", "version": 2, "record": {}}', "newer"),
        (b'{"format": "arms-length-record", "version": 0, "record": {}}', "older"),
        (b'{"notes": ["of another program"]}', "not_ours"),
        (b" " * 20_000_001, "too_large"),
    ],
    ids=["newer", "older", "not ours", "too large"],
)
def test_a_file_that_is_not_for_us_is_left_as_it_is(
    folder: Path, store: Store, text: bytes, code: str
) -> None:
    folder.mkdir()
    (folder / "notes.json").write_bytes(text)
    state = store.state()
    assert state["problem"] == code
    assert state["exists"]
    assert not state["open"]
    for act in (lambda: store.save(said("flat")), lambda: store.lock(PHRASE), store.read):
        assert refuses(act) == code
    file = notebook(folder.with_name("other"))
    file.save(said("brought"))
    assert refuses(store.bring, file.download()) == code
    assert (folder / "notes.json").read_bytes() == text
    assert names(folder) <= {"notes.json", "notes.lock"}


# --- the lock -----------------------------------------------------------------------------------


def test_with_a_lock_no_file_of_ours_can_be_read_without_it(folder: Path, store: Store) -> None:
    store.save(said("a secret"))
    (folder / "notes.json").write_bytes((folder / "notes.json").read_bytes()[:-3])
    store.save(said("a secret too"))
    store.lock(PHRASE)
    store.save(said("a secret as well"))
    for path in folder.iterdir():
        assert b"secret" not in path.read_bytes(), path.name
    assert names(folder) == FILES
    assert store.state()["lock"]
    assert store.state()["open"]

    other = notebook(folder)
    state = other.state()
    assert state["lock"]
    assert not state["open"]
    assert state["problem"] is None
    assert state["saved"]
    assert other.give({KEY: {}}) == {}
    for act in (lambda: other.save(said("x")), lambda: other.lock(PHRASE), other.read):
        assert refuses(act) == "locked"
    assert refuses(other.unlock_for_good) == "locked"
    assert refuses(other.unlock, "four or five wordz") == "wrong_passphrase"
    other.unlock(PHRASE)
    assert other.give({KEY: {}}) == said("a secret as well")


def test_a_wrong_passphrase_changes_nothing_where_the_record_is_open(
    folder: Path, store: Store
) -> None:
    store.save(said("flat"))
    store.lock(PHRASE)
    assert refuses(store.unlock, "four or five wordz") == "wrong_passphrase"
    store.save(said("grey"))
    assert answers(folder, passphrase=PHRASE) == said("grey")[KEY]


def test_no_passphrase_is_kept(store: Store) -> None:
    store.save(said("flat"))
    store.lock(PHRASE)
    store.unlock(PHRASE)
    seen: list[Any] = [store]
    for one in seen:
        inside = getattr(one, "__dict__", one)
        values = inside.values() if isinstance(inside, dict) else inside
        for value in values if isinstance(inside, (dict, list, tuple)) else ():
            assert value != PHRASE
            if not isinstance(value, (str, bytes)) and value not in seen:
                seen.append(value)
    assert len(seen) > 5


def test_before_anything_is_saved_a_lock_can_be_set_so_that_nothing_open_is_ever_written(
    folder: Path, store: Store
) -> None:
    store.lock(PHRASE)
    store.save(said("a secret"))
    assert not any(b"secret" in path.read_bytes() for path in folder.iterdir())
    assert answers(folder, passphrase=PHRASE) == said("a secret")[KEY]


def test_another_passphrase_takes_the_place_of_the_first(folder: Path, store: Store) -> None:
    store.save(said("flat"))
    store.lock(PHRASE)
    other = notebook(folder)
    other.unlock(PHRASE)
    store.lock("some other words")
    for path in ("notes.json", "notes-before.json"):
        assert store._key
        assert read_envelope((folder / path).read_bytes()).open(store._key)

    assert refuses(other.save, said("grey")) == "locked"
    assert other.state()["lock"]
    assert not other.state()["open"]
    assert refuses(other.unlock, PHRASE) == "wrong_passphrase"
    other.unlock("some other words")
    other.save(said("grey"))
    assert answers(folder, KEY, "some other words") == said("grey")[KEY]


def test_nothing_is_written_in_the_open_where_a_locked_record_was_replaced(
    folder: Path, store: Store
) -> None:
    store.save(said("flat"))
    old = store.download()
    store.lock(PHRASE)
    (folder / "notes.json").write_text(old)
    for act in (lambda: store.save(said("a secret")), lambda: store.bring(old), store.read):
        assert refuses(act) == "locked"
    assert (folder / "notes.json").read_text() == old
    state = store.state()
    assert state["exists"]
    assert state["lock"]
    assert not state["open"]
    assert store.give({KEY: {}}) == {}


def test_the_lock_can_be_taken_off_and_other_notebooks_follow_once_the_learner_agrees(
    folder: Path, store: Store
) -> None:
    store.save(said("flat"))
    store.lock(PHRASE)
    other = notebook(folder)
    other.unlock(PHRASE)
    store.unlock_for_good()
    for path in ("notes.json", "notes-before.json"):
        assert read_envelope((folder / path).read_bytes()).open(None)
    assert refuses(other.save, said("grey")) == "locked"
    other.unlock(PHRASE)
    assert not other.state()["lock"]
    other.save(said("grey"))
    assert answers(folder) == said("grey")[KEY]
    store.unlock_for_good()
    store.unlock("anything")


def test_a_lock_stays_on_when_another_notebook_forgot_everything(
    folder: Path, store: Store
) -> None:
    store.save(said("flat"))
    store.lock(PHRASE)
    notebook(folder).forget()
    store.save(said("grey"))
    assert answers(folder, passphrase=PHRASE) == said("grey")[KEY]


@pytest.mark.parametrize("is_open", [True, False])
def test_if_a_locked_save_was_damaged_the_passphrase_opens_the_one_before(
    folder: Path, is_open: bool
) -> None:
    first = notebook(folder)
    first.lock(PHRASE)
    first.save(said("first"))
    first.save(said("second"))
    text = bytearray((folder / "notes.json").read_bytes())
    text[-20] ^= 1
    (folder / "notes.json").write_bytes(text)

    store = first if is_open else notebook(folder)
    if not is_open:
        assert store.state()["lock"]
        assert refuses(store.unlock, "four or five wordz") == "wrong_passphrase"
        store.unlock(PHRASE)
    assert store.state()["problem"] == "restored_backup"
    assert store.state()["lock"]
    store.save(said("third"))
    assert answers(folder, passphrase=PHRASE) == said("third")[KEY]
    assert any("damaged" in name for name in names(folder))


# --- taking along, bringing back, forgetting ----------------------------------------------------


@pytest.mark.parametrize("is_locked", [False, True])
def test_a_file_that_was_taken_along_is_the_stored_one_and_can_be_brought_back(
    folder: Path, tmp_path: Path, is_locked: bool
) -> None:
    store = notebook(folder)
    store.save({**said("flat"), LOG: {"entries": {"2026-11-29": {"mood": 4}}}})
    if is_locked:
        store.lock(PHRASE)
    text = store.download()
    assert text.encode() == (folder / "notes.json").read_bytes()

    other = notebook(tmp_path / "other")
    if is_locked:
        assert refuses(other.bring, text) == "needs_passphrase"
        assert refuses(other.bring, text, "four or five wordz") == "wrong_passphrase"
        assert not other.folder.exists()
    assert other.bring(text, PHRASE if is_locked else None) == 2
    assert other.state()["lock"] == is_locked, "what came locked is not written open"
    assert other.give({KEY: {}}) == said("flat")
    assert other.bring(text, PHRASE if is_locked else None) == 2
    assert other.read() == store.read()


def test_a_locked_file_joins_an_open_record_and_the_other_way_round(
    folder: Path, tmp_path: Path
) -> None:
    plain, locked = notebook(folder), notebook(tmp_path / "other")
    plain.save(said("flat"))
    locked.lock(PHRASE)
    locked.save({LOG: {"entries": {}}})
    files = plain.download(), locked.download()
    assert plain.bring(files[1], PHRASE) == 1
    assert locked.bring(files[0]) == 1
    assert not plain.state()["lock"]
    assert locked.state()["lock"]
    assert set(plain.read()["answers"]) == set(locked.read()["answers"]) == {KEY, LOG}


@pytest.mark.parametrize("knows_the_key", [False, True])
def test_a_locked_file_that_mends_a_damaged_record_stays_locked(
    folder: Path, store: Store, knows_the_key: bool
) -> None:
    store.lock(PHRASE)
    store.save(said("a secret"))
    text = store.download()
    (folder / "notes.json").write_text(text[:-20])
    (folder / "notes-before.json").write_text("{")
    if not knows_the_key:
        store = notebook(folder)
    assert store.state()["problem"] == "damaged"
    assert store.bring(text, PHRASE) == 1
    assert not any(b"secret" in path.read_bytes() for path in folder.iterdir())
    assert store.state()["lock"]
    assert answers(folder, passphrase=PHRASE) == said("a secret")[KEY]


@pytest.mark.parametrize("is_locked", [False, True])
def test_a_file_without_exercises_creates_nothing(
    folder: Path, tmp_path: Path, is_locked: bool
) -> None:
    other = notebook(tmp_path / "other")
    other.save({}, {"02-signs": "2026-11-29"})
    if is_locked:
        other.lock(PHRASE)
    store = notebook(folder)
    assert store.bring(other.download(), PHRASE) == 0
    assert not folder.exists()
    assert not store.state()["lock"]

    store.save(said("flat"), {"01-what-it-is": "2026-11-28"})
    assert store.bring(other.download(), PHRASE) == 0
    assert set(store.state()["seen"]) == {"01-what-it-is", "02-signs"}


def test_what_stands_on_the_page_is_joined_with_what_was_brought(
    folder: Path, tmp_path: Path
) -> None:
    away, here = notebook(folder), notebook(tmp_path / "other")
    away.save({KEY: {"blank": {"when": "at noon"}}})
    here.save(said("flat"))
    here.bring(away.download())
    assert here.give(said("grey")) == {KEY: {"blank": {"when": "at noon", "what": "grey"}}}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_ours"),
        ("{}", "not_ours"),
        ("[" * 100_000, "not_ours"),
        ('{"format": "arms-length-record", "version": 1}', "not_ours"),
        (
            '{"format": "arms-length-record", "version": 1, "lock": {"n": 1099511627776}}',
            "not_ours",
        ),
        ('{"format": "arms-length-record", "version": 9}', "newer"),
        (" " * 21_000_000, "too_large"),
    ],
    ids=range(7),
)
def test_a_file_that_is_no_record_is_not_brought(
    folder: Path, store: Store, text: str, code: str
) -> None:
    store.save(said("flat"))
    assert refuses(store.bring, text, PHRASE) == code
    assert answers(folder) == said("flat")[KEY]


def test_a_damaged_record_is_taken_along_as_the_one_before_or_as_it_is(
    folder: Path, store: Store
) -> None:
    store.save(said("first"))
    store.save(said("second"))
    (folder / "notes.json").write_bytes(b"half a rec")
    assert store.download().encode() == (folder / "notes-before.json").read_bytes()
    (folder / "notes-before.json").unlink()
    assert store.download() == "half a rec"


@pytest.mark.parametrize("is_locked", [False, True])
def test_forgetting_removes_all_that_we_made_and_nothing_else(
    folder: Path, is_locked: bool
) -> None:
    store = notebook(folder)
    store.save(said("flat"))
    (folder / "notes.json").write_bytes(b"damaged")
    store.save(said("grey"))
    if is_locked:
        store.lock(PHRASE)
        store = notebook(folder)
    (folder / "notes-0123456789abcdef.part").write_text("half a rec")
    (folder / "notes-damaged-by-rain.json").write_text("mine")
    store.forget()
    assert names(folder) == {"notes-damaged-by-rain.json"}
    assert not store.state()["exists"]
    assert not store.state()["lock"]
    (folder / "notes-damaged-by-rain.json").unlink()
    store.save(said("anew"))
    assert answers(folder) == said("anew")[KEY]
    store.forget()
    assert not folder.exists()


def test_what_is_saved_after_forgetting_begins_without_a_lock(folder: Path, store: Store) -> None:
    store.save(said("flat"))
    store.lock(PHRASE)
    store.forget()
    assert not store.state()["lock"]
    store.save({KEY: {"blank": {"when": "at noon"}}})
    assert answers(folder) == {"blank": {"when": "at noon"}}


def test_forgetting_leaves_a_file_that_another_program_made(folder: Path, store: Store) -> None:
    folder.mkdir()
    (folder / "notes.json").write_text('{"notes": []}')
    store.forget()
    assert names(folder) == {"notes.json"}
    assert store.state()["problem"] == "not_ours"


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_locked", [False, True])
def test_words_of_any_kind_come_back_as_they_were_typed(folder: Path, is_locked: bool) -> None:
    words = "<script>=1+1\x00\x1b\u202e \U0001f642" + "x" * 10_000
    held = {"__proto__": words, "constructor": {"": words}, words: [words]}
    store = notebook(folder)
    if is_locked:
        store.lock(PHRASE)
    assert store.save({"__proto__": held, KEY: held}) == {}
    assert answers(folder, "__proto__", PHRASE if is_locked else None) == held


def test_half_a_letter_is_given_back_as_a_sign_that_jupyter_can_send(
    folder: Path, store: Store
) -> None:
    assert store.save(said("cut \ud83d")) == said("cut \ufffd")
    assert answers(folder) == said("cut \ufffd")[KEY]


def test_what_no_page_of_ours_sends_is_refused(folder: Path, store: Store) -> None:
    deep: Any = "x"
    for _ in range(100):
        deep = [deep]
    assert refuses(store.save, {KEY: {"deep": deep}}) == "failed"
    assert refuses(store.save, {KEY: ["x"]}) == "failed"
    assert refuses(store.save, said("flat"), {"01-what-it-is": "today"}) == "failed"
    assert not folder.exists()


def test_nothing_a_learner_wrote_is_in_a_problem_or_a_log(
    folder: Path, store: Store, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    store.save(said("a secret"))
    problems = []

    def note(act: Callable[..., object], *args: Any) -> None:
        with pytest.raises(RecordProblem) as caught:
            act(*args)
        problems.append("".join(traceback.format_exception(caught.value)))
        problems.append(repr(vars(caught.value)))

    note(store.bring, store.download()[:-4])
    note(store.save, {KEY: ["a secret"]})
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", failing(errno.ENOSPC))
        note(store.save, said("a secret"))
    store.lock("a secret passphrase")
    note(store.unlock, "a secret passphrasf")
    (folder / "notes.json").write_text("a secret")
    (folder / "notes-before.json").write_text("a secret")
    note(store.read)
    assert "secret" not in "".join(problems) + caplog.text
    assert "secret" not in json.dumps(store.state())


def test_ten_thousand_days_are_saved_joined_and_found_again(folder: Path, store: Store) -> None:
    first = date(2000, 1, 1)
    days = [(first + timedelta(days=n)).isoformat() for n in range(10_000)]
    entries = {day: {"mood": n % 11, "what": "work, then a walk"} for n, day in enumerate(days)}
    store.save({LOG: {"entries": entries, "form": {}}})
    other = notebook(folder)
    assert other.give({LOG: {}})[LOG]["entries"] == entries
    other.save({LOG: {"entries": {**entries, "2027-12-01": {"mood": 3}}, "form": {}}})
    assert len(store.save({LOG: {"entries": entries, "form": {}}})[LOG]["entries"]) == 10_001


def test_a_file_that_did_not_change_is_not_read_again(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(said("flat"))
    other = notebook(folder)
    other.save(said("grey"))
    assert store.give({KEY: said("flat")[KEY]}) == said("grey"), "another notebook wrote"
    with monkeypatch.context() as patch:
        patch.setattr(record, "read_envelope", failing(errno.EIO))
        assert store.give({KEY: {}}) == said("grey")
        assert other.give({KEY: {}}) == said("grey")


def test_importing_the_course_loads_nothing_of_the_record() -> None:
    code = "import sys, widgets.show, widgets.record; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"cryptography", "filelock", "_sqlite3"} & set(loaded)
