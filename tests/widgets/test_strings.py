"""Every sentence that the interface asks for exists, and none is left over."""

from __future__ import annotations

import re
from pathlib import Path

from widgets import export
from widgets.content import load_strings

ROOT = Path(__file__).parent.parent.parent
SOURCES = [
    path
    for folder in ("widgets", "pages")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".py", ".js", ".j2") and "__" not in path.parent.name
]
OWN = {
    "figure": ROOT / "widgets" / "figures" / "__init__.py",
    "page": ROOT / "pages" / "build.py",
}
NAMES = {f"{part}.{key}" for part, lines in load_strings().items() for key in lines}


def test_every_sentence_asked_for_exists() -> None:
    asked = {
        name
        for path in SOURCES
        for name in re.findall(
            r"\b(?:t|words)\(\s*[\"'](\w+\.\w+)[\"']", path.read_text(encoding="utf-8")
        )
    }
    assert asked <= NAMES


def test_no_sentence_is_left_over() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    left = [name for name in sorted(NAMES) if not _used(name, code)]
    assert left == []


def _used(name: str, code: str) -> bool:
    part, key = name.split(".")
    module = OWN.get(part, ROOT / "widgets" / f"{part}.js")
    own = module.read_text(encoding="utf-8") if module.exists() else ""
    stem = key.split("_")[0]
    return bool(
        re.search(rf"\b({part}|words|strings)\.{key}\b", code)  # t("quiz.check"), words.skip
        or f'["{key}"]' in code  # load_strings()["base"]["failure"]
        or ("_" in key and f"{part}.{stem}_${{" in own)  # t(`strip.place_${place()}`)
        or (part in OWN and f'"{key}"' in own.replace("'", '"'))
        or (f"{part}.${{" in own and re.search(rf"[\"']{key}[\"']", own))  # t(`sort.${name}`)
    )


def test_the_reading_view_says_what_the_file_says() -> None:
    kept = export.READING_STRINGS.read_text(encoding="utf-8")
    assert kept == export.reading_strings(), "run python -m widgets.export"
