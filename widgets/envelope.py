"""The one format in which a record is kept and carried: JSON text, with a version, open or locked.

What is read may have been changed by anyone. So every type, size and depth is checked, and what
is wrong is told by a code, never by the words that were read. pages/envelope.js does the same.
"""

from __future__ import annotations

import json
import math
import re
import secrets
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any, NamedTuple

Answers = dict[str, Any]
Record = dict[str, Any]

FORMAT = "arms-length-record"
VERSION = 1
MAX_BYTES = 20_000_000
MAX_DEPTH = 32
MIN_PASSPHRASE = 8
_SALT, _NONCE, _KEY, _TAG = 16, 12, 32, 16  # bytes
_MAX_MEMORY = 256 * 2**20  # that a file may ask scrypt to take
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_HALF = re.compile("[\ud800-\udfff]")  # of a pair: a letter that was cut in two
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FOLDER = re.compile(r"lessons|exercises")
_FILE = re.compile(r"[a-z0-9-]{1,80}")


class RecordProblem(Exception):  # noqa: N818 - a reason with a sentence, not an error of the program
    """A reason why something cannot be done: ``code`` names its sentence in ``strings.yml``.

    ``words`` fill the sentence's {words}. Nothing that a learner wrote is ever in it.
    """

    def __init__(self, code: str, **words: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def empty_record() -> Record:
    """Return a record with nothing in it."""
    return {"answers": {}, "seen": {}, "left": None, "aside": []}


class Cost(NamedTuple):
    """What scrypt takes: 128 * ``n`` * ``r`` bytes, and time in proportion to ``n * r * p``."""

    n: int
    r: int
    p: int


# One of the equal choices on OWASP's page on password storage, the one that an old phone can bear.
COST = Cost(2**16, 8, 2)


class Lock(NamedTuple):
    """The part of a lock that stays as long as its passphrase does: ``salt`` is base64."""

    n: int
    r: int
    p: int
    salt: str

    def sealed_with_it(self) -> bytes:
        """Return what AES-GCM also guards, so that nobody can change the lock's numbers."""
        return f"{FORMAT}|{VERSION}|scrypt|{self.n}|{self.r}|{self.p}|{self.salt}".encode()


class Key:
    """What a passphrase makes of a lock. It is kept in memory; the passphrase is not."""

    def __init__(self, lock: Lock, secret: bytes) -> None:
        self.lock = lock
        self.secret = secret


def new_key(passphrase: str, cost: Cost = COST) -> Key:
    """Return the key of a new lock.

    Raises `RecordProblem`: ``short_passphrase`` or ``no_crypto``.
    """
    if len(unicodedata.normalize("NFKC", passphrase)) < MIN_PASSPHRASE:
        raise RecordProblem("short_passphrase")
    salt = b64encode(secrets.token_bytes(_SALT)).decode()
    return derive(passphrase, Lock(*cost, salt))


def derive(passphrase: str, lock: Lock) -> Key:
    """Return the key that ``passphrase`` makes of ``lock``, right or wrong.

    Raises `RecordProblem`: ``no_crypto``.
    """
    try:
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
    except ImportError:
        raise RecordProblem("no_crypto") from None
    # One letter can be typed in several ways; a half is what a browser makes of it.
    same = _HALF.sub("\ufffd", unicodedata.normalize("NFKC", passphrase))
    scrypt = Scrypt(salt=b64decode(lock.salt), length=_KEY, n=lock.n, r=lock.r, p=lock.p)
    return Key(lock, scrypt.derive(same.encode()))


class Sealed(NamedTuple):
    """A locked record: ``text`` is what AES-GCM gives, with its tag at the end."""

    lock: Lock
    nonce: bytes
    text: bytes


class Envelope:
    """A record that was read or written: open, or sealed until the right key opens it."""

    def __init__(
        self, record: Record | None, key: Key | None = None, sealed: Sealed | None = None
    ) -> None:
        self.lock: Lock | None = None
        if locked := sealed or key:
            self.lock = locked.lock
        self._record = record
        self._key = key
        self._sealed = sealed

    def open(self, key: Key | None) -> Record:
        """Return the record, to be read and never changed in place.

        Raises `RecordProblem`: ``locked`` if ``key`` belongs to another lock, ``damaged`` if it
        was made from another passphrase or if what is sealed was changed.
        """
        if self.lock and (key is None or key.lock != self.lock):
            raise RecordProblem("locked")
        if self._sealed and key and key is not self._key:
            self._record = _check_record(_parse(_unseal(key, self._sealed)))
            self._key = key
        if self._record is None or (self.lock and key is not self._key):
            raise RecordProblem("locked")
        return self._record


def read_envelope(text: bytes | str) -> Envelope:
    """Return what ``text`` holds.

    Raises `RecordProblem`: ``too_large``, ``damaged``, ``not_ours``, ``newer`` or ``older``.
    """
    if len(text) > MAX_BYTES:
        raise RecordProblem("too_large")
    whole = _parse(text)
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise RecordProblem("not_ours")
    version = _whole(whole.get("version"))
    if version != VERSION:
        raise RecordProblem("newer" if version > VERSION else "older")
    if "lock" not in whole:
        return Envelope(_check_record(whole.get("record")))
    lock = _group(whole["lock"])
    _need(lock.get("kdf") == "scrypt" and lock.get("cipher") == "AES-256-GCM")
    n, r, p = (_whole(lock.get(name)) for name in ("n", "r", "p"))
    # So that no file can ask for more time or memory than a phone has.
    _need(2**14 <= n <= 2**18 and n & (n - 1) == 0 and 1 <= r <= 16 and 1 <= p <= 8)  # noqa: PLR2004
    _need(128 * n * r <= _MAX_MEMORY)
    _need(len(_base64(lock.get("salt"))) == _SALT)
    nonce, sealed = _base64(lock.get("nonce")), _base64(whole.get("sealed"))
    _need(len(nonce) == _NONCE and len(sealed) >= _TAG)
    return Envelope(None, sealed=Sealed(Lock(n, r, p, lock["salt"]), nonce, sealed))


def write_envelope(record: Record, key: Key | None = None) -> bytes:
    """Return the text of ``record``, locked if there is a ``key``.

    Raises `RecordProblem`: ``too_large``, because it could not be read again, or ``no_crypto``.
    """
    head = {"format": FORMAT, "version": VERSION}
    if key is None:
        data = _dump({**head, "record": record})
    else:
        nonce = secrets.token_bytes(_NONCE)
        sealed = _cipher(key).encrypt(nonce, _dump(record), key.lock.sealed_with_it())
        lock = {
            "kdf": "scrypt",
            **key.lock._asdict(),
            "cipher": "AES-256-GCM",
            "nonce": b64encode(nonce).decode(),
        }
        data = _dump({**head, "lock": lock, "sealed": b64encode(sealed).decode()})
    if len(data) > MAX_BYTES:
        raise RecordProblem("too_large")
    return data


def check_page(answers: dict[str, Any], seen: Any, left: Any, now: str) -> Record:
    """Return as a record what a page sends to be saved at ``now``.

    Raises `RecordProblem`: ``failed`` if it is of another form, which no page of ours sends.
    """
    try:
        left = {**_group(left), "at": now} if left else None
        entries = {key: {"at": now, "answers": one} for key, one in _group(answers).items()}
        page = _check_record({"answers": entries, "seen": seen or {}, "left": left})
        # A walk through ten thousand days takes four times as long as a search in their text.
        is_whole = not _HALF.search(json.dumps(page, ensure_ascii=False))
        return page if is_whole else _group(_well_formed(page))
    except RecordProblem:
        raise RecordProblem("failed") from None


def _cipher(key: Key) -> Any:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ImportError:
        raise RecordProblem("no_crypto") from None
    return AESGCM(key.secret)


def _unseal(key: Key, sealed: Sealed) -> bytes:
    from cryptography.exceptions import InvalidTag

    guarded = key.lock.sealed_with_it()
    try:
        opened: bytes = _cipher(key).decrypt(sealed.nonce, sealed.text, guarded)
    except InvalidTag:
        raise RecordProblem("damaged") from None
    return opened


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _well_formed(value: Any) -> Any:
    """Return ``value`` with a sign in place of each half of a letter, which Jupyter cannot send."""
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    if isinstance(value, list):
        return [_well_formed(one) for one in value]
    if not isinstance(value, dict):
        return value
    whole: dict[str, Any] = {}
    for name, one in value.items():
        new = _HALF.sub("\ufffd", name)
        if new != name:
            while new in value or new in whole:  # each keeps a name of its own, and its words
                new += "\ufffd"
        whole[new] = _well_formed(one)
    return whole


def _refuse(_word: str) -> Any:
    raise ValueError  # NaN and Infinity are no JSON


def _parse(text: bytes | str) -> Any:
    try:
        if isinstance(text, bytes):
            text = text.decode()
        value = json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse)
        has_half = _ESCAPED_HALF.search(text) or _HALF.search(text)
        return _well_formed(value) if has_half else value
    except (ValueError, RecursionError):
        pass
    # Here, because an error in reading carries all that was read.
    raise RecordProblem("damaged")


