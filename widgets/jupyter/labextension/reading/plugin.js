/** Opens lessons in the reading view, in JupyterLab and Notebook 7. */

import { judge } from "./judge.js";
import { Lesson, notice } from "./lesson.js";
import { strings } from "./strings.js";

const ID = "at-arms-length:reading";
const COMMAND = "arms-length:show-jupyter";
const SHORTCUT = "Accel Alt Shift J";
/** Jupyter's keys that stay alive in the reading view: ours, and the command palette. */
const isOurs = (event) =>
  (event.ctrlKey || event.metaKey) &&
  event.shiftKey &&
  (event.altKey ? event.code === "KeyJ" : event.code === "KeyC");

/** The choice lasts as long as the browser tab, so that an author is not asked for it again and again. */
const choice = {
  key: "arms-length:view",
  get jupyter() {
    try {
      return sessionStorage.getItem(this.key) === "jupyter";
    } catch {
      return false;
    }
  },
  set jupyter(yes) {
    try {
      if (yes) sessionStorage.setItem(this.key, "jupyter");
      else sessionStorage.removeItem(this.key);
    } catch {
      // Without storage the choice lasts until the page is loaded again.
    }
  },
};

/** @returns a JupyterLab plugin built on the modules that Jupyter shares. */
export function plugin({ INotebookTracker, ICommandPalette, ISettingRegistry, CodeCell }) {
  return {
    id: ID,
    description: "Runs a lesson by itself and shows it as a page to read.",
    autoStart: true,
    requires: [INotebookTracker],
    optional: [ICommandPalette, ISettingRegistry],
    activate: (app, tracker, palette, registry) => start(app, tracker, palette, registry, CodeCell),
  };
}

