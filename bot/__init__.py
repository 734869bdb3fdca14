"""The adviser: understanding a question, gathering evidence, composing an answer and checking it."""