def _need(yes: bool) -> None:  # noqa: FBT001 - reads like assert
    if not yes:
        raise RecordProblem("damaged")


def _group(value: Any) -> dict[str, Any]:
    _need(isinstance(value, dict))
    return value  # type: ignore[no-any-return]


def _list(value: Any) -> list[Any]:
    _need(isinstance(value, list))
    return value  # type: ignore[no-any-return]


def _whole(value: Any) -> int:
    """Return a whole number; 1.0 is one, as in JavaScript, and true is none."""
    _need(isinstance(value, (int, float)) and not isinstance(value, bool) and value % 1 == 0)
    return int(value)


def _base64(value: Any) -> bytes:
    _need(isinstance(value, str) and len(value) % 4 == 0 and bool(_BASE64.fullmatch(value)))
    return b64decode(value)


def _is_text(value: Any, form: re.Pattern[str] | None = None) -> bool:
    return isinstance(value, str) and (form is None or bool(form.fullmatch(value)))


def _text(value: Any, form: re.Pattern[str] | None = None) -> str:
    _need(_is_text(value, form))
    return value  # type: ignore[no-any-return]


def _check_depth(value: Any) -> None:
    """Walk through ``value`` level by level: a deep one would end a walk that calls itself."""
    level = [value]
    for _ in range(MAX_DEPTH):
        inside: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                inside.extend(one.values())
            elif isinstance(one, list):
                inside.extend(one)
            elif isinstance(one, (int, float)):
                _need(_is_finite(one))
        if not inside:
            return
        level = inside
    _need(False)  # noqa: FBT003


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:  # a whole number that JavaScript would read as infinite
        return False


