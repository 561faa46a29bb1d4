"""Build the course as plain web pages that need no server, no kernel and no network.

``python3 pages/build.py OUT`` turns every lesson and practice notebook into a page. The exercises
on it are the modules that Jupyter uses; below each stands its paper version, for readers without
JavaScript and for print. Content with a mistake builds nothing and leaves OUT as it was.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from html import escape
from itertools import groupby
from os.path import normpath
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import mistune
import nbformat
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from nbconvert.exporters.templateexporter import TemplateExporter

from widgets import content
from widgets.base import KINDS, PARTS, Notice, styles
from widgets.cells import Call, parse
from widgets.errors import ContentError
from widgets.paper import paper

HERE = Path(__file__).parent
WIDGETS = HERE.parent / "widgets"
NOTEBOOKS = {"lessons": "[0-9]*.ipynb", "exercises": "[a-z]*.ipynb"}
MARK = "host.js"
SCRYPT = "@noble/hashes"
NO_LOCK = (
    "In these pages a learner cannot lock what they save, because {why}: install Node.js, which "
    "brings npm, and build them again with a network."
)
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'"
)
_LINK_SCHEMES = ("http", "https", "mailto", "sms", "tel")
_NOTEBOOK_LINK = re.compile(r'href="(?:\.\./(?:lessons|exercises)/)?([\w-]+)\.ipynb(#[^"]*)?"')
_IMPORTED = re.compile(r'from "\./(\w+)\.js"')
_OPENING_H2 = re.compile(r"\A(<div [^>]*>\n)<h2 [^>]*>.*?</h2>\n")
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


class _Prose(mistune.HTMLRenderer):
    """Markdown as HTML: raw HTML is shown as text, links lead to pages, headings have ids."""

    def __init__(self, notebook: Path, known: set[Path]) -> None:
        super().__init__(escape=True)
        self.notebook = notebook
        self.known = known
        self.problems: list[str] = []
        self.images: set[str] = set()
        self._ids: dict[str, int] = {}

    def heading(self, text: str, level: int, **_attrs: Any) -> str:
        slug = re.sub(r"[^\w]+", "-", re.sub(r"<[^>]+>|&\w+;", "", text).lower()).strip("-")
        self._ids[slug] = count = self._ids.get(slug, 0) + 1
        name = slug if count == 1 else f"{slug}-{count}"
        return f'<h{level} id="{name}">{text}</h{level}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        parts = urlsplit(url)
        extra = f' title="{escape(title)}"' if title else ""
        if parts.scheme in ("http", "https"):
            extra += ' rel="noreferrer noopener"'
        elif parts.scheme and parts.scheme not in _LINK_SCHEMES:
            self._mistake(url, "is of a kind that a page does not open. Use https or tel.")
        elif not parts.scheme and parts.path:
            target = Path(normpath(self.notebook.parent / parts.path))
            if target not in self.known:
                self._mistake(
                    url,
                    "leads nowhere. Link to a notebook in lessons/ or ../exercises/ by its name.",
                )
            url = f"{target.stem}.html" + (f"#{parts.fragment}" if parts.fragment else "")
        return f'<a href="{escape(url)}"{extra}>{text}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        self.images.add(url)
        caption = f' title="{escape(title)}"' if title else ""
        return f'<img src="{escape(url)}" alt="{escape(text)}"{caption} loading="lazy">'

    def _mistake(self, url: str, what: str) -> None:
        self.problems.append(f"{_told(self.notebook)}: the link to “{url}” {what}")


def _told(path: Path) -> str:
    """Return the notebook's name as an author knows it: folder and file."""
    return f"{path.parent.name}/{path.name}"


class _Pages(TemplateExporter):
    """nbconvert's exporter with the course's own template and nothing of Jupyter's."""

    def __init__(self) -> None:
        super().__init__(
            template_name="lesson",
            template_extension=".html.j2",
            extra_template_basedirs=[str(HERE / "templates")],
        )

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()
        environment.autoescape = True
        environment.undefined = StrictUndefined
        environment.trim_blocks = environment.lstrip_blocks = True
        return environment


def words() -> dict[str, str]:
    """Return the sentences of the pages themselves."""
    page: dict[str, str] = content.load_strings()["page"]
    return page


