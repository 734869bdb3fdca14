"""The limits that Slack documents for blocks, checked as Slack would; used by the mock and by tests.

https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/reference/block-kit/block-elements
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.slack.blocks import (
    ACTION_ELEMENTS,
    ACTION_ID,
    BUTTON,
    CONTEXT_ELEMENTS,
    HEADER,
    SECTION,
    VALUE,
)

Block = Mapping[str, Any]


def refused(blocks: Sequence[Block], most: int) -> str:
    """Why Slack would refuse `blocks`, in a word or two; empty if it wouldn't."""
    if len(blocks) > most:
        return f"{len(blocks)} blocks"
    return next((fault for block in blocks for fault in _faults(block)), "")


def _faults(block: Block) -> Iterator[str]:
    match block["type"]:
        case "section":
            yield from _text(block["text"], SECTION)
            if "accessory" in block:
                yield from _element(block["accessory"])
        case "header":
            yield from _text(block["text"], HEADER)
        case "context":
            yield from _count(block["elements"], CONTEXT_ELEMENTS)
            for element in block["elements"]:
                yield from _text(element, SECTION)
        case "actions":
            yield from _count(block["elements"], ACTION_ELEMENTS)
            identifiers = [element["action_id"] for element in block["elements"]]
            if len(set(identifiers)) < len(identifiers):
                yield "an action_id twice"
            for element in block["elements"]:
                yield from _element(element)
        case "context_actions":
            yield from _count(block["elements"], 5)
            for element in block["elements"]:
                for name in ("positive_button", "negative_button"):
                    yield from _text(element[name]["text"], BUTTON)
                    yield from _size(element[name]["value"], VALUE, "value")
                    yield from _size(element[name]["accessibility_label"], BUTTON, "accessibility_label")
        case "divider":
            pass
        case other:
            yield f"block type {other}"


def _element(element: Block) -> Iterator[str]:
    yield from _size(element["action_id"], ACTION_ID, "action_id")
    if element["type"] == "button":
        yield from _text(element["text"], BUTTON)
        yield from _size(element.get("value", "-"), VALUE, "value")
        yield from _size(element.get("accessibility_label", "-"), BUTTON, "accessibility_label")
    elif element["type"] == "static_select":
        yield from _text(element["placeholder"], HEADER)
        yield from _count(element["options"], 100)
        for option in element["options"]:
            yield from _text(option["text"], BUTTON)
            yield from _size(option["value"], HEADER, "option value")
    else:
        yield f"element type {element['type']}"


def _text(text: Block, most: int) -> Iterator[str]:
    yield from _size(text["text"], most, text["type"])


def _size(text: str, most: int, what: str) -> Iterator[str]:
    if not 1 <= len(text) <= most:
        yield f"{what} of {len(text)} characters"


def _count(elements: Sequence[Any], most: int) -> Iterator[str]:
    if not 1 <= len(elements) <= most:
        yield f"{len(elements)} elements"
