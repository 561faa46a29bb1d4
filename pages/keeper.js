/**
 * The engine behind a page without a kernel: it answers what widgets/record.js asks, and keeps
 * the record in this browser. Nothing is written before the learner says so.
 */
import { checked, empty, keyhole, readEnvelope, readRecord, writeEnvelope } from "./envelope.js";
import { merge, same, withFile, withPage } from "./merge.js";
import { Problem } from "./problem.js";
import { erase, look, swap } from "./store.js";

const TRIES = 20;

const time = () => `${new Date().toISOString().slice(0, 19)}Z`;
/** As it is stored: what an exercise does to its answers later changes nothing here. */
const copy = (x) => JSON.parse(JSON.stringify(x));
const damaged = (error) => error instanceof Problem && ["damaged", "wrong_passphrase"].includes(error.code);

async function locksmith() {
  try {
    return await import("./lock.js");
  } catch {
    throw new Problem("no_crypto");
  }
}

/**
 * @param {object} page
 * @param {Map<string, { seq: number, answers: object }>} page.held the answers that stand on it
 * @param {() => Iterable<string>} page.mounted the exercises on it
 * @param {(key: string) => void} page.restore shows an exercise what is held for it now
 */
export function keeper({ held, mounted, restore }) {
  /** The passphrase's key, as long as this page lives: { lock, hole, key }. */
  let own;
  /** What was found last: { kept, text, lock, sealed, record, problem, torn, isBare }. */
  let last = {};
  /** The answers that the page shares with the record, by exercise. */
  const known = new Map();

  /** Reads an envelope as far as this page has the key. */
  async function opened(text) {
    const inside = { text, ...readEnvelope(text) };
    // Another page took the lock off, or somebody put an open text there. These cannot be told apart, so
    // until the learner agrees (see `unlock`), this page takes it for locked and writes nothing in the open.
    if (own && !inside.lock) return { text, lock: own.lock, isBare: true };
    if (inside.lock && own?.hole === keyhole(inside.lock)) {
      const { unseal } = await locksmith();
      inside.record = readRecord(await unseal(inside, own.key));
    }
    return inside;
  }

  async function found() {
    const now = await look("now");
    // A lock that was set here stays on when another page removed the rest.
    if (!now) return { record: empty(), lock: own?.lock };
    try {
      return { ...(await opened(now.text)), kept: now };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!damaged(error)) return { text: now.text, kept: now, problem: error.code };
      const before = await look("before");
      const old = before && (await opened(before.text).catch(() => undefined));
      const torn = { kept: now, torn: now };
      // Whether the one before can be read, a passphrase will tell.
      if (old && !old.record) return { ...old, ...torn };
      if (old) return { ...old, ...torn, problem: "restored_backup" };
      return { text: now.text, record: empty(), lock: own?.lock, ...torn, problem: "damaged" };
    }
  }

  async function find() {
    try {
      last = await found();
    } catch (error) {
      last = { problem: error instanceof Problem ? error.code : "failed" };
      throw error;
    }
    return last;
  }

  /** What is kept, for those who have to read it. */
  async function findOpen() {
    const { record, problem } = await find();
    if (!record) throw new Problem(problem ?? "locked");
    return last;
  }

  function state() {
    const { kept, lock, record, problem = null } = last;
    return {
      exists: Boolean(kept),
      lock: Boolean(kept && lock),
      open: Boolean(kept && record && problem !== "damaged"),
      where: "",
      saved: kept?.saved ?? null,
      seen: record?.seen ?? {},
      left: record?.left ?? null,
      problem,
      words: {},
    };
  }

  /**
   * Reads, changes and writes the record; begins again if another page wrote meanwhile.
   *
   * @param {(record: object) => object} make
   * @param {{ lock?: object | null, first?: object }} locks the lock to put on (null: take it off),
   *   and the one to put on if nothing is kept yet
   */
  async function change(make, { lock, first } = {}) {
    for (let turn = 0; turn < TRIES; turn++) {
      const { kept, lock: was, torn, problem, record: before } = await findOpen();
      const record = checked(make(before));
      const isNone = !kept || problem === "damaged";
      const by = lock !== undefined ? lock : was ? own : isNone ? first : null;
      const inside = by ? await (await locksmith()).seal(JSON.stringify(record), by.lock, by.key) : { record };
      const now = { text: writeEnvelope(inside), saved: time() };
      const entries = { now };
      // Behind a new lock nothing open may remain, and a lock taken off leaves nothing shut.
      if (lock !== undefined) entries.before = now;
      else if (!torn) entries.before = kept;
      if (torn && !lock) entries[`damaged ${now.saved}`] = torn;
      if (!(await swap(kept?.text, entries, Boolean(lock)))) continue;
      own = by ?? undefined;
      last = { kept: now, text: now.text, record, lock: by?.lock };
      return record;
    }
    throw new Problem("busy");
  }

  /** @returns {boolean} whether `stored` changes what stands on the page; `from` is what both began with. */
  function settle(key, from, stored) {
    const { seq, answers } = held.get(key) ?? { seq: 0, answers: {} };
    const page = copy(answers);
    const { joined, aside } = merge(from, page, stored);
    // Words of the record that give way here are set aside by the next save.
    known.set(key, aside.length ? from : stored);
    if (same(joined, page)) return false;
    held.set(key, { seq: seq + 1, answers: copy(joined) });
    return true;
  }

  function give(record, saved = {}) {
    for (const key of new Set([...mounted(), ...Object.keys(saved)])) {
      const stored = record.answers[key]?.answers;
      const from = saved[key]?.answers ?? known.get(key) ?? {};
      if (stored && settle(key, from, stored)) restore(key);
    }
  }

  function empties() {
    own = undefined;
    held.clear();
    known.clear();
  }

  async function makeKey(passphrase, lock) {
    const { derive } = await locksmith();
    return { lock, hole: keyhole(lock), key: await derive(passphrase, lock) };
  }

  const asks = {
    state: () => void 0,
    async save({ drafts = {}, seen, left }) {
      const saved = copy(drafts);
      give(await change((record) => withPage(record, { drafts: saved, seen, left }, known, time())), saved);
      return { saved: last.kept.saved };
    },
    async unlock({ passphrase }) {
      const { kept, lock, isBare } = await find();
      if (!kept) throw new Problem("nothing");
      if (isBare) own = undefined;
      else if (lock) {
        const before = own;
        own = await makeKey(passphrase, lock);
        const { record, sealed } = await find();
        if (!record || !sealed) {
          own = before;
          await find();
          throw new Problem("wrong_passphrase");
        }
      }
      give((await findOpen()).record);
    },
    async lock({ passphrase }) {
      await findOpen();
      const { newLock } = await locksmith();
      await change((record) => record, { lock: await makeKey(passphrase, newLock(passphrase)) });
    },
    async unlock_for_good() {
      if (!(await findOpen()).kept) throw new Problem("nothing");
      await change((record) => record, { lock: null });
    },
    async download() {
      const { text } = await find();
      if (!text) throw new Problem("nothing");
      return { text };
    },
    async bring({ text, passphrase }) {
      let file;
      let first;
      try {
        file = readEnvelope(text);
        if (file.lock) {
          if (passphrase === undefined) throw new Problem("needs_passphrase");
          first = await makeKey(passphrase, file.lock);
          file.record = readRecord(await (await locksmith()).unseal(file, first.key));
        }
      } catch (error) {
        throw error.code === "damaged" ? new Problem("not_ours") : error;
      }
      const brought = Object.keys(file.record.answers).length;
      if (!brought && !(await findOpen()).kept) return { brought };
      give(await change((record) => withFile(record, file.record), { first }));
      return { brought };
    },
    async read() {
      const { kept, problem, record } = await findOpen();
      if (!kept || problem === "damaged") throw new Problem(problem ?? "nothing");
      const all = (await import("./contents.js")).default;
      const contents = {};
      for (const key of Object.keys(record.answers)) {
        const [name] = key.split("/");
        const one = Object.hasOwn(all, name) && (await all[name]()).default;
        if (one && Object.hasOwn(one, key)) contents[key] = one[key];
      }
      return { record, contents };
    },
    async forget() {
      await erase();
      empties();
    },
    drop: empties,
  };

  async function answer({ ask, id, ...more }) {
    const reply = {};
    try {
      if (!Object.hasOwn(asks, ask)) throw new Error(`nobody asks for ${ask}`);
      Object.assign(reply, await asks[ask](more));
      if (["state", "forget", "drop"].includes(ask)) await find();
    } catch (error) {
      if (!(error instanceof Problem)) console.error(error);
      Object.assign(reply, error instanceof Problem ? { problem: error.code, words: error.words } : { problem: "failed" });
    }
    return { type: "record", id, ...reply, state: state() };
  }

  // One after the other, so that none reads what another is about to write.
  let turn = find().catch(() => {});
  return {
    /** @returns {Promise<object>} the answer to a message of type "record" */
    ask: (message) => (turn = turn.then(() => answer(message))),
    /** Holds for an exercise that was just mounted what the record has for it. */
    async ready(key) {
      await turn;
      const stored = last.record?.answers[key]?.answers;
      if (stored && !known.has(key)) settle(key, {}, stored);
    },
  };
}
