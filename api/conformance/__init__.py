"""Signpost is itself an AI system: how it stands against the Code, what it is made of."""
