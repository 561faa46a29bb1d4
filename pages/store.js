/**
 * The one place in a browser where something is kept: a database of the course's own. Looking
 * whether it is there does not make it; only `swap` does.
 */
import { Problem } from "./problem.js";

const NAME = "arms-length";
const STORE = "record";
/** How long a page waits until others let go of the database; its learner hears that nothing came after 3 s. */
const REMOVE_MS = 2000;
/** An old phone opens slowly, but what is behind this question has to come to its turn. */
const OPEN_MS = 10_000;

/** @typedef {{ text: string, saved: string }} Kept an envelope, and when it was written */

const problem = (error) => {
  if (error instanceof Problem) return error;
  if (error?.name === "QuotaExceededError") return new Problem("no_room");
  // Private windows and strict settings refuse in several ways.
  if (["SecurityError", "InvalidStateError", "UnknownError", "NotAllowedError"].includes(error?.name)) return new Problem("no_storage");
  if (error?.name === "VersionError") return new Problem("newer");
  return error;
};

const later = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(problem(request.error));
  });

/** Ends the wait for another page that does not let go of the database. */
function within(ms, promise) {
  let clock;
  const late = new Promise((_, reject) => (clock = setTimeout(() => reject(new Problem("busy")), ms)));
  return Promise.race([promise, late]).finally(() => clearTimeout(clock));
}

/** What removes the database, until it is gone: whoever opens it comes after that. */
let removing;
function remove() {
  removing ??= later(indexedDB.deleteDatabase(NAME)).finally(() => (removing = undefined));
  return within(REMOVE_MS, removing);
}

/** @returns {Promise<boolean>} whether there is none for certain; not every browser can tell. */
async function isAbsent() {
  try {
    return !(await indexedDB.databases()).some(({ name }) => name === NAME);
  } catch {
    return false;
  }
}

/** @returns {Promise<IDBDatabase | undefined>} nothing if there is none and none is to be made. */
async function open(make) {
  if (!globalThis.indexedDB) throw new Problem("no_storage");
  if (removing) await within(REMOVE_MS, removing);
  if (!make && (await isAbsent())) return undefined;
  let isLate = false;
  try {
    const request = indexedDB.open(NAME, 1);
    let isNew = false;
    request.onupgradeneeded = () => {
      isNew = true;
      if (make && !isLate) request.result.createObjectStore(STORE);
      else request.transaction.abort();
    };
    const opened = later(request).catch((error) => {
      if (isNew && !make) return undefined;
      throw error;
    });
    // Nobody waits for what comes after all.
    opened.then((db) => isLate && db?.close(), () => {});
    return await within(OPEN_MS, opened);
  } catch (error) {
    isLate = true;
    throw problem(error);
  }
}

/** Runs `steps` in one transaction; what it put is written when this is over, or nothing is. */
async function transact(make, mode, steps) {
  const db = await open(make);
  if (!db) return undefined;
  try {
    return await new Promise((resolve, reject) => {
      // “strict”: complete means that it is on the disk.
      const change = db.transaction(STORE, mode, { durability: "strict" });
      const told = steps(change.objectStore(STORE));
      change.oncomplete = () => resolve(told);
      change.onabort = () => reject(problem(change.error));
    });
  } finally {
    // An open connection would keep another page from forgetting everything.
    db.close();
  }
}

/** @returns {Promise<Kept | undefined>} the text kept "now", or the one "before" it */
export async function look(name) {
  let found;
  await transact(false, "readonly", (store) => {
    store.get(name).onsuccess = ({ target }) => (found = target.result);
  });
  return found;
}

/**
 * Writes `entries` if the text kept is still `old`: another page may have been quicker.
 *
 * @param {string | undefined} old
 * @param {Record<string, Kept>} entries by name; undefined removes one
 * @param {boolean} alone whether everything else in the store is removed
 * @returns {Promise<boolean>} whether it was written
 */
export async function swap(old, entries, alone = false) {
  const told = await transact(true, "readwrite", (store) => {
    const done = { is: false };
    store.get("now").onsuccess = ({ target }) => {
      if (target.result?.text !== old) return;
      done.is = true;
      if (alone) store.clear();
      for (const [name, entry] of Object.entries(entries)) {
        if (entry) store.put(entry, name);
        else store.delete(name);
      }
    };
    return done;
  });
  return told.is;
}

/**
 * Removes the database, and whatever else the course may have put anywhere in this browser. While
 * another page holds the database open this throws a Problem; it is removed once that page lets go.
 */
export async function erase() {
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      const storage = globalThis[name];
      for (const key of Object.keys(storage)) if (key.startsWith(NAME)) storage.removeItem(key);
    } catch {
      // What a browser refuses to show us, we never wrote to.
    }
  }
  if (globalThis.indexedDB) await remove();
}