def _each(value: Any, check: Callable[[Any], Any]) -> dict[str, Any]:
    return {name: check(one) for name, one in _group(value).items()}


def _check_record(value: Any) -> Record:
    """Return ``value`` without what this edition does not know. Raises `RecordProblem`: damaged."""
    given = _group(value)
    _check_depth(given)

    def entry(one: Any) -> dict[str, Any]:
        return {"at": _text(_group(one).get("at"), TIME), "answers": _group(one.get("answers"))}

    def place(one: Any) -> dict[str, str] | None:
        at = _text(_group(one).get("at"), TIME)
        folder, file = one.get("folder"), one.get("file")
        # It becomes a link, so it names a notebook of the course and nothing else.
        if not (_is_text(folder, _FOLDER) and _is_text(file, _FILE)):
            return None
        return {"folder": folder, "file": file, "at": at}

    def words(one: Any) -> dict[str, Any]:
        path = _list(_group(one).get("path"))
        _need(len(path) <= MAX_DEPTH)
        return {
            "key": _text(one.get("key")),
            "path": [_text(name) for name in path],
            "value": one.get("value"),
            "at": _text(one.get("at"), TIME),
        }

    left = given.get("left")
    return {
        "answers": _each(given.get("answers", {}), entry),
        "seen": _each(given.get("seen", {}), lambda day: _text(day, DAY)),
        "left": None if left is None else place(left),
        "aside": [words(one) for one in _list(given.get("aside", []))],
    }
