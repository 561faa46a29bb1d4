"""Let no Python call another computer, and write down each try.

Python runs a file of this name when it starts. The tests put this folder on PYTHONPATH, so it
holds for themselves and for all that they start: every kernel, every Jupyter, every build.
AL_BLOCKED names the file in which a try is written down, one line for each.
"""

from __future__ import annotations

import errno
import os
import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# What Python tells before it does it, and where among the arguments the host or address stands.
PLACES = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
    "socket.getnameinfo": 0,
}
HERE = re.compile(r"(localhost|127(\.\d+){3}|::1|::ffff:127(\.\d+){3})?", re.IGNORECASE)


def stop(event: str, arguments: tuple[object, ...]) -> None:
    """Stop what would leave this computer."""
    if event == "socket.__new__":
        look_before_names_are_asked_for()
    place = PLACES.get(event)
    if place is None:
        return
    address = arguments[place]
    # A socket takes something else than a tuple for what lies inside this computer.
    if (place == 1 and not isinstance(address, tuple)) or is_here(address):
        return
    if file := os.environ.get("AL_BLOCKED"):
        who = f"{' '.join(sys.argv)[:200]} in {os.getcwd()}"  # noqa: PTH109 - pathlib is dear here
        with open(file, "a", encoding="utf-8") as notes:  # noqa: PTH123
            notes.write(f"{event} {address} by {who}\n")
    raise OSError(errno.ENETUNREACH, f"the tests let nothing out of this computer: {address}")


def is_here(address: object) -> bool:
    """Tell whether an address, or the name of a host, is this computer."""
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, (bytes, bytearray)):
        host = host.decode(errors="replace")
    # What is no text is no host: none at all, or numbers of something inside this computer.
    return not isinstance(host, str) or HERE.fullmatch(host) is not None


def look_before_names_are_asked_for() -> None:
    """Look at the address of a call first: given a name, the network is asked before any event."""
    import socket

    kind = socket.socket
    if "connect" in vars(kind):
        return
    for method, event, least in (
        ("connect", "socket.connect", 1),
        ("connect_ex", "socket.connect", 1),
        ("sendto", "socket.sendto", 2),
        ("sendmsg", "socket.sendmsg", 4),
    ):
        if hasattr(kind, method):  # Windows has no sendmsg
            setattr(kind, method, looking(getattr(kind, method), event, least))


def looking(real: Callable[..., object], event: str, least: int) -> Callable[..., object]:
    """Return a method of sockets that looks at the address, the last of so many arguments."""

    def method(self: object, *arguments: object) -> object:
        if len(arguments) >= least:
            stop(event, (self, arguments[-1]))
        return real(self, *arguments)

    return method


sys.addaudithook(stop)
