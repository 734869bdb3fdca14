"""Follow-ups, asked of the real adviser: what a question takes over from the answer before it."""

from __future__ import annotations

from itertools import count
from uuid import uuid4

import pytest

from bot.adviser import Adviser
from bot.answer import Answer
from bot.frame import Frame, Intent
from bot.understand import changes
from ontology.model import Modality, Relation

numbered = count()


def last(adviser: Adviser, *questions: str) -> Answer:
    conversation = f"follow-up-{next(numbered)}"
    return [adviser.ask(question, conversation) for question in questions][-1]


def provisions(answer: Answer) -> set[str]:
    return {citation.id for citation in answer.citations if citation.kind == "provision"}


LIST = "What must I do as a developer?"


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ("Only the mandatory ones.", "modality", Modality.SHALL),
        ("And for data custodians?", "roles", ("data-custodian",)),
        ("Same for principle 7, please.", "principles", (7,)),
        ("Just in the maintenance phase.", "phases", ("secure-maintenance",)),
        ("Drop the organisation-wide ones from that.", "relations", (Relation.OBLIGES,)),
    ],
)
def test_a_list_is_asked_for_again_with_one_thing_changed(
    change: str, field: str, value: object, adviser: Adviser
) -> None:
    frame = last(adviser, LIST, change).frame
    assert frame.intent is Intent.ENUMERATE
    assert getattr(frame, field) == value
    assert field == "roles" or frame.roles == ("developer",)


@pytest.mark.parametrize(
    ("change", "phase"),
    [
        ("and the next phase?", "secure-deployment"),
        ("one phase earlier", "secure-design"),
        ("now the final one", "secure-end-of-life"),
        ("The same list, but for design in place of development.", "secure-design"),
    ],
)
def test_phases_can_be_named_by_their_order(change: str, phase: str, adviser: Adviser) -> None:
    asked = "What must developers do in the development phase?"
    assert last(adviser, asked, change).frame.phases == (phase,)


def test_one_of_several_that_were_cited_can_be_asked_about(adviser: Adviser) -> None:
    asked = "Rate limits versus access control on the API: which is which?"
    both = last(adviser, asked)
    cited = [citation.id for citation in both.citations if citation.kind == "provision"]
    assert len(cited) >= 2
    assert provisions(last(adviser, asked, "Is the first of those a must?")) == {cited[0]}


def test_the_etsi_number_of_what_was_cited_is_told(adviser: Adviser) -> None:
    answer = last(adviser, "Do we have to limit the rate of calls to our API?", "What number has that in ETSI's EN?")
    assert provisions(answer) == {"6.2"}
    assert "5.2.2-2" in answer.text


def test_the_place_of_what_was_cited_is_told(adviser: Adviser) -> None:
    first = "Do we have to limit the rate of calls to our API?"
    answer = last(adviser, first, "In which stage does that fall?")
    assert provisions(answer) == {"6.2"}
    assert "Principle 6 (Secure Development)" in answer.text
    assert "5.2.2-2" in last(adviser, first, "What's its number in the ETSI standard?").text


def test_hard_or_soft_asks_how_firm_the_one_before_is(adviser: Adviser) -> None:
    answer = last(adviser, "We'd want to put back a version we trust. Which provision is that?", "Hard or soft?")
    assert provisions(answer) == {"5.3.1"}


def test_whom_that_one_names_is_asked_of_what_was_cited(adviser: Adviser) -> None:
    asked = "Which provision keeps people without clearance away from training data?"
    answer = last(
        adviser, asked, "Does that one name ordinary users among those who have to act, our trainees for one?"
    )
    assert provisions(answer) == {"5.4"}


def test_a_remark_between_questions_changes_nothing(adviser: Adviser) -> None:
    asked = ("What are the data custodian's own duties?", "Right, fewer than I thought.")
    assert last(adviser, *asked).frame.intent is Intent.SMALL_TALK
    frame = last(adviser, *asked, "Now the same for whoever creates the model, but just the end-of-life part.").frame
    assert (frame.roles, frame.phases) == (("developer",), ("secure-end-of-life",))


@pytest.mark.parametrize(
    "change", ["Right, the mandatory ones.", "Good, phase 4.", "Fine: operators.", "OK, principle 7."]
)
def test_a_change_is_no_remark(change: str, adviser: Adviser) -> None:
    assert last(adviser, "What are the data custodian's own duties?", change).frame.intent is not Intent.SMALL_TALK


