#!/usr/bin/env python3
"""The front door of the course: `python3 course.py` sets it up and opens it.

Only the standard library is used here, because nothing else is there yet. The top of this file
keeps to words that any Python 3 understands, so that an old one can say what it lacks.
"""

import argparse
import errno
import hashlib
import http.client
import http.server
import importlib.util
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import webbrowser
from pathlib import Path
from typing import NoReturn

OLDEST, NEWEST = (3, 11), (3, 14)


def python_problem(version: tuple) -> str:  # type: ignore[type-arg]
    """Say in one sentence why this Python cannot be used, or nothing if it can."""
    if OLDEST <= version[:2] <= NEWEST:
        return ""
    return (
        "This course needs Python 3.11, 3.12, 3.13 or 3.14, but this is Python {}.{}: install one "
        "of those from https://www.python.org/downloads/ and start course.py with it."
    ).format(*version[:2])


if python_problem(sys.version_info):
    sys.exit(python_problem(sys.version_info))

WINDOWS = sys.platform == "win32"
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "course-set-up.json"
SETUP_LOG = VENV / "set-up.log"
JUPYTER_LOG = VENV / "jupyter.log"
LOCK, TEST_LOCK, SETUP_LOCK = (
    ROOT / f"requirements{part}.lock" for part in ("", "-test", "-setup")
)
FIRST_LESSON = "lessons/00-start-here.ipynb"
PAGES = ROOT / "build" / "pages"
HOST = "127.0.0.1"
COMMAND = "py course.py" if WINDOWS else "python3 course.py"

USAGE = f"""\
{COMMAND}            set up if needed, and open the first lesson
{COMMAND} lab        open the whole of JupyterLab, for authors and teachers
{COMMAND} pages      build the course as web pages and show them
{COMMAND} class 02   print a plan for teaching lesson 02 in 50 minutes
{COMMAND} test       run every test; what follows goes to pytest
{COMMAND} lock       renew the lock files; --upgrade takes newer versions

--port NUMBER    use this port of this computer
--no-browser     print the address, open no browser
--build-only     with pages: build them, show nothing
"""


class Stop(Exception):  # noqa: N818 - not an error of the program
    """A reason to stop, as one plain sentence that says what to do."""


class StrangeStop(Stop):
    """The installer failed for a reason that this file does not know."""


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    print(text, flush=True)


# --- setting up ---------------------------------------------------------------------------------


def fingerprint() -> str:
    """Tell whether what is installed still matches the files it was installed from."""
    digest = hashlib.sha256()
    shared = ROOT / "widgets" / "jupyter"  # copied into .venv, so a change there counts too
    files = [LOCK, TEST_LOCK, ROOT / "pyproject.toml"]
    files += sorted(path for path in shared.rglob("*.*") if path.is_file())
    for file in (file for file in files if file.suffix != ".pyc"):
        digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def read_stamp() -> dict[str, object]:
    """Read what was noted at the last set-up; nothing if there was none."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def python_in_venv() -> str:
    """Ask the Python in .venv for its version; nothing if it does not run."""
    question = "import sys; print('%d.%d' % sys.version_info[:2], sys.prefix != sys.base_prefix)"
    try:
        answer = subprocess.run(
            [PYTHON, "-c", question], capture_output=True, text=True, check=False
        ).stdout.split()
    except OSError:
        return ""
    return answer[0] if answer[1:] == ["True"] else ""


def set_up(*, test: bool = False) -> None:
    """Make .venv hold what the lock files say; do nothing when it does already."""
    missing = [f.name for f in (LOCK, TEST_LOCK, SETUP_LOCK, ROOT / "widgets") if not f.exists()]
    if missing:
        raise Stop(
            f"course.py has to stay in the folder of the course, but {missing[0]} is not beside "
            "it: run it from the folder that you downloaded."
        )
    # The folder counts because an editable install writes it down, and folders get moved.
    here = {"python": "{}.{}".format(*sys.version_info[:2]), "folder": str(ROOT)}
    goal = {**here, "state": "ready", "files": fingerprint()}
    stamp = read_stamp()
    runs = python_in_venv() == here["python"]
    has_tests = stamp.get("test") is True
    if runs and {**stamp, **goal} == stamp and (has_tests or not test):
        return
    # A .venv made by hand has no stamp and is kept; one that we began and never finished is not.
    usable = runs and (not stamp or {**stamp, **here, "state": "ready"} == stamp)

    if usable:
        say("Bringing the folder .venv up to date.")
    else:
        say("Setting up the course in the folder .venv. This happens once and may take a minute.")
    begun = time.monotonic()
    test = test or (usable and has_tests)
    if not usable:
        make_venv()
    STAMP.write_text(json.dumps({**here, "state": "begun"}), encoding="utf-8")
    SETUP_LOG.write_text("", encoding="utf-8")
    install(test=test)
    STAMP.write_text(json.dumps({**goal, "test": test}), encoding="utf-8")
    say(f"Ready after {time.monotonic() - begun:.0f} seconds.")


def make_venv() -> None:
    """Start .venv afresh, without the pip that takes most of a venv's time."""
    need("venv")
    import venv

    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    # First of all, so that a set-up that is killed right here is known as half-made.
    STAMP.write_text(json.dumps({"state": "begun"}), encoding="utf-8")
    venv.EnvBuilder(symlinks=not WINDOWS).create(VENV)


