"""A branching story: its graph, its way back, its endings, and its gamebook on paper."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from widgets.errors import ContentError
from widgets.models import read_exercises
from widgets.paper import paper, plain

browser = pytest.mark.browser
STORY = """\
exercises:
- kind: scene
  id: goat
  title: The goat
  minutes: 1
  objective: O-01.1
  fit_for: [private]
  instead: Look out of the window.
  person: nadia
  moments:
  - id: phone
    text: The phone rings.
    choices:
    - {key: answer, text: Answer., gave: a voice., cost: rest., to: call}
    - {key: ring, text: Let it ring., gave: rest., cost: a voice., to: quiet}
  - id: call
    text: It is about a goat.
    choices:
    - {key: ask, text: Ask., gave: a story., cost: time., to: told}
    - {key: sleep, text: Hang up., gave: sleep., cost: a story., to: quiet}
  - id: told
    text: The goat ate the hat.
    ending: {skill: listening., support: her sister.}
  - id: quiet
    text: It is quiet.
    choices:
    - {key: rest, text: Rest., gave: sleep., cost: the evening., to: bed}
    - {key: write, text: Write., gave: a plan., cost: a minute., to: plan}
  - id: bed
    text: Nadia sleeps.
    ending: {skill: rest., support: a friend.}
  - id: plan
    text: Tomorrow at nine.
    ending: {skill: a time to come back., support: her sister.}
"""


# Its graph


def problems(tmp_path: Path, text: str) -> str:
    path = tmp_path / "stories.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        read_exercises(path)
    return str(error.value)


def test_a_whole_story_is_read(tmp_path: Path) -> None:
    path = tmp_path / "stories.yml"
    path.write_text(STORY, encoding="utf-8")
    assert len(read_exercises(path)["goat"]["moments"]) == 6


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "cost: time., to: told",
            "cost: time., to: bed",
            "line 21, exercises[1].moments[3]: nothing leads to “told”; lead a choice to it,",
        ),
        (
            "cost: a story., to: quiet",
            "cost: a story., to: phone",
            "line 20, exercises[1].moments[2].choices[2].to: leads round in a circle: phone → call → phone.",
        ),
        (
            "cost: a story., to: quiet",
            "cost: a story., to: call",
            "moments[2].choices[2].to: leads round in a circle: call → call.",
        ),
        (
            "cost: a minute., to: plan",
            "cost: a minute., to: plane",
            "line 28, exercises[1].moments[4].choices[2].to: is “plane”, which is no moment here; the moments are phone, call, told, quiet, bed, plan.",
        ),
        (
            "    ending: {skill: rest., support: a friend.}\n",
            "",
            "line 29, exercises[1].moments[5]: moment “bed” needs choices, or an ending",
        ),
        (
            "    text: The phone rings.\n",
            "    text: The phone rings.\n    ending: {skill: rest., support: a friend.}\n",
            "line 11, exercises[1].moments[1]: moment “phone” needs choices, or an ending, and not both",
        ),
        ("key: sleep", "key: ask", "two choices of moment “call” have the same key"),
        ("id: bed", "id: call", "“call” is used twice in moments; give each its own key"),
        ("gave: a plan., ", "", "line 28, exercises[1].moments[4].choices[2].gave: is missing"),
        (", support: a friend.}", "}", "exercises[1].moments[5].ending.support: is missing"),
    ],
    ids=[
        "unreachable",
        "circle",
        "to itself",
        "unknown target",
        "neither choices nor ending",
        "both",
        "one key twice",
        "one id twice",
        "nothing given",
        "no support",
    ],
)
def test_a_hole_in_the_graph_is_explained(tmp_path: Path, old: str, new: str, says: str) -> None:
    found = problems(tmp_path, STORY.replace(old, new, 1))
    assert found.startswith(f"{tmp_path.name}/stories.yml, line ")
    assert says in found


def test_two_endings_are_too_few(tmp_path: Path) -> None:
    two = STORY.partition("  - id: plan")[0].replace("to: plan}", "to: bed}")
    says = "line 10, exercises[1].moments: a scene has 3 endings or more, and this has 2."
    assert says in problems(tmp_path, two)


def test_every_mistake_is_told_with_its_own_line(tmp_path: Path) -> None:
    text = STORY.replace("to: told", "to: nowhere").replace("to: plan}", "to: phone}")
    lines = re.findall(r"line (\d+)", problems(tmp_path, text))
    assert sorted(lines) == ["19", "21", "28", "32"]


# On paper


class Anchors(HTMLParser):
    """Collect where the links lead, and what they can lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"].removeprefix("#")] if "href" in found else []


