/** One lesson in its notebook panel: the reading view, switched on and off. */

import { note } from "./judge.js";
import { strings } from "./strings.js";

/** @param {Record<string, string>} attributes */
function build(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const scrollerOf = (panel) => panel.content.node.querySelector(".jp-WindowedPanel-outer") ?? panel.content.node;

/** Says one plain sentence at the top of a notebook; an empty one takes the last away. */
export function notice(panel, text) {
  const scroller = scrollerOf(panel);
  let bar = scroller.querySelector(":scope > .al-lab-notice");
  if (!bar) {
    bar = build("p", { class: "al-lab-notice", role: "status" });
    scroller.prepend(bar);
  }
  bar.textContent = text;
}

const frames = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

/**
 * Waits until the engine has said who it is. Jupyter asks once; of an engine that is busy while the
 * page connects, the answer can go astray, and nothing would ever begin.
 */
async function awake(kernel) {
  let known = false;
  const told = kernel.info.finally(() => (known = true));
  while (!known && !kernel.isDisposed) {
    await Promise.race([told, new Promise((resolve) => setTimeout(resolve, 3_000))]);
    if (!known) kernel.requestKernelInfo().catch(() => {}); // it comes as `told`, or is asked again
  }
  await told;
}

/** Fine words for a slow start: later than this the learner is told that one is under way. */
const SLOW = 8_000;

export class Lesson {
  /**
   * @param {any} panel the notebook panel
   * @param {any} CodeCell
   * @param {{ toggle: () => void, changed: () => void }} host
   */
  constructor(panel, CodeCell, host) {
    this.panel = panel;
    this.CodeCell = CodeCell;
    this.host = host;
    this.reading = false;
    /** @type {[Element, string, string][]} attributes to give back */
    this.taken = [];
    this.scroller = scrollerOf(panel);
    this.foot = build("button", { type: "button", class: "al-lab-foot" });
    this.foot.addEventListener("click", host.toggle);
    this.scroller.append(this.foot);
    this.label();
  }

  get notebook() {
    return this.panel.content;
  }

  get session() {
    return this.panel.sessionContext;
  }

  label() {
    this.foot.textContent = this.reading ? strings.to_jupyter : strings.to_lesson;
  }

  /**
   * Turns the notebook into a page to read, and runs it.
   * @param {boolean} opening whether it was opened just now, so that nobody can have changed it
   */
  enter(opening = false) {
    if (this.reading) return;
    const { panel, notebook, session } = this;
    this.reading = true;
    // An author's unsaved work stays unsaved work. What Jupyter notes by itself is not a change.
    this.quiet = opening || !panel.context.model.dirty;
    if (this.quiet) panel.context.model.dirty = false;
    panel.addClass("al-reading");
    // It waits for the engine first. Whatever Jupyter makes of the rest, the exercises come.
    void this.run();
    this.config = notebook.notebookConfig;
    // Every cell has to be there for the browser's search, the Tab key and the printer. In the mode
    // "contentVisibility" it is; to change that one in its first moments is an error inside Jupyter.
    if (this.config.windowingMode !== "contentVisibility") {
      notebook.notebookConfig = { ...this.config, windowingMode: "none" };
    }
    // The notebook hears no clicks and drags: no selected cell, no editing, nothing moved.
    notebook.handleEvent = () => {};
    notebook.onActivateRequest = () => this.focus();
    // Jupyter would put a dialog over the page when a kernel dies; our sentence says it in place.
    if (panel._onSessionStatusChanged) session.statusChanged.disconnect(panel._onSessionStatusChanged, panel);
    session.statusChanged.connect(this.onStatus, this);
    session.kernelChanged.connect(this.onKernel, this);
    panel.context.model.stateChanged.connect(this.onState, this);
    notebook.activeCellChanged.connect(this.plainCells, this);
    this.plainCells();
    this.fold();
    this.label();
    this.host.changed();
    this.toTop();
  }

  /** Gives everything back to Jupyter. */
  leave() {
    if (!this.reading) return;
    const { panel, notebook, session } = this;
    this.reading = false;
    panel.removeClass("al-reading");
    delete notebook.handleEvent;
    delete notebook.onActivateRequest;
    notebook.notebookConfig = { ...notebook.notebookConfig, windowingMode: this.config.windowingMode };
    session.statusChanged.disconnect(this.onStatus, this);
    session.kernelChanged.disconnect(this.onKernel, this);
    panel.context.model.stateChanged.disconnect(this.onState, this);
    notebook.activeCellChanged.disconnect(this.plainCells, this);
    if (panel._onSessionStatusChanged) session.statusChanged.connect(panel._onSessionStatusChanged, panel);
    for (const [node, name, value] of this.taken.splice(0)) node.setAttribute(name, value);
    this.unfold();
    this.label();
    notice(panel, "");
    this.host.changed();
    // Jupyter measured nothing while its frame was hidden.
    window.dispatchEvent(new Event("resize"));
    notebook.activate();
  }

  dispose() {
    this.reading = false;
    this.foot.remove();
  }

  // Running

  onStatus(_, status) {
    if (status === "restarting" || status === "autorestarting") {
      this.stale = true;
      notice(this.panel, strings.restarting);
    } else if (status === "dead") {
      this.stale = true;
      notice(this.panel, strings.stopped);
    } else if (status === "idle" && this.stale) {
      this.stale = false;
      void this.run();
    }
  }

  onKernel(_, { newValue }) {
    if (!newValue) {
      this.stale = true;
      notice(this.panel, strings.stopped);
    } else if (this.ran || this.stale) {
      void this.run();
    }
  }

  onState(_, { name, newValue }) {
    if (name !== "dirty" || !newValue || !this.quiet) return;
    // Later, so that every other listener hears "changed" before it hears "not changed".
    queueMicrotask(() => {
      if (this.reading && !this.panel.isDisposed) this.panel.context.model.dirty = false;
    });
  }

  /** Runs every code cell in order. A later call takes over from one that is under way. */
  async run() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const live = () => this.reading && this.turn === turn && !this.panel.isDisposed;
    const again = Boolean(this.ran);
    let scrollTop;
    const slow = setTimeout(() => live() && notice(this.panel, strings.starting), SLOW);
    try {
      await this.session.ready;
      const kernel = this.session.session?.kernel;
      if (!kernel) throw new Error("no kernel");
      await awake(kernel);
      if (!live()) return;
      this.ran = true;
      scrollTop = this.scroller.scrollTop;
      this.hold(again);
      const cells = this.notebook.widgets.filter((cell) => cell.model.type === "code");
      const replies = await Promise.all(cells.map((cell) => this.CodeCell.execute(cell, this.session)));
      if (!live()) return;
      const broken = replies.some((reply) => reply?.content.status === "error");
      notice(this.panel, broken ? strings.unopened : "");
      this.plainCells();
      await frames();
    } catch (error) {
      if (!live()) return;
      console.warn("At Arm's Length:", error);
      if (!this.stale) notice(this.panel, strings.stopped);
      this.stale = true; // so that an engine which comes back after all is used
    } finally {
      clearTimeout(slow);
      if (live()) {
        if (again) {
          this.hold(false);
          if (scrollTop !== undefined) this.scroller.scrollTop = scrollTop;
        }
        if (this.quiet) this.panel.context.model.dirty = false;
      }
    }
  }

  /** Keeps the page's height while outputs are made anew, so that the reader stays where they are. */
  hold(yes) {
    for (const cell of this.notebook.widgets) {
      if (cell.model.type !== "code") continue;
      cell.node.style.minHeight = yes ? `${cell.node.offsetHeight}px` : "";
    }
  }

  // The page

  toTop() {
    this.scroller.scrollTop = 0;
    this.focus();
  }

  /** Puts the keyboard at the start of the page: the next Tab stop is the strip's first button. */
  focus() {
    this.scroller.tabIndex = -1;
    if (!this.scroller.contains(document.activeElement) || document.activeElement.closest(".jp-Cell") === document.activeElement) {
      this.scroller.focus({ preventScroll: true });
    }
  }

  /** To a reader the cells are no Tab stops, no "Code Cell Content with Output", and no feed. */
  plainCells() {
    const take = (node, name) => {
      if (!node?.hasAttribute(name)) return;
      if (name !== "tabindex") this.taken.push([node, name, node.getAttribute(name)]);
      node.removeAttribute(name);
    };
    for (const { node } of this.notebook.widgets) {
      take(node, "tabindex");
      take(node, "aria-label");
    }
    take(this.scroller.querySelector(".jp-WindowedPanel-viewport"), "role");
  }

  /** Folds what follows "## Go further" behind one button. */
  fold() {
    const cells = this.notebook.widgets;
    const start = cells.findIndex((cell) => /^##\s+Go further\b/.test(cell.model.sharedModel.getSource()));
    if (start < 0) return;
    const folded = cells.slice(start + 1).filter((cell) => note(cell.model)?.further);
    if (!folded.length) return;
    const heading = cells[start].model.sharedModel.getSource().match(/^##\s+(.+)$/m)[1].trim();
    const minutes = note(this.panel.context.model).further_minutes;
    const label = minutes
      ? strings.further.replace("{heading}", heading).replace("{n}", String(minutes))
      : heading;
    const button = build("button", { type: "button", "aria-expanded": "false" }, label);
    const further = (this.further = build("h2", { class: "al-lab-further" }, button));
    this.folded = folded;
    cells[start].node.classList.add("al-lab-further-cell");
    // Jupyter fills a cell later, and by counting what is in it.
    void cells[start].ready.then(() => this.further === further && cells[start].node.prepend(further));
    const show = (open) => {
      button.setAttribute("aria-expanded", String(open));
      // "until-found" lets the browser's search look inside and open it.
      for (const cell of folded) cell.node.hidden = open ? false : "until-found";
    };
    button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
    this.onFound = () => show(true);
    for (const cell of folded) {
      cell.node.classList.add("al-lab-folded");
      cell.node.addEventListener("beforematch", this.onFound);
    }
    show(false);
  }

  unfold() {
    for (const cell of this.folded ?? []) {
      cell.node.hidden = false;
      cell.node.classList.remove("al-lab-folded");
      cell.node.removeEventListener("beforematch", this.onFound);
    }
    this.further?.closest(".jp-Cell")?.classList.remove("al-lab-further-cell");
    this.further?.remove();
    this.folded = this.further = undefined;
  }
}
