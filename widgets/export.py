"""Export what other programs read: JSON Schemas for editors, sentences for the reading view.

Run ``python -m widgets.export`` after a change to the models or to ``strings.yml``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOLDER = HERE / "schemas"
READING_STRINGS = HERE / "jupyter" / "labextension" / "reading" / "strings.js"


def schemas() -> dict[str, dict[str, Any]]:
    """Return every schema by the name of its file."""
    from .models import FigureData, json_schema
    from .reference_models import json_schemas

    return {
        "exercises": json_schema(),
        "figure": FigureData.model_json_schema(),
        **json_schemas(),
    }


def reading_strings() -> str:
    """Return the module that tells the reading view its sentences."""
    from .yaml_text import load_yaml

    told = json.dumps(load_yaml(HERE / "strings.yml")[0]["reading"], indent=2, ensure_ascii=False)
    return (
        "/** Made from widgets/strings.yml by `python -m widgets.export`; change it there. */\n"
        f"export const strings = {told};\n"
    )


def text(schema: dict[str, Any]) -> str:
    """Return the text of a schema's file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write every file that is made from another."""
    FOLDER.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        (FOLDER / f"{name}.json").write_text(text(schema), encoding="utf-8")
    READING_STRINGS.write_text(reading_strings(), encoding="utf-8")


if __name__ == "__main__":
    main()
