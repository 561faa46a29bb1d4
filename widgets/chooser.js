import { h, helpLines, mount, notebookLink, practices, say, status, t, uniqueId } from "./base.js";

/**
 * How it feels right now: one thing to try, and one to leave out. Nothing is kept.
 *
 * @param {(yes: boolean) => void} [showHelp] shows or hides the way to help, if it stands elsewhere
 * @returns {{ element: HTMLElement, clear: () => void }}
 */
export function chooser(content, signal, showHelp) {
  const region = status();
  const further = h("p", { class: "al-further", hidden: true });
  const lines = showHelp ? undefined : h("div", { hidden: true }, helpLines(signal));
  const help = showHelp ?? ((yes) => (lines.hidden = !yes));
  const name = uniqueId("way");

  function show(way) {
    const first = way.help && t(showHelp ? "chooser.help" : "strip.urgent");
    const parts = [first, t("chooser.attempt", { text: way.attempt }), t("chooser.leave_out", { text: way.leave_out })];
    say(region, parts.filter(Boolean).join("\n\n"));
    const there = practices().find((one) => one.open && one.file === way.practice);
    further.hidden = !there;
    further.replaceChildren(
      there ? h("a", { href: notebookLink("exercises", there.file) }, t("chooser.practice", { title: there.title })) : "",
    );
    // On a small screen the answer stands below what is in sight.
    (there ? further : region).scrollIntoView({ block: "nearest" });
    help(way.help);
  }

  const inputs = content.ways.map((way) =>
    h("input", { type: "radio", name, value: way.key, id: uniqueId(way.key), autocomplete: "off", change: () => show(way) }),
  );
  const element = h(
    "div",
    { class: "al-chooser-body" },
    h(
      "fieldset",
      {},
      h("legend", {}, content.ask),
      h("p", { class: "al-hint" }, t("chooser.not_kept")),
      content.ways.map((way, i) =>
        h("div", { class: "al-option" }, inputs[i], h("label", { for: inputs[i].id }, way.feel)),
      ),
    ),
    region,
    further,
    lines,
  );
  const clear = () => {
    for (const input of inputs) input.checked = false;
    say(region, "");
    further.hidden = true;
  };
  // The Back button can bring a page back as it was left.
  addEventListener("pagehide", clear, { signal });
  return { element, clear };
}

export default {
  render(context) {
    const { root, content } = mount(context, () => {});
    root.append(chooser(content, context.signal).element);
  },
};
