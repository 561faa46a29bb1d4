"""Export the JSON Schemas, so that an editor completes and checks the YAML files.

Run ``python -m widgets.schema`` after a change to the models.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "schemas"


def schemas() -> dict[str, dict[str, Any]]:
    """Return every schema by the name of its file."""
    from .models import FigureData, json_schema
    from .reference_models import json_schemas

    return {
        "exercises": json_schema(),
        "figure": FigureData.model_json_schema(),
        **json_schemas(),
    }


def text(schema: dict[str, Any]) -> str:
    """Return the text of a schema's file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write every schema."""
    FOLDER.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        (FOLDER / f"{name}.json").write_text(text(schema), encoding="utf-8")


if __name__ == "__main__":
    main()
