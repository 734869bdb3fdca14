"""``signpost assess``: start an assessment, fill it in, import it, see gaps, compare dates."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import terminal

if TYPE_CHECKING:
    from api.wiring import House

Identifier = Annotated[str, typer.Argument(metavar="ID", help="The assessment; “signpost assess list” shows them.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
commands = typer.Typer(no_args_is_help=True, help="Assess yourself against the Code, provision by provision.")


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="assess")


def _run(body: Callable[[House], None]) -> None:
    terminal.guarded(lambda: body(terminal.house()))


def _by() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _print(value: dict[str, Any] | list[Any]) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


@commands.command("new")
def new(
    name: Annotated[str, typer.Argument(help="What to call it.")],
    description: Annotated[str, typer.Option("--for", help="What you do with the system, in your own words.")] = "",
    role: Annotated[list[str] | None, typer.Option(help="A role instead; may be repeated.")] = None,
    phase: Annotated[list[str] | None, typer.Option(help="Only this phase; may be repeated.")] = None,
) -> None:
    """Start an assessment and print its identifier."""

    def body(house: House) -> None:
        from api import practice

        made = practice.start_assessment(house, name, description, role or (), phase or (), by=_by())
        print(made.id)
        print(f"{len(made.entries)} provisions; roles: {', '.join(made.roles) or 'all'}.", file=sys.stderr)

    _run(body)


@commands.command("list")
def list_all(as_json: Json = False) -> None:
    """List the assessments."""

    def body(house: House) -> None:
        found = [made.summary() for made in house.assessments.list()]
        if as_json:
            _print(found)
            return
        for made in found:
            print(f"{made['id']}  {made['assessed']}/{made['provisions']} assessed  {made['name']}")

    _run(body)


@commands.command("show")
def show(
    assessment: Identifier,
    at: Annotated[str, typer.Option(help="As it was at the end of this date (2026-05-31).")] = "",
    as_json: Json = False,
) -> None:
    """Show an assessment, now or as it was."""

    def body(house: House) -> None:
        from api import practice
        from bot.practice.assessment import STATUS_WORDS

        stored = house.assessments
        made = stored.at(assessment, practice.moment_of(at)) if at else stored.get(assessment)
        if as_json:
            _print(made.to_json())
            return
        print(made.name)
        for entry in made.entries.values():
            owner = f"  {entry.owner}" if entry.owner else ""
            due = f"  due {entry.due}" if entry.due else ""
            print(f"{entry.provision:8}{STATUS_WORDS[entry.status]:16}v{entry.version}{owner}{due}")

    _run(body)


@commands.command("set")
def set_entry(
    assessment: Identifier,
    provision: Annotated[str, typer.Argument(help="The provision, such as 5.4.1.")],
    status: Annotated[str | None, typer.Option(help="open, met, partly, not-met or not-applicable.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why; needed for not-applicable.")] = None,
    owner: Annotated[str | None, typer.Option(help="Who sees to it.")] = None,
    due: Annotated[str | None, typer.Option(help="By when, such as 2026-05-31; empty to clear.")] = None,
    evidence: Annotated[list[str] | None, typer.Option(help="A link or note; may be repeated; replaces all.")] = None,
    version: Annotated[int | None, typer.Option(help="The version that you saw; the present one when absent.")] = None,
) -> None:
    """Fill in one provision. With --version, nothing that somebody else wrote since is overwritten."""

    def body(house: House) -> None:
        given = {"status": status, "reason": reason, "owner": owner, "due": due, "evidence": evidence}
        content = {name: value for name, value in given.items() if value is not None}
        seen = version
        if seen is None:
            entry = house.assessments.get(assessment).entries.get(provision)
            seen = entry.version if entry else 0
        made = house.assessments.set(assessment, provision, content, version=seen, by=_by())
        print(f"{made.provision} is {made.status.value} (version {made.version}).")

    _run(body)


@commands.command("history")
def history(
    assessment: Identifier,
    provision: Annotated[str | None, typer.Argument(help="Only this provision.")] = None,
    as_json: Json = False,
) -> None:
    """Show who changed what, and when."""

    def body(house: House) -> None:
        changes = house.assessments.history(assessment, provision)
        if as_json:
            _print([change.to_json() for change in changes])
            return
        for c in changes:
            print(f"{c.at:%Y-%m-%d %H:%M}  {c.by or '-'}  {c.provision}  {c.before['status']} -> {c.after['status']}")

    _run(body)


@commands.command("gaps")
def gaps(assessment: Identifier, as_json: Json = False) -> None:
    """Show progress, gaps ranked by strength and threats left open, and the next three things to do."""

    def body(house: House) -> None:
        from api import practice
        from bot.practice.assessment import STATUS_WORDS, Status

        found = practice.gap_report(house, assessment)
        if as_json:
            _print(found.to_json())
            return
        overall = found.overall
        share = f"{overall.of(Status.MET)} of {overall.applicable} met ({overall.share_met:.0%})"
        print(f"{found.assessment.name}: {share}")
        print("\nNext:")
        for number, gap in enumerate(found.next_things, start=1):
            print(f"{number}. {gap.provision.id} {gap.provision.label}. {gap.why}")
        print("\nGaps:")
        for gap in found.gaps:
            p = gap.provision
            status = STATUS_WORDS[gap.entry.status]
            print(f"{p.id:8}{p.modality.value:8}{status:16}{len(gap.threats):2} threats  {p.label}")

    _run(body)


@commands.command("compare")
def compare(
    assessment: Identifier,
    before: Annotated[str, typer.Argument(help="A date, such as 2026-01-31.")],
    after: Annotated[str, typer.Argument(help="A later date; now when absent.")] = "",
    as_json: Json = False,
) -> None:
    """Compare an assessment at two dates."""

    def body(house: House) -> None:
        from api import practice
        from bot.practice.assessment import STATUS_WORDS, Status

        found = practice.compare(house, assessment, before, after)
        if as_json:
            _print(found.to_json())
            return
        print(f"Met: {found.before.of(Status.MET)} -> {found.after.of(Status.MET)} of {found.after.applicable}")
        for title, steps in (("Better", found.better), ("Worse", found.worse), ("Otherwise", found.otherwise)):
            for step in steps:
                print(f"{title}: {step.provision} {STATUS_WORDS[step.before]} -> {STATUS_WORDS[step.after]}")

    _run(body)


@commands.command("import")
def import_file(
    assessment: Identifier, file: Annotated[Path, typer.Argument(help="A filled CSV or XLSX checklist.")]
) -> None:
    """Take a filled checklist in, all or nothing; every problem is named with its row and column."""

    def body(house: House) -> None:
        from api import practice
        from bot.errors import ImportInvalid

        try:
            changed = practice.import_file(house, assessment, file.read_bytes(), by=_by())
        except ImportInvalid as error:
            for problem in error.problems:
                print(f"signpost: {problem}", file=sys.stderr)
            print("signpost: Nothing was imported.", file=sys.stderr)
            raise typer.Exit(terminal.FAILED) from error
        print(f"{len(changed)} provisions changed{': ' if changed else '.'}{', '.join(changed)}")

    _run(body)


@commands.command("delete")
def delete(assessment: Identifier) -> None:
    """Delete an assessment with its history."""
    _run(lambda house: house.assessments.delete(assessment))
