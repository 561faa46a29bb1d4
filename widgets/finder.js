import { h, lessons, mount, notebookLink, say, status, t, uniqueId } from "./base.js";

const MOST = 4;

/** Sentences that lead to at most four lessons, the first choices' first lessons first. */
export function route(needs, chosen) {
  const picked = needs.filter((need) => chosen.includes(need.key)).map((need) => need.lessons);
  const found = [];
  for (let rank = 0; rank < MOST; rank += 1) {
    for (const list of picked) if (list[rank] && !found.includes(list[rank])) found.push(list[rank]);
  }
  return found.slice(0, MOST).sort();
}

export default {
  render(context) {
    const { root, content, keep } = mount(context, (restored) => {
      // A record may have been edited by hand.
      const keys = Array.isArray(restored.chosen) ? restored.chosen : [];
      for (const input of inputs) input.checked = keys.includes(input.value);
      clear();
      if (chosen().length) find();
    });
    const region = status();
    const list = h("ul", { class: "al-found" });
    const clear = () => {
      say(region, "");
      list.replaceChildren();
    };
    const change = () => {
      clear();
      keep({ chosen: chosen() });
    };
    const inputs = content.needs.map((need) =>
      h("input", { type: "checkbox", value: need.key, id: uniqueId(need.key), change }),
    );
    const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);

    function find() {
      const keys = chosen();
      list.replaceChildren();
      if (!keys.length) {
        say(region, t("finder.nothing_picked"));
        return;
      }
      const why = content.needs.filter((need) => keys.includes(need.key)).map((need) => need.why);
      const found = route(content.needs, keys);
      say(region, [...why, t("finder.found")].join(" "));
      for (const name of found) {
        const lesson = lessons().find((one) => one.file === name);
        if (!lesson) continue;
        const words = { n: Number(name.slice(0, 2)), title: lesson.title };
        list.append(
          h(
            "li",
            {},
            lesson.open
              ? h("a", { href: notebookLink("lessons", name), "data-lesson": name }, t("finder.lesson", words))
              : t("finder.later", words),
          ),
        );
      }
    }

    root.append(
      h(
        "fieldset",
        {},
        h("legend", {}, content.ask),
        h("p", { class: "al-hint" }, t("finder.pick")),
        content.needs.map((need, i) =>
          h("div", { class: "al-option" }, inputs[i], h("label", { for: inputs[i].id }, need.text)),
        ),
      ),
      h(
        "button",
        { type: "button", class: "al-button", click: find },
        t("finder.show"),
      ),
      region,
      list,
    );
  },
};