def test_the_number_over_there_is_etsis_after_a_question_about_etsi(adviser: Adviser) -> None:
    answer = last(
        adviser,
        "What number does 5.3 carry in EN 304 223?",
        "And the sub-provision below it?",
        "Its number over there?",
    )
    assert "5.2.1-3.1" in answer.text


def test_the_last_list_is_no_last_phase(adviser: Adviser) -> None:
    asked = "Which recommendations are there for system operators in Secure Design?"
    frame = last(adviser, asked, "Now that last list for the developers instead.").frame
    assert (frame.roles, frame.phases) == (("developer",), ("secure-design",))


def test_a_question_that_stands_by_itself_takes_nothing_over(adviser: Adviser) -> None:
    answer = last(adviser, LIST, "Who published the Code of Practice?")
    assert answer.frame.nodes[0] == "about/publisher"
    assert answer.frame.roles == ()


def test_after_small_talk_the_earlier_topic_still_counts(adviser: Adviser) -> None:
    assert last(adviser, LIST, "Thanks!", "Only the mandatory ones.").frame.modality is Modality.SHALL


def test_a_principle_can_be_added_to_a_list(adviser: Adviser) -> None:
    frame = last(adviser, "What must operators do under Principle 6?", "Add principle 11 to that list, please.").frame
    assert (frame.roles, frame.principles) == (("system-operator",), (6, 11))


@pytest.mark.parametrize(
    ("asked", "change", "field"),
    [
        (
            "What must operators do under Principle 6?",
            "Drop the bit about Principle 6, I'd rather see it all.",
            "principles",
        ),
        ("What must operators do in the deployment phase?", "Forget about the phase.", "phases"),
        ("Which duties are compulsory for operators?", "Now show them however firm they are.", "modality"),
    ],
)
def test_a_limit_is_lifted(asked: str, change: str, field: str, adviser: Adviser) -> None:
    before, after = last(adviser, asked).frame, last(adviser, asked, change).frame
    assert getattr(before, field)
    assert not getattr(after, field)
    assert (after.intent, after.roles) == (Intent.ENUMERATE, before.roles)


def test_a_question_too_short_to_say_anything_is_read_with_the_fact_asked_for_before(adviser: Adviser) -> None:
    answer = last(adviser, "When was the Code published?", "By whom?")
    assert "about/publisher" in answer.frame.nodes
    assert last(adviser, "What is a system operator?", "What's a developer?").frame.nodes == ("role/developer",)


def test_what_others_owe_is_added_to_a_list_and_the_limits_are_lifted(adviser: Adviser) -> None:
    asked = ("What is mandatory for data custodians under principle 5?",)
    frame = last(adviser, *asked, "Take the entire Code, and add the places where others have to bring them in.").frame
    assert (frame.roles, frame.principles) == (("data-custodian",), ())
    assert frame.relations == tuple(Relation)
    turned = last(adviser, *asked, "Now where do others have to inform or include them?").frame
    assert turned.relations == (Relation.INVOLVES,)


def test_the_same_phase_is_kept_whatever_else_changes(adviser: Adviser) -> None:
    asked = "What must developers do in the end-of-life phase?"
    frame = last(adviser, asked, "And data custodians: what do others owe them in that phase?").frame
    assert (frame.roles, frame.phases) == (("data-custodian",), ("secure-end-of-life",))


def test_the_duties_of_them_are_those_of_the_one_role_named_before(adviser: Adviser) -> None:
    told = ("I speak for warehouse pickers.", "They are end-users of a picking assistant.")
    frame = last(adviser, *told, "Which duties does the Code place on them?").frame
    assert (frame.intent, frame.roles) == (Intent.ENUMERATE, ("end-user",))
    both = last(adviser, "Who are developers and end-users?", "Which duties does the Code place on them?").frame
    assert both.intent is not Intent.ENUMERATE or both.roles != ("developer",)


def test_what_is_replaced_is_not_asked_about() -> None:
    assert changes.kept("The same, design in place of development, please") == "The same, design, please"
    assert changes.kept("Swap developers for operators") == "operators"
    assert changes.kept("Instead of that?") == "Instead of that?"


def test_a_list_is_changed_past_the_answer_that_came_after_it(adviser: Adviser) -> None:
    conversation = str(uuid4())
    adviser.ask("What are the own duties of data custodians?", conversation)
    adviser.ask("What counts as sensitive data?", conversation)
    frame = adviser.ask("Leaving those duties aside, what do others owe them?", conversation).frame
    assert (frame.intent, frame.roles) == (Intent.ENUMERATE, ("data-custodian",))
    assert [str(relation) for relation in frame.relations] == ["involves"]


