"""python with_openbadgeslib.py badge.json: exit with 0 where the proof holds."""

import json
import sys
from pathlib import Path

from openbadgeslib.ob3.did import resolve_verification_method
from openbadgeslib.ob3.ldp import verify_data_integrity_proof

badge = json.loads(Path(sys.argv[1]).read_bytes())
verify_data_integrity_proof(badge, resolve_verification_method(badge["proof"]["verificationMethod"]))
