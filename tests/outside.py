"""Nothing leaves this computer while the tests run, and each try is seen.

Python is stopped by `blocked/sitecustomize.py`, and a browser by the wall, a proxy that refuses
everyone. What either wrote down fails the test during which it happened.
"""

from __future__ import annotations

import os
import re
import runpy
import socketserver
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

BLOCKED = Path(__file__).parent / "blocked"
OURS = "127.0.0.1"
read_so_far = 0  # of the notes; a file that others write into is never cut

# --- Python ------------------------------------------------------------------------------------


def guard() -> None:
    """Stop this Python and every one that it starts from calling out; note who tries."""
    handle, name = tempfile.mkstemp(prefix="al-blocked-", suffix=".txt")
    os.close(handle)
    os.environ["AL_BLOCKED"] = name
    started_guarded = getattr(sys.modules.get("sitecustomize"), "PLACES", None)
    if not started_guarded:  # else it would write each line twice
        runpy.run_path(str(BLOCKED / "sitecustomize.py"))
    os.environ["PYTHONPATH"] = python_path(os.environ.get("PYTHONPATH", ""))


def unguard() -> None:
    """Take away the file of notes."""
    Path(os.environ["AL_BLOCKED"]).unlink(missing_ok=True)


def python_path(*others: str | Path) -> str:
    """Return a PYTHONPATH under which a program is guarded, with other folders after it."""
    found = [str(BLOCKED), *(part for one in others for part in str(one).split(os.pathsep))]
    return os.pathsep.join(part for part in dict.fromkeys(found) if part)


def take_tries() -> list[str]:
    """Return what any Python was stopped from doing since this was last asked."""
    global read_so_far  # noqa: PLW0603
    found = Path(os.environ["AL_BLOCKED"]).read_bytes()[read_so_far:]
    read_so_far += len(found)
    return found.decode().splitlines()


# --- a browser ---------------------------------------------------------------------------------

# The wall meets what a page asks for; these stop what goes past a proxy. They hold for the
# browser's own calls home as well, which are no page's doing and are not written down.
NO_WAY_OUT = [
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {OURS}",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
]
# A link can have the browser connect without any request. A private window, which a test's page
# is, does not do so, but a learner's window would.
LINKS = """(() => {
    const asks = /connect|fetch|load|render|icon|stylesheet|manifest/;
    const near = /^(https?:..127[.]0[.]0[.]1[:/]|data:|blob:|about:|$)/;
    const look = (node) => {
        const links = node.nodeName === "LINK" ? [node] : node.querySelectorAll?.("link") ?? [];
        for (const { rel, href } of links)
            if (asks.test(rel) && !near.test(href)) console.error(`AL_LINK ${href}`);
    };
    new MutationObserver((changes) => {
        for (const { type, target, addedNodes } of changes)
            type === "attributes" ? look(target) : addedNodes.forEach(look);
    }).observe(document, { childList: true, subtree: true, attributeFilter: ["href", "rel"] });
})()"""


# What a browser asks for itself, whatever the page: whether it is the newest, who is logged in,
# what the fields of a form may be. It is refused like all else, and no page is blamed.
ITS_OWN = re.compile(
    r"(accounts\.google|(www\.|clients\d*\.)?google"
    r"|(android\.clients|clients\d*|content-autofill|optimizationguide-pa|safebrowsing|update)\.google(apis)?"
    r"|[\w.-]+\.gvt1)\.com:\d+"
)


class _Refuse(socketserver.StreamRequestHandler):
    timeout = 30

    def handle(self) -> None:
        try:
            line = self.rfile.readline(4000).decode(errors="replace").split()
        except OSError:
            line = []
        asked = line[1] if len(line) > 1 else "a connection, and nothing said"
        if not ITS_OWN.fullmatch(asked):
            self.server.asked.append(asked)  # type: ignore[attr-defined]
        self.wfile.write(b"HTTP/1.1 403 Blocked\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


class Wall(socketserver.ThreadingTCPServer):
    """A proxy for a browser's windows that refuses everyone, and writes down who was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((OURS, 0), _Refuse)
        self.asked: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def proxy(self) -> dict[str, str]:
        """The option of a new window that puts it behind the wall."""
        address = f"http://{OURS}:{self.server_address[1]}"
        return {"server": address, "bypass": f"<-loopback>,{OURS}"}

    def take(self) -> list[str]:
        """Return who was asked for since this was last asked."""
        found, self.asked = self.asked, []
        return found

    def handle_error(self, *_args: object) -> None:
        """Keep silent when a browser goes away in the middle."""


class Watch:
    """Windows behind the wall; who else was asked, and each error, is collected."""

    def __init__(self, chromium: Any, wall: Wall, ours: str = "") -> None:
        self.chromium = chromium
        self.wall = wall
        self.ours = urlsplit(ours).netloc
        self.strangers: list[str] = []
        self.errors: list[str] = []
        self.contexts: list[Any] = []

    def note(self, asked: Any) -> None:
        """Collect a request or a websocket that does not go to our own server."""
        parts = urlsplit(asked.url)
        if parts.scheme not in ("http", "https", "ws", "wss"):
            return
        if parts.hostname != OURS or (self.ours and parts.netloc != self.ours):
            self.strangers.append(asked.url)

    def hear(self, message: Any) -> None:
        """Collect an error, or a link to elsewhere."""
        kind, _, rest = message.text.partition(" ")
        if kind == "AL_LINK":
            self.strangers.append(rest)
        elif message.type == "error":
            self.errors.append(message.text)

    def open(self, **options: Any) -> Any:
        """Open a window."""
        options = {"viewport": {"width": 1280, "height": 800}, **options}
        context = self.chromium.new_context(proxy=self.wall.proxy, **options)
        self.contexts.append(context)
        context.add_init_script(LINKS)
        context.on("request", self.note)
        context.on("page", lambda page: page.on("websocket", self.note))  # it is no request
        context.on("console", self.hear)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    def close(self) -> None:
        """Close the windows."""
        for context in self.contexts:
            context.close()
        self.strangers += self.wall.take()


@contextmanager
def watching(
    chromium: Any, wall: Wall, ours: str = "", *, errors: bool = False
) -> Iterator[Callable[..., Any]]:
    """Give a function that opens a page; fail in the end if one asked elsewhere or had an error."""
    watch = Watch(chromium, wall, ours)
    try:
        yield watch.open
    finally:
        watch.close()
    assert watch.strangers == [], f"a page asked another host: {watch.strangers}"
    assert errors or watch.errors == [], f"a page wrote an error: {watch.errors}"
