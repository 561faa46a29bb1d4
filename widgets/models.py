"""What an exercise is: the fields of each kind, and errors an author can act on.

A kernel does not import this module while the content is unchanged: see `widgets.content`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from .errors import ContentError
from .yaml_text import Place, load_yaml

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=1200)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Objective = Annotated[str, StringConstraints(pattern=r"^O-\d\d\.\d$")]
Misconception = Annotated[str, StringConstraints(pattern=r"^M-\d\d\.\d$")]
Claim = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}-\d\d$")]
SHORTEST_BREATH, LONGEST_BREATH = 10, 12  # seconds: 5 to 6 breaths a minute
FEWEST_ENDINGS = 3


class Strict(BaseModel):
    """A model in which an unknown field is a mistake and no value is converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


class BaseExercise(Strict):
    """The fields that every exercise has."""

    id: Slug = Field(description="Name of the exercise in its file, such as spot-the-sign.")
    title: Sentence = Field(description="The heading that the learner sees.")
    intro: Text | None = Field(None, description="One or two sentences above the exercise.")
    minutes: float = Field(gt=0, le=15, description="How long it takes.")
    objective: Objective = Field(description="The learning objective it serves.")
    claims: list[Claim] = Field(default=[], description="The claims that it teaches or tests.")
    fit_for: list[Literal["private", "pair", "class"]] = Field(
        min_length=1, description="Who may do it together."
    )
    instead: Sentence = Field(description="What to do if the learner would rather not do it.")
    only_if_safe: bool = Field(
        default=False,
        description="True if it waits for the safety questions that stand before it.",
    )

    @model_validator(mode="after")
    def _no_repeated_keys(self) -> BaseExercise:
        for field, items in self:
            if isinstance(items, list):
                keys = [getattr(i, "key", None) or getattr(i, "id", None) for i in items]
                for key in {k for k in keys if k is not None and keys.count(k) > 1}:
                    message = f"“{key}” is used twice in {field}; give each its own key"
                    raise ValueError(message)
        return self


class Option(Strict):
    """One answer to a question, with the reason a learner reads after choosing it."""

    key: Slug
    text: Sentence
    fits: bool = Field(description="True if this answer is a good one.")
    reason: Text = Field(description="Why it fits or not. Every option has its own.")
    misconception: Misconception | None = Field(
        None, description="The misconception that a wrong option shows."
    )

    @model_validator(mode="after")
    def _only_wrong_options_show_misconceptions(self) -> Option:
        if self.fits and self.misconception:
            message = "an option that fits cannot carry a misconception"
            raise ValueError(message)
        return self


class Item(Strict):
    """One question."""

    id: Slug
    scene: Text | None = Field(None, description="A little scene that the question is about.")
    new_scene: bool = Field(
        default=False, description="True if the lesson has not shown this scene."
    )
    ask: Sentence
    several: bool = Field(default=False, description="True if more than one option may be picked.")
    objective: Objective | None = Field(None, description="If other than the exercise's own.")
    claims: list[Claim] = []
    options: list[Option] = Field(min_length=2, max_length=6)

    @model_validator(mode="after")
    def _has_an_answer(self) -> Item:
        fitting = sum(option.fits for option in self.options)
        if not fitting:
            message = "no option has fits: true; mark the best one"
            raise ValueError(message)
        if fitting > 1 and not self.several:
            message = "two options fit, so set several: true or keep one"
            raise ValueError(message)
        keys = [option.key for option in self.options]
        if len(set(keys)) < len(keys):
            message = "two options have the same key"
            raise ValueError(message)
        return self


class Quiz(BaseExercise):
    """Questions with one or several options; every option has its reason."""

    kind: Literal["quiz"]
    guess: bool = Field(default=False, description="True for the guesses that open a lesson.")
    looks_back: Slug | None = Field(
        None,
        description="The id of the guesses that questions here come back to: the learner sees "
        "what they picked before and what now.",
    )
    items: list[Item] = Field(min_length=1, max_length=7)


class Group(Strict):
    """A place for cards."""

    key: Slug
    label: Sentence


class Card(Strict):
    """A card to be put into a group."""

    key: Slug
    text: Sentence
    group: Slug = Field(description="The key of the group that fits.")
    reason: Text
    misconception: Misconception | None = None


