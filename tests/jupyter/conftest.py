"""A real Jupyter over the course and two small lessons of our own, and watched pages.

AL_JUPYTER names another Jupyter program to try, such as the ``jupyter-lab`` or the
``jupyter-notebook`` of another environment. Without it: this environment's JupyterLab.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from outside import Wall, python_path, watching

ROOT = Path(__file__).parent.parent.parent
IMPORT = "from widgets import exercise, figure, lesson"
LESSON = "lessons/91-sample.ipynb"
FIXED = {"editable": False, "deletable": False}
EXERCISES = """
exercises:
  - id: quiz
    kind: quiz
    title: A quiet evening
    minutes: 2
    objective: O-01.1
    fit_for: [private]
    instead: Look out of the window for a minute.
    items:
      - id: quiet
        ask: What does her quiet tell you?
        options:
          - key: cold
            text: She does not care.
            fits: false
            reason: Quiet is not the same as cold.
          - key: little
            text: Very little yet.
            fits: true
            reason: Quiet has many reasons.
  - id: card
    kind: worksheet
    title: A line for the week
    minutes: 2
    objective: O-01.1
    fit_for: [private]
    instead: Look out of the window for a minute.
    example_of: sam
    fields:
      - key: what
        label: What is there?
        worked: flat
        half: maybe
    card_title: My line
    card: ["Right now I notice {what}."]
