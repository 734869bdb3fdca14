from __future__ import annotations

import pytest

from bot.understand import asking
from bot.understand.asking import Asking
from bot.understand.weighing import LIMITS, OPEN, LimitWeights, RoleWeights, Weights
from ontology.model import Modality, Relation

EVEN = Weights({name: LimitWeights(1.0, 2.0, 0.0) for name in LIMITS}, RoleWeights(1.0, (3.0, 2.0, 1.0), 0.0))
LABELS = {
    "modality": ("none", "shall", "should", "may"),
    "relation": ("open", "obliges", "organisation", "own", "involves"),
    "phase": ("none", "secure-design", "secure-maintenance"),
    "principle": ("none", "3", "7", "12"),
}


def by_words(question: str, principles: tuple[int, ...] = ()) -> Asking:
    """What is asked where no head was trained."""
    return asking.read(question, {}, principles, EVEN)[0]


def heads(**told: tuple[str, float]) -> dict[str, dict[str, float]]:
    """Readings in which one label of some heads, else that of no limit, has most of the chance."""
    found = {}
    for name, known in LABELS.items():
        label, chance = told.get(name, (OPEN[name], 0.9))
        found[name] = {x: chance if x == label else (1 - chance) / (len(known) - 1) for x in known}
    return found


@pytest.mark.parametrize(
    ("question", "strength"),
    [
        ("Which are mandatory for us?", Modality.SHALL),
        ("the non-negotiable ones", Modality.SHALL),
        ("just the nice-to-haves", Modality.SHOULD),
        ("what does it merely advise?", Modality.SHOULD),
        ("all soft ones, phase 4", Modality.SHOULD),
        ("binding requirements only, leave out whatever is recommended", Modality.SHALL),
        ("a 'may' as against a shall or should", Modality.MAY),
        ("what it has to do, skipping whatever is only advice", Modality.SHALL),
        ("firmly owed, no 'it would be nice' items", Modality.SHALL),
        ("for us, recommendations included", None),
        ("weak ones for whoever made it", Modality.SHOULD),
        ("Which duties fall on us, and are any of them mere recommendations?", None),
        ("Which points hold for our firm, and how many of these are required?", None),
        ("How many of these are required?", Modality.SHALL),
        ("Strip it down to the binding part.", Modality.SHALL),
        ("Cut the list back to the recommendations", Modality.SHOULD),
        ("Cut out the recommendations", Modality.SHALL),
        ("What falls on the firm that made it?", None),
        ("Only the firm ones, please", Modality.SHALL),
        ("What applies to us?", None),
        ("What must I do as a developer?", None),
    ],
)
def test_strengths_are_read_from_words(question: str, strength: Modality | None) -> None:
    assert by_words(question).modality is strength


@pytest.mark.parametrize(
    ("question", "relation"),
    [
        ("What do others owe me?", Relation.INVOLVES),
        ("Where must we be consulted?", Relation.INVOLVES),
        ("Which recommendations are meant to help those who are scored?", Relation.INVOLVES),
        ("What must a host do for our sake?", Relation.INVOLVES),
        ("Which bind the developer directly?", Relation.OBLIGES),
        ("those that single out the operator, not those for any organisation", Relation.OBLIGES),
        ("only in our capacity as an organisation", Relation.ORGANISATION),
        ("all of it, minus what falls on organisations in general", Relation.OBLIGES),
    ],
)
def test_relations_are_read_from_words(question: str, relation: Relation) -> None:
    assert by_words(question).relations == (relation,)


def test_an_open_question_leaves_the_relation_open() -> None:
    assert by_words("Everything for data custodians").relations == ()


@pytest.mark.parametrize(
    ("question", "phase"),
    [
        ("the fourth phase", "secure-maintenance"),
        ("the maintenance phase", "secure-maintenance"),
        ("at the drawing board", "secure-design"),
        ("once it is switched off for good", "secure-end-of-life"),
        ("phase 3", "secure-deployment"),
        ("during development", "secure-development"),
        ("in general", None),
    ],
)
def test_phases_are_read_from_words(question: str, phase: str | None) -> None:
    assert by_words(question).phases == ((phase,) if phase else ())


