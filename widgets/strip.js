import { chooseCountry, countries, country, countryIsChosen, h, place, say, status, t, uniqueId } from "./base.js";
import { practice } from "./practice.js";

// A page that listens is not kept for the Back button once someone has left.
const course = globalThis.BroadcastChannel && new BroadcastChannel("arms-length");
course?.addEventListener("message", () => {});

/** Opens an empty page in place of this one; nothing may ask "Leave site?" first. */
export function leave() {
  document.documentElement.style.visibility = "hidden";
  document.title = " ";
  let top = globalThis;
  try {
    if (globalThis.top?.location.href) top = globalThis.top;
  } catch {
    // Inside another site's frame only the frame is ours.
  }
  // Others may have asked to hold the page. On the way out nobody is heard any more.
  for (const { BeforeUnloadEvent: Asking } of new Set([globalThis, top])) {
    Asking.prototype.preventDefault = () => {};
    Object.defineProperty(Asking.prototype, "returnValue", { get: () => "", set: () => {} });
  }
  globalThis.onbeforeunload = top.onbeforeunload = null;
  // Pages that the Back button would bring back with their words in place are dropped.
  course?.postMessage("leave");
  top.location.replace("about:blank");
}

const link = (href, ...children) => h("a", { href, rel: "noreferrer noopener" }, ...children);

/** @returns {string | undefined} where a tap on a contact leads. */
function target(contact, site) {
  const number = contact.number?.replace(/[^+\d]/g, "");
  if (contact.by.includes("call") || contact.by.includes("tty")) return `tel:${number}`;
  if (contact.by.includes("text")) return `sms:${number}`;
  return site;
}

function lineItem(line) {
  const contacts = line.contacts.map((contact) => {
    const where = target(contact, line.site);
    const date = contact.checked ? t("strip.checked", { date: contact.checked }) : t("strip.not_checked");
    return h("span", { class: "al-way" }, where ? link(where, contact.say) : contact.say, " ", h("small", {}, date));
  });
  const called = line.contacts.some((contact) => contact.by.includes("site"));
  return h(
    "li",
    { "data-line": line.kind },
    h("strong", {}, line.name),
    h("span", {}, ` ${line.what}`, line.note && ` ${line.note}`),
    contacts,
    line.site && !called && h("span", { class: "al-way" }, link(line.site, line.site.replace(/^https?:\/\/(www\.)?/, ""))),
  );
}

function help() {
  const list = h("ul", { class: "al-lines" });
  const guessed = h("p", { class: "al-hint", hidden: countryIsChosen() }, t("strip.guessed"));
  const id = uniqueId("country");
  const select = h(
    "select",
    {
      id,
      change: () => {
        chooseCountry(select.value);
        guessed.hidden = true;
        show();
      },
    },
    countries().map((one) => h("option", { value: one.code }, one.name)),
  );
  function show() {
    const here = country();
    select.value = here.code;
    list.replaceChildren(...here.lines.map(lineItem));
  }
  show();
  return h(
    "div",
    {},
    h("p", { class: "al-urgent" }, t("strip.urgent")),
    h("p", {}, h("label", { for: id }, t("strip.country")), " ", select),
    guessed,
    list,
    h("p", {}, t("strip.flat_too")),
    h("p", {}, t("strip.traces")),
  );
}

/** The same three ways out on every lesson, in the same order. */
export default {
  render({ model, el, signal }) {
    const content = model.get("content");
    const panels = [];
    function toggle(name, body, closed = () => {}) {
      const panel = h("div", { class: "al-panel", id: uniqueId(name), role: "group", "aria-label": t(`strip.${name}`), hidden: true }, body);
      const button = h(
        "button",
        { type: "button", class: `al-button al-quiet al-${name}`, "aria-expanded": "false", "aria-controls": panel.id, click: () => open(panel.hidden) },
        t(`strip.${name}`),
      );
      function open(yes) {
        if (yes) for (const other of panels) if (other.panel !== panel) other.open(false);
        panel.hidden = !yes;
        button.setAttribute("aria-expanded", String(yes));
        if (!yes) closed();
      }
      panels.push({ panel, button, open });
      return { panel, button };
    }
    const rest = practice(content.pause, signal);
    const pause = toggle("pause", rest.element, rest.stop);
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
