/**
 * The learner's record as something a person can read: told as titles and lines, and these as plain
 * text or as a page to print.
 *
 * A record may have been edited by hand, and may come from an older or a newer course. What is of a
 * wrong type is left out; words that this course does not know are told under their own names.
 *
 * @typedef {{ label: string, text: string }} Line
 * @typedef {{ title: string, when: string, lines: Line[] }} Told
 */
import { lessons, practices, t } from "./base.js";
import { harmless } from "./download.js";

const DEEPEST = 40;

const isGroup = (x) => x !== null && typeof x === "object" && !Array.isArray(x);
const entries = (x) => (isGroup(x) ? Object.entries(x) : []);
const list = (x) => (Array.isArray(x) ? x : []);
const things = (x) => list(x).filter(isGroup);
const own = (x, name) => (isGroup(x) && Object.hasOwn(x, name) ? x[name] : undefined);
/** @returns {string} what was typed or picked, "" if it is nothing that can be read. */
const said = (x) => (typeof x === "string" && x.trim() ? x : Number.isFinite(x) ? String(x) : "");
const line = (label, text) => (said(text) ? [{ label: said(label), text: said(text) }] : []);
const joined = (texts, between) => texts.map(said).filter(Boolean).join(between);

/** Longer names are told once, and cut where they come again: names in names could fill a disk. */
const LONGEST = 200;
const cut = (name) => (name.length > LONGEST ? `${[...name.slice(0, LONGEST)].slice(0, LONGEST / 2).join("")} …` : name);

/** @returns {Line[]} a value that the course does not know, under the names where it stands. */
function raw(value, label, depth = 0) {
  if (depth > DEEPEST) return [];
  if (value === null || typeof value !== "object") return line(label, value);
  if (label.length > LONGEST) {
    const within = raw(value, cut(label), depth);
    return within.length ? [...line("", label), ...within] : [];
  }
  if (Array.isArray(value)) {
    const groups = value.filter((one) => typeof one === "object");
    return [...line(label, joined(value, "\n")), ...groups.flatMap((one) => raw(one, label, depth + 1))];
  }
  return entries(value).flatMap(([name, inner]) =>
    // A word that was picked can stand as a name.
    inner === true ? line(label || name, name) : raw(inner, label ? `${label} / ${name}` : name, depth + 1),
  );
}

/** @returns {Line[]} what was kept: first what `known` holds, in its order, told by `one`, then the rest. */
function inOrder(kept, known, one) {
  const places = new Map(known.map((thing, n) => [thing.key ?? thing.id, n]));
  const place = ([key]) => places.get(key) ?? known.length;
  return entries(kept)
    .sort((first, second) => place(first) - place(second))
    .flatMap(([key, value]) => (places.has(key) ? one(known[places.get(key)], value) : raw(value, key)));
}

/** @returns {(key: any) => string} the words of an option, or what was kept if there is no such option. */
function wordsOf(options, field = "text") {
  const known = new Map(things(options).map((one) => [one.key, one[field]]));
  return (key) => said(known.get(key)) || said(key);
}

/** @returns {(text: any) => string} a day or a moment in words, or what stands there instead. */
function dayIn(how) {
  const format = new Intl.DateTimeFormat(undefined, how);
  return (text) => {
    if (typeof text !== "string") return "";
    const date = new Date(/^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(text) ? text : NaN);
    // Some engines read February 31 as a day in March.
    const isDay = !Number.isNaN(date.getTime()) && text.startsWith(date.toISOString().slice(0, 10));
    return isDay ? format.format(date) : text;
  };
}

