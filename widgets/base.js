/**
 * What every exercise shares: building elements, the words of the interface, and the
 * way answers travel. Plain DOM; content only ever becomes text nodes.
 */

/**
 * @typedef {object} Model The part of a Jupyter widget model that an exercise uses.
 * @property {(name: string) => any} get
 * @property {(message: object) => void} send
 * @property {(event: string, callback: (message: any) => void) => void} on
 */

// Answers outlive the engine: after a restart the lesson mounts anew and finds them here.
const page = (globalThis[Symbol.for("arms-length.page")] ??= {
  // Each as { seq, answers, base, agreed }: what the record held when this page last had it from there,
  // and what the engine was last known to hold.
  answers: new Map(),
  // All tabs that show one notebook hear what its engine says to each.
  tab: Math.random().toString(36).slice(2),
  country: undefined,
  safe: undefined,
  /** What the engine last told of the learner's record. */
  record: undefined,
  /** The exercises whose answers changed here since they were last saved. */
  unsaved: new Set(),
  /** The contents of the exercises that stand here, so that answers can be told in words. */
  contents: new Map(),
  listeners: new Set(),
});

/** Tells all who listen what changed: an exercise's key, "country", "safe", "record" or "forgotten". */
function tell(key) {
  // Of a copy: who is told may begin to listen, and would else be told again and again.
  for (const listener of [...page.listeners]) listener(key);
}

let shared = { strings: {}, helplines: [], place: "browser", lessons: [], practices: [] };

/** Takes what all exercises share: strings, help lines, the place, the lessons and practices. */
export function share(data) {
  shared = { ...shared, ...data };
}

export const lessons = () => shared.lessons;
export const practices = () => shared.practices;
const HERE = /^(localhost|127(\.\d+){3}|\[::1\])$/;
/** @returns {"browser" | "computer" | "server" | "class" | "binder"} where the course runs. */
export function place({ protocol, hostname } = location) {
  // A kernel cannot know from how far away it is used; the address of the page tells.
  const far = protocol.startsWith("http") && !HERE.test(hostname);
  return shared.place === "computer" && far ? "server" : shared.place;
}
export const countries = () => shared.helplines;
/** @returns {Record<string, string>} when each lesson was seen: its file name -> "YYYY-MM-DD". */
export const seen = () => page.record?.seen ?? {};
/** @returns {{ folder: string, file: string, at: string } | undefined} where the learner was at the last save. */
export const left = () => page.record?.left ?? undefined;

/** Takes what the engine tells of the learner's record. */
export function setRecord(state) {
  page.record = state;
  tell("record");
}

/** @returns {any} what the engine last told of the record, or undefined if it did not yet. */
export const recordState = () => page.record;

/**
 * @returns {Record<string, { seq: number, answers: object, base?: object }>} all answers that stand on
 *   this page, with what the record held of each when it last came from there
 */
export const drafts = () =>
  Object.fromEntries([...page.answers].map(([key, { seq, answers, base }]) => [key, { seq, answers, base }]));
export const isUnsaved = () => page.unsaved.size > 0 || Boolean(page.record?.unsaved);
/**
 * Notes that `held`, as `drafts()` gave it, is saved; what changed since then is not.
 *
 * @param {string[]} [joined] exercises that the engine joined with another page's: it sends them anew
 */
export function setSaved(held, joined = []) {
  for (const [key, { seq, answers }] of Object.entries(held)) {
    const now = page.answers.get(key);
    if (!now || joined.includes(key)) continue;
    page.answers.set(key, { ...now, base: answers });
    if (now.seq === seq) page.unsaved.delete(key);
  }
}

/** @returns {Record<string, object>} the contents of the exercises on this page. */
export const contents = () => Object.fromEntries(page.contents);

/** Drops every answer on this page; all exercises begin anew. */
export function forgetAnswers() {
  page.answers.clear();
  page.unsaved.clear();
  page.safe = undefined;
  tell("forgotten");
}

/**
 * Shows an exercise, and shows it anew when everything is forgotten.
 *
 * @param {(context: object) => void} render
 * @param {{ model: Model, el: HTMLElement, signal?: AbortSignal }} context
 */
export function show(render, context) {
  let turn;
  const begin = () => {
    turn?.abort();
    turn = new AbortController();
    return render({ ...context, signal: turn.signal });
  };
  context.signal?.addEventListener("abort", () => turn.abort());
  onAnswers((key) => key === "forgotten" && begin(), context.signal);
  return begin();
}

/** @returns {string} the calendar of three reminders, made for a plan of 1 January 2000. */
export const reminders = () => shared.reminders;