@pytest.mark.parametrize(
    ("question", "principle"),
    [("the supply chain principle", 7), ("the principle on monitoring", 12), ("our supply chain", None)],
)
def test_principles_are_read_from_their_theme(question: str, principle: int | None) -> None:
    assert by_words(question).principles == ((principle,) if principle else ())


def test_a_strength_that_is_set_aside_leaves_its_opposite() -> None:
    assert by_words("all of it, but without the recommendations").modality is Modality.SHALL
    assert dict(asking.told("all of it, but without the recommendations")["modality"]) == {
        "shall": "without what is should"
    }


def test_a_head_that_wavers_is_helped_by_words_and_one_that_is_sure_is_not_moved() -> None:
    question = "Which of them are mandatory for us?"
    wavering, sure = heads(modality=("none", 0.5)), heads(modality=("none", 0.99))
    assert asking.read(question, wavering, (), EVEN)[0].modality is Modality.SHALL
    assert asking.read(question, sure, (), EVEN)[0].modality is None


def test_heads_find_what_no_word_names() -> None:
    read = heads(relation=("involves", 0.9), phase=("secure-maintenance", 0.9))
    asked, why = asking.read("And what of it?", read, (), EVEN)
    assert asked == Asking(None, (Relation.INVOLVES,), ("secure-maintenance",))
    assert dict(why) == {"relation": "as it reads", "phase": "as it reads"}


def test_a_strength_is_that_of_a_duty_and_not_of_what_is_owed() -> None:
    read = heads(modality=("should", 0.9), relation=("involves", asking.OWED_SURE))
    assert asking.read("And what of it?", read, (), EVEN)[0] == Asking(Modality.SHOULD)
    sure = heads(modality=("should", 0.9), relation=("involves", asking.OWED_SURE + 0.01))
    assert asking.read("And what of it?", sure, (), EVEN)[0].relations == (Relation.INVOLVES,)
    assert asking.read("And what do they have to do?", sure, (), EVEN)[0] == Asking(Modality.SHOULD)
    owed = asking.read("And what of it is owed to us?", read, (), EVEN)[0]
    assert owed == Asking(Modality.SHOULD, (Relation.INVOLVES,))


@pytest.mark.parametrize(
    ("phase", "principle", "expected"), [(0.95, 0.6, (("secure-design",), ())), (0.6, 0.95, ((), (7,)))]
)
def test_of_a_phase_and_a_principle_the_surer_one_stays(
    phase: float, principle: float, expected: tuple[tuple[str, ...], tuple[int, ...]]
) -> None:
    read = heads(phase=("secure-design", phase), principle=("7", principle))
    asked, why = asking.read("And what of it?", read, (), EVEN)
    assert (asked.phases, asked.principles) == expected
    assert len(why) == 1


def test_principles_given_by_number_beat_everything_else() -> None:
    read = heads(phase=("secure-design", 0.99), principle=("7", 0.99))
    asked, why = asking.read("Everything at the drawing board under principle 3", read, (3,), EVEN)
    assert (asked.phases, asked.principles) == ((), (3,))
    assert why == (("principle", "Principle 3"),)
    asked, why = asking.read("Everything at the drawing board under principles 3 and 4", read, (3, 4), EVEN)
    assert (asked.phases, asked.principles) == ((), (3, 4))
    assert why == (("principle", "Principles 3 and 4"),)


def test_two_phases_that_are_named_together_are_both_meant() -> None:
    read = heads(phase=("secure-maintenance", 0.9))
    asked, why = asking.read("What is required in deployment and maintenance?", read, (), EVEN)
    assert asked.phases == ("secure-deployment", "secure-maintenance")
    assert dict(why)["phase"] == "deployment and maintenance"


def test_over_all_phases_and_principles_means_no_limit() -> None:
    read = heads(phase=("secure-maintenance", 0.9))
    plain = asking.read("everything, please", read, (), EVEN)[0]
    everywhere = asking.read("everything, in all five phases", read, (), EVEN)[0]
    assert plain.phases == ("secure-maintenance",)
    assert everywhere.phases == ()


