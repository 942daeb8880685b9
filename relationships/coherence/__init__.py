"""Where a plan does not hold together, and where it does.

`check` runs every rule over a canvas. Pure and deterministic, with no database behind it.
"""

from relationships.coherence.engine import check
from relationships.coherence.findings import Finding, SetAside

__all__ = ["Finding", "SetAside", "check"]
