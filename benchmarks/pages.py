"""Page weight and time to the first exercise: lesson 01 as a page, and in JupyterLab.

Run ``python benchmarks/pages.py``. Each time is the median of 5 cold loads in a browser without
a cache, servers already running; each weight is every answer's body, as it is and gzipped.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from lab import ROOT, browser, server

LESSON = "01-what-it-is"
LOADS = 5
FIRST = ".al-quiz:not(.al-paper) .al-button"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def load(chromium: Any, address: str) -> tuple[float, int, int]:
    """Return milliseconds to the first exercise, and the bytes plain and gzipped."""
    page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    sizes = [0, 0]

    def weigh(response: Any) -> None:
        with contextlib.suppress(Exception):  # a redirect or a closed socket has no body
            body = response.body()
            sizes[0] += len(body)
            sizes[1] += len(gzip.compress(body))

    page.on("requestfinished", lambda request: weigh(request.response()))
    page.goto(address, wait_until="commit")
    page.wait_for_selector(FIRST, timeout=60_000)
    ready = page.evaluate("performance.now()")
    page.wait_for_timeout(1000)
    page.context.close()
    return ready, sizes[0], sizes[1]


def row(name: str, runs: list[tuple[float, int, int]]) -> str:
    """Return one line of the table."""
    times, plain, zipped = zip(*runs, strict=True)
    return (
        f"{name:<16}{statistics.median(times):>10.0f} ms{max(plain) / 1024:>12.0f} KB"
        f"{max(zipped) / 1024:>12.0f} KB"
    )


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as temp, browser() as chromium:
        site = Path(temp) / "site"
        subprocess.run([sys.executable, ROOT / "pages" / "build.py", site], check=True)
        handler = functools.partial(_Quiet, directory=str(site))
        web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=web.serve_forever, daemon=True).start()
        page_address = f"http://127.0.0.1:{web.server_port}/{LESSON}.html"
        folder = Path(temp) / "course"
        shutil.copytree(ROOT / "lessons", folder / "lessons")
        with server(folder) as (address, token):
            lab_address = f"{address}/doc/tree/lessons/{LESSON}.ipynb?token={token}"
            load(chromium, lab_address)  # the kernel's first start reads from a cold disk
            pairs = [
                (load(chromium, page_address), load(chromium, lab_address)) for _ in range(LOADS)
            ]
        web.shutdown()
    print(f"{'lesson 01':<16}{'first exercise':>13}{'bytes':>12}{'gzipped':>15}")
    print(row("as a page", [page for page, _ in pairs]))
    print(row("in JupyterLab", [lab for _, lab in pairs]))


if __name__ == "__main__":
    main()
