import { copyOut, h, mount, nobodyReads, printOnly, reminders, say, status, t, uniqueId } from "./base.js";
import { download } from "./download.js";

const FREE = new Set(["line", "text"]);
const FILE = "reminders.ics"; // a name that others may read
/** The day on which the plan of `reminders()` was made: FIRST_DAY in widgets/export.py. */
const FIRST_DAY = Date.UTC(2000, 0, 1);
/** What a printed card holds of typed words, counted in narrow letters, and how many in large print. */
const ROOM = 2100;
const LARGE = 600;
const ROW = 90;
const NARROW = /[ !"'(),\-./0-9:;?a-ln-vx-z]/;

/**
 * @param {string} template the calendar of a plan made on FIRST_DAY
 * @param {Date} now
 * @returns {{ text: string, days: Date[] }} the same for a plan made today, where the learner is
 */
export function calendar(template, now) {
  // Counted in UTC, which knows no day of 23 hours.
  const later = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - FIRST_DAY;
  const days = [];
  const basic = (date) => date.toISOString().replace(/[-:]|\.\d+/g, "");
  const move = (_, name, year, month, day) => {
    const date = new Date(Date.UTC(year, month - 1, day) + later);
    if (name === "DTSTART") days.push(date);
    return `${name};VALUE=DATE:${basic(date).slice(0, 8)}`;
  };
  // randomUUID is not there in a page that came over plain http.
  const name = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0"));
  const text = template
    .replace(/(DTSTART|DTEND);VALUE=DATE:(\d{4})(\d\d)(\d\d)/g, move)
    .replace(/DTSTAMP:\S+/g, `DTSTAMP:${basic(now)}`)
    .replace(/UID:\S+/g, () => `UID:${name().join("").toUpperCase()}`);
  return { text, days };
}

/** What was typed; a record may have been edited by hand. */
const typed = (kept) => (["string", "number"].includes(typeof kept) ? String(kept) : "");

const width = (letter) => (letter === "\n" ? ROW : NARROW.test(letter) ? 1 : 2);

/**
 * @returns {{ short: Record<string, string>, size: number }} the words of each field, the long ones
 *   cut so that all fit on one page, and how much room they would take uncut
 */
function cutToPage(given) {
  const letters = Object.entries(given).map(([name, text]) => [name, [...text.trim()]]);
  const sizes = letters.map(([, all]) => all.reduce((sum, letter) => sum + width(letter), 0)).sort((a, b) => a - b);
  let left = ROOM;
  let most = Infinity;
  for (const [n, size] of sizes.entries()) {
    const share = left / (sizes.length - n);
    if (size > share) {
      most = share;
      break;
    }
    left -= size;
  }
  const cut = ([name, all]) => {
    let room = most;
    const end = all.findIndex((letter) => (room -= width(letter)) < 0);
    return [name, end < 0 ? all.join("") : `${all.slice(0, end).join("").trimEnd()}…`];
  };
  return { short: Object.fromEntries(letters.map(cut)), size: sizes.reduce((sum, size) => sum + size, 0) };
}

/** The lines of a card; typed words run in the direction of their own language. */
function lines(card, given) {
  return card.map((line) => {
    // Words, a field's name, its full stop, words, and so on.
    const parts = line.split(/\{(\w+)\}(\.?)/).map((part, n, all) => {
      if (n % 3 === 0) return part;
      const text = given[all[n - (n % 3) + 1]].trim() || t("worksheet.left");
      if (n % 3 === 1) return h("bdi", {}, text);
      // What ends like a sentence needs no second full stop.
      return /[.?!…]["”]?$/u.test(text) ? "" : part;
    });
    return h("span", {}, parts);
  });
}

function control(field, changed) {
  const id = uniqueId(field.key);
  const help = field.help && h("p", { class: "al-hint", id: uniqueId("help") }, field.help);
  const common = { id, "aria-describedby": help?.id, input: changed };
  let input;
  if (field.form === "text") input = h("textarea", { ...common, rows: 3 });
  else if (field.form === "choice") {
    input = h("select", common, h("option", { value: "" }, t("worksheet.choose")), field.options.map((o) => h("option", {}, o)));
  } else if (field.form === "rating") {
    const numbers = Array.from({ length: 11 }, (_, n) => h("option", { value: String(n) }, t("worksheet.rating", { n })));
    input = h("select", common, h("option", { value: "" }, t("worksheet.choose")), numbers);
  } else input = h("input", { ...common, type: "text" });
  const element = h("div", { class: "al-field" }, h("label", { for: id }, field.label), help, input);
  return { element, input, field };
}

/** Fields that become a card; a filled, a half-filled and a blank sheet. */
export default {
  render(context) {
    let sheet = "blank";
    /** Whether the learner chose a sheet here: what another tab sends turns no page under their hands. */
    let chosen = false;
    const drafts = { half: {}, blank: {} };
    const { root, content, keep } = mount(context, (restored) => {
      Object.assign(drafts.half, restored.half);
      Object.assign(drafts.blank, restored.blank);
      const theirs = Object.hasOwn(drafts, typed(restored.sheet)) ? restored.sheet : "blank";
      turnTo(chosen ? sheet : theirs);
      if (restored.made && sheet === theirs) make();
    });
    for (const field of content.fields) if (field.half) drafts.half[field.key] = field.half;
    const region = status();
    const person = h("p", { class: "al-hint", hidden: true }, t("worksheet.person", { name: content.example_name }));
    const cardText = h("div", { class: "al-card-text" });
    const printed = h("div", { class: "al-card-print" });
    const cutNote = h("p", { class: "al-hint" }, t("worksheet.cut"));
    const copied = status();
    const copy = () => {
      const words = [...cardText.children].map((line) => line.textContent);
      return copyOut([content.card_title, ...words].join("\n"), copied);
    };
    const card = h(
      "div",
      { class: "al-card al-keep", hidden: true, role: "group", "aria-label": t("worksheet.card") },
      h("p", { class: "al-card-title" }, content.card_title),
      cardText,
      printed,
      cutNote,
      h(
        "div",
        { class: "al-row" },
        h("button", { type: "button", class: "al-button al-quiet", click: copy }, t("worksheet.copy")),
        h("button", { type: "button", class: "al-button al-quiet", click: () => printOnly(card) }, t("worksheet.print")),
      ),
      copied,
    );
    const about = h("p", { id: uniqueId("reminders") });
    const saved = status();
    const remind = h(
      "div",
      { class: "al-remind", hidden: true },
      about,
      h(
        "button",
        { type: "button", class: "al-button al-quiet", "aria-describedby": about.id, click: saveReminders },
        t("worksheet.remind_save"),
      ),
      saved,
    );
    const putAway = () => (card.hidden = remind.hidden = true);
    const controls = content.fields.map((field) =>
      control(field, () => {
        say(region, "");
        putAway();
        if (sheet === "worked") return;
        drafts[sheet] = values();
        keep({ ...own(), sheet, made: false });
      }),
    );
    /** What the half-filled sheet began with is not the learner's, and would hide their words of another day. */
    const own = () => ({
      half: Object.fromEntries(content.fields.map(({ key, half }) => [key, half, drafts.half[key]]).filter(([, half, now]) => now !== undefined && now !== half).map(([key, , now]) => [key, now])),
      blank: drafts.blank,
    });
    const values = () => Object.fromEntries(controls.map(({ field, input }) => [field.key, input.value]));
    const hasHalf = content.fields.some((field) => field.half);
    const name = uniqueId("sheet");
    const sheets = (hasHalf ? ["worked", "half", "blank"] : ["worked", "blank"]).map((value) =>
      h("input", { type: "radio", name, value, id: uniqueId(value), change: () => choose(value) }),
    );

    function choose(next) {
      chosen = true;
      turnTo(next);
    }

    function turnTo(next) {
      sheet = next;
      for (const input of sheets) input.checked = input.value === sheet;
      const worked = sheet === "worked";
      person.hidden = !worked;
      for (const { field, input } of controls) {
        input.value = worked ? field.worked : typed(drafts[sheet][field.key]);
        input.readOnly = worked;
        // A select cannot be read-only.
        if (input.tagName === "SELECT") input.disabled = worked;
      }
      say(region, "");
      putAway();
      if (worked) make();
    }

    /** Tells the three days, counted from today; they may have moved since the card was made. */
    function tellDays() {
      const { text, days } = calendar(reminders(), new Date());
      const told = days.map((day) =>
        day.toLocaleDateString(undefined, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" }),
      );
      about.textContent = t("worksheet.remind", { days: told.join("; "), title: t("worksheet.reminder") });
      return text;
    }

    function saveReminders() {
      download(FILE, "text/calendar;charset=utf-8", tellDays());
      say(saved, t("worksheet.reminded", { file: FILE }));
    }

    function make() {
      const given = values();
      if (!Object.values(given).some((value) => value.trim())) {
        say(region, t("worksheet.empty"));
        return false;
      }
      const { short, size } = cutToPage(given);
      cardText.replaceChildren(...lines(content.card, given));
      printed.replaceChildren(...(size > ROOM ? lines(content.card, short) : []));
      cutNote.hidden = size <= ROOM;
      card.classList.toggle("al-long", size > LARGE);
      card.hidden = false;
      const worked = sheet === "worked";
      if (content.reminders && !worked) {
        tellDays();
        remind.hidden = false;
        say(saved, "");
      }
      const whose = worked ? t("worksheet.person", { name: content.example_name }) : t("worksheet.card");
      card.setAttribute("aria-label", whose);
      say(copied, "");
      say(region, worked ? whose : t("worksheet.made"));
      return true;
    }

    root.append(
      h(
        "fieldset",
        { class: "al-sheets" },
        h("legend", {}, t("worksheet.which")),
        sheets.map((input) =>
          h("div", { class: "al-option" }, input, h("label", { for: input.id }, t(`worksheet.${input.value}`))),
        ),
      ),
      person,
      ...controls.map((one) => one.element),
      content.fields.some((field) => FREE.has(field.form)) ? nobodyReads(context.signal) : "",
      h(
        "button",
        {
          type: "button",
          class: "al-button",
          click: () => make() && sheet !== "worked" && keep({ ...own(), sheet, made: true }),
        },
        t("worksheet.make"),
      ),
      region,
      card,
      remind,
    );
    turnTo("blank");
  },
};
