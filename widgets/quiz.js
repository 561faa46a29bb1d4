import { answersOf, h, mount, onAnswers, say, status, t, uniqueId } from "./base.js";

/** What someone says in an option is quoted once. */
const bare = (text) => text.replace(/^["“](.*)["”]$/u, "$1");

/** Joins sentences about the options; the whole is one text, so it is read out once. */
function feedback(item, chosen, guess) {
  const quoted = (option) => t("quiz.yours", { text: bare(option.text), reason: option.reason });
  const parts = item.options.filter((o) => chosen.includes(o.key)).map(quoted);
  for (const option of item.options.filter((o) => o.fits && !chosen.includes(o.key))) {
    const name = item.several ? "quiz.also" : "quiz.closest";
    parts.push(t(name, { text: bare(option.text), reason: option.reason }));
  }
  if (guess) parts.push(t("quiz.guess"));
  return parts.join(" ");
}

function question(item, content, changed) {
  const region = status();
  const name = uniqueId(item.id);
  const hint = uniqueId("hint");
  const inputs = item.options.map((option) =>
    h("input", {
      type: item.several ? "checkbox" : "radio",
      name,
      value: option.key,
      id: uniqueId(option.key),
      change: () => {
        say(region, "");
        changed(chosen(), false);
      },
    }),
  );
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const check = () => {
    const keys = chosen();
    if (!keys.length) {
      say(region, t("quiz.nothing_picked"));
      return;
    }
    say(region, [feedback(item, keys, content.guess), changed(keys, true)].filter(Boolean).join(" "));
  };
  const element = h(
    "fieldset",
    { "aria-describedby": hint },
    h("legend", {}, item.scene && h("span", { class: "al-scene" }, item.scene), h("span", {}, item.ask)),
    h("p", { id: hint, class: "al-hint" }, t(item.several ? "quiz.pick_several" : "quiz.pick_one")),
    item.options.map((option, i) =>
      h("div", { class: "al-option" }, inputs[i], h("label", { for: inputs[i].id }, option.text)),
    ),
    h("button", { type: "button", class: "al-button", click: check }, t("quiz.check")),
    region,
  );
  const show = (answer) => {
    // A record may have been edited by hand.
    const keys = Array.isArray(answer?.keys) ? answer.keys : [];
    for (const input of inputs) input.checked = keys.includes(input.value);
    say(region, keys.length && answer.checked ? feedback(item, keys, content.guess) : "");
  };
  return { element, show };
}

function svg(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A ring or a diamond: of one weight, so that neither looks like the mark of a test. */
const mark = (known, x, y) =>
  svg(known ? "circle" : "path", {
    ...(known ? { cx: x, cy: y, r: 8 } : { d: `M${x} ${y - 9}l9 9-9 9-9-9z` }),
    fill: "none", stroke: "currentColor", "stroke-width": 2,
  });

const place = (option) => t(option.fits ? "quiz.back_known" : "quiz.back_other");

/** @param {{ name: string, before: any, now: any }[]} rows what was picked before and now, for each idea */
function picture(rows) {
  const [before, now] = [112, 200];
  const bottom = 34 + 40 * rows.length;
  const text = (x, y, words, anchor = "start") =>
    svg("text", { x, y: y + 5, "text-anchor": anchor, fill: "currentColor", "font-size": 15 }, words);
  const told = rows.map((row) => t("quiz.back_row", { name: row.name, before: place(row.before), now: place(row.now) }));
  return svg(
    "svg",
    { viewBox: `0 0 240 ${bottom + 52}`, direction: "ltr", role: "img", "aria-label": told.join(" "), class: "al-picture" },
    text(before, 12, t("quiz.before"), "middle"),
    text(now, 12, t("quiz.now"), "middle"),
    ...rows.flatMap((row, n) => {
      const y = 46 + 40 * n;
      return [
        text(0, y, row.name),
        mark(row.before.fits, before, y),
        svg("path", { d: `M${before + 16} ${y}H${now - 16}`, stroke: "currentColor" }),
        mark(row.now.fits, now, y),
      ];
    }),
    mark(true, 12, bottom + 14), text(30, bottom + 14, t("quiz.back_known")),
    mark(false, 12, bottom + 40), text(30, bottom + 40, t("quiz.back_other")),
  );
}

/** @returns {string} what became of an idea: none of these is a mark. */
function moved({ before, now }) {
  if (!now.fits) return "other";
  return before.fits ? "stayed" : "towards";
}

/** What was guessed before the lesson and what was picked now, for the learner alone. */
function beforeAndAfter(content, file, answers) {
  const element = h("div", { class: "al-back", hidden: true });
  const pick = (item, answer) => item.options.find(({ key }) => Array.isArray(answer?.keys) && answer.keys.includes(key));

  /** @returns the ideas that were guessed; none until each of them has come back. */
  function rows() {
    const guessed = answersOf(file + content.looks_back) ?? {};
    const found = content.pairs.map((pair, n) => {
      const item = content.items.find((one) => one.id === pair.item);
      const now = answers[item.id]?.checked && pick(item, answers[item.id]);
      return { name: t("quiz.back_guess", { n: n + 1 }), asked: [pair.ask, item.ask], before: pick(pair, guessed[pair.id]), now };
    });
    const some = found.filter((row) => row.before);
    return some.every((row) => row.now) ? some : [];
  }

  /** @returns {string} what to say of it, if it has come into sight */
  function update() {
    const found = rows();
    const isNew = found.length && element.hidden;
    element.hidden = !found.length;
    if (!found.length) return "";
    element.replaceChildren(
      h("h4", {}, t("quiz.back")),
      h("p", { class: "al-hint" }, t("quiz.back_note")),
      ...found.flatMap((row) => [
        h("p", { class: "al-ask" }, row.name),
        h("p", {}, h("small", {}, row.asked[0]), h("span", {}, t("quiz.back_before", { text: bare(row.before.text) }))),
        h("p", {}, h("small", {}, row.asked[1]), h("span", {}, t("quiz.back_now", { text: bare(row.now.text) }))),
        h("p", {}, t(`quiz.moved_${moved(row)}`)),
      ]),
      picture(found),
    );
    return isNew ? t("quiz.back_ready") : "";
  }
  return { element, update };
}

/** Questions; every option answers with its own reason, decided here in the page. */
export default {
  render(context) {
    const answers = {};
    const questions = {};
    const { root, content, keep } = mount(context, (restored) => {
      Object.assign(answers, restored);
      for (const [id, answer] of Object.entries(restored)) if (Object.hasOwn(questions, id)) questions[id].show(answer);
      back?.update();
    });
    const key = context.model.get("key");
    const file = key.slice(0, key.indexOf("/") + 1);
    const back = content.looks_back && beforeAndAfter(content, file, answers);
    for (const item of content.items) {
      questions[item.id] = question(item, content, (keys, checked) => {
        answers[item.id] = { keys, checked };
        keep({ ...answers });
        return back?.update();
      });
      root.append(questions[item.id].element);
    }
    if (!back) return;
    root.append(back.element);
    // The guesses may come back from the record after these.
    onAnswers((changed) => changed === file + content.looks_back && back.update(), context.signal);
  },
};
