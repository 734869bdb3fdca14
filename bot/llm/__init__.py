"""Wording by a language model, over the same evidence and behind the same checks as the template's."""
