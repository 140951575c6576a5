"""Nothing about fewer than k people may be worked out from anything released: checked here."""

from analysis.audit.checks import Exposure, exposures, require_safe

__all__ = ["Exposure", "exposures", "require_safe"]
