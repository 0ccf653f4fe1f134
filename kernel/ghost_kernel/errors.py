"""Errors of the brain.

    GhostError                 what the brain can name
    ├── ProtocolError          a message that cannot be used
    └── RuleError              a rule that cannot be loaded, or raised
"""

from __future__ import annotations


class GhostError(Exception):
    """Base of all errors the brain names itself."""


class ProtocolError(GhostError):
    """A message that is no JSON object, or has a field that is missing or of the wrong kind."""


class RuleError(GhostError):
    """A rule file that cannot be loaded, or whose function raised."""
