import { answersOf, h, mount, say, status, t, uniqueId } from "./base.js";

const HIGH = 7;
const RISE = 3;

/** @returns {boolean} whether it is time to stop; numb people go down, not up, hence `foggy`. Any of the three may still be unknown. */
export function shouldStop(before, after, foggy) {
  if (foggy || after > HIGH) return true;
  return before !== undefined && after !== undefined && after - before >= RISE;
}

/** A slider, two buttons and a number box that say the same; without a value until touched. */
export function rating(ask, low, high, changed) {
  const sliderId = uniqueId("slider");
  const askId = uniqueId("ask");
  const slider = h("input", {
    type: "range", min: 0, max: 10, step: 1, value: 5, id: sliderId, "aria-labelledby": askId,
    input: () => set(Number(slider.value)),
  });
  const box = h("input", {
    type: "number", min: 0, max: 10, step: 1, inputmode: "numeric", class: "al-number", "aria-label": t("checkin.rating"),
    input: () => set(box.value === "" ? undefined : Number(box.value), true),
  });
  let value;
  const valid = (n) => Number.isInteger(n) && n >= 0 && n <= 10;
  function set(next, typed = false, quiet = false) {
    value = next;
    const right = value !== undefined && valid(value);
    element.toggleAttribute("data-unset", !right);
    box.setAttribute("aria-invalid", String(value !== undefined && !right));
    if (right) slider.value = String(value);
    if (!typed) box.value = value === undefined ? "" : String(value);
    if (!quiet) changed();
  }
  const step = (by) => () => set(Math.min(10, Math.max(0, (valid(value) ? value : 5) + by)));
  const element = h(
    "div",
    { class: "al-rating", "data-unset": true },
    h("p", { id: askId, class: "al-ask" }, ask),
    h(
      "div",
      { class: "al-row al-slider" },
      h("button", { type: "button", class: "al-button al-quiet", "aria-label": t("checkin.less"), click: step(-1) }, "−"),
      slider,
      h("button", { type: "button", class: "al-button al-quiet", "aria-label": t("checkin.more"), click: step(1) }, "+"),
      box,
    ),
    h("p", { class: "al-ends" }, h("span", {}, `0: ${low}`), h("span", {}, `10: ${high}`)),
  );
  return { element, show: (n) => set(n, false, true), get: () => (value !== undefined && valid(value) ? value : undefined) };
}

export default {
  render(context) {
    const key = context.model.get("key");
    const file = key.slice(0, key.indexOf("/") + 1);
    let foggy;
    const { root, content, keep } = mount(context, (restored) => {
      scale.show(restored.rating);
      foggy = restored.foggy;
      for (const input of fog) input.checked = foggy !== undefined && (input.value === "yes") === foggy;
      if (restored.done) answer();
    });
    const region = status();
    const change = () => {
      // The rule for stopping does not wait for a button.
      const stop = mustStop();
      root.toggleAttribute("data-stop", stop);
      say(region, stop ? stopWords() : "");
      keep({ rating: scale.get(), foggy, done: false });
    };
    const before = () => (content.after ? answersOf(file + content.after)?.rating : undefined);
    const mustStop = () => shouldStop(before(), scale.get(), foggy);
    const stopWords = () =>
      content.after ? t("checkin.stop") : t("checkin.high_before", { n: scale.get() });
    const scale = rating(content.ask, content.low, content.high, change);
    const name = uniqueId("foggy");
    const fog = content.after
      ? ["yes", "no"].map((value) =>
          h("input", {
            type: "radio", name, value, id: uniqueId(value),
            change: () => {
              foggy = value === "yes";
              change();
            },
          }),
        )
      : [];

    function answer() {
      const now = scale.get();
      const stop = mustStop();
      root.toggleAttribute("data-stop", stop);
      if (stop) {
        say(region, stopWords());
        return true;
      }
      if (now === undefined || (content.after && foggy === undefined)) {
        say(region, t(content.after ? "checkin.answer_both" : "checkin.range"));
        return false;
      }
      if (!content.after) say(region, t("checkin.noted", { n: now }));
      else if (before() === undefined) say(region, t("checkin.steady_alone", { after: now }));
      else say(region, t("checkin.steady", { before: before(), after: now }));
      return true;
    }

    root.append(
      scale.element,
      content.after
        ? h(
            "fieldset",
            {},
            h("legend", {}, t("checkin.foggy")),
            fog.map((input) =>
              h("div", { class: "al-option" }, input, h("label", { for: input.id }, t(`checkin.${input.value}`))),
            ),
          )
        : "",
      h(
        "button",
        {
          type: "button",
          class: "al-button",
          click: () => answer() && keep({ rating: scale.get(), foggy, done: true }),
        },
        t("checkin.done"),
      ),
      region,
    );
  },
};