def test_the_reason_gives_the_words() -> None:
    _, why = asking.read("the binding ones, once it is switched off for good", {}, (), EVEN)
    assert dict(why) == {"modality": "binding", "phase": "switched off for good"}


def test_a_limit_that_is_told_plainly_needs_no_head() -> None:
    read = heads(modality=("none", 0.99), phase=("none", 0.99), principle=("7", 0.99))
    asked, _ = asking.read("everything in phase 3, without the recommendations", read, (), EVEN)
    assert asked == Asking(Modality.SHALL, (), ("secure-deployment",))
    assert asking.sure("which are mandatory once it runs?") == {}


@pytest.mark.parametrize(
    ("word", "phase"),
    [("maintenance", "secure-maintenance"), ("maintainance", "secure-maintenance"), ("eol", "secure-end-of-life")],
)
def test_a_phase_called_by_its_name_is_sure_even_misspelt(word: str, phase: str) -> None:
    assert asking.sure(f"in the {word} phase")["phase"] == phase


def test_of_two_phases_that_are_named_neither_is_sure() -> None:
    assert "phase" not in asking.sure("in the design phase or the deployment phase")


def test_leaving_out_what_others_owe_leaves_the_duties() -> None:
    both = (Relation.OBLIGES, Relation.ORGANISATION)
    assert by_words("Everything for end users, but leave out what they are merely owed").relations == both
    assert by_words("duties only, please").relations == both
    assert by_words("What do they have to do themselves?").relations == both
    assert by_words("what is on us, rather than just being brought in").relations == both
    assert by_words("Does it lay any duty at all on those it affects?").relations == both
    assert by_words("Is there one that puts a duty on end-users themselves?").relations == both
    assert by_words("How many put a duty on custodians by name?").relations == (Relation.OBLIGES,)
    assert by_words("Just our own obligations, hard or soft, please.").relations == both
    assert by_words("What we do, not what others have to do.").relations == both
    assert by_words("What falls on us, advice included, but not what others are to do for us?").relations == both
    assert by_words("Leave out whatever other folk have to do for us ourselves.").relations != (Relation.INVOLVES,)
    assert by_words("What is in it for somebody like me? I could not tell her.").relations == ()
    assert by_words("Which bind the developer directly? Duties only.").relations == (Relation.OBLIGES,)


def test_both_sides_of_one_strength_are_all_of_it() -> None:
    asked = by_words("Both sides, recommendations only: what users do and what is done for them.")
    assert (asked.modality, asked.relations) == (Modality.SHOULD, tuple(Relation))
    assert by_words("Both sides, please: what users do and what is done for them.").relations == ()
    assert by_words("All for operators, including where others owe them something").relations == ()


def test_a_head_tells_what_somebody_has_to_do_from_what_it_is_owed() -> None:
    asked, why = asking.read("And what of it?", heads(relation=("own", 0.9)), (), EVEN)
    assert asked.relations == (Relation.OBLIGES, Relation.ORGANISATION)
    assert dict(why) == {"relation": "as it reads"}
    owed = heads(relation=("involves", 0.9))
    assert asking.read("Which of them oblige developers?", owed, (), EVEN)[0].relations == ()
    assert asking.read("Which of them oblige others?", owed, (), EVEN)[0].relations == (Relation.INVOLVES,)


