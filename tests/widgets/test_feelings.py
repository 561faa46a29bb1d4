"""Words for feelings: the set itself, and the exercise that helps to find one."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import textstat
from pydantic import ValidationError

from widgets.content import load_reference
from widgets.errors import ContentError
from widgets.paper import paper, plain
from widgets.reference_models import FeelingsFile, WordingRule, read_reference

FILE = Path(__file__).parent.parent.parent / "lessons" / "reference" / "feelings.yml"
SHEET = load_reference("feelings")
CORNERS = {corner["key"]: [w for f in corner["families"] for w in f["words"]] for corner in SHEET["corners"]}  # fmt: skip
WORDS = {word["key"]: word for corner in CORNERS.values() for word in corner}
GLOSSES = [one["gloss"] for one in (*WORDS.values(), *SHEET["always"])]
SHOWN = [
    *GLOSSES,
    *(one["word"] for one in (*WORDS.values(), *SHEET["always"])),
    *(one["next"] for one in SHEET["always"]),
    *(line for corner in SHEET["corners"] for line in (corner["label"], corner["hint"])),
    *(family["label"] for corner in SHEET["corners"] for family in corner["families"]),
]
# Slang, one country's words, and words that belong to a trained person.
NOT_HERE = {
    "mad", "pissed", "bummed", "gutted", "chuffed", "cross", "keen", "blue", "stoked", "triggered",
    "depressed", "traumatised", "traumatized", "dissociated", "manic", "paranoid", "suicidal",
}  # fmt: skip
PREFIXES = ("", "dis", "im", "in", "mis", "re", "un")
SUFFIX = re.compile(r"(?:ful|less|ied|ed|ing|ous|able|ible|ive|y|s|d|e)$")


def stems(word: str) -> set[str]:
    """Return what a word's relatives begin with: "worried" -> {"worr"}."""
    parts = [part for part in word.lower().split() if len(part) > 2]
    bare = {part.removeprefix(prefix) for part in parts for prefix in PREFIXES}
    return {SUFFIX.sub("", one) for one in bare if len(SUFFIX.sub("", one)) > 2}


# The set of words


def test_the_set_is_large_and_balanced() -> None:
    sizes = [len(words) for words in CORNERS.values()]
    assert sum(sizes) >= 84
    assert max(sizes) - min(sizes) <= 2
    for corner in SHEET["corners"]:
        assert 4 <= len(corner["families"]) <= 5


def test_the_corners_are_pleasant_or_not_with_more_or_less_energy() -> None:
    assert set(CORNERS) == {
        f"{how}-{much}" for how in ("pleasant", "unpleasant") for much in ("more", "less")
    }


def test_four_answers_are_always_there() -> None:
    assert [one["key"] for one in SHEET["always"]] == ["numb", "nothing", "not-sure", "both"]
    for one in SHEET["always"]:
        assert "an answer" in one["next"]
        assert "go on" in one["next"], "nothing pushes for more"


def test_every_gloss_is_its_own_and_short() -> None:
    assert len(set(GLOSSES)) == len(GLOSSES)
    for gloss in GLOSSES:
        assert len(re.findall(r"[\w']+", gloss)) <= 12, gloss
        assert gloss.endswith(".")


@pytest.mark.parametrize("one", [*WORDS.values(), *SHEET["always"]], ids=lambda one: one["key"])
def test_a_gloss_does_without_its_own_word(one: dict[str, Any]) -> None:
    for stem in stems(one["word"]):
        assert not re.search(rf"\b{stem}", one["gloss"].lower()), stem


def test_stems_find_a_word_in_its_relatives() -> None:
    assert stems("worried") == {"worr"}
    assert stems("unsure") == {"unsur", "sur"}
    assert stems("in love") == {"lov"}


def test_words_that_may_be_mixed_up_name_each_other() -> None:
    for word in WORDS.values():
        for near in word["near"]:
            assert word["key"] in WORDS[near]["near"], f"{word['key']}, {near}"


