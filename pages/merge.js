/**
 * Joining what several pages know of one learner. The same rules stand in widgets/merge.py;
 * tests/record_cases.json holds cases for both.
 */

const isGroup = (x) => typeof x === "object" && x !== null && !Array.isArray(x);
const isEmpty = (x) => x === undefined || x === null || x === "";
// A word such as “__proto__” is a name like any other.
const at = (group, name) => (isGroup(group) && Object.hasOwn(group, name) ? group[name] : undefined);

/** @returns {boolean} whether two JSON values say the same; the order of names does not count. */
export function same(a, b) {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]));
}

/**
 * Joins two states of a value that had one state before. Where both changed, mine wins.
 *
 * @param {any} base what both began with; undefined is a value too: nothing was there
 * @returns {{ joined: any, aside: { path: string[], value: any }[] }} and what gave way to mine
 */
export function merge(base, mine, theirs) {
  const aside = [];
  const join = (before, here, there, path) => {
    if (same(here, there) || same(there, before)) return here;
    if (same(here, before)) return there;
    if (isGroup(here) && isGroup(there)) {
      const names = new Set([...Object.keys(there), ...Object.keys(here)]);
      const pairs = [...names].map((name) => [name, join(at(before, name), at(here, name), at(there, name), [...path, name])]);
      return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
    }
    if (here === undefined || (isEmpty(here) && !isEmpty(there))) return there;
    // Which sheet lies open, and a form half filled in, are no words to keep.
    const isWords = !isEmpty(there) && typeof there !== "boolean" && path.at(-1) !== "sheet" && !path.includes("form");
    if (isWords) aside.push({ path, value: there });
    return here;
  };
  return { joined: join(base, mine, theirs, []), aside };
}

/** A value as one text, the same in whichever order its names stand. */
const byName = ([one], [other]) => (one < other ? -1 : 1);
const asOneText = (x) =>
  JSON.stringify(x, (_, value) => (isGroup(value) ? Object.fromEntries(Object.entries(value).sort(byName)) : value));

/** @returns {object[]} the words set aside, each once: a text is made of each only once, for there may be thousands. */
function withAside(old, more) {
  const told = new Set();
  return [...old, ...more].filter(({ key, path, value }) => {
    const text = asOneText([key, path, value]);
    return !told.has(text) && told.add(text);
  });
}

function earliest(one, other) {
  const days = new Map(Object.entries(one));
  for (const [file, day] of Object.entries(other)) if (!(days.get(file) <= day)) days.set(file, day);
  return Object.fromEntries(days);
}

/**
 * @param {import("./envelope.js").Record} record what is stored
 * @param {{ drafts?: Record<string, { answers: object }>, seen?: object, left?: object }} page what is to be saved
 * @param {Map<string, object>} known the answers that this page last read or wrote, by exercise
 * @param {string} now
 * @returns {import("./envelope.js").Record} both
 */
export function withPage(record, { drafts = {}, seen = {}, left }, known, now) {
  const answers = new Map(Object.entries(record.answers));
  const aside = [];
  for (const [key, draft] of Object.entries(drafts)) {
    const old = answers.get(key);
    if (!old) {
      // Never saved, or forgotten by another page: who saves it here wants it kept.
      answers.set(key, { at: now, answers: draft.answers });
      continue;
    }
    const done = merge(known.get(key) ?? {}, draft.answers, old.answers);
    if (!same(done.joined, old.answers)) answers.set(key, { at: now, answers: done.joined });
    for (const words of done.aside) aside.push({ key, ...words, at: old.at });
  }
  return {
    answers: Object.fromEntries(answers),
    seen: earliest(record.seen, seen),
    left: left ? { folder: left.folder, file: left.file, at: now } : record.left,
    aside: withAside(record.aside, aside),
  };
}

/**
 * @param {import("./envelope.js").Record} one what is stored
 * @param {import("./envelope.js").Record} other what a file brings
 * @returns {import("./envelope.js").Record} both; where they differ, what was changed last wins
 */
export function withFile(one, other) {
  const answers = new Map(Object.entries(one.answers));
  const aside = [...other.aside];
  for (const [key, theirs] of Object.entries(other.answers)) {
    const mine = answers.get(key) ?? theirs;
    const [newer, older] = theirs.at > mine.at ? [theirs, mine] : [mine, theirs];
    const done = merge({}, newer.answers, older.answers);
    answers.set(key, { at: newer.at, answers: done.joined });
    for (const words of done.aside) aside.push({ key, ...words, at: older.at });
  }
  return {
    answers: Object.fromEntries(answers),
    seen: earliest(one.seen, other.seen),
    left: (one.left?.at ?? "") >= (other.left?.at ?? "") ? one.left : other.left,
    aside: withAside(one.aside, aside),
  };
}