def test_the_gamebook_has_a_number_for_each_moment_and_a_link_for_each_choice(example: Any) -> None:
    content = example("scene")
    anchors = Anchors()
    anchors.feed(paper(content))
    assert anchors.ids == [f"scene-example-{n}" for n in range(1, 7)]
    numbers = {moment["id"]: n for n, moment in enumerate(content["moments"], 1)}
    choices = [choice for moment in content["moments"] for choice in moment["choices"]]
    assert anchors.links == [f"scene-example-{numbers[choice['to']]}" for choice in choices]


def test_two_gamebooks_on_a_page_do_not_lead_into_each_other(example: Any) -> None:
    first, second = Anchors(), Anchors()
    first.feed(paper(example("scene", id="first")))
    second.feed(paper(example("scene", id="second")))
    assert not set(first.ids) & set(second.links)


@pytest.mark.parametrize("edition", [paper, plain])
def test_every_edition_says_what_a_choice_gives_and_costs_and_where_to_turn(
    edition: Any, example: Any
) -> None:
    text = re.sub(r"<[^>]+>", "", edition(example("scene")))
    assert "Nadia is invented." in text
    told = "Choose “Let it ring.” It gives: ten minutes of quiet. It costs: her sister waits. Turn to 3."
    assert told in text
    assert text.count("One way it can end") == 3
    assert "A skill that fits: step back, with a time to step in." in text
    assert "Someone who can support: a friend from the ward who knows these nights." in text


# In the page


def choose(page: Any, text: str) -> None:
    page.locator(".al-now").get_by_role("button", name=text, exact=True).click()


def place(page: Any) -> str:
    """Return the text of what has the keyboard's place."""
    return str(page.evaluate("document.activeElement.textContent"))


def said(page: Any) -> str:
    return str(page.locator(".al-body > [role=status]").inner_text())


def kept(page: Any) -> Any:
    return page.evaluate("window.messages.at(-1).answers")


def in_sight(page: Any, selector: str) -> bool:
    script = """(selector) => {
        const box = document.querySelector(selector).getBoundingClientRect();
        return box.top > -1 && box.bottom < innerHeight + 1; // a page scrolls by whole pixels
    }"""
    return bool(page.evaluate(script, selector))


@browser
def test_at_first_there_is_one_moment_and_the_person_is_said_to_be_invented(
    example: Any, stand_in: Any
) -> None:
    page = stand_in(example("scene"))
    expect(page.get_by_text("Nadia is invented.")).to_be_visible()
    expect(page.locator(".al-now")).to_contain_text("Nadia sits in her car")
    expect(
        page.get_by_role("group", name="What does Nadia do?").get_by_role("button")
    ).to_have_count(2)
    expect(page.get_by_role("heading", name="The story so far")).to_be_hidden()
    assert page.evaluate("document.activeElement === document.body"), "nothing takes the focus"


@browser
def test_choosing_tells_what_it_gave_and_cost_and_goes_on_at_the_new_moment(
    example: Any, stand_in: Any
) -> None:
    page = stand_in(example("scene"))
    choose(page, "Let it ring.")
    assert said(page) == "It gave: ten minutes of quiet. It cost: her sister waits."
    assert place(page).startswith("It is quiet in the car.")
    past = page.get_by_role("listitem")
    expect(past).to_have_count(1)
    for text in ("Nadia sits in her car", "You chose: “Let it ring.”", said(page)[:29]):
        expect(past).to_contain_text(text)
    page.keyboard.press("Tab")
    assert place(page) == 'Write, "Tomorrow at nine?"', "the choices come next"
    assert kept(page)["path"] == ["ring"]