def install(*, test: bool) -> None:
    """Install what the locks name, then the course itself: with uv, or slowly with pip."""
    locks = [f"--requirement={LOCK}"] + ([f"--requirement={TEST_LOCK}"] if test else [])
    # The second step asks no registry: what builds the course is in the lock as well.
    steps = (
        ["install", "--require-hashes", *locks],
        ["install", "--no-deps", "--no-build-isolation", f"--editable={ROOT}"],
    )
    try:
        uv = find_uv()
        for step in steps:
            run_quietly(uv, "pip", *step, f"--python={PYTHON}")
    except StrangeStop:  # no uv for this machine, or a very old one
        add_pip()
        for step in steps:
            run_quietly(PYTHON, "-m", "pip", *step)


def find_uv() -> str | Path:
    """Find uv, or fetch the one that the lock names: it saves more time than fetching it costs."""
    own = PYTHON.with_name("uv.exe" if WINDOWS else "uv")
    found = shutil.which("uv") or (own if own.exists() else None)
    if found is None:
        add_pip()
        run_quietly(
            PYTHON, "-m", "pip", "install", "--require-hashes", f"--requirement={SETUP_LOCK}"
        )
    return found or own


def add_pip() -> None:
    """Put the pip that comes with Python into .venv."""
    need("ensurepip")
    run_quietly(PYTHON, "-m", "ensurepip")


def need(module: str) -> None:
    """Stop if this Python comes without a part of itself, as Debian's does."""
    if importlib.util.find_spec(module) is None:
        version = "{}.{}".format(*sys.version_info[:2])
        raise Stop(
            "This Python cannot make a virtual environment yet: on Debian or Ubuntu run "
            f"'sudo apt install python{version}-venv', elsewhere install Python from "
            "https://www.python.org/downloads/, then run the same command again."
        )


