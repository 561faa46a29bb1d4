import { h, mount, say, status, t } from "./base.js";

/**
 * Steps with a timer that can be seen and read. Without motion there is only text and a count.
 * @returns {{ element: HTMLElement, stop: () => void }} `signal` ends its timer.
 */
export function practice(content, signal, done = () => {}) {
  const region = status();
  const left = h("p", { class: "al-count", "aria-hidden": "true" });
  const bar = h("span", { class: "al-bar-fill" });
  const steps = content.steps.map((step) =>
    h("li", {}, step.say, " ", h("small", {}, t("practice.seconds", { n: step.seconds }))),
  );
  let at = -1;
  let seconds = 0;
  let endsAt = 0;
  let timer;

  const start = h("button", { type: "button", class: "al-button", click: begin }, t("practice.start"));
  const hold = h("button", { type: "button", class: "al-button al-quiet", hidden: true, click: pause }, t("practice.pause"));
  const stop = h("button", { type: "button", class: "al-button al-quiet", hidden: true, click: () => end(content.stopped) }, t("practice.stop"));

  function draw() {
    steps.forEach((step, i) => (i === at ? step.setAttribute("aria-current", "step") : step.removeAttribute("aria-current")));
    left.textContent = at < 0 ? "" : t("practice.left", { n: seconds });
    const whole = content.steps[at]?.seconds ?? 1;
    bar.style.inlineSize = at < 0 ? "0" : `${(100 * (whole - seconds)) / whole}%`;
  }

  function step(next) {
    at = next;
    seconds = content.steps[at].seconds;
    say(region, t("practice.step", { n: at + 1, total: steps.length, say: content.steps[at].say }));
    draw();
  }

  function tick() {
    // By the clock: a device may sleep, and a tab in the background ticks late.
    const left = Math.ceil((endsAt - Date.now()) / 1000);
    if (left > 0) {
      if (left !== seconds) {
        seconds = left;
        draw();
      }
    } else if (at + 1 < steps.length) {
      step(at + 1);
      run();
    } else {
      end(content.close);
      done();
    }
  }

  function run() {
    clearInterval(timer);
    endsAt = Date.now() + seconds * 1000;
    timer = setInterval(tick, 200);
  }

  function begin() {
    hold.hidden = stop.hidden = false;
    hold.textContent = t("practice.pause");
    step(0);
    run();
    // The start button goes; the keyboard's place must not go with it.
    stop.focus();
    start.hidden = true;
  }

  function pause() {
    if (timer) {
      clearInterval(timer);
      timer = undefined;
      hold.textContent = t("practice.go_on");
      say(region, t("practice.paused"));
    } else {
      hold.textContent = t("practice.pause");
      say(region, t("practice.step", { n: at + 1, total: steps.length, say: content.steps[at].say }));
      run();
    }
  }

  function end(sentence) {
    clearInterval(timer);
    timer = undefined;
    at = -1;
    draw();
    say(region, sentence);
    const mine = element.contains(document.activeElement);
    start.hidden = false;
    start.textContent = t("practice.again");
    if (mine) start.focus();
    hold.hidden = stop.hidden = true;
  }

  signal?.addEventListener("abort", () => clearInterval(timer));
  const element = h(
    "div",
    { class: "al-practice-body" },
    h("ol", { class: "al-steps" }, steps),
    h("div", { class: "al-bar", "aria-hidden": "true" }, bar),
    left,
    region,
    // A key that is held down would start it and stop it at once.
    h("div", { class: "al-row", keydown: (event) => event.repeat && event.preventDefault() }, start, hold, stop),
  );
  return { element, stop: () => at >= 0 && end(content.stopped) };
}

export default {
  render(context) {
    const { root, content, keep } = mount(context, () => {});
    root.append(practice(content, context.signal, () => keep({ done: true })).element);
  },
};
