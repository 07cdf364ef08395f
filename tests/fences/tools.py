"""Tools of others against our source and our doors: bandit, semgrep with our rules, sqlmap.

Each is first set on something that is faulty on purpose: a tool that finds nothing there proves
nothing here. `make fences` installs them (`requirements/fences.in`).
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vafa.server.homes import PROJECT

RULES = PROJECT / "tests" / "fences" / "rules" / "vafa.yml"
SOURCE = PROJECT / "src"
_FAULTY_PYTHON = """
import hashlib, pickle, random, subprocess, urllib.request

def faulty(cursor, x, request, log, member, secret, given):
    cursor.execute(f"SELECT {x}")
    cursor.execute("SELECT set_config('vafa.club', '1', false)")
    pickle.loads(x)
    subprocess.run(x, shell=True)
    hashlib.md5(x)
    if secret == given:
        mark_safe(f"<b>{x}</b>")
    redirect(request.GET["next"])
    log.warning("seen %s", member.mobile)
    Member.objects.filter(name=x)
    urllib.request.urlopen(x)

@csrf_exempt
def door(request): ...
"""
_FAULTY_SQL = "CREATE FUNCTION a() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;\n"
_FAULTY_PAGE = '<p onclick="x()">{{ name|safe }}</p>\n'


@dataclass(frozen=True, slots=True)
class Found:
    """What a tool found: how many rules or checks spoke, and where."""

    kinds: frozenset[str]
    places: tuple[str, ...]


def rules() -> list[str]:
    """List our own rules for semgrep."""
    return re.findall(r"^  - id: (\S+)$", RULES.read_text("utf-8"), re.MULTILINE)


def bandit(folder: Path) -> Found:
    """Run bandit over a folder; give what it calls medium or worse."""
    answer = _json(["bandit", "--quiet", "-r", str(folder), "-ll", "-f", "json"])
    found = answer["results"]
    return Found(
        frozenset(one["test_id"] for one in found),
        tuple(f"{one['filename']}:{one['line_number']} {one['test_id']}" for one in found),
    )


def semgrep(folder: Path) -> Found:
    """Run our rules over a folder.

    :raises RuntimeError: when a rule or the tool itself is broken, so that silence means clean.
    """
    quiet = ("--metrics=off", "--disable-version-check", "--no-git-ignore", "--json", "--quiet")
    answer = _json(["semgrep", "scan", *quiet, "--config", str(RULES), "."], folder)
    if answer["errors"] or not answer["paths"]["scanned"]:
        message = f"semgrep did not look: {answer['errors'][:3]}"
        raise RuntimeError(message)
    found = [(one["check_id"].rpartition(".")[2], one) for one in answer["results"]]
    return Found(
        frozenset(name for name, _ in found),
        tuple(f"{one['path']}:{one['start']['line']} {name}" for name, one in found),
    )


def faulty_tree(folder: Path) -> Path:
    """Write files with one fault for each rule, where the rules look for them."""
    journeys = folder / "src" / "vafa" / "journeys"
    journeys.mkdir(parents=True)
    (journeys / "faulty.py").write_text(_FAULTY_PYTHON)
    (journeys / "faulty.sql").write_text(_FAULTY_SQL)
    (journeys / "faulty.html").write_text(_FAULTY_PAGE)
    return folder


def sqlmap(address: str, *options: str) -> list[str]:
    """Try to inject SQL into every parameter of a request; give the parameters that gave way.

    It asks nobody and follows nothing; slow answers are no proof on a machine that works.
    """
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [
                *_program("sqlmap"), "-u", address, "--batch", "--technique=BEU", "--level=2",
                "--flush-session", "--disable-coloring", "--ignore-code=*", "--timeout=20",
                "--retries=1", f"--output-dir={folder}", *options,
            ],
            check=False, capture_output=True, text=True, cwd=folder, timeout=600,
        )  # fmt: skip
    if "testing connection to the target URL" not in done.stdout:
        message = f"sqlmap did not ask: {done.stdout[-500:]}{done.stderr[-500:]}"
        raise RuntimeError(message)
    return re.findall(r"^Parameter: (.+)$", done.stdout, re.MULTILINE)


def _json(command: Sequence[str], folder: Path | None = None) -> dict[str, Any]:
    done = subprocess.run(
        [*_program(command[0]), *command[1:]],
        check=False, capture_output=True, text=True, cwd=folder,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _program(name: str) -> list[str]:
    """Name a program of the environment that `make fences` makes for these tools."""
    return [str(PROJECT / ".venv-tools" / "bin" / name)]