@browser
def test_any_earlier_choice_can_be_taken_again(example: Any, stand_in: Any) -> None:
    page = stand_in(example("scene"))
    for text in ("Let it ring.", "Call back.", "Listen and say little."):
        choose(page, text)
    page.get_by_role("button", name="Go back to here You chose: “Call back.”").click()
    assert said(page).startswith("You are back at this moment.")
    assert place(page).startswith("It is quiet in the car.")
    expect(page.get_by_role("listitem")).to_have_count(1)
    assert kept(page) == {"path": ["ring"], "seen": {"little": True}}
    choose(page, 'Write, "Tomorrow at nine?"')
    expect(page.locator(".al-end")).to_contain_text("A thumb comes back")


@browser
def test_an_ending_names_a_skill_a_support_and_the_ways_back(example: Any, stand_in: Any) -> None:
    page = stand_in(example("scene"))
    choose(page, "Answer.")
    choose(page, "Listen and say little.")
    assert place(page) == "One way it can end"
    end = page.locator(".al-end")
    expect(end).to_contain_text("A skill that fits: listen, and ask one question.")
    expect(end).to_contain_text("Someone who can support: her sister.")
    expect(end.get_by_role("group", name="See another way").get_by_role("button")).to_have_text(
        ["Go back to the last choice", "Go back to the start"]
    )
    choose(page, "Go back to the last choice")
    assert place(page).startswith("Her sister tells a long story")
    choose(page, "Listen and say little.")
    choose(page, "Go back to the start")
    assert place(page).startswith("Nadia sits in her car")
    expect(page.get_by_role("listitem")).to_have_count(0)


@browser
def test_endings_seen_are_told_in_words(example: Any, stand_in: Any) -> None:
    page = stand_in(example("scene"))
    told = []
    for way in (
        ("Answer.", "Listen and say little."),
        ("Answer.", "Listen and say little."),
        ("Answer.", 'Say, "I am tired, and I want to hear about the goat."'),
        ("Let it ring.", 'Write, "Tomorrow at nine?"'),
    ):
        for text in way:
            choose(page, text)
        told.append(page.locator(".al-end .al-hint").inner_text())
        assert told[-1] in said(page)
        choose(page, "Go back to the start")
    assert told == [
        "You have seen one of three endings.",
        "You have seen one of three endings.",
        "You have seen two of three endings.",
        "You have seen all three endings.",
    ]


@browser
def test_a_story_comes_back_where_it_was_and_stays_silent(example: Any, stand_in: Any) -> None:
    stored = {
        "seq": 4,
        "answers": {"path": ["ring", "write"], "seen": {"goat": True, "tomorrow": True}},
    }
    page = stand_in(example("scene"), stored=stored)
    expect(page.locator(".al-end")).to_contain_text("You have seen two of three endings.")
    expect(page.get_by_role("listitem")).to_have_count(2)
    assert said(page) == ""
    assert page.evaluate("document.activeElement === document.body")


@browser
@pytest.mark.parametrize(
    ("answers", "stands"),
    [
        (
            {"path": ["ring", "gone", "write"], "seen": {"gone": True, "phone": True}},
            "It is quiet in the car.",
        ),
        ({"path": ["ring", "write", "ring"], "seen": {}}, "You have seen one of three endings."),
        ({"path": ["<script>window.ran = 1</script>" * 400]}, "Nadia sits in her car"),
        ({"path": "ring", "seen": "goat"}, "Nadia sits in her car"),
        ({"path": [None, 3, ["ring"]], "seen": [None, {}]}, "Nadia sits in her car"),
        ({}, "Nadia sits in her car"),
    ],
    ids=["gone since", "past the end", "long markup", "not lists", "not keys", "nothing"],
)
def test_answers_that_no_longer_fit_are_left_out(
    answers: Any, stands: str, example: Any, stand_in: Any
) -> None:
    page = stand_in(example("scene"), stored={"seq": 2, "answers": answers})
    expect(page.locator(".al-now")).to_contain_text(stands)
    while not page.locator(".al-end").count():
        page.locator(".al-now button").last.click()
    expect(page.locator(".al-end")).to_contain_text("You have seen one of three endings.")
    assert page.evaluate("window.ran") is None


