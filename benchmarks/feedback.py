"""Click to feedback: our quiz, the same quiz in ipywidgets controls, and in jupyterquiz.

Run ``python benchmarks/feedback.py``. Each figure is the median of 30 clicks in one JupyterLab,
from the click until the feedback stands in the page; then again while the kernel is busy.
"""

from __future__ import annotations

import json
import statistics
import tempfile
from pathlib import Path
from typing import Any

from lab import browser, run_all, server, write_notebook

CLICKS = 30
BUSY_CLICKS = 5
ASK = "What does her quiet tell you?"
OPTIONS = [
    ("She does not care.", False, "Quiet is not the same as cold."),
    ("Very little yet.", True, "Quiet has many reasons."),
    ("She is angry.", False, "Nothing in the scene says so."),
]
OURS = f"""
from widgets.base import Exercise
options = {[{"key": f"o{i}", "text": t, "fits": f, "reason": r} for i, (t, f, r) in enumerate(OPTIONS)]!r}
Exercise("bench/quiz", dict(kind="quiz", id="quiz", title="Quiz", minutes=1, instead="Rest.", guess=False,
    items=[dict(id="one", ask={ASK!r}, several=False, options=options)]))
"""
CONTROLS = f"""
import ipywidgets as w
from IPython.display import display
options = {OPTIONS!r}
radio = w.RadioButtons(options=[o[0] for o in options], value=None)
button, out = w.Button(description="See"), w.HTML(layout=w.Layout(display=""))
out.add_class("bench-controls")
def show(_):
    out.value = next((o[2] for o in options if o[0] == radio.value), "")
button.on_click(show)
radio.observe(lambda _: setattr(out, "value", ""), "value")
box = w.VBox([w.Label({ASK!r}), radio, button, out])
box.add_class("bench-box")
display(box)
"""
QUESTIONS = [
    {
        "question": ASK,
        "type": "multiple_choice",
        "answers": [{"answer": t, "correct": f, "feedback": r} for t, f, r in OPTIONS],
    }
]
JUPYTERQUIZ = (
    f"from jupyterquiz import display_quiz\ndisplay_quiz({json.dumps(QUESTIONS)})".replace(
        "true", "True"
    ).replace("false", "False")
)

# Clicks `press()` and waits until `read()` gives `wanted`; the clock runs inside the page.
MEASURE = """
async ({ choose, press, region, wanted, limit }) => {
  const find = (selector) => document.querySelector(selector);
  if (choose) {
    find(choose).click();
    await new Promise((done) => setTimeout(done, 120));
  }
  const start = performance.now();
  find(press).click();
  while (!(find(region)?.textContent ?? "").includes(wanted)) {
    if (performance.now() - start > limit) return null;
    await new Promise((done) => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); });
  }
  return performance.now() - start;
}
"""


def plans() -> dict[str, list[dict[str, Any]]]:
    """Say for each quiz how to choose, press and read, for each of two options in turn."""
    both = (0, 2)
    return {
        "our quiz": [
            {
                "choose": f".al-quiz .al-option:nth-of-type({n + 1}) input",
                "press": ".al-quiz .al-button",
                "region": ".al-quiz .al-status",
                "wanted": OPTIONS[n][2],
            }
            for n in both
        ],
        "ipywidgets": [
            {
                "choose": f".bench-box label:nth-of-type({n + 1}) > input[type=radio]",
                "press": ".bench-box button",
                "region": ".bench-controls",
                "wanted": OPTIONS[n][2],
            }
            for n in both
        ],
        "jupyterquiz": [
            {
                "choose": None,
                "press": f'.Quiz .MCButton[data-feedback="{OPTIONS[n][2]}"]',
                "region": ".Quiz .Feedback",
                "wanted": OPTIONS[n][2],
            }
            for n in both
        ],
    }


def measure(page: Any, steps: list[dict[str, Any]], clicks: int, limit: int) -> float | None:
    """Return the median milliseconds of ``clicks`` clicks, or None if one never came."""
    times = []
    for n in range(clicks):
        found = page.evaluate(MEASURE, {**steps[n % len(steps)], "limit": limit})
        if found is None:
            return None
        times.append(found)
        page.wait_for_timeout(40)
    return float(statistics.median(times))


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        name = "quizzes.ipynb"
        busy = "import time\nfor _ in range(60): time.sleep(0.1)"
        write_notebook(Path(folder) / name, [OURS, CONTROLS, JUPYTERQUIZ, "0", busy])
        with server(Path(folder)) as (address, token), browser() as chromium:
            page = chromium.new_page(viewport={"width": 1280, "height": 2000})
            run_all(page, address, token, name)
            for selector in (".al-quiz .al-button", ".bench-box button", ".Quiz .MCButton"):
                page.wait_for_selector(selector)
            page.wait_for_timeout(8000)  # the busy cell has run once
            idle = {quiz: measure(page, steps, CLICKS, 10_000) for quiz, steps in plans().items()}
            working = {}
            for quiz, steps in plans().items():
                page.evaluate(
                    """() => { const nb = jupyterapp.shell.currentWidget.content; nb.deselectAll();
                    nb.activeCellIndex = nb.widgets.length - 1;
                    jupyterapp.commands.execute('notebook:run-cell'); }"""
                )
                page.wait_for_timeout(500)
                working[quiz] = measure(
                    page, steps, 1 if quiz == "ipywidgets" else BUSY_CLICKS, 20_000
                )
                page.wait_for_timeout(6500)
    base = idle["ipywidgets"] or 0
    print(f"{'click to feedback, median':<26}{'idle':>12}{'kernel busy':>14}{'of ipywidgets':>15}")
    for quiz, value in idle.items():
        ratio = f"{(value or 0) / base:.2f}" if base else "-"
        shown = (f"{t:.1f} ms" if t is not None else "never" for t in (value, working[quiz]))
        print(f"{quiz:<26}{next(shown):>12}{next(shown):>14}{ratio:>15}")


if __name__ == "__main__":
    main()