"""


@dataclass
class House:
    """A running Jupyter: where its files are, its address, and how a notebook is opened."""

    folder: Path
    address: str
    token: str
    notebook_7: bool
    log: Path

    def url(self, path: str) -> str:
        """Return the address of a notebook, as a learner opens it."""
        view = "notebooks" if self.notebook_7 else "doc/tree"
        return f"{self.address}/{view}/{path}?token={self.token}"

    def read(self, path: str) -> Any:
        """Return the notebook as it is on disk."""
        return json.loads((self.folder / path).read_text(encoding="utf-8"))

    def api(self, path: str, method: str = "GET") -> Any:
        """Ask the server."""
        request = urllib.request.Request(  # noqa: S310
            f"{self.address}/api/{path}",
            method=method,
            data=b"" if method == "POST" else None,
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            text = answer.read()
        return json.loads(text) if text else None

    def kernel(self, path: str) -> str:
        """Return the id of the kernel that a notebook uses."""
        return next(s["kernel"]["id"] for s in self.api("sessions") if s["path"] == path)


def code(line: str, **note: Any) -> Any:
    """Return a code cell of a lesson."""
    metadata = {**FIXED, "jupyter": {"source_hidden": True}, "arms_length": note}
    return nbformat.v4.new_code_cell(line, metadata=metadata)


def prose(text: str, **note: Any) -> Any:
    """Return a Markdown cell of a lesson."""
    return nbformat.v4.new_markdown_cell(text, metadata={**FIXED, "arms_length": note})


def spec(name: str) -> dict[str, str]:
    """Return how a notebook names its kernel."""
    return {"name": name, "display_name": name, "language": "python"}


def notebook(*cells: Any, ours: bool = True) -> Any:
    """Return a notebook, with or without the mark that makes it a lesson."""
    metadata: dict[str, Any] = {"kernelspec": spec("python3")}
    if ours:
        metadata["arms_length"] = {"lesson": "01-what-it-is", "minutes": 15, "further_minutes": 10}
    return nbformat.v4.new_notebook(cells=list(cells), metadata=metadata)


def sample_lessons() -> dict[str, Any]:
    """Return the small lessons, and notebooks that are none, by file name."""
    other = "open('ran.txt', 'w').write('ran')"
    text = "A feeling can be turned down, like a lamp on a dimmer. " * 12
    return {
        "90-sample": notebook(
            code(IMPORT),
            code('lesson("00-start-here")'),
            prose("# Start here\n\n[What it is](91-sample.ipynb)"),
            prose(text),
        ),
        "91-sample": notebook(
            code(IMPORT),
            code('lesson("01-what-it-is")'),
            prose("# What it is\n\n[Start here](90-sample.ipynb) [Help](90-sample.ipynb)"),
            prose(f"## A lamp\n\n{text}"),
            code('exercise("sample/quiz")'),
            prose(f"## Two kinds\n\n{text}\n\n- one\n- two\n\n> Nadia says little."),
            prose("| a | b |\n|---|---|\n| 1 | 2 |"),
            code('exercise("sample/card")'),
            prose("## Go further\n\nSee what Sam asks.", further=True),
            prose(f"The hidden willow.\n\n{text}", further=True),
            code('exercise("start-here/pause")', further=True),
        ),
        "foreign": notebook(
            code(IMPORT),
            code(other),
        ),
        "plain": notebook(nbformat.v4.new_code_cell(other), ours=False),
        "no-engine": notebook(code(IMPORT), prose("# Words that stay readable")),
    }


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One Jupyter server for the whole run, over a copy of the course in a temporary folder."""
    folder = tmp_path_factory.mktemp("house")
    skip = shutil.ignore_patterns("__pycache__", "__checked__", "_content")
    shutil.copytree(ROOT / "widgets", folder / "widgets", ignore=skip)
    for name in ("lessons", "exercises"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "exercises" / "sample.yml").write_text(EXERCISES, encoding="utf-8")
    for name, content in sample_lessons().items():
        if name == "no-engine":
            content.metadata.kernelspec = spec("broken")
        nbformat.write(content, folder / "lessons" / f"{name}.ipynb")

    # What the wheel installs, taken from the checkout, in front of anything installed.
    installed = folder / "installed"
    (installed / "labextensions").mkdir(parents=True)
    ours = ROOT / "widgets" / "jupyter"
    shutil.copytree(ours / "labextension", installed / "labextensions" / "at-arms-length")
    broken = installed / "kernels" / "broken"
    broken.mkdir(parents=True)
    (broken / "kernel.json").write_text(
        json.dumps({**spec("broken"), "argv": [sys.executable, "-c", "raise SystemExit(1)"]}),
        encoding="utf-8",
    )
    config = folder / "config"
    shutil.copytree(ours / "server-config", config / "jupyter_server_config.d")
    shutil.copytree(ours / "settings", folder / "settings")

    program = os.environ.get("AL_JUPYTER")
    command = [program] if program else [sys.executable, "-m", "jupyterlab"]
    notebook_7 = "notebook" in Path(command[-1]).name
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = "for-these-tests"  # noqa: S105
    app = "JupyterNotebookApp" if notebook_7 else "LabApp"
    log = folder / "server.log"
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(
            [
                *command,
                "--no-browser",
                "--allow-root",
                "--ServerApp.ip=127.0.0.1",
                f"--ServerApp.port={port}",
                "--ServerApp.port_retries=0",
                f"--ServerApp.root_dir={folder}",
                f"--IdentityProvider.token={token}",
                f"--{app}.app_settings_dir={folder / 'settings'}",
            ],
            cwd=folder,
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith("JUPYTER")},
                "PYTHONPATH": python_path(folder),
                "ARMS_LENGTH_FOLDER": str(folder / "kept"),
                "JUPYTER_PATH": str(installed),
                "JUPYTER_CONFIG_DIR": str(folder / "home"),
                "JUPYTER_CONFIG_PATH": str(config),
                "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
                "JUPYTERLAB_SETTINGS_DIR": str(folder / "user-settings"),
                "IPYTHONDIR": str(folder / "ipython"),
            },
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    here = House(folder, f"http://127.0.0.1:{port}", token, notebook_7, log)
    try:
        for _ in range(300):
            if server.poll() is not None:
                break
            try:
                here.api("status")
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        else:
            pytest.fail(f"Jupyter did not start:\n{log.read_text(encoding='utf-8')}")
        assert server.poll() is None, log.read_text(encoding="utf-8")
        yield here
        here.api("shutdown", "POST")  # and all kernels at once
    finally:
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


