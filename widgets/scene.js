import { h, mount, say, t, uniqueId } from "./base.js";

/** The second click of a double click would land on what took the first one's place. */
const once = (act) => (event) => event.detail < 2 && act();

const inWords = (n) => t("scene.numbers").split(" ")[n - 1] ?? n;

/** A story lived through choice by choice. Each choice can be taken again, and none is bad. */
export default {
  render(context) {
    let path = [];
    let seen = new Set();
    const { root, content, keep } = mount(context, (restored) => {
      path = Array.isArray(restored.path) ? restored.path : [];
      seen = new Set(Object.keys(restored.seen ?? {}).filter((id) => moments.get(id)?.ending));
      // What has the keyboard's place is made anew, so its place goes along.
      show(root.contains(document.activeElement));
    });
    const moments = new Map(content.moments.map((moment) => [moment.id, moment]));
    const endings = content.moments.filter((moment) => moment.ending).length;
    const region = h("p", { role: "status", class: "al-unseen" });
    const past = h("ol", { class: "al-past" });
    const before = h("div", { hidden: true }, h("h4", {}, t("scene.so_far")), past);
    let now = h("div");

    const button = (label, look, act, more) =>
      h("button", { type: "button", class: look, ...more, click: once(act) }, label);

    /** Follows the path as far as it leads: a newer file may lack a choice that was made. */
    function walk() {
      const steps = [];
      let moment = content.moments[0];
      for (const key of path) {
        const choice = moment.choices.find((one) => one.key === key);
        if (!choice) break;
        steps.push({ moment, choice });
        moment = moments.get(choice.to);
      }
      path = steps.map((step) => step.choice.key);
      if (moment.ending) seen.add(moment.id);
      return { steps, moment };
    }

    const weighed = ({ gave, cost }) => [t("scene.gave", { gave }), t("scene.cost", { cost })];
    const seenSoFar = () =>
      t(seen.size === endings ? "scene.seen_all" : "scene.seen", { n: inWords(seen.size), total: inWords(endings) });

    function go(next, told) {
      path = next;
      const moment = show(true);
      say(region, moment.ending ? `${told} ${t("scene.end")}. ${seenSoFar()}` : told);
      keep({ path, seen: Object.fromEntries([...seen].map((id) => [id, true])) });
    }

    const goBack = (to) => go(path.slice(0, to), t("scene.went_back"));

    function step({ moment, choice }, n) {
      const [chosenId, backId] = ["chosen", "back"].map(uniqueId);
      return h(
        "li",
        {},
        h("p", {}, moment.text),
        h("p", { id: chosenId, class: "al-chosen" }, t("scene.chosen", { text: choice.text })),
        weighed(choice).map((line) => h("p", {}, line)),
        button(t("scene.back"), "al-button al-quiet", () => goBack(n), { id: backId, "aria-labelledby": `${backId} ${chosenId}` }),
      );
    }

    function choosing({ text, choices }) {
      const askId = uniqueId("ask");
      const start = h("p", { tabindex: -1 }, text);
      const element = h(
        "div",
        { class: "al-now" },
        h("h4", {}, t("scene.now")),
        start,
        h("p", { id: askId, class: "al-ask" }, t("scene.ask", { name: content.example_name })),
        h(
          "div",
          { role: "group", "aria-labelledby": askId, class: "al-choices" },
          choices.map((choice) => button(choice.text, "al-choice", () => go([...path, choice.key], weighed(choice).join(" ")))),
        ),
      );
      return { element, start };
    }

    function end({ text, ending }) {
      const againId = uniqueId("again");
      const start = h("h4", { tabindex: -1 }, t("scene.end"));
      const back = (name, to) => button(t(name), "al-button al-quiet", () => goBack(to));
      const element = h(
        "div",
        { class: "al-now al-end" },
        start,
        h("p", {}, text),
        h("p", {}, t("scene.skill", { skill: ending.skill })),
        h("p", {}, t("scene.support", { support: ending.support })),
        h("p", { class: "al-hint" }, seenSoFar()),
        h("p", { id: againId, class: "al-ask" }, t("scene.again")),
        h(
          "div",
          { role: "group", "aria-labelledby": againId, class: "al-row" },
          path.length > 1 && back("scene.to_last", path.length - 1),
          back("scene.to_start", 0),
        ),
      );
      return { element, start };
    }

    function show(moves) {
      const { steps, moment } = walk();
      const next = moment.ending ? end(moment) : choosing(moment);
      now.after(next.element);
      // The new place takes the focus before the old one goes.
      if (moves) next.start.focus({ preventScroll: true });
      now.remove();
      now = next.element;
      past.replaceChildren(...steps.map(step));
      before.hidden = !steps.length;
      if (moves) now.scrollIntoView({ block: "nearest" });
      return moment;
    }

    root.append(h("p", { class: "al-hint" }, t("scene.person", { name: content.example_name })), before, now, region);
    show(false);
  },
};