def test_what_is_told_plainly_beats_a_head_that_is_sure_of_something_else() -> None:
    read = heads(relation=("involves", 0.99), modality=("shall", 0.99))

    def asked(question: str) -> Asking:
        return asking.read(question, read, (), EVEN)[0]

    assert asked("Everything, whether required or recommended").modality is None
    assert asked("Please drop the 'musts' and give us the rest").modality is Modality.SHOULD
    assert asked("Spare us the nice-to-haves").modality is Modality.SHALL
    assert asked("Requirements, nothing softer").modality is Modality.SHALL
    assert asked("Leaving the requirements out, what remains?").modality is Modality.SHOULD
    assert asked("What does it owe or get? Both sides, please.").relations == tuple(Relation)
    assert asked("What are they obliged to do?").relations == asking.DUTIES
    assert asked("What are others obliged to do?").relations == (Relation.INVOLVES,)
    assert asking.read("Setting aside what is owed to us", heads(), (), EVEN)[0].relations == asking.DUTIES
    owed = asking.read("Don't give me what end-users must do themselves", heads(relation=("own", 0.99)), (), EVEN)[0]
    assert owed.relations == (Relation.INVOLVES,)


def test_of_what_strength_some_of_them_are_limits_no_list_even_for_a_sure_head() -> None:
    sure = heads(modality=("should", 0.99))
    asked = "Which provisions put a duty on us by name, and are any of those mere tips?"
    assert asking.read(asked, sure, (), EVEN)[0].modality is None


def test_a_strength_that_no_word_names_needs_a_sure_head() -> None:
    unnamed, named = "Everything for developers, please", "The mandatory ones for developers, please"
    sure, unsure = heads(modality=("shall", asking.UNNAMED)), heads(modality=("shall", asking.UNNAMED - 0.01))
    assert asking.read(unnamed, sure, (), EVEN)[0].modality is Modality.SHALL
    assert asking.read(unnamed, unsure, (), EVEN)[0].modality is None
    assert asking.read(named, unsure, (), EVEN)[0].modality is Modality.SHALL


def test_a_strength_of_what_is_done_towards_somebody_is_one_of_what_they_are_owed() -> None:
    asked = by_words("Under Principle 10, which firm requirements are there towards end-users?")
    assert (asked.modality, asked.relations) == (Modality.SHALL, (Relation.INVOLVES,))


@pytest.mark.parametrize(
    ("question", "owed"),
    [
        ("Leaving aside advice, what are they required to do for somebody like me?", True),
        ("Which binding requirements make the bank do something for those customers?", True),
        ("Which of the things they have to do for me are mandatory?", True),
        ("Which mandatory points are the vendor and head office bound to observe towards people in my position?", True),
        ("Of what others are advised, not required, to do towards people like me, what is there?", True),
        ("What must the operators do for us that is mandatory?", True),
        ("Which provisions would a host have to observe for our sake that are firm?", True),
        ("Is it recommended anywhere, as opposed to required, that others lend us a hand?", True),
        ("Which mandatory things must we do for people like them?", False),
        ("Which things are mandatory for us?", False),
        ("What is required, leaving out what others have to do for us?", False),
    ],
)
def test_what_somebody_else_is_to_do_for_the_asker_is_owed(question: str, owed: bool) -> None:
    assert (by_words(question).relations == (Relation.INVOLVES,)) is owed
    assert by_words(question).modality is not None


def test_what_the_asker_has_to_do_is_set_aside_where_what_is_owed_is_asked_for() -> None:
    asked = "Never mind what we have to do ourselves: what is owed to us by others?"
    assert by_words(asked).relations == (Relation.INVOLVES,)
    other = "Never mind what we have to do ourselves: what do the operators have to do?"
    assert by_words(other).relations != (Relation.INVOLVES,)


def test_of_two_strengths_a_head_that_wavers_leaves_the_one_that_is_named() -> None:
    question = "We host a model that a spin-out made. Which things that others owe us are recommendations?"
    weak = LimitWeights(1.0, 0.0, 0.0)
    wavering = Weights(dict.fromkeys(LIMITS, weak), EVEN.roles)
    for chance, strength in ((0.6, Modality.SHOULD), (0.9, Modality.SHALL)):
        assert asking.read(question, heads(modality=("shall", chance)), (), wavering)[0].modality is strength


def test_a_strength_in_a_few_words_is_meant_whatever_the_head_says() -> None:
    assert asking.read("development, recommendations, everyone", heads(), (), EVEN)[0].modality is Modality.SHOULD