def test_that_list_is_the_one_before_whatever_else_is_told(adviser: Adviser) -> None:
    conversation = str(uuid4())
    adviser.ask("Which requirements does a developer have under principle 6?", conversation)
    told = (
        "The platform team at the streaming service is the system operator. How does that mandatory list look for them?"
    )
    frame = adviser.ask(told, conversation).frame
    assert (frame.roles, frame.principles, str(frame.modality)) == (("system-operator",), (6,), "shall")


def test_only_what_asks_for_duties_reaches_past_an_answer_to_the_list_before_it(adviser: Adviser) -> None:
    def after(question: str) -> Frame:
        conversation = str(uuid4())
        adviser.ask("What must developers do in the design phase?", conversation)
        adviser.ask("Does the Code ask for red teaming?", conversation)
        return adviser.ask(question, conversation).frame

    assert after("What about end-users?").phases == ()
    again = after("How does that list look for data custodians?")
    assert (again.roles, again.phases) == (("data-custodian",), ("secure-design",))


@pytest.mark.parametrize("about", ["Is this list legally binding?", "We have a block list. Is this block list a must?"])
def test_what_only_speaks_of_a_list_is_none_of_it(about: str) -> None:
    assert not changes.THAT_LIST.search(about)


def test_a_change_that_names_one_strength_has_that_strength(adviser: Adviser) -> None:
    conversation = str(uuid4())
    adviser.ask("Which requirements does a developer have under principle 6?", conversation)
    frame = adviser.ask("Can you redo that list with recommendations only?", conversation).frame
    assert (frame.modality, frame.principles) == (Modality.SHOULD, (6,))


def test_whoever_has_to_act_lifts_the_role(adviser: Adviser) -> None:
    conversation = str(uuid4())
    adviser.ask("Which requirements does a developer have in the design phase?", conversation)
    frame = adviser.ask("And in deployment, whoever has to act?", conversation).frame
    assert (frame.roles, frame.phases) == ((), ("secure-deployment",))


def test_the_number_of_another_is_asked_for_after_the_number_of_one(adviser: Adviser) -> None:
    conversation = str(uuid4())
    adviser.ask("What number does the ETSI standard give to the provision on publishing hashes?", conversation)
    answer = adviser.ask("And which one does it give to wiping data when a model is retired?", conversation)
    assert "5.5.1-2" in answer.text


def test_the_number_of_what_was_cited_is_asked_for_in_words_of_its_own(adviser: Adviser) -> None:
    conversation = str(uuid4())
    adviser.ask("Do we need to put our reasons for using a poorly documented model in writing?", conversation)
    asked = "Which clause number does that duty of a written reason bear in the European Standard?"
    assert adviser.ask(asked, conversation).frame.ids[0] == "7.2"


def test_what_stays_the_same_is_taken_from_the_list_that_has_it(adviser: Adviser) -> None:
    asked = (
        "I'm a developer of a spelling tutor. Which requirements do I have in the end-of-life and deployment phases?"
    )
    told = "Thanks. I only make it; the schools deploy it on their own servers and change nothing."
    change = (
        "Now give me the list for the schools that deploy it, their own duties only, same strength, same two phases."
    )
    frame = last(adviser, asked, told, change).frame
    assert frame.roles == ("system-operator",)
    assert frame.modality is Modality.SHALL
    assert frame.phases == ("secure-deployment", "secure-end-of-life")


def test_one_of_several_roles_is_taken_out(adviser: Adviser) -> None:
    asked = "What is recommended to developers and system operators in principle 12?"
    frame = last(adviser, asked, "A partner will run it after all. Take the operator part out.").frame
    assert (frame.roles, frame.modality, frame.principles) == (("developer",), Modality.SHOULD, (12,))
    one = last(adviser, "What is recommended to developers in principle 12?", "Take the operator part out.").frame
    assert one.roles != ()


@pytest.mark.parametrize(
    "question",
    [
        "How do I remove a developer's access?",
        "Does the Code let operators cut out developers?",
        "What can we do without operators?",
        "Leave developers in, please.",
        "Cut the developers' access.",
    ],
)
def test_what_only_speaks_of_taking_somebody_out_takes_no_role_out(question: str) -> None:
    assert not any(pattern.search(question) for pattern in changes.REMOVES.values())


@pytest.mark.parametrize(
    ("change", "principles"),
    [("And under 11 and 12?", (11, 12)), ("And for 4?", (4,)), ("Now 3 and 99?", (3,))],
)
def test_bare_numbers_after_a_list_of_a_principle_are_principles(
    change: str, principles: tuple[int, ...], adviser: Adviser
) -> None:
    assert last(adviser, "What must a system operator do under Principle 10?", change).frame.principles == principles


