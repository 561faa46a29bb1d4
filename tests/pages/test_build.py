"""What the builder writes, and what it says when it cannot."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from widgets.errors import ContentError

ROOT = Path(__file__).parent.parent.parent
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Document(HTMLParser):
    """A page as the tests look at it; `problems` names tags that do not close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.islands: list[Any] = []
        self.headings: list[int] = []
        self.problems: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.problems += [f"<{tag}> does not close" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)
        if re.fullmatch("h[1-6]", tag) and "main" in self._open:
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "script":
            if data.strip():
                self.islands.append(json.loads(data))
        else:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]


def pages(site: Path) -> dict[str, Document]:
    return {
        path.name: Document(path.read_text(encoding="utf-8"))
        for path in sorted(site.glob("*.html"))
    }


def test_every_page_is_sound(site: Path) -> None:
    for name, page in pages(site).items():
        assert page.problems == [], name
        assert len(page.all("h1")) == 1, name
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert [(a, b) for a, b in steps if b > a + 1] == [], f"{name} skips a level of heading"
        assert [i for i, n in Counter(page.values("id")).items() if n > 1] == [], name
        assert page.all("html")[0]["lang"] == "en"
        assert len(page.all("main")) == 1
        assert all("alt" in image for image in page.all("img")), name


def test_every_link_leads_somewhere(site: Path) -> None:
    documents = pages(site)
    for name, page in documents.items():
        for href in page.values("href"):
            if re.match(r"https?:", href):
                continue
            path, _, fragment = href.partition("#")
            if re.match(r"(tel|sms|mailto|about|data):", path):
                continue
            assert (site / path).is_file() or not path, f"{name}: {href}"
            if fragment:
                assert fragment in documents[path or name].values("id"), f"{name}: {href}"


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for name, page in pages(site).items():
        loaded = [a["src"] for _, a in page.tags if "src" in a] + [
            a["href"] for a in page.all("link")
        ]
        assert [url for url in loaded if re.match(r"(?!data:)\w+:|//", url)] == [], name
        csp = next(a["content"] for a in page.all("meta") if a.get("http-equiv"))
        assert csp.startswith("default-src 'none'; script-src 'self'; style-src 'self'; img-src")
        inline = [n for _, a in page.tags for n in a if n == "style" or n.startswith("on")]
        assert inline == [], name
    for path in [*site.glob("**/*.js"), *site.glob("*.css")]:
        assert not re.search(
            r"""(from|import|url)[ \t]*\(?[ \t]*["']?(https?:)?//""", path.read_text()
        ), path


def test_links_to_other_sites_tell_them_nothing(site: Path) -> None:
    for name, page in pages(site).items():
        for link in page.all("a"):
            if link["href"].startswith("http"):
                assert link.get("rel") == "noreferrer noopener", f"{name}: {link['href']}"


def test_each_exercise_has_paper_and_data(site: Path) -> None:
    for page in pages(site).values():
        mounts = [a for a in page.all("div") if a.get("class") == "mount"]
        assert len(mounts) == len(page.islands)
        for place, data in zip(mounts, page.islands, strict=True):
            assert place["data-kind"] == data["kind"]
            if data["kind"] != "strip" and "draws_from" not in data:  # a warm-up has no paper
                assert data["title"] in page.text


def test_leave_quickly_is_the_first_link(site: Path) -> None:
    for page in pages(site).values():
        assert page.all("a")[0]["href"] == "about:blank"
        others = (a for a in page.all("a")[1:] if a["href"].startswith("#"))
        assert next(others)["class"] == "skip", "after the lines in the help fold"


def test_titles_say_nothing_over_a_shoulder(site: Path) -> None:
    for path in site.glob("*.html"):
        title = re.search("<title>(.*)</title>", path.read_text()).group(1)  # type: ignore[union-attr]
        assert re.fullmatch(r"(Lesson \d+|Start here|Practice) · At Arm&#39;s Length", title)


def test_further_parts_are_in_one_fold(sample_site: Path) -> None:
    text = (sample_site / "01-what-it-is.html").read_text()
    assert text.count('<details class="further">') == 1
    assert '<summary><h2 id="further">Go further: 7 more minutes</h2></summary>' in text
    assert "Go further</h2>" not in text, "what opens the fold is its heading"
    inside = text[text.index('<details class="further">') : text.index("</details>\n</main>")]
    assert "A further thought" in inside


def test_markup_in_content_is_text(sample_site: Path) -> None:
    text = (sample_site / "01-what-it-is.html").read_text()
    assert "<script>window.ran" not in text
    assert "&lt;script&gt;window.ran" in text
    assert "\\u003c/script>\\u003cscript>window.ran" in text


def test_links_between_notebooks_become_links_between_pages(sample_site: Path) -> None:
    text = (sample_site / "01-what-it-is.html").read_text()
    assert ".ipynb" not in text
    assert '<a href="00-start-here.html">All lessons</a>' in text
    assert 'href="01-what-it-is.html#the-idea"' in (sample_site / "00-start-here.html").read_text()


