"""Every kind exists on paper, from the same data."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

from widgets.models import KINDS
from widgets.paper import paper, plain

VOID = {"br", "img", "input", "hr"}


class Balance(HTMLParser):
    """Collect the tags and check that each one is closed in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("kind", [*KINDS, "strip"])
def test_paper_is_sound_html_without_a_script(kind: str, example: Any) -> None:
    parser = Balance()
    parser.feed(paper(example(kind)))
    assert parser.open == []
    assert "script" not in parser.seen


def test_markup_in_content_is_escaped(example: Any) -> None:
    assert "&lt;script&gt;" in paper(example("quiz"))


@pytest.mark.parametrize("kind", [*KINDS, "strip"])
def test_plain_text_says_the_same(kind: str, example: Any) -> None:
    content = example(kind)
    assert content["title"] in plain(content)


def test_a_worksheet_on_paper_has_lines_to_write_on_and_the_help_line(example: Any) -> None:
    html = paper(example("worksheet"))
    assert html.count('class="al-line"') == 3
    assert "Nobody reads this." in html


def test_a_checkin_on_paper_has_the_rule_for_stopping(example: Any) -> None:
    assert "went up by 3 or more" in paper(example("checkin"))


def test_a_checkin_before_something_says_on_paper_when_to_skip_it(example: Any) -> None:
    before = {k: v for k, v in example("checkin").items() if k != "after"}
    assert "over 7: skip this exercise today" in paper(before)
    assert "over 7: skip this exercise today" not in paper(example("checkin"))