def run_quietly(*command: str | Path) -> None:
    """Run one step of the set-up with its words in a log; stop with a sentence if it fails."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    with SETUP_LOG.open("a", encoding="utf-8") as log:
        log.write(done.stdout)
    if done.returncode:
        raise explain(done.stdout)


NO_ROOM = "The disk is full: make about 2 GB of room on it, then run the same command again."
NO_NETWORK = (
    "The course could not fetch the packages that it needs: check that this computer is online, "
    "then run the same command again."
)
BAD_CERTIFICATE = (
    "The network's certificate is not trusted, as behind the filter of some schools and offices: "
    "try another network once, or show this sentence to whoever looks after the network."
)


def not_allowed(place: Path | str) -> str:
    """Say that a place may not be written to."""
    return (
        f"course.py may not write to {place}: close Jupyter if it is open, or copy the course to a "
        "folder of your own, then run the same command there."
    )


def explain(output: str) -> Stop:
    """Turn the last words of an installer into a sentence for a person."""
    said = output.lower()
    # uv names the system's number: 28 on Linux and macOS, 112 on Windows.
    if any(w in said for w in ("no space left", "os error 28)", "os error 112)", "errno 28")):
        return Stop(NO_ROOM)
    # First, because uv calls this a failed fetch too; pip may know certificates that uv does not.
    if "invalid peer certificate" in said or "certificate_verify_failed" in said:
        return StrangeStop(BAD_CERTIFICATE)
    signs = (
        "failed to fetch",
        "error sending request",
        "dns error",
        "name resolution",
        "name or service not known",
        "getaddrinfo failed",
        "connection broken",
        "connectionerror",
        "failed to establish a new connection",
        "(from versions: none)",
        "network is unreachable",
        "read timed out",
        "network connectivity is disabled",
    )
    if any(sign in said for sign in signs):
        return Stop(NO_NETWORK)
    if "permission denied" in said or "os error 5)" in said or "os error 32)" in said:
        return Stop(not_allowed(VENV))
    lines = [line.strip() for line in reversed(output.splitlines()) if line.strip()]
    last = next((line for line in lines if "error:" in line.lower()), (lines or ["nothing"])[0])
    return StrangeStop(
        f"Setting up did not work (the installer said: {last}): run the same command "
        f"again, and if that does not help, send the file {SETUP_LOG} to whoever gave you the "
        "course."
    )


def environment() -> dict[str, str]:
    """Give what we start a world that ends at this folder."""
    # Without compiled imports, which that last name forbids, each kernel starts a second later.
    unwanted = ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")
    env = {name: value for name, value in os.environ.items() if name not in unwanted}
    # Settings, history and lists of opened files tell who studied what: they stay in .venv and
    # go with it, and a learner's other Jupyter add-ons stay out of the course.
    own = VENV / "jupyter"
    env |= {
        "IPYTHONDIR": str(own / "ipython"),
        "JUPYTER_CONFIG_DIR": str(own / "config"),
        "JUPYTER_DATA_DIR": str(own / "data"),
        "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
        "MPLCONFIGDIR": str(own / "matplotlib"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "UV_NO_PROGRESS": "1",
    }
    return env


# --- opening ------------------------------------------------------------------------------------


def free_port(wanted: int | None, usual: int) -> int:
    """Take the wanted port or say that it is taken; with no wish, take a free one."""
    for port in [wanted] if wanted else range(usual, usual + 50):
        with socket.socket() as probe:
            if not WINDOWS:  # a port that was closed a moment ago is free
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except (OSError, OverflowError):
                continue
            return port
    raise Stop(
        f"Port {wanted or usual} cannot be used, most likely because another program has it: close "
        f"that program, or choose another port, for example --port {usual + 61}."
    )


def show(address: str, what: str, *, browser: bool) -> None:
    """Print where to find it, and open a browser where there is a screen for one."""
    say(f"\n{what}:\n\n    {address}\n\nTo close it, press Ctrl-C in this window.")
    screen = WINDOWS or sys.platform == "darwin" or "WSL_DISTRO_NAME" in os.environ
    # Without a screen, webbrowser may start a text browser in this very window.
    if browser and (screen or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        webbrowser.open(address)


def jupyter_command(port: int, *, author: bool) -> list[str]:
    """Say how Jupyter is started: here only, quietly, and asking nobody on the network."""
    settings = ROOT / "widgets" / "jupyter" / "settings" / "author"
    return [
        str(PYTHON),
        "-m",
        "jupyterlab",
        "--no-browser",
        f"--ServerApp.ip={HOST}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={ROOT}",
        "--ServerApp.allow_root=True",
        "--Application.log_level=WARN",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        # Else each opened lesson leaves a copy beside itself, and a trace of the visit.
        f"--FileCheckpoints.checkpoint_dir={VENV / 'jupyter' / 'checkpoints'}",
        *([f"--LabApp.app_settings_dir={settings}"] if author else []),
    ]


def open_jupyter(*, author: bool, wanted: int | None, browser: bool) -> None:
    """Run Jupyter until Ctrl-C, and leave nothing of it behind."""
    port = free_port(wanted, 8888)
    token = secrets.token_hex(24)
    # By way of the environment, since every user of a computer can read a command line.
    env = {**environment(), "JUPYTER_TOKEN": token}
    if not author:  # a learner's next visit opens no tabs of the last one
        env["JUPYTERLAB_WORKSPACES_DIR"] = tempfile.mkdtemp(prefix="course-")
    # JupyterLab's view of a single document, not Notebook 7, because a person who does not program
    # is better served by it: a link to the next lesson opens in the same tab, the add-ons are the
    # same ones that authors see, and there is one large package less to fetch. The lessons
    # themselves work in Notebook 7 too.
    path = "lab" if author else f"doc/tree/{FIRST_LESSON}"
    with JUPYTER_LOG.open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            jupyter_command(port, author=author),
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            # In a group of its own: Ctrl-C comes to us alone, and we close it in order.
            start_new_session=not WINDOWS,
            creationflags=0x200 if WINDOWS else 0,
        )
    try:
        say("Starting Jupyter ...")
        wait_until_up(server, port)
        show(f"http://{HOST}:{port}/{path}?token={token}", "The course is open at", browser=browser)
        while server.poll() is None:  # on Windows, Ctrl-C cannot interrupt a wait without end
            time.sleep(0.2)
    except KeyboardInterrupt:
        say("\nClosing ...")
    finally:
        close_jupyter(server, port, token)
        if not author:
            shutil.rmtree(env["JUPYTERLAB_WORKSPACES_DIR"], ignore_errors=True)
    say("The course is closed.")


def wait_until_up(server: subprocess.Popen[bytes], port: int) -> None:
    """Wait for Jupyter's first answer."""
    end = time.monotonic() + 120
    while server.poll() is None and time.monotonic() < end:
        try:
            ask_jupyter("GET", "/api", port)
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return
    raise Stop(
        f"Jupyter did not start: delete the folder {VENV} and run the same command again, and if "
        f"that does not help, look at the end of {JUPYTER_LOG}."
    )


