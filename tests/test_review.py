"""The review deck: every lesson has its cards, each with one idea of that lesson, in plain words."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import Any

import pytest
import textstat

from widgets import content
from widgets.reference_models import WordingRule

LESSONS = [one["file"] for one in content.load_reference("lessons")]
CARDS: list[dict[str, Any]] = content.load_exercises("review")["deck"]["cards"]
CLAIMS = {one["id"]: one["lesson"] for one in content.load_reference("claims")}
OBJECTIVES = {one["id"] for one in content.load_reference("objectives")}
PEOPLE = {one["key"]: one for one in content.load_reference("people")}


@pytest.fixture(params=CARDS, ids=lambda card: card["key"])
def card(request: pytest.FixtureRequest) -> dict[str, Any]:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(params=LESSONS)
def lesson(request: pytest.FixtureRequest) -> str:
    return request.param  # type: ignore[no-any-return]


def of(lesson: str) -> list[dict[str, Any]]:
    return [card for card in CARDS if card["lesson"] == lesson]


def words(text: str) -> int:
    return len(re.findall(r"[\w'-]+", text))


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.?!])\"?\s+", text) if one]


def test_every_lesson_has_three_or_four_cards(lesson: str) -> None:
    assert len(of(lesson)) in (3, 4)


def test_cards_stand_in_the_order_of_the_lessons() -> None:
    assert [name for name, _ in groupby(card["lesson"] for card in CARDS)] == LESSONS


def test_every_objective_of_a_lesson_is_asked_for(lesson: str) -> None:
    mine = {one for one in OBJECTIVES if one[2:4] == lesson[:2]}
    assert {card["objective"] for card in of(lesson)} == mine


def test_claims_are_taught_in_the_cards_lesson(card: dict[str, Any]) -> None:
    assert {CLAIMS[claim] for claim in card["claims"]} <= {card["lesson"]}


def test_people_are_those_of_the_lesson(card: dict[str, Any]) -> None:
    told = f"{card['ask']} {card['answer']}"
    named = {key for key, one in PEOPLE.items() if re.search(rf"\b{one['name']}\b", told)}
    assert all(card["lesson"] in PEOPLE[key]["lessons"] for key in named), named


def test_an_answer_is_one_to_three_sentences_of_eight_words_or_more(card: dict[str, Any]) -> None:
    assert 1 <= len(sentences(card["answer"])) <= 3
    assert words(card["answer"]) >= 8


def test_answers_and_questions_are_unique() -> None:
    for field in ("ask", "answer"):
        every = Counter(card[field] for card in CARDS)
        assert [text for text, times in every.items() if times > 1] == []


def test_a_question_asks(card: dict[str, Any]) -> None:
    assert card["ask"].endswith(("?", "."))
    assert "?" in card["ask"] or card["ask"].split(". ")[-1].startswith("Name")


def test_no_number_needs_a_source(card: dict[str, Any]) -> None:
    assert not re.search(r"\d|per ?cent", f"{card['ask']} {card['answer']}")


def test_cards_can_be_read(lesson: str) -> None:
    text = "\n".join(f"{card['ask']}\n{card['answer']}" for card in of(lesson))
    assert textstat.flesch_kincaid_grade(text) <= 7
    assert textstat.avg_sentence_length(text) <= 15


def test_words_to_avoid_are_avoided(card: dict[str, Any]) -> None:
    wording = content.load_reference("wording")
    medicines = re.compile(rf"\b(?:{'|'.join(wording['medicines'])})\b", re.IGNORECASE)
    for text in (card["ask"], card["answer"]):
        assert not medicines.search(text)
        for rule in (WordingRule(**one) for one in wording["rules"]):
            if rule.level == "never" and f"lesson:{card['lesson']}" not in rule.where_allowed:
                assert not rule.compiled().search(text), f"{rule.id}, say: {rule.say}"


def test_the_warm_up_draws_from_the_deck() -> None:
    deck, warm_up = (content.load_exercise(f"review/{name}") for name in ("deck", "warm-up"))
    assert warm_up["cards"] == deck["cards"] != []