def test_the_contents_are_the_first_page(site: Path) -> None:
    assert (site / "index.html").read_bytes() == (site / "00-start-here.html").read_bytes()
    assert '<h2 id="lessons">' in (site / "index.html").read_text()


def test_the_modules_are_the_very_ones(sample_site: Path) -> None:
    for path in (sample_site / "widgets").glob("*.js"):
        assert path.read_bytes() == (ROOT / "widgets" / path.name).read_bytes()
    for path in (ROOT / "pages").glob("*.js"):
        assert path.read_bytes() == (sample_site / path.name).read_bytes()


def test_every_module_finds_what_it_imports(site: Path) -> None:
    imported = re.compile(
        r"""^(?:import|export) .*from "(.+)";|\bimport\("(.+?)"\)""", re.MULTILINE
    )
    found = 0
    for path in site.glob("**/*.js"):
        for names in imported.findall(path.read_text(encoding="utf-8")):
            target = "".join(names)
            assert target.startswith("./"), f"{path.name}: a browser cannot find {target}"
            assert (path.parent / target).is_file(), f"{path.name}: {target}"
            found += 1
    assert found > 20


def test_the_words_of_every_exercise_are_there_to_be_asked_for(course_site: Path) -> None:
    names = [path.stem for path in (ROOT / "exercises").glob("*.yml")]
    loaders = (course_site / "contents.js").read_text()
    for name in names:
        assert f'"{name}": () => import("./contents/{name}.js")' in loaders
    told = (course_site / "contents" / "what-it-is.js").read_text()
    contents = json.loads(told.removeprefix("export default ").removesuffix(";\n"))
    page = Document((course_site / "01-what-it-is.html").read_text())
    keys = [place["data-key"] for place in page.all("div") if place.get("class") == "mount"]
    shown = dict(zip(keys, page.islands, strict=True))
    assert {key: shown[key] for key in contents} == contents


# --- the library behind the lock ----------------------------------------------------------------


def test_the_library_is_copied_as_it_is_with_its_licence(sample_site: Path, library: Path) -> None:
    copied = sample_site / "noble-hashes"
    assert {"scrypt.js", "LICENSE"} < {path.name for path in copied.iterdir()}
    for path in copied.iterdir():
        assert path.read_bytes() == (library / path.name).read_bytes()
    assert "./noble-hashes/scrypt.js" in (sample_site / "scrypt.js").read_text()


