/**
 * A small host for anywidget's front-end modules: it mounts the exercises of a page over
 * their paper versions. Answers stay in its memory until the learner presses “Save”; then
 * the keeper puts them into this browser.
 */
import { share, show } from "./widgets/base.js";
import shared from "./shared.js";

share(shared);

/** What stands on the page, and who hears what is said to an exercise: one may stand twice. */
const held = new Map();
const hearers = new Map();
const inHand = (key) => ({ type: "restore", seq: 0, answers: {}, ...structuredClone(held.get(key)) });

const tell = (key, message) => hearers.get(key)?.forEach((hear) => hear(message));
const page = { held, mounted: () => hearers.keys(), restore: (key) => tell(key, inHand(key)) };
const FAILED = {
  problem: "failed",
  state: { exists: false, lock: false, open: false, where: "", saved: null, seen: {}, left: null, problem: "failed", words: {} },
};
let engine;
const load = () => {
  engine ??= import("./keeper.js").then(({ keeper }) => keeper(page));
  engine.catch(() => (engine = undefined));
  return engine;
};

async function reply(key, message) {
  const { type, id, seq, answers } = message;
  if (type === "draft") {
    held.set(key, { seq, answers });
    return { type: "ack", seq };
  }
  try {
    if (type === "record") return await (await load()).ask(message);
    await (await load()).ready(key);
  } catch (error) {
    console.error(error);
    if (type === "record") return { type, id, ...FAILED };
  }
  return inHand(key);
}

/**
 * Stands in for the model of a Jupyter widget.
 *
 * @param {Record<string, unknown>} traits
 */
function model(traits) {
  const { key } = traits;
  const listeners = new Map();
  const hear = (message) => listeners.get("msg:custom")?.forEach((callback) => callback(message, []));
  hearers.set(key, [...(hearers.get(key) ?? []), hear]);
  return {
    get: (name) => traits[name],
    set: (name, value) => void (traits[name] = value),
    save_changes: () => {},
    on(event, callback) {
      if (!listeners.has(event)) listeners.set(event, new Set());
      listeners.get(event).add(callback);
    },
    off: (event, callback) => listeners.get(event)?.delete(callback),
    send: (message) => void reply(key, message).then(hear),
  };
}

/** @param {HTMLElement} place a mount point: the paper version and the data */
async function mount(place) {
  const { key, kind } = place.dataset;
  const live = document.createElement("div");
  live.className = "live";
  try {
    const content = JSON.parse(place.querySelector(":scope > script").textContent);
    const module = (await import(`./widgets/${kind}.js`)).default;
    const context = { model: model({ key, kind, content }), el: live, signal: new AbortController().signal };
    // The strip says what was forgotten, so it stays.
    await (kind === "strip" ? module.render(context) : show(module.render, context));
    place.append(live);
    place.dataset.mounted = "";
  } catch (error) {
    // The paper version stays where it is and can be read.
    console.error(error);
  }
}

// A link would leave this page in the history, one step back.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest('a[href="about:blank"]');
  if (!link) return;
  event.preventDefault();
  location.replace(link.href);
});

const shown = Promise.all([...document.querySelectorAll(".mount")].map(mount));
// Once all is seen, and in any case: else whoever serves the pages saw who has answered something,
// and with the network gone since, nothing could be saved.
void shown.then(load);
