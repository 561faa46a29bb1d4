/**
 * The one format in which a record is kept and carried: JSON text with a version. What is read
 * may have been changed by anyone, so every type is checked, and a name nobody knows is left out.
 */

import { Problem } from "./problem.js";

/**
 * @typedef {object} Record What a learner keeps; see widgets/record.py.
 * @property {Record<string, { at: string, answers: object }>} answers by exercise
 * @property {Record<string, string>} seen the first day of each notebook
 * @property {{ folder: string, file: string, at: string } | null} left
 * @property {{ key: string, path: string[], value: any, at: string }[]} aside
 */

const FORMAT = "arms-length-record";
const VERSION = 1;
const LARGEST = 20_000_000; // bytes
const DEEPEST = 32;
const LARGEST_MEMORY = 256 * 2 ** 20;

/** @returns {Record} */
export const empty = () => ({ answers: {}, seen: {}, left: null, aside: [] });

function need(yes) {
  if (!yes) throw new Problem("damaged");
}

const isText = (x) => typeof x === "string";
const isTime = (x) => isText(x) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(x);
const isBase64 = (x) => isText(x) && x.length % 4 === 0 && !/[^A-Za-z0-9+/]/.test(x.replace(/={1,2}$/, ""));
const isDay = (x) => isText(x) && /^\d{4}-\d\d-\d\d$/.test(x);

function group(x) {
  need(typeof x === "object" && x !== null && !Array.isArray(x));
  return x;
}

function list(x) {
  need(Array.isArray(x));
  return x;
}

/** Object.fromEntries, so that “__proto__” is a name like any other. */
const each = (x, check) => Object.fromEntries(Object.entries(group(x)).map(([name, value]) => [name, check(value)]));

function shallow(x, depth = 1) {
  // A number too large for JavaScript is read as infinite.
  need(depth <= DEEPEST && (typeof x !== "number" || Number.isFinite(x)));
  if (typeof x === "object" && x !== null) for (const inside of Object.values(x)) shallow(inside, depth + 1);
}

function place(x) {
  if (x === null) return null;
  const { folder, file, at } = group(x);
  need(isText(folder) && isText(file) && isTime(at));
  return { folder, file, at };
}

/** @returns {Record} `x` if it is one, without what this edition does not know. Throws a Problem. */
export function checked(x) {
  const { answers = {}, seen = {}, left = null, aside = [] } = group(x);
  shallow(x);
  return {
    answers: each(answers, (one) => {
      need(isTime(group(one).at));
      return { at: one.at, answers: group(one.answers) };
    }),
    seen: each(seen, (day) => {
      need(isDay(day));
      return day;
    }),
    left: place(left),
    aside: list(aside).map((one) => {
      const { key, path, value = null, at } = group(one);
      need(isText(key) && isTime(at) && list(path).length <= DEEPEST && path.every(isText));
      return { key, path, value, at };
    }),
  };
}

/** Bounds, so that a file cannot ask for more time or memory than a phone has. */
function checkedLock(x) {
  const { kdf, n, r, p, salt, cipher, nonce } = group(x);
  const whole = (value, from, to) => need(Number.isInteger(value) && value >= from && value <= to);
  need(kdf === "scrypt" && cipher === "AES-256-GCM");
  whole(n, 2 ** 14, 2 ** 18);
  whole(r, 1, 16);
  whole(p, 1, 8);
  need((n & (n - 1)) === 0 && 128 * n * r <= LARGEST_MEMORY);
  need(isBase64(salt) && salt.length === 24 && isBase64(nonce) && nonce.length === 16);
  return { kdf, n, r, p, salt, cipher, nonce };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("damaged");
  }
}

/** Counts as a disk does: one letter may be four bytes. */
function notTooLarge(text) {
  const isLarge = text.length > LARGEST || (text.length > LARGEST / 3 && new TextEncoder().encode(text).length > LARGEST);
  if (isLarge) throw new Problem("too_large");
  return text;
}

/** @returns {Record} the record in the JSON `text`. Throws a Problem. */
export const readRecord = (text) => checked(parsed(text));

/** @returns {{ record: Record } | { lock: object, sealed: string }} Throws a Problem. */
export function readEnvelope(text) {
  const all = parsed(notTooLarge(text).replace(/^\uFEFF/, ""));
  if (all?.format !== FORMAT) throw new Problem("not_ours");
  need(Number.isInteger(all.version));
  if (all.version > VERSION) throw new Problem("newer");
  if (all.version < VERSION) throw new Problem("older");
  if (all.lock === undefined) return { record: checked(all.record) };
  need(isBase64(all.sealed) && all.sealed.length >= 24);
  return { lock: checkedLock(all.lock), sealed: all.sealed };
}

/** @returns {string} what a key belongs to; sealed with it, it also guards the numbers of the lock. */
export const keyhole = ({ n, r, p, salt }) => [FORMAT, VERSION, "scrypt", n, r, p, salt].join("|");

/** @returns {string} the envelope of an open record or of `{ lock, sealed }`. */
export function writeEnvelope(inside) {
  // What could not be read again is not written.
  return notTooLarge(JSON.stringify({ format: FORMAT, version: VERSION, ...inside }));
}