class Sort(BaseExercise):
    """Cards that go into groups, each with its reason."""

    kind: Literal["sort"]
    groups: list[Group] = Field(min_length=2, max_length=5)
    cards: list[Card] = Field(min_length=3, max_length=7)

    @model_validator(mode="after")
    def _every_group_exists(self) -> Sort:
        known = [group.key for group in self.groups]
        for card in self.cards:
            if card.group not in known:
                message = (
                    f"card “{card.key}” goes to “{card.group}”, which is no group here; "
                    f"the groups are {', '.join(known)}"
                )
                raise ValueError(message)
        return self


class Checkin(BaseExercise):
    """A rating from 0 to 10, before or after something."""

    kind: Literal["checkin"]
    ask: Sentence
    low: Sentence = Field(description="What 0 stands for.")
    high: Sentence = Field(description="What 10 stands for.")
    after: Slug | None = Field(
        None, description="The id of the check-in before; then this one compares with it."
    )


class SheetField(Strict):
    """One field of a worksheet."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$", max_length=30)]
    label: Sentence
    help: Sentence | None = None
    form: Literal["line", "text", "choice", "rating"] = "line"
    options: list[Sentence] = Field(default=[], max_length=7)
    worked: Sentence = Field(description="What the example person wrote.")
    half: Sentence | None = Field(None, description="A start that the learner completes.")

    @model_validator(mode="after")
    def _choices_have_options(self) -> SheetField:
        if (self.form == "choice") != bool(self.options):
            message = "options belong to form: choice, and a choice needs them"
            raise ValueError(message)
        allowed = [str(n) for n in range(11)] if self.form == "rating" else self.options
        for given in (self.worked, self.half):
            if allowed and given is not None and given not in allowed:
                message = (
                    f"“{given}” cannot be chosen in this field; it can be {', '.join(allowed)}"
                )
                raise ValueError(message)
        return self


class Worksheet(BaseExercise):
    """Fields that become a card to keep."""

    kind: Literal["worksheet"]
    example_of: Slug = Field(description="The key in people.yml of the person in the example.")
    fields: list[SheetField] = Field(min_length=1, max_length=7)
    card_title: Sentence
    card: list[Sentence] = Field(min_length=1, max_length=7, description="Lines with {fields}.")
    reminders: bool = Field(
        default=False,
        description="True for a plan that can come back as three days in a calendar.",
    )

    @model_validator(mode="after")
    def _reminders_only_where_it_is_safe(self) -> Worksheet:
        if self.reminders and self.only_if_safe:
            message = (
                "a phone that is watched shows reminders too, so a sheet with only_if_safe: true "
                "has none; remove reminders"
            )
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _card_uses_known_fields(self) -> Worksheet:
        known = {field.key for field in self.fields}
        for line in self.card:
            for name in re.findall(r"\{([^}]*)\}", line):
                if name not in known:
                    message = (
                        f"the card names {{{name}}}, which is no field here; "
                        f"the fields are {', '.join(sorted(known))}"
                    )
                    raise ValueError(message)
        return self


class Pace(Strict):
    """A breath: how long it goes in and out. It is never held."""

    in_seconds: float = Field(gt=0, description="Seconds in.")
    out_seconds: float = Field(gt=0, description="Seconds out; no shorter than in.")

    @model_validator(mode="after")
    def _is_slow_and_not_forced(self) -> Pace:
        whole = self.in_seconds + self.out_seconds
        if not SHORTEST_BREATH <= whole <= LONGEST_BREATH:
            message = (
                f"a breath of {whole:g} seconds; make it {SHORTEST_BREATH} to {LONGEST_BREATH}, "
                "which is 5 to 6 a minute"
            )
            raise ValueError(message)
        if not self.in_seconds <= self.out_seconds <= 2 * self.in_seconds:
            message = (
                f"breathing in for {self.in_seconds:g} and out for {self.out_seconds:g}; "
                "make out as long as in or a little longer, and at most twice as long"
            )
            raise ValueError(message)
        return self


class Step(Strict):
    """One step of a practice."""

    say: Sentence
    seconds: int = Field(gt=0, le=300)
    pace: Pace | None = Field(None, description="For a step that follows the breath.")
    write: Sentence | None = Field(
        None, description="The label of one line to write in this step, which then has no timer."
    )

    @model_validator(mode="after")
    def _breath_has_its_time(self) -> Step:
        if self.pace and self.write:
            message = "a step follows the breath or has a line to write, and not both"
            raise ValueError(message)
        if self.pace:
            breath = self.pace.in_seconds + self.pace.out_seconds
            fitting = round(max(1, round(self.seconds / breath)) * breath)
            if self.seconds != fitting:
                message = (
                    f"{self.seconds} seconds would end in the middle of a breath of {breath:g}; "
                    f"make it {fitting}"
                )
                raise ValueError(message)
        return self


class Version(Strict):
    """The same practice for other senses."""

    key: Slug
    label: Sentence
    steps: list[Step] = Field(min_length=1, max_length=12)


class Scale(Strict):
    """The rating asked before and after a practice, from 0 to 10."""

    ask: Sentence
    low: Sentence = Field(description="What 0 stands for.")
    high: Sentence = Field(description="What 10 stands for.")


class Practice(BaseExercise):
    """Steps with times, which the learner may stop at any moment."""

    kind: Literal["practice"]
    steps: list[Step] = Field(default=[], max_length=12)
    versions: list[Version] = Field(default=[], max_length=6, description="Instead of steps.")
    care: list[Sentence] = Field(
        default=[], max_length=5, description="Who had better skip it, or ask first."
    )
    rate: Scale | None = Field(None, description="The rating before and after, if it has one.")
    close: Sentence = Field(description="The sentence after the last step.")
    stopped: Sentence = Field(description="The sentence after an early stop.")

    @model_validator(mode="after")
    def _has_steps_or_versions(self) -> Practice:
        if bool(self.steps) == bool(self.versions):
            message = "give either steps or versions, each with its steps"
            raise ValueError(message)
        return self


class Need(Strict):
    """One sentence a learner may pick in the finder, and where it leads."""

    key: Slug
    text: Sentence
    lessons: list[Slug] = Field(min_length=1, max_length=4)
    why: Sentence


class Finder(BaseExercise):
    """Sentences that lead to at most four lessons."""

    kind: Literal["finder"]
    ask: Sentence
    needs: list[Need] = Field(min_length=2, max_length=8)


class Choice(Strict):
    """One way on from a moment of a scene, and what it gave and cost."""

    key: Slug
    text: Sentence
    gave: Sentence = Field(description="What this choice gave, in words.")
    cost: Sentence = Field(description="What it cost, in words.")
    to: Slug = Field(description="The id of the moment that follows.")


class Ending(Strict):
    """What the learner takes along from the end of a scene."""

    skill: Sentence
    support: Sentence


class Moment(Strict):
    """One moment of a scene: it leads on by choices, or it ends."""

    id: Slug
    text: Text
    choices: list[Choice] = Field(default=[], max_length=4)
    ending: Ending | None = None

    @model_validator(mode="after")
    def _leads_on_or_ends(self) -> Moment:
        if (self.ending is None) == (not self.choices):
            message = f"moment “{self.id}” needs choices, or an ending, and not both"
            raise ValueError(message)
        keys = [choice.key for choice in self.choices]
        if len(set(keys)) < len(keys):
            message = f"two choices of moment “{self.id}” have the same key"
            raise ValueError(message)
        return self


class Scene(BaseExercise):
    """A branching story. It begins with the first moment, and no way through it is bad."""

    kind: Literal["scene"]
    person: Slug = Field(description="The key in people.yml of the person in it.")
    moments: list[Moment] = Field(min_length=4, max_length=20)

    @model_validator(mode="after")
    def _is_a_whole_story(self) -> Scene:
        reached: set[str] = set()
        mistakes = list(self._walk(self.moments[0].id, (), reached))
        mistakes += [
            (f"nothing leads to “{moment.id}”; lead a choice to it, or remove it", (n,))
            for n, moment in enumerate(self.moments)
            if moment.id not in reached
        ]
        endings = sum(moment.ending is not None for moment in self.moments)
        if endings < FEWEST_ENDINGS:
            message = f"a scene has {FEWEST_ENDINGS} endings or more, and this has {endings}"
            mistakes.append((message, ()))
        if mistakes:
            # A ValueError would stand at the scene; this way each names its own line.
            raise ValidationError.from_exception_data(
                "Scene",
                [
                    {
                        "type": PydanticCustomError("value_error", "{error}", {"error": message}),
                        "loc": ("moments", *place),
                        "input": None,
                    }
                    for message, place in mistakes
                ],
            )
        return self

    def _walk(
        self, name: str, before: tuple[str, ...], reached: set[str]
    ) -> Iterator[tuple[str, Place]]:
        """Go every way on from moment ``name``, and tell what is wrong and where."""
        reached.add(name)
        way = (*before, name)
        numbers = {moment.id: n for n, moment in enumerate(self.moments)}
        for at, choice in enumerate(self.moments[numbers[name]].choices):
            place = (numbers[name], "choices", at, "to")
            if choice.to not in numbers:
                known = ", ".join(numbers)
                yield f"is “{choice.to}”, which is no moment here; the moments are {known}", place
            elif choice.to in way:
                circle = " → ".join((*way[way.index(choice.to) :], choice.to))
                yield f"leads round in a circle: {circle}", place
            elif choice.to not in reached:
                yield from self._walk(choice.to, way, reached)


class Feelings(BaseExercise):
    """Words for a feeling, from lessons/reference/feelings.yml, found in two steps."""

    kind: Literal["feelings"]
    ask: Sentence


class LogEntry(Strict):
    """One day of the example log."""

    day: int = Field(ge=1, le=14)
    mood: int = Field(ge=0, le=10)
    numb: int = Field(ge=0, le=10)
    word: Sentence | None = None
    what: Sentence | None = Field(None, description="What was happening.")
    sleep: float | None = Field(None, ge=0, le=24, description="Hours.")


class Log(BaseExercise):
    """Short notes on up to 14 days; gaps are fine."""

    kind: Literal["log"]
    example_of: Slug = Field(description="The key in people.yml of the person in the example.")
    worked: list[LogEntry] = Field(min_length=3, max_length=14, description="Days in order.")
    worked_pattern: Sentence = Field(description="The one pattern that the person noticed.")
    worked_ask: Sentence = Field(description="What the person wants to ask at the visit.")

    @model_validator(mode="after")
    def _days_stand_in_order(self) -> Log:
        for first, second in pairwise(entry.day for entry in self.worked):
            if first >= second:
                message = (
                    f"day {second} stands after day {first}; put the days of worked in order, "
                    "each one once"
                )
                raise ValueError(message)
        return self


class RecallCard(Strict):
    """One question from a lesson, and its answer."""

    key: Slug
    lesson: Slug = Field(description="The lesson's file name, such as 01-what-it-is.")
    ask: Sentence
    answer: Text
    objective: Objective
    claims: list[Claim] = []


class Recall(BaseExercise):
    """Questions from lessons already seen: a whole deck, or three of it on their days."""

    kind: Literal["recall"]
    cards: list[RecallCard] = Field(default=[], max_length=80)
    draws_from: Slug | None = Field(
        None, description="The id of the deck in this file from which three are due at a time."
    )

    @model_validator(mode="after")
    def _has_cards_or_a_deck(self) -> Recall:
        if bool(self.cards) == bool(self.draws_from):
            message = "give either cards, or draws_from with the id of a deck"
            raise ValueError(message)
        return self


class Way(Strict):
    """How someone feels right now, one thing to try and one to leave out."""

    key: Slug
    feel: Sentence
    attempt: Sentence = Field(description="One thing to try.")
    leave_out: Sentence
    practice: Slug | None = Field(None, description="The practice notebook that holds it.")
    help: bool = Field(default=False, description="True if help comes before any exercise.")

    @model_validator(mode="after")
    def _help_comes_before_any_exercise(self) -> Way:
        if self.help and self.practice:
            message = "help comes before any exercise; take practice away, or help"
            raise ValueError(message)
        return self


class Chooser(BaseExercise):
    """From "right now I feel ..." to one thing to try."""

    kind: Literal["chooser"]
    ask: Sentence
    ways: list[Way] = Field(min_length=2, max_length=8)


class SafetyQuestion(Strict):
    """One question about a home, answered yes, no or not sure."""

    key: Slug
    text: Sentence


class Safety(BaseExercise):
    """Questions before anything that could raise a danger at home. Answers are never kept."""

    kind: Literal["safety"]
    asks: list[SafetyQuestion] = Field(min_length=1, max_length=5)
    careful: Text = Field(description="What it says after a yes or a not sure.")
    clear: Sentence = Field(description="What it says after no to all.")


AnyExercise = Annotated[
    Quiz
    | Sort
    | Scene
    | Worksheet
    | Checkin
    | Practice
    | Feelings
    | Log
    | Recall
    | Finder
    | Chooser
    | Safety,
    Field(discriminator="kind"),
]
KINDS: dict[str, type[BaseExercise]] = {
    "quiz": Quiz,
    "sort": Sort,
    "scene": Scene,
    "worksheet": Worksheet,
    "checkin": Checkin,
    "practice": Practice,
    "feelings": Feelings,
    "log": Log,
    "recall": Recall,
    "finder": Finder,
    "chooser": Chooser,
    "safety": Safety,
}


class ExerciseFile(Strict):
    """One file of exercises, in the order in which its lesson shows them."""

    exercises: list[AnyExercise] = Field(min_length=1)


Range = Annotated[list[int | float], Field(min_length=2, max_length=2)]


class Row(Strict):
    """One row of a figure's data: a value for each column."""

    name: Sentence
    lesson: int | None = Field(None, ge=0, le=11, description="The lesson that it belongs to.")
    note: Sentence | None = Field(None, description="Whom it is about and what they were asked.")
    values: list[int | float | Range | None] = Field(
        default=[],
        description="One for each column: a number, a range, or null where the source gives none.",
    )

    @model_validator(mode="after")
    def _ranges_run_upwards(self) -> Row:
        for value in self.values:
            if isinstance(value, list) and value[0] > value[1]:
                message = f"{value[0]} to {value[1]} runs down; put the lower number first"
                raise ValueError(message)
        return self


