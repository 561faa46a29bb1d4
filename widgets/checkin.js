import { answersOf, h, mount, onAnswers, say, status, t, uniqueId } from "./base.js";

const HIGH = 7;
const RISE = 3;
const TOP = 10;
const MIDDLE = 5;
/** How long a number has to stand before it is judged: a slider passes others on its way. */
const SETTLED_MS = 800;

/** @returns {number | undefined} a number that was kept; a record may have been edited by hand. */
const numberIn = (kept) => (typeof kept === "number" ? kept : undefined);

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

/**
 * A rating and, after something, the question about fog. The rule for stopping does not wait
 * for a button.
 *
 * @param {{ ask: string, low: string, high: string }} scale
 * @param {object} asked
 * @param {() => number | undefined} [asked.before] the number before, if this one comes after
 * @param {(answers: { rating?: number, foggy?: boolean }) => void} asked.changed
 * @param {(stop: boolean) => void} asked.judged what `sentence` says may have changed
 * @param {AbortSignal} [asked.signal]
 */
export function gauge({ ask, low, high }, { before, changed, judged, signal }) {
  let foggy;
  let settling;
  const scale = rating(ask, low, high, () => change(true));
  const name = uniqueId("foggy");
  const fog = (before ? ["yes", "no"] : []).map((value) =>
    h("input", {
      type: "radio", name, value, id: uniqueId(value),
      change: () => {
        foggy = value === "yes";
        change(false);
      },
    }),
  );
  const choice = (input) =>
    h("div", { class: "al-option" }, input, h("label", { for: input.id }, t(`checkin.${input.value}`)));
  const stops = () => shouldStop(before?.(), scale.get(), foggy);

  function judge() {
    clearTimeout(settling);
    judged(stops());
    return stops();
  }

  function change(wait) {
    clearTimeout(settling);
    changed({ rating: scale.get(), foggy });
    if (wait) settling = setTimeout(judge, SETTLED_MS);
    else judge();
  }

  /** @returns {string} what to say now; nothing while an answer is open. */
  function sentence() {
    const n = scale.get();
    if (stops()) return before ? t("checkin.stop") : t("checkin.high_before", { n });
    if (n === undefined || (before && foggy === undefined)) return "";
    if (!before) return t("checkin.noted", { n });
    const first = before();
    return first === undefined ? t("checkin.steady_alone", { after: n }) : t("checkin.steady", { before: first, after: n });
  }

  signal?.addEventListener("abort", () => clearTimeout(settling));
  return {
    element: h("div", {}, scale.element, before && h("fieldset", {}, h("legend", {}, t("checkin.foggy")), fog.map(choice))),
    judge,
    stops,
    sentence,
    wrong: scale.wrong,
    show(answers) {
      scale.show(numberIn(answers.rating));
      foggy = typeof answers.foggy === "boolean" ? answers.foggy : undefined;
      for (const input of fog) input.checked = foggy !== undefined && (input.value === "yes") === foggy;
    },
    answers: () => ({ rating: scale.get(), foggy }),
  };
}

export default {
  render(context) {
    const key = context.model.get("key");
    const file = key.slice(0, key.indexOf("/") + 1);
    let noted = false;
    const { root, content, keep } = mount(context, (restored) => {
      asked.show(restored);
      if (asked.stops() || restored.done) answer();
    });
    const region = status();
    const asked = gauge(content, {
      before: content.after && (() => numberIn(answersOf(file + content.after)?.rating)),
      signal: context.signal,
      changed(answers) {
        noted = false;
        root.toggleAttribute("data-stop", false);
        say(region, "");
        keep({ ...answers, done: false });
      },
      judged(stop) {
        root.toggleAttribute("data-stop", stop);
        if (stop) say(region, asked.sentence());
      },
    });

    function answer() {
      noted = true;
      if (asked.judge()) return true;
      const sentence = asked.sentence();
      if (!sentence) {
        noted = false;
        say(region, t(asked.wrong() || !content.after ? "checkin.range" : "checkin.answer_both"));
        return false;
      }
      say(region, sentence);
      return true;
    }

    root.append(
      asked.element,
      h(
        "button",
        { type: "button", class: "al-button", click: () => answer() && keep({ ...asked.answers(), done: true }) },
        t("checkin.done"),
      ),
      region,
    );
    // The number before may come, or change, after this one.
    onAnswers((changedKey) => {
      if (changedKey !== file + content.after) return;
      if (noted) answer();
      else {
        say(region, "");
        asked.judge();
      }
    }, context.signal);
  },
};
