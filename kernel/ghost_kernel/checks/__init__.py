"""What `ghost rules …` does: for those who write rules. Nothing here belongs to a brain at work."""

from __future__ import annotations

from ghost_kernel.checks.command import USAGE, main
from ghost_kernel.checks.playing import faults_of, stage_set

__all__ = ["USAGE", "faults_of", "main", "stage_set"]
