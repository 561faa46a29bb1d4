"""Fields that become a card to keep; as a filled, a half-filled and a blank sheet."""

from __future__ import annotations

from .paper import Content, fold, tag, text, words

_WRITING_LINE = '<span class="al-line" aria-hidden="true"></span>'


def paper(content: Content) -> str:
    """Return a blank sheet to write on, and the filled example in a fold."""
    blank = []
    for field in content["fields"]:
        hint = [field["help"]] if field.get("help") else []
        hint += [" / ".join(field["options"])] if field["options"] else []
        blank.append(
            tag("dt", text("strong", field["label"]), *(text("p", line) for line in hint))
            + tag("dd", _WRITING_LINE)
        )
    example = (
        text("dt", field["label"]) + text("dd", field["worked"]) for field in content["fields"]
    )
    remind = words("worksheet.remind_paper", title=words("worksheet.reminder"))
    return (
        tag("dl", *blank)
        + (text("p", remind) if content["reminders"] else "")
        + text("p", words("base.nobody_reads", line=words("base.anywhere_line")), class_="al-note")
        + fold(words("paper.example", name=content["example_name"]), tag("dl", *example))
    )


def plain(content: Content) -> list[str]:
    """Return the fields, each with a line to write on."""
    return [f"  {field['label']} ____________" for field in content["fields"]]
