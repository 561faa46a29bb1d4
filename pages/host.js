/**
 * A small host for anywidget's front-end modules: it mounts the exercises of a page over
 * their paper versions. There is no engine behind a page; answers stay in its memory.
 */
import { share } from "./widgets/base.js";
import shared from "./shared.js";

share(shared);

/**
 * Stands in for the model of a Jupyter widget.
 *
 * @param {Record<string, unknown>} traits
 */
function model(traits) {
  const listeners = new Map();
  const answer = (message) =>
    queueMicrotask(() => listeners.get("msg:custom")?.forEach((callback) => callback(message, [])));
  return {
    get: (name) => traits[name],
    set: (name, value) => void (traits[name] = value),
    save_changes: () => {},
    on(event, callback) {
      if (!listeners.has(event)) listeners.set(event, new Set());
      listeners.get(event).add(callback);
    },
    off: (event, callback) => listeners.get(event)?.delete(callback),
    send(message) {
      if (message.type === "ready") answer({ type: "restore", answers: {}, seq: 0 });
      else if (message.type === "draft") answer({ type: "ack", seq: message.seq });
    },
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
    const signal = new AbortController().signal;
    await module.render({ model: model({ key, kind, content }), el: live, signal });
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

for (const place of document.querySelectorAll(".mount")) mount(place);
