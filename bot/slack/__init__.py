"""Signpost in Slack: from a payload to an answer in the thread, once."""
