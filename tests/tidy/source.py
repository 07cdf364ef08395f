"""The source tree, parsed once, for the tests about it."""

import ast
import functools
from dataclasses import dataclass
from pathlib import Path

from vafa.server.homes import PROJECT

SOURCE = PROJECT / "src" / "vafa"
TESTS = PROJECT / "tests"


@dataclass(frozen=True)
class Module:
    """One Python file: where it is, what it says, and its tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path within the project, as a person would say it."""
        return self.path.relative_to(PROJECT).as_posix()

    @property
    def is_migration(self) -> bool:
        """Whether Django's migration writer made it (once released, nobody edits it)."""
        return self.path.parent.name == "migrations"


@functools.cache
def modules(*folders: Path) -> tuple[Module, ...]:
    """Parse every Python file under the folders."""
    paths = sorted(path for folder in folders for path in folder.rglob("*.py"))
    return tuple(_parsed(path) for path in paths if path.is_file())


def everything() -> tuple[Module, ...]:
    """Parse the source, the tests and the scripts."""
    return modules(SOURCE, TESTS, PROJECT / "scripts")


def part(*folders: str) -> tuple[Module, ...]:
    """Parse some folders of `src/vafa`."""
    return modules(*(SOURCE / folder for folder in folders))


def functions(module: Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """List every function of a module, at any depth."""
    return [
        node
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _parsed(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path, text, ast.parse(text))
