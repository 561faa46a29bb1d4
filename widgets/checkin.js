import { answersOf, h, mount, onAnswers, say, status, t, uniqueId } from "./base.js";

const HIGH = 7;
const RISE = 3;
const TOP = 10;
const MIDDLE = 5;
/** How long a number has to stand before it is judged: a slider passes others on its way. */
const SETTLED_MS = 800;

/**
 * @returns {boolean} whether it is time to stop; numb people go down, not up, hence `foggy`.
 * Any of the three may still be unknown.
 */
export function shouldStop(before, after, foggy) {
  if (foggy || after > HIGH) return true;
  return before !== undefined && after !== undefined && after - before >= RISE;
}

/** A slider, two buttons and a number box that say the same; without a value until touched. */
export function rating(ask, low, high, changed) {
  const [askId, boxId, endsId] = ["ask", "box", "ends"].map(uniqueId);
  const slider = h("input", {
    type: "range", min: 0, max: TOP, step: 1, value: MIDDLE,
    "aria-labelledby": askId, "aria-describedby": endsId,
    input: () => set(Number(slider.value)),
    // A click where it already stands changes nothing, and chooses all the same.
    click: () => value === undefined && set(Number(slider.value)),
  });
  const box = h("input", {
    type: "number", min: 0, max: TOP, step: 1, inputmode: "numeric", class: "al-number",
    id: boxId, "aria-label": t("checkin.rating"), "aria-labelledby": `${askId} ${boxId}`, "aria-describedby": endsId,
    input: () => set(box.value === "" ? undefined : Number(box.value), { typed: true }),
  });
  const told = h("p", { role: "status", class: "al-unseen" });
  let value;
  const valid = () => Number.isInteger(value) && value >= 0 && value <= TOP;

  function set(next, { typed = false, quiet = false } = {}) {
    value = next;
    element.toggleAttribute("data-unset", !valid());
    box.setAttribute("aria-invalid", String(value !== undefined && !valid()));
    if (valid()) {
      slider.value = String(value);
      slider.removeAttribute("aria-valuetext");
    } else slider.setAttribute("aria-valuetext", t("checkin.unset"));
    if (!typed) box.value = value === undefined ? "" : String(value);
    if (!quiet) changed();
  }

  const step = (by) => () => {
    set(valid() ? Math.min(TOP, Math.max(0, value + by)) : MIDDLE);
    say(told, t("checkin.now", { n: value }));
  };
  const button = (name, by, sign) =>
    h("button", { type: "button", class: "al-button al-quiet", "aria-label": t(name), click: step(by) }, sign);
  const element = h(
    "div",
    { class: "al-rating" },
    h("p", { id: askId, class: "al-ask" }, ask),
    h("div", { class: "al-row al-slider" }, button("checkin.less", -1, "−"), slider, button("checkin.more", 1, "+"), box),
    h("p", { id: endsId, class: "al-ends" }, h("span", {}, `0: ${low}`), " ", h("span", {}, `10: ${high}`)),
    told,
  );
  set(undefined, { quiet: true });
  return {
    element,
    show: (n) => set(n, { quiet: true }),
    get: () => (valid() ? value : undefined),
    wrong: () => value !== undefined && !valid(),
  };
}

export default {
  render(context) {
    const key = context.model.get("key");
    const file = key.slice(0, key.indexOf("/") + 1);
    let foggy;
    let noted = false;
    let settling;
    const { root, content, keep } = mount(context, (restored) => {
      scale.show(restored.rating);
      foggy = restored.foggy;
      for (const input of fog) input.checked = foggy !== undefined && (input.value === "yes") === foggy;
      if (restored.done || mustStop()) answer();
    });
    const region = status();
    const before = () => (content.after ? answersOf(file + content.after)?.rating : undefined);
    const mustStop = () => shouldStop(before(), scale.get(), foggy);

    /** The rule for stopping does not wait for a button. */
    function judge() {
      const stop = mustStop();
      root.toggleAttribute("data-stop", stop);
      if (!stop) return false;
      say(region, content.after ? t("checkin.stop") : t("checkin.high_before", { n: scale.get() }));
      return true;
    }

    function changed(wait) {
      clearTimeout(settling);
      noted = false;
      root.toggleAttribute("data-stop", false);
      say(region, "");
      keep({ rating: scale.get(), foggy, done: false });
      if (wait) settling = setTimeout(judge, SETTLED_MS);
      else judge();
    }

    function answer() {
      clearTimeout(settling);
      const now = scale.get();
      noted = true;
      if (judge()) return true;
      if (now === undefined || (content.after && foggy === undefined)) {
        noted = false;
        say(region, t(scale.wrong() || !content.after ? "checkin.range" : "checkin.answer_both"));
        return false;
      }
      if (!content.after) say(region, t("checkin.noted", { n: now }));
      else if (before() === undefined) say(region, t("checkin.steady_alone", { after: now }));
      else say(region, t("checkin.steady", { before: before(), after: now }));
      return true;
    }

    const scale = rating(content.ask, content.low, content.high, () => changed(true));
    const name = uniqueId("foggy");
    const fog = (content.after ? ["yes", "no"] : []).map((value) =>
      h("input", {
        type: "radio", name, value, id: uniqueId(value),
        change: () => {
          foggy = value === "yes";
          changed(false);
        },
      }),
    );
    const choice = (input) =>
      h("div", { class: "al-option" }, input, h("label", { for: input.id }, t(`checkin.${input.value}`)));
    root.append(
      scale.element,
      fog.length ? h("fieldset", {}, h("legend", {}, t("checkin.foggy")), fog.map(choice)) : "",
      h(
        "button",
        { type: "button", class: "al-button", click: () => answer() && keep({ rating: scale.get(), foggy, done: true }) },
        t("checkin.done"),
      ),
      region,
    );
    // What was noted before may come, or change, after this was noted.
    onAnswers((changedKey) => changedKey === file + content.after && noted && answer(), context.signal);
    context.signal?.addEventListener("abort", () => clearTimeout(settling));
  },
};