def test_words_are_mixed_up_across_corners_too() -> None:
    for words in CORNERS.values():
        own = {word["key"] for word in words}
        assert any(set(word["near"]) - own for word in words)


def test_the_words_can_be_read() -> None:
    assert textstat.flesch_kincaid_grade("\n".join(GLOSSES)) <= 7
    for corner in SHEET["corners"]:
        assert textstat.flesch_kincaid_grade(corner["hint"]) <= 7
        assert " may " in corner["hint"]


def test_no_word_is_clinical_slang_or_of_one_country() -> None:
    assert not NOT_HERE & {one["word"] for one in WORDS.values()}


def test_the_words_keep_to_the_wording() -> None:
    rules = [WordingRule(**rule) for rule in load_reference("wording")["rules"]]
    for text in SHOWN:
        for rule in rules:
            assert rule.level != "never" or not rule.compiled().search(text), f"{rule.id}: {text}"


# Mistakes an author may make


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("near: [impatient, excited]", "near: [hasty]", "“eager” is near “hasty”, which is no"),
        ("near: [impatient, excited]", "near: [eager]", "“eager” is near “eager”, which is no"),
        ("key: numb", "key: calm", "“calm” stands twice; give it one place"),
        ("word: furious", "word: Angry", "“angry” stands twice; give it one place"),
        ("gloss: You want to find out more.", "glos: More.", "Did you mean “gloss”"),
        ("label: Looking ahead", "label: " + "Looking " * 5, ".label: "),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    copy = tmp_path / FILE.name
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=r"feelings\.yml, line \d+") as error:
        read_reference(copy)
    assert told in str(error.value)


def test_too_few_words_are_named() -> None:
    sheet = deepcopy(SHEET)
    for corner in sheet["corners"]:
        for family in corner["families"]:
            family["words"] = [
                {**one, "near": ["relaxed" if one["key"] == "calm" else "calm"]}
                for one in family["words"][:3]
            ]
    with pytest.raises(ValidationError, match="60 words; the set has 80 or more"):
        FeelingsFile.model_validate(sheet)


# On paper


def test_paper_holds_every_word_with_its_gloss_and_lines_to_write_on(example: Any) -> None:
    sheet = paper(example("feelings"))
    for gloss in GLOSSES:
        assert gloss in sheet
    assert sheet.count("<details>") == 4
    assert sheet.count('class="al-line"') == 3
    assert "Nobody reads this." in sheet
    assert "Numb is an answer." in sheet


def test_plain_text_gives_each_corner_a_line(example: Any) -> None:
    lines = plain(example("feelings")).splitlines()
    assert len(lines) == 8
    assert any(line.startswith("  Pleasant, lots of energy: eager, excited,") for line in lines)
    assert "  numb, nothing, not sure, both" in lines


# In the browser

CURIOUS = "You want to find out more."


@pytest.fixture
def shown(example: Any, stand_in: Any) -> Any:
    """The exercise as it opens."""
    return stand_in(example("feelings"))


