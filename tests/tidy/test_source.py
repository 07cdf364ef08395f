"""What no linter knows about the source: sizes, openings, reasons, doors, whole numbers."""

import ast
import io
import re
import tokenize

import pytest

from tests.tidy.source import Module, everything, functions, part

LONGEST_MODULE = 400
LONGEST_FUNCTION = 70
LONGEST_OPENING = 8
REASONS = {"slow import", "optional dependency", "framework", "stub is wrong"}
REASON = re.compile(r"(?:noqa: [A-Z0-9, ]+|type: ignore\[[a-z-, ]+\])\s+(?:[#-]\s*)?(.+)")


def test_no_module_is_longer_than_a_person_can_hold() -> None:
    long = [
        f"{module.name}: {len(module.text.splitlines())} lines"
        for module in everything()
        if len(module.text.splitlines()) > LONGEST_MODULE and not module.is_migration
    ]

    assert long == []


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{module.name}:{node.lineno} {node.name}: {length} lines"
        for module in everything()
        for node in functions(module)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]

    assert long == []


def test_every_module_opens_with_what_it_holds() -> None:
    wrong = [
        f"{module.name}: {opening_lines(module)} lines"
        for module in everything()
        if module.text.strip() and not 1 <= opening_lines(module) <= LONGEST_OPENING
        if not module.is_migration
    ]

    assert wrong == []


def test_every_exception_to_a_rule_ends_with_a_known_reason() -> None:
    wrong = [
        f"{module.name}:{line}: {comment}"
        for module in everything()
        for line, comment in comments(module)
        if re.search(r"#\s*(noqa|type:\s*ignore)\b", comment) and reason_of(comment) not in REASONS
    ]

    assert wrong == []


@pytest.mark.parametrize("folder", ["kit", "programme", "ledger"])
def test_no_float_where_value_is_counted(folder: str) -> None:
    """Amounts are whole numbers: no literal, no name, no true division, no rounding by `round`."""
    found = [
        f"{module.name}:{getattr(node, 'lineno', 0)}"
        for module in part(folder)
        for node in ast.walk(module.tree)
        if makes_a_float(node)
    ]

    assert found == []


def test_public_doors_take_keywords_only_and_say_what_they_do() -> None:
    wrong = [
        f"{module.name}:{node.lineno} {node.name}"
        for module in doors()
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if node.args.args or node.args.posonlyargs or not ast.get_docstring(node)
    ]

    assert wrong == []


def test_public_names_of_the_core_have_a_docstring() -> None:
    core = [
        *part("kit", "programme", "ledger", "journeys"),
        *named("queries"),
        *named("operations"),
    ]
    missing = [
        f"{module.name}:{node.lineno} {node.name}"
        for module in core
        if not module.is_migration
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if not ast.get_docstring(node)
    ]

    assert sorted(set(missing)) == []


def opening_lines(module: Module) -> int:
    """Count the lines of prose in the module's docstring; a drawing is indented."""
    opening = ast.get_docstring(module.tree) or ""
    return sum(1 for line in opening.splitlines() if line and not line.startswith(" "))


def comments(module: Module) -> list[tuple[int, str]]:
    """List the comments of a module with their lines."""
    tokens = tokenize.generate_tokens(io.StringIO(module.text).readline)
    return [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]


def reason_of(comment: str) -> str:
    """Give the reason of the last exception in a comment; `reason: more` is `reason`."""
    found = REASON.findall(comment)
    return str(found[-1]).partition(":")[0].strip() if found else ""


def makes_a_float(node: ast.AST) -> bool:
    """Tell whether an expression is, names or makes a floating-point number."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, float | complex)
    if isinstance(node, ast.Name):
        return node.id in {"float", "complex", "round"}
    if isinstance(node, ast.Attribute):
        return node.attr.startswith(("float", "complex"))
    if isinstance(node, ast.AugAssign):
        return isinstance(node.op, ast.Div)
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and not is_path(node)


def is_path(node: ast.BinOp) -> bool:
    """Tell whether a division joins a path: `folder / "name"`."""
    if isinstance(node.right, ast.Constant | ast.JoinedStr):
        return not isinstance(getattr(node.right, "value", ""), int)
    return isinstance(node.left, ast.BinOp) and is_path(node.left)


def doors() -> list[Module]:
    """List the modules whose functions people call: journeys, and every `operations.py`."""
    return [*part("journeys"), *named("operations")]


def named(name: str) -> list[Module]:
    """List the domain's and the ledger's modules of this name."""
    return [module for module in part("domain", "ledger") if module.path.stem == name]
