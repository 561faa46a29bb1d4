import { copyOut, h, mount, nobodyReads, place, printOnly, say, status, t, uniqueId } from "./base.js";

const MOST_DAYS = 14;
const MOST_DRAWN = 28; // two logs, if two tabs were open; a longer record is shown when asked for
const TOP = 10;
const OLDEST = 365;
const DAY_MS = 86_400_000;
const SILENT_MS = 5000;
/** What fits on one page, however wide the letters are. */
const CARD = { word: 24, words: MOST_DAYS, line: 200, text: 420, lines: 6 };
const CELL = 400;
const BLUE = "#0072B2";
const ORANGE = "#D55E00";

const whole = (typed) => (/^\d{1,2}$/.test(typed) && Number(typed) <= TOP ? Number(typed) : null);
const hours = (typed) => {
  const n = /^\d{1,2}([.,]\d{1,2})?$/.test(typed) ? Number(typed.replace(",", ".")) : 25;
  return n <= 24 ? n : null;
};
const same = (typed) => typed;
/** How each field is read: null is a mistake. */
const FIELDS = { mood: whole, numb: whole, word: same, what: same, sleep: hours };
const NAMES = Object.keys(FIELDS);

/** @returns {any} what was typed, undefined if nothing was, null if it cannot be. */
const read = (name, typed) => (typed.trim() ? FIELDS[name](typed.trim()) : undefined);

const iso = (ms) => new Date(ms).toISOString().slice(0, 10);
const today = () => iso(Date.now() - new Date().getTimezoneOffset() * 60_000);
const number = (date) => Date.parse(`${date}T00:00Z`) / DAY_MS;
/** What was typed; a record may have been edited by hand. */
const typedIn = (kept) => (["string", "number"].includes(typeof kept) ? String(kept) : "");
const isDay = (date) => {
  const at = typeof date === "string" && /^\d{4}-\d\d-\d\d$/.test(date) ? number(date) : NaN;
  return Number.isInteger(at) && iso(at * DAY_MS) === date;
};
// Made once: a record may hold thousands of days.
const format = (more) => new Intl.DateTimeFormat(undefined, { timeZone: "UTC", day: "numeric", month: "short", ...more });
const WITH_YEAR = format({ year: "numeric" });
const WITH_WEEKDAY = format({ weekday: "short" });
const inWords = (date, year) => (year ? WITH_YEAR : WITH_WEEKDAY).format(new Date(`${date}T00:00Z`));

/** @returns {object | null} the fields of an entry that can be right, or null if there are none. */
function checked(entry) {
  const fields = {};
  for (const name of NAMES) {
    const given = entry?.[name];
    const value = ["number", "string"].includes(typeof given) ? read(name, String(given)) : undefined;
    if (value != null) fields[name] = value;
  }
  return Object.keys(fields).length ? fields : null;
}

/** The beginning of long words, so that a page stays one page. */
function cut(text, most, lines = 1) {
  const rows = text.split("\n").map((row) => row.trim()).filter(Boolean);
  const letters = [...rows.slice(0, lines).join("\n")];
  const short = letters.length > most || rows.length > lines;
  return short ? `${letters.slice(0, most).join("").trimEnd()}…` : letters.join("");
}

/** @returns {string} the range of a number, in words: "Numb: from 2 to 8, most often 6". */
function range(name, rows, key) {
  const times = new Map();
  for (const row of rows) if (row[key] !== undefined) times.set(row[key], (times.get(row[key]) ?? 0) + 1);
  const values = [...times.keys()];
  if (!values.length) return t("log.no_number", { name });
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (low === high) return t("log.same", { name, low });
  const often = Math.max(...times.values());
  const most = values.filter((value) => times.get(value) === often);
  return t(most.length > 1 ? "log.range" : "log.range_most", { name, low, high, most: most[0] });
}

function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const MARKS = {
  mood: (x, y) => svg("circle", { cx: x, cy: y, r: 6, fill: BLUE, stroke: "#fff" }),
  // Smaller, so that both are seen where they meet.
  numb: (x, y) => svg("path", { d: `M${x} ${y - 5}l5 5-5 5-5-5z`, fill: ORANGE, stroke: "#fff" }),
};

