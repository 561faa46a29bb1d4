"""The file format: what is written can be read again, and what was tampered with is told plainly."""

from __future__ import annotations

import json
import traceback
import unicodedata
from base64 import b64decode, b64encode
from typing import Any

import pytest

from widgets import envelope
from widgets.envelope import Cost, Key, RecordProblem, empty_record, read_envelope, write_envelope

AT = "2026-11-29T10:00:00Z"
FAST = Cost(2**14, 1, 1)  # the least that a file may ask for
PHRASE = "four or five words"
RECORD = {
    "answers": {"what-it-is/card": {"at": AT, "answers": {"blank": {"what": "flat"}}}},
    "seen": {"01-what-it-is": "2026-11-29"},
    "left": {"folder": "lessons", "file": "01-what-it-is", "at": AT},
    "aside": [{"key": "what-it-is/card", "path": ["blank", "what"], "value": "grey", "at": AT}],
}


@pytest.fixture(scope="module")
def key() -> Key:
    return envelope.new_key(PHRASE, FAST)


def code_of(text: bytes | str, key: Key | None = None) -> str:
    with pytest.raises(RecordProblem) as caught:
        read_envelope(text).open(key)
    return caught.value.code


def opened(**fields: Any) -> bytes:
    whole = {"format": "arms-length-record", "version": 1, "record": RECORD, **fields}
    return json.dumps(whole).encode()


def with_record(**fields: Any) -> bytes:
    return opened(record={**RECORD, **fields})


def with_words(value: Any) -> bytes:
    return with_record(answers={"a/b": {"at": AT, "answers": {"words": value}}})


def test_an_open_record_can_be_read_by_a_person_and_read_again() -> None:
    text = write_envelope(RECORD)
    assert json.loads(text) == {"format": "arms-length-record", "version": 1, "record": RECORD}
    assert read_envelope(text).open(None) == RECORD
    assert read_envelope(b"\xef\xbb\xbf" + text).open(None) == RECORD, "as an editor leaves it"


def test_a_locked_record_shows_nothing_of_what_is_in_it(key: Key) -> None:
    text = write_envelope(RECORD, key)
    assert b"what-it-is" not in text
    assert b"flat" not in text
    whole = json.loads(text)
    lock = whole["lock"]
    assert {name: lock[name] for name in ("kdf", "n", "r", "p", "cipher")} == {
        "kdf": "scrypt",
        "n": 2**14,
        "r": 1,
        "p": 1,
        "cipher": "AES-256-GCM",
    }
    assert len(b64decode(lock["salt"])) == 16
    assert len(b64decode(lock["nonce"])) == 12
    assert read_envelope(text).open(key) == RECORD


def test_the_sealed_text_is_what_any_aes_gcm_opens_with_the_lock_as_additional_data(
    key: Key,
) -> None:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    whole = json.loads(write_envelope(RECORD, key))
    salt, nonce = whole["lock"]["salt"], b64decode(whole["lock"]["nonce"])
    guarded = f"arms-length-record|1|scrypt|16384|1|1|{salt}".encode()
    assert (
        json.loads(AESGCM(key.secret).decrypt(nonce, b64decode(whole["sealed"]), guarded)) == RECORD
    )


def test_each_write_has_a_nonce_and_each_passphrase_a_salt_of_its_own(key: Key) -> None:
    nonces = {json.loads(write_envelope(RECORD, key))["lock"]["nonce"] for _ in range(20)}
    assert len(nonces) == 20
    assert envelope.new_key(PHRASE, FAST).lock.salt != key.lock.salt


def test_the_real_cost_is_what_owasp_asks_for() -> None:
    real = envelope.new_key(PHRASE)
    assert real.lock[:3] == (2**16, 8, 2)
    text = write_envelope(RECORD, real)
    assert read_envelope(text).open(envelope.derive(PHRASE, real.lock)) == RECORD


def test_another_passphrase_and_another_lock_open_nothing(key: Key) -> None:
    text = write_envelope(RECORD, key)
    assert code_of(text, envelope.derive("four or five wordz", key.lock)) == "damaged"
    assert code_of(text, envelope.new_key(PHRASE, FAST)) == "locked"
    assert code_of(text) == "locked"