@browser
@pytest.mark.parametrize(
    ("choices", "seen", "at"),
    [
        (["Let it ring."], ["goat"], "It is quiet in the car."),
        (["Let it ring.", 'Write, "Tomorrow at nine?"'], ["goat", "tomorrow"], "One way"),
    ],
)
def test_choices_made_before_the_engine_answers_keep_the_endings_seen(
    choices: list[str], seen: list[str], at: str, example: Any, stand_in: Any
) -> None:
    stored = {"seq": 5, "answers": {"path": ["answer", "laugh"], "seen": {"goat": True}}}
    page = stand_in(example("scene"), stored=stored, late=1000)
    for choice in choices:
        choose(page, choice)
    page.wait_for_function("window.messages.at(-1).seq === 6")
    assert kept(page)["seen"] == dict.fromkeys(seen, True)
    assert place(page).startswith(at), "the keyboard keeps its place"


@browser
def test_content_is_shown_as_plain_text(example: Any, stand_in: Any) -> None:
    content = example("scene")
    odd = [
        "<script>window.ran = 1</script><b>bold</b>",
        "مرحبا \u202e abc",
        "🧡👩🏽‍⚕️",
        "x" * 10_000,
    ]
    first, second = content["moments"][:2]
    first["text"] = " ".join(odd)
    first["choices"][0] |= {"text": odd[0], "gave": odd[1], "cost": odd[2]}
    page = stand_in(content, viewport={"width": 320, "height": 640})
    choose(page, odd[0])
    expect(page.get_by_role("listitem").locator("p")).to_have_text(
        [" ".join(odd), f"You chose: “{odd[0]}”", f"It gave: {odd[1]}", f"It cost: {odd[2]}"]
    )
    expect(page.locator(".al-now")).to_contain_text(second["text"])
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


@browser
def test_the_second_click_of_a_double_click_does_not_choose(example: Any, stand_in: Any) -> None:
    page = stand_in(example("scene"))
    choose(page, "Answer.")
    page.locator(".al-now button").first.dispatch_event("click", {"detail": 2})
    page.locator(".al-past button").dispatch_event("click", {"detail": 2})
    assert kept(page)["path"] == ["answer"]


@browser
def test_the_keyboard_alone_comes_to_an_ending_and_back(example: Any, stand_in: Any) -> None:
    page = stand_in(example("scene"), viewport={"width": 320, "height": 560})

    def press(*keys: str) -> str:
        for key in keys:
            page.keyboard.press(key)
        return place(page)

    assert press("Tab", "Enter") == "Her sister tells a long story about a goat."
    assert in_sight(page, ".al-now"), "with its choices"
    assert press("Tab", "Tab", "Space") == "One way it can end"
    assert press("Tab") == "Go back to the last choice"
    assert press("Shift+Tab", "Enter") == "Her sister tells a long story about a goat."
    assert press("Shift+Tab", "Enter").startswith("Nadia sits in her car")
    assert kept(page) == {"path": [], "seen": {"little": True}}


@browser
def test_the_printed_page_shows_the_choices_of_this_moment(example: Any, stand_in: Any) -> None:
    page = stand_in(example("scene"))
    page.emulate_media(media="print")
    expect(page.locator(".al-choice")).to_have_text(["Answer.", "Let it ring."])
    expect(page.locator(".al-choice").first).to_be_visible()
