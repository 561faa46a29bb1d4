"""Every try to reach another computer is stopped, and seen: by a page, a kernel, a server, a test."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import outside
import pytest

ROOT = Path(__file__).parent.parent
NO_ONE = "203.0.113.1"  # an address that is kept free for examples


# --- Python ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call",
    [
        lambda: socket.create_connection((NO_ONE, 80)),
        lambda: socket.create_connection(("example.com", 80)),
        lambda: urllib.request.urlopen("http://example.com"),
        lambda: socket.gethostbyname("example.com"),
        lambda: socket.gethostbyaddr(NO_ONE),
        lambda: socket.getnameinfo((NO_ONE, 80), 0),
        lambda: socket.socket().connect_ex((NO_ONE, 80)),
        lambda: socket.socket().connect(("no.example.com", 80)),
        lambda: socket.socket(socket.AF_INET6).connect(("2001:db8::1", 80)),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", (NO_ONE, 80)),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("example.com", 80)),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendmsg([b"x"], [], 0, (NO_ONE, 80)),
    ],
)
def test_a_call_is_stopped_and_seen(call: Callable[[], object]) -> None:
    with pytest.raises(OSError, match="the tests let nothing out of this computer"):
        call()
    (tried,) = outside.take_tries()
    assert any(host in tried for host in (NO_ONE, "example.com", "2001:db8::1"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", b"localhost", None])
def test_this_computer_may_be_called(host: str | bytes | None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert socket.getaddrinfo(host, server.getsockname()[1])
        socket.create_connection(server.getsockname()).close()
    if hasattr(socket, "socketpair"):
        one, other = socket.socketpair()
        one.sendmsg([b"x"])
        assert other.recv(1) == b"x"
    assert outside.take_tries() == []


NOTEBOOK = """\
import socket, urllib.request
for call in (
    lambda: socket.create_connection(("203.0.113.1", 80)),
    lambda: urllib.request.urlopen("http://example.com"),
):
    try:
        call()
    except OSError as error:
        print(error)
