"""Figures say what they show in words, from the data, are drawn once, and have a source."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import correlation
from typing import Any

import pytest
import textstat

from widgets import content, figure, figures
from widgets.base import Notice
from widgets.errors import ContentError
from widgets.figures import HERE, Figure
from widgets.figures.points import count_quarters, read_points
from widgets.reference_models import WordingRule

ROOT = Path(__file__).parent.parent.parent
NAMES = sorted(path.stem for path in HERE.glob("*.yml"))
SHARES = ("views", "unreal", "link")
IN_WORDS = ("anger", "tools")
PEOPLE = ("muted", "autism")
REFERENCES = {one["id"]: one for one in content.load_reference("references")}
SHOWN = ("title", "picture", "caption", "asked", "cannot_say", "to_use", "unit")
WHOLE = 100.0  # a share is told as so many in a hundred, whatever the source counts


def texts(shown: Figure) -> list[str]:
    """Return everything that a learner reads, but for the source and the numbers."""
    data = shown.data
    rows = [row[field] for row in data["rows"] for field in ("name", "note") if field in row]
    words = [mark["word"] for mark in data["scale"]]
    return [*(data[f] for f in SHOWN if f in data), *data["columns"], *rows, *words]


def flat(values: list[Any]) -> Iterator[float]:
    for value in values:
        if isinstance(value, list):
            yield from flat(value)
        elif value is not None:
            yield abs(float(value))


def numbers(text: str) -> set[float]:
    found = re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+", text)
    return {float(number.replace(",", "")) for number in found}


# What a figure shows


@pytest.mark.parametrize("name", NAMES)
def test_the_alt_text_holds_every_number_or_its_word(name: str) -> None:
    shown = Figure(name)
    for row in shown.data["rows"]:
        assert row["name"] in shown.alt
        given = [value for value in row["values"] if value is not None]
        assert all(cell in shown.alt for cell in shown.cells({"values": given}))


@pytest.mark.parametrize("name", PEOPLE)
def test_the_alt_text_of_a_crowd_is_short(name: str) -> None:
    assert len(Figure(name).alt.split()) <= 60


@pytest.mark.parametrize("name", NAMES)
def test_the_html_holds_picture_words_table_and_source(name: str) -> None:
    shown = Figure(name)
    html = shown._repr_html_()
    for part in ("<img alt=", "<figcaption>", "<table><caption>", "<details>", "Source: "):
        assert part in html
    for field in ("title", "caption", "cannot_say", "to_use", "unit"):
        assert shown.data[field].replace("'", "&#x27;") in html
    assert html.count('<th scope="row">') == len(shown.data["rows"])


def test_the_source_names_people_year_place_and_address() -> None:
    assert (
        'Source: <a rel="noreferrer noopener" href="https://doi.org/10.1016/j.cpr.2024.102414">'
        "Kjærvik and Bushman, 2024</a> "
        "(Clinical Psychology Review 109:102414)</small>"
    ) in Figure("anger")._repr_html_()
    assert "Goodwin and others, 2017</a>" in Figure("muted")._repr_html_()


@pytest.mark.parametrize(
    ("authors", "short"),
    [
        ("World Health Organization", "World Health Organization"),
        ("Halpern J", "Halpern"),
        ("Weger H Jr, Minei EM", "Weger and Minei"),
        ("Langley C, Armand S, Luo Q, et al.; Sahakian BJ (senior author)", "Langley and others"),
    ],
)
def test_authors_are_named_as_in_a_lesson(authors: str, short: str) -> None:
    assert Figure("dimmer")._short(authors) == short


def test_invented_numbers_say_so() -> None:
    for name in ("dimmer", "link"):
        assert "numbers made up for this course</small>" in Figure(name)._repr_html_()


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_keeps_to_the_wording_and_can_be_read(name: str) -> None:
    wording = content.load_reference("wording")
    rules = [WordingRule(**one) for one in wording["rules"]]
    never = [rule.compiled() for rule in rules if rule.level == "never"]
    never.append(re.compile(rf"\b(?:{'|'.join(wording['medicines'])})\b", re.IGNORECASE))
    shown = Figure(name)
    for text in (*texts(shown), re.sub("<[^>]*>", " ", shown._repr_html_())):
        assert [rule.pattern for rule in never if rule.search(text)] == []
    prose = " ".join(shown.data[field] for field in SHOWN[2:6] if field in shown.data)
    assert textstat.flesch_kincaid_grade(prose) <= 7


# Where its numbers come from


@pytest.mark.parametrize("name", [name for name in NAMES if Figure(name).sources])
def test_every_number_stands_in_the_references(name: str) -> None:
    """A number made from one, such as the rest of a hundred, says how in `derived`."""
    shown = Figure(name)
    found = set().union(
        *(numbers(f"{one['key_finding']} {one.get('plain', '')}") for one in shown.sources)
    )
    derived = {float(one["value"]) for one in shown.data["derived"]}
    told = set().union(*(numbers(re.sub(r"\(lesson \d+\)", "", t)) for t in texts(shown)))
    if "points" not in shown.data:
        told |= {number for row in shown.data["rows"] for number in flat(row["values"])}
    assert told - found - derived - {WHOLE} == set()
    assert derived <= told - found, "derived holds only what needs it"


def test_the_points_go_together_as_the_source_says() -> None:
    shown = Figure("link")
    points = shown.data["points"]
    assert correlation(*zip(*points, strict=True)) == pytest.approx(0.23, abs=1e-8)
    assert "r=.23" in shown.sources[0]["key_finding"]
    counts = [row["values"] for row in shown.data["rows"]]
    assert counts == count_quarters(points) == [[57, 43], [43, 57]]


def test_nothing_is_ranked() -> None:
    rows = Figure("tools").data["rows"]
    assert [row["lesson"] for row in rows] == sorted(row["lesson"] for row in rows)
    guesses = [row["values"][0] for row in rows]
    assert guesses not in (sorted(guesses), sorted(guesses, reverse=True))


# How it is drawn


@pytest.mark.parametrize("name", NAMES)
def test_the_same_data_give_the_same_picture(name: str) -> None:
    assert Figure(name)._draw() == Figure(name)._draw()


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_is_light_and_its_ground_is_white(name: str) -> None:
    assert len(Figure(name).svg().encode()) < 60_000
    assert Figure(name).canvas().get_facecolor() == (1, 1, 1, 1)


@pytest.mark.parametrize("name", SHARES)
def test_shares_stand_on_a_whole_axis(name: str) -> None:
    (axes,) = Figure(name).canvas().axes
    assert axes.get_xlim() == (0, 100)
    if name == "link":
        assert axes.get_ylim() == (0, 100)


@pytest.mark.parametrize("name", IN_WORDS)
def test_differences_stand_on_one_axis_that_shows_no_difference(name: str) -> None:
    shown = Figure(name)
    limits = {axes.get_xlim() for axes in shown.canvas().axes}
    assert len(limits) == 1
    ((low, high),) = limits
    assert low < 0 < high
    drawn = [x for axes in shown.canvas().axes for line in axes.lines for x in line.get_xdata()]
    assert low < min(drawn)
    assert max(drawn) < high
    words = {mark["word"] for mark in shown.data["scale"] if mark["on_axis"]}
    for axes in shown.canvas().axes:
        assert {t.get_text().replace("\n", " ") for t in axes.get_xticklabels()} == words


def test_a_crowd_has_as_many_filled_people_as_were_counted() -> None:
    for name, counted in (("muted", [(46, 54)]), ("autism", [(50, 50), (5, 95)])):
        drawn = [
            tuple(len(group.get_xdata()) for group in axes.lines)
            for axes in Figure(name).canvas().axes
        ]
        assert drawn == counted
        filled, outlined = Figure(name).canvas().axes[0].lines
        assert filled.get_markerfacecolor() == filled.get_markeredgecolor()
        assert outlined.get_markerfacecolor() == "white"


@pytest.mark.parametrize("name", NAMES)
def test_letters_are_large_enough_for_a_phone(name: str) -> None:
    from matplotlib.text import Text

    canvas = Figure(name).canvas()
    assert canvas.get_figwidth() == 4.6
    letters = [text for text in canvas.findobj(Text) if text.get_text()]
    assert min(text.get_fontsize() for text in letters) >= 10


# What goes wrong


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the figures' data, in use instead of it."""
    for path in (*HERE.glob("*.yml"), *HERE.glob("*.csv")):
        shutil.copyfile(path, tmp_path / path.name)
    monkeypatch.setattr(figures, "HERE", tmp_path)
    monkeypatch.setattr(content, "CHECKED", tmp_path / "checked")
    return tmp_path