/** @returns {string} where the notebook `file` of `folder` is, seen from "lessons" or "exercises". */
export const notebookLink = (folder, file) =>
  place() === "browser" ? `${file}.html` : `../${folder}/${file}.ipynb`;

/** @returns {string} the sentence `name` ("quiz.check") with its {words} filled in. */
export function t(name, words = {}) {
  const [part, key] = name.split(".");
  const text = shared.strings[part]?.[key];
  if (text === undefined) throw new Error(`no string ${name}`);
  return text.replace(/\{(\w+)\}/g, (whole, word) => (word in words ? String(words[word]) : whole));
}

const FORM_PARTS = new Set(["form", "input", "select", "textarea"]);

/**
 * Builds an element: `h("p", { class: "note" }, "text", child)`.
 * Functions become listeners, true an empty attribute, false and null nothing.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  // Else a browser writes what is typed or picked to the disk, to bring it back after a crash.
  if (FORM_PARTS.has(tag)) element.setAttribute("autocomplete", "off");
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

let count = 0;
/** @returns {string} an id that nothing else on this page has. */
export const uniqueId = (stem) => `al-${stem}-${++count}-${Math.random().toString(36).slice(2, 7)}`;

/** A live region. It stands empty from the first paint and is updated in place. */
export const status = () => h("p", { role: "status", class: "al-status" });

let restoring = false;

/**
 * Puts text into a live region as one text node: two are read out twice. The same text again
 * is told again; what comes back after a reload is no news and stays silent.
 */
export function say(region, text) {
  if (restoring) {
    region.setAttribute("aria-live", "off");
    setTimeout(() => region.removeAttribute("aria-live"), 200);
  }
  if (region.textContent === text && text && !restoring) {
    region.textContent = "";
    setTimeout(() => (region.textContent ||= text));
  } else region.textContent = text;
}

function minutes(exact) {
  // Nobody reads by quarters of a minute.
  const n = Math.ceil(exact * 2) / 2;
  if (exact < 1) return t("base.minutes_less");
  return n === 1 ? t("base.minutes_one") : t("base.minutes", { n });
}

/** Keys belong to the exercise: Jupyter would take "a" or an arrow as a command. */
function keepKeys(event) {
  if (event.key !== "Escape") event.stopPropagation();
}

/** @returns {any} the same without half letters, which a kernel could not send back. */
function whole(x) {
  if (typeof x === "string") return x.replace(/\p{Cs}/gu, "\ufffd");
  if (Array.isArray(x)) return x.map(whole);
  if (x && typeof x === "object") return Object.fromEntries(Object.entries(x).map(([name, value]) => [whole(name), whole(value)]));
  return x;
}

const isGroup = (x) => x !== null && typeof x === "object" && !Array.isArray(x);
const alike = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * @param {object} agreed what this page and its engine last had in common
 * @returns {object} what `mine` and `theirs` changed since then; where both did, the words here win
 */
function merged(theirs, mine, agreed = {}) {
  const names = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
  const join = (name) => {
    const [there, here, before] = [theirs, mine, agreed].map((one) => (Object.hasOwn(one, name) ? one[name] : undefined));
    if (isGroup(there) && isGroup(here)) return merged(there, here, isGroup(before) ? before : {});
    if (alike(here, before)) return there;
    if (alike(there, before)) return here;
    return here === undefined || here === "" ? there : here;
  };
  // From entries, so that a word such as “__proto__” is a name like any other.
  return Object.fromEntries(names.map((name) => [name, join(name)]).filter(([, value]) => value !== undefined));
}

/**
 * Shows `parts` only while the safety questions on this page say so; else `line` says why not.
 * It is no live region: several may wait on one page, and the questions tell what happened.
 */
function onlyIfSafe(parts, line, changed, signal) {
  const update = () => {
    const open = safe() === true;
    for (const part of parts) part.hidden = !open;
    line.hidden = open;
    line.textContent = t(safe() === false ? "safety.left_out" : "safety.first");
    changed(open);
  };
  update();
  onAnswers((key) => key === "safe" && update(), signal);
}

/**
 * Puts an exercise's frame into `el` and connects its answers.
 *
 * @param {{ model: Model, el: HTMLElement, signal?: AbortSignal }} context
 * @param {(answers: object) => void} restore shows answers given earlier
 * @returns {{ root: HTMLElement, content: any, keep: (answers: object) => void }}
 */