@pytest.mark.parametrize(
    ("question", "owed"),
    [
        (
            "Setting aside every provision that puts a duty on us: where must the maker inform us?",
            True,
        ),
        ("Leaving out all the duties we have, where do we come in?", True),
        ("Ignoring the tasks that fall on us, what is in it for us?", True),
        ("Setting aside the duties of operators, what must we do?", False),
        ("Ignoring the things we have done so far, which duties are left?", False),
        ("Skip every clause we have met: which duties are left?", False),
        ("Put it on a list of what the Code has its maker do for the likes of us.", True),
        ("The Code has to do with us, has it?", False),
        ("Leaving out every point on testing, what applies to us?", False),
    ],
)
def test_what_binds_the_asker_can_be_set_aside(question: str, owed: bool) -> None:
    assert (asking.sure(question).get("relation") == Relation.INVOLVES) is owed


def test_from_start_to_finish_in_a_story_lifts_no_phase_that_is_named() -> None:
    story = "A vendor developed it from start to finish. What falls on us in the design and maintenance phases?"
    assert by_words(story).phases == ("secure-design", "secure-maintenance")
    assert by_words("A vendor developed it from start to finish. Secure deployment?").phases == ("secure-deployment",)
    assert by_words("What falls on us from start to finish, secure design included?").phases == ()
    assert by_words("It is ours from start to finish. What falls on us?").phases == ()


@pytest.mark.parametrize(
    ("question", "phase"),
    [
        ("A vendor made it. While it is being run, what applies to us?", "secure-maintenance"),
        ("What is advised now that the thing is ticking over every day?", "secure-maintenance"),
        ("With it still on the drawing board, what applies?", "secure-design"),
        ("What is binding while the model is being built?", "secure-development"),
        ("While it is being run, nobody looks. What applies to us?", None),
        ("For the build phase, what is recommended?", "secure-development"),
        ("We are building and running it. What applies?", None),
    ],
)
def test_a_phase_is_told_by_what_happens_meanwhile_in_the_sentence_that_asks(question: str, phase: str | None) -> None:
    assert asking.sure(question).get("phase") == phase


@pytest.mark.parametrize(
    ("question", "open_"),
    [
        ("What applies to us, the works, under Principle 1?", True),
        ("What does the Code hold for the drivers?", True),
        ("What applies to us ourselves?", False),
        ("What is in it for them by way of help that others must give?", False),
    ],
)
def test_what_applies_is_all_that_has_to_do_with_somebody(question: str, open_: bool) -> None:
    assert (asking.sure(question).get("relation") == OPEN["relation"]) is open_


def test_what_one_has_to_find_out_for_oneself_is_not_owed() -> None:
    assert "relation" not in asking.sure(
        "I'm on the hospital side and have to sign off what is mandatory for us. Which?"
    )
    assert "relation" not in asking.sure("What does the Code have to say for someone in my position?")
    assert asking.sure("Both what it does and where it's on the receiving end?")["relation"] == OPEN["relation"]


@pytest.mark.parametrize(
    "words", ["strict or not", "requirements along with recommendations", "compulsory and what is merely advised"]
)
def test_either_strength_is_no_limit(words: str) -> None:
    assert asking.sure(f"What do we ourselves have to do, {words}?")["modality"] == OPEN["modality"]


def test_of_two_strengths_the_one_in_the_sentence_that_asks_is_meant() -> None:
    assert (
        asking.sure("The testing principle is mostly advice. Pick out its requirements.")["modality"] == Modality.SHALL
    )
    assert "modality" not in asking.sure("Which are requirements and which recommendations?")


def test_phases_that_are_named_are_no_whole_life_cycle() -> None:
    asked = by_words("We built it. Which requirements are ours in the phases of maintenance and end of life?")
    assert asked.phases == ("secure-maintenance", "secure-end-of-life")
    assert by_words("What is there for us in the phases of the Code?").phases == ()


