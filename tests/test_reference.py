"""lessons/reference: each file by itself, all of them together, and messages an author can use."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import textstat

from widgets.errors import ContentError
from widgets.reference_models import (
    FILES,
    LINE_KINDS,
    WordingRule,
    disagreements,
    json_schemas,
    read_reference,
)
from widgets.yaml_text import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent.parent / "lessons" / "reference"
HELP = read_reference(FOLDER / "helplines.yml")
LINES = [(place, line) for place in HELP["places"] for line in place["lines"]]
CONTACTS = [(line, contact) for _, line in LINES for contact in line["contacts"]]
WORDING = read_reference(FOLDER / "wording.yml")


def read(name: str) -> Any:
    return read_reference(FOLDER / f"{name}.yml")


def copy(tmp_path: Path, name: str = "", old: str = "", new: str = "") -> Path:
    """Copy the folder, with one change in one file, and return the copy."""
    folder = tmp_path / "reference"
    shutil.copytree(FOLDER, folder)
    if name:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, f"{name} no longer holds {old!r}"
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def problems(tmp_path: Path, name: str, old: str, new: str) -> str:
    folder = copy(tmp_path, name, old, new)
    try:
        return "\n".join(disagreements(folder))
    except ContentError as error:
        return str(error)


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


# Each file, and all of them


@pytest.mark.parametrize("name", FILES)
def test_file_is_valid(name: str) -> None:
    assert read(name)


def test_no_file_without_a_rule() -> None:
    assert {path.stem for path in FOLDER.glob("*.yml")} == set(FILES)


def test_files_agree() -> None:
    assert disagreements(FOLDER) == []


def test_nothing_is_lost() -> None:
    claims = read("claims")
    assert len([c for c in claims if "paraphrase" in c]) == 74
    assert len([c for c in claims if "teach" in c]) == 19
    assert len(read("references")) == 123
    assert len(read("objectives")) == len(read("misconceptions")) == 36
    assert len(read("lessons")) == 12


def test_every_file_has_a_schema() -> None:
    for schema in json_schemas().values():
        assert schema["additionalProperties"] is False


# References


def test_nothing_says_where_a_source_was_read() -> None:
    assert "seen_at" not in (FOLDER / "references.yml").read_text(encoding="utf-8")


def test_dois_are_links() -> None:
    for source in read("references"):
        assert source["link"].startswith(("https://", "http://www.egms.de")), source["id"]
        assert not re.match(r"https?://(?:dx\.)?doi\.org/http", source["link"])


@pytest.mark.parametrize("lesson", ["00-start-here", "01-what-it-is"])
def test_sources_of_a_lesson_are_looked_up_and_told_in_plain_words(lesson: str) -> None:
    sources = {source["id"]: source for source in read("references")}
    for claim in read("claims"):
        for ref in claim["refs"] if claim["lesson"] == lesson else ():
            assert sources[ref]["verified"] == "yes", ref
            assert sources[ref].get("plain"), ref


def shown_texts() -> Iterator[str]:
    for source in read("references"):
        if "plain" in source:
            yield source["plain"]
    for term in read("glossary"):
        yield from (term["term"], term["plain"])
    for lesson in read("lessons"):
        yield from (lesson["title"], lesson["line"], lesson["skill"])
    for _, line in LINES:
        yield from (line["name"], line["what"], line.get("note", ""))
    for _, contact in CONTACTS:
        yield contact["say"]


def test_plain_words_can_be_read() -> None:
    for source in read("references"):
        if "plain" in source:
            assert textstat.flesch_kincaid_grade(source["plain"]) <= 9, source["plain"]
    for term in read("glossary"):
        assert textstat.flesch_kincaid_grade(term["plain"]) <= 8, term["plain"]


def test_shown_texts_keep_to_the_wording() -> None:
    rules = [WordingRule(**rule) for rule in WORDING["rules"]]
    medicines = re.compile(rf"\b(?:{'|'.join(WORDING['medicines'])})\b", re.IGNORECASE)
    for text in shown_texts():
        assert not medicines.search(text), text
        for rule in rules:
            if rule.level == "never":
                assert not rule.compiled().search(text), f"{rule.id}: {text}"


# Help lines


@pytest.mark.parametrize("place", HELP["places"], ids=lambda place: place["code"])
def test_place_has_a_crisis_and_an_abuse_line_or_the_directory(place: dict[str, Any]) -> None:
    kinds = {line["kind"] for line in place["lines"]}
    read_again = {
        line["kind"] for line in place["lines"] if any("checked" in c for c in line["contacts"])
    }
    assert "emergency" in kinds
    assert kinds & {"crisis"} or "directory" in read_again
    assert read_again & {"abuse", "directory"}


def test_lines_stand_in_order() -> None:
    for place in HELP["places"]:
        kinds = [LINE_KINDS.index(line["kind"]) for line in place["lines"]]
        assert kinds == sorted(kinds), place["name"]


def test_world_stands_first() -> None:
    assert HELP["places"][0]["code"] == "world"


def test_no_number_was_read_in_the_future() -> None:
    for line, contact in CONTACTS:
        if "checked" in contact:
            assert date.fromisoformat(contact["checked"]) <= date.today(), line["id"]  # noqa: DTZ011


def test_what_was_not_read_again_has_no_date() -> None:
    for _, contact in CONTACTS:
        assert ("checked" in contact) == (contact["how"] != "not re-read")


def test_number_and_sentence_say_the_same() -> None:
    for line, contact in CONTACTS:
        if "number" in contact:
            assert isinstance(contact["number"], str)
            told = digits(contact["say"].replace(f"press {contact.get('then')}", ""))
            told = told.removesuffix(contact["then"]) if "option" in contact["say"] else told
            assert told == digits(contact["number"]), line["id"]


def test_withdrawn_numbers_stay_out() -> None:
    numbers = {digits(contact.get("number", "")) for _, contact in CONTACTS}
    assert not numbers & {"18002738255", "8002738255"}


# Traps of YAML


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("yes", "yes"),
        ("1:30", "1:30"),
        ("0800", "0800"),
        ("024", "024"),
    ],
)
def test_yaml_guesses_nothing(text: str, value: str) -> None:
    assert parse_yaml(f"code: {text}", "x.yml")[0] == {"code": value}


def test_norway_keeps_its_code(tmp_path: Path) -> None:
    folder = copy(tmp_path, "helplines.yml", "code: ZA", "code: NO")
    codes = [place["code"] for place in read_reference(folder / "helplines.yml")["places"]]
    assert "NO" in codes


@pytest.mark.parametrize(("number", "as_read"), [("116123", "116123"), ("988", "988")])
def test_number_without_quotes_is_refused(tmp_path: Path, number: str, as_read: str) -> None:
    told = problems(tmp_path, "helplines.yml", "number: '116 123'", f"number: {number}")
    assert re.search(r"reference/helplines\.yml, line \d+, places\[\d+\].*number", told)
    assert f"Write it in quotes: '{as_read}'" in told


def test_time_is_no_number(tmp_path: Path) -> None:
    told = problems(tmp_path, "lessons.yml", "minutes: 15", "minutes: 1:30")
    assert "minutes" in told
    assert "1:30" in told


# Mistakes an author may make


@pytest.mark.parametrize(
    ("name", "old", "new", "parts"),
    [
        ("claims.yml", "- bach2018", "- bach2081", ["INT-01", "bach2081", "references.yml"]),
        ("claims.yml", "id: INT-02", "id: INT-01", ["INT-01", "stands already in line"]),
        ("claims.yml", "strength: moderate", "strength: sure", ["strength", "sure", "moderate"]),
        ("claims.yml", "lesson: 01-what-it-is", "lesson: 02-signs", ["INT-01", "Make them agree"]),
        ("lessons.yml", "[ADD-19]", "[ADD-18]", ["ADD-18", "Keep one"]),
        ("lessons.yml", "[ADD-19]", "[ADD-20]", ["ADD-20", "no claim", "no lesson teaches ADD-19"]),
        (
            "lessons.yml",
            "title: Start here",
            "titel: Start here",
            ["titel", "Did you mean “title”"],
        ),
        (
            "references.yml",
            "link: https",
            "seen_at: x\n    link: https",
            ["seen_at", "not a field"],
        ),
        ("glossary.yml", "lesson: 00-start-here", "lesson: 13-more", ["13-more", "no lesson"]),
        (
            "glossary.yml",
            "plain: What you do",
            "plain: What " + "very " * 26 + "do",
            ["keep it to 25"],
        ),
        ("people.yml", "invented: true", "invented: false", ["people[1].invented"]),
        ("helplines.yml", "kind: more", "kind: crisis", ["go in this order"]),
        ("helplines.yml", "say: Call 112 in the", "say: Call 113 in the", ["have to agree"]),
        (
            "helplines.yml",
            "checked: '2026-11-23'",
            "checked: '2026-11-31'",
            ["no day of the calendar"],
        ),
        ("helplines.yml", "how: not re-read", "how: archived page", ["checked"]),
        ("objectives.yml", "id: O-11.3", "id: O-12.3", ["lesson 12"]),
        ("wording.yml", r"\bsimply\b", r"\bsimply(\b", ["not a regular expression"]),
        ("wording.yml", "'Simply write it down.'", "'Write it down.'", ["misses its bad example"]),
    ],
)
def test_mistake_is_named(tmp_path: Path, name: str, old: str, new: str, parts: list[str]) -> None:
    told = problems(tmp_path, name, old, new)
    assert name in told
    for part in parts:
        assert part in told


def test_country_without_an_abuse_line_is_named(tmp_path: Path) -> None:
    text = (FOLDER / "helplines.yml").read_text(encoding="utf-8")
    block = re.search(r"      - id: nz-refuge\n.*?(?=\n\n)", text, re.DOTALL)
    assert block
    told = problems(tmp_path, "helplines.yml", block[0], "")
    assert "New Zealand has no abuse line" in told


def test_day_ahead_is_named() -> None:
    earliest = min(date.fromisoformat(c["checked"]) for _, c in CONTACTS if "checked" in c)
    told = disagreements(FOLDER, today=earliest - timedelta(days=1))
    assert any("a day still to come" in problem for problem in told)


def test_unknown_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "helpline.yml").write_text("places: []", encoding="utf-8")
    with pytest.raises(ContentError, match=r"no rule for this file.*helplines\.yml"):
        read_reference(tmp_path / "helpline.yml")
