"""Saving and loading the learner's record in a browser: time and size, for 14 and 10,000 days.

Run ``python benchmarks/browser_record.py``. Medians of 9 rounds, each with one more day. A save
ends when the browser's transaction is complete, which means on the disk; a load is what a page
does when it opens. A passphrase is paid for by scrypt once for each page that opens the record.
"""

from __future__ import annotations

import functools
import http.server
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

from lab import QUIET, ROOT, browser
from record import FIRST, KEY, PHRASE, ROUNDS, entry

ENGINE = """async ([key, phrase]) => {
  const { keeper } = await import("/keeper.js");
  const timed = async (act) => {
    const start = performance.now();
    const done = await act();
    if (done?.problem) throw new Error(done.problem);
    return performance.now() - start;
  };
  const page = (held) => keeper({ held, mounted: () => [key], restore: () => {} });
  window.bench = {
    async save(entries) {
      this.entries = { ...this.entries, ...entries };
      this.engine ??= page(new Map());
      const drafts = { [key]: { seq: 1, answers: { entries: this.entries } } };
      return timed(() => this.engine.ask({ ask: "save", drafts }));
    },
    lock: () => timed(() => bench.engine.ask({ ask: "lock", passphrase: phrase })),
    async load(locked) {
      const held = new Map();
      let engine;
      let ms = await timed(async () => (engine = page(held)).ready(key));
      if (locked) {
        await engine.ask({ ask: "unlock", passphrase: phrase });
        // The key is there now: what is measured is reading, opening and checking.
        ms = await timed(() => engine.ask({ ask: "state" }));
      }
      if (!held.size) throw new Error("nothing was loaded");
      return ms;
    },
    size: async () => (await bench.engine.ask({ ask: "download" })).text.length,
  };
}"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def measure(page: Any, address: str, days: int, *, locked: bool) -> dict[str, float]:
    """Return medians in milliseconds, and the size in KB."""
    rng = random.Random(days)  # noqa: S311 - invented days
    page.goto(address)
    page.evaluate(ENGINE, [KEY, PHRASE])

    def save(first: int, count: int) -> float:
        new = ((FIRST + timedelta(days=first + n)).isoformat() for n in range(count))
        ms: float = page.evaluate("(entries) => bench.save(entries)", {d: entry(rng) for d in new})
        return ms

    save(0, days)
    passphrase = page.evaluate("bench.lock()") if locked else 0
    rounds = range(ROUNDS)
    saves = [save(days + n, 1) for n in rounds]
    loads = [page.evaluate("(locked) => bench.load(locked)", locked) for _ in rounds]
    size = page.evaluate("bench.size()")
    return {
        "save": statistics.median(saves),
        "load": statistics.median(loads),
        "passphrase": passphrase,
        "size": size / 1000,
    }


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as temp, browser() as chromium:
        # A browser that keeps nothing on the disk would be too fast.
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        start = functools.partial(
            chromium.browser_type.launch_persistent_context, executable_path=path, args=QUIET
        )
        site = Path(temp) / "site"
        subprocess.run([sys.executable, ROOT / "pages" / "build.py", site], check=True)
        handler = functools.partial(_Quiet, directory=str(site))
        web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=web.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{web.server_port}/01-what-it-is.html"
        print(f"{'in a browser':<24}{'save':>10}{'load':>10}{'passphrase':>14}{'size':>12}")
        for days in (14, 10_000):
            for locked in (False, True):
                name = f"{days:,} days, {'locked' if locked else 'open'}"
                with start(Path(temp) / name) as context:
                    found = measure(context.new_page(), address, days, locked=locked)
                print(
                    f"{name:<24}{found['save']:>7.1f} ms{found['load']:>7.1f} ms"
                    f"{found['passphrase']:>11.0f} ms{found['size']:>9.1f} KB"
                )
        web.shutdown()


if __name__ == "__main__":
    main()