/** Draws rows as two lines that end where a day, or its number, is missing. */
function chart(rows) {
  const shown = rows.slice(-MOST_DRAWN);
  const wide = shown.at(-1).at - shown[0].at >= MOST_DRAWN;
  let last = 0;
  const places = shown.map((row, n) => {
    const gap = n ? row.at - shown[n - 1].at : 0;
    return (last += wide ? Math.min(gap, 2) : gap);
  });
  const under = [t("log.chart_bottom"), t("log.span", { first: shown[0].long, last: shown.at(-1).long })];
  if (wide) under.push(t("log.short_gaps"));
  const height = 200 + 18 * under.length;
  const [left, right, top, bottom] = [26, 296, 52, 172];
  const step = (right - left) / Math.max(7, last + 1);
  const x = (n) => left + step * (places[n] + 0.5);
  const y = (value) => bottom - ((bottom - top) * value) / TOP;
  const text = (at, down, words, anchor = "middle") =>
    svg("text", { x: at, y: down, "text-anchor": anchor, fill: "#1d2a33", "font-size": 13 }, words);
  const parts = [0, 5, TOP].flatMap((value) => [
    svg("path", { d: `M${left} ${y(value)}H${right}`, stroke: value ? "#c3cfd1" : "#70828a" }),
    text(left - 6, y(value) + 4, value, "end"),
  ]);
  let labelled = -Infinity;
  for (const [n, row] of shown.entries()) {
    if (x(n) - labelled < 18) continue;
    labelled = x(n);
    parts.push(text(labelled, bottom + 18, row.short));
  }
  for (const [name, color, dash] of [["mood", BLUE, "none"], ["numb", ORANGE, "5 4"]]) {
    let line = "";
    const marks = [];
    for (const [n, row] of shown.entries()) {
      if (row[name] === undefined) continue;
      const joined = n && row.at - shown[n - 1].at === 1 && shown[n - 1][name] !== undefined;
      line += `${joined ? "L" : "M"}${x(n)} ${y(row[name])}`;
      marks.push(MARKS[name](x(n), y(row[name])));
    }
    parts.push(svg("path", { d: line, fill: "none", stroke: color, "stroke-width": 2, "stroke-dasharray": dash }), ...marks);
  }
  const told = shown.map((row) => {
    const both = [
      row.mood !== undefined && t("log.mood_n", { n: row.mood }),
      row.numb !== undefined && t("log.numb_n", { n: row.numb }),
    ];
    return `${row.label}: ${both.filter(Boolean).join(", ")}`;
  });
  return svg(
    "svg",
    { viewBox: `0 0 300 ${height}`, direction: "ltr", role: "img", "aria-label": `${t("log.chart")}. ${told.join("; ")}.`, class: "al-chart" },
    svg("rect", { width: 300, height, fill: "#fff" }),
    MARKS.mood(left + 6, 14), text(left + 18, 18, t("log.mood"), "start"),
    MARKS.numb(left + 106, 14), text(left + 118, 18, t("log.numb"), "start"),
    text(left, top - 12, t("log.chart_top"), "start"),
    ...parts,
    ...under.map((words, n) => text(left, bottom + 38 + 18 * n, words, "start")),
  );
}

const hasNumber = (entry) => entry.mood !== undefined || entry.numb !== undefined;

/** @returns {SVGElement | ""} the chart of `rows`, or nothing if they hold no number. */
function picture(rows) {
  const some = rows.filter(hasNumber);
  return some.length ? chart(some) : "";
}

/** A table that turns to cards where it is narrow; the roles stay what they are. */
function table(caption, rows, actions) {
  const names = { mood: t("log.mood"), numb: t("log.numb"), word: t("log.word"), what: t("log.what"), sleep: t("log.sleep") };
  const head = [t("log.day"), ...Object.values(names)].map((name) => h("th", { role: "columnheader", scope: "col" }, name));
  if (actions) head.push(h("td", { role: "cell" }));
  const body = rows.map((row) =>
    h(
      "tr",
      { role: "row" },
      // The day and its month stay on one line.
      h("th", { role: "rowheader", scope: "row" }, row.label.replace(/ (?=\S*$)/, "\u00a0")),
      NAMES.map((name) => h("td", { role: "cell", "data-name": names[name] }, row[name] !== undefined && h("bdi", {}, cut(String(row[name]), CELL, Infinity)))),
      actions && h("td", { role: "cell", class: "al-acts" }, actions(row)),
    ),
  );
  return h(
    "div",
    { class: "al-days" },
    h(
      "table",
      { role: "table" },
      h("caption", {}, caption),
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, head)),
      h("tbody", { role: "rowgroup" }, body),
    ),
  );
}

const button = (name, click, { quiet, ...attributes } = {}) =>
  h("button", { type: "button", class: quiet ? "al-button al-quiet" : "al-button", click, ...attributes }, name);