def test_both_strengths_that_are_named_lift_the_limit(adviser: Adviser) -> None:
    change = "Now Principle 8, and show the recommendations along with the requirements."
    frame = last(adviser, "What are developers required to do under Principle 9?", change).frame
    assert (frame.modality, frame.principles) == (None, (8,))


def test_who_asks_stays_who_asks_where_nothing_new_is_told_of_them(adviser: Adviser) -> None:
    asked = (
        "We host a bought-in translation tool on our own servers. What is recommended to us in the maintenance phase?"
    )
    change = "And what is compulsory for us there, with the translation tool in the same phase?"
    assert last(adviser, asked, change).frame.roles == ("system-operator",)


def test_what_others_owe_is_listed_for_whoever_said_who_they_are(adviser: Adviser) -> None:
    asked = "Our law firm's staff use a research assistant, we're plain end-users. Does the Code put any duties on us?"
    frame = last(adviser, asked, "And what do others owe us?").frame
    assert (frame.roles, frame.relations) == (("end-user",), (Relation.INVOLVES,))


def test_thanks_between_a_list_and_its_change_are_passed_over(adviser: Adviser) -> None:
    asked = "Which duties does the Code give a data custodian?"
    assert last(adviser, asked, "Useful, cheers.", "Same again for system operators, then?").frame.roles == (
        "system-operator",
    )


@pytest.mark.parametrize(
    "change", ["Please take the filter on strength away.", "Take that limit on strength off, would you?"]
)
def test_a_filter_is_taken_away(change: str, adviser: Adviser) -> None:
    asked = "Which recommendations are there for system operators under Principle 12?"
    frame = last(adviser, asked, change).frame
    assert (frame.roles, frame.modality, frame.principles) == (("system-operator",), None, (12,))


def test_that_list_is_for_the_role_that_was_told_since(adviser: Adviser) -> None:
    asked = (
        "Our exam board trains its own marking model. Which recommendations are ours in the secure development phase?"
    )
    told = "I had it backwards: a supplier trains it and we deploy the system in our own data centre."
    frame = last(adviser, asked, told, "So what does that list look like now?").frame
    assert (frame.roles, frame.modality) == (("system-operator",), Modality.SHOULD)
    assert frame.phases == ("secure-development",)


def test_a_role_is_taken_off_a_list_past_a_remark(adviser: Adviser) -> None:
    asked = "Which requirements are there for developers and system operators in the development phase?"
    told = "The board has since moved all the model building to an outside vendor."
    frame = last(adviser, asked, told, "So take the developer role off that list.").frame
    assert frame.roles == ("system-operator",)


def test_those_two_principles_are_the_ones_of_the_list_before(adviser: Adviser) -> None:
    asked = "Which requirements in principles 11 and 12 are a developer's?"
    frame = last(adviser, asked, "Which requirements in those two principles are a system operator's?").frame
    assert (frame.roles, frame.principles) == (("system-operator",), (11, 12))


def test_somebody_is_put_in_the_place_of_another(adviser: Adviser) -> None:
    asked = "Which recommendations in Principle 12 fall on developers?"
    change = "Put system operators in the developers' place for that last list, would you?"
    frame = last(adviser, asked, change).frame
    assert (frame.roles, frame.modality, frame.principles) == (("system-operator",), Modality.SHOULD, (12,))


def test_still_for_somebody_keeps_the_role(adviser: Adviser) -> None:
    asked = (
        "Our brickworks deploys a supplier's kiln camera on its own servers. Which maintenance requirements are on us?"
    )
    change = "Now the same sort of list for the deployment phase, still for the brickworks."
    frame = last(adviser, asked, change).frame
    assert (frame.roles, frame.phases) == (("system-operator",), ("secure-deployment",))


@pytest.mark.parametrize(
    ("question", "change"),
    [
        ("Not just them, everybody.", True),
        ("And for everyone?", True),
        ("Is training compulsory for everyone?", False),
        ("What about risk assessment, not just them but suppliers?", False),
        ("Not just them but suppliers.", False),
        ("No matter whose fault it is, who must tell users of an incident?", False),
    ],
)
def test_everybody_changes_a_list_only_where_nothing_else_is_asked(question: str, change: bool) -> None:
    assert (changes.EVERYBODY.search(question) is not None) is change


def test_what_is_kept_and_added_changes_a_list() -> None:
    assert changes.KEEPS.search("Keep the custodian and add the operator.")
    assert not changes.KEEPS.search("Do we keep the records?")
