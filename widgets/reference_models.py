"""What the files in ``lessons/reference`` hold, and how they have to agree with each other.

`read_reference` checks one file by itself. `disagreements` checks them all together.
Like `widgets.models`, a kernel does not import this module while the content is unchanged.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator

from .errors import ContentError
from .models import Claim, Misconception, Objective, Sentence, Slug, Strict, Text, check
from .yaml_text import Place as Where
from .yaml_text import load_yaml

if TYPE_CHECKING:
    from pathlib import Path

LINE_KINDS = ("emergency", "crisis", "abuse", "young", "text", "more", "directory")
GLOSSARY_WORDS = 25


def _real_day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        message = f"“{text}” is no day of the calendar; write year-month-day, such as 2026-11-23"
        raise ValueError(message) from None
    return text


Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$"), AfterValidator(_real_day)]
Phone = Annotated[str, StringConstraints(pattern=r"^[0-9]+(?:[ -][0-9]+)*$", max_length=20)]
Site = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>]+$", max_length=200)]
Country = Annotated[str, StringConstraints(pattern=r"^(?:[A-Z]{2}|world)$")]
LessonFile = Annotated[str, StringConstraints(pattern=r"^\d\d(?:-[a-z0-9]+)+$", max_length=40)]
SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$", max_length=40)]
Strength = Literal["strong", "moderate", "limited", "expert-consensus"]


class ArticleClaim(Strict):
    """One claim of the source article, in our words, and how well it stands."""

    id: Claim
    section: Slug
    lesson: LessonFile = Field(description="The lesson that teaches it.")
    paraphrase: Text = Field(description="What the article says, in our words.")
    strength: Strength = Field(description="How well what we teach is supported.")
    article_wording: Literal["fair", "oversimplified", "outdated", "missing"]
    nuance: Text = Field(description="For authors, never for the open text.")
    refs: list[SourceId] = Field(min_length=1)


class Addition(Strict):
    """What the article leaves out and the course teaches."""

    id: Claim
    topic: Sentence
    lesson: LessonFile = Field(description="The lesson that teaches it.")
    teach: Text
    strength: Strength
    refs: list[SourceId] = Field(min_length=1)


class ClaimsFile(Strict):
    """claims.yml."""

    claims: list[ArticleClaim] = Field(min_length=1)
    additions: list[Addition]


class Reference(Strict):
    """One source."""

    id: SourceId
    authors: Sentence
    year: int = Field(ge=1900, le=2100)
    title: Sentence
    published_in: Sentence
    link: Site = Field(description="The DOI or the publisher's address.")
    verified: Literal["yes", "memory"] = Field(
        description="yes = looked up and read; memory = look it up before a lesson relies on it."
    )
    plain: Sentence | None = Field(
        None, description="What kind of study it is and what it found, for a learner."
    )
    key_finding: Text = Field(description="For authors and charts, not for a page.")


class ReferencesFile(Strict):
    """references.yml."""

    references: list[Reference] = Field(min_length=1)


class Term(Strict):
    """One word that a lesson explains."""

    term: Sentence
    plain: Sentence
    lesson: LessonFile = Field(description="The lesson in which it first comes up.")
    also: list[Sentence] = Field(default=[], description="Other names for the same thing.")
    everyday: bool = Field(
        default=False, description="True if a lesson need not explain it at its first use."
    )

    @model_validator(mode="after")
    def _short(self) -> Term:
        words = len(self.plain.split())
        if words > GLOSSARY_WORDS:
            message = f"“{self.term}” takes {words} words; keep it to {GLOSSARY_WORDS}"
            raise ValueError(message)
        return self


class GlossaryFile(Strict):
    """glossary.yml."""

    terms: list[Term] = Field(min_length=1)


class Contact(Strict):
    """One way to reach a help line, and when its number was last read."""

    by: list[Literal["call", "text", "chat", "tty", "site"]] = Field(min_length=1)
    say: Sentence = Field(description="The sentence a learner reads, number included.")
    number: Phone | None = Field(None, description="Text in quotes, as people know it.")
    word: Sentence | None = Field(None, description="What to write in a text message.")
    then: Annotated[str, StringConstraints(pattern=r"^[0-9*#]$")] | None = Field(
        None, description="The key to press after the call is taken."
    )
    how: Literal["archived page", "owner's site", "not re-read"]
    checked: Day | None = Field(None, description="The day on which the number was read.")

    @model_validator(mode="after")
    def _says_what_it_knows(self) -> Contact:
        if (self.number is None) != (self.by == ["site"]):
            raise ValueError("a line that is called or texted needs a number, a site has none")
        for part in (self.number, self.word, self.then):
            if part and part not in self.say:
                message = f"“{part}” is not in the sentence “{self.say}”; they have to agree"
                raise ValueError(message)
        if (self.checked is None) != (self.how == "not re-read"):
            message = (
                "a number that was read has a day in “checked”, one that was not re-read has none"
            )
            raise ValueError(message)
        return self


class HelpLine(Strict):
    """One service."""

    id: Slug
    kind: Literal["emergency", "crisis", "abuse", "young", "text", "more", "directory"]
    name: Sentence
    what: Sentence = Field(description="Who it is for, in one or two short sentences.")
    site: Site | None = None
    note: Sentence | None = None
    contacts: list[Contact] = Field(min_length=1)

    @model_validator(mode="after")
    def _site_is_known(self) -> HelpLine:
        if self.site is None and any("site" in contact.by for contact in self.contacts):
            message = f"“{self.id}” sends people to a site; give its address in “site”"
            raise ValueError(message)
        return self


class Place(Strict):
    """A country, or the world, with its lines in the order in which they are shown."""

    code: Country = Field(description="Two capital letters of ISO 3166, EU, or world.")
    name: Sentence
    lines: list[HelpLine] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_complete(self) -> Place:
        kinds = [line.kind for line in self.lines]
        if kinds != sorted(kinds, key=LINE_KINDS.index):
            message = f"the lines of {self.name} go in this order: {', '.join(LINE_KINDS)}"
            raise ValueError(message)
        if "emergency" not in kinds:
            message = f"{self.name} has no emergency number; add a line of kind emergency"
            raise ValueError(message)
        read_again = {
            line.kind for line in self.lines if any(contact.checked for contact in line.contacts)
        }
        for kind, missing in (
            ("crisis", "crisis" not in kinds),
            ("abuse", "abuse" not in read_again),
        ):
            if missing and "directory" not in read_again:
                message = (
                    f"{self.name} has no {kind} line that counts; "
                    "add one, or a directory whose address was read"
                )
                raise ValueError(message)
        return self


class HelplinesFile(Strict):
    """helplines.yml."""

    updated: Day
    recheck_months: int = Field(ge=1, le=12)
    places: list[Place] = Field(min_length=1)

    @model_validator(mode="after")
    def _world_comes_first(self) -> HelplinesFile:
        if self.places[0].code != "world":
            raise ValueError("the first place is “world”, for whoever finds no country")
        return self


class Person(Strict):
    """One of the invented people."""

    key: Slug
    name: Sentence
    full_name: Sentence | None = None
    age: int | None = Field(None, ge=0, le=110)
    pronouns: Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z]+$")]
    invented: Literal[True]
    work: Sentence | None = None
    facts: list[Sentence] = Field(min_length=1)
    teaches: Sentence
    lessons: list[LessonFile] = Field(min_length=1)


class PeopleFile(Strict):
    """people.yml."""

    people: list[Person] = Field(min_length=1)


class LearningObjective(Strict):
    """What a learner can do after a lesson."""

    id: Objective
    level: Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]
    text: Sentence


class ObjectivesFile(Strict):
    """objectives.yml."""

    objectives: list[LearningObjective] = Field(min_length=1)


class CommonIdea(Strict):
    """A misconception, what is closer to what is known, and a question that shows it."""

    id: Misconception
    idea: Sentence
    closer: Sentence
    probe: Sentence


class MisconceptionsFile(Strict):
    """misconceptions.yml."""

    misconceptions: list[CommonIdea] = Field(min_length=1)


class WordingRule(Strict):
    """Words a learner does not meet, with what to say in their place."""

    id: Slug
    group: Slug
    pattern: Text = Field(description="A regular expression.")
    match_case: bool = False
    level: Literal["never", "look"] = Field(description="never = a test fails.")
    say: Sentence
    why: Sentence
    where_allowed: list[
        Literal["wrong-option", "quoted-label"]
        | Annotated[str, StringConstraints(pattern=r"^lesson:\d\d(?:-[a-z0-9]+)+$")]
    ] = Field(default=[], description="The only places in which it may stand.")
    bad: list[Sentence] = Field(min_length=1, description="Examples that the pattern catches.")
    good: list[Sentence] = Field(default=[], description="Examples that it lets pass.")

    @model_validator(mode="after")
    def _does_what_it_says(self) -> WordingRule:
        try:
            found = self.compiled().search
        except re.error as error:
            message = f"“{self.pattern}” is not a regular expression ({error})"
            raise ValueError(message) from None
        for example in self.bad:
            if not found(example):
                message = f"the pattern of “{self.id}” misses its bad example “{example}”"
                raise ValueError(message)
        for example in self.good:
            if found(example):
                message = f"the pattern of “{self.id}” catches its good example “{example}”"
                raise ValueError(message)
        return self

    def compiled(self) -> re.Pattern[str]:
        """Return the pattern, ready to search with. Raises `re.error`."""
        return re.compile(self.pattern, 0 if self.match_case else re.IGNORECASE)


class WordingFile(Strict):
    """wording.yml."""

    rules: list[WordingRule] = Field(min_length=1)
    medicines: list[Annotated[str, StringConstraints(pattern=r"^[a-z]+$")]] = Field(min_length=1)


class InClass(Strict):
    """Whether a lesson suits a whole class, and what a teacher minds."""

    fit: Literal["whole", "care", "not"]
    note: Sentence


class Lesson(Strict):
    """One lesson: its file, what a learner sees of it beforehand, and what it teaches."""

    file: LessonFile
    title: Sentence
    line: Sentence
    minutes: int = Field(gt=0, le=15, description="The open path.")
    further_minutes: int = Field(ge=0, le=10, description="The part folded as “go further”.")
    skill: Sentence
    in_class: InClass
    claims: list[Claim] = Field(min_length=1)


class LessonsFile(Strict):
    """lessons.yml."""

    lessons: list[Lesson] = Field(min_length=1)


class PracticeNotebook(Strict):
    """A practice notebook in exercises/: what a learner sees of it beforehand."""

    file: Annotated[str, StringConstraints(pattern=r"^[a-z]+(?:-[a-z]+)*$", max_length=30)]
    title: Sentence
    line: Sentence
    minutes: int = Field(gt=0, le=25)
    lessons: list[LessonFile] = Field(min_length=1, description="The lessons that link to it.")
    safety: bool = Field(
        default=False, description="True if the safety questions come first: a home may be unsafe."
    )


class PracticesFile(Strict):
    """practices.yml."""

    practices: list[PracticeNotebook] = Field(min_length=1)


class FeelingWord(Strict):
    """A word for a feeling, in plain words, and what else it could be."""

    key: Slug
    word: Annotated[str, StringConstraints(min_length=1, max_length=30)]
    gloss: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    near: list[Slug] = Field(
        min_length=1, max_length=3, description="Keys of words that it may be mixed up with."
    )


class FeelingFamily(Strict):
    """Words that lie close together."""

    key: Slug
    label: Annotated[str, StringConstraints(min_length=1, max_length=30)]
    words: list[FeelingWord] = Field(min_length=3, max_length=7)


class FeelingCorner(Strict):
    """One of four: pleasant or unpleasant, high or low energy."""

    key: Slug
    label: Sentence
    hint: Sentence = Field(description="How it may show in the body.")
    families: list[FeelingFamily] = Field(min_length=3, max_length=6)


class OpenAnswer(Strict):
    """An answer that is no word for a feeling and is as good as one."""

    key: Slug
    word: Annotated[str, StringConstraints(min_length=1, max_length=30)]
    gloss: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    next: Sentence = Field(description="What to try after it.")


FEWEST_WORDS = 80


class FeelingsFile(Strict):
    """feelings.yml: our own words, in four corners, and the answers that are always there."""

    corners: list[FeelingCorner] = Field(min_length=4, max_length=4)
    always: list[OpenAnswer] = Field(min_length=4)

    @model_validator(mode="after")
    def _every_neighbour_is_a_word(self) -> FeelingsFile:
        words = [w for c in self.corners for f in c.families for w in f.words]
        keys = {word.key for word in words}
        for word in words:
            for near in word.near:
                if near not in keys - {word.key}:
                    message = f"“{word.key}” is near “{near}”, which is no other word here"
                    raise ValueError(message)
        if len(words) < FEWEST_WORDS:
            message = f"{len(words)} words; the set has {FEWEST_WORDS} or more"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _every_word_has_one_place(self) -> FeelingsFile:
        words = [w for c in self.corners for f in c.families for w in f.words]
        # A learner's answer keeps the key alone, so a key stands for one word in the whole file.
        for names in (
            [one.key for one in words] + [one.key for one in self.always],
            [one.word.lower() for one in words] + [one.word.lower() for one in self.always],
        ):
            for name in names:
                if names.count(name) > 1:
                    message = f"“{name}” stands twice; give it one place"
                    raise ValueError(message)
        return self


FILES: dict[str, type[BaseModel]] = {
    "claims": ClaimsFile,
    "references": ReferencesFile,
    "glossary": GlossaryFile,
    "helplines": HelplinesFile,
    "people": PeopleFile,
    "objectives": ObjectivesFile,
    "misconceptions": MisconceptionsFile,
    "wording": WordingFile,
    "lessons": LessonsFile,
    "practices": PracticesFile,
    "feelings": FeelingsFile,
}
# Files that are more than one list come as they are.
_WHOLE = ("helplines", "wording", "feelings")
_NAMES = ("id", "key", "code", "term", "file")


def _repeats(data: Any, name: str, lines: dict[Where, int], at: Where = ()) -> list[str]:
    """Return one sentence for every name that stands twice in a list, at any depth."""
    problems: list[str] = []
    if isinstance(data, dict):
        for field, value in data.items():
            problems += _repeats(value, name, lines, (*at, field))
    elif isinstance(data, list):
        first: dict[str, int] = {}
        for index, item in enumerate(data):
            place = (*at, index)
            field = next((n for n in _NAMES if isinstance(item, dict) and n in item), None)
            key = item[field] if field else item
            if isinstance(key, str):
                here = lines.get((*place, field) if field else place, 1)
                if key in first:
                    problems.append(
                        f"{name}, line {here}: “{key}” stands already in line {first[key]}. "
                        "Give each its own, or remove one."
                    )
                first.setdefault(key, here)
            problems += _repeats(item, name, lines, place)
    return problems


def read_reference(path: Path) -> Any:
    """Return one checked file of ``lessons/reference`` as plain data.

    A file that is one list comes as that list; ``claims`` comes as the article's claims with
    the additions after them; ``helplines``, ``wording`` and ``feelings`` come as they are.
    Fields left out are left out here too. Raises `ContentError`.
    """
    name = "/".join(path.parts[-2:])
    model = FILES.get(path.stem)
    if model is None:
        known = ", ".join(f"{stem}.yml" for stem in FILES)
        raise ContentError([f"{name}: there is no rule for this file. Known: {known}."])
    data, lines = load_yaml(path)
    checked = check(model, data, name, lines)
    if problems := _repeats(data, name, lines):
        raise ContentError(problems)
    found = checked.model_dump(exclude_none=True)
    if path.stem in _WHOLE:
        return found
    return [item for part in found.values() for item in part]


def _lesson_number(identifier: str) -> str:
    return identifier[2:4]


def disagreements(folder: Path, today: date | None = None) -> list[str]:
    """Return every way in which the files of ``folder`` contradict each other, one sentence each.

    ``today`` is the day that no check may lie after; it is today if left out.
    Raises `ContentError` if a file by itself is wrong.
    """
    files = {stem: read_reference(folder / f"{stem}.yml") for stem in FILES}
    lessons = {lesson["file"]: lesson for lesson in files["lessons"]}
    numbers = {file[:2] for file in lessons}
    sources = {source["id"] for source in files["references"]}
    claims = {claim["id"]: claim for claim in files["claims"]}
    problems: list[str] = []

    for claim in claims.values():
        problems += [
            f"claims.yml, {claim['id']}: there is no “{ref}” in references.yml. "
            "Add it there, or mend the name."
            for ref in claim["refs"]
            if ref not in sources
        ]
    problems += _taught_once(lessons, claims)
    for stem, name, field in (
        ("claims", "id", "lesson"),
        ("glossary", "term", "lesson"),
        ("people", "key", "lessons"),
        ("practices", "file", "lessons"),
    ):
        for item in files[stem]:
            named = item[field] if isinstance(item[field], list) else [item[field]]
            problems += [
                f"{stem}.yml, {item[name]}: there is no lesson “{lesson}” in lessons.yml."
                for lesson in named
                if lesson not in lessons
            ]
    for stem in ("objectives", "misconceptions"):
        found = {_lesson_number(item["id"]) for item in files[stem]}
        problems += [
            f"{stem}.yml: lesson {number} stands in only one of {stem}.yml and lessons.yml."
            for number in sorted(found ^ numbers)
        ]
    for rule in files["wording"]["rules"]:
        problems += [
            f"wording.yml, {rule['id']}: there is no lesson “{where[7:]}” in lessons.yml."
            for where in rule["where_allowed"]
            if where.startswith("lesson:") and where[7:] not in lessons
        ]
    return problems + _days_ahead(files["helplines"], today or date.today())  # noqa: DTZ011


def _taught_once(lessons: dict[str, Any], claims: dict[str, Any]) -> list[str]:
    problems = []
    teachers: dict[str, list[str]] = {name: [] for name in claims}
    for file, lesson in lessons.items():
        for name in lesson["claims"]:
            if name in claims:
                teachers[name].append(file)
            else:
                problems.append(f"lessons.yml, {file}: there is no claim “{name}” in claims.yml.")
    for name, files in teachers.items():
        if not files:
            problems.append(f"lessons.yml: no lesson teaches {name}. Add it to one.")
        elif len(files) > 1:
            problems.append(f"lessons.yml: {name} stands in {' and '.join(files)}. Keep one.")
        elif files[0] != claims[name]["lesson"]:
            problems.append(
                f"claims.yml, {name}: lesson is “{claims[name]['lesson']}”, "
                f"but lessons.yml has it in “{files[0]}”. Make them agree."
            )
    return problems


def _days_ahead(helplines: dict[str, Any], today: date) -> list[str]:
    return [
        f"helplines.yml, {line['id']}: “checked” is {contact['checked']}, a day still to come. "
        "Write the day on which the number was read."
        for place in helplines["places"]
        for line in place["lines"]
        for contact in line["contacts"]
        if date.fromisoformat(contact.get("checked", "2000-01-01")) > today
    ]


def json_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of every reference file, by the file's name without ``.yml``."""
    return {stem: model.model_json_schema() for stem, model in FILES.items()}