def test_a_key_that_opened_once_lets_no_other_one_in(key: Key) -> None:
    envelope_ = read_envelope(write_envelope(RECORD, key))
    assert envelope_.open(key) == RECORD
    with pytest.raises(RecordProblem):
        envelope_.open(envelope.derive("four or five wordz", key.lock))


def test_a_passphrase_is_the_same_however_its_letters_are_typed(key: Key) -> None:
    words = "caf\u00e9 \ufb01sh \uac00\ub098 \u212b"
    made = envelope.new_key(words, FAST)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert envelope.derive(unicodedata.normalize(form, words), made.lock).secret == made.secret
    half = envelope.derive("half a pair \ud83d", key.lock)
    assert half.secret == envelope.derive("half a pair \ufffd", key.lock).secret, "as browsers do"


@pytest.mark.parametrize("passphrase", ["", "seven77", "e\u0301" * 7, "\U0001f642" * 7])
def test_a_short_passphrase_sets_no_lock(passphrase: str) -> None:
    with pytest.raises(RecordProblem) as caught:
        envelope.new_key(passphrase, FAST)
    assert caught.value.code == "short_passphrase"


def test_every_flipped_bit_of_a_locked_record_is_noticed(key: Key) -> None:
    text = write_envelope({**empty_record(), "seen": {"a": "2026-11-29"}}, key)
    for at in range(len(text)):
        for bit in (0, 3, 6):
            changed = bytearray(text)
            changed[at] ^= 1 << bit
            try:
                again = read_envelope(bytes(changed)).open(key)
            except RecordProblem:
                continue
            # Two letters of base64 may stand for the same bytes.
            assert again["seen"] == {"a": "2026-11-29"}


@pytest.mark.parametrize("is_locked", [False, True])
def test_truncated_anywhere_it_is_damaged_and_never_something_else(
    key: Key, is_locked: bool
) -> None:
    text = write_envelope(RECORD, key if is_locked else None)
    assert {code_of(text[:length]) for length in range(len(text))} == {"damaged"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "damaged"),
        (b"\0" * 300, "damaged"),
        (b"\xff\xfe", "damaged"),
        (b"notes of my own", "damaged"),
        (b"[]", "not_ours"),
        (b"null", "not_ours"),
        (b'{"format": "another", "version": 1}', "not_ours"),
        (opened(format="Arms-Length-Record"), "not_ours"),
        (opened(version=2), "newer"),
        (opened(version=10**30), "newer"),
        (opened(version=0), "older"),
        (opened(version=-1), "older"),
        (opened(version="1"), "damaged"),
        (opened(version=True), "damaged"),
        (opened(version=1.5), "damaged"),
        (opened(record=None), "damaged"),
        (opened(record=[]), "damaged"),
        (b'{"format": "arms-length-record", "version": 1}', "damaged"),
        (with_record(answers=[]), "damaged"),
        (with_record(answers={"a/b": {"answers": {}}}), "damaged"),
        (with_record(answers={"a/b": {"at": AT, "answers": []}}), "damaged"),
        (with_record(answers={"a/b": {"at": "yesterday", "answers": {}}}), "damaged"),
        (with_record(answers={"a/b": {"at": AT + "\n", "answers": {}}}), "damaged"),
        (with_record(seen={"a": "29 November"}), "damaged"),
        (with_record(seen={"a": "\u0661\u0662\u0663\u0664-11-29"}), "damaged"),
        (with_record(left={"folder": "lessons", "file": "02-signs"}), "damaged"),
        (with_record(left="lessons"), "damaged"),
        (with_record(aside={}), "damaged"),
        (with_record(aside=[{"key": "a", "path": "b", "value": 1, "at": AT}]), "damaged"),
        (with_record(aside=[{"key": "a", "path": [1], "value": 1, "at": AT}]), "damaged"),
        (with_words(1).replace(b'"words": 1', b'"words": NaN'), "damaged"),
        (with_words(1).replace(b'"words": 1', b'"words": 1e999'), "damaged"),
        (with_words(10**400), "damaged"),
        (with_words(1).replace(b'"words": 1', b'"words": 1' + b"0" * 5000), "damaged"),
        (b" " * 21_000_000, "too_large"),
        (b"[" * 1_000_000, "damaged"),
        (b'{"a":' * 1_000_000, "damaged"),
        (opened(record=None).replace(b"null", b"[" * 5000 + b"]" * 5000), "damaged"),
    ],
    ids=range(38),
)
def test_what_is_no_record_of_ours_has_a_code(text: bytes, code: str) -> None:
    assert code_of(text) == code


