"""The course as pages, and a small sample course with one exercise of each kind."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest
import yaml
from nbformat import v4

import widgets.content

ROOT = Path(__file__).parent.parent.parent
HOSTILE = "</script><script>window.ran = 1</script>"
COMMON = {
    "minutes": 2,
    "objective": "O-01.1",
    "fit_for": ["private"],
    "title": f"A sample {HOSTILE}",
    "instead": "Look out of the window.",
}
BEFORE = {
    "kind": "checkin",
    "id": "before",
    "ask": "How strong?",
    "low": "calm",
    "high": "too much",
}


def _examples() -> list[dict[str, Any]]:
    """Return one exercise of each kind, and the rating that comes before another."""
    found = [BEFORE]
    for path in sorted((ROOT / "tests" / "widgets" / "examples").glob("*.yml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        if "example" in told:
            found.append({"kind": path.stem, "id": path.stem, **told["example"]})
    return found


SAMPLE = _examples()
PAUSE = {**next(one for one in SAMPLE if one["kind"] == "practice"), "id": "pause"}
IMPORTS = "from widgets import exercise, figure, lesson"


def notebook(lesson: str, *cells: str, further: tuple[str, ...] = ()) -> Any:
    """Return a lesson; a cell that begins with a call is code, everything else Markdown."""

    def cell(source: str, **about: Any) -> Any:
        is_code = source.startswith(("from ", "lesson(", "exercise(", "figure("))
        make = v4.new_code_cell if is_code else v4.new_markdown_cell
        return make(source, metadata={"arms_length": about})

    body = [cell(source) for source in (IMPORTS, f'lesson("{lesson}")', *cells)]
    body += [cell(source, further=True) for source in further]
    about = {"lesson": lesson, "title": "A sample", "minutes": 15, "further_minutes": 7}
    return v4.new_notebook(cells=body, metadata={"arms_length": about})


class Course:
    """A folder with lessons and exercises that stands in for the checkout."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "exercises").mkdir(parents=True)
        shutil.copytree(ROOT / "lessons" / "reference", root / "lessons" / "reference")
        self.exercises("start-here", PAUSE)
        for name in ("right-now", "safety"):
            if (path := ROOT / "exercises" / f"{name}.yml").is_file():
                shutil.copyfile(path, root / "exercises" / path.name)
        self.exercises("sample", *SAMPLE)

    def exercises(self, name: str, *exercises: dict[str, Any]) -> None:
        data = {"exercises": [{**COMMON, **one} for one in exercises]}
        text = yaml.safe_dump(data, sort_keys=False)
        (self.root / "exercises" / f"{name}.yml").write_text(text, encoding="utf-8")

    def lesson(self, name: str, *cells: str, further: tuple[str, ...] = ()) -> None:
        path = self.root / "lessons" / f"{name}.ipynb"
        nbformat.write(notebook(name, *cells, further=further), path)

    def practice(self, name: str, *cells: str) -> None:
        path = self.root / "exercises" / f"{name}.ipynb"
        nbformat.write(notebook("00-start-here", *cells), path)


def fill(course: Course) -> None:
    """Write two lessons that hold everything a lesson can hold."""
    course.lesson("00-start-here", "# Begin\n\nGo to [lesson 1](01-what-it-is.ipynb#the-idea).")
    course.lesson(
        "01-what-it-is",
        f"# A sample\n\nText with {HOSTILE} in it, *kind*, and [a site](https://example.org/a?b=1&c=2).",
        "## The idea\n\n- one\n- two\n\n[All lessons](00-start-here.ipynb) [Practice](../exercises/naming.ipynb)",
        *(f'exercise("sample/{one["id"]}")' for one in SAMPLE),
        'figure("dimmer")',
        further=(
            "## Go further\n\nMore.",
            "### The idea\n\nA further thought.",
            'exercise("sample/quiz")',
        ),
    )
    course.practice("naming", "# Naming\n\n[What it is](../lessons/01-what-it-is.ipynb)")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """An empty course, in use instead of the checkout's."""
    made = Course(tmp_path / "course")
    monkeypatch.setattr(widgets.content, "root", lambda: made.root)
    return made


@pytest.fixture
def full_course(course: Course) -> Course:
    """The sample course, in use instead of the checkout's."""
    fill(course)
    return course


@pytest.fixture(scope="session")
def sample_site(builder: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the sample course."""
    made = Course(tmp_path_factory.mktemp("sample") / "course")
    fill(made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(widgets.content, "root", lambda: made.root)
        builder.build(made.root / "out")
    return made.root / "out"


@pytest.fixture(scope="session", params=["sample", "course"])
def site(request: pytest.FixtureRequest) -> Path:
    """Both sites, one after the other."""
    path: Path = request.getfixturevalue(f"{request.param}_site")
    return path


@pytest.fixture
def library() -> Path:
    """Where npm put the scrypt library; without it, skip the test, or fail it where CI is set."""
    found = ROOT / "node_modules" / "@noble" / "hashes"
    if not found.is_dir():
        message = "npm is not installed, or could not fetch @noble/hashes: the lock is not tested"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture
def open_page(
    site: Path, serve: Callable[[Path], str], watched: Callable[..., Any]
) -> Callable[..., Any]:
    """Open a page of the site by its name, with all exercises mounted."""

    def show(name: str = "01-what-it-is", *, script: bool = True, **options: Any) -> Any:
        page = watched(java_script_enabled=script, **options)
        page.goto(f"{serve(site)}/{name}.html")
        if script:
            page.locator(".mount:not([data-mounted])").first.wait_for(state="detached")
        return page

    return show
