"""What can go wrong on this floor.

    ApiError
    └── SettingsInvalid   an environment variable has a wrong value or an unknown name
"""

from __future__ import annotations


class ApiError(Exception):
    """Base of the tree. ``str(error)`` is a sentence that can be shown to a person."""


class SettingsInvalid(ApiError):
    """A setting is wrong or unknown."""