def nested(depth: int) -> bytes:
    return with_words(1).replace(b'"words": 1', b'"words": ' + b"[" * depth + b"1" + b"]" * depth)


def test_words_nest_32_levels_deep_counted_from_the_record_and_no_deeper() -> None:
    assert read_envelope(nested(27)).open(None)
    assert code_of(nested(28)) == "damaged"
    assert code_of(nested(300)) == code_of(nested(100_000)) == "damaged"


def locked(key: Key, **fields: Any) -> bytes:
    whole = json.loads(write_envelope(RECORD, key))
    return json.dumps({**whole, "lock": {**whole["lock"], **fields}}).encode()


@pytest.mark.parametrize(
    "fields",
    [
        {"kdf": "none"},
        {"cipher": "AES-128-CBC"},
        {"n": 2**13},
        {"n": 2**19},
        {"n": 2**16 + 1},
        {"n": 2**40},
        {"n": -(2**14)},
        {"n": "65536"},
        {"n": True},
        {"r": 0},
        {"r": 17},
        {"p": 0},
        {"p": 9},
        {"p": 10**12},
        {"n": 2**18, "r": 16},
        {"salt": ""},
        {"salt": 16},
        {"salt": "A" * 24},
        {"salt": "....................AA=="},
        {"salt": b64encode(b"x" * 17).decode()},
        {"nonce": b64encode(b"x" * 11).decode()},
        {"nonce": None},
    ],
    ids=str,
)
def test_a_lock_outside_of_its_bounds_is_never_tried(key: Key, fields: dict[str, Any]) -> None:
    assert code_of(locked(key, **fields), key) == "damaged"


@pytest.mark.parametrize("field", ["kdf", "n", "r", "p", "salt", "cipher", "nonce"])
def test_a_lock_lacks_nothing(key: Key, field: str) -> None:
    whole = json.loads(write_envelope(RECORD, key))
    del whole["lock"][field]
    assert code_of(json.dumps(whole), key) == "damaged"


@pytest.mark.parametrize("sealed", [None, "", "AAAA", "not base64!", "A" * 21])
def test_what_is_sealed_is_base64_with_a_tag(key: Key, sealed: Any) -> None:
    whole = {**json.loads(write_envelope(RECORD, key)), "sealed": sealed}
    assert code_of(json.dumps(whole), key) == "damaged"


def test_what_this_edition_does_not_know_is_left_out() -> None:
    place, words = RECORD["left"], RECORD["aside"][0]
    text = opened(
        more=1,
        record={
            **RECORD,
            "mood": 3,
            "left": {**place, "cell": 4},
            "aside": [{**words, "color": "red"}],
            "answers": {
                key: {**entry, "by": "someone"} for key, entry in RECORD["answers"].items()
            },
        },
    )
    assert read_envelope(text).open(None) == RECORD


@pytest.mark.parametrize("text", [opened(record={}), with_record(left=None)])
def test_what_is_not_there_is_empty(text: bytes) -> None:
    record = read_envelope(text).open(None)
    assert set(record) == {"answers", "seen", "left", "aside"}
    assert record["left"] is None


@pytest.mark.parametrize(
    "place",
    [
        {"folder": "lessons"},
        {"folder": "lessons", "file": ""},
        {"folder": "lessons", "file": "a" * 81},
        {"folder": "lessons", "file": "../../02-signs"},
        {"folder": "lessons", "file": "02-signs\n"},
        {"folder": "lessons", "file": "02-Signs"},
        {"folder": "lessons", "file": "javascript:alert(1)"},
        {"folder": "lessons", "file": ["02-signs"]},
        {"folder": "https://example.org", "file": "02-signs"},
        {"folder": "lessons/..", "file": "02-signs"},
        {"folder": 1, "file": "02-signs"},
    ],
    ids=str,
)
def test_a_place_that_names_no_notebook_is_no_place(place: dict[str, Any]) -> None:
    assert envelope.check_page({}, {}, place, AT)["left"] is None
    assert read_envelope(with_record(left={**place, "at": AT})).open(None)["left"] is None


