import { h, mount, say, status, t, uniqueId } from "./base.js";

/** One card at a time; a button puts it into a group and says why it may belong there. */
export default {
  render(context) {
    let placed = {};
    let now = 0;
    const { root, content, keep } = mount(context, (restored) => {
      placed = { ...restored };
      const open = content.cards.findIndex((card) => !(card.key in placed));
      show(open < 0 ? 0 : open);
    });
    const { cards, groups } = content;
    const label = (key) => groups.find((group) => group.key === key)?.label ?? "";
    const region = status();
    const counter = h("p", { class: "al-hint" });
    const card = h("p", { class: "al-card-text" });
    const told = h("p", { role: "status", class: "al-unseen" });
    const questionId = uniqueId("put");
    const choices = groups.map((group) =>
      h("button", { type: "button", class: "al-choice", "aria-pressed": "false", click: () => put(group.key) }, group.label),
    );
    const back = h("button", { type: "button", class: "al-button al-quiet", click: () => show(now - 1) }, t("sort.back"));
    const next = h("button", { type: "button", class: "al-button", click: () => show(now + 1) }, t("sort.next"));
    const overview = h("tbody");

    function reason() {
      const { group, reason: why, key } = cards[now];
      if (!(key in placed)) return "";
      return placed[key] === group
        ? t("sort.placed_fits", { reason: why })
        : t("sort.placed_other", { group: label(group), reason: why });
    }

    function refresh() {
      const chosen = placed[cards[now].key];
      choices.forEach((button, i) => button.setAttribute("aria-pressed", String(groups[i].key === chosen)));
      overview.replaceChildren(
        ...cards.map((one) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, one.text),
            h("td", { "data-label": t("sort.yours") }, one.key in placed ? label(placed[one.key]) : t("sort.not_yet")),
            h("td", { "data-label": t("sort.ours") }, one.key in placed ? label(one.group) : "–"),
          ),
        ),
      );
    }

    function show(index) {
      now = index;
      const place = t("sort.counter", { n: now + 1, total: cards.length });
      if (counter.textContent) say(told, `${place}. ${cards[now].text}`);
      counter.textContent = place;
      card.textContent = cards[now].text;
      // A disabled button would drop the keyboard's place.
      back.setAttribute("aria-disabled", String(now === 0));
      next.setAttribute("aria-disabled", String(now === cards.length - 1));
      say(region, reason());
      refresh();
    }

    function put(group) {
      placed[cards[now].key] = group;
      const all = cards.every((one) => one.key in placed);
      say(region, all ? `${reason()} ${t("sort.all_placed")}` : reason());
      refresh();
      keep({ ...placed });
    }

    for (const button of [back, next]) {
      button.addEventListener(
        "click",
        (event) => {
          if (button.getAttribute("aria-disabled") === "true") event.stopImmediatePropagation();
        },
        { capture: true },
      );
    }
    root.append(
      h(
        "div",
        { role: "group", "aria-labelledby": questionId, class: "al-card" },
        counter,
        card,
        told,
        h("p", { id: questionId, class: "al-ask" }, t("sort.put")),
        h("div", { class: "al-choices" }, choices),
        region,
        h("div", { class: "al-row" }, back, next),
      ),
      h(
        "details",
        {},
        h("summary", {}, t("sort.overview")),
        h(
          "table",
          {},
          h("caption", { class: "al-unseen" }, t("sort.overview")),
          h("thead", {}, h("tr", {}, ...["card", "yours", "ours"].map((name) => h("th", { scope: "col" }, t(`sort.${name}`))))),
          overview,
        ),
      ),
    );
    show(0);
  },
};