/** The page for a visit: what was noted, in words and as a chart, and what to ask. */
function visit(rows, pattern, ask, whose) {
  const words = new Map(rows.filter((row) => row.word).map((row) => [row.word.toLowerCase(), row.word]));
  const some = [...words.values()];
  const lines = [
    `${t("log.span", { first: rows[0].long, last: rows.at(-1).long })}. ${t("log.noted", { n: rows.length })}.`,
    range(t("log.mood"), rows, "mood"),
    range(t("log.numb"), rows, "numb"),
    range(t("log.sleep"), rows, "sleep"),
  ];
  const short = some.slice(0, CARD.words).map((word) => cut(word, CARD.word)).join(", ") + (some.length > CARD.words ? ", …" : "");
  const own = [
    [t("log.pattern"), pattern, cut(pattern, CARD.line)],
    [t("log.ask"), ask, cut(ask, CARD.text, CARD.lines)],
  ];
  const noted = (words) => (some.length ? [t("log.words", { words })] : []);
  const isCut = short !== some.join(", ") || own.some(([, full, shown]) => shown.endsWith("…") && shown !== full.trim());
  const copied = status();
  const copy = () => {
    const text = [
      t("log.card_title"), ...lines, ...noted(some.join(", ")),
      ...own.map(([name, full]) => `${name}: ${full.trim() || t("worksheet.left")}`),
      t("log.medicine"), t("log.no_test"),
    ].join("\n");
    return copyOut(text, copied);
  };
  const card = h(
    "div",
    { class: "al-visit", role: "group", "aria-label": whose },
    h("p", { class: "al-ask" }, t("log.card_title")),
    h("ul", {}, [...lines, ...noted(short)].map((line) => h("li", { dir: "auto" }, line))),
    picture(rows),
    own.map(([name, , shown]) => [
      h("p", { class: "al-ask" }, name),
      h("p", { class: "al-own", dir: "auto" }, shown || t("worksheet.left")),
    ]).flat(),
    h("p", {}, t("log.medicine")),
    h("p", {}, h("small", {}, t("log.no_test"))),
  );
  return [
    card,
    isCut && h("p", { class: "al-hint" }, t("log.cut")),
    h(
      "div",
      { class: "al-row" },
      button(t("worksheet.copy"), copy, { quiet: true }),
      button(t("log.print"), () => printOnly(card), { quiet: true }),
    ),
    copied,
  ].filter(Boolean);
}

/** A box with its label and its hint. */
function field(name, tag, attributes, label, hint) {
  const help = hint && h("p", { class: "al-hint", id: uniqueId("hint") }, hint);
  const input = h(tag, { id: uniqueId(name), "aria-describedby": help?.id, ...attributes });
  return { input, element: h("div", { class: "al-field" }, h("label", { for: input.id }, label), input, help) };
}

