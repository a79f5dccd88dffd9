"""Tests of the software use tiny inline records; the helpers they share lie beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
