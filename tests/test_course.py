"""The front door: what it does, and that each thing that can go wrong is one plain sentence."""

from __future__ import annotations

import ast
import errno
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import outside
import psutil
import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-setup.lock")
posix = pytest.mark.skipif(os.name == "nt", reason="uses a shell script in place of uv")


@pytest.fixture
def course() -> Iterator[ModuleType]:
    """course.py as a module of its own, with the signals put back afterwards."""
    spec = spec_from_file_location("course", ROOT / "course.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    names = [n for n in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, n)]
    before = {name: signal.getsignal(getattr(signal, name)) for name in names}
    yield module
    for name, handler in before.items():
        signal.signal(getattr(signal, name), handler)


class Checkout:
    """A small checkout whose uv is a shell script, so that a set-up takes no time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder.with_name("bin")
        self.calls = folder.with_name("calls")
        self.bin.mkdir()
        (folder / "widgets").mkdir(parents=True)
        for name in ("course.py", "pyproject.toml", *LOCKS):
            shutil.copy(ROOT / name, folder)
        (folder / "pages").mkdir()
        (folder / "pages" / "build.py").write_text("print('built')")
        self.uv("exit 0")

    def uv(self, script: str) -> None:
        """Let uv be this script, which also notes each call."""
        file = self.bin / "uv"
        file.write_text(f'#!/bin/sh\necho "$*" >> "{self.calls}"\n{script}\n')
        file.chmod(0o755)

    def steps(self) -> int:
        """Count the calls of uv so far."""
        return len(self.calls.read_text().splitlines()) if self.calls.exists() else 0

    def stamp(self) -> dict[str, Any]:
        """Read what course.py noted about its set-up."""
        return dict(json.loads((self.folder / ".venv/course-set-up.json").read_text()))

    def start(self, **options: Any) -> subprocess.Popen[str]:
        """Start a command that needs a set-up and no Jupyter."""
        env = {**os.environ, "PATH": f"{self.bin}{os.pathsep}/usr/bin{os.pathsep}/bin"}
        env |= options.pop("env", {})
        before = options.pop("before", "pass")
        # Run as a program, after a line that makes this Python worse than it is.
        code = f"import runpy, sys; {before}; sys.argv[1:] = ['pages', '--build-only']\n"
        code += f"runpy.run_path({str(self.folder / 'course.py')!r}, run_name='__main__')"
        return subprocess.Popen(
            [sys.executable, "-c", code],
            **{"cwd": self.folder, "env": env, "stdout": -1, "stderr": -1, "text": True, **options},
        )

    def run(self, **options: Any) -> tuple[int, str]:
        """Run it; return the exit code and what was said on stderr."""
        with self.start(**options) as process:
            _, errors = process.communicate(timeout=60)
        return process.returncode, errors


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Return a small checkout."""
    return Checkout(tmp_path / "the course")


def is_one_sentence(text: str) -> bool:
    """Tell whether a message is one line, ends like a sentence and shows no traceback."""
    return text.count("\n") == 1 and text.endswith(".\n") and "Traceback" not in text


# --- which Python -------------------------------------------------------------------------------


def test_every_python_3_can_read_it() -> None:
    ast.parse((ROOT / "course.py").read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(3, 6), (3, 10), (3, 15), (4, 0)])
def test_another_python_gets_a_sentence(checkout: Checkout, version: tuple[int, int]) -> None:
    code, said = checkout.run(before=f"sys.version_info = {(*version, 0, 'final', 0)}")
    assert code == 1
    assert is_one_sentence(said)
    assert "3.11, 3.12, 3.13 or 3.14, but this is Python {}.{}".format(*version) in said
    assert not (checkout.folder / ".venv").exists()