export function mount({ model, el, signal }, restore) {
  const content = model.get("content");
  const key = model.get("key");
  page.contents.set(key, content);
  const unheard = h("p", { role: "status", class: "al-unheard" });
  const body = h("div", { class: "al-body" });
  const titleId = uniqueId("title");
  const parts = [
    content.intro && h("p", { class: "al-intro" }, content.intro),
    content.fit_for?.length === 1 && content.fit_for[0] === "private" && h("p", { class: "al-hint" }, t("base.private")),
    body,
    h("p", { class: "al-instead" }, t("base.instead", { instead: content.instead })),
  ].filter(Boolean);
  const wait = content.only_if_safe && h("p", { class: "al-hint al-wait" });
  const root = h(
    "section",
    { class: `al al-${content.kind}`, "data-key": key, "aria-labelledby": titleId, keydown: keepKeys },
    h(
      "div",
      { class: "al-head" },
      h("h3", { id: titleId, class: "al-title" }, content.title),
      h("span", { class: "al-minutes" }, minutes(content.minutes)),
    ),
    wait,
    parts,
    unheard,
  );
  el.replaceChildren(root);

  const held = () => page.answers.get(key);
  // What is left out is not printed either: its paper version stands in its place.
  if (wait) onlyIfSafe(parts, wait, (open) => root.toggleAttribute("data-touched", open && Boolean(held())), signal);
  const atMount = held()?.seq ?? 0;
  let told = false;
  let waiting;
  const heard = () => {
    clearTimeout(waiting);
    waiting = undefined;
    say(unheard, "");
  };
  const send = (message) => {
    // A first "ready" may wait long behind a lesson that starts; only words can be lost.
    if (message.type === "draft") waiting ??= setTimeout(() => say(unheard, t("base.unheard")), 3000);
    try {
      model.send({ ...message, tab: page.tab });
    } catch {
      // A page that lost its engine throws here; the timer tells the learner.
    }
  };
  const changed = () => {
    root.toggleAttribute("data-touched", !body.hidden);
    tell(key);
  };
  const keep = (given, after = 0) => {
    const answers = whole(given);
    const { seq: last = 0, base, agreed } = held() ?? {};
    const seq = Math.max(last, after) + 1;
    page.answers.set(key, { seq, answers, base, agreed });
    page.unsaved.add(key);
    changed();
    // Once the engine has answered here, it knows what these answers came from.
    send({ type: "draft", key, seq, answers, ...(told && !after ? {} : { base: base ?? {} }) });
  };
  const show = (answers) => {
    restoring = true;
    try {
      restore(answers);
    } finally {
      restoring = false;
    }
    changed();
  };
  /** Joins what came to what stands here: neither is lost, and the words here win. */
  const join = ({ seq, answers }) => {
    const mine = held();
    const both = merged(answers, mine.answers, mine.agreed);
    mine.agreed = answers;
    const isNew = !alike(both, mine.answers);
    if (isNew) show(both);
    if (isNew || seq >= mine.seq) keep(both, seq);
  };
  const restored = (message) => {
    const { seq, answers, base } = message;
    const mine = held();
    const early = !told && mine && mine.seq !== atMount;
    told = true;
    // The learner was quicker than the engine.
    if (early && seq > atMount) join(message);
    else if (mine && mine.seq > seq) send({ type: "draft", key, seq: mine.seq, answers: mine.answers, base: mine.base ?? {} });
    else if (mine?.seq === seq) {
      // A new engine counts anew, so the same number can stand for other words.
      if (!alike(mine.answers, answers)) join(message);
      else Object.assign(mine, { base: mine.base ?? base, agreed: answers });
    } else if (seq > 0) {
      page.answers.set(key, { seq, answers, base, agreed: answers });
      page.unsaved.delete(key);
      show(answers);
    }
  };
  model.on("msg:custom", (message) => {
    if (signal?.aborted || (message.tab ?? page.tab) !== page.tab) return;
    if (message.type === "restore") {
      heard();
      restored(message);
    } else if (message.type === "stale") join(message);
    else if (message.type === "too_long") {
      heard();
      say(unheard, t("base.too_long"));
    } else if (message.seq >= (held()?.seq ?? 0)) {
      heard();
      if (message.type === "ack" && held()) held().agreed = held().answers;
    }
  });
  // The caller has not filled the body yet; what the page holds is shown right after.
  queueMicrotask(() => {
    if (held()) show(held().answers);
    send({ type: "ready" });
  });
  return { root: body, content, keep };
}

/** Copies `words` for use elsewhere, and says in `region` whether that worked. */
export async function copyOut(words, region) {
  try {
    await navigator.clipboard.writeText(words);
    say(region, t("worksheet.copied"));
  } catch {
    say(region, t("worksheet.copy_failed"));
  }
}

