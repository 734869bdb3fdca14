"""A conversation played against the mock of Slack, and shown as people would see it."""

from __future__ import annotations

import asyncio
import io
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.console import Group
from slack_bolt.async_app import AsyncBoltRequest

from bot.slack.app import SlackApp, build
from bot.slack.asking import Asks
from bot.slack.config import SlackConfig
from bot.slack.mock import TOKEN, MockSlack, Said
from bot.slack.payloads import Payload, as_request, buttons, command, home_opened, mention, message, pressed
from bot.state.engine import open_engine
from bot.state.migrate import upgrade
from ontology.catalogue import Catalogue

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

SECRET: Final = "demo"  # noqa: S105 - signs payloads to ourselves
PEOPLE: Final = {"U1": "Amina", "U2": "Ben"}
BASE: Final = "https://signpost.example.org"
WIDTH: Final = 92
_LINK: Final = re.compile(r"<([^|>]+)\|([^>]+)>")
_BOLD: Final = re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])")
_ITALIC: Final = re.compile(r"(?<![\w_])_([^_\n]+)_(?![\w_])")
_CODE: Final = re.compile(r"`([^`\n]+)`")


@dataclass
class Scene:
    """One thing that was done, and the blocks that came of it. ``private``: only one person sees it."""

    where: str
    who: str
    did: str
    opening: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    private: bool = False


def play(adviser: Asks, catalogue: Catalogue) -> list[Scene]:
    """Play the conversation; the state is in a folder that is removed after it."""
    with tempfile.TemporaryDirectory() as folder, MockSlack() as slack:
        engine = open_engine(Path(folder))
        upgrade(engine)
        config = SlackConfig(
            bot_token=TOKEN, signing_secret=SECRET, api_url=slack.api_url, base_url=BASE, user_limit=0, channel_limit=0
        )
        try:
            app = build(config, _Served(adviser), catalogue, engine)
            return asyncio.run(_Stage(app, slack).act())
        finally:
            engine.dispose()


class _Served:
    """An adviser whose citations carry the address that the demonstration pretends to serve."""

    def __init__(self, adviser: Asks) -> None:
        self._adviser = adviser
        self.understand = adviser.understand

    def ask(self, question: str, conversation_id: str | None = None) -> Any:
        answer = self._adviser.ask(question, conversation_id)
        served = [
            tuple(replace(c, uri=re.sub(r"^https?://[^/]+", BASE, c.uri)) for c in found)
            for found in (answer.citations, answer.related)
        ]
        return replace(answer, citations=served[0], related=served[1])


class _Stage:
    def __init__(self, app: SlackApp, slack: MockSlack) -> None:
        self._app = app
        self._slack = slack
        self._scenes: list[Scene] = []

    async def act(self) -> list[Scene]:
        await self._app.start()
        try:
            await self._conversation()
        finally:
            await self._app.stop()
        return self._scenes

    async def _conversation(self) -> None:
        slack = self._slack
        await self._send(home_opened("U1"))
        await self._until(lambda: "U1" in slack.homes)
        await self._send(pressed(buttons(slack.homes["U1"]["blocks"])["choose_role:data-custodian"]))
        await self._until(lambda: "You are asking as" in str(slack.homes["U1"]))

        asked = slack.say("C1", "U1", "@Signpost what must I do?")
        await self._ask("#ai-security", "U1", asked.text, mention("what must I do?", asked.ts))
        more = slack.say("C1", "U2", "and what is required of developers?", asked.ts)
        text = "and what is required of developers?"
        await self._ask("#ai-security, in the thread", "U2", text, message(text, more.ts, user="U2", thread=asked.ts))

        url = slack.response_url("C1", "U2")
        made = await self._ask("#ai-security", "U2", "/code 5.4.1", command("5.4.1", url, user="U2"))
        await self._open("U2", "presses “Quotes”", made, "quotes")

        asked = slack.say("D1", "U1", "Can I say we are certified against the Code?", "1.0")
        payload = message(asked.text, asked.ts, channel="D1", kind="im", thread="1.0")
        await self._ask("assistant pane", "U1", asked.text, payload)

    async def _ask(self, where: str, who: str, text: str, payload: Payload) -> Said | None:
        known = len(self._slack.by_bot())
        await self._send(payload)
        await self._until(lambda: self._app.desk.inbox.waiting() == 0)
        found = self._slack.by_bot()[known:]
        answer = found[-1] if found else None
        scene = Scene(where, PEOPLE[who], text)
        if answer is not None:
            scene.opening, scene.blocks, scene.private = answer.opening, answer.blocks, bool(answer.to)
        self._scenes.append(scene)
        return answer

    async def _open(self, who: str, did: str, answer: Said | None, action: str) -> None:
        pressable = buttons(answer.blocks) if answer else {}
        if action in pressable:
            await self._send(pressed(pressable[action], user=who))
            await self._until(lambda: self._slack.windows)
            self._scenes.append(Scene("a window", PEOPLE[who], did, "", self._slack.windows[-1]["blocks"], True))

    async def _send(self, payload: Payload) -> None:
        body, headers = as_request(payload, SECRET)
        await self._app.bolt.async_dispatch(AsyncBoltRequest(body=body, headers={**headers}))

    async def _until(self, condition: Callable[[], object]) -> None:
        for _ in range(3000):
            if condition():
                return
            await asyncio.sleep(0.01)