class Mark(Strict):
    """A word that a figure says instead of a number, and the number it stands for."""

    at: int | float
    word: Sentence
    on_axis: bool = Field(default=True, description="False if it is said, but not drawn.")


class Derived(Strict):
    """A number that does not stand in the references as it is."""

    value: int | float
    how: Sentence = Field(description="How it comes from a number that does.")


class FigureData(Strict):
    """What a figure shows and says. A figure without a source is a mistake."""

    title: Sentence
    picture: Annotated[str, StringConstraints(pattern=r"^\D+$", max_length=200)] = Field(
        description="What kind of picture it is; the alt text adds the numbers."
    )
    caption: Text
    asked: Sentence | None = Field(None, description="How the people were asked.")
    cannot_say: Sentence = Field(description="What the figure cannot say.")
    to_use: Annotated[str, StringConstraints(pattern=r"^To use it, ", max_length=400)] = Field(
        description="What a learner can do with it."
    )
    refs: list[str] = Field(default=[], description="Ids of the sources in references.yml.")
    invented: bool = Field(default=False, description="True if the numbers are made up.")
    derived: list[Derived] = []
    unit: Sentence = Field(description="What the numbers are, with their range.")
    columns: list[Sentence] = Field(min_length=1, max_length=4)
    rows: list[Row] = Field(min_length=1, max_length=12)
    scale: list[Mark] = Field(default=[], description="Words to show instead of the numbers.")
    points: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.csv$")] | None = Field(
        None, description="The file of points beside this one, which then gives the rows' values."
    )

    @model_validator(mode="after")
    def _has_a_source(self) -> FigureData:
        if not self.refs and not self.invented:
            message = "give refs (ids in references.yml), or say invented: true"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _one_value_for_each_column(self) -> FigureData:
        if self.points and (len(self.rows), len(self.columns)) != (2, 2):
            message = "points are counted in two rows and two columns; give two of each"
            raise ValueError(message)
        for row in self.rows:
            if len(row.values) != (0 if self.points else len(self.columns)):
                message = (
                    f"row “{row.name}” has {len(row.values)} values for {len(self.columns)} columns"
                    + ("; leave them out, they are counted from the points" if self.points else "")
                )
                raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _rows_stand_in_the_order_of_their_lessons(self) -> FigureData:
        lessons = [row.lesson for row in self.rows if row.lesson is not None]
        if lessons != sorted(lessons):
            message = "order the rows by their lessons, so that none is ranked above another"
            raise ValueError(message)
        return self


