from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.frame import Frame, Intent
from bot.state.frames import frame_from_json, frame_to_json
from tests.bot.state.conftest import FRAME


def test_a_full_frame_comes_back_equal_through_text() -> None:
    assert frame_from_json(json.loads(json.dumps(frame_to_json(FRAME)))) == FRAME


@settings(deadline=None, max_examples=40)
@given(st.builds(Frame))
def test_any_frame_comes_back_equal(frame: Frame) -> None:
    assert frame_from_json(json.loads(json.dumps(frame_to_json(frame)))) == frame


def test_unknown_keys_are_left_out_and_missing_ones_take_defaults() -> None:
    assert frame_from_json({"question": "q", "intent": "topic", "later": 1}) == Frame("q", FRAME.intent)


def test_what_is_no_frame_gives_none() -> None:
    assert frame_from_json({"question": "q", "intent": "juggle"}) is None
    assert frame_from_json(["q"]) is None


def test_a_list_limited_to_one_phase_or_principle_by_an_earlier_version_keeps_its_limit() -> None:
    stored = {"question": "q", "intent": "enumerate", "phase": "secure-design", "principle": None}
    assert frame_from_json(stored) == Frame("q", Intent.ENUMERATE, phases=("secure-design",))
    stored = {"question": "q", "intent": "enumerate", "phase": None, "principle": 5}
    assert frame_from_json(stored) == Frame("q", Intent.ENUMERATE, principles=(5,))