def button(page: Any, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def word(page: Any, key: str, inside: str = "") -> Any:
    return page.locator(f"{inside} [data-word={key}]:visible").first


def enter(page: Any, corner: str = "Pleasant, lots of energy") -> None:
    page.locator(".al-corners button").filter(has_text=re.compile(f"^{corner}")).click()


def kept(page: Any) -> Any:
    """Return the words that stand, and not those that were taken off."""
    return page.evaluate(
        """() => Object.fromEntries(Object.entries(window.messages.at(-1).answers).map(([name, words]) =>
            [name, Object.entries(words).filter(([, stands]) => stands).map(([word]) => word)]))"""
    )


def focus(page: Any) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def told(page: Any) -> str:
    return str(page.locator(".al-unseen[role=status]").inner_text())


@pytest.mark.browser
def test_four_corners_are_named_in_words_two_by_two_and_in_one_column_when_narrow(
    example: Any, stand_in: Any
) -> None:
    for width, columns in ((1280, 2), (320, 1)):
        page = stand_in(example("feelings"), viewport={"width": width, "height": 640})
        doors = page.locator(".al-corners button")
        assert doors.count() == 4
        left = {doors.nth(i).bounding_box()["x"] for i in range(4)}
        assert len(left) == columns
        assert "Unpleasant, little energy" in doors.nth(3).inner_text()


@pytest.mark.browser
def test_a_corner_opens_and_closes_and_the_keyboard_keeps_its_place(shown: Any) -> None:
    enter(shown)
    assert focus(shown) == "Pleasant, lots of energy"
    assert shown.get_by_role("heading", name="Drawn in").is_visible()
    assert shown.get_by_text(CURIOUS).is_visible()
    assert word(shown, "numb").is_visible(), "always there"
    button(shown, "Back to the four corners").click()
    assert focus(shown).startswith("Pleasant, lots of energy")
    assert not shown.get_by_text(CURIOUS).is_visible()
    assert word(shown, "numb").is_visible()


@pytest.mark.browser
def test_a_word_says_what_it_means_and_what_else_it_could_be(shown: Any) -> None:
    enter(shown)
    word(shown, "curious").click()
    assert told(shown) == f"curious: {CURIOUS} What else could it be?"
    near = shown.locator(".al-near")
    assert "You keep back until you know whether it is safe." in near.inner_text()
    assert near.locator("[data-word]").count() == 2
    assert kept(shown) == {"chosen": ["curious"], "own": []}


@pytest.mark.browser
def test_a_near_word_is_added_or_swapped(shown: Any) -> None:
    enter(shown)
    word(shown, "curious").click()
    word(shown, "interested", ".al-near").click()
    assert kept(shown)["chosen"] == ["curious", "interested"]
    button(shown, "Swap “curious” for “wary”").click()
    assert kept(shown)["chosen"] == ["wary", "interested"]
    assert shown.locator(".al-near").inner_text().startswith("wary: You keep back")
    assert focus(shown).startswith("curious"), "the first word beside the new one"
    assert word(shown, "curious").get_attribute("aria-pressed") == "false"


@pytest.mark.browser
def test_what_a_word_said_goes_with_it(shown: Any) -> None:
    enter(shown)
    word(shown, "curious").click()
    word(shown, "curious").click()
    assert not shown.locator(".al-near").is_visible()
    assert told(shown) == "“curious” is off your list."
    word(shown, "curious").click()
    button(shown, "Back to the four corners").click()
    assert told(shown) == ""
    assert kept(shown)["chosen"] == ["curious"], "the word itself stays"


@pytest.mark.browser
@pytest.mark.parametrize("one", SHEET["always"], ids=lambda one: one["key"])
def test_an_open_answer_is_an_answer_and_asks_for_no_more(shown: Any, one: dict[str, Any]) -> None:
    word(shown, one["key"]).click()
    assert told(shown) == f"{one['word']}: {one['gloss']} {one['next']}"
    assert shown.locator(".al-near button").count() == 0
    assert kept(shown)["chosen"] == [one["key"]]


@pytest.mark.browser
def test_own_words_stand_on_the_list_as_they_were_written(shown: Any) -> None:
    shown.on("dialog", lambda _: pytest.fail("a word ran"))
    for text in ("<script>alert(1)</script>", "🙂", "שלום עולם", "x" * 10_000):
        shown.get_by_label("A word of your own").fill(text)
        button(shown, "Add").click()
        assert kept(shown)["own"][-1] == text
        assert shown.locator(".al-list bdi").last.inner_text() == text
    shown.set_viewport_size({"width": 320, "height": 640})
    assert shown.evaluate("document.scrollingElement.scrollWidth") <= 320


@pytest.mark.browser
def test_an_own_word_that_is_one_of_ours_becomes_that_word(shown: Any) -> None:
    shown.get_by_label("A word of your own").fill(" Not Sure ")
    button(shown, "Add").click()
    assert kept(shown) == {"chosen": ["not-sure"], "own": []}
    assert word(shown, "not-sure").get_attribute("aria-pressed") == "true"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("curi", "One of our words begins like this."),
        ("na", "None of our words begins like this. You can add it as your own."),
        ("ou", "One of our words begins like this."),
        ("((", "None of our words begins like this. You can add it as your own."),
    ],
)
def test_letters_find_words_and_the_count_is_told(shown: Any, typed: str, line: str) -> None:
    shown.get_by_label("A word of your own").fill(typed)
    region = shown.locator("form ~ .al-status").first
    assert region.inner_text() == line
    shown.get_by_label("A word of your own").fill("")
    assert region.inner_text() == ""