def _field(place: Iterable[str | int]) -> str:
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _known_fields(model: type[BaseModel], place: Place) -> list[str]:
    """Return the field names of the model at ``place``, or none if it cannot be told."""
    current: Any = model
    for part in place:
        if isinstance(part, int) or not hasattr(current, "model_fields"):
            continue
        field = current.model_fields.get(part)
        if field is None:
            return []
        found = re.search(r"(\w+)'?[\]>| ]*$", str(field.annotation).replace("| None", ""))
        inner = getattr(field.annotation, "__args__", (field.annotation,))
        current = next((a for a in inner if hasattr(a, "model_fields")), found and current)
    return list(getattr(current, "model_fields", ()))


def _explain(error: Any, model: type[BaseModel]) -> str:
    kind, place = error["type"], error["loc"]
    given = error.get("input")
    shown = str(given) if len(str(given)) <= 60 else str(given)[:57] + "..."  # noqa: PLR2004
    match kind:
        case "missing":
            return "is missing. Add it."
        case "extra_forbidden":
            known = _known_fields(model, place[:-1])
            near = difflib.get_close_matches(str(place[-1]), known, 1)
            hint = f"Did you mean “{near[0]}”?" if near else "Remove it."
            return f"is not a field known here. {hint} Known: {', '.join(known)}."
        case "string_type" if isinstance(given, (int, float)):
            return f"must be text, and {shown} is read as a number. Write it in quotes: '{shown}'."
        case "string_type":
            return f"must be text, and {shown!r} is not. Write a sentence, in quotes if need be."
        case "bool_type":
            return f"must be true or false, and “{shown}” is neither."
        case "literal_error":
            return f"is “{shown}”. It can be {error['ctx']['expected']}."
        case "string_pattern_mismatch":
            return f"is “{shown}”, which has not the right form ({error['ctx']['pattern']})."
        case "value_error":
            return f"{error['ctx']['error']}."
        case _:
            return f"{error['msg'][0].lower()}{error['msg'][1:]} (given: {shown})."


