"""One smoke run in Firefox, where it is found: lesson 1's page answers a click."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.firefox


class Firefox:
    """A headless Firefox, spoken to by WebDriver BiDi, which it offers without a driver."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        import websocket

        assert process.stderr is not None
        line = next(one for one in process.stderr if "WebDriver BiDi listening on" in one)
        address = line.split("listening on ")[1].strip()
        # Firefox refuses a caller that names an origin.
        self.socket = websocket.create_connection(
            f"{address}/session", timeout=60, suppress_origin=True
        )
        self.count = 0
        self.call("session.new", capabilities={})
        self.tab = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method: str, **params: Any) -> Any:
        self.count += 1
        self.socket.send(json.dumps({"id": self.count, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.count:
                assert answer["type"] == "success", answer
                return answer["result"]

    def open(self, address: str) -> None:
        self.call("browsingContext.navigate", context=self.tab, url=address, wait="complete")

    def evaluate(self, code: str) -> Any:
        found = self.call(
            "script.evaluate", expression=code, target={"context": self.tab}, awaitPromise=True
        )
        return found["result"].get("value")

    def wait_for(self, code: str) -> None:
        for _ in range(100):
            if self.evaluate(code):
                return
            time.sleep(0.1)
        pytest.fail(f"never true in Firefox: {code}")


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Firefox]:
    program = shutil.which("firefox") or shutil.which("firefox-esr")
    if program is None:
        pytest.skip("Firefox is not installed; install it to run this test")
    (tmp_path / "profile").mkdir()
    process = subprocess.Popen(
        [
            program,
            "--headless",
            "--no-remote",
            "--profile",
            tmp_path / "profile",
            "--remote-debugging-port=0",
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Firefox(process)
    finally:
        process.terminate()
        process.wait(20)


def test_a_page_answers_a_click(
    firefox: Firefox, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    subprocess.run([sys.executable, ROOT / "pages" / "build.py", site], check=True)
    firefox.open(f"{serve(site)}/01-what-it-is.html")
    firefox.wait_for("!!document.querySelector('.al-quiz:not(.al-paper) input')")
    firefox.evaluate("document.querySelector('.al-quiz:not(.al-paper) input').click()")
    firefox.evaluate("document.querySelector('.al-quiz:not(.al-paper) .al-button').click()")
    said = firefox.evaluate(
        "document.querySelector('.al-quiz:not(.al-paper) .al-status').textContent"
    )
    assert said.startswith("You chose “")
    assert firefox.evaluate("document.querySelector('.al-leave').textContent") == "Leave quickly"
