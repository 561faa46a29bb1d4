"""The kernel's side of “Save”: what the panel in the strip asks, and how the answers come back.

A page of the course and this module speak in messages (`widgets/record.js` sends them). The words
in them go into the record and nowhere else: into no trait, no log, and no traceback.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from . import base
from .content import load_exercise
from .errors import ContentError
from .record import RecordProblem, Store

Message = dict[str, Any]

_store: Store | None = None


def store() -> Store:
    """Return this kernel's view of the record."""
    global _store  # noqa: PLW0603 - one for each kernel
    if _store is None:
        _store = Store()
    return _store


def give(*keys: str) -> set[str]:
    """Put what the record holds of the exercises ``keys`` into memory; return which changed."""
    bases = {key: base.draft(key).base for key in keys}
    given = store().give({key: base.draft(key).answers for key in keys}, bases)
    for key in keys:
        seq, answers, _ = base.draft(key)
        if key in given:
            base.put(key, given[key], bases[key])
        elif seq:
            base.put(key, answers, bases[key], seq)
    return set(given)


def answer(message: Message) -> Message | None:
    """Return the answer to a message of the panel, or nothing if it is another's."""
    if message.get("type") != "record":
        return None
    reply: Message = {"type": "record", "id": message.get("id")}
    ask = _ASKS.get(str(message.get("ask")))
    try:
        if ask is None:
            raise RecordProblem("failed")  # noqa: TRY301 - told like every other problem
        reply |= ask(message)
    except RecordProblem as problem:
        reply |= {"problem": problem.code, "words": problem.words}
    except Exception:  # noqa: BLE001 - a traceback would put the learner's words into a log
        reply |= {"problem": "failed", "words": {}}
    return reply | {"state": _state()}


def _state() -> Message:
    return store().state() | {"unsaved": bool(base.unsaved)}


def _take(drafts: Any) -> dict[str, base.Draft]:
    """Take the answers that stand on the page, also those that never reached this kernel.

    Returns what another tab of the same notebook holds and this page does not know.
    """
    others = {}
    for key, one in drafts.items() if isinstance(drafts, dict) else ():
        kept = base.draft(key)
        given = base.read_draft(one, kept) if isinstance(one, dict) else None
        if given is None or given.answers == kept.answers:
            continue
        if given.seq <= kept.seq:
            others[key] = kept
        base.put(key, given.answers, given.base, max(given.seq, kept.seq))
        base.unsaved.add(key)
    return others


def _tell(*keys: str) -> None:
    """Show exercises what is held for them now."""
    from .show import shown

    for key in keys:
        if widget := shown(key):
            widget.send(base.restore(key))


def _tell_all() -> None:
    """Show every exercise of this notebook what the record holds."""
    from .show import keys_shown

    _tell(*give(*keys_shown()))


def _save(message: Message) -> Message:
    seen, left = message.get("seen"), message.get("left")
    if others := _take(message.get("drafts")):
        # As two pages that save one after the other: what gives way is set aside, and not lost.
        held = {key: one.answers for key, one in others.items()}
        store().save(held, seen, left, {key: one.base for key, one in others.items()})
    drafts = base.drafts()
    bases = {key: one.base for key, one in drafts.items()}
    changed = store().save({key: one.answers for key, one in drafts.items()}, seen, left, bases)
    for key, one in drafts.items():
        if key in changed:
            base.put(key, changed[key], bases[key])
        else:
            base.put(key, one.answers, bases[key], one.seq)
    base.unsaved.clear()
    _tell(*changed)
    return {"saved": store().state()["saved"], "joined": list(changed)}


def _passphrase(message: Message) -> str:
    given = message.get("passphrase")
    return given if isinstance(given, str) else ""


def _unlock(message: Message) -> Message:
    store().unlock(_passphrase(message))
    _tell_all()
    return {}


def _lock(message: Message) -> Message:
    store().lock(_passphrase(message))
    return {}


def _unlock_for_good(_message: Message) -> Message:
    store().unlock_for_good()
    return {}


def _download(_message: Message) -> Message:
    return {"text": store().download()}


def _bring(message: Message) -> Message:
    text = message.get("text")
    passphrase = _passphrase(message) if "passphrase" in message else None
    brought = store().bring(text if isinstance(text, str) else "", passphrase)
    _tell_all()
    return {"brought": brought}


def _read(_message: Message) -> Message:
    record = store().read()
    contents = {}
    for key in record["answers"]:
        # An exercise of another edition is told under its own name.
        with suppress(KeyError, ContentError):
            contents[key] = load_exercise(key)
    return {"record": record, "contents": contents}


def _forget(_message: Message) -> Message:
    store().forget()
    return _drop(_message)


def _drop(_message: Message) -> Message:
    """Empty the memory alone: the record was forgotten elsewhere."""
    global _store  # noqa: PLW0603 - what it knew of the record is past
    _store = None
    base.drop()
    return {}


_ASKS: dict[str, Callable[[Message], Message]] = {
    "state": lambda _message: {},
    "save": _save,
    "unlock": _unlock,
    "lock": _lock,
    "unlock_for_good": _unlock_for_good,
    "download": _download,
    "bring": _bring,
    "read": _read,
    "forget": _forget,
    "drop": _drop,
}
