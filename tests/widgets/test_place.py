"""The lesson says truly where it runs, and what that means for what is typed."""

from __future__ import annotations

from typing import Any

import pytest

from widgets.content import open_lessons, open_practices
from widgets.place import place, shared_data

SIGNS = ("BINDER_SERVICE_HOST", "BINDER_LAUNCH_HOST", "JUPYTERHUB_API_URL")


@pytest.mark.parametrize(
    ("signs", "where"),
    [
        ((), "computer"),
        (("JUPYTERHUB_API_URL",), "class"),
        (("BINDER_SERVICE_HOST",), "binder"),
        (("BINDER_LAUNCH_HOST", "JUPYTERHUB_API_URL"), "binder"),  # Binder runs on a hub
    ],
)
def test_the_server_tells_where_it_is(
    signs: tuple[str, ...], where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for sign in SIGNS:
        monkeypatch.delenv(sign, raising=False)
    for sign in signs:
        monkeypatch.setenv(sign, "something")
    assert place() == where


def test_a_page_gets_only_what_its_exercises_need() -> None:
    shared = shared_data("browser")
    assert shared["place"] == "browser"
    assert not {"page", "paper", "figure"} & set(shared["strings"])
    assert shared["helplines"][0]["code"] == "world"


def test_a_page_gets_the_calendar_with_the_line_ends_that_calendars_want() -> None:
    lines = shared_data("browser")["reminders"].split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert not any("\n" in line for line in lines)


def test_a_page_knows_every_notebook_and_which_are_there() -> None:
    shared = shared_data("browser")
    for name, there in (("lessons", open_lessons()), ("practices", open_practices())):
        assert [one["file"] for one in shared[name]] == [one["file"] for one in there]
        assert [one["open"] for one in shared[name]] == [one["open"] for one in there]
        assert {tuple(one) for one in shared[name]} == {("file", "title", "open")}


@pytest.mark.browser
@pytest.mark.parametrize(
    ("where", "says", "beside_a_box"),
    [
        ("computer", "This runs on this computer.", "Nobody reads this."),
        ("browser", "This runs in your browser.", "Nobody reads this."),
        (
            "binder",
            "After about ten idle minutes it forgets everything.",
            "Whoever runs this server",
        ),
        ("class", "Whoever runs the server could see it.", "Whoever runs this server"),
    ],
)
def test_each_place_has_its_own_words(
    where: str, says: str, beside_a_box: str, example: Any, stand_in: Any
) -> None:
    page = stand_in(example("practice"))
    page.evaluate("(place) => window.shareAll({ place })", where)
    for kind in ("strip", "worksheet"):
        page.evaluate("([kind, c]) => window.mount(kind, 't/' + kind, c)", [kind, example(kind)])
    assert says in page.locator(".al-strip").inner_text()
    assert beside_a_box in page.locator(".al-note").inner_text()
