import { chooseCountry, countries, country, h, place, say, status, t, uniqueId } from "./base.js";
import { practice } from "./practice.js";

/** Opens an empty page in place of this one; nothing may ask "Leave site?" first. */
export function leave() {
  addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), { capture: true });
  document.documentElement.style.visibility = "hidden";
  document.title = " ";
  let top = globalThis;
  try {
    if (globalThis.top?.location.href) top = globalThis.top;
  } catch {
    // Inside another site's frame only the frame is ours.
  }
  top.location.replace("about:blank");
}

const link = (href, text) => h("a", { href, rel: "noreferrer noopener" }, text);

function lineItem(line) {
  const ways = [];
  if (line.phone) ways.push(link(`tel:${line.phone.replace(/[^+\d]/g, "")}`, line.phone));
  if (line.text) ways.push(line.text);
  if (line.site) ways.push(link(line.site, line.site.replace(/^https?:\/\/(www\.)?/, "")));
  const date = line.verified ? t("strip.checked", { date: line.checked }) : t("strip.not_checked");
  return h(
    "li",
    {},
    h("strong", {}, line.name),
    line.about && ` ${line.about}`,
    h("span", { class: "al-ways" }, ways.flatMap((way, i) => (i ? [" · ", way] : [way]))),
    h("small", {}, date),
  );
}

function help() {
  const emergency = h("p", { class: "al-urgent" });
  const list = h("ul", { class: "al-lines" });
  const id = uniqueId("country");
  const select = h(
    "select",
    {
      id,
      change: () => {
        chooseCountry(select.value);
        show();
      },
    },
    countries().map((one) => h("option", { value: one.code }, one.name)),
  );
  function show() {
    const here = country();
    select.value = here.code;
    say(emergency, here.emergency ? t("strip.emergency", { number: here.emergency }) : t("strip.emergency_any"));
    list.replaceChildren(...here.lines.map(lineItem));
  }
  show();
  return h(
    "div",
    {},
    emergency,
    h("p", {}, t("strip.flat_too")),
    h("p", {}, h("label", { for: id }, t("strip.country")), " ", select),
    list,
    h("p", {}, link("https://findahelpline.com", t("strip.directory"))),
  );
}

/** The same three ways out on every lesson, in the same order. */
export default {
  render({ model, el, signal }) {
    const content = model.get("content");
    const panels = [];
    function toggle(name, body) {
      const panel = h("div", { class: "al-panel", id: uniqueId(name), role: "group", "aria-label": t(`strip.${name}`), hidden: true }, body);
      const button = h(
        "button",
        { type: "button", class: `al-button al-quiet al-${name}`, "aria-expanded": "false", "aria-controls": panel.id, click: () => open(panel.hidden) },
        t(`strip.${name}`),
      );
      function open(yes) {
        for (const other of panels) if (other.panel !== panel) other.open(false);
        panel.hidden = !yes;
        button.setAttribute("aria-expanded", String(yes));
        button.textContent = t(yes ? `strip.${name}_close` : `strip.${name}`);
      }
      panels.push({ panel, button, open });
      return { panel, button };
    }
    const pause = toggle("pause", practice(content.pause, signal));
    const lines = toggle("help", help());
    const noteId = uniqueId("leave");
    const works = status();
    const bar = h(
      "div",
      { class: "al-bar-top" },
      h("button", { type: "button", class: "al-button al-leave", "aria-describedby": noteId, click: leave }, t("strip.leave")),
      pause.button,
      lines.button,
      pause.panel,
      lines.panel,
    );
    const root = h(
      "section",
      {
        class: "al al-strip",
        "aria-label": t("strip.label"),
        keydown: (event) => {
          if (event.key !== "Escape") {
            event.stopPropagation();
            return;
          }
          const open = panels.find((one) => !one.panel.hidden);
          open?.open(false);
          open?.button.focus();
        },
      },
      bar,
      h("p", { class: "al-hint", id: noteId }, t("strip.leave_note")),
      h("p", { class: "al-hint" }, t(`strip.place_${place()}`)),
      works,
    );
    el.replaceChildren(root);
    say(works, t("strip.works"));
  },
};
