"""Nothing about fewer than k people may be worked out from anything released: checked here."""

from analysis.audit.checks import Exposure, exposures, require_safe
from analysis.audit.few import too_telling

__all__ = ["Exposure", "exposures", "require_safe", "too_telling"]