def show(scenes: Sequence[Scene], console: Console) -> str:
    """Print the scenes on `console`; returns all but the longest, the first, as an SVG picture."""
    from rich.console import Console as Recorder

    recorder = Recorder(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for number, scene in enumerate(scenes):
        shown = _scene(scene)
        console.print(shown, soft_wrap=False)
        if number:
            recorder.print(shown)
    picture = recorder.export_svg(title="Signpost in Slack", unique_id="signpost")
    return re.sub(r"@font-face\s*\{[^}]*\}\s*", "", picture)  # no fonts from elsewhere


def _scene(scene: Scene) -> Group:
    from rich.padding import Padding
    from rich.panel import Panel
    from rich.text import Text

    line = Text.assemble((f"{scene.who} ", "bold cyan"), (f"in {scene.where}  ", "dim"), (scene.did, ""))
    if scene.where == "a window":
        line = Text.assemble((f"{scene.who} ", "bold cyan"), (scene.did, ""))
    if not scene.blocks and not scene.opening:
        return Group(line, Text(""))
    said = [_rich(_spoken(scene.opening))] if scene.opening else []
    said += [shown for block in scene.blocks if (shown := _block(block)) is not None]
    title = "Signpost" + (" (only you see this)" if scene.private else "")
    panel = Panel(Group(*said), title=title, title_align="left", border_style="green", width=WIDTH - 4)
    return Group(line, Padding(panel, (0, 0, 1, 4)))


def _block(block: dict[str, Any]) -> RenderableType | None:
    from rich.text import Text

    match block["type"]:
        case "section":
            text: Text = _rich(block["text"]["text"])
            if "accessory" in block:
                text.append("  ")
                text.append(f"[ {block['accessory']['text']['text']} ]", "bold white on grey30")
            return text
        case "context":
            return Text("\n").join(_dim(element["text"]) for element in block["elements"])
        case "actions":
            labels = [f"[ {element['text']['text']} ]" for element in block["elements"] if "text" in element]
            return Text("  ").join(Text(label, "bold white on grey30") for label in labels)
        case "context_actions":
            sides = block["elements"][0]
            labels = [sides[name]["text"]["text"] for name in ("positive_button", "negative_button")]
            return Text("  ").join(Text(f"[ {label} ]", "grey70 on grey23") for label in labels)
    return None


def _spoken(markdown: str) -> str:
    """A streamed opening, which is Markdown, as mrkdwn."""
    strong = re.sub(r"\*\*([^*\n]+)\*\*", "\x01\\1\x01", markdown)
    links = re.sub(r"\[\[(\d+)\]\]\(([^)]+)\)", r"<\2|[\1]>", re.sub(r"(?<![\w*])\*([^*\n]+)\*", r"_\1_", strong))
    return links.replace("\x01", "*")


def _dim(text: str) -> Any:
    made = _rich(text)
    made.stylize("dim")
    return made


def _rich(text: str) -> Any:
    """mrkdwn as Rich text."""
    from rich.markup import escape
    from rich.text import Text

    found = escape(text)
    found = _LINK.sub(lambda m: f"[blue underline]{m[2]}[/]", found)
    found = _CODE.sub(r"[bright_red]\1[/]", found)
    found = _ITALIC.sub(r"[italic]\1[/]", _BOLD.sub(r"[bold]\1[/]", found))
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        found = found.replace(entity, character)
    return Text.from_markup(found)