"""


def test_a_notebook_that_calls_and_hides_it_fails(tmp_path: Path) -> None:
    cells = [nbformat.v4.new_code_cell(source) for source in ("1 + 1", NOTEBOOK)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "quiet.ipynb")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", "--nbval-lax", "--nbval-current-env"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": outside.python_path(ROOT, ROOT / "tests")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "2 passed, 1 error" in done.stdout.splitlines()[-1], done.stdout
    assert "Cell 1 called another computer:" in done.stdout
    assert f"socket.getaddrinfo {NO_ONE} by" in done.stdout
    assert "socket.getaddrinfo example.com by" in done.stdout


# --- a browser ---------------------------------------------------------------------------------

# Each way out of a page, with a host of its own by which it is known again.
WAYS = {
    "fetch": "fetch('https://fetch.example/')",
    "plain": "fetch('http://plain.example/')",
    "number": "fetch('http://203.0.113.1/')",
    "near": "fetch('http://127.0.0.2/')",
    "localhost": "fetch('http://localhost:9/')",
    "image": "new Image().src = 'https://image.example/a.png'",
    "style": "add('link', { rel: 'stylesheet', href: 'https://style.example/a.css' })",
    "script": "add('script', { src: 'https://script.example/a.js' })",
    "frame": "add('iframe', { src: 'https://frame.example/' })",
    "socket": "new WebSocket('wss://socket.example/')",
    "beacon": "navigator.sendBeacon('https://beacon.example/', 'words')",
    "events": "new EventSource('https://events.example/')",
    "window": "window.open('https://window.example/')",
    "worker": "work(`new WebSocket('wss://worker.example/')`)",
    "prefetch": "add('link', { rel: 'prefetch', href: 'https://prefetch.example/' })",
    "preload": "add('link', { rel: 'preload', as: 'image', href: 'https://preload.example/' })",
    "preconnect": "add('link', { rel: 'preconnect', href: 'https://preconnect.example/' })",
    "dns-prefetch": "add('link', { rel: 'dns-prefetch', href: 'https://dns-prefetch.example/' })",
}
TOOLS = """
const add = (name, what) => document.head.append(Object.assign(document.createElement(name), what));
const work = (code) => new Worker(URL.createObjectURL(new Blob([code])));
"""
NUMBERS = {"number": NO_ONE, "near": "127.0.0.2", "localhost": "localhost"}


@pytest.fixture
def page_of_ours(tmp_path: Path, serve: Callable[[Path], str]) -> str:
    (tmp_path / "page.html").write_text("<!doctype html><link rel=icon href='data:,'><p>Hello")
    (tmp_path / "written.html").write_text(
        "<!doctype html><link rel=icon href='data:,'>"
        "<link rel=preconnect href=https://written.example><p>Hello"
    )
    return serve(tmp_path)


def names_of_those_asked(watch: outside.Watch, page: Any, names: set[str]) -> set[str]:
    """Wait until all are seen, at most for a while, and return who was."""
    for _ in range(100):
        told = " ".join(watch.strangers + watch.wall.asked)
        found = {name for name in names if NUMBERS.get(name, f"{name}.example") in told}
        if found == names:
            break
        page.wait_for_timeout(100)
    return found


@pytest.mark.browser
def test_a_page_has_no_way_out_and_each_try_is_seen(
    chromium: Any, wall: outside.Wall, page_of_ours: str
) -> None:
    watch = outside.Watch(chromium, wall)
    page = watch.open()
    page.goto(f"{page_of_ours}/page.html")
    for way in WAYS.values():
        page.evaluate(f"() => {{ {TOOLS} Promise.resolve({way}).catch(() => null); }}")
    seen = names_of_those_asked(watch, page, set(WAYS))
    assert sorted(set(WAYS) - seen) == [], "nobody saw these"
    page.evaluate("new WebTransport('https://transport.example/').ready.catch(() => null)")
    watch.close()
    assert any("transport.example" in one for one in watch.errors), "it goes past a proxy or fails"


@pytest.mark.browser
@pytest.mark.parametrize("way", ["fetch", "preconnect", "worker"])
def test_a_page_that_asks_elsewhere_fails_its_test(
    chromium: Any, wall: outside.Wall, page_of_ours: str, way: str
) -> None:
    with (  # noqa: PT012
        pytest.raises(AssertionError, match=rf"asked another host: .*{way}\.example"),
        outside.watching(chromium, wall, errors=True) as open_page,
    ):
        page = open_page()
        page.goto(f"{page_of_ours}/page.html")
        page.evaluate(f"() => {{ {TOOLS} Promise.resolve({WAYS[way]}).catch(() => null); }}")
        page.wait_for_timeout(500)


@pytest.mark.browser
def test_a_link_in_the_page_as_it_comes_is_seen(
    chromium: Any, wall: outside.Wall, page_of_ours: str
) -> None:
    watch = outside.Watch(chromium, wall)
    watch.open().goto(f"{page_of_ours}/written.html")
    watch.close()
    assert set(watch.strangers) == {"https://written.example/"}


@pytest.mark.browser
def test_nothing_arrives_elsewhere(chromium: Any, wall: outside.Wall, page_of_ours: str) -> None:
    try:
        listener = socket.create_server(("127.0.0.2", 0))
    except OSError:
        pytest.skip("this computer has no second address to listen at")
    listener.settimeout(0.1)
    far = socket.socket(type=socket.SOCK_DGRAM)
    far.bind(("127.0.0.2", 0))
    far.settimeout(0.1)
    address, stun = (f"127.0.0.2:{one.getsockname()[1]}" for one in (listener, far))
    watch = outside.Watch(chromium, wall)
    page = watch.open()
    page.goto(f"{page_of_ours}/page.html")
    page.evaluate(
        """([address, stun]) => {
            fetch(`http://${address}/`).catch(() => null);
            new WebSocket(`ws://${address}/`);
            navigator.sendBeacon(`http://${address}/`, "words");
            const call = new RTCPeerConnection({ iceServers: [{ urls: `stun:${stun}` }] });
            call.createDataChannel("x");
            return call.createOffer().then((offer) => call.setLocalDescription(offer));
        }""",
        [address, stun],
    )
    page.wait_for_timeout(1500)
    watch.close()
    for arrived in (listener.accept, lambda: far.recv(1)):
        with pytest.raises(TimeoutError):
            arrived()
    assert any(address in one for one in watch.strangers)
