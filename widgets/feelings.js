import { copyOut, h, mount, nobodyReads, say, status, t, uniqueId } from "./base.js";

/** Makes a grid of buttons one tab stop; arrows, Home and End go from button to button. */
function rove(grid) {
  const buttons = [...grid.children];
  const last = buttons.length - 1;
  const stop = (at) => buttons.forEach((button, i) => (button.tabIndex = i === at ? 0 : -1));
  stop(0);
  grid.addEventListener("focusin", ({ target }) => buttons.includes(target) && stop(buttons.indexOf(target)));
  grid.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const across = getComputedStyle(grid).direction === "rtl" ? -1 : 1;
    const down = buttons.filter((one) => one.offsetTop === buttons[0].offsetTop).length;
    const next = {
      ArrowRight: at + across, ArrowLeft: at - across, ArrowDown: at + down, ArrowUp: at - down, Home: 0, End: last,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    buttons[next]?.focus();
  });
  return grid;
}

/** @returns {string[]} the words that stand on the list. */
const standing = (marks) => [...marks].filter(([, stands]) => stands).map(([word]) => word);

/** Four corners, then finer words; a list of guesses that grows. */
export default {
  render(context) {
    // A word that is taken off stays as false: else an older copy of the list would bring it back.
    let chosen = new Map();
    let own = new Map();
    let shown;
    const { root, content, keep } = mount(context, (restored) => {
      const given = (name) => Object.entries(restored[name] ?? {}).filter(([, stands]) => typeof stands === "boolean");
      chosen = new Map(given("chosen").filter(([key]) => words.has(key)));
      own = new Map(given("own"));
      draw();
    });
    const { corners, always } = content.words;
    const all = [...always, ...corners.flatMap((corner) => corner.families.flatMap((family) => family.words))];
    const words = new Map(all.map((one) => [one.key, one]));
    const told = h("p", { role: "status", class: "al-unseen" });
    const found = status();
    const copied = status();
    const near = h("div", { class: "al-near" });
    const matches = h("div", { class: "al-words" });
    const list = h("ul", { class: "al-list" });
    const none = h("p", { class: "al-hint" }, t("feelings.none"));
    const onList = () => [...standing(chosen).map((key) => words.get(key)), ...standing(own).map((word) => ({ word }))];
    const copy = () => copyOut(onList().map((one) => one.word).join("\n"), copied);
    const copying = h("button", { type: "button", class: "al-button al-quiet", click: copy }, t("worksheet.copy"));

    function add(marks, word) {
      marks.delete(word);
      marks.set(word, true);
    }

    const choice = (attributes, name, line) =>
      h("button", { type: "button", class: "al-choice", ...attributes }, h("b", {}, name), " ", h("small", {}, line));
    const word = (one) =>
      choice(
        {
          "data-word": one.key,
          "aria-pressed": String(Boolean(chosen.get(one.key))),
          click: (event) => press(one, event.currentTarget),
        },
        one.word,
        one.gloss,
      );

    function close() {
      near.remove();
      shown = undefined;
    }

    /** Shows what else a word could be. */
    function offer(one) {
      shown = one.key;
      const picked = t("feelings.picked", one);
      const then = one.next ?? t("feelings.else");
      const others = (one.near ?? []).map((key) => words.get(key));
      const swap = (other) =>
        h(
          "button",
          {
            type: "button",
            class: "al-button al-quiet",
            "aria-label": t("feelings.swap_words", { old: one.word, new: other.word }),
            click: () => {
              const rest = [...chosen].filter(([key]) => key !== other.key);
              chosen = new Map(rest.map(([key, stands]) => (key === one.key ? [other.key, true] : [key, stands])));
              chosen.set(one.key, false);
              offer(other);
              near.querySelector("button").focus();
              changed();
            },
          },
          t("feelings.swap"),
        );
      near.replaceChildren(
        h("p", {}, picked),
        h("p", { class: one.near && "al-ask" }, then),
        ...others.map((other) => h("div", { class: "al-other" }, word(other), swap(other))),
      );
      say(told, `${picked} ${then}`);
    }

    function press(one, button) {
      const off = chosen.get(one.key);
      if (off) {
        chosen.set(one.key, false);
        if (shown === one.key) close();
        say(told, t("feelings.removed", one));
      } else {
        add(chosen, one.key);
        if (near.contains(button)) say(told, t("feelings.picked", one));
        else {
          button.after(near);
          offer(one);
        }
      }
      changed();
    }

    function changed() {
      say(copied, "");
      draw();
      keep({ chosen: Object.fromEntries(chosen), own: Object.fromEntries(own) });
    }

    function draw() {
      for (const button of root.querySelectorAll("[data-word]")) {
        button.setAttribute("aria-pressed", String(Boolean(chosen.get(button.dataset.word))));
      }
      const rows = onList();
      list.replaceChildren(
        ...rows.map((one, at) =>
          h(
            "li",
            { class: "al-row" },
            h("span", {}, h("bdi", {}, one.word), " ", one.gloss && h("small", {}, one.gloss)),
            h(
              "button",
              {
                type: "button",
                class: "al-button al-quiet",
                "aria-label": t("feelings.remove_word", one),
                click: () => remove(one, at),
              },
              t("feelings.remove"),
            ),
          ),
        ),
      );
      none.hidden = rows.length > 0;
      list.hidden = copying.hidden = rows.length === 0;
    }

    function remove(one, at) {
      if (one.key) chosen.set(one.key, false);
      else own.set(one.word, false);
      if (shown === one.key) close();
      changed();
      // The button is gone; the keyboard's place goes to the row that follows.
      const { children } = list;
      (children[Math.min(at, children.length - 1)]?.querySelector("button") ?? box).focus();
      say(told, t("feelings.removed", one));
    }

    function find() {
      const letters = box.value.trim().toLowerCase();
      const fits = letters ? all.filter((one) => one.word.split(" ").some((part) => part.startsWith(letters))) : [];
      matches.replaceChildren(...fits.map(word));
      const count = fits.length === 1 ? t("feelings.found_one") : t("feelings.found", { n: fits.length });
      const line = letters && (fits.length ? count : t("feelings.found_none"));
      if (found.textContent !== line) say(found, line);
    }

    function take(event) {
      event.preventDefault();
      const text = box.value.trim();
      const known = all.find((one) => one.word === text.toLowerCase());
      if (!text) say(found, t("feelings.empty"));
      else if (known ? chosen.get(known.key) : own.get(text)) say(found, t("feelings.twice"));
      else {
        if (known) add(chosen, known.key);
        else add(own, text);
        box.value = "";
        find();
        say(found, t("feelings.added"));
        changed();
      }
    }

    const group = (label, children, tag = "p") => {
      const id = uniqueId("group");
      const grid = h("div", { class: "al-words", role: "group", "aria-labelledby": id }, children);
      return [h(tag, { id, class: tag === "p" && "al-ask" }, label), grid];
    };
    const doors = corners.map((corner) => choice({ click: () => enter(corner) }, corner.label, corner.hint));
    const outside = h("div", { class: "al-corners" }, group(t("feelings.corners"), doors));
    const inside = h("div", { hidden: true });

    function enter(corner) {
      close();
      say(told, "");
      const heading = h("h4", { tabindex: -1 }, corner.label);
      const families = corner.families.map((family) => group(family.label, family.words.map(word), "h5"));
      inside.replaceChildren(
        heading,
        h("button", { type: "button", class: "al-button al-quiet", click: () => leave(corner) }, t("feelings.back")),
        h("p", { class: "al-hint" }, t("feelings.keys")),
        ...families.flatMap(([label, grid]) => [label, rove(grid)]),
      );
      inside.hidden = false;
      heading.focus();
      outside.hidden = true;
    }

    function leave(corner) {
      close();
      say(told, "");
      outside.hidden = false;
      doors[corners.indexOf(corner)].focus();
      inside.hidden = true;
    }

    const boxId = uniqueId("own");
    const helpId = uniqueId("help");
    const box = h("input", { type: "text", id: boxId, "aria-describedby": helpId, input: find });
    root.append(
      h("p", { class: "al-ask" }, content.ask),
      h("div", {}, group(t("feelings.always"), always.map(word))),
      outside,
      inside,
      h(
        "form",
        { submit: take },
        h("label", { for: boxId }, t("feelings.own")),
        h("p", { class: "al-hint", id: helpId }, t("feelings.own_help")),
        h("div", { class: "al-row" }, box, h("button", { class: "al-button al-quiet" }, t("feelings.add"))),
      ),
      nobodyReads(context.signal),
      found,
      matches,
      h(
        "div",
        { class: "al-mine" },
        h("h4", {}, t("feelings.list")),
        h("p", { class: "al-hint" }, t("feelings.guesses")),
        none,
        list,
        copying,
        copied,
      ),
      told,
    );
    draw();
  },
};