@pytest.mark.parametrize("version", ["3.6", "3.8", "3.10", "3.15"])
def test_another_python_for_real(version: str) -> None:
    python = shutil.which(f"python{version}")
    if not python or subprocess.run([python, "-V"], capture_output=True, check=False).returncode:
        pytest.skip(f"Python {version} is not installed")
    done = subprocess.run([python, ROOT / "course.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert is_one_sentence(done.stderr)


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
def test_four_pythons_are_welcome(course: ModuleType, version: tuple[int, int]) -> None:
    assert course.python_problem((*version, 2, "final", 0)) == ""


# --- setting up ---------------------------------------------------------------------------------


@posix
def test_sets_up_once(checkout: Checkout) -> None:
    assert checkout.run() == (0, "")
    assert checkout.steps() == 2
    lock, editable = checkout.calls.read_text().splitlines()
    assert "--require-hashes" in lock
    assert "requirements-test.lock" not in lock
    assert "--no-deps --no-build-isolation" in editable
    assert checkout.stamp()["state"] == "ready"
    compiled = checkout.folder / "widgets/jupyter/__pycache__/hooks.pyc"
    compiled.parent.mkdir(parents=True)
    compiled.touch()
    assert checkout.run() == (0, "")
    assert checkout.steps() == 2


@posix
def test_runs_from_another_folder(checkout: Checkout, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert checkout.run(cwd=elsewhere) == (0, "")
    assert checkout.stamp()["folder"] == str(checkout.folder)
    assert list(elsewhere.iterdir()) == []


def test_taken_out_of_its_folder(tmp_path: Path) -> None:
    shutil.copy(ROOT / "course.py", tmp_path)
    command = [sys.executable, tmp_path / "course.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert is_one_sentence(done.stderr)
    assert "requirements.lock is not beside it" in done.stderr


@posix
def test_changed_lock_is_installed_on_top(checkout: Checkout) -> None:
    checkout.run()
    (checkout.folder / ".venv" / "mine").touch()
    with (checkout.folder / "requirements.lock").open("a") as lock:
        lock.write("# newer\n")
    assert checkout.run() == (0, "")
    assert checkout.steps() == 4
    assert (checkout.folder / ".venv" / "mine").exists()


@posix
def test_changed_extension_is_installed_again(checkout: Checkout) -> None:
    checkout.run()
    extension = checkout.folder / "widgets/jupyter/labextension"
    extension.mkdir(parents=True)
    (extension / "package.json").touch()
    assert checkout.run() == (0, "")
    assert checkout.steps() == 4


@posix
def test_test_tools_stay_once_installed(checkout: Checkout) -> None:
    checkout.run()
    stamp = checkout.folder / ".venv/course-set-up.json"
    stamp.write_text(json.dumps({**checkout.stamp(), "test": True, "files": "older"}))
    checkout.run()
    assert "requirements-test.lock" in checkout.calls.read_text()
    assert checkout.stamp()["test"] is True


@posix
@pytest.mark.parametrize("killed_at", ["the first step", "the second step"])
def test_killed_set_up_mends_itself(checkout: Checkout, killed_at: str) -> None:
    step = "*hashes*" if killed_at == "the first step" else "*editable*"
    checkout.uv(f'case "$*" in {step}) touch "{checkout.folder}/.venv/half"; sleep 60;; esac')
    process = checkout.start()
    wait_for((checkout.folder / ".venv" / "half").exists)
    children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.communicate()
    for child in children:
        child.kill()
    assert checkout.stamp()["state"] == "begun"

    checkout.uv("exit 0")
    assert checkout.run() == (0, "")
    assert checkout.stamp()["state"] == "ready"
    assert not (checkout.folder / ".venv" / "half").exists()


@posix
@pytest.mark.parametrize("damage", ["empty", "a file", "no python", "moved", "other python"])
def test_broken_venv_mends_itself(checkout: Checkout, damage: str) -> None:
    venv = checkout.folder / ".venv"
    if damage == "empty":
        venv.mkdir()
    elif damage == "a file":
        venv.touch()
    else:
        checkout.run()
        stamp = checkout.stamp()
        if damage == "no python":
            (venv / "bin/python").unlink()
        else:
            stamp |= {"folder": "/elsewhere"} if damage == "moved" else {"python": "3.10"}
        (venv / "course-set-up.json").write_text(json.dumps(stamp))
        (venv / "old").touch()
    assert checkout.run() == (0, "")
    assert checkout.stamp()["state"] == "ready"
    assert not (venv / "old").exists()


@posix
def test_venv_made_by_hand_is_kept(checkout: Checkout) -> None:
    venv = checkout.folder / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    (venv / "mine").touch()
    assert checkout.run() == (0, "")
    assert (venv / "mine").exists()


@posix
def test_ctrl_c_while_setting_up(checkout: Checkout) -> None:
    checkout.uv(f'touch "{checkout.folder}/.venv/half"; exec sleep 60')
    process = checkout.start(start_new_session=True)
    wait_for((checkout.folder / ".venv" / "half").exists)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=10)
    assert process.returncode == 1
    assert said == "Stopped: run the same command again to go on.\n"


@posix
@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_python_without_venv(checkout: Checkout, module: str) -> None:
    (checkout.bin / "uv").unlink()
    no_uv = {"PATH": str(checkout.bin)}
    code, said = checkout.run(before=f"sys.modules[{module!r}] = None", env=no_uv)
    assert code == 1
    assert is_one_sentence(said)
    assert "-venv'" in said


@posix
def test_no_network_with_uv(checkout: Checkout, tmp_path: Path) -> None:
    uv = shutil.which("uv", path=f"{os.environ['PATH']}{os.pathsep}{Path(sys.executable).parent}")
    if not uv:
        pytest.skip("uv is not installed")
    real = subprocess.run([uv, "--version"], capture_output=True, check=False, cwd=ROOT)
    if real.returncode:
        pytest.skip("uv does not run")
    checkout.uv(f'exec "{uv}" "$@"')
    nowhere = {"UV_CACHE_DIR": str(tmp_path / "cache"), "UV_HTTP_RETRIES": "0"}
    nowhere |= {"UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple"}
    nowhere |= {"PATH": f"{checkout.bin}{os.pathsep}{os.environ['PATH']}"}
    code, said = checkout.run(env=nowhere)
    assert code == 1
    assert is_one_sentence(said)
    assert "check that this computer is online" in said


@posix
@pytest.mark.slow
def test_no_network_with_pip(checkout: Checkout) -> None:
    (checkout.bin / "uv").unlink()
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
    nowhere |= {"PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": "", "PATH": str(checkout.bin)}
    code, said = checkout.run(env=nowhere)
    assert code == 1
    assert is_one_sentence(said)
    assert "check that this computer is online" in said


@posix
@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("error: failed to write: No space left on device (os error 28)", "The disk is full"),
        ("error: not enough space on the disk. (os error 112)", "The disk is full"),
        ("ERROR: [Errno 28] No space left on device", "The disk is full"),
        ("error: Failed to fetch: x\n  Caused by: dns error", "is online"),
        ("NewConnectionError: Temporary failure in name resolution", "is online"),
        ("error: Failed to fetch: x\n  invalid peer certificate: UnknownIssuer", "certificate"),
        ("error: failed to remove file: Access is denied. (os error 5)", "close Jupyter"),
    ],
)
def test_what_an_installer_says_becomes_advice(checkout: Checkout, words: str, advice: str) -> None:
    checkout.uv(f"printf '%s\\n' '{words}' >&2; exit 2")
    # pip, the second try where a certificate is the trouble, says the same.
    (checkout.folder / "pip.py").write_text(f"import sys; sys.exit({words!r})")
    (checkout.folder / "ensurepip.py").touch()
    code, said = checkout.run()
    assert code == 1
    assert is_one_sentence(said)
    assert advice in said
    assert words.splitlines()[0] in (checkout.folder / ".venv/set-up.log").read_text()


def test_strange_words_of_an_installer_are_passed_on(course: ModuleType) -> None:
    stop = course.explain("error: no such wheel\nhint: see above\n\n")
    assert isinstance(stop, course.StrangeStop)
    assert "(the installer said: error: no such wheel)" in str(stop)


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (OSError(errno.ENOSPC, "full"), "The disk is full"),
        (PermissionError(errno.EACCES, "no", "/a/b"), "may not write to /a/b"),
    ],
)
def test_trouble_of_the_disk(
    course: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: OSError,
    advice: str,
) -> None:
    def fail(**_kwargs: Any) -> None:
        raise error

    monkeypatch.setattr(course, "set_up", fail)
    assert course.main([]) == 1
    said = capsys.readouterr().err
    assert is_one_sentence(said)
    assert advice in said


