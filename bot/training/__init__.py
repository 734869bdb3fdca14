"""Training what reads questions: `python -m bot.training`."""
