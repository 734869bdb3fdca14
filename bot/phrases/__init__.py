"""How people ask: a bank of utterances, each with the provisions, node or intent that it belongs to."""