export default {
  render(context) {
    const { model, signal } = context;
    // A deleted day stays as null: else an older copy of the log would bring it back.
    let entries = {};
    let before;
    let editing;
    let loaded = "";
    let awaited;

    const { root, content, keep } = mount(context, (restored) => {
      const stored = Object.entries(restored.entries ?? {}).filter(([date]) => isDay(date));
      entries = Object.fromEntries(stored.map(([date, entry]) => [date, checked(entry)]));
      pattern.input.value = typedIn(restored.pattern);
      ask.input.value = typedIn(restored.ask);
      const form = restored.form ?? {};
      editing = isDay(form.editing) && entries[form.editing] ? form.editing : undefined;
      loaded = editing ? asTyped(entries[editing]) : asTyped({});
      fill(form);
      undo.hidden = true;
      if (isDay(form.date)) day.input.value = form.date;
      show();
    });

    const row = (date) => ({
      ...entries[date],
      date,
      at: number(date),
      short: Number(date.slice(8)),
      // Only of the days that are shown.
      get label() {
        return inWords(date);
      },
      get long() {
        return inWords(date, true);
      },
    });
    const noted = () => Object.keys(entries).filter((date) => entries[date]).sort();

    // One day.
    const day = field("day", "input", { type: "date", min: iso(Date.now() - OLDEST * DAY_MS), max: today(), value: today(), input: hold }, t("log.day"));
    const boxes = {
      mood: field("mood", "input", { type: "text", inputmode: "numeric", input: hold }, t("log.mood"), t("log.mood_ends")),
      numb: field("numb", "input", { type: "text", inputmode: "numeric", input: hold }, t("log.numb"), t("log.numb_ends")),
      word: field("word", "input", { type: "text", input: hold }, t("log.word"), t("log.word_help")),
      what: field("what", "textarea", { rows: 2, input: hold }, t("log.what")),
      sleep: field("sleep", "input", { type: "text", inputmode: "decimal", input: hold }, t("log.sleep")),
    };
    const values = () => Object.fromEntries(NAMES.map((name) => [name, boxes[name].input.value]));
    const asTyped = (entry) => JSON.stringify(NAMES.map((name) => String(entry[name] ?? "")));
    const isKept = () => asTyped(values()) === loaded;
    const told = status();
    const undo = button(t("log.undo"), takeBack, { quiet: true, hidden: true });

    function fill(entry) {
      for (const name of NAMES) {
        boxes[name].input.value = typedIn(entry[name]);
        boxes[name].input.removeAttribute("aria-invalid");
      }
      day.input.removeAttribute("aria-invalid");
    }

    function store() {
      const form = isKept() && !editing ? {} : { ...values(), date: day.input.value, editing };
      keep({ entries, form, pattern: pattern.input.value, ask: ask.input.value });
    }

    function hold() {
      say(told, "");
      undo.hidden = true;
      for (const { input } of [day, ...Object.values(boxes)]) input.removeAttribute("aria-invalid");
      store();
    }

    /** Changes the log by `next`, an entry or null for each day; it can be taken back. */
    function change(next, says, canUndo) {
      before = entries;
      entries = { ...entries, ...next };
      undo.hidden = !canUndo;
      store();
      show();
      const full = noted().length >= MOST_DAYS;
      say(told, full && !canUndo ? `${says} ${t("log.enough")}` : says);
    }

    function takeBack() {
      const added = Object.keys(entries).filter((date) => !(date in before));
      entries = { ...before, ...Object.fromEntries(added.map((date) => [date, null])) };
      store();
      show();
      day.input.focus();
      undo.hidden = true;
      say(told, t("log.undone"));
    }

    function refuse(input, says) {
      input?.setAttribute("aria-invalid", "true");
      say(told, says);
    }

    function keepDay() {
      undo.hidden = true;
      const date = day.input.value;
      const [first, last] = [iso(Date.now() - OLDEST * DAY_MS), today()];
      if (date !== editing && (!isDay(date) || date < first || date > last)) {
        return refuse(day.input, t("log.bad_day", { first: inWords(first, true), last: inWords(last, true) }));
      }
      const given = {};
      for (const name of NAMES) {
        const value = read(name, boxes[name].input.value);
        if (value === null) {
          const says = name === "sleep" ? t("log.bad_sleep") : t("log.bad_number", { name: t(`log.${name}`) });
          return refuse(boxes[name].input, says);
        }
        if (value !== undefined) given[name] = value;
      }
      const label = inWords(date);
      if (!Object.keys(given).length) return refuse(undefined, t("log.nothing"));
      const stands = entries[date];
      const moves = editing && date !== editing;
      if (moves && stands) return refuse(day.input, t("log.taken", { day: label }));
      if (!stands && !moves && noted().length >= MOST_DAYS) return refuse(undefined, t("log.full", { day: label }));
      const from = moves && inWords(editing);
      // Boxes left empty erase nothing, unless the whole day was in them.
      const next = { [date]: editing ? given : { ...stands, ...given } };
      if (moves) next[editing] = null;
      clear();
      if (moves) change(next, t("log.moved", { from, day: label }), true);
      else change(next, t(stands ? "log.changed" : "log.kept", { day: label }), Boolean(stands));
    }

    function clear() {
      editing = undefined;
      loaded = asTyped({});
      fill({});
      day.input.value = today();
    }

    function empty() {
      clear();
      store();
      undo.hidden = true;
      say(told, t("log.emptied"));
    }

    function edit(row) {
      undo.hidden = true;
      if (!isKept()) {
        day.input.focus();
        return say(told, t("log.unkept"));
      }
      editing = row.date;
      loaded = asTyped(row);
      fill(row);
      day.input.value = row.date;
      store();
      day.input.focus();
      say(told, t("log.changing", { day: row.label }));
    }

    function remove(row) {
      if (editing === row.date) clear();
      change({ [row.date]: null }, t("log.deleted", { day: row.label }), true);
      undo.focus();
    }

    const actions = (row) => [
      button(t("log.change"), () => edit(row), { quiet: true, "aria-label": t("log.change_day", { day: row.label }) }),
      button(t("log.delete"), () => remove(row), { quiet: true, "aria-label": t("log.delete_day", { day: row.label }) }),
    ];

    // The days, the chart, and the page for a visit.
    const about = h("p");
    const list = h("div");
    let all = false;
    const more = button("", showMore, { quiet: true, hidden: true });
    const figure = h("div");
    const image = h("img", { class: "al-chart", hidden: true });
    const drawing = status();
    const draw = button(t("log.draw"), askForPicture, { quiet: true });
    const drawer = h("div", { class: "al-drawer", hidden: true }, draw, drawing, image);
    const card = h("div", { hidden: true });
    const made = status();
    const pattern = field("pattern", "input", { type: "text", input: changed }, t("log.pattern"));
    const ask = field("ask", "textarea", { rows: 3, input: changed }, t("log.ask"));

    function changed() {
      card.hidden = true;
      say(made, "");
      store();
    }

    function show() {
      const now = noted();
      about.textContent = t(now.length >= MOST_DAYS ? "log.enough" : "log.about");
      day.input.max = today();
      showDays(now);
      const drawn = picture(now.filter((date) => hasNumber(entries[date])).slice(-MOST_DRAWN).map(row));
      figure.replaceChildren(drawn);
      // The page has no engine to draw with.
      drawer.hidden = !drawn || place() === "browser";
      stopWaiting("");
      image.hidden = true;
      card.hidden = true;
      say(made, "");
    }

    function showMore() {
      all = !all;
      showDays(noted());
    }

    /** Shows the newest days, or every one: thousands take their time. */
    function showDays(now) {
      const shown = (all ? now : now.slice(-MOST_DRAWN)).map(row);
      list.replaceChildren(now.length ? table(t("log.days"), shown, actions) : h("p", {}, t("log.none")));
      more.hidden = now.length <= MOST_DRAWN;
      more.textContent = all ? t("log.show_newest", { n: MOST_DRAWN }) : t("log.show_all", { n: now.length });
    }

    function stopWaiting(says) {
      clearTimeout(awaited);
      awaited = undefined;
      say(drawing, says);
    }
    const notDrawn = () => stopWaiting(t("log.not_drawn"));

    function askForPicture() {
      stopWaiting(t("log.drawing"));
      image.hidden = true;
      awaited = setTimeout(notDrawn, SILENT_MS);
      try {
        model.send({ type: "chart" });
      } catch {
        notDrawn();
      }
    }

    model.on("msg:custom", (message) => {
      if (message.type !== "chart" || awaited === undefined) return;
      if (!message.svg) return notDrawn();
      stopWaiting(t("log.drawn"));
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(message.svg)}`;
      image.alt = message.alt;
      image.hidden = false;
    });
    signal?.addEventListener("abort", () => clearTimeout(awaited));

    function make() {
      const now = noted().map(row);
      card.hidden = !now.length;
      if (now.length) card.replaceChildren(...visit(now, pattern.input.value, ask.input.value, t("log.card")));
      say(made, t(now.length ? "log.made" : "log.make_first"));
    }

    const own = h(
      "div",
      {},
      about,
      h("p", { class: "al-hint" }, t("log.seen")),
      h(
        "fieldset",
        {},
        h("legend", {}, t("log.one_day")),
        h("div", { class: "al-boxes" }, day.element, boxes.mood.element, boxes.numb.element, boxes.sleep.element),
        boxes.word.element,
        boxes.what.element,
        nobodyReads(signal),
        h("div", { class: "al-row" }, button(t("log.keep"), keepDay), button(t("log.empty"), empty, { quiet: true })),
        told,
        undo,
      ),
      more,
      list,
      figure,
      drawer,
      h(
        "fieldset",
        {},
        h("legend", {}, t("log.visit")),
        pattern.element,
        ask.element,
        nobodyReads(signal),
        button(t("log.make"), make),
        made,
      ),
      card,
    );

    // The filled example.
    const worked = content.worked.map((entry) => {
      const label = t("log.day_n", { n: entry.day });
      return { ...entry, at: entry.day, label, short: entry.day, long: label };
    });
    const name = content.example_name;
    const person = t("worksheet.person", { name });
    const example = h(
      "div",
      { hidden: true },
      h("p", { class: "al-hint" }, person),
      table(t("log.days_of", { name }), worked),
      visit(worked, content.worked_pattern, content.worked_ask, person),
    );
    const group = uniqueId("which");
    const radios = [[own, t("log.own")], [example, t("worksheet.worked")]].map(([part, label]) => {
      const input = h("input", {
        type: "radio", name: group, id: uniqueId("which"), checked: part === own,
        change: () => {
          own.hidden = part !== own;
          example.hidden = part === own;
        },
      });
      return h("div", { class: "al-option" }, input, h("label", { for: input.id }, label));
    });
    loaded = asTyped({});
    show();
    root.append(h("fieldset", { class: "al-sheets" }, h("legend", {}, t("log.which")), radios), own, example);
  },
};
