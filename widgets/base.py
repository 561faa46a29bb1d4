"""What every exercise has in common: its content, its two faces, and the learner's answers.

Traits carry content from Python to the page. Answers come back as messages and stay in this
process: never in a trait, a mimebundle, a saved notebook or a log.
"""

from __future__ import annotations

from functools import cache
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import anywidget
import traitlets

from . import content as course

HERE = Path(__file__).parent
# Modules that kinds and other parts import; none shows an exercise by itself.
PARTS = ("base", "download", "record", "telling")
KINDS = tuple(sorted(path.stem for path in HERE.glob("*.js") if path.stem not in PARTS))
MAX_ANSWER_CHARACTERS = 4_000_000  # some ten thousand days of a log; a message may be larger

_SHELL = """
export default {
  async render({ model, el, host, signal }) {
    try {
      const kit = await host.getWidget("anywidget:" + model.get("kit"));
      await kit.exports.render(model.get("kind"), { model, el, signal });
    } catch (error) {
      console.error(error);
      const p = document.createElement("p");
      p.setAttribute("role", "alert");
      p.textContent = model.get("failure");
      el.replaceChildren(p);
    }
  },
};
"""

_KIT = """
async function load(sources, shared) {
  const url = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const urls = {};
  const linked = (name) =>
    (urls[name] ??= url(sources[name].replace(/(from |import\\()"\\.\\/(\\w+)\\.js"/g,
      (_, word, other) => `${word}"${linked(other)}"`)));
  const base = await import(linked("base"));
  base.share(shared);
  const kinds = {};
  return {
    async render(kind, context) {
      kinds[kind] ??= import(linked(kind));
      const { render } = (await kinds[kind]).default;
      // The strip says what was forgotten, so it stays.
      return kind === "strip" ? render(context) : base.show(render, context);
    },
  };
}
export default {
  initialize({ model }) {
    return load(model.get("sources"), model.get("shared"));
  },
};
"""


def styles() -> list[Path]:
    """Return the style sheets in the order in which they apply; a part may have none."""
    paths = (HERE / f"{name}.css" for name in (*PARTS, *KINDS))
    return [path for path in paths if path.is_file()]


class Kit(anywidget.AnyWidget):
    """All front-end modules and styles, sent once for each kernel."""

    _esm = _KIT
    _css = traitlets.Unicode().tag(sync=True)
    sources = traitlets.Dict().tag(sync=True)
    shared = traitlets.Dict().tag(sync=True)


@cache
def kit() -> Kit:
    """Return this kernel's kit."""
    from .place import shared_data

    return Kit(
        sources={
            name: (HERE / f"{name}.js").read_text(encoding="utf-8") for name in (*PARTS, *KINDS)
        },
        _css="\n".join(path.read_text(encoding="utf-8") for path in styles()),
        shared=shared_data(),
    )


class Draft(NamedTuple):
    """The answers to one exercise, how many times they changed, and what they came from.

    ``base`` is what the record held when the page that shows them last had it from there.
    """

    seq: int
    answers: dict[str, Any]
    base: dict[str, Any]


_drafts: dict[str, Draft] = {}
unsaved: set[str] = set()  # the exercises whose answers changed since they were saved


def draft(key: str) -> Draft:
    """Return the answers to an exercise, in memory only."""
    return _drafts.get(key, Draft(0, {}, {}))


def drafts() -> dict[str, Draft]:
    """Return all answers in memory, by exercise."""
    return dict(_drafts)


def put(key: str, answers: dict[str, Any], base: dict[str, Any], seq: int | None = None) -> None:
    """Hold ``answers``, as newer than what every page shows unless ``seq`` says else."""
    _drafts[key] = Draft(draft(key).seq + 1 if seq is None else seq, answers, base)


def restore(key: str) -> dict[str, Any]:
    """Return the message that shows an exercise what is held for it."""
    return {"type": "restore", **draft(key)._asdict()}


def read_draft(message: dict[str, Any], kept: Draft) -> Draft | None:
    """Return the answers that a page sent, or nothing if they cannot be held."""
    seq, answers, base = (message.get(name) for name in ("seq", "answers", "base"))
    if not isinstance(seq, int) or not isinstance(answers, dict):
        return None
    return Draft(seq, answers, base if isinstance(base, dict) else kept.base)


def drop() -> None:
    """Forget every answer in memory."""
    _drafts.clear()
    unsaved.clear()


class Exercise(anywidget.AnyWidget):
    """An exercise: ``content`` as plain data, ``key`` such as ``what-it-is/quiz``."""

    _esm = _SHELL
    kind = traitlets.Unicode().tag(sync=True)
    key = traitlets.Unicode().tag(sync=True)
    content = traitlets.Dict().tag(sync=True)
    kit = traitlets.Unicode().tag(sync=True)
    failure = traitlets.Unicode().tag(sync=True)

    def __init__(self, key: str, content: dict[str, Any], **traits: Any) -> None:
        super().__init__(
            key=key,
            kind=content["kind"],
            content=content,
            kit=kit().model_id,
            failure=course.load_strings()["base"]["failure"],
            **traits,
        )
        self.on_msg(self._on_page_message)

    @property
    def answers(self) -> dict[str, Any]:
        """What the learner has answered so far, in memory only."""
        return draft(self.key).answers

    def _on_page_message(self, _widget: Any, message: Any, _buffers: Any) -> None:
        if not isinstance(message, dict):
            return
        if reply := self._reply(message):
            # Every tab that shows this notebook hears it; each knows its own name.
            self.send(reply | ({"tab": message["tab"]} if "tab" in message else {}))

    def _reply(self, message: dict[str, Any]) -> dict[str, Any] | None:
        if message.get("type") == "ready":
            from .saving import give

            give(self.key)
            return restore(self.key)
        kept = draft(self.key)
        if message.get("type") == "draft":
            given = read_draft(message, kept)
            if given is None:
                return None
            seq, answers, came_from = given
            if len(str(answers)) > MAX_ANSWER_CHARACTERS:
                return {"type": "too_long", "seq": seq}
            if seq <= kept.seq and answers != kept.answers:
                # Another tab was here; the page joins both and sends them as the newer ones.
                return {"type": "stale", "answers": kept.answers, "seq": kept.seq}
            if answers != kept.answers:
                unsaved.add(self.key)
            put(self.key, answers, came_from, seq=max(seq, kept.seq))
            return {"type": "ack", "seq": seq}
        if self.kind in KINDS:
            # A kind may answer messages of its own, from the answers held here.
            module = import_module(f".{self.kind}", __package__)
            if answer := getattr(module, "answer", None):
                reply: dict[str, Any] | None = answer(message, kept.answers)
                return reply
        return None

    def _repr_mimebundle_(self, **_kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        from .paper import paper, plain

        bundle = {
            "text/plain": plain(self.content),
            "text/html": paper(self.content),
            "application/vnd.jupyter.widget-view+json": {
                "version_major": 2,
                "version_minor": 0,
                "model_id": self.model_id,
            },
        }
        return bundle, {}


class Notice:
    """A plain sentence in place of something that cannot be shown; never a traceback."""

    def __init__(self, text: str) -> None:
        self.text = text

    def _repr_html_(self) -> str:
        return f'<div class="al al-notice" role="alert"><p>{escape(self.text)}</p></div>'

    def __repr__(self) -> str:
        return self.text
