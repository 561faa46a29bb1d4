/**
 * Questions from lessons already seen, one card at a time: a deck of them all, or a warm-up.
 *
 * A warm-up asks by fixed days, counted in calendar days from the day on which a lesson was seen:
 * - A card falls due on day 2, on day 7 and on day 21, and waits from then on until it is asked.
 * - "Got it" moves it to the next of these days that still lies ahead; after the last it rests.
 * - "Fuzzy" and "New to me" leave it where it is, and it comes again on another day.
 * - Three cards at most on one day, from as many lessons as there are; the lesson and the card
 *   that were asked longest ago come first.
 * `step` counts the fixed days that a card is done with. A deck keeps the same note of each card.
 *
 * @typedef {{ key: string, lesson: string, title: string, ask: string, answer: string }} Card
 * @typedef {{ said: "got" | "fuzzy" | "new", on: string, step: number }} Note
 */
import { h, mount, onAnswers, printOnly, say, seen, status, t, uniqueId } from "./base.js";

const DAYS = [2, 7, 21];
const AT_MOST = 3;
const SAID = ["got", "fuzzy", "new"];
const DAY_MS = 86_400_000;

/** @returns {string} the calendar day where the learner is, such as "2026-03-01". */
export function today(now = new Date()) {
  const two = (n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** @returns {number} calendar days between two days; NaN if one of them is none. */
function daysBetween(from, to) {
  // Both are read as UTC, which knows no day of 23 hours.
  const [start, end] = [from, to].map((day) => (/^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : NaN));
  return (end - start) / DAY_MS;
}

/** A record may have been edited by hand; what is no step counts as the first. */
const stepOf = (note) => (Number.isInteger(note?.step) ? Math.max(0, note.step) : 0);

/**
 * @param {Card[]} cards
 * @param {Record<string, string>} seen when each lesson was seen
 * @param {Record<string, Note>} said what was said of a card before
 * @param {string} today
 * @returns {Card[]} the cards to ask today, three at most
 */
export function due(cards, seen, said, today) {
  const asked = (card) => String(said[card.key]?.on ?? "");
  const lessonAsked = new Map();
  for (const card of cards) {
    if (asked(card) >= (lessonAsked.get(card.lesson) ?? "")) lessonAsked.set(card.lesson, asked(card));
  }
  const first = (one, other) => (one === other ? 0 : one < other ? -1 : 1);
  const rounds = new Map();
  return cards
    .filter((card) => asked(card) !== today)
    .filter((card) => daysBetween(seen[card.lesson], today) >= DAYS[stepOf(said[card.key])])
    .sort((one, other) => first(asked(one), asked(other)))
    .map((card) => {
      const round = rounds.get(card.lesson) ?? 0;
      rounds.set(card.lesson, round + 1);
      return { card, round, lesson: lessonAsked.get(card.lesson) };
    })
    .sort((one, other) => one.round - other.round || first(one.lesson, other.lesson))
    .slice(0, AT_MOST)
    .map(({ card }) => card);
}

/** @returns {Note} what is kept when `word` is said today of a card with the note `before`. */
export function noteOf(card, word, before, seen, today) {
  const passed = DAYS.filter((day) => daysBetween(seen[card.lesson], today) >= day).length;
  const step = stepOf(before);
  return { said: word, on: today, step: word === "got" ? Math.max(step, passed) : step };
}

/** @returns {[string, Card[]][]} the cards by the title of their lesson. */
function byLesson(cards) {
  const groups = new Map();
  for (const card of cards) groups.set(card.title, [...(groups.get(card.title) ?? []), card]);
  return [...groups];
}

/** A warm-up has nothing to ask until a record says which lessons were seen. */
function waitForRecord(context) {
  const waiting = new AbortController();
  context.signal?.addEventListener("abort", () => waiting.abort());
  onAnswers((key) => {
    if (key !== "record" || !Object.keys(seen()).length) return;
    waiting.abort();
    recall.render(context);
  }, waiting.signal);
}

const recall = {
  render(context) {
    const { cards: all, draws_from: isWarmUp, title } = context.model.get("content");
    let said = {};
    /** What stood before the first word on this page: a second word replaces the first. */
    let before = {};
    let lesson = "";
    let now = 0;

    const saidToday = (card) => said[card.key]?.on === today();
    const pick = () =>
      isWarmUp
        ? [...all.filter(saidToday), ...due(all, seen(), said, today())].slice(0, AT_MOST)
        : all.filter((card) => !lesson || card.title === lesson);
    let cards = pick();
    if (!cards.length) {
      context.el.replaceChildren();
      if (isWarmUp) waitForRecord(context);
      return;
    }

    const { root, keep } = mount(context, (restored) => {
      said = { ...restored.cards };
      before = {};
      cards = pick();
      if (cards.length) begin();
      else context.el.replaceChildren();
    });
    const counter = h("p", { class: "al-hint" });
    const question = h("p", { class: "al-card-text" });
    const told = h("p", { role: "status", class: "al-unseen" });
    const answer = status();
    const noted = h("p", { role: "status", class: "al-hint" });
    const turn = h("button", { type: "button", class: "al-button", click: () => show(now, !answer.textContent) });
    const words = SAID.map((word) =>
      h("button", { type: "button", class: "al-choice", click: () => note(word) }, t(`recall.${word}`)),
    );
    const how = h("fieldset", {}, h("legend", {}, t("recall.how")), h("div", { class: "al-row" }, words));
    const move = (by, name) =>
      h(
        "button",
        { type: "button", class: "al-button al-quiet", click: () => cards[now + by] && show(now + by) },
        t(name),
      );
    const back = move(-1, "recall.back");
    const next = move(1, "recall.next");
    const overview = h("div");
    const sheet = h("div", { class: "al-sheet" });
    const selectId = uniqueId("lesson");

    function show(index, open = false) {
      const turned = index !== now;
      now = index;
      const card = cards[now];
      const place = t("recall.counter", { n: now + 1, total: cards.length, title: card.title });
      say(told, turned ? `${place} ${card.ask}` : "");
      counter.textContent = place;
      question.textContent = card.ask;
      say(answer, open ? card.answer : "");
      say(noted, "");
      turn.textContent = t(open ? "recall.hide" : "recall.show");
      turn.classList.toggle("al-quiet", open);
      how.hidden = !open;
      mark();
      // A disabled button would drop the keyboard's place.
      back.setAttribute("aria-disabled", String(now === 0));
      next.setAttribute("aria-disabled", String(now === cards.length - 1));
    }

    function mark() {
      const card = cards[now];
      const word = saidToday(card) ? said[card.key].said : "";
      words.forEach((button, i) => button.setAttribute("aria-pressed", String(SAID[i] === word)));
    }

    function note(word) {
      const card = cards[now];
      if (!(card.key in before)) before[card.key] = said[card.key];
      said[card.key] = noteOf(card, word, before[card.key], seen(), today());
      keep({ cards: { ...said } });
      mark();
      list();
      const last = isWarmUp && cards.every(saidToday);
      say(noted, last ? `${t(`recall.noted_${word}`)} ${t("recall.done")}` : t(`recall.noted_${word}`));
    }

    function list() {
      if (isWarmUp) return;
      const entry = (card) => {
        const word = said[card.key]?.said;
        return [
          h("dt", {}, card.ask),
          h("dd", {}, card.answer),
          SAID.includes(word) && h("dd", {}, h("small", {}, t("recall.you_said", { said: t(`recall.${word}`) }))),
        ];
      };
      overview.replaceChildren(
        ...byLesson(cards).flatMap(([name, group]) => [h("h4", {}, name), h("dl", {}, group.flatMap(entry))]),
      );
    }

    function begin() {
      now = Math.max(0, cards.findIndex((card) => (isWarmUp ? !saidToday(card) : !said[card.key])));
      show(now);
      list();
    }

    function choose(event) {
      lesson = event.target.value;
      cards = pick();
      now = -1;
      show(0);
      list();
    }

    function print() {
      const lists = (field) => {
        let start = 1;
        return byLesson(cards).flatMap(([name, group]) => {
          const items = h("ol", { start }, group.map((card) => h("li", {}, card[field])));
          start += group.length;
          return [h("h4", {}, name), items];
        });
      };
      sheet.replaceChildren(
        h("h3", {}, title),
        h("div", { class: "al-questions" }, lists("ask")),
        h("p", { class: "al-cut" }, t("recall.fold")),
        ...lists("answer"),
      );
      printOnly(sheet);
    }

    const option = ([name]) => h("option", { value: name }, name);
    root.append(
      isWarmUp
        ? ""
        : h(
            "div",
            { class: "al-row al-from" },
            h("label", { for: selectId }, t("recall.which")),
            h("select", { id: selectId, change: choose }, h("option", { value: "" }, t("recall.all")), byLesson(all).map(option)),
          ),
      h("div", { class: "al-card" }, counter, question, told, turn, answer, how, noted),
      h("div", { class: "al-row al-moves" }, back, next),
    );
    if (!isWarmUp) {
      root.append(
        h("details", {}, h("summary", {}, t("recall.overview")), overview),
        h("button", { type: "button", class: "al-button al-quiet al-to-print", click: print }, t("recall.print")),
        sheet,
      );
    }
    begin();
  },
};

export default recall;
