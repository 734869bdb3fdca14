"""``signpost slack replay``: how long Slack waits for its acknowledgement while answers are slow."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import terminal
from api.cli.bench_material import QUESTION, copied

if TYPE_CHECKING:
    from bot.slack.replay import Outcome

SECRET = "replayed"  # noqa: S105 - signs payloads to ourselves
PATIENCE = 900.0


def replay(
    events: Annotated[int, typer.Option(min=1, help="Events to deliver.")] = 1000,
    at_once: Annotated[int, typer.Option(min=1, help="Deliveries at a time.")] = 8,
    seconds: Annotated[float, typer.Option(min=0.1, help="What a language model adds to each answer.")] = 1.5,
    workers: Annotated[int, typer.Option(min=1, help="Questions answered at a time.")] = 64,
    duplicates: Annotated[float, typer.Option(min=0, max=1, help="Share of events that come twice.")] = 0.1,
    faults: Annotated[float, typer.Option(min=0, max=1, help="Share of Slack's calls that fail.")] = 0.05,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Deliver events to a server of our own while answers are slow and a mock of Slack fails; takes minutes.

    The server runs in a process of its own, with a copy of the index and a language model that is asked for so many
    seconds and comes to nothing. Ends with 1 if anything was refused, lost, doubled or left unfinished.
    """

    def run() -> None:
        made, took = _measured(events, at_once, seconds, workers, duplicates, faults)
        given = {"at_once": at_once, "answer_seconds": seconds, "workers": workers}
        found = given | {"duplicates": duplicates, "faults": faults, "seconds": round(took, 1)} | made.to_json()
        print(json.dumps(found, indent=2) if as_json else _said(found))
        if made.refused or made.lost or made.doubled or made.torn:
            raise typer.Exit(terminal.FAILED)

    terminal.guarded(run)


def _measured(
    events: int, at_once: int, seconds: float, workers: int, duplicates: float, faults: float
) -> tuple[Outcome, float]:
    from api.cli import serving
    from bot.slack import replay as replaying
    from bot.slack.mock import TOKEN, MockSlack

    with tempfile.TemporaryDirectory(prefix="signpost-replay-") as name, MockSlack() as slack:
        settings = {
            "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_CLIENT_ID": "", "SLACK_CLIENT_SECRET": "",
            "SIGNPOST_SLACK_API_URL": slack.api_url, "SIGNPOST_SLACK_WORKERS": str(workers),
            "SIGNPOST_SLACK_USER_LIMIT": "0", "SIGNPOST_SLACK_CHANNEL_LIMIT": "0", "SIGNPOST_DATABASE_URL": "",
            "SIGNPOST_LLM": "scripted:slow", "SIGNPOST_LLM_TIMEOUT": str(seconds),
        }  # fmt: skip
        home = copied(terminal.house(), Path(name)).settings.home
        with serving.served(home, **settings) as server:
            print(f"Delivering {events} events …", file=sys.stderr)
            sent = replaying.payloads(slack, events, duplicates, QUESTION)
            slack.fault = replaying.failing(faults)
            began = time.monotonic()
            door = f"{server.url}/slack/events"
            delivered = asyncio.run(replaying.deliver_over_http(door, SECRET, sent, at_once))
            early = sum(replaying.answers(slack).values())
            print(f"All delivered, {early} answered; waiting for the rest …", file=sys.stderr)
            replaying.settle(slack, sent, PATIENCE)
            return replaying.outcome(slack, sent, delivered), time.monotonic() - began


def _said(found: dict[str, Any]) -> str:
    return (
        f"{found['events']} events ({found['duplicates']:.0%} of them twice), {found['at_once']} at a time; "
        f"answers of {found['answer_seconds']} s and more, {found['workers']} at a time; {found['faults']:.0%} of "
        "Slack's calls fail.\n"
        f"acknowledged after p50 {found['p50_ms']} ms, p99 {found['p99_ms']} ms, at most {found['p100_ms']} ms\n"
        f"refused {found['refused']}, lost {found['lost']}, doubled {found['doubled']}, unfinished {found['torn']}; "
        f"all answered after {found['seconds']} s"
    )