def check(
    model: type[BaseModel],
    data: Any,
    name: str,
    lines: dict[Place, int],
    at: Place = (),
) -> Any:
    """Return ``data`` as ``model``, or raise `ContentError` with file, line, field and remedy."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = []
        for one in error.errors():
            place = (*at, *one["loc"])
            known = place
            while known not in lines and known:
                known = known[:-1]
            field = _field(place)
            where = f"{name}, line {lines.get(known, 1)}" + (f", {field}" if field else "")
            problems.append(f"{where}: {_explain(one, model)}")
        raise ContentError(problems) from None


def read_exercises(path: Path) -> dict[str, dict[str, Any]]:
    """Return the checked exercises of one file by id, as plain data. Raises `ContentError`."""
    data, lines = load_yaml(path)
    name = "/".join(path.parts[-2:])
    if not isinstance(data, dict) or not isinstance(data.get("exercises"), list):
        message = f"{name}, line 1: the file begins with “exercises:” and a list below it."
        raise ContentError([message])
    problems: list[str] = []
    found: dict[str, dict[str, Any]] = {}
    problems += [
        f"{name}, line {lines[(extra,)]}, {extra}: is not a field known here. "
        "Only “exercises” stands at the top of the file."
        for extra in sorted(data.keys() - {"exercises"})
    ]
    for index, one in enumerate(data["exercises"]):
        at = ("exercises", index)
        kind = one.get("kind") if isinstance(one, dict) else None
        if not isinstance(kind, str) or kind not in KINDS:
            problems.append(
                f"{name}, line {lines[at]}, {_field(at)}.kind: is “{kind}”. "
                f"It can be {', '.join(KINDS)}."
            )
            continue
        try:
            exercise = check(KINDS[kind], one, name, lines, at)
        except ContentError as error:
            problems += error.problems
            continue
        if exercise.id in found:
            problems.append(
                f"{name}, line {lines[(*at, 'id')]}, {_field(at)}.id: “{exercise.id}” is used "
                "twice in this file. Give each exercise its own id."
            )
        found[exercise.id] = exercise.model_dump(exclude_none=True)
    if problems:
        raise ContentError(problems)
    return found


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of an exercise file, for editors that complete and check YAML."""
    schema = ExerciseFile.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "A file of exercises"
    return schema
