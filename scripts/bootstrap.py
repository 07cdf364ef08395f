"""Makes `.venv` as the locks say: the whole set-up of a fresh clone, and a glance when it is made.

Usage: `python3 scripts/bootstrap.py app|dev|browser`. It uses the standard library only, and pip
once, to bring the pinned uv. Everything is checked against the hashes in `requirements/`. Then
what the pages load is built, if anything of it has changed.
"""

import hashlib
import os
import shutil
import ssl
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"app": ("app", "demo", "assets"), "dev": ("app", "demo", "assets", "dev")}
STAMP = VENV / "vafa-installed"
OLDEST_PYTHON = (3, 11)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
COMMAND = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
exec "$here/python" -m vafa.server.cli "$@"
"""


def main(wanted: str) -> None:
    """Bring `.venv` to what `wanted` needs, unless it is there."""
    if sys.version_info < OLDEST_PYTHON:
        found = sys.version.split()[0]
        sys.exit(f"Vafa needs Python 3.11 or newer; this is {found}. Try: make PYTHON=python3.12")
    if wanted == "browser":
        bring_browser()
        return
    if not is_installed(wanted):
        install(wanted)
    run([str(PYTHON), "scripts/assets.py"])


def install(wanted: str) -> None:
    """Make `.venv` and bring into it what the locks pin."""
    if not PYTHON.exists():
        say("making .venv")
        make_venv()
    say("installing what requirements/ pins (once; it takes a minute)")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run([*pip, "--require-hashes", "--no-deps", "-r", "requirements/bootstrap.txt"])
    locks = [f"requirements/{name}.txt" for name in LOCKS[wanted]]
    uv = [str(PYTHON), "-m", "uv", "pip", "sync", "--quiet", *certificates()]
    run([*uv, "--python", str(PYTHON), "--require-hashes", *locks])
    install_project()
    STAMP.write_text("".join(f"{name} {digest(name)}\n" for name in LOCKS[wanted]))


def bring_browser() -> None:
    """Bring Chromium for the tests in a browser where that can be done, or say how it is."""
    if any(shutil.which(name) for name in CHROMIUM):
        return
    by_hand = "apt-get install chromium (as root); without it the tests in a browser are left out"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say(f"no Chromium here: {by_hand}")
        return
    say("installing Chromium for the tests in a browser (once; half a minute)")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    words = ["install", "--yes", "--quiet", "--no-install-recommends", "chromium"]
    for step in (["update", "--quiet"], words):
        done = subprocess.run(
            ["apt-get", *step],  # noqa: S607  framework
            check=False,
            capture_output=True,
            text=True,
            env=quiet,
        )
        if done.returncode != 0:
            say(f"{done.stderr.strip()[-500:]}\nChromium could not be installed: {by_hand}")
            return


def is_installed(wanted: str) -> bool:
    """Tell whether every lock that `wanted` needs is installed as it stands now."""
    if not (PYTHON.exists() and STAMP.exists()):
        return False
    installed = STAMP.read_text().splitlines()
    return all(f"{name} {digest(name)}" in installed for name in LOCKS[wanted])


def make_venv() -> None:
    """Make the virtual environment, or say what the machine lacks."""
    done = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], check=False, capture_output=True, text=True
    )
    if done.returncode != 0:
        remedy = "On Debian and Ubuntu: apt-get install python3-venv. Then run this again."
        sys.exit(f"python3 -m venv failed.\n{done.stdout}{done.stderr}\n{remedy}")


def certificates() -> list[str]:
    """Have uv trust what this machine trusts (a company's proxy, say), if it trusts anything."""
    paths = ssl.get_default_verify_paths()
    has_any = paths.cafile or (paths.capath and any(Path(paths.capath).iterdir()))
    return ["--system-certs"] if has_any else []


def install_project() -> None:
    """Put src/ on the path of `.venv` by a relative line, and the `vafa` command beside it."""
    (site,) = VENV.glob("lib/python*/site-packages")
    (site / "vafa.pth").write_text("../../../../src\n")
    command = VENV / "bin" / "vafa"
    command.write_text(COMMAND)
    command.chmod(0o755)


def digest(name: str) -> str:
    """Give the fingerprint of a lock."""
    return hashlib.sha256((PROJECT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()


def run(command: list[str]) -> None:
    """Run a step in the project's folder and stop with its status when it fails."""
    done = subprocess.run(command, check=False, cwd=PROJECT)
    if done.returncode != 0:
        sys.exit(f"this step failed: {' '.join(command)}")


def say(text: str) -> None:
    """Write one line of progress."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