/** What each kind has to tell; `names` are the fields of its answers that are told or need no words. */
function kindsIn(words) {
  const dayOf = dayIn({ timeZone: "UTC", dateStyle: "full" });
  const rated = (label, n) => (Number.isInteger(n) && n >= 0 && n <= 10 ? line(label, words("checkin.now", { n })) : []);
  const fog = (foggy) => (typeof foggy === "boolean" ? line(words("checkin.foggy"), words(`checkin.${foggy ? "yes" : "no"}`)) : []);

  function field({ form, label, half }, value, isHalf) {
    // What stood there from the start is not the learner's.
    if (isHalf && value === half) return [];
    const name = isHalf ? words("telling.on_sheet", { label, sheet: words("worksheet.half") }) : label;
    return line(name, form === "rating" && said(value) ? words("worksheet.rating", { n: said(value) }) : value);
  }

  const logged = Object.fromEntries(["mood", "numb", "sleep", "word", "what"].map((name) => [name, words(`log.${name}`)]));
  function entry(kept) {
    const named = (name) => said(kept?.[name]) && `${logged[name]}: ${said(kept[name])}`;
    const numbers = joined(["mood", "numb", "sleep"].map(named), " · ");
    return joined([numbers, named("word"), named("what")], "\n");
  }

  return {
    quiz: {
      tell: (answers, { items }) =>
        inOrder(answers, things(items), (item, answer) =>
          line(joined([item.scene, item.ask], " "), joined(list(own(answer, "keys")).map(wordsOf(item.options)), "\n")),
        ),
    },
    sort: {
      tell: (answers, { cards, groups }) =>
        inOrder(answers, things(cards), (card, group) => line(card.text, wordsOf(groups, "label")(group))),
    },
    scene: {
      names: ["path", "seen"],
      tell({ path, seen }, content) {
        const moments = new Map(things(content.moments).map((moment) => [moment.id, moment]));
        let moment = things(content.moments)[0];
        const lines = [];
        const left = [...list(path)];
        while (left.length) {
          const choice = things(moment?.choices).find((one) => one.key === left[0]);
          if (!choice) break;
          lines.push(...line(moment.text, choice.text));
          moment = moments.get(choice.to);
          left.shift();
        }
        const ends = new Set(entries(seen).flatMap(([id, is]) => (is === true ? [id] : [])));
        if (moment?.ending) ends.add(moment.id);
        return [
          ...lines,
          ...raw(left, "path"),
          ...[...ends].flatMap((id) => line(words("scene.end"), moments.get(id)?.text ?? id)),
        ];
      },
    },
    worksheet: {
      names: ["half", "blank", "sheet", "made"],
      tell: ({ blank, half }, { fields }) => [
        ...inOrder(blank, things(fields), (one, value) => field(one, value, false)),
        ...inOrder(half, things(fields), (one, value) => field(one, value, true)),
      ],
    },
    checkin: {
      names: ["rating", "foggy", "done"],
      tell: ({ rating, foggy }, { ask }) => [...rated(ask, rating), ...fog(foggy)],
    },
    practice: {
      names: ["version", "own_pace", "lines", "before", "after", "foggy", "done"],
      tell({ version, lines, before, after, foggy }, { steps, versions, rate }) {
        const sets = [{ key: "steps", steps }, ...things(versions)];
        const toWrite = sets.flatMap((set) => things(set.steps).map((step, n) => ({ key: `${set.key}-${n + 1}`, label: step.write })));
        return [
          ...line(words("practice.version"), version === undefined ? "" : wordsOf(versions, "label")(version)),
          ...inOrder(lines, toWrite.filter((one) => one.label), (one, text) => line(one.label, text)),
          ...rated(words("telling.before", { ask: rate?.ask ?? "" }), before),
          ...rated(words("telling.after", { ask: rate?.ask ?? "" }), after),
          ...fog(foggy),
        ];
      },
    },
    feelings: {
      names: ["chosen", "own"],
      tell({ chosen, own: typed }, content) {
        const { always, corners } = content.words ?? {};
        const all = [...things(always), ...things(corners).flatMap((one) => things(one.families)).flatMap((one) => things(one.words))];
        const standing = (marks) => entries(marks).flatMap(([word, stands]) => (stands === true ? [word] : []));
        const onList = [...standing(chosen).map(wordsOf(all, "word")), ...standing(typed)];
        return line(words("feelings.list"), joined(onList, "\n"));
      },
    },
    log: {
      names: ["entries", "form", "pattern", "ask"],
      tell: ({ entries: days, form, pattern, ask }) => [
        ...line(words("log.pattern"), pattern),
        ...line(words("log.ask"), ask),
        ...line(words("telling.unkept"), entry(form) && joined([dayOf(own(form, "date")), entry(form)], "\n")),
        ...entries(days)
          .sort(([first], [second]) => (first < second ? 1 : -1))
          .flatMap(([date, one]) => line(dayOf(date), entry(one))),
      ],
    },
    recall: {
      names: ["cards"],
      tell: ({ cards: kept }, { cards }) =>
        ["got", "fuzzy", "new"].flatMap((word) => {
          const asked = entries(kept).flatMap(([key, note]) => (own(note, "said") === word ? [wordsOf(cards, "ask")(key)] : []));
          return line(words(`recall.${word}`), asked.join("\n"));
        }),
    },
    finder: {
      names: ["chosen"],
      tell: ({ chosen }, { ask, needs }) => line(ask, joined(list(chosen).map(wordsOf(needs)), "\n")),
    },
  };
}

/**
 * Tells a record in words, in the order of the course.
 *
 * @param {object} record
 * @param {Record<string, object>} contents of its exercises, as far as they are known
 * @param {(name: string, words?: object) => string} [words] says a sentence of the interface
 * @returns {Told[]}
 */