@pytest.mark.browser
def test_a_count_that_stays_is_not_told_again(shown: Any) -> None:
    box = shown.get_by_label("A word of your own")
    box.fill("exci")
    shown.evaluate(
        """() => new MutationObserver(() => (window.told = true)).observe(
            document.querySelector(".al-status"), { childList: true, characterData: true, subtree: true })"""
    )
    box.press_sequentially("ted")
    assert shown.locator(".al-status").first.inner_text() == "One of our words begins like this."
    assert shown.evaluate("window.told") is None


@pytest.mark.browser
def test_a_found_word_can_be_picked(shown: Any) -> None:
    shown.get_by_label("A word of your own").fill("gr")
    assert (
        "2 of our words begin like this." in shown.locator("form ~ .al-status").first.inner_text()
    )
    word(shown, "grateful").click()
    assert told(shown).startswith("grateful: Someone or something did you good")
    shown.get_by_label("A word of your own").fill("gra")
    assert not shown.locator(".al-near").is_visible()
    assert word(shown, "grateful").get_attribute("aria-pressed") == "true"


@pytest.mark.browser
def test_nothing_is_added_twice_or_empty(shown: Any) -> None:
    region = shown.locator("form ~ .al-status").first
    button(shown, "Add").click()
    assert region.inner_text() == "Write a word first. Or leave this empty."
    for said in ("Your word is on the list.", "This word is on your list already."):
        shown.get_by_label("A word of your own").fill("so-so")
        button(shown, "Add").click()
        assert region.inner_text() == said
    assert kept(shown)["own"] == ["so-so"]


@pytest.mark.browser
def test_the_help_line_stands_beside_the_box(shown: Any) -> None:
    assert "Nobody reads this." in shown.locator("form + .al-note").inner_text()


@pytest.mark.browser
def test_removing_passes_the_keyboard_on(example: Any, stand_in: Any) -> None:
    stored = {"seq": 2, "answers": {"chosen": {"calm": True, "numb": True}, "own": {"so-so": True}}}
    page = stand_in(example("feelings"), stored=stored)
    for name, next_place in (("numb", "Remove so-so"), ("so-so", "Remove calm")):
        button(page, f"Remove {name}").click()
        assert page.evaluate("document.activeElement.ariaLabel") == next_place
        assert told(page) == f"“{name}” is off your list."
    button(page, "Remove calm").click()
    assert page.evaluate("document.activeElement.type") == "text"
    assert kept(page) == {"chosen": [], "own": []}
    assert page.get_by_text("No words yet. You do not need any.").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("answers", "names"),
    [
        (
            {
                "chosen": {"gone": True, "calm": True, "numb": False, "tired": 3},
                "own": {"so-so": True, "no": None},
            },
            ["calm", "so-so"],
        ),
        ({"chosen": "calm", "own": ["x"]}, []),
        ({}, []),
    ],
)
def test_kept_words_come_back_and_what_is_unknown_stays_out(
    example: Any, stand_in: Any, answers: dict[str, Any], names: list[str]
) -> None:
    page = stand_in(example("feelings"), stored={"seq": 1, "answers": answers})
    assert page.locator(".al-list bdi").all_inner_texts() == names