# --- opening ------------------------------------------------------------------------------------


@pytest.fixture
def ready(course: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """course.py with this Python in place of .venv, as if set up."""
    monkeypatch.setattr(course, "set_up", lambda **_kwargs: None)
    monkeypatch.setattr(course, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(course, "VENV", tmp_path)
    monkeypatch.setattr(course, "JUPYTER_LOG", tmp_path / "jupyter.log")
    return course


@pytest.mark.parametrize("command", [[], ["lab"], ["pages"]])
def test_taken_port(
    ready: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
) -> None:
    monkeypatch.setattr(ready, "build_pages", lambda: None)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert ready.main([*command, "--no-browser", "--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert is_one_sentence(said)
    assert f"Port {port} cannot be used" in said
    assert "--port" in said.split("choose another port")[1]


def test_without_a_wish_a_taken_port_is_passed_over(course: ModuleType) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert course.free_port(None, port) != port


@pytest.mark.parametrize("words", [["banana"], ["--port", "many"], ["pages", "--prot"]])
def test_words_it_does_not_know(
    ready: ModuleType, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert ready.main(words) == 1
    said = capsys.readouterr().err
    assert said.startswith("course.py did not understand that")
    assert "course.py pages" in said


def test_jupyter_keeps_to_this_computer(course: ModuleType) -> None:
    for author in (False, True):
        command = course.jupyter_command(8888, author=author)
        assert "--ServerApp.ip=127.0.0.1" in command
        assert "--LabApp.news_url=None" in command
        assert not any("token" in word for word in command)
        assert any("app_settings_dir" in word for word in command) is author


def test_a_learners_traces_stay_in_the_folder(course: ModuleType) -> None:
    env = course.environment()
    for name in ("CONFIG", "DATA", "RUNTIME"):
        assert Path(env[f"JUPYTER_{name}_DIR"]).is_relative_to(ROOT / ".venv")
    assert Path(env["IPYTHONDIR"]).is_relative_to(ROOT / ".venv")


def wait_for(ready: Callable[[], Any], seconds: float = 30) -> Any:
    """Wait until something is true, and return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := ready():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


class Running:
    """course.py as a program of its own, set up already."""

    def __init__(self, folder: Path, words: list[str]) -> None:
        code = f"""
import importlib.util, pathlib, sys
spec = importlib.util.spec_from_file_location("course", {str(ROOT / "course.py")!r})
course = importlib.util.module_from_spec(spec)
spec.loader.exec_module(course)
course.set_up = lambda **_: None
usual = course.environment
course.environment = lambda: {{**usual(), "PYTHONPATH": {outside.python_path()!r}}}
course.build_pages = lambda: None
course.PYTHON = pathlib.Path(sys.executable)
course.VENV = pathlib.Path({str(folder)!r})
course.PAGES = course.VENV / "pages"
course.JUPYTER_LOG = course.VENV / "jupyter.log"
sys.exit(course.main({[*words, "--no-browser"]!r}))
"""
        self.said = folder / "said"
        with self.said.open("w") as out:
            self.process = subprocess.Popen([sys.executable, "-c", code], stdout=out, stderr=out)
        self.address = wait_for(self.find_address, 60)

    def find_address(self) -> str:
        """Return the printed address; fail when the program has ended."""
        assert self.process.poll() is None, self.said.read_text()
        words = self.said.read_text().split()
        complete = "Ctrl-C" in words
        return next((w for w in words if w.startswith("http://127.0.0.1:")), "") * complete

    def ask(self, path: str, method: str = "GET", body: str = "") -> tuple[int, str, bytes]:
        """Send a request; return status, content type and body."""
        host = self.address.split("/")[2]
        token = self.address.partition("token=")[2]
        connection = http.client.HTTPConnection(host, timeout=30)
        headers = {"Authorization": f"token {token}"} if token else {}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        found = answer.status, answer.getheader("Content-Type", ""), answer.read()
        connection.close()
        return found

    def stop(self, how: int = signal.SIGINT) -> list[psutil.Process]:
        """Press Ctrl-C; return what is left running."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(how)
        self.process.wait(timeout=30)
        return [p for p in psutil.wait_procs(family, timeout=5)[1] if p.status() != "zombie"]


@pytest.fixture
def run_course(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start course.py; end what a failed test leaves behind."""
    started: list[Running] = []

    def start(*words: str) -> Running:
        started.append(Running(tmp_path, list(words)))
        return started[-1]

    yield start
    for running in started:
        if running.process.poll() is None:
            running.stop(signal.SIGTERM)


@posix
@pytest.mark.jupyter
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGHUP, signal.SIGTERM])
def test_ctrl_c_leaves_nothing_behind(run_course: Callable[..., Running], how: int) -> None:
    running = run_course()
    assert "/doc/tree/lessons/00-start-here.ipynb?token=" in running.address
    assert running.ask("/api/kernels", "POST", '{"name": "python3"}')[0] == 201
    wait_for(lambda: len(psutil.Process(running.process.pid).children(recursive=True)) >= 2)
    assert running.stop(how) == []
    assert running.process.returncode == 0
    assert running.said.read_text().endswith("The course is closed.\n")


@posix
@pytest.mark.jupyter
def test_a_visit_leaves_no_copy_of_the_lesson(
    run_course: Callable[..., Running], tmp_path: Path
) -> None:
    lesson = "/api/contents/lessons/00-start-here.ipynb/checkpoints"
    assert run_course().ask(lesson, "POST")[0] == 201
    assert [path.name for path in tmp_path.rglob("*-checkpoint.ipynb")] == [
        "00-start-here-checkpoint.ipynb"
    ]


@posix
@pytest.mark.jupyter
def test_lab_asks_for_the_token_and_for_no_news(run_course: Callable[..., Running]) -> None:
    running = run_course("lab")
    status, _, page = running.ask("/lab")
    assert status == 200
    assert b'"news": {"disabled": true}' in page
    running.address = running.address.partition("?")[0]
    assert running.ask("/api/contents")[0] == 403


@posix
def test_serves_the_pages(run_course: Callable[..., Running], tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.html").write_text("<p>Hello</p>")
    (tmp_path / "pages" / "host.js").touch()
    running = run_course("pages")
    assert running.ask("/")[2] == b"<p>Hello</p>"
    assert running.ask("/host.js")[1] == "text/javascript"
    assert running.ask("/../said")[0] == 404
    assert running.stop() == []
    assert running.process.returncode == 0


def test_pages_that_cannot_be_built(
    ready: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ready, "ROOT", ready.VENV)
    assert ready.main(["pages"]) == 1
    assert "The pages were not built: mend what is named above" in capfd.readouterr().err


# --- for authors --------------------------------------------------------------------------------


def test_a_new_notebook_is_found(
    course: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    names = "lessons/99-new.ipynb", "exercises/deep/er.ipynb", "notes.ipynb"
    for name in (*names, "build/pages/no.ipynb", "lessons/.ipynb_checkpoints/no.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setattr(course, "ROOT", tmp_path)
    assert sorted(course.notebooks()) == sorted(names)


@pytest.mark.parametrize(
    ("body", "code", "ending"), [("pass", 0, "1 passed"), ("1 / 0", 1, "1 failed")]
)
def test_the_last_line_is_pytests_own(
    ready: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    body: str,
    code: int,
    ending: str,
) -> None:
    monkeypatch.setattr(ready, "ROOT", ready.VENV)
    (ready.VENV / "tests").mkdir()
    (ready.VENV / "tests" / "test_one.py").write_text(f"def test_one():\n    {body}\n")
    assert ready.main(["test"]) == code
    assert f" {ending} in " in capfd.readouterr().out.splitlines()[-1]


def test_words_after_test_go_to_pytest(ready: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    def note(command: list[str], **_kwargs: Any) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(ready.subprocess, "run", note)
    ready.main(["test", "-k", "quiz"])
    ready.main(["test", "tests/test_course.py::test_one", "-x"])
    assert commands[0][-2:] == ["-k", "quiz"]
    assert "tests" in commands[0]
    assert "tests" not in commands[1]


@pytest.mark.parametrize(("processors", "workers"), [(None, 2), (1, 2), (3, 3), (64, 4)])
def test_all_tests_run_side_by_side_and_a_few_do_not(
    ready: ModuleType, monkeypatch: pytest.MonkeyPatch, processors: int | None, workers: int
) -> None:
    commands: list[list[str]] = []

    def note(command: list[str], **_kwargs: Any) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(ready.subprocess, "run", note)
    monkeypatch.setattr(ready.os, "cpu_count", lambda: processors)
    for words in ([], ["-m", "not browser"], ["-k", "quiz"], ["tests/test_course.py"]):
        ready.main(["test", *words])
    side_by_side = [f"--numprocesses={workers}" in command for command in commands]
    assert side_by_side == [True, True, False, False]
