"""From a question and its conversation to a frame, by rules, word lists and small trained heads; no language model."""