def test_an_unknown_figure_is_a_plain_sentence() -> None:
    assert isinstance(figure("none"), Notice)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("muted", "refs: [goodwin2017]\n", "", r"muted\.yml, line 2: give refs"),
        ("muted", "[goodwin2017]", "[goodwin]", r"line \d+, refs: “goodwin”: there is no such"),
        ("muted", "[goodwin2017]", "[stanley2012]", "“stanley2012”: this source was not looked up"),
        ("muted", "values: [46]", "values: [46, 1]", "has 2 values for 1 columns"),
        ("muted", "To use it, tell", "Tell", r"line \d+, to_use"),
        ("muted", "rows of ten", "rows of 10", r"line \d+, picture"),
        ("muted", "refs:", "source: a book\nrefs:", r"line \d+, source: is not a field"),
        ("unreal", "[[26, 74]]", "[[74, 26]]", "put the lower number first"),
        ("tools", "lesson: 10", "lesson: 1", "order the rows by their lessons"),
        ("link", "points: link.csv", "points: ../link.csv", r"line \d+, points"),
        ("link", "points: link.csv", "points: other.csv", "other.csv: there is no such file"),
        (
            "link",
            "in childhood\npoints",
            "in childhood\n  values: [1, 2]\npoints",
            "leave them out",
        ),
        ("link", "- name: More harm in childhood\n", "", "give two of each"),
    ],
)
def test_a_mistake_in_a_figure_is_told_to_its_author(
    folder: Path, name: str, old: str, new: str, said: str
) -> None:
    path = folder / f"{name}.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match=said):
        Figure(name)
    assert isinstance(figure(name), Notice)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: say where the points come from"),
        ("a,b\n1,2\n", "line 1: say where the points come from"),
        ("# source:\na,b\n1,2\n", "line 1: say where the points come from"),
        ("# source: x\na,b\n1,\n", "line 3: “” is not a number"),
        ("# source: x\na,b\n1\n", "line 3: holds 1 values"),
        ("# source: x\na,b\n1,2,3\n", "line 3: holds 3 values"),
        ("# source: x\na,b\n1,2\n\nmany,2\n", "line 5: “many” is not a number"),
        ("# source: x\na,b\nnan,2\n", "line 3: “nan” is not a number"),
        ("# source: x\na,b\n", "holds no points"),
    ],
)
def test_points_that_cannot_be_used_are_told_to_their_author(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "points.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=said):
        read_points(path)


def test_points_in_another_encoding_are_told_to_their_author(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_bytes(b"# source: caf\xe9\n")
    with pytest.raises(ContentError, match="is not UTF-8 text"):
        read_points(path)


def test_changed_points_are_counted_anew(folder: Path) -> None:
    (folder / "link.csv").write_text("# source: x\na,b\n1,1\n2,2\n3,3\n4,4\n", encoding="utf-8")
    assert [row["values"] for row in Figure("link").data["rows"]] == [[2, 0], [0, 2]]


# In a page


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_figure_fits_a_phone_and_axe_finds_nothing(
    scheme: str, watched: Any, violations: Any
) -> None:
    page = watched(color_scheme=scheme, viewport={"width": 320, "height": 640})
    style = (ROOT / "widgets" / "base.css").read_text(encoding="utf-8")
    shown = "".join(Figure(name)._repr_html_() for name in NAMES)
    page.set_content(f'<html lang="en"><title>Figures</title><style>{style}</style>{shown}')
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    assert page.evaluate("[...document.images].every((i) => i.complete && i.naturalWidth > 0)")
    assert violations(page) == []
