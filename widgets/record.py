"""What the learner keeps: one record in one folder, written only when they say so.

A record is plain data, the same in a notebook and in a page::

    {"answers": {"what-it-is/quiz": {"at": "2026-11-29T10:00:00Z", "answers": {}}},
     "seen": {"01-what-it-is": "2026-11-29"},
     "left": {"folder": "lessons", "file": "01-what-it-is", "at": "2026-11-29T10:00:00Z"},
     "aside": [{"key": "what-it-is/card", "path": ["blank", "what"], "value": "flat", "at": "..."}]}

Several notebooks may save into it at once: each joins what it has with what is there.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from .envelope import (
    COST,
    MAX_BYTES,
    Answers,
    Cost,
    Envelope,
    Key,
    Record,
    RecordProblem,
    check_page,
    derive,
    empty_record,
    new_key,
    read_envelope,
    write_envelope,
)
from .merge import merge, merge_page, merge_records, same

__all__ = ["RecordProblem", "Store", "folder"]

NOW, BEFORE, LOCK = "notes.json", "notes-before.json", "notes.lock"
_PART = re.compile(r"notes-[0-9a-f]{16}\.part")
_DAMAGED = re.compile(r"notes-damaged-\d{4}-\d\d-\d\d-\d+\.json")
_WINDOWS = os.name == "nt"
_PATIENCE = 2.0  # seconds for another save to end; the page gives up after 3

_P = ParamSpec("_P")
_T = TypeVar("_T")


def folder() -> Path:
    """Return the folder of the record: ARMS_LENGTH_FOLDER, or the system's own for such data."""
    if named := os.environ.get("ARMS_LENGTH_FOLDER"):
        return Path(os.path.expanduser(named)).absolute()  # noqa: PTH111 - raises nothing
    from platformdirs import user_data_dir

    return Path(user_data_dir("at-arms-length", appauthor=False)).absolute()


def _plain(method: Callable[Concatenate[Store, _P], _T]) -> Callable[Concatenate[Store, _P], _T]:
    """Turn what the system refuses into a problem that has a sentence."""

    @wraps(method)
    def told(self: Store, /, *args: _P.args, **more: _P.kwargs) -> _T:
        try:
            return method(self, *args, **more)
        except OSError as error:
            code = _code(error)
        except (ImportError, MemoryError):
            code = "failed"
        raise RecordProblem(code, where=str(self.folder))

    return told


def _code(error: OSError) -> str:
    if isinstance(error, TimeoutError):  # filelock's
        return "busy"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "no_room"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "not_allowed"
    return "failed"


class _Found(NamedTuple):
    """What lies in the folder: with a ``problem``, the record is empty."""

    record: Record
    key: Key | None
    exists: bool
    damaged: tuple[str, ...] = ()  # names of files
    problem: str | None = None