export function tell(record, contents, words = t) {
  const kinds = kindsIn(words);
  const dayOf = dayIn({ timeZone: "UTC", dateStyle: "long" });
  const momentOf = dayIn({ dateStyle: "long" });
  const notebooks = [...lessons(), ...practices()].map((one) => ({ key: one.file, stem: one.file.replace(/^\d+-/, ""), title: one.title }));
  const placeOf = (key) => notebooks.findIndex(({ stem }) => stem === key.split("/")[0]);
  const notebookTitle = ({ key, title }) => (/^\d/.test(key) ? words("finder.lesson", { n: Number.parseInt(key, 10), title }) : title);

  function titleOf(key) {
    const title = said(own(own(contents, key), "title")) || key;
    const there = notebooks[placeOf(key)];
    return there ? words("telling.in_notebook", { title, notebook: there.title }) : title;
  }

  function linesOf(key, answers) {
    const content = own(contents, key);
    const kind = own(kinds, own(content, "kind"));
    if (!kind) return raw(answers, "");
    const isNew = ([name]) => kind.names && !kind.names.includes(name);
    return [...kind.tell(answers, content), ...raw(Object.fromEntries(entries(answers).filter(isNew)), "")];
  }

  function asideLines({ key, path, value }) {
    const title = titleOf(said(key));
    const names = list(path).slice(0, DEEPEST).map(said);
    const kept = names.reduceRight((inner, name) => Object.fromEntries([[name, inner]]), value);
    const told = isGroup(kept) ? linesOf(said(key), kept) : [];
    const lines = (told.length ? told : raw(kept, "")).map(({ label, text }) => ({
      label: label ? words("telling.aside_at", { title: cut(title), label }) : cut(title),
      text,
    }));
    return title.length > LONGEST && lines.length ? [...line("", title), ...lines] : lines;
  }

  const ofCourse = (key) => (placeOf(key) < 0 ? notebooks.length : placeOf(key));
  const exercises = entries(own(record, "answers"))
    .sort(([first], [second]) => ofCourse(first) - ofCourse(second))
    .map(([key, kept]) => {
      const day = momentOf(own(kept, "at"));
      const answers = own(kept, "answers");
      return {
        title: titleOf(key),
        when: day && words("telling.when", { day }),
        lines: (isGroup(answers) ? linesOf(key, answers) : []).map(({ label, text }) => ({ label: label || cut(key), text })),
      };
    });
  const seen = inOrder(own(record, "seen"), notebooks, (one, date) => line(notebookTitle(one), dayOf(date)));
  return [
    ...exercises,
    { title: words("telling.aside"), when: "", lines: things(own(record, "aside")).flatMap(asideLines) },
    { title: words("telling.opened"), when: "", lines: seen },
  ].filter(({ lines }) => lines.length);
}

const inOneLine = (text) => harmless(text).replace(/\s+/g, " ").trim();

/** @returns {string} what `tell` told, as plain text. */
export function asText(told, { title = t("telling.title") } = {}) {
  const heading = (text, mark) => `${inOneLine(text)}\n${mark.repeat(Math.min(72, [...inOneLine(text)].length))}`;
  const parts = told.map(({ title: name, when, lines }) => [
    heading(name, "-"),
    when && inOneLine(when),
    ...lines.map(({ label, text }) => `${inOneLine(label)}\n${harmless(text).replace(/^/gm, "    ")}`),
  ]);
  const all = parts.length ? parts.map((part) => part.filter(Boolean).join("\n\n")) : [t("telling.nothing")];
  return `${[heading(title, "="), ...all].join("\n\n\n")}\n`;
}

// Nothing is loaded and nothing runs, wherever the file is opened.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";
const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 0 auto; padding: 1rem; font: 1.0625rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; }
h2 { margin: 2rem 0 0; font-size: 1.2rem; line-height: 1.3; }
p { margin: 0.2rem 0; }
dl { margin: 0; }
dt { margin-block-start: 0.8rem; }
dd { margin: 0.2rem 0; border-inline-start: 3px solid; padding-inline-start: 0.6rem; white-space: pre-wrap; unicode-bidi: plaintext; }
h2, h2 + p, dt { break-after: avoid; }
@page { margin: 18mm; }
@media print {
  :root { color-scheme: only light; }
  body { max-width: none; padding: 0; font-size: 11pt; }
}
`;

/**
 * @param {Told[]} told
 * @param {{ title?: string, language?: string, direction?: string }} [page] its title is seen in a
 *   tab, so it says nothing private
 * @returns {string} what `tell` told, as a page by itself, to read and to print
 */
export function asHtml(told, { title = t("telling.title"), language = "en", direction = document.documentElement.dir } = {}) {
  const page = document.implementation.createHTMLDocument(inOneLine(title));
  const { documentElement: root, head, body } = page;
  // By itself, or the policy of the page where we are would be asked about its style.
  root.remove();
  const make = (tag, attributes, ...children) => {
    const element = page.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  // Labels can hold the learner's words too, such as a name that the course does not know.
  const words = (tag, text) => make(tag, { dir: "auto" }, text);
  root.lang = language;
  if (direction) root.dir = direction;
  head.prepend(
    make("meta", { charset: "utf-8" }),
    make("meta", { "http-equiv": "Content-Security-Policy", content: POLICY }),
    make("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
  );
  head.append(make("style", {}, STYLE));
  const sections = told.map(({ title: name, when, lines }) => {
    const rows = lines.flatMap(({ label, text }) => [words("dt", inOneLine(label)), words("dd", harmless(text))]);
    const day = when ? [make("p", {}, inOneLine(when))] : [];
    return make("section", {}, words("h2", inOneLine(name)), ...day, make("dl", {}, ...rows));
  });
  const nothing = make("p", {}, t("telling.nothing"));
  body.append(make("main", {}, make("h1", {}, inOneLine(title)), ...(sections.length ? sections : [nothing])));
  return `<!doctype html>\n${root.outerHTML}\n`;
}
