/**
 * What the learner keeps: Save, take away, bring back, lock and forget, in one panel.
 *
 * The panel asks the engine behind the page by messages, and says only what the engine answered:
 * the kernel's `widgets/record.py`, or `pages/keeper.js` behind a page without a kernel.
 */
import {
  contents, copyOut, drafts, forgetAnswers, h, isUnsaved, onAnswers, place, recordState, say, setRecord, setSaved, status, t, uniqueId,
} from "./base.js";

/** How long an answer may take before the learner is told that nothing was saved. */
const SILENT_MS = 3000;
/** The engine works on a passphrase for a while; a slow phone takes longer. */
const SILENT_LOCK_MS = 30_000;
/** How long other pages of the course have to say that they are open. */
const ANSWERS_MS = 300;
const LARGEST_FILE = 20_000_000;
const SHORTEST = 8; // as in widgets/envelope.py and pages/lock.js
const FILE = "notes.json";

/** @returns {string} the calendar day where the learner is, such as "2026-03-01". */
function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** What makes files is fetched before there is something to put into one: then the way to it may be gone. */
let making;
function load() {
  making ??= Promise.all([import("./telling.js"), import("./download.js")]).then(([one, two]) => ({ ...one, ...two }));
  making.catch(() => (making = undefined));
  return making;
}

const inWords = (iso) => new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

/**
 * Asks the engine and waits for its answer.
 *
 * @param {{ send: (message: object) => void, on: Function }} model the strip's
 * @returns {(ask: string, more?: object, wait?: number) => Promise<any>} the engine's answer, or
 *   `{ problem: "silent", late: Promise }` if there was none in time; `late` is the answer after all
 */
export function asker(model, signal) {
  const waiting = new Map();
  let last = 0;
  model.on("msg:custom", (message) => {
    if (signal?.aborted || message?.type !== "record") return;
    const take = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.state) setRecord(message.state);
    take?.(message);
  });
  return (ask, more = {}, wait = SILENT_MS) => {
    // Other tabs hear what the engine says to this one.
    const id = `${Math.random().toString(36).slice(2)}-${++last}`;
    const answer = new Promise((resolve) => waiting.set(id, resolve));
    try {
      model.send({ type: "record", ask, id, ...more });
    } catch {
      // A page that lost its engine throws here; the time that passes tells the learner.
    }
    return Promise.race([
      answer,
      new Promise((resolve) => setTimeout(() => resolve({ problem: "silent", late: answer }), wait)),
    ]);
  };
}

/** Drops what the browser's tab noted for the course, such as Jupyter's own view. */
function forgetView() {
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith("arms-length")) sessionStorage.removeItem(name);
  } catch {
    // What a browser refuses to show us, we never wrote to.
  }
}

const button = (name, click, quiet = true) =>
  h("button", { type: "button", class: quiet ? "al-button al-quiet" : "al-button", click }, name);

/** A box for a passphrase; `says` is the region that tells what is wrong with it. */
function secret(label, says) {
  const input = h("input", { type: "password", id: uniqueId("passphrase"), "aria-describedby": says.id });
  return { input, label: h("label", { for: input.id }, label) };
}

/** Lets the learner see what they type: long words typed twice unseen are hard on a phone. */
function showing(...inputs) {
  const box = h("input", {
    type: "checkbox",
    id: uniqueId("show"),
    change: () => inputs.forEach((input) => (input.type = box.checked ? "text" : "password")),
  });
  return h("div", { class: "al-option" }, box, h("label", { for: box.id }, t("record.show")));
}

/** Marks boxes as wrong, and puts the keyboard into the first; with none, nothing is wrong any more. */
function wrong(all, ...boxes) {
  for (const input of all) input.setAttribute("aria-invalid", String(boxes.includes(input)));
  boxes[0]?.focus();
}

function passphrase(label, submit, says, send) {
  const { input, label: name } = secret(label, says);
  const form = h(
    "form",
    {
      class: "al-field",
      submit: (event) => {
        event.preventDefault();
        void send(input);
      },
    },
    name,
    h("div", { class: "al-row" }, input, h("button", { class: "al-button al-quiet" }, submit)),
    showing(input),
  );
  return { form, input };
}

/**
 * @param {{ model: object, key: string, signal?: AbortSignal }} strip
 * @returns {HTMLElement} the inside of the panel
 */