class Store:
    """The record as one kernel sees it. Every method may raise `RecordProblem`, and nothing else.

    Answers and records that it takes or gives are shared, so nobody changes them in place.
    """

    def __init__(self, where: Path | None = None, cost: Cost = COST) -> None:
        self._where = where
        self._cost = cost
        self._key: Key | None = None
        self._base: dict[str, Answers] = {}
        self._read: dict[str, tuple[Any, Envelope]] = {}
        self._has_looked = False

    @cached_property
    def folder(self) -> Path:
        """The folder, which may not be there yet."""
        return self._where or folder()

    # What a page asks for

    def state(self) -> dict[str, Any]:
        """Return what a page may know without a passphrase. It raises nothing."""
        found, problem, words = None, None, {}
        self._sweep()
        try:
            found = self._look()
            saved = self._saved()
            problem = found.problem or ("restored_backup" if found.damaged else None)
            words = {"file": found.damaged[0]} if found.damaged else {}
        except RecordProblem as error:
            problem, words = error.code, error.words
            saved = self._saved()
        is_locked = problem == "locked"
        record = found.record if found else empty_record()
        return {
            "exists": found.exists if found else saved is not None,
            "lock": is_locked or bool(found and found.exists and found.key),
            "open": bool(found and found.exists and not found.problem),
            "where": str(self.folder),
            "saved": saved,
            "seen": record["seen"],
            "left": record["left"],
            "problem": None if is_locked else problem,
            "words": {} if is_locked else words,
        }

    def give(
        self, held: Mapping[str, Answers], base: dict[str, Answers] | None = None
    ) -> dict[str, Answers]:
        """Return what exercises should show, where it is not what they ``held`` already.

        ``held`` names the exercises that are meant, with what stands on the page ({} for nothing).
        ``base`` holds what the record had when the page last had it from there, and is brought up
        to date here; without it this kernel's own last reading counts. While the record is locked
        or cannot be read, there is nothing to give.
        """
        known = self._base if base is None else base
        try:
            answers = self._look().record["answers"]
        except RecordProblem:
            return {}
        given = {}
        for key, mine in held.items():
            if key not in answers:
                continue
            theirs = answers[key]["answers"]
            joined, aside = merge(known.get(key, {}), mine, theirs) if mine else (theirs, [])
            if not aside:  # else the words that gave way are set aside by the next save
                known[key] = theirs
            if not same(joined, mine):
                given[key] = joined
        return given

    @_plain
    def save(
        self,
        drafts: Mapping[str, Answers],
        seen: Any = None,
        left: Any = None,
        base: dict[str, Answers] | None = None,
    ) -> dict[str, Answers]:
        """Join the answers of a page with the record, and return when they are on the disk.

        ``seen`` gives days by notebook, ``left`` the folder and file of this one; ``base`` is as
        for `give`. Returns the answers that are not what the page sent, since another page had
        changed them.
        """
        known = self._base if base is None else base
        page = check_page(dict(drafts), seen, left, _utc())
        with self._writing() as found:
            record = merge_page(found.record, page, known)
            self._write(found, record, found.key)
        kept = {key: record["answers"][key]["answers"] for key in drafts}
        known.update(kept)
        return {key: one for key, one in kept.items() if not same(one, drafts[key])}

    @_plain
    def unlock(self, passphrase: str) -> None:
        """Open a locked record for as long as this kernel lives, or until the lock is changed.

        A record without a lock opens with any passphrase. If this kernel has a key, that is how
        the learner agrees that it is open now: another notebook took the lock off, or somebody put
        an open file there. A kernel cannot tell these apart, so until then it saves nothing there.
        """
        envelope = self._envelope(NOW, torn_is_none=True) or self._envelope(BEFORE)
        if envelope is None:
            raise RecordProblem("nothing")
        if envelope.lock is None:
            self._key = None
            return
        before, self._key = self._key, derive(passphrase, envelope.lock)
        self._read.clear()  # what another key has opened is no proof of this one
        with suppress(RecordProblem):
            # If the last save was damaged, the same passphrase opens the one before it.
            found = self._look()
            if found.key and not found.problem:
                return
        self._key = before
        raise RecordProblem("wrong_passphrase")

    @_plain
    def lock(self, passphrase: str) -> None:
        """Set a passphrase, or another one; nothing of ours stays that can be read without it."""
        key = new_key(passphrase, self._cost)
        with self._writing() as found:
            if found.problem:
                raise RecordProblem(found.problem)
            # The one before comes first: no open file ever stands beside a locked one.
            self._write_both(found.record, key, (BEFORE, NOW))
            for path in self._ours(_DAMAGED):
                path.unlink()
        self._key = key

    @_plain
    def unlock_for_good(self) -> None:
        """Take the lock off."""
        with self._writing(make=False) as found:
            if found.problem:
                raise RecordProblem(found.problem)
            if found.key:
                self._put_damaged_aside(found.damaged)
                self._write_both(found.record, None, (NOW, BEFORE))
        self._key = None

    @_plain
    def download(self) -> str:
        """Return the text of the record as it is stored."""
        names = (NOW, BEFORE)
        try:
            if NOW in self._look().damaged:
                names = (BEFORE, NOW)
        except RecordProblem as problem:
            if problem.code == "too_large":
                raise
        for name in names:
            with suppress(FileNotFoundError):
                return (self.folder / name).read_bytes().decode(errors="replace")
        raise RecordProblem("nothing")

    @_plain
    def bring(self, text: str, passphrase: str | None = None) -> int:
        """Join the record in ``text`` with the stored one; return how many exercises it holds.

        It stays locked as the stored one is; if nothing is stored that can be read, as it came.
        """
        brought, key = _open_file(text, passphrase)
        if not brought["answers"] and self._saved() is None:
            return 0
        with self._writing() as found:
            can_be_read = found.exists and not found.problem
            own = found.key if can_be_read or found.key else key
            self._write(found, merge_records(found.record, brought), own)
            self._key = own
        return len(brought["answers"])

    @_plain
    def read(self) -> Record:
        """Return the open record, for the exports that a person reads."""
        found = self._look()
        if found.problem or not found.exists:
            raise RecordProblem(found.problem or "nothing")
        return found.record

    @_plain
    def forget(self) -> None:
        """Remove every file that the course made here, and its folder if nothing else is in it."""
        if self.folder.is_dir():
            with self._locked():
                names = [name for name in (NOW, BEFORE) if not self._is_foreign(name)]
                paths = [self.folder / name for name in names]
                for path in (*paths, *self._ours(_DAMAGED), *self._ours(_PART)):
                    path.unlink(missing_ok=True)
            (self.folder / LOCK).unlink(missing_ok=True)
            with suppress(OSError):
                self.folder.rmdir()
        self._key = None
        self._base.clear()
        self._read.clear()

    # Reading: a file is whole at any moment, so it needs no lock

    def _envelope(self, name: str, *, torn_is_none: bool = False) -> Envelope | None:
        """Return what is in a file, from memory if we know that file; None if there is none."""
        try:
            with (self.folder / name).open("rb") as file:
                state = _state_of(file.fileno())
                if name in self._read and self._read[name][0] == state:
                    return self._read[name][1]
                envelope = read_envelope(file.read(MAX_BYTES + 1))
        except FileNotFoundError:
            return None
        except RecordProblem as problem:
            if torn_is_none and problem.code == "damaged":
                return None
            raise
        self._read[name] = (state, envelope)
        return envelope

    @_plain
    def _look(self) -> _Found:
        """Find the record, or the one before it where the last one is damaged or gone."""
        if not self._has_looked:
            self._has_looked = True
            self._sweep()
        damaged: tuple[str, ...] = ()
        for name in (NOW, BEFORE):
            try:
                if envelope := self._envelope(name):
                    if self._key and not envelope.lock:
                        # What was written behind a lock goes into no open file: see `unlock`.
                        raise RecordProblem("locked")  # noqa: TRY301 - like any other lock
                    record = envelope.open(self._key)
                    return _Found(record, self._key, exists=True, damaged=damaged)
            except RecordProblem as problem:
                if problem.code != "damaged":
                    raise
                damaged += (name,)
        # A lock that was set here stays on what is saved next.
        problem_here = "damaged" if damaged else None
        return _Found(empty_record(), self._key, bool(damaged), damaged, problem_here)

    def _saved(self) -> str | None:
        for name in (NOW, BEFORE):
            with suppress(OSError):
                return _utc((self.folder / name).stat().st_mtime)
        return None

    def _is_foreign(self, name: str) -> bool:
        try:
            self._envelope(name)
        except RecordProblem as problem:
            return problem.code == "not_ours"
        return False

    def _ours(self, form: re.Pattern[str]) -> list[Path]:
        return [path for path in self.folder.iterdir() if form.fullmatch(path.name)]

    # Writing: under the file lock, beside the file, and in its place only when it is whole

    @contextmanager
    def _locked(self, *, waiting: bool = True) -> Iterator[None]:
        from filelock import FileLock

        lock = FileLock(self.folder / LOCK, timeout=_PATIENCE if waiting else 0, mode=0o600)
        with self._private():
            held = lock.acquire()
        with held:
            yield

    @contextmanager
    def _private(self) -> Iterator[None]:
        """See that a folder which is made meanwhile is the learner's alone.

        filelock makes one with the usual rights if another notebook has just forgotten everything.
        """
        if _WINDOWS:
            yield
            return
        before = None
        with suppress(FileNotFoundError):
            before = os.open(self.folder, os.O_RDONLY)  # while it is open, its number stays its own
        try:
            yield
        finally:
            with suppress(FileNotFoundError):
                now = self.folder.stat()
                if before is None or not os.path.samestat(os.fstat(before), now):
                    self.folder.chmod(0o700)
            if before is not None:
                os.close(before)

    def _sweep(self) -> None:
        """Remove what killed saves left over: it may be open beside a record that is locked.

        Under the lock no such file belongs to a save that lives. If somebody saves right now, that
        save does it.
        """
        with suppress(OSError, ImportError):
            if self._ours(_PART):
                with self._locked(waiting=False):
                    self._remove_parts()

    def _remove_parts(self) -> None:
        for path in self._ours(_PART):
            path.unlink()

    @contextmanager
    def _writing(self, *, make: bool = True) -> Iterator[_Found]:
        if not make and self._saved() is None:
            raise RecordProblem("nothing")
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        with self._locked():
            self._remove_parts()
            yield self._look()

    def _write(self, found: _Found, record: Record, key: Key | None) -> None:
        with self._part(write_envelope(record, key)) as (part, state):
            self._put_damaged_aside(found.damaged)
            with suppress(FileNotFoundError):
                _replace(self.folder / NOW, self.folder / BEFORE)
            _replace(part, self.folder / NOW)
            self._sync()
        self._read[NOW] = (state, Envelope(record, key))

    def _write_both(self, record: Record, key: Key | None, names: tuple[str, str]) -> None:
        data = write_envelope(record, key)
        with self._part(data) as (first, _), self._part(data) as (second, _):
            for part, name in zip((first, second), names, strict=True):
                _replace(part, self.folder / name)
                self._sync()
        self._read.clear()

    @contextmanager
    def _part(self, data: bytes) -> Iterator[tuple[Path, Any]]:
        """Write ``data`` to a new file on the disk, which goes if nobody takes it."""
        path = self.folder / f"notes-{secrets.token_hex(8)}.part"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        file = os.open(path, flags, 0o600)
        try:
            try:
                rest = memoryview(data)
                while rest:
                    rest = rest[os.write(file, rest) :]
                os.fsync(file)
                state = _state_of(file)
            finally:
                os.close(file)
            yield path, state
        finally:
            path.unlink(missing_ok=True)

    def _put_damaged_aside(self, names: tuple[str, ...]) -> None:
        day = datetime.now().astimezone().date().isoformat()
        n = 1
        for name in names:
            while (aside := self.folder / f"notes-damaged-{day}-{n}.json").exists():
                n += 1
            _replace(self.folder / name, aside)

    def _sync(self) -> None:
        """Bring the new names to the disk; Windows does so by itself."""
        if _WINDOWS:
            return
        file = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(file)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # not for folders, on some disks
                raise
        finally:
            os.close(file)


def _open_file(text: str, passphrase: str | None) -> tuple[Record, Key | None]:
    try:
        envelope = read_envelope(text)
    except RecordProblem as problem:
        # “Damaged” speaks of what is stored here.
        raise RecordProblem("not_ours" if problem.code == "damaged" else problem.code) from None
    if not envelope.lock:
        return envelope.open(None), None
    if passphrase is None:
        raise RecordProblem("needs_passphrase")
    key = derive(passphrase, envelope.lock)
    try:
        return envelope.open(key), key
    except RecordProblem:
        raise RecordProblem("wrong_passphrase") from None


def _replace(path: Path, other: Path) -> None:
    """Put a file in the place of another. Windows refuses while anyone reads either of them."""
    for wait in (0.01, 0.05, 0.2):
        try:
            path.replace(other)
        except PermissionError:
            if not _WINDOWS:
                raise
            time.sleep(wait)
        else:
            return
    path.replace(other)


def _state_of(file: int) -> tuple[int, int, int]:
    """Return what tells whether an open file is the one that was read before."""
    stat = os.fstat(file)
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def _utc(at: float | None = None) -> str:
    moment = datetime.now(UTC) if at is None else datetime.fromtimestamp(at, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}Z"
