"""The rules of an exercise, for every one in exercises/, made from the content itself.

What the models check already (fields, keys, an answer to each question) is not repeated here.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import textstat

from widgets import content
from widgets.reference_models import WordingRule

ROOT = Path(__file__).parent.parent
FILES = sorted(path.stem for path in (ROOT / "exercises").glob("*.yml"))
LESSONS = {one["file"][3:]: one["file"] for one in content.load_reference("lessons")}
# The others belong to practice notebooks, or to every lesson.
OF_LESSONS = [name for name in FILES if name in LESSONS]
EXERCISES = {
    f"{name}/{key}": one for name in FILES for key, one in content.load_exercises(name).items()
}
ITEMS = {
    f"{key}/{item['id']}": {**item, "exercise": one, "file": key.partition("/")[0]}
    for key, one in EXERCISES.items()
    for item in one.get("items", ())
}
NOT_SHOWN = {"id", "key", "kind", "objective", "misconception", "group", "form"}
NOT_SHOWN |= {
    "example_of",
    "person",
    "after",
    "to",
    "lesson",
    "practice",
    "draws_from",
    "looks_back",
}
OTHERS = re.compile(r"\b(?:all|none|both) of (?:the above|these|them)\b", re.IGNORECASE)
CAREFUL = re.compile(r"\b(?:may|might|perhaps|some|sometimes|often|depends)\b", re.IGNORECASE)
# With few questions chance swings wide, so the key is judged over the whole course.
WITHIN = 0.15


def lesson_number(name: str) -> str:
    """Return the number of the lesson whose file of exercises this is: "01"."""
    return LESSONS[name][:2]


def lessons_of(name: str) -> list[str]:
    """Return the lessons that a file of exercises belongs to; none if to all."""
    if name in LESSONS:
        return [LESSONS[name]]
    return next(
        (p["lessons"] for p in content.load_reference("practices") if p["file"] == name), []
    )


def known(name: str) -> set[str]:
    return {one["id"] for one in content.load_reference(name)}


def reasons(one: dict[str, Any]) -> list[str]:
    options = [option for item in one.get("items", ()) for option in item["options"]]
    cards = one["cards"] if one["kind"] == "sort" else ()
    return [choice["reason"] for choice in (*options, *cards)]


def words(text: str) -> int:
    return len(re.findall(r"[\w'\u2019-]+", text))


def shown(value: Any, key: str = "") -> list[str]:
    """Return every sentence in an exercise that a learner reads."""
    if isinstance(value, str):
        return [] if key in NOT_SHOWN else [value]
    if isinstance(value, dict):
        return [text for name, one in value.items() for text in shown(one, name)]
    if isinstance(value, list) and key not in ("claims", "fit_for", "lessons"):
        return [text for one in value for text in shown(one)]
    return []


@pytest.fixture(params=EXERCISES)
def key(request: pytest.FixtureRequest) -> str:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def exercise(key: str) -> dict[str, Any]:
    return EXERCISES[key]


# What an exercise points to


def test_objective_claims_and_misconceptions_exist(exercise: dict[str, Any]) -> None:
    items = exercise.get("items", [])
    objectives = {exercise["objective"]} | {i["objective"] for i in items if "objective" in i}
    taught = set(exercise["claims"]).union(*(item["claims"] for item in items))
    cards = exercise.get("cards", [])
    objectives |= {card["objective"] for card in cards if "objective" in card}
    taught |= {claim for card in cards for claim in card.get("claims", ())}
    assert objectives <= known("objectives")
    assert taught <= known("claims")
    choices = [*cards, *(o for i in items for o in i["options"])]
    shown_ideas = {choice["misconception"] for choice in choices if "misconception" in choice}
    assert shown_ideas <= known("misconceptions")


def test_person_exists(exercise: dict[str, Any]) -> None:
    people = {one["key"] for one in content.load_reference("people")}
    assert exercise.get("example_of", "sam") in people
    assert exercise.get("person", "sam") in people


def test_finder_leads_to_lessons_that_are_planned(exercise: dict[str, Any]) -> None:
    planned = {one["file"] for one in content.load_reference("lessons")}
    for need in exercise.get("needs", ()):
        assert set(need["lessons"]) <= planned


@pytest.mark.parametrize(
    "plan",
    [
        "small-act/my-act",
        "what-else/my-act",
        "back-and-in/one-upset",
        "in-and-out/fly-on-the-wall",
        "keep-well/plan",
        "gallery/worksheet",
    ],
)
def test_a_plan_can_come_back_as_three_days_in_a_calendar(plan: str) -> None:
    assert EXERCISES[plan]["reminders"]


def test_second_rating_follows_a_first(key: str, exercise: dict[str, Any]) -> None:
    if "after" in exercise and exercise["kind"] == "checkin":
        first = EXERCISES[f"{key.partition('/')[0]}/{exercise['after']}"]
        assert (first["kind"], first["ask"]) == ("checkin", exercise["ask"])


# Questions and their reasons


def test_reasons_explain(exercise: dict[str, Any]) -> None:
    for reason in reasons(exercise):
        assert words(reason) >= 12, reason


def test_every_reason_is_its_own() -> None:
    every = Counter(reason for one in EXERCISES.values() for reason in reasons(one))
    assert [reason for reason, times in every.items() if times > 1] == []


def test_half_of_the_questions_are_scenes() -> None:
    for name in FILES:
        mine = [item for item in ITEMS.values() if item["file"] == name]
        assert sum("scene" in item for item in mine) >= len(mine) / 2, name


def test_no_option_refers_to_others(exercise: dict[str, Any]) -> None:
    for item in exercise.get("items", ()):
        for option in item["options"]:
            assert not OTHERS.search(option["text"])


def test_answers_are_not_given_away() -> None:
    """Neither place nor length nor a careful "may" tells which option fits."""
    single = [item["options"] for item in ITEMS.values() if not item["several"]]
    chance = sum(1 / len(options) for options in single) / len(single)
    always = {
        "the first": lambda options: options[0],
        "the last": lambda options: options[-1],
        "the longest": lambda options: max(options, key=lambda o: len(o["text"])),
        "the shortest": lambda options: min(options, key=lambda o: len(o["text"])),
    }
    for name, pick in always.items():
        share = sum(pick(options)["fits"] for options in single) / len(single)
        assert abs(share - chance) <= WITHIN, f"{name}: {share:.2f}, chance {chance:.2f}"
    every = [option for options in single for option in options]
    careful = [option["fits"] for option in every if CAREFUL.search(option["text"])]
    assert sum(careful) / len(careful) <= chance + WITHIN


def test_groups_of_a_sort_are_all_used(exercise: dict[str, Any]) -> None:
    if exercise["kind"] == "sort":
        groups = {group["key"] for group in exercise["groups"]}
        assert groups == {card["group"] for card in exercise["cards"]}


# A lesson's exercises together


@pytest.mark.parametrize("name", OF_LESSONS)
def test_every_idea_of_the_lesson_is_an_option_once(name: str) -> None:
    mine = {one for one in known("misconceptions") if one[2:4] == lesson_number(name)}
    options = (o for item in ITEMS.values() if item["file"] == name for o in item["options"])
    assert mine <= {option.get("misconception") for option in options}


def shows(name: str) -> set[str]:
    """Return the ideas that a file of exercises offers as an answer."""
    items = [item for item in ITEMS.values() if item["file"] == name]
    return {o["misconception"] for i in items for o in i["options"] if "misconception" in o}


@pytest.mark.parametrize("name", OF_LESSONS)
def test_every_idea_of_the_lesson_comes_again_later(name: str) -> None:
    """In a later lesson; those of the last one in a practice notebook."""
    later = [one for one in OF_LESSONS if lesson_number(one) > lesson_number(name)]
    if not later:
        later = [one["file"] for one in content.load_reference("practices")] + ["keep-well"]
    again = set().union(*(shows(one) for one in later))
    mine = {one for one in known("misconceptions") if one[2:4] == lesson_number(name)}
    assert mine - again == set()


@pytest.mark.parametrize("name", OF_LESSONS)
def test_every_objective_is_met_twice_and_once_in_a_new_scene(name: str) -> None:
    for objective in {one for one in known("objectives") if one[2:4] == lesson_number(name)}:
        items = [i for i in ITEMS.values() if i["file"] == name]
        met = [i for i in items if i.get("objective", i["exercise"]["objective"]) == objective]
        others = [
            one
            for key, one in EXERCISES.items()
            if key.startswith(f"{name}/") and "items" not in one and one["objective"] == objective
        ]
        assert len(met) + len(others) >= 2, objective
        assert any(item["new_scene"] for item in met), objective


@pytest.mark.parametrize("name", OF_LESSONS)
def test_guesses_are_asked_again_in_a_new_scene(name: str) -> None:
    """The ideas that the guesses test come back in a question with another scene."""
    items = [item for item in ITEMS.values() if item["file"] == name]
    for guess in (item for item in items if item["exercise"].get("guess")):
        ideas = {o["misconception"] for o in guess["options"] if "misconception" in o}
        later = [i for i in items if i["new_scene"] and not i["exercise"].get("guess")]
        again = [i for i in later if ideas & {o.get("misconception") for o in i["options"]}]
        assert again, guess["id"]
        assert guess.get("scene") not in {item.get("scene") for item in later}


@pytest.mark.parametrize("name", [one for one in OF_LESSONS if f"{one}/guesses" in EXERCISES])
def test_the_last_questions_look_back_at_the_guesses(name: str) -> None:
    """Its introduction says so: the first two are those that come back."""
    last = content.load_exercise(f"{name}/questions")
    assert last["looks_back"] == "guesses"
    assert [pair["id"] for pair in last["pairs"]] == [
        item["id"] for item in EXERCISES[f"{name}/guesses"]["items"]
    ]
    assert [pair["item"] for pair in last["pairs"]] == [item["id"] for item in last["items"][:2]]
    assert "The first two come back to your guesses." in last["intro"]


def test_every_lesson_with_guesses_looks_back() -> None:
    assert sum("looks_back" in one for one in EXERCISES.values()) == len(OF_LESSONS) - 1


# Words and time


def test_words_to_avoid_are_avoided(key: str, exercise: dict[str, Any]) -> None:
    """In a wrong option that shows what many people think, and in its reason, some may stand."""
    wording = content.load_reference("wording")
    rules = [WordingRule(**one) for one in wording["rules"]]
    lessons = {f"lesson:{one}" for one in lessons_of(key.partition("/")[0])}
    wrong = {
        text
        for item in exercise.get("items", ())
        for option in item["options"]
        if "misconception" in option
        for text in (option["text"], option["reason"])
    }
    medicines = re.compile(rf"\b(?:{'|'.join(wording['medicines'])})\b", re.IGNORECASE)
    for text in shown(exercise):
        assert not medicines.search(text), text
        for rule in rules:
            allowed = lessons & set(rule.where_allowed) or (
                "wrong-option" in rule.where_allowed and text in wrong
            )
            if rule.level == "never" and not allowed:
                assert not rule.compiled().search(text), f"{text}: {rule.id}, say: {rule.say}"


def test_exercise_can_be_read(exercise: dict[str, Any]) -> None:
    text = "\n".join(t if t.endswith((".", "?", "!")) else f"{t}." for t in shown(exercise))
    assert textstat.flesch_kincaid_grade(text) <= 7
    assert textstat.avg_sentence_length(text) <= 15


def test_minutes_leave_time_to_read(exercise: dict[str, Any]) -> None:
    """At 200 words a minute: all that is asked, and for each question one reason."""
    text = [exercise["title"], exercise.get("intro", "")]
    for item in exercise.get("items", ()):
        longest = max((option["reason"] for option in item["options"]), key=words)
        text += [item.get("scene", ""), item["ask"], longest, *(o["text"] for o in item["options"])]
    if exercise["kind"] == "sort":
        text += [part for card in exercise["cards"] for part in (card["text"], card["reason"])]
    assert words(" ".join(text)) / 200 <= exercise["minutes"] * 1.1
