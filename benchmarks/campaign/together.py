"""Two commands at once on one workspace."""

from __future__ import annotations

from benchmarks.campaign.offices import begun, change, command, ended, office, state
from benchmarks.campaign.outcome import Outcome
from hbanalysis.publishing.made_from.manifest import folder_fingerprints, read_manifest

PROMISE = "Two commands at once end as if one had come after the other"
ATTACK = "two builds, two reports, a build and a report started together on one workspace"
TRIES = 100
PAIRS = (("build", "build"), ("report", "report"), ("build", "report"))
WORDS = {"build": ("build",), "report": ("report", "2024-Q1", "--force")}


def run(tries: int) -> Outcome:
    outcome = Outcome()
    with office() as root:
        whole = set()
        for _ in range(2):
            change(root)
            ended(begun(command("--root", str(root), "build"), root.parent / "said"))
            whole.add(state(root / "data" / "processed"))
        folder = root / "reports" / "quan" / "2024-Q1" / "vi"
        for number in range(tries):
            pair = PAIRS[number % len(PAIRS)]
            change(root)
            said = [root.parent / f"said{n}" for n in range(2)]
            running = [
                begun(command("--root", str(root), *WORDS[name]), out)
                for name, out in zip(pair, said, strict=True)
            ]
            codes = [ended(one) for one in running]
            told = " ".join(
                out.read_text(encoding="utf-8", errors="replace")[-150:] for out in said
            )
            sound = codes == [0, 0] and state(root / "data" / "processed") in whole
            if "report" in pair:
                sound &= read_manifest(folder)["files"] == folder_fingerprints(folder)
            outcome.note(" and ".join(pair), sound, f"{codes} {told}")
    return outcome