@pytest.mark.browser
def test_words_found_before_the_engine_answers_join_those_found_earlier(
    example: Any, stand_in: Any
) -> None:
    answers = {"chosen": {"calm": True, "numb": True}, "own": {"so-so": True}}
    page = stand_in(example("feelings"), stored={"seq": 5, "answers": answers}, late=1500)
    for key in ("numb", "numb", "both"):
        word(page, key).click()
    page.get_by_label("A word of your own").fill("__proto__")
    page.keyboard.press("Enter")
    page.wait_for_function("window.messages.at(-1).seq > 5")
    names = ["calm", "both", "so-so", "__proto__"]
    assert page.locator(".al-list bdi").all_inner_texts() == names, "numb was taken off again"
    assert kept(page) == {"chosen": ["calm", "both"], "own": ["so-so", "__proto__"]}


@pytest.mark.browser
def test_the_list_can_be_copied(shown: Any) -> None:
    shown.context.grant_permissions(["clipboard-read", "clipboard-write"])
    word(shown, "numb").click()
    shown.get_by_label("A word of your own").fill("so-so")
    button(shown, "Add").click()
    button(shown, "Copy the words").click()
    shown.get_by_text("Copied.").wait_for()
    assert shown.evaluate("navigator.clipboard.readText()") == "numb\nso-so"


@pytest.mark.browser
def test_where_copying_is_not_allowed_a_sentence_says_what_to_do(shown: Any) -> None:
    shown.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }"
    )
    word(shown, "numb").click()
    button(shown, "Copy the words").click()
    shown.get_by_text("Select the words and copy them by hand.").wait_for()


@pytest.mark.browser
def test_a_family_is_one_stop_and_arrows_move_inside_it(shown: Any) -> None:
    enter(shown)
    assert shown.locator("[data-word=excited]").get_attribute("tabindex") == "-1"
    word(shown, "eager").focus()
    for key, place in (
        ("ArrowRight", "excited"),
        ("ArrowDown", "determined"),
        ("ArrowLeft", "hopeful"),
        ("ArrowUp", "eager"),
        ("ArrowUp", "eager"),
        ("End", "brave"),
        ("ArrowRight", "brave"),
        ("Tab", "curious"),
        ("Shift+Tab", "brave"),
        ("Home", "eager"),
    ):
        shown.keyboard.press(key)
        assert focus(shown).startswith(place), key


@pytest.mark.browser
def test_arrows_follow_the_writing_direction(shown: Any) -> None:
    shown.evaluate("document.documentElement.dir = 'rtl'")
    enter(shown)
    word(shown, "eager").focus()
    shown.keyboard.press("ArrowLeft")
    assert focus(shown).startswith("excited")


@pytest.mark.browser
def test_the_keyboard_alone_finishes_it(shown: Any) -> None:
    def press(*keys: str) -> None:
        for key in keys:
            shown.keyboard.press(key)

    press(*["Tab"] * 5, "Enter")  # past the four answers, into the first corner
    press("Tab", "Tab", "ArrowRight", "Enter")  # past the way back, to the second word
    assert told(shown).startswith("excited: ")
    press("Tab", "Enter")  # the first word beside it
    assert kept(shown)["chosen"] == ["excited", "eager"]
    press("Tab", "Enter")  # and its swap
    assert kept(shown)["chosen"] == ["eager"]
    while shown.evaluate("document.activeElement.type") != "text":
        press("Tab")
    shown.keyboard.type("so-so")
    press("Enter")
    assert kept(shown) == {"chosen": ["eager"], "own": ["so-so"]}
    press("Tab", "Tab", "Enter")  # past Add, to the first word on the list
    assert kept(shown) == {"chosen": [], "own": ["so-so"]}
    press("Enter")
    assert kept(shown) == {"chosen": [], "own": []}


@pytest.mark.browser
def test_only_the_words_are_printed(shown: Any) -> None:
    word(shown, "numb").click()
    shown.emulate_media(media="print")
    assert shown.locator(".al-list").is_visible()
    assert not shown.get_by_label("A word of your own").is_visible()
    assert not shown.get_by_text("Or begin with a corner:").is_visible()