def ask_jupyter(method: str, path: str, port: int, token: str = "") -> None:
    """Send one request to Jupyter."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request(method, path, headers={"Authorization": f"token {token}"})
        connection.getresponse().read()
    finally:
        connection.close()


def close_jupyter(server: subprocess.Popen[bytes], port: int, token: str) -> None:
    """Ask Jupyter to close its kernels and itself; insist if it does not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        if server.poll() is None:
            ask_jupyter("POST", "/api/shutdown", port, token)
            server.wait(timeout=15)
    except (OSError, http.client.HTTPException, subprocess.TimeoutExpired):
        server.terminate()
        try:
            server.wait(timeout=5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def build_pages() -> None:
    """Build the web pages of the course."""
    built = subprocess.run(
        [PYTHON, ROOT / "pages" / "build.py", PAGES], cwd=ROOT, env=environment(), check=False
    )
    if built.returncode:
        raise Stop("The pages were not built: mend what is named above, then try again.")


class PageHandler(http.server.SimpleHTTPRequestHandler):
    """Serve the pages without chatter."""

    # Windows looks these up in its registry, where other programs leave mistakes.
    extensions_map = {  # noqa: RUF012 - as in the class above
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".css": "text/css",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript",
        ".json": "application/json",
        ".svg": "image/svg+xml",
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, directory=str(PAGES), **kwargs)  # type: ignore[arg-type]

    def end_headers(self) -> None:
        """Let an author see a change at the next reload."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_args: object) -> None:
        """Keep silent about who read what."""


class PageServer(http.server.ThreadingHTTPServer):
    """Serve in threads; on Windows, never share a port with another program."""

    allow_reuse_address = not WINDOWS


def serve_pages(*, wanted: int | None, browser: bool) -> None:
    """Serve the built pages until Ctrl-C."""
    server = PageServer((HOST, free_port(wanted, 8000)), PageHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        show(f"http://{HOST}:{server.server_port}/", "The pages are at", browser=browser)
        while True:
            time.sleep(0.5)
    except KeyboardInterrupt:
        say("\nThe pages are closed.")
    finally:
        server.shutdown()


# --- for teachers -------------------------------------------------------------------------------


def print_plan(lesson: list[str]) -> int:
    """Print the minute plan of a lesson."""
    plan = ROOT / "classroom" / "plan.py"
    return subprocess.run(
        [PYTHON, plan, *lesson], cwd=ROOT, env=environment(), check=False
    ).returncode


# --- for authors --------------------------------------------------------------------------------


def notebooks() -> list[str]:
    """Find every notebook of the course, so that a new one is never forgotten."""
    found = []
    for folder, below, files in os.walk(ROOT):
        below[:] = sorted(d for d in below if not d.startswith(".") and d not in ("build", "dist"))
        found += [Path(folder, name) for name in sorted(files) if name.endswith(".ipynb")]
    return [path.relative_to(ROOT).as_posix() for path in found]


def run_tests(extra: list[str]) -> int:
    """Run every test in one go, so that pytest's closing line speaks for all of them.

    ruff and mypy are tests as well (tests/test_style.py). All tests together run on several
    processors at once, grouped by conftest.py; a few are done sooner by one.
    """
    chosen = any(Path(ROOT, word.split("::")[0]).exists() for word in extra)
    command = [str(PYTHON), "-m", "pytest", "--nbval-lax", "--nbval-current-env"]
    command += ["--nbval-cell-timeout=60", *([] if chosen else ["tests", *notebooks()])]
    if not chosen and not {"-k", "-n", "-s", "--pdb", "--lf", "--collect-only"} & {*extra}:
        workers = min(4, max(2, os.cpu_count() or 2))
        command += [f"--numprocesses={workers}", "--dist=loadscope", "--no-loadscope-reorder"]
    command += extra
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode


def renew_locks(extra: list[str]) -> int:
    """Write the three lock files anew from pyproject.toml, for every system, with hashes."""
    shared = ["--universal", "--python-version=3.11", "--generate-hashes", "--quiet"]
    # No registry's address and no path of this machine belongs in a lock.
    shared += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]

    def compile_lock(lock: Path, *what: str) -> None:
        command = [
            find_uv(),
            "pip",
            "compile",
            *shared,
            *extra,
            *what,
            f"--output-file={lock.name}",
        ]
        done = subprocess.run(
            command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, check=False
        )
        if done.returncode:
            raise Stop(f"{lock.name} was not renewed: mend what is named above, then try again.")

    compile_lock(SETUP_LOCK, "--group=setup")
    compile_lock(LOCK, "pyproject.toml", "--group=install")
    # The test lock leaves out what the first lock holds, at the versions of the first lock.
    pinned = [line.split("==")[0] for line in LOCK.read_text().splitlines() if "==" in line]
    without = [f"--no-emit-package={name}" for name in dict.fromkeys(pinned)]
    compile_lock(TEST_LOCK, "--group=test", f"--constraints={LOCK.name}", *without)
    return 0


class Parser(argparse.ArgumentParser):
    """Say in plain words how course.py is used."""

    def error(self, message: str) -> NoReturn:
        """Stop with one sentence and the list of commands."""
        raise Stop(f"course.py did not understand that ({message}); it knows:\n\n{USAGE}")

    def format_help(self) -> str:
        """Give the short list instead of argparse's own."""
        return USAGE


def run(words: list[str]) -> int:
    """Do what the words after course.py ask for."""
    if words[:1] in (["test"], ["lock"]):
        set_up(test=words[0] == "test")
        return (run_tests if words[0] == "test" else renew_locks)(words[1:])
    if words[:1] == ["class"]:
        set_up()
        return print_plan(words[1:])
    parser = Parser(allow_abbrev=False)
    parser.add_argument("command", nargs="?", choices=("lab", "pages"))
    parser.add_argument("--port", type=int)
    parser.add_argument("--no-browser", action="store_true")
    parser.add_argument("--build-only", action="store_true")
    asked = parser.parse_args(words)
    set_up()
    where = {"wanted": asked.port, "browser": not asked.no_browser}
    if asked.command == "pages":
        build_pages()
        if not asked.build_only:
            serve_pages(**where)
    else:
        open_jupyter(author=asked.command == "lab", **where)
    return 0


def main(words: list[str]) -> int:
    """Run the course; turn what can go wrong into one sentence."""
    # A closed window ends the course as Ctrl-C does, also where a shell had Ctrl-C ignored.
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        return run(words)
    except KeyboardInterrupt:
        problem = "Stopped: run the same command again to go on."
    except Stop as stop:
        problem = str(stop)
    except PermissionError as error:
        problem = not_allowed(error.filename or ROOT)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        problem = NO_ROOM
    print(problem, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