def island(data: Any) -> str:
    """Return ``data`` as JSON that can stand inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _to_pages(html: str) -> str:
    """Let links between notebooks lead to pages, as they do in Markdown."""
    return _NOTEBOOK_LINK.sub(r'href="\1.html\2"', html)


def mount_point(key: str, data: dict[str, Any]) -> str:
    """Return the paper version of an exercise, and the data that bring it to life."""
    return (
        f'<div class="mount" data-key="{escape(key)}" data-kind="{escape(data["kind"])}">\n'
        f'<div class="paper">{_to_pages(paper(data))}</div>\n'
        f'<script type="application/json">{island(data)}</script>\n</div>'
    )


def _imported(folder: Path, names: set[str]) -> list[str]:
    """Return the modules ``names`` of ``folder`` and what they import."""
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        source = (folder / f"{name}.js").read_text(encoding="utf-8")
        waiting |= set(_IMPORTED.findall(source)) - found
    return sorted(found)


class _Lesson:
    """One lesson or practice notebook on its way to a page."""

    def __init__(self, path: Path, known: set[Path], page_words: dict[str, str]) -> None:
        self.name = path.stem
        self._words = page_words
        self.path = path
        self.problems: list[str] = []
        self.kinds: set[str] = {"strip"}
        self.strip: str | None = None
        self._prose = _Prose(path, known)
        self._markdown = mistune.create_markdown(renderer=self._prose, plugins=["table"])

    def build(self, out: Path) -> None:
        """Write the page into ``out``. Raises `ContentError`."""
        notebook = nbformat.read(self.path, as_version=4)
        about = notebook.metadata.get("arms_length", {})
        parts = []
        for further, run in groupby(self._shown(notebook.cells), key=lambda one: one[0]):
            html = "\n".join(html for _, html in run)
            # The heading of the fold is what opens it.
            parts.append((further, Markup(_OPENING_H2.sub(r"\1", html) if further else html)))
        self.problems += self._prose.problems
        if self.strip is None:
            self._mistake(f'lesson("{self.name}") is missing. Put it into a cell near the top.')
        if (count := sum(html.count("<h1 ") for _, html in parts)) != 1:
            self._mistake(f"a lesson has one heading of level 1 (“# ...”), and this has {count}.")
        if self.problems:
            raise ContentError(self.problems)
        language = about.get("language", "en")
        page, _ = _Pages().from_notebook_node(
            notebook,
            resources={
                "page": {
                    "words": self._words,
                    "csp": CSP,
                    "language": language,
                    "direction": "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr",
                    # A tab's title is seen over a shoulder and kept in the history.
                    "title": self._tab(),
                    "strip": Markup(self.strip),
                    "parts": parts,
                    "further": self._words["further"].format(n=about.get("further_minutes", 10)),
                    # All load at once.
                    "modules": _imported(WIDGETS, {"base", *self.kinds}),
                    "lessons": content.open_lessons() if self._is_first() else [],
                    "practices": content.open_practices() if self._is_first() else [],
                }
            },
        )
        (out / f"{self.name}.html").write_text(page, encoding="utf-8")
        self._copy_images(out)

    def _is_first(self) -> bool:
        return self.name.startswith("00")

    def _tab(self) -> str:
        if not self.name[:2].isdigit():
            return self._words["tab_practice"]
        name = "tab_start" if self._is_first() else "tab"
        return self._words[name].format(n=int(self.name[:2]))

    def _shown(self, cells: list[Any]) -> Iterator[tuple[bool, str]]:
        for number, cell in enumerate(cells, 1):
            about = cell.metadata.get("arms_length", {})
            html = None
            if cell.cell_type == "markdown":
                html = self._text(about.get("part", "text"), cell.source)
            elif cell.cell_type == "code":
                html = self._called(number, cell.source)
            if html is not None:
                yield bool(about.get("further")), html

    def _text(self, part: str, source: str) -> str:
        label = ""
        element = "div"
        if part == "next":
            element, label = "nav", f' aria-label="{escape(self._words["between"])}"'
        html = self._markdown(source)
        name = re.sub(r"[^\w-]", "", part)
        return f'<{element} class="part part-{name}"{label}>\n{html}</{element}>'

    def _called(self, number: int, source: str) -> str | None:
        try:
            call = parse(source)
            return call and self._interactive(call)
        except ContentError as error:
            self.problems += error.problems
        except KeyError as error:
            self._mistake(
                f"cell {number}: {source.strip()} needs “{error.args[0]}”, and there is no such "
                "thing. Check the name."
            )
        except ValueError as error:
            self._mistake(f"cell {number}: {error}")
        return None

    def _interactive(self, call: Call) -> str | None:
        if call.name == "figure":
            from widgets.figures import figure

            drawn = figure(call.key)
            if isinstance(drawn, Notice):
                raise ContentError([f"{_told(self.path)}: {drawn}"])
            return drawn._repr_html_()
        if call.name == "lesson":
            from widgets.strip import strip_content

            self.strip = mount_point(f"strip/{call.key}", strip_content(call.key))
            return None
        data = content.load_exercise(call.key)
        self.kinds.add(data["kind"])
        return mount_point(call.key, data)

    def _copy_images(self, out: Path) -> None:
        for url in sorted(self._prose.images):
            source = self.path.parent / url
            if urlsplit(url).scheme or not source.is_file():
                self._mistake(
                    f"the picture “{url}” is not in {self.path.parent.name}/. Put it there."
                )
                continue
            target = out / url
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        if self.problems:
            raise ContentError(self.problems)

    def _mistake(self, what: str) -> None:
        self.problems.append(f"{_told(self.path)}: {what}")


def _write_site(out: Path) -> None:
    paths = [
        path
        for folder, pattern in NOTEBOOKS.items()
        for path in sorted((content.root() / folder).glob(pattern))
    ]
    if not paths or paths[0].parent.name != "lessons":
        raise ContentError(["lessons/ holds no lesson. A lesson's name begins with its number."])
    page_words = words()
    problems: list[str] = []
    for path in paths:
        try:
            _Lesson(path, set(paths), page_words).build(out)
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    # Who opens the address wants to begin: the contents are the first lesson's page.
    shutil.copyfile(out / f"{paths[0].stem}.html", out / "index.html")
    _write_widgets(out)
    _write_contents(out)
    _write_lock(out)


def _write_widgets(out: Path) -> None:
    from widgets.place import shared_data

    for path in sorted(HERE.glob("*.js")):
        shutil.copyfile(path, out / path.name)
    (out / "shared.js").write_text(
        f"export default {island(shared_data('browser'))};\n", encoding="utf-8"
    )
    (out / "widgets").mkdir()
    for name in (*PARTS, *KINDS):
        shutil.copyfile(WIDGETS / f"{name}.js", out / "widgets" / f"{name}.js")
    sheets = (path.read_text(encoding="utf-8") for path in (*styles(), HERE / "page.css"))
    (out / "page.css").write_text("\n".join(sheets), encoding="utf-8")


def _write_contents(out: Path) -> None:
    """Write each file of exercises as a module; a page asks for them to tell answers in words."""
    (out / "contents").mkdir()
    loaders = []
    for path in sorted((content.root() / "exercises").glob("*.yml")):
        keys = (f"{path.stem}/{one}" for one in content.load_exercises(path.stem))
        told = island({key: content.load_exercise(key) for key in keys})
        (out / "contents" / path.name).with_suffix(".js").write_text(
            f"export default {told};\n", encoding="utf-8"
        )
        loaders.append(f'  "{path.stem}": () => import("./contents/{path.stem}.js"),\n')
    (out / "contents.js").write_text(
        f"export default {{\n{''.join(loaders)}}};\n", encoding="utf-8"
    )


def _find_scrypt(root: Path) -> Path:
    """Return the folder of the scrypt library; npm fetches it. Raises `LookupError`."""
    found = root / "node_modules" / SCRYPT
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))
    wanted = lock["packages"][f"node_modules/{SCRYPT}"]["version"]
    with suppress(OSError, ValueError, KeyError):
        if json.loads((found / "package.json").read_text(encoding="utf-8"))["version"] == wanted:
            return found
    npm = shutil.which("npm")
    if not npm:
        raise LookupError("npm is not installed")
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--fetch-retries=1"]
    try:
        # Elsewhere first, since another build may be at the same place.
        with tempfile.TemporaryDirectory(prefix=".node_modules-", dir=root) as temp:
            for name in ("package.json", "package-lock.json", ".npmrc"):
                shutil.copyfile(root / name, Path(temp) / name)
            command = [npm, "ci", *quiet]
            subprocess.run(command, cwd=temp, capture_output=True, check=True, timeout=120)
            if (root / "node_modules").exists():
                (root / "node_modules").rename(Path(temp) / "old")
            (Path(temp) / "node_modules").rename(root / "node_modules")
    except (OSError, subprocess.SubprocessError):
        raise LookupError(f"npm could not fetch {SCRYPT}") from None
    return found


def _write_lock(out: Path) -> None:
    """Copy the scrypt library as it is; without it the pages are whole but for the lock."""
    try:
        source = _find_scrypt(HERE.parent)
    except LookupError as error:
        print(NO_LOCK.format(why=error), file=sys.stderr)
        (out / "scrypt.js").write_text("export const scryptAsync = undefined;\n", encoding="utf-8")
        return
    library = out / SCRYPT.strip("@").replace("/", "-")
    library.mkdir()
    for name in _imported(source, {"scrypt"}):
        shutil.copyfile(source / f"{name}.js", library / f"{name}.js")
    shutil.copyfile(source / "LICENSE", library / "LICENSE")
    (out / "scrypt.js").write_text(
        f'export {{ scryptAsync }} from "./{library.name}/scrypt.js";\n', encoding="utf-8"
    )


def build(out: Path) -> None:
    """Write the pages into the folder ``out``, whole or not at all.

    Raises `ContentError` if content has a mistake or ``out`` holds something else.
    """
    out = out.absolute()
    if out.exists() and not (out.is_dir() and ((out / MARK).is_file() or not any(out.iterdir()))):
        message = f"{out} holds something that is not the pages. Name a new or an empty folder."
        raise ContentError([message])
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as work:
        fresh = Path(work) / "fresh"
        fresh.mkdir()
        _write_site(fresh)
        if out.exists():
            out.rename(Path(work) / "old")
        fresh.rename(out)


def main(arguments: list[str]) -> int:
    """Build the pages into the folder that ``arguments`` name; return the exit code."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("Name the folder for the pages: python3 pages/build.py OUT", file=sys.stderr)
        return 2
    try:
        build(Path(arguments[0]))
    except ContentError as error:
        print("\n".join(error.problems), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
