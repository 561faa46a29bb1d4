import { h, mount, nobodyReads, say, status, t, uniqueId } from "./base.js";
import { gauge } from "./checkin.js";

const TICK_MS = 200;
/** What is left of the circle after breathing out. */
const SMALLEST = 0.45;

/** A record may have been edited by hand. */
const typed = (kept) => (["string", "number"].includes(typeof kept) ? String(kept) : "");

/**
 * Steps that can be held, passed over and stopped. Their timer, and a breath to follow, can be
 * seen and read; without motion there is only text and a count.
 *
 * @param {any} content of a practice
 * @param {AbortSignal} [signal] ends its timer
 * @param {(answers: object) => void} [keep] takes the answers whenever they change
 * @returns {{ element: HTMLElement, stop: () => void, show: (answers: object) => void }}
 */
export function practice(content, signal, keep = () => {}) {
  const versions = content.versions ?? [];
  const sets = versions.length ? versions : [{ key: "steps", steps: content.steps }];
  const has = (field) => sets.some((one) => one.steps.some((step) => step[field]));
  let answers = {};
  let set = sets[0];
  let items = [];
  let at = -1;
  let over = false;
  let seconds = 0;
  let endsAt = 0;
  let breathFrom = 0;
  let breath = "";
  let timer;

  const change = (changed) => keep((answers = { ...answers, ...changed }));
  const now = () => set.steps[at];
  const waits = () => own.checked || Boolean(now().write);
  const lineKey = (n) => `${set.key}-${n + 1}`;
  const lineOf = (n) => typed(answers.lines?.[lineKey(n)]);

  const button = (name, click) =>
    h(
      "button",
      // The second half of a double click would land on what comes next.
      { type: "button", class: "al-button al-quiet", click: (event) => event.detail < 2 && click() },
      t(name),
    );
  const box = (type, label, attributes) => {
    const input = h("input", { type, id: uniqueId(type), ...attributes });
    return { input, element: h("div", { class: "al-option" }, input, h("label", { for: input.id }, label)) };
  };

  const care = h("div", { class: "al-care" }, h("p", { class: "al-ask" }, t("practice.care")), h("ul", {}, (content.care ?? []).map((line) => h("li", {}, line))));
  const name = uniqueId("version");
  const radios = versions.map((one) => box("radio", one.label, { name, value: one.key, change: () => choose(one.key, true) }));
  const choice = h("fieldset", {}, h("legend", {}, t("practice.version")), radios.map((one) => one.element));
  const list = h("ol", { class: "al-steps" });
  const fill = h("span", { class: "al-bar-fill" });
  const bar = h("div", { class: "al-bar", "aria-hidden": "true" }, fill);
  const circle = h("span", { class: "al-breath" });
  const count = h("p", { class: "al-ask" });
  const pacer = h("div", { class: "al-pacer", "aria-hidden": "true" }, circle, count);
  const left = h("p", { class: "al-count", "aria-hidden": "true" });
  const line = h("input", {
    type: "text", id: uniqueId("line"), autocomplete: "off",
    input: () => change({ lines: { ...answers.lines, [lineKey(at)]: line.value } }),
  });
  const label = h("label", { for: line.id });
  const toWrite = h("div", { class: "al-to-write" }, label, line, has("write") && nobodyReads(signal));
  const region = status();
  const written = h("div", { class: "al-written" });
  const verdict = status();
  const { element: ownPace, input: own } = box("checkbox", t("practice.own_pace"), { change: setPace });
  const { element: aloud, input: isAloud } = box("checkbox", t("practice.aloud"));
  const told = h("p", { role: "status", class: "al-unseen" });
  const start = button("practice.start", begin);
  const next = button("practice.next", () => (at + 1 < items.length ? go(at + 1, true) : end(true)));
  const hold = button("practice.pause", pause);
  const stop = button("practice.stop", () => end(false));
  // A key that is held down would start it and stop it at once.
  const once = (event) => event.repeat && event.key !== "Tab" && event.preventDefault();
  const controls = h("div", { class: "al-row", keydown: once }, stop, hold, next);
  const beginning = h("div", { class: "al-row al-begin", keydown: once }, start);

  const rated = (which, before) => {
    const gauged = content.rate && gauge(content.rate, {
      before,
      signal,
      changed({ rating, foggy }) {
        clear();
        change(before ? { after: rating, foggy } : { before: rating });
      },
      judged(isStop) {
        if (at >= 0) return;
        element.toggleAttribute("data-stop", isStop);
        say(verdict, gauged.sentence() || (gauged.wrong() ? t("checkin.range") : ""));
        start.classList.toggle("al-quiet", isStop || over);
      },
    });
    const group = h("div", { class: "al-rated", role: "group", tabindex: -1, "aria-label": t(`practice.${which}`) }, h("p", { class: "al-hint" }, t(`practice.${which}`)), gauged?.element);
    return { asked: gauged, group };
  };
  const before = rated("before");
  const after = rated("after", () => before.asked.answers().rating);
  const asked = () => (over ? after : before).asked;

  function clear() {
    element.toggleAttribute("data-stop", false);
    say(verdict, "");
  }

  function choose(key, chosen = false) {
    set = sets.find((one) => one.key === key) ?? sets[0];
    for (const { input } of radios) input.checked = input.value === set.key;
    const seconds = (step) => !step.write && h("small", {}, t("practice.seconds", { n: step.seconds }));
    items = set.steps.map((step) => h("li", {}, step.say, " ", seconds(step)));
    list.replaceChildren(...items);
    if (chosen) change({ version: key });
    draw();
  }

  function draw() {
    const going = at >= 0;
    const timed = going && !waits();
    const lines = set.steps.map((_, n) => lineOf(n).trim()).filter(Boolean);
    items.forEach((item, i) => (i === at ? item.setAttribute("aria-current", "step") : item.removeAttribute("aria-current")));
    left.textContent = t("practice.left", { n: seconds });
    fill.style.inlineSize = timed ? `${(100 * (now().seconds - seconds)) / now().seconds}%` : "0";
    label.textContent = (going && now().write) || "";
    next.textContent = t(at + 1 < items.length ? "practice.next" : "practice.finish");
    hold.textContent = t(timer ? "practice.pause" : "practice.go_on");
    start.textContent = t(over ? "practice.again" : "practice.start");
    written.replaceChildren(h("p", { class: "al-hint" }, t("practice.yours")), ...lines.map((one) => h("p", { dir: "auto" }, one)));
    place([
      [care, !going && content.care?.length],
      [choice, !going && versions.length],
      [bar, timed],
      [pacer, timed && now().pace],
      [left, timed],
      [toWrite, going && now().write],
      [written, !going && lines.length],
      [before.group, content.rate && !going && !over],
      [after.group, content.rate && !going && over],
      [beginning, !going],
      [controls, going],
      [hold, timed],
      [aloud, !going || timed],
    ]);
  }

  /** Shows and hides parts; the keyboard's place is passed on before its own part goes. */
  function place(parts) {
    const gone = parts.filter(([part, seen]) => {
      if (seen) part.hidden = false;
      return !seen;
    });
    if (gone.some(([part]) => part.contains(document.activeElement))) {
      if (at < 0) (over && content.rate ? after.group : start).focus();
      else (now().write ? line : waits() ? next : stop).focus();
    }
    for (const [part] of gone) part.hidden = true;
  }

  function tellStep() {
    const { say: words, pace } = now();
    const sentences = [t("practice.step", { n: at + 1, total: items.length, say: words })];
    if (pace) sentences.push(t("practice.pace", { ins: pace.in_seconds, outs: pace.out_seconds }));
    if (now().write || (own.checked && at === 0)) sentences.push(t("practice.waits"));
    say(region, sentences.join(" "));
  }

  function breathe() {
    const { in_seconds: ins, out_seconds: outs } = now().pace;
    const passed = ((Date.now() - breathFrom) / 1000) % (ins + outs);
    const isIn = passed < ins;
    const full = isIn ? passed / ins : 1 - (passed - ins) / outs;
    circle.style.scale = SMALLEST + ((1 - SMALLEST) * (1 - Math.cos(Math.PI * full))) / 2;
    const words = t(isIn ? "practice.in" : "practice.out");
    count.textContent = `${words} ${Math.floor(isIn ? passed : passed - ins) + 1}`;
    if (isAloud.checked && words !== breath) say(told, words);
    breath = words;
  }

  function tick() {
    // By the clock: a device may sleep, and a tab in the background ticks late.
    const rest = Math.ceil((endsAt - Date.now()) / 1000);
    if (rest <= 0) {
      if (at + 1 < items.length) go(at + 1);
      else end(true);
      return;
    }
    if (now().pace) breathe();
    if (rest !== seconds) {
      seconds = rest;
      draw();
    }
  }

  function halt() {
    clearInterval(timer);
    timer = undefined;
    breath = "";
    say(told, "");
  }

  function run() {
    halt();
    if (!waits()) {
      // A breath that was cut off begins anew.
      breathFrom = Date.now();
      endsAt = breathFrom + seconds * 1000;
      timer = setInterval(tick, TICK_MS);
      if (now().pace) breathe();
    }
    draw();
  }

  function go(step, byHand = false) {
    at = step;
    seconds = now().seconds;
    line.value = lineOf(at);
    run();
    tellStep();
    if (byHand && now().write) line.focus();
  }

  function begin() {
    // What was not told yet is told first; whoever presses again goes on.
    if (!element.hasAttribute("data-stop") && asked()?.stops()) {
      asked().judge();
      return;
    }
    clear();
    over = false;
    after.asked?.show({});
    if (content.rate || versions.length) {
      change({ version: versions.length ? set.key : undefined, after: undefined, foggy: undefined });
    }
    go(0);
  }

  function pause() {
    if (timer) {
      halt();
      circle.style.scale = SMALLEST;
      count.textContent = t("practice.rest");
      say(region, t("practice.paused"));
      draw();
    } else {
      run();
      tellStep();
    }
  }

  function setPace() {
    change({ own_pace: own.checked });
    if (at < 0) return;
    run();
    tellStep();
  }

  function end(isDone) {
    halt();
    at = -1;
    over = true;
    say(region, isDone ? content.close : content.stopped);
    if (isDone) change({ done: true });
    start.classList.add("al-quiet");
    draw();
  }

  const element = h(
    "div",
    { class: "al-practice-body" },
    care,
    choice,
    list,
    bar,
    pacer,
    left,
    toWrite,
    controls,
    region,
    written,
    before.group,
    after.group,
    verdict,
    beginning,
    ownPace,
    has("pace") && aloud,
    told,
  );
  start.classList.remove("al-quiet");
  choose();
  signal?.addEventListener("abort", halt);

  return {
    element,
    stop: () => at >= 0 && end(false),
    show(kept) {
      answers = { ...kept };
      own.checked = Boolean(answers.own_pace);
      before.asked?.show({ rating: answers.before });
      after.asked?.show({ rating: answers.after, foggy: answers.foggy });
      if (at >= 0) {
        // It was begun before these came; they do not disturb it.
        line.value = lineOf(at);
        return;
      }
      over = Boolean(answers.done) || answers.after !== undefined || answers.foggy !== undefined;
      if (over) say(region, answers.done ? content.close : content.stopped);
      start.classList.toggle("al-quiet", over);
      choose(answers.version);
      asked()?.judge();
    },
  };
}

export default {
  render(context) {
    const { root, content, keep } = mount(context, (restored) => shown.show(restored));
    const shown = practice(content, context.signal, keep);
    root.append(shown.element);
  },
};