def test_the_lock_of_npm_names_no_address_to_fetch_from() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert "resolved" not in lock
    assert "registry" not in lock + (ROOT / "package.json").read_text()
    assert (ROOT / ".npmrc").read_text() == "omit-lockfile-registry-resolved=true\n"
    (package,) = (one for name, one in json.loads(lock)["packages"].items() if name)
    assert package["integrity"].startswith("sha512-")


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a folder like the checkout, and a function that puts an npm on the PATH."""
    root = tmp_path / "checkout"
    root.mkdir()
    for name in ("package.json", ".npmrc"):
        shutil.copyfile(ROOT / name, root / name)
    name = "node_modules/@noble/hashes"
    (root / "package-lock.json").write_text(json.dumps({"packages": {name: {"version": "2.4.0"}}}))
    monkeypatch.setenv("PATH", str(tmp_path))

    def write(script: str) -> Path:
        (tmp_path / "npm").write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
        (tmp_path / "npm").chmod(0o755)
        return root

    return root, write


GOOD_NPM = """
[ "$1" = ci ] || exit 1
case "$*" in *--ignore-scripts*) ;; *) exit 1 ;; esac
mkdir -p node_modules/@noble/hashes
echo '{"version": "2.4.0"}' >node_modules/@noble/hashes/package.json
"""


def test_npm_fetches_the_library_once(builder: ModuleType, npm: Any) -> None:
    root, write = npm
    write(GOOD_NPM)
    found = builder._find_scrypt(root)
    assert found == root / "node_modules" / "@noble" / "hashes"
    write("exit 1")
    assert builder._find_scrypt(root) == found
    (found / "package.json").write_text('{"version": "2.3.0"}')
    write(GOOD_NPM)
    builder._find_scrypt(root)
    assert "2.4.0" in (found / "package.json").read_text(), "the version of the lock"
    assert sorted(path.name for path in root.iterdir() if path.is_dir()) == ["node_modules"]


def test_without_npm_the_pages_are_built_and_one_line_tells_what_is_missing(
    builder: ModuleType, npm: Any, full_course: Any, tmp_path: Path, monkeypatch: Any, capsys: Any
) -> None:
    root, write = npm
    find = builder._find_scrypt
    monkeypatch.setattr(builder, "_find_scrypt", lambda _root: find(root))
    for why in ("npm is not installed", "npm could not fetch @noble/hashes"):
        assert builder.main([str(tmp_path / "out")]) == 0
        told = capsys.readouterr().err
        assert why in told
        assert told.count("\n") == 1
        assert "install Node.js" in told
        none = (tmp_path / "out" / "scrypt.js").read_text()
        assert none == "export const scryptAsync = undefined;\n"
        assert not (tmp_path / "out" / "noble-hashes").exists()
        write("exit 1")
    assert full_course.root.is_dir()


def test_a_page_is_light(course_site: Path) -> None:
    """A phone gets the first lesson, its style and all its scripts, “Save” among them, in 95 KB."""
    page = course_site / "01-what-it-is.html"
    document = Document(page.read_text())
    loaded = [a["href"] for a in document.all("link") if not a["href"].startswith("data:")]
    files = [page, *(course_site / name for name in (*loaded, "host.js"))]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) < 95_000


def test_what_keeps_answers_is_light_too(builder: ModuleType, sample_site: Path) -> None:
    """It follows when everything is shown; the lock comes with the first passphrase only."""
    names = builder._imported(sample_site, {"keeper"})
    assert names == ["envelope", "keeper", "merge", "problem", "store"]
    files = [(sample_site / f"{name}.js").read_bytes() for name in names]
    assert sum(len(gzip.compress(source)) for source in files) < 10_000


@pytest.mark.usefixtures("full_course")
def test_the_same_content_gives_the_same_bytes(builder: ModuleType, tmp_path: Path) -> None:
    def everything(name: str) -> dict[str, bytes]:
        builder.build(tmp_path / name)
        files = (path for path in (tmp_path / name).rglob("*") if path.is_file())
        return {str(path.relative_to(tmp_path / name)): path.read_bytes() for path in files}

    assert everything("once") == everything("again")


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (("# A", "[x](02-signs.ipynb)"), "the link to “02-signs.ipynb” leads nowhere"),
        (("# A", "[x](javascript:alert)"), "is of a kind that a page does not open"),
        (("# A", "![x](no.png)"), "the picture “no.png” is not in lessons/"),
        (("# A", 'exercise("sample/none")'), 'exercise("sample/none") needs “none”'),
        (("# A", 'figure("none")'), "“none”"),
        (("# A", "lesson(1)"), "a code cell holds one call"),
        (("## A",), "has one heading of level 1"),
        (("# A", "# B"), "and this has 2"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(
    builder: ModuleType,
    full_course: Any,
    tmp_path: Path,
    capsys: Any,
    cells: tuple[str, ...],
    message: str,
) -> None:
    full_course.lesson("01-what-it-is", *cells)
    assert builder.main([str(tmp_path / "out")]) == 1
    told = capsys.readouterr().err
    assert told.startswith("lessons/01-what-it-is.ipynb: ")
    assert message in told
    assert "Traceback" not in told
    assert not (tmp_path / "out").exists()


def test_a_lesson_without_its_strip_is_a_mistake(
    builder: ModuleType, full_course: Any, tmp_path: Path
) -> None:
    path = full_course.root / "lessons" / "01-what-it-is.ipynb"
    strip, other = 'lesson(\\"01-what-it-is\\")', 'exercise(\\"sample/quiz\\")'
    path.write_text(path.read_text().replace(strip, other))
    with pytest.raises(ContentError, match="is missing"):
        builder.build(tmp_path / "out")


def test_a_failed_build_leaves_the_old_pages(
    builder: ModuleType, full_course: Any, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    builder.build(out)
    before = (out / "index.html").read_bytes()
    full_course.lesson("00-start-here", "no heading")
    with pytest.raises(ContentError):
        builder.build(out)
    assert (out / "index.html").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_new_lesson_is_found_by_its_name(
    builder: ModuleType, full_course: Any, tmp_path: Path
) -> None:
    full_course.lesson("02-signs", "# Signs", 'exercise("sample/sort")')
    builder.build(tmp_path / "out")
    assert (tmp_path / "out" / "02-signs.html").is_file()
    assert 'href="02-signs.html">The signs' in (tmp_path / "out" / "index.html").read_text()


def test_a_practice_notebook_is_a_page_that_says_nothing_in_its_tab(sample_site: Path) -> None:
    page = (sample_site / "naming.html").read_text()
    assert "<title>Practice · At Arm&#39;s Length</title>" in page
    assert 'href="01-what-it-is.html"' in page
    assert 'href="naming.html">Practice' in (sample_site / "01-what-it-is.html").read_text()
    assert 'href="naming.html">Naming what you feel' in (sample_site / "index.html").read_text()


def test_a_mistake_in_a_practice_notebook_names_it(
    builder: ModuleType, full_course: Any, tmp_path: Path
) -> None:
    full_course.practice("naming", "# Naming\n\n[Back](01-what-it-is.ipynb)")
    with pytest.raises(ContentError, match=r"exercises/naming\.ipynb: .* leads nowhere"):
        builder.build(tmp_path / "out")


@pytest.mark.usefixtures("full_course")
def test_another_folder_is_not_overwritten(builder: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "diary.txt").write_text("mine")
    with pytest.raises(ContentError, match="something that is not the pages"):
        builder.build(tmp_path / "mine")
    assert (tmp_path / "mine" / "diary.txt").read_text() == "mine"


@pytest.mark.parametrize("words", [[], ["--help"], ["one", "two"]])
def test_the_command_asks_for_a_folder(
    builder: ModuleType, capsys: Any, words: list[str], tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    assert builder.main(words) == 2
    assert "pages/build.py OUT" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