@pytest.mark.parametrize("folder", ["lessons", "exercises"])
def test_a_place_is_a_notebook_of_the_course(folder: str) -> None:
    place = {"folder": folder, "file": "a" * 80}
    assert envelope.check_page({}, {}, place, AT)["left"] == {**place, "at": AT}


@pytest.mark.parametrize("is_locked", [False, True])
@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "=HYPERLINK(1)",
        "\x00\x07\x1b[31m\u202e\u2028\ufeff",
        "e\u0301 \U0001f642",
        "x" * 100_000,
    ],
    ids=range(5),
)
def test_words_come_back_as_they_were_typed(key: Key, is_locked: bool, words: str) -> None:
    names = {"__proto__": words, "constructor": words, "": words, words: 1}
    record = {**empty_record(), "answers": {"__proto__": {"at": AT, "answers": names}}}
    text = write_envelope(record, key if is_locked else None)
    assert read_envelope(text).open(key if is_locked else None) == record
    assert read_envelope(text.decode()).open(key if is_locked else None) == record


def test_half_a_letter_becomes_a_sign_that_can_be_sent() -> None:
    text = with_words("x \ud800 \U0001f642 \udc00").replace(b"words", b"w\\uDFFF")
    assert b"\\ud800" in text
    held = read_envelope(text).open(None)["answers"]["a/b"]["answers"]
    assert held == {"w\ufffd": "x \ufffd \U0001f642 \ufffd"}
    page = envelope.check_page({"a/b": {"words": ["\ud800"]}}, {}, None, AT)
    assert page["answers"]["a/b"]["answers"] == {"words": ["\ufffd"]}


def test_names_that_differ_in_half_a_letter_keep_what_each_of_them_holds() -> None:
    names = ("\ud800", "\ud801", "\ufffd", "\udc00x", "x")
    own = dict(zip(names, ("one", ["two"], "three", "four", "five"), strict=True))
    mended = {
        "\ufffd\ufffd": "one",
        "\ufffd\ufffd\ufffd": ["two"],
        "\ufffd": "three",
        "\ufffdx": "four",
        "x": "five",
    }
    page = envelope.check_page({"a/b": {"own": own}}, {}, None, AT)
    assert page["answers"]["a/b"]["answers"] == {"own": mended}
    held = read_envelope(with_words(own)).open(None)["answers"]["a/b"]["answers"]
    assert held == {"words": mended}


def test_what_could_not_be_read_again_is_not_written() -> None:
    entry = {"at": AT, "answers": {"words": "x" * 20_000_000}}
    with pytest.raises(RecordProblem) as caught:
        write_envelope({**empty_record(), "answers": {"a/b": entry}})
    assert caught.value.code == "too_large"


def test_a_problem_carries_nothing_that_was_read(key: Key) -> None:
    secret = "a word nobody may see"  # noqa: S105 - words of a learner
    broken = [
        with_words(secret)[:-5],
        with_words(secret).replace(AT.encode(), b"never"),
        with_words(secret).decode().encode("utf-16"),
        with_words([secret] * 40).replace(b'"version": 1', b'"version": 3'),
        write_envelope(json.loads(with_words(secret))["record"], key),
    ]
    for text in broken:
        with pytest.raises(RecordProblem) as caught:
            read_envelope(text).open(envelope.derive("four or five wordz", key.lock))
        told: BaseException | None = caught.value
        while told is not None:
            # A JSON error holds the whole text as its `doc`, a decoding error as its `object`.
            assert secret not in repr(vars(told)) + repr(told.args)
            assert not isinstance(told, ValueError)
            told = told.__context__
        assert secret not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "page",
    [
        {"answers": [], "seen": {}, "left": None},
        {"answers": {"a/b": []}, "seen": {}, "left": None},
        {"answers": {}, "seen": {"a": "today"}, "left": None},
        {"answers": {}, "seen": [1], "left": None},
        {"answers": {}, "seen": {}, "left": ["lessons"]},
        {"answers": {"a/b": {"deep": json.loads("[" * 40 + "]" * 40)}}, "seen": {}, "left": None},
    ],
    ids=range(6),
)
def test_a_page_of_ours_sends_nothing_of_another_form(page: dict[str, Any]) -> None:
    with pytest.raises(RecordProblem) as caught:
        envelope.check_page(**page, now=AT)
    assert caught.value.code == "failed"