@pytest.mark.parametrize(
    "words",
    [
        "strict or advisory alike",
        "hard rules and soft ones both",
        "never mind how firm",
        "firmness makes no difference",
        "not just the binding part",
        "whichever verb they carry",
        "and the soft points too",
        "be they strong or weak",
        "strictly or as advice",
    ],
)
def test_that_the_strength_is_all_one_is_heard_against_a_head(words: str) -> None:
    sure_of_one = heads(modality=("shall", 0.99))
    assert asking.read(f"What falls to the dairy here, {words}?", sure_of_one, (), EVEN)[0].modality is None


@pytest.mark.parametrize(
    ("question", "strength"),
    [
        ("What is required of the dairy?", Modality.SHALL),
        ("What does Principle 4 require of a dairy?", Modality.SHALL),
        ("What are dairies owed at recommendation-strength level?", Modality.SHOULD),
        ("Which recommendations, and what is required of the dairy?", None),
    ],
)
def test_a_strength_that_is_told_by_its_verb_needs_no_head(question: str, strength: Modality | None) -> None:
    assert asking.read(question, heads(modality=("none", 0.9)), (), EVEN)[0].modality is strength


def test_a_firm_and_a_month_are_no_strengths() -> None:
    assert "shall" not in asking.told("A firm that bakes, and whoever may eat there.")["modality"]
    assert "may" not in asking.told("Whoever may eat there.")["modality"]
    assert "may" in asking.told("Only the 'may' provisions")["modality"]


@pytest.mark.parametrize(
    ("question", "owed"),
    [
        ("Which requirements see to it that my drivers are told something?", True),
        ("Which provisions want me involved?", True),
        ("Which of them work in the drivers' favour?", True),
        ("Which have somebody explain things to my drivers?", True),
        ("Which of them am I owed as a hard requirement?", True),
        ("Does Principle 5 give me anything to do?", False),
        ("Which requirements must my drivers meet?", False),
    ],
)
def test_what_is_done_for_somebody_is_owed(question: str, owed: bool) -> None:
    found = asking.read(question, heads(relation=("open", 0.9)), (), EVEN)[0]
    assert (found.relations == (Relation.INVOLVES,)) is owed


@pytest.mark.parametrize(
    "question",
    [
        "What do we ourselves have to see to?",
        "What does a dairy itself have to take care of?",
        "Which points are for us to do?",
        "A page on our own duties under it, please.",
        "What are we on the hook for?",
        "Does any task fall to us ourselves?",
        "Is there anything that we, not they, have to observe?",
    ],
)
def test_ones_own_duties_leave_out_what_is_owed(question: str) -> None:
    assert asking.read(question, heads(relation=("open", 0.9)), (), EVEN)[0].relations == asking.DUTIES


@pytest.mark.parametrize(
    "words", ["be it a duty or something done for us", "whether I must do it or it is done for me"]
)
def test_a_duty_or_something_done_for_one_is_all_of_it(words: str) -> None:
    found = asking.read(f"Which provisions are about us, {words}?", heads(relation=("involves", 0.9)), (), EVEN)[0]
    assert found.relations == ()


@pytest.mark.parametrize(
    "words",
    [
        "however strict our own policy is",
        "we don't mind about the weight of the paperwork",
        "and I don't want advice too much",
    ],
)
def test_what_is_strict_beside_the_code_lifts_no_strength(words: str) -> None:
    found = asking.read(f"Which binding duties are there, {words}?", heads(modality=("shall", 0.99)), (), EVEN)[0]
    assert found.modality is Modality.SHALL


def test_what_somebody_is_obliged_to_give_is_no_duty_of_whoever_gets_it() -> None:
    read = heads(relation=("involves", 0.99))
    assert asking.read("What is a developer obliged to tell operators?", read, (), EVEN)[0].relations == (
        Relation.INVOLVES,
    )


def test_what_protects_data_is_owed_to_nobody() -> None:
    assert "involves" not in asking.told("Which provisions that protect the training data bind custodians?")["relation"]
    sure = asking.sure("Which provisions that protect the training data bind custodians?")
    assert sure.get("relation") != Relation.INVOLVES


def test_what_may_be_skipped_is_advice() -> None:
    assert "should" in asking.told("Which provisions may an operator skip?")["modality"]
