import { h, helpLines, left, lessons, notebookLink, onAnswers, place, practices, say, status, t, uniqueId } from "./base.js";
import { chooser } from "./chooser.js";
import { practice } from "./practice.js";
import { record } from "./record.js";

// A page that listens is not kept for the Back button once someone has left.
const course = globalThis.BroadcastChannel && new BroadcastChannel("arms-length");
course?.addEventListener("message", () => {});

/** Opens an empty page in place of this one; nothing may ask "Leave site?" first. */
export function leave() {
  document.documentElement.style.visibility = "hidden";
  document.title = " ";
  let top = globalThis;
  try {
    if (globalThis.top?.location.href) top = globalThis.top;
  } catch {
    // Inside another site's frame only the frame is ours.
  }
  // Others may have asked to hold the page. On the way out nobody is heard any more.
  for (const { BeforeUnloadEvent: Asking } of new Set([globalThis, top])) {
    Asking.prototype.preventDefault = () => {};
    Object.defineProperty(Asking.prototype, "returnValue", { get: () => "", set: () => {} });
  }
  globalThis.onbeforeunload = top.onbeforeunload = null;
  // Pages that the Back button would bring back with their words in place are dropped.
  course?.postMessage("leave");
  top.location.replace("about:blank");
}

function help(signal) {
  return h("div", {}, h("p", { class: "al-urgent" }, t("strip.urgent")), helpLines(signal));
}

const FIRST = "00-start-here";

/** Where the learner was at the last save: a way back there, on the first lesson. */
function leftOff(signal) {
  const line = h("p");
  // Closed, so that nobody who looks over a shoulder reads which lesson it was.
  const fold = h("details", { class: "al-left", hidden: true }, h("summary", {}, t("record.left_off")), line);
  const update = () => {
    const { folder, file, at } = left() ?? {};
    const known = folder === "lessons" ? lessons() : folder === "exercises" ? practices() : [];
    const one = known.find((other) => other.file === file && other.open);
    fold.hidden = !one || file === FIRST;
    if (fold.hidden) return;
    const name = folder === "lessons" ? t("finder.lesson", { n: Number(file.slice(0, 2)), title: one.title }) : one.title;
    const day = new Date(at).toLocaleDateString(undefined, { dateStyle: "medium" });
    line.replaceChildren(t("record.left", { day }), " ", h("a", { href: notebookLink(folder, file), "data-lesson": file }, name));
  };
  update();
  onAnswers((key) => key === "record" && update(), signal);
  return fold;
}

/** The same ways out and on, at the top of every lesson, in the same order. */
export default {
  render({ model, el, signal }) {
    const content = model.get("content");
    const key = model.get("key");
    const panels = [];
    const isBeside = (panel) => panels.some((other) => other.panel !== panel && !other.panel.hidden);
    function toggle(name, body, closed = () => {}) {
      const panel = h("div", { class: "al-panel", id: uniqueId(name), role: "group", "aria-label": t(`strip.${name}`), hidden: true }, body);
      const button = h(
        "button",
        // A panel that another opened beside itself is not closed but shown alone: someone asks for it.
        { type: "button", class: `al-button al-quiet al-${name}`, "aria-expanded": "false", "aria-controls": panel.id, click: () => open(panel.hidden || isBeside(panel)) },
        t(`strip.${name}`),
      );
      function open(yes, alone = true) {
        if (yes && alone) for (const other of panels) if (other.panel !== panel) other.open(false);
        panel.hidden = !yes;
        button.setAttribute("aria-expanded", String(yes));
        if (!yes) closed();
      }
      const one = { panel, button, open };
      panels.push(one);
      return one;
    }
    const rest = practice(content.pause, signal);
    const pause = toggle("pause", rest.element, rest.stop);
    const ways = chooser(content.right_now, signal, (yes) => {
      // Beside the choice, not in its place: someone on the arrow keys may pass by.
      lines.open(yes, false);
      if (yes) below.scrollTop = lines.panel.offsetTop - below.offsetTop;
    });
    const now = toggle("right_now", h("div", {}, ways.element, h("p", { class: "al-hint" }, content.right_now.intro)), ways.clear);
    const lines = toggle("help", help(signal));
    const keep = toggle("save", record({ model, key, signal }));
    const below = h("div", { class: "al-panels" }, pause.panel, now.panel, lines.panel, keep.panel);
    const noteId = uniqueId("leave");
    const works = status();
    const bar = h(
      "div",
      { class: "al-bar-top" },
      h("button", { type: "button", class: "al-button al-leave", "aria-describedby": noteId, click: leave }, t("strip.leave")),
      pause.button,
      lines.button,
      now.button,
      keep.button,
      below,
    );
    const root = h(
      "section",
      {
        class: "al al-strip",
        "aria-label": t("strip.label"),
        keydown: (event) => {
          if (event.key !== "Escape") {
            event.stopPropagation();
            return;
          }
          const open = panels.filter((one) => !one.panel.hidden);
          for (const one of open) one.open(false);
          open[0]?.button.focus();
        },
      },
      bar,
      key.endsWith(FIRST) ? leftOff(signal) : "",
      h("p", { class: "al-hint", id: noteId }, t("strip.leave_note")),
      h("p", { class: "al-hint" }, t(`strip.place_${place()}`)),
      works,
    );
    el.replaceChildren(root);
    say(works, t("strip.works"));
  },
};