class Reader:
    """A learner's browser, with the dialogs that it met."""

    def __init__(self, page: Any, house: House) -> None:
        self.page = page
        self.house = house
        self.dialogs: list[str] = []
        self.channel: Any = None
        page.set_default_timeout(60_000)
        page.on("dialog", self.answer)
        page.on("websocket", self.note)

    def answer(self, dialog: Any) -> None:
        self.dialogs.append(f"{dialog.type}: {dialog.message}")
        dialog.accept()

    def note(self, socket: Any) -> None:
        """Remember the way to the engine."""
        if "/channels" in socket.url:
            self.channel = socket

    def open(self, path: str = LESSON) -> Any:
        """Open a lesson and wait until its exercises can be used."""
        self.page.goto(self.house.url(path))
        self.ready()
        return self.page

    def ready(self) -> None:
        """Wait until the strip and all exercises of the lesson stand on the page, and all was run."""
        from playwright.sync_api import TimeoutError as Late

        try:
            self.page.wait_for_selector(
                ".al-reading .al-strip:not([data-left]) button", timeout=120_000
            )
            self.page.wait_for_function(
                """() => [...document.querySelectorAll('.al-lab-notice')].every((bar) => !bar.textContent)
                    && ![...document.querySelectorAll('.jp-InputPrompt')].some((one) => one.textContent.includes('*'))"""
            )
        except Late as error:
            seen = self.page.evaluate(
                """() => [document.body.className, ...[...document.querySelectorAll(
                    '.al-lab-notice, .al-notice, .jp-Dialog, .jp-Notification, .al-lab-foot'
                )].map((one) => `${one.className}: ${one.innerText}`)]"""
            )
            log = self.house.log.read_text(encoding="utf-8").splitlines()[-30:]
            kernels = self.house.api("sessions")
            raise AssertionError("\n".join([str(error), *seen, str(kernels), *log])) from None

    def follow(self, path: str) -> Any:
        """Go on to another notebook of the course, as a link does: Jupyter itself stays."""
        self.page.evaluate(
            """(path) => {
                const strip = document.querySelector(".al-strip");
                strip.dataset.left = "";
                const link = document.createElement("a");
                link.href = `../${path}`;
                link.dataset.lesson = "";
                strip.append(link);
                link.click();
            }""",
            path,
        )
        self.ready()
        return self.page

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Wait until the engine has acknowledged the answers that are given meanwhile."""
        tab = self.page.evaluate("globalThis[Symbol.for('arms-length.page')].tab").encode()

        def acknowledged(frame: str | bytes) -> bool:
            told = frame if isinstance(frame, bytes) else frame.encode()
            return b'"ack"' in told and tab in told

        with self.channel.expect_event("framereceived", acknowledged):
            yield


@contextmanager
def readers(chromium: Any, wall: Wall, house: House) -> Iterator[Callable[..., Reader]]:
    """Give a function that opens a browser; in the end it met no dialog and no foreign host."""
    found: list[Reader] = []
    # Jupyter's own code writes errors into the console that trouble nobody.
    with watching(chromium, wall, house.address, errors=True) as open_page:

        def start(**options: Any) -> Reader:
            found.append(Reader(open_page(**options), house))
            return found[-1]

        yield start
    for one in found:
        assert one.dialogs == [], "the browser put up a dialog"


@pytest.fixture
def reader(chromium: Any, wall: Wall, house: House) -> Iterator[Callable[..., Reader]]:
    """Return a function that opens a browser for one test."""
    with readers(chromium, wall, house) as start:
        yield start


@pytest.fixture(scope="module")
def opened(chromium: Any, wall: Wall, house: House) -> Iterator[Any]:
    """Open the small lesson once, for tests that only look at it."""
    with readers(chromium, wall, house) as start:
        page = start().open()
        page.wait_for_selector(".al-quiz input")
        yield page


@pytest.fixture
def page(opened: Any) -> Any:
    """Return the open lesson as a reader finds it: at its top, with the keyboard there."""
    opened.evaluate(
        """() => {
            const scroller = document.querySelector('.al-reading .jp-WindowedPanel-outer');
            scroller.scrollTop = 0;
            document.activeElement.blur();
            scroller.focus();
        }"""
    )
    return opened


@pytest.fixture(scope="module")
def small(chromium: Any, wall: Wall, house: House) -> Iterator[Reader]:
    """Open the small lesson once on a small phone, for tests that go on from there."""
    with readers(chromium, wall, house) as start:
        one = start(viewport={"width": 320, "height": 640}, color_scheme="light")
        one.open()
        yield one
