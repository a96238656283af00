"""One digit of a raw file becomes another."""

from __future__ import annotations

import json
import random
import re

from benchmarks.campaign.offices import office
from benchmarks.campaign.outcome import Outcome
from hbanalysis.intake.store.build import build, read_workspace
from hbanalysis.intake.store.data_package import renew_package
from hbanalysis.intake.store.fingerprints import is_fresh, package_findings

PROMISE = "A digit that changes in a raw file is told, and no table made before passes for fresh"
ATTACK = "one random digit of one random raw file (described in datapackage.json) becomes another"
TRIES = 1000


def run(tries: int) -> Outcome:
    outcome, dice = Outcome(), random.Random(2024)
    with office() as root:
        raw = root / "data" / "raw"
        (raw / "datapackage.json").write_text(json.dumps({"resources": []}), encoding="utf-8")
        renew_package(root)
        build(root)
        files = [
            path for path in sorted(raw.rglob("*.csv")) if re.search(rb"[0-9]", path.read_bytes())
        ]
        for number in range(tries):
            path = dice.choice(files)
            before = path.read_bytes()
            places = [found.start() for found in re.finditer(rb"[0-9]", before)]
            place = dice.choice(places)
            digit = dice.choice([d for d in b"0123456789" if d != before[place]])
            path.write_bytes(before[:place] + bytes([digit]) + before[place + 1 :])
            name = path.relative_to(root).as_posix()
            told = (name, "changed") in package_findings(root) and not is_fresh(root)
            outcome.note("told by its fingerprint", told, f"{name} byte {place}")
            if number % 20 == 0:  # what the rules say without any fingerprint
                rules = {f.rule for f in read_workspace(root)[1] if f.rule != "package-changed"}
                outcome.counts["of these looked at by the rules alone"] += 1
                outcome.counts["of these told by the rules alone"] += bool(rules)
            path.write_bytes(before)
    return outcome