export function record({ model, key, signal }) {
  const ask = asker(model, signal);
  const file = key.slice(key.indexOf("/") + 1);
  const here = { folder: /^\d/.test(file) ? "lessons" : "exercises", file };
  let saves = 0;

  const where = () => recordState()?.where ?? "";
  const sentence = ({ problem, words }) => t(`record.problem_${problem}`, { where: where(), ...words });
  const about = h("p");
  const kept = h("p", { class: "al-hint" });
  const [told, entry, out, back, safer, amiss, gone] = ["told", "entry", "out", "back", "safer", "amiss", "gone"].map((name) => {
    const region = status();
    region.id = uniqueId(name);
    return region;
  });
  const instead = h("div", { class: "al-row", hidden: true });
  const all = [told, entry, out, back, safer, amiss, gone];

  /** Says one thing at a time: what another button said is old by then. */
  function only(region, text) {
    for (const one of all) if (one !== region) say(one, "");
    say(region, text);
    // The panel scrolls by itself, and what is told may lie below its edge.
    if (text) region.scrollIntoView({ block: "nearest" });
  }

  /** Says what is wrong, beside the boxes where it is, and puts the keyboard into one of them. */
  function refuse(region, text, boxes, box) {
    only(region, text);
    wrong(boxes, box);
    region.scrollIntoView({ block: "nearest" });
  }

  function update() {
    const state = recordState();
    const lines = [];
    const when = state?.saved ? inWords(state.saved) : "";
    if (!state) lines.push(t("record.looking"));
    else if (state.problem) lines.push(sentence(state));
    else if (!state.exists) lines.push(t("record.none"));
    else if (!state.open) lines.push(t("record.closed"));
    else if (state.lock && !state.left && !Object.keys(state.seen).length) lines.push(t("record.none_locked"));
    else lines.push(t(state.lock ? "record.kept_locked" : "record.kept", { when }));
    if (state?.exists && state.open && isUnsaved()) lines.push(t("record.newer_words"));
    about.textContent = t(`record.place_${place()}`, { where: where() });
    kept.textContent = lines.join(" ");
    opener.form.hidden = !(state?.lock && !state.open);
    unlocking.hidden = !(state?.lock && state.open);
    setting.hidden = Boolean(state?.lock && !state.open);
    lockName.textContent = t(state?.lock ? "record.lock_change" : "record.lock_set");
  }

  async function save() {
    const turn = ++saves;
    const held = drafts();
    only(told, t("record.saving"));
    const done = await ask("save", { drafts: held, seen: { [file]: today() }, left: here });
    const isDone = ({ saved, joined }) => {
      if (!saved) return false;
      if (turn === saves) setSaved(held, joined);
      update();
      if (turn !== saves) return true;
      instead.hidden = true;
      only(told, t("record.saved", { when: inWords(saved) }));
      return true;
    };
    if (isDone(done) || turn !== saves) return;
    only(told, done.problem === "silent" ? t("record.not_saved") : `${t("record.not_saved")} ${sentence(done)}`);
    instead.hidden = false;
    void done.late?.then(isDone);
  }

  /** What stands on this page, as a record of its own: nothing is asked of the engine. */
  function pageRecord() {
    const at = `${new Date().toISOString().slice(0, 19)}Z`;
    const answers = Object.fromEntries(Object.entries(drafts()).map(([name, one]) => [name, { at, answers: one.answers }]));
    return { answers, seen: { [file]: today() }, left: { ...here, at }, aside: [] };
  }

  /** @returns what makes files, or nothing, said in `region`, if it cannot be had any more. */
  const files = (region) =>
    load().catch(() => {
      only(region, t("record.no_files"));
      return undefined;
    });

  async function carryPage() {
    const tools = await files(told);
    if (!tools) return;
    const text = JSON.stringify({ format: "arms-length-record", version: 1, record: pageRecord() });
    tools.download(FILE, "application/json", text);
    only(told, t("record.page_downloaded", { file: FILE }));
    instead.hidden = false;
  }

  /** What is kept; before anything is, what stands on this page. */
  async function readable() {
    const found = await ask("read", {}, SILENT_LOCK_MS);
    if (!found.problem) return found;
    if (found.problem === "nothing") return { record: pageRecord(), contents: contents(), ofPage: true };
    only(out, found.problem === "silent" ? t("record.no_file") : sentence(found));
    return undefined;
  }

  /** What is not saved is in no file of the record. */
  const without = () => (isUnsaved() ? ` ${t("record.without")}` : "");

  const take = (name, type, make) => async () => {
    const tools = await files(out);
    const found = tools && (await readable());
    if (!found) return;
    const told = tools.tell(found.record, found.contents);
    tools.download(name, type, tools[make](told, { language: document.documentElement.lang || "en" }));
    only(out, t("record.downloaded", { file: name }) + (found.ofPage ? "" : without()));
  };

  async function takeFile() {
    const tools = await files(out);
    if (!tools) return;
    const found = await ask("download", {}, SILENT_LOCK_MS);
    if (found.problem === "nothing") await carryPage();
    else if (found.problem) only(out, found.problem === "silent" ? t("record.no_file") : sentence(found));
    else {
      tools.download(FILE, "application/json", found.text);
      only(out, t(recordState()?.lock ? "record.downloaded_locked" : "record.downloaded", { file: FILE }) + without());
    }
  }

  // Bring back.
  let brought = "";
  const picker = h("input", { type: "file", id: uniqueId("file"), accept: ".json,application/json", change: () => bring() });

  async function bring(phrase) {
    const [chosen] = picker.files;
    if (!chosen && !brought) return;
    if (chosen && chosen.size > LARGEST_FILE) {
      only(back, t("record.problem_too_large"));
      return;
    }
    if (chosen && phrase === undefined) {
      try {
        brought = await chosen.text();
      } catch {
        only(back, t("record.no_read"));
        return;
      } finally {
        // Else the same file could not be chosen again.
        picker.value = "";
      }
    }
    only(back, t("record.bringing"));
    const done = await ask("bring", { text: brought, ...(phrase === undefined ? {} : { passphrase: phrase }) }, SILENT_LOCK_MS);
    const isLocked = ["needs_passphrase", "wrong_passphrase"].includes(done.problem);
    fileLock.form.hidden = !isLocked;
    if (done.problem) only(back, done.problem === "silent" ? t("record.not_brought") : sentence(done));
    if (isLocked) {
      wrong([fileLock.input], ...(done.problem === "wrong_passphrase" ? [fileLock.input] : []));
      fileLock.input.focus();
      back.scrollIntoView({ block: "nearest" });
    }
    if (done.problem) return;
    brought = "";
    const says = { 0: "record.brought_none", 1: "record.brought_one" }[done.brought] ?? "record.brought";
    only(back, t(says, { n: done.brought }));
    update();
    picker.focus();
  }

  // Lock.
  /** @returns {Promise<boolean>} whether the engine did it; if not, `region` says why. */
  async function change(what, more, region, fields = []) {
    wrong(fields);
    only(region, t("record.working"));
    const done = await ask(what, more, SILENT_LOCK_MS);
    if (done.problem) {
      const says = done.problem === "silent" ? t("record.no_answer") : sentence(done);
      if (done.problem.endsWith("passphrase")) refuse(region, says, fields, fields[0]);
      else only(region, says);
      return false;
    }
    for (const field of fields) field.value = "";
    update();
    return true;
  }

  const opener = passphrase(t("record.open_label"), t("record.open"), entry, async (input) => {
    if (!(await change("unlock", { passphrase: input.value }, entry, [input]))) return;
    only(told, t("record.opened"));
    instead.hidden = true;
    saving.focus();
  });
  const fileLock = passphrase(t("record.file_label"), t("record.open"), back, (input) => {
    const phrase = input.value;
    input.value = "";
    return bring(phrase);
  });
  fileLock.form.hidden = true;
  const [first, second] = ["record.new_label", "record.again_label"].map((name) => secret(t(name), amiss));
  const both = [first.input, second.input];
  const lockName = h("summary", {}, t("record.lock_set"));
  const setting = h(
    "form",
    {
      submit: (event) => {
        event.preventDefault();
        const phrase = first.input.value;
        if ([...phrase].length < SHORTEST) refuse(amiss, t("record.problem_short_passphrase"), both, first.input);
        else if (phrase !== second.input.value) refuse(amiss, t("record.differ"), both, second.input);
        else void setLock(phrase);
      },
    },
    h("p", {}, t("record.words_help")),
    amiss,
    [first, second].map(({ label, input }) => h("div", { class: "al-field" }, label, input)),
    showing(...both),
    h("button", { class: "al-button al-quiet" }, t("record.lock")),
  );

  async function setLock(phrase) {
    if (!(await change("lock", { passphrase: phrase }, amiss, both))) return;
    lockName.focus();
    only(safer, [t("record.is_locked"), isUnsaved() && t("record.lock_first")].filter(Boolean).join(" "));
  }

  async function takeOff() {
    if (!(await change("unlock_for_good", {}, safer))) return;
    lockName.focus();
    only(safer, t("record.is_open"));
  }

  /** Someone walks in: what is locked closes at once, on every page that listens. */
  async function lockNow() {
    const done = await ask("drop");
    if (done.problem) {
      only(safer, done.problem === "silent" ? t("record.no_answer") : sentence(done));
      return;
    }
    empty();
    endOthers();
    lockName.focus();
    only(safer, t("record.locked_again"));
  }
  const unlocking = h(
    "div",
    { hidden: true },
    h("p", {}, button(t("record.lock_now"), lockNow), " ", h("small", {}, t("record.lock_now_note"))),
    h("p", {}, button(t("record.unlock"), takeOff)),
  );

  // Forget.
  const sureId = uniqueId("sure");
  const sure = h(
    "div",
    { hidden: true, role: "group", "aria-labelledby": sureId },
    h("p", { class: "al-ask", id: sureId }, t("record.sure")),
    h(
      "div",
      { class: "al-row" },
      button(t("record.sure_yes"), forget),
      button(t("record.sure_no"), () => {
        sure.hidden = true;
        firstStep.focus();
      }),
    ),
  );
  const firstStep = button(t("record.forget"), () => {
    sure.hidden = false;
    sure.querySelector("button").focus();
  });

  async function forget() {
    const done = await ask("forget");
    if (done.problem) {
      only(gone, done.problem === "silent" ? t("record.not_forgotten") : sentence(done));
      // A late answer counts as well.
      void done.late?.then(({ problem }) => problem || isForgotten());
      return;
    }
    isForgotten();
  }

  function isForgotten() {
    sure.hidden = true;
    forgetView();
    empty();
    firstStep.focus();
    only(gone, t("record.forgotten"));
    endOthers();
  }

  /** A lesson that was closed still has its engine, and that holds words: Jupyter's reading view ends it. */
  function endOthers() {
    setTimeout(() => dispatchEvent(new CustomEvent("arms-length:forgotten", { detail: [`${here.folder}/${file}`, ...open] })), ANSWERS_MS);
  }
  /** What was said of a save is past: its answers are gone from this page. */
  function past() {
    saves += 1;
    instead.hidden = true;
    for (const region of all) say(region, "");
  }

  // Other pages of the course hold words in their memory too; those that are open say so.
  const open = new Set();
  function empty() {
    past();
    open.clear();
    forgetAnswers();
    others.postMessage("forget");
    update();
  }
  const others = globalThis.BroadcastChannel ? new BroadcastChannel("arms-length") : { postMessage() {}, close() {} };
  others.onmessage = ({ data }) => {
    if (typeof data?.here === "string") open.add(data.here);
    if (data !== "forget") return;
    others.postMessage({ here: `${here.folder}/${file}` });
    void ask("drop");
    past();
    forgetAnswers();
    update();
  };
  signal?.addEventListener("abort", () => others.close());

  async function copyPage() {
    const tools = await files(told);
    if (tools) await copyOut(tools.asText(tools.tell(pageRecord(), contents())), told);
  }
  instead.append(button(t("worksheet.copy"), copyPage), button(t("record.download"), carryPage));
  const saving = button(t("record.save"), save, false);
  const fold = (summary, ...inside) =>
    h("details", {}, typeof summary === "string" ? h("summary", {}, summary) : summary, inside.filter(Boolean));
  const element = h(
    "div",
    { class: "al-record" },
    about,
    kept,
    opener.form,
    entry,
    saving,
    told,
    instead,
    fold(
      t("record.take"),
      place() === "browser" && h("p", {}, t("record.stay_browser")),
      h("p", {}, t("record.take_note")),
      h(
        "div",
        { class: "al-row" },
        button(t("record.take_file"), takeFile),
        button(t("record.take_text"), take("notes.txt", "text/plain;charset=utf-8", "asText")),
        button(t("record.take_page"), take("notes.html", "text/html;charset=utf-8", "asHtml")),
      ),
      out,
    ),
    fold(
      t("record.bring"),
      h("p", {}, t("record.bring_note")),
      h("div", { class: "al-field" }, h("label", { for: picker.id }, t("record.bring_label")), picker),
      fileLock.form,
      back,
    ),
    fold(lockName, safer, unlocking, h("p", {}, t("record.lock_note")), h("p", {}, t("record.lock_risk")), setting),
    fold(t("record.forget_all"), h("p", {}, t("record.forget_note")), firstStep, sure, gone),
  );

  onAnswers(update, signal);
  update();
  // In any case, and when all is shown: else whoever serves the pages saw who has something to keep.
  void ask("state").then(() => load().catch(() => {}));
  return element;
}
