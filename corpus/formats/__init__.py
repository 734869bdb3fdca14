"""Readers of the user's documents, one format a module; :mod:`corpus.formats.choice` finds the right one."""
