"""The server's side: the save hook, the settings, and the grammar that the extension repeats."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
from tornado.web import Application
from tornado.websocket import WebSocketHandler

from widgets import cells
from widgets.envelope import MAX_BYTES
from widgets.jupyter import hooks

FOLDER = Path(hooks.__file__).parent


def model(**metadata: Any) -> dict[str, Any]:
    """Return a notebook as the server gets it, run and with words in it."""
    code = {
        "cell_type": "code",
        "source": 'exercise("what-it-is/quiz")',
        "metadata": {"execution": {"started": "now"}, "editable": False},
        "execution_count": 3,
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "heavy"}],
    }
    prose = {"cell_type": "markdown", "source": "Words", "metadata": {}}
    content = {"metadata": {"widgets": {"state": "heavy"}, **metadata}, "cells": [code, prose]}
    return {"type": "notebook", "format": "json", "content": content}


def test_a_lesson_is_cleared() -> None:
    """Outputs, counts and widget state go; the rest stays."""
    lesson = model(arms_length={"lesson": "01-what-it-is"})
    hooks.clear_before_save(model=lesson, path="lessons/x.ipynb", contents_manager=None)
    assert "heavy" not in json.dumps(lesson)
    code, prose = lesson["content"]["cells"]
    assert code["outputs"] == []
    assert code["execution_count"] is None
    assert code["metadata"] == {"editable": False}
    assert prose["source"] == "Words"


def test_everything_else_is_left_alone() -> None:
    """A notebook of somebody else, a file, and a folder are written as they are."""
    file, folder = {"type": "file", "content": "text"}, {"type": "directory", "content": []}
    for other in (model(), file, folder, {"type": "notebook", "content": None}):
        before = json.dumps(other)
        hooks.clear_before_save(model=other)
        assert json.dumps(other) == before


def test_the_server_is_told_of_the_hook() -> None:
    """The server's configuration names this module, and loading it registers the hook."""
    config = json.loads((FOLDER / "server-config/at-arms-length.json").read_text(encoding="utf-8"))
    assert config["ServerApp"]["jpserver_extensions"] == {hooks.__name__: True}
    registered: list[Any] = []

    class Manager:
        register_pre_save_hook = staticmethod(registered.append)

    class Server:
        contents_manager = Manager
        web_app = Application()

    hooks._load_jupyter_server_extension(Server)
    assert registered == [hooks.clear_before_save]


@pytest.mark.parametrize("owners", [{}, {"websocket_max_message_size": 5}])
def test_a_whole_record_reaches_the_kernel_unless_the_owner_set_another_bound(
    owners: dict[str, int],
) -> None:
    """The handler that Jupyter's own are made of reads the bound from the settings."""
    server = mock.Mock(web_app=Application(**owners))
    hooks._load_jupyter_server_extension(server)
    line = RequestStartLine("GET", "/", "HTTP/1.1")
    request = HTTPServerRequest(
        start_line=line, headers=HTTPHeaders({"Host": "127.0.0.1"}), connection=mock.Mock()
    )
    handler = WebSocketHandler(server.web_app, request)
    assert handler.max_message_size == owners.get("websocket_max_message_size", 64 * 2**20)
    assert handler.max_message_size == 5 or handler.max_message_size > 3 * MAX_BYTES


def test_jupyters_own_handler_leaves_the_bound_to_the_settings() -> None:
    """Else the bound that was set would count for nothing."""
    from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

    assert KernelWebsocketHandler.max_message_size is WebSocketHandler.max_message_size


def test_the_server_imports_nothing_heavy() -> None:
    """The hook does not bring the exercises into the server."""
    script = f"import sys, {hooks.__name__}; print({{'anywidget', 'yaml', 'pydantic'}} & set(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "set()"


def test_settings_keep_pop_ups_away() -> None:
    """Nobody meets news or update notices; only authors open Jupyter's own view."""
    settings = FOLDER / "settings"
    learner, author = (
        json.loads((folder / "overrides.json").read_text(encoding="utf-8"))
        for folder in (settings, settings / "author")
    )
    assert learner["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
    assert author.pop("at-arms-length:reading") == {"readingView": False}
    assert author == learner


def test_the_extension_and_python_agree_on_what_a_lesson_may_hold() -> None:
    """Both know the same import line and the same calls."""
    judge = (FOLDER / "labextension/reading/judge.js").read_text(encoding="utf-8")
    assert f'"{cells.IMPORT_LINE}"' in judge
    found = re.search(r"const CALL = /(.+)/;", judge)
    assert found
    calls = ['exercise("a/b")', 'lesson("01-x")', 'figure("a")', 'exercise("A")', "exercise('a')"]
    calls += ['exercise("a") ;x', 'print("a")', 'exercise("/a")', 'exercise("")', 'figure("a"+"b")']
    for call in calls:
        try:
            allowed = cells.parse(call) is not None
        except ValueError:
            allowed = False
        assert bool(re.fullmatch(found[1].strip("^$").replace("\\/", "/"), call)) == allowed, call