/** Prints one element and nothing else of the page. */
export function printOnly(element) {
  const page = document.documentElement;
  const mark = (on) => {
    page.classList.toggle("al-printing", on);
    element.classList.toggle("al-print-this", on);
  };
  addEventListener("afterprint", () => mark(false), { once: true });
  mark(true);
  globalThis.print();
}

/** @returns {any} the answers given on this page to another exercise of the same file. */
export const answersOf = (key) => page.answers.get(key)?.answers;

/** Calls `callback(key)` whenever answers change, until `signal` ends. */
export function onAnswers(callback, signal) {
  page.listeners.add(callback);
  signal?.addEventListener("abort", () => page.listeners.delete(callback));
}

/** @returns {any} the chosen country's help lines; at first the one of the browser's language. */
export function country() {
  const code = page.country ?? new Intl.Locale(navigator.language).region;
  return shared.helplines.find((one) => one.code === code) ?? shared.helplines.find((one) => one.code === "world");
}

export const countryIsChosen = () => page.country !== undefined;

/** Chooses the country for every exercise on this page. */
export function chooseCountry(code) {
  page.country = code;
  tell("country");
}

/** @returns {boolean | undefined} whether the safety questions were all answered with no. */
export const safe = () => page.safe;

/** Tells what the safety questions found. It is kept nowhere. */
export function setSafe(yes) {
  page.safe = yes;
  tell("safe");
}

const link = (href, ...children) => h("a", { href, rel: "noreferrer noopener" }, ...children);

/** @returns {string | undefined} where a tap on a contact leads. */
function target(contact, site) {
  const number = contact.number?.replace(/[^+\d]/g, "");
  if (contact.by.includes("call") || contact.by.includes("tty")) return `tel:${number}`;
  if (contact.by.includes("text")) return `sms:${number}`;
  return site;
}

function lineItem(line) {
  const contacts = line.contacts.map((contact) => {
    const where = target(contact, line.site);
    const date = contact.checked ? t("strip.checked", { date: contact.checked }) : t("strip.not_checked");
    return h("span", { class: "al-way" }, where ? link(where, contact.say) : contact.say, " ", h("small", {}, date));
  });
  const called = line.contacts.some((contact) => contact.by.includes("site"));
  return h(
    "li",
    { "data-line": line.kind },
    h("strong", {}, line.name),
    h("span", {}, ` ${line.what}`, line.note && ` ${line.note}`),
    contacts,
    line.site && !called && h("span", { class: "al-way" }, link(line.site, line.site.replace(/^https?:\/\/(www\.)?/, ""))),
  );
}

/**
 * The help lines of a country, and a way to choose it: of the one that the browser's language
 * names until someone chooses. With `kinds` nothing is guessed, and only those kinds stand there.
 *
 * @param {AbortSignal} [signal]
 * @param {string[]} [kinds] of lines, such as "abuse"; until a country is chosen, the world's
 */
export function helpLines(signal, kinds) {
  const list = h("ul", { class: "al-lines" });
  const guessed = h("p", { class: "al-hint" }, t("strip.guessed"));
  const id = uniqueId("country");
  const select = h(
    "select",
    { id, class: "al-country", change: () => chooseCountry(select.value || undefined) },
    kinds && h("option", { value: "" }, t("safety.choose")),
    countries().map((one) => h("option", { value: one.code }, one.name)),
  );
  const update = () => {
    const open = kinds && !countryIsChosen();
    const here = open ? countries().find((one) => one.code === "world") : country();
    select.value = open ? "" : here.code;
    guessed.hidden = Boolean(kinds) || countryIsChosen();
    list.replaceChildren(...here.lines.filter((line) => !kinds || kinds.includes(line.kind)).map(lineItem));
  };
  update();
  onAnswers((key) => key === "country" && update(), signal);
  return h(
    "div",
    { class: "al-help-lines" },
    h("p", {}, h("label", { for: id }, t("strip.country")), " ", select),
    guessed,
    list,
    !kinds && h("p", {}, t("strip.flat_too")),
    h("p", {}, t("strip.traces")),
  );
}

/** The note that stands beside every box for free words. */
export function nobodyReads(signal) {
  const note = h("p", { class: "al-note" });
  const update = () => {
    const line = page.country && country().lines.find((one) => one.kind === "crisis");
    const number = line?.contacts.find((one) => one.by.includes("call"))?.number;
    const named = number === line?.name ? number : `${line?.name} (${number})`;
    const reads = ["binder", "class", "server"].includes(place()) ? "base.server_reads" : "base.nobody_reads";
    say(note, t(reads, { line: number ? named : t("base.anywhere_line") }));
  };
  update();
  onAnswers((key) => key === "country" && update(), signal);
  return note;
}
