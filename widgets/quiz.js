import { h, mount, say, status, t, uniqueId } from "./base.js";

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
    say(region, feedback(item, keys, content.guess));
    changed(keys, true);
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

/** Questions; every option answers with its own reason, decided here in the page. */
export default {
  render(context) {
    const answers = {};
    const questions = {};
    const { root, content, keep } = mount(context, (restored) => {
      Object.assign(answers, restored);
      for (const [id, answer] of Object.entries(restored)) questions[id]?.show(answer);
    });
    for (const item of content.items) {
      questions[item.id] = question(item, content, (keys, checked) => {
        answers[item.id] = { keys, checked };
        keep({ ...answers });
      });
      root.append(questions[item.id].element);
    }
  },
};
