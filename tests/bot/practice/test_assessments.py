from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import AssessmentStale, AssessmentUnknown, EntryInvalid, PracticeError
from bot.practice.assessment import Entry, Status, read_due, read_status
from bot.practice.assessments import Assessments
from ontology.catalogue import Catalogue


def test_a_new_assessment_has_an_open_entry_for_each_provision_in_scope(
    assessments: Assessments, catalogue: Catalogue
) -> None:
    made = assessments.create("Ward bot", ["data-custodian"], by="kim")
    assert set(made.entries) == {o.provision.id for o in catalogue.obligations(["data-custodian"])}
    assert {entry.status for entry in made.entries.values()} == {Status.OPEN}
    assert len(assessments.create("All").entries) == 72
    assert {a.name for a in assessments.list()} == {"Ward bot", "All"}
    assert assessments.list()[0].entries.keys() == assessments.get(assessments.list()[0].id).entries.keys()


def test_an_entry_keeps_everything_that_was_filled_in(assessments: Assessments) -> None:
    made = assessments.create("a")
    content = {"status": "partly", "reason": "r", "owner": "Kim", "due": "2026-05-31", "evidence": ["https://x", "n"]}
    entry = assessments.set(made.id, "5.4.1", content, version=0, by="kim")
    assert entry == assessments.get(made.id).entries["5.4.1"]
    assert (entry.status, entry.due, entry.evidence, entry.version, entry.changed_by) == (
        Status.PARTLY, date(2026, 5, 31), ("https://x", "n"), 1, "kim",
    )  # fmt: skip
    later = assessments.set(made.id, "5.4.1", {"due": None}, version=1)
    assert (later.due, later.owner, later.version) == (None, "Kim", 2)


def test_whoever_saw_an_older_version_is_told_who_was_faster(assessments: Assessments) -> None:
    made = assessments.create("a")
    assessments.set(made.id, "5.1", {"status": "met"}, version=0, by="kim")
    for seen in (0, 7):
        with pytest.raises(AssessmentStale, match=r"5\.1 has been changed by kim on .* UTC .*at version 1"):
            assessments.set(made.id, "5.1", {"status": "not-met"}, version=seen, by="lee")
    assert assessments.get(made.id).entries["5.1"].status is Status.MET
    assert len(assessments.history(made.id)) == 1


def test_of_editors_at_once_exactly_one_wins_each_version(assessments: Assessments) -> None:
    made = assessments.create("a")
    outcomes: list[str] = []
    together = threading.Barrier(4)

    def edit(name: str) -> None:
        together.wait()
        try:
            assessments.set(made.id, "5.1", {"owner": name}, version=0, by=name)
            outcomes.append("won")
        except AssessmentStale:
            outcomes.append("stale")

    threads = [threading.Thread(target=edit, args=(f"e{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["stale", "stale", "stale", "won"]


def test_several_changes_are_all_taken_or_none(assessments: Assessments) -> None:
    made = assessments.create("a")
    with pytest.raises(EntryInvalid, match="say why"):
        assessments.apply(made.id, {"5.1": ({"status": "met"}, 0), "5.2": ({"status": "n/a"}, 0)})
    with pytest.raises(AssessmentStale):
        assessments.apply(made.id, {"5.1": ({"status": "met"}, 0), "5.2": ({"status": "met"}, 3)})
    assert assessments.history(made.id) == ()
    assert assessments.get(made.id).entries["5.1"] == Entry("5.1")


def test_what_stays_the_same_is_no_change(assessments: Assessments) -> None:
    made = assessments.create("a")
    assessments.apply(made.id, {"5.1": ({"status": "open", "evidence": []}, 9)})
    assert assessments.history(made.id) == ()


def test_the_history_replays_any_moment(assessments: Assessments) -> None:
    made = assessments.create("a")
    assessments.set(made.id, "5.1", {"status": "not-met"}, version=0, by="kim")
    between = assessments.history(made.id)[0].at
    assessments.set(made.id, "5.1", {"status": "met"}, version=1, by="lee")
    assert assessments.at(made.id, between - timedelta(seconds=1)).entries["5.1"].status is Status.OPEN
    assert assessments.at(made.id, between).entries["5.1"].status is Status.NOT_MET
    assert assessments.at(made.id, datetime.now(UTC)).entries == assessments.get(made.id).entries
    assert [c.by for c in assessments.history(made.id, "5.1")] == ["kim", "lee"]


def test_deleting_removes_the_history_too(assessments: Assessments) -> None:
    made = assessments.create("a")
    assessments.set(made.id, "5.1", {"status": "met"}, version=0)
    assessments.delete(made.id)
    for act in (assessments.get, assessments.history, assessments.delete):
        with pytest.raises(AssessmentUnknown, match="There is no assessment"):
            act(made.id)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"status": "done"}, "is no status"),
        ({"due": "soon"}, "is no date"),
        ({"status": "not-applicable"}, "say why"),
        ({"colour": "red"}, "has no field"),
        ({"reason": "x" * 5000}, "more than 4,000"),
        ({"evidence": ["e"] * 51}, "more than 50"),
    ],
)
def test_an_entry_that_cannot_be_taken_says_what_is_wrong(
    assessments: Assessments, content: dict[str, object], says: str
) -> None:
    made = assessments.create("a")
    with pytest.raises(EntryInvalid, match=says):
        assessments.set(made.id, "5.1", content, version=0)


def test_a_provision_out_of_scope_or_a_bad_name_is_refused(assessments: Assessments) -> None:
    made = assessments.create("a", ["data-custodian"])
    with pytest.raises(EntryInvalid, match="not among"):
        assessments.set(made.id, "6.4", {"status": "met"}, version=0)
    for name in ("", " ", "x" * 201):
        with pytest.raises(EntryInvalid, match="name of 1 to 200"):
            assessments.create(name)
    with pytest.raises(PracticeError, match="no role"):
        assessments.create("a", ["king"])


def test_hostile_text_is_kept_as_text(assessments: Assessments) -> None:
    made = assessments.create("a\x00b <script>", description="\ud800")
    assert made.name == "ab <script>"
    content = {"reason": "nul\x00 '); DROP TABLE", "evidence": ["javascript:x"]}
    entry = assessments.set(made.id, "5.1", content, version=0)
    assert entry.reason == "nul '); DROP TABLE"


def test_statuses_and_dates_are_read_as_people_write_them() -> None:
    assert [read_status(s) for s in ("Partly met", " N/A", "not_met", None, "", "MET")] == [
        Status.PARTLY, Status.NOT_APPLICABLE, Status.NOT_MET, Status.OPEN, Status.OPEN, Status.MET,
    ]  # fmt: skip
    assert read_due(datetime(2026, 5, 31, tzinfo=UTC)) == read_due("2026-05-31") == date(2026, 5, 31)
