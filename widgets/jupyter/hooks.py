"""What the course asks of the Jupyter server: to keep a learner's words out of the lessons' files.

Before the server writes a lesson, it takes out everything a learner did. And it lets a whole record
through to the kernel, which would be cut off at 10 MiB.

The server imports this module when it starts, so it imports nothing heavy itself. It comes in as a
server extension: files in ``jupyter_server_config.d`` can switch one on, but set nothing else, and
this way a hook of the server's owner stays in force.
"""

from __future__ import annotations

from typing import Any

# A record is 20 MB at most. As text in a message it grows, where each quote and break is escaped.
LARGEST_MESSAGE = 64 * 2**20  # bytes


def clear_before_save(model: dict[str, Any], **_kwargs: Any) -> None:
    """Empty a lesson's outputs, counts and widget state in ``model``; leave other notebooks alone.

    ``model`` is what the server is about to write: ``{"type": ..., "content": ...}``.
    """
    notebook = model.get("content")
    if model.get("type") != "notebook" or not isinstance(notebook, dict):
        return
    metadata = notebook.get("metadata") or {}
    if "arms_length" not in metadata:
        return
    metadata.pop("widgets", None)
    for cell in notebook.get("cells", ()):
        if cell.get("cell_type") == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
            cell.get("metadata", {}).pop("execution", None)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    server.contents_manager.register_pre_save_hook(clear_before_save)
    # tornado asks for it at each connection; `ServerApp.tornado_settings` of the owner are in here.
    server.web_app.settings.setdefault("websocket_max_message_size", LARGEST_MESSAGE)
