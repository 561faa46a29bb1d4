import { h, helpLines, mount, onAnswers, say, setSafe, status, t, uniqueId } from "./base.js";

const LINES = ["abuse", "directory"];

function question(ask, changed) {
  const name = uniqueId(ask.key);
  // Without "off" a browser may fill in the old answer when the page comes back.
  const inputs = ["yes", "no", "unsure"].map((value) =>
    h("input", { type: "radio", name, value, id: uniqueId(value), autocomplete: "off", change: changed }),
  );
  const element = h(
    "fieldset",
    {},
    h("legend", {}, ask.text),
    inputs.map((input) =>
      h("div", { class: "al-option" }, input, h("label", { for: input.id }, t(`safety.${input.value}`))),
    ),
  );
  return { element, inputs };
}

/** Questions before anything that could raise a danger at home. Their answers stand here and nowhere else. */
export default {
  render(context) {
    const { signal } = context;
    const { root, content } = mount(context, () => {});
    const region = status();
    const lines = h("div", { hidden: true }, helpLines(signal, LINES));
    const groups = content.asks.map((ask) => question(ask, judge));
    let telling = false;

    function found(yes) {
      telling = true;
      setSafe(yes);
      telling = false;
    }

    function judge() {
      const given = groups.map(({ inputs }) => inputs.find((input) => input.checked)?.value);
      const careful = given.includes("yes") || given.includes("unsure");
      const clear = given.every((value) => value === "no");
      const text = careful ? content.careful : clear ? content.clear : "";
      lines.hidden = !careful;
      // A second yes is no reason to read it all out again.
      if (region.textContent !== text) say(region, text);
      found(careful ? false : clear || undefined);
    }

    function forget(text = "") {
      for (const input of groups.flatMap((one) => one.inputs)) input.checked = false;
      lines.hidden = true;
      say(region, text);
    }

    root.append(
      ...groups.map((one) => one.element),
      region,
      lines,
      h(
        "button",
        {
          type: "button",
          class: "al-button al-quiet",
          click: () => {
            forget(t("safety.gone"));
            found(undefined);
          },
        },
        t("safety.take_away"),
      ),
    );
    // Another notebook in this tab asks them anew, or has its own answer: the last one counts.
    onAnswers((key) => key === "safe" && !telling && forget(), signal);
    const leave = () => {
      if (!groups.some(({ inputs }) => inputs.some((input) => input.checked))) return;
      forget();
      found(undefined);
    };
    // The Back button can bring a page back as it was left.
    addEventListener("pagehide", leave, { signal });
    signal?.addEventListener("abort", leave);
    found(undefined);
  },
};