function start(app, tracker, palette, registry, CodeCell) {
  /** @type {Map<object, Lesson>} by notebook panel */
  const lessons = new Map();
  const settings = registry?.load(ID).catch(() => undefined) ?? Promise.resolve(undefined);
  const wanted = async () => !choice.jupyter && (await settings)?.get("readingView").composite !== false;
  const current = () => lessons.get(app.shell.currentWidget ?? tracker.currentWidget);

  /** Leaves nothing on screen but the lesson that is being read. */
  function frame() {
    // From one lesson to the next Jupyter's own frame would flash up between them.
    if (unread.has(app.shell.currentWidget)) return;
    const lesson = current();
    for (const element of document.querySelectorAll(".al-path")) element.classList.remove("al-path");
    document.body.classList.toggle("al-reading", Boolean(lesson?.reading));
    if (!lesson?.reading) return;
    for (let element = lesson.scroller; element && element !== document.body; element = element.parentElement) {
      element.classList.add("al-path");
    }
  }

  /** @type {Lesson | undefined} */
  let last;
  /** Begins a lesson at its top, and closes the one before; its kernel stays and holds the answers. */
  function turn() {
    frame();
    const lesson = current();
    if (!lesson?.reading || lesson === last) return;
    const before = last;
    last = lesson;
    lesson.toTop();
    if (before?.reading && !before.panel.isDisposed && !before.panel.context.model.dirty) before.panel.close();
  }

  /** Notebooks of which we do not know yet what they are. */
  const unread = new Set();

  async function open(panel) {
    unread.add(panel);
    try {
      await panel.context.ready;
      await panel.revealed;
      if (!panel.isDisposed) await read(panel);
    } finally {
      unread.delete(panel);
      turn();
      app.commands.notifyCommandChanged(COMMAND);
    }
  }

  async function read(panel) {
    const verdict = judge(panel.context.model);
    if (verdict === "foreign") return;
    if (verdict === "altered") {
      notice(panel, strings.altered);
      return;
    }
    const lesson = new Lesson(panel, CodeCell, {
      // Its own button means this lesson, also while Jupyter does not yet call its panel the current one.
      toggle: () => toggle(lesson),
      changed: frame,
    });
    lessons.set(panel, lesson);
    panel.disposed.connect(() => {
      lesson.dispose();
      lessons.delete(panel);
      frame();
    });
    if (await wanted()) lesson.enter(true);
  }

  tracker.widgetAdded.connect((_, panel) => void open(panel).catch(console.error));
  tracker.forEach((panel) => void open(panel).catch(console.error));
  app.shell.currentChanged?.connect(() => {
    turn();
    app.commands.notifyCommandChanged(COMMAND);
  });
  app.shell.layoutModified?.connect(frame);

  // "Forget everything": lessons that nobody looks at hold answers in the memory of their engines.
  window.addEventListener("arms-length:forgotten", async ({ detail }) => {
    const { sessions } = app.serviceManager;
    const root = current()?.panel.context.path.replace(/(lessons|exercises)\/[^/]+$/, "") ?? "";
    const elsewhere = detail.map((name) => `${root}${name}.ipynb`);
    await sessions.refreshRunning();
    for (const { id, path } of [...sessions.running()]) {
      const isCourse = path.startsWith(root) && /^(lessons|exercises)\/[^/]+\.ipynb$/.test(path.slice(root.length));
      // Asked anew each time: a lesson may have been opened meanwhile.
      const isOpen = elsewhere.includes(path) || Boolean(tracker.find((panel) => panel.context.path === path));
      if (isCourse && !isOpen) await sessions.shutdown(id).catch(console.warn);
    }
  });

  function toggle(lesson) {
    if (lesson.reading) {
      choice.jupyter = true;
      lesson.leave();
    } else if (judge(lesson.panel.context.model) === "lesson") {
      choice.jupyter = false;
      lesson.enter();
    } else {
      notice(lesson.panel, strings.altered);
    }
    frame();
    app.commands.notifyCommandChanged(COMMAND);
  }

  app.commands.addCommand(COMMAND, {
    label: () => (current()?.reading === false ? strings.to_lesson : strings.to_jupyter),
    isEnabled: () => current() !== undefined,
    execute: () => {
      const lesson = current();
      if (lesson) toggle(lesson);
    },
  });
  app.commands.addKeyBinding({ command: COMMAND, keys: [SHORTCUT], selector: "body" });
  palette?.addItem({ command: COMMAND, category: "At Arm's Length" });

  // Jupyter takes single keys as commands ("d d" deletes a cell). While a lesson is read it hears none.
  const hear = app.commands.processKeydownEvent.bind(app.commands);
  app.commands.processKeydownEvent = (event) => {
    const reading = document.body.classList.contains("al-reading");
    if (reading && (event.ctrlKey || event.metaKey) && !event.altKey && event.code === "KeyS") {
      // There is nothing to save here, and the browser would offer to save the page with its answers.
      event.preventDefault();
    }
    if (!reading || isOurs(event)) hear(event);
  };
  document.addEventListener(
    "contextmenu",
    (event) => {
      // Jupyter's menu offers to cut and delete cells; the browser's own offers to copy and look up.
      if (document.body.classList.contains("al-reading")) event.stopPropagation();
    },
    true,
  );

  // Notebook 7 has a browser tab for each notebook; a course is read in one.
  const base = new URL(app.serviceManager.serverSettings.baseUrl, location.href);
  const oneTab = app.name === "Jupyter Notebook";
  /** @returns {string | undefined} the notebook that a link in a lesson leads to, if that is ours to open. */
  function target(link, lesson) {
    if (link.matches(".al a[data-lesson]")) {
      // Only the path counts, and only a full address can be resolved against.
      const from = new URL(encodeURI(lesson.panel.context.path), "http://course/");
      return decodeURIComponent(new URL(link.getAttribute("href"), from).pathname.slice(1));
    }
    const files = `${base.pathname}files/`;
    const { origin, pathname } = new URL(link.href, location.href);
    const ours = oneTab && origin === base.origin && pathname.startsWith(files) && pathname.endsWith(".ipynb");
    return ours ? decodeURIComponent(pathname.slice(files.length)) : undefined;
  }
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest("a[href]");
      const lesson = current();
      if (!link || !lesson?.scroller.contains(link)) return;
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const path = target(link, lesson);
      if (path === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      if (oneTab) location.assign(new URL(`notebooks/${path}`, base));
      else void app.commands.execute("docmanager:open", { path });
    },
    true,
  );
}
