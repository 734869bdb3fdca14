"""Block Kit in dictionaries, each within Slack's limits (https://docs.slack.dev/reference/block-kit/blocks)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from bot.slack.mrkdwn import cut

Block = dict[str, Any]

SECTION: Final = 3000
HEADER: Final = 150
BUTTON: Final = 75
VALUE: Final = 2000
ACTION_ID: Final = 255
MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
CONTEXT_ELEMENTS: Final = 10
ACTION_ELEMENTS: Final = 25
MODAL_TITLE: Final = 24
FALLBACK: Final = 4000


def section(text: str, accessory: Block | None = None) -> Block:
    """A section of mrkdwn, at most 3,000 characters; longer text is cut."""
    block: Block = {"type": "section", "text": {"type": "mrkdwn", "text": cut(text, SECTION) or " "}}
    return block | ({"accessory": accessory} if accessory else {})


def sections(lines: Iterable[str], joint: str = "\n") -> list[Block]:
    """As few sections as hold `lines`, none of which is torn apart; a line of more than 3,000 characters is cut."""
    found: list[Block] = []
    held = ""
    for line in lines:
        fitted = cut(line, SECTION)
        if held and len(held) + len(joint) + len(fitted) > SECTION:
            found.append(section(held))
            held = ""
        held = held + joint + fitted if held else fitted
    return [*found, section(held)] if held else found


def header(text: str) -> Block:
    """A header of plain text, at most 150 characters."""
    return {"type": "header", "text": words(text, HEADER)}


def context(*texts: str) -> Block:
    """Small print: at most ten elements of mrkdwn."""
    elements = [{"type": "mrkdwn", "text": cut(text, SECTION)} for text in texts if text][:CONTEXT_ELEMENTS]
    return {"type": "context", "elements": elements or [{"type": "mrkdwn", "text": " "}]}


def divider() -> Block:
    return {"type": "divider"}


def words(text: str, limit: int = BUTTON) -> Block:
    """A plain-text object."""
    return {"type": "plain_text", "text": cut(text, limit) or " ", "emoji": False}


def button(text: str, action: str, value: str = "", label: str = "", style: str = "", url: str = "") -> Block:
    """A button; `label` is what a screen reader says instead of `text`."""
    made: Block = {"type": "button", "text": words(text), "action_id": action[:ACTION_ID]}
    made |= {"value": value[:VALUE]} if value else {}
    made |= {"accessibility_label": cut(label, BUTTON)} if label else {}
    made |= {"style": style} if style else {}
    return made | ({"url": url} if url else {})


def actions(elements: Sequence[Block]) -> Block:
    """A row of at most 25 elements."""
    return {"type": "actions", "elements": list(elements[:ACTION_ELEMENTS])}


def select(placeholder: str, action: str, options: Sequence[tuple[str, str]], chosen: str = "") -> Block:
    """A menu of at most 100 (text, value) options."""
    made = [{"text": words(text), "value": value[:150]} for text, value in options[:100]]
    menu: Block = {
        "type": "static_select",
        "placeholder": words(placeholder, 150),
        "action_id": action,
        "options": made,
    }
    first = next((option for option in made if option["value"] == chosen), None)
    return menu | ({"initial_option": first} if chosen and first else {})


def feedback(action: str, answer_id: str) -> Block:
    """The two feedback buttons; each value is the verdict and the answer's identifier."""
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": action,
                "positive_button": {
                    "text": words("Helpful"),
                    "value": f"up {answer_id}",
                    "accessibility_label": "This answer was helpful",
                },
                "negative_button": {
                    "text": words("Not helpful"),
                    "value": f"down {answer_id}",
                    "accessibility_label": "This answer was not helpful",
                },
            }
        ],
    }


def modal(title: str, blocks: Sequence[Block], close: str = "Close") -> Block:
    """A modal of at most 100 blocks; says so in the last when more had to be left out."""
    kept = list(blocks[:VIEW_BLOCKS])
    if len(blocks) > VIEW_BLOCKS:
        kept[-1] = context("There is more than Slack can show here; ask for a part of it.")
    return {"type": "modal", "title": words(title, MODAL_TITLE), "close": words(close, MODAL_TITLE), "blocks": kept}
