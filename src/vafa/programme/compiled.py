"""The step functions through numba, when it is installed (the `fast` extra).

Every function of the step modules is rebuilt over a copy of its module's names in which the other
step functions are their compiled selves. Nothing is kept on disk: a stale cache of one module
would run old code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import FunctionType, ModuleType
from typing import Any

_MODULES = (
    "vafa.programme.step_basics",
    "vafa.programme.step_condition",
    "vafa.programme.step_lots",
    "vafa.programme.step_spend",
    "vafa.programme.step_base",
    "vafa.programme.step_expiry",
    "vafa.programme.step_index",
    "vafa.programme.step_amount",
    "vafa.programme.step_earn",
    "vafa.programme.step_ladder",
    "vafa.programme.step",
    "vafa.programme.step_replay",
    "vafa.programme.step_totals",
)
_ALSO = (("vafa.kit.amounts", "muldiv"),)


def can_compile() -> bool:
    """Tell whether numba is installed."""
    return find_spec("numba") is not None


_OUTER = {"run": "vafa.programme.step_replay", "run_totals": "vafa.programme.step_totals"}


def compiled_step(name: str) -> Callable[..., int]:
    """Give `run` or `run_totals` compiled; the first call of it takes some seconds."""
    step: Callable[..., int] = _compiled()[_OUTER[name]][name]

    def compiled(*given: Any) -> int:
        if step.signatures:  # type: ignore[attr-defined]  # framework: numba's
            return step(*given)
        with _from_the_front_only():
            return step(*given)

    return compiled


@contextmanager
def _from_the_front_only() -> Iterator[None]:
    """Compile `cells[i]` without Python's counting from the end.

    No step counts so, and to ask at every access takes a fifth of the time; numba has no option.
    """
    from numba.core import types
    from numba.np import arrayobj

    def as_it_is(context: Any, builder: Any, kind: Any, index: Any, _size: Any) -> Any:
        return context.cast(builder, index, kind, types.intp)

    before = arrayobj.fix_integer_index
    arrayobj.fix_integer_index = as_it_is
    try:
        yield
    finally:
        arrayobj.fix_integer_index = before


@cache
def _compiled() -> dict[str, dict[str, Any]]:
    from numba import njit

    modules = [import_module(name) for name in _MODULES]
    plain = {name: _functions(module) for name, module in zip(_MODULES, modules, strict=True)}
    for name, wanted in _ALSO:
        modules.append(import_module(name))
        plain[name] = [getattr(modules[-1], wanted)]
    names = {module.__name__: dict(vars(module)) for module in modules}
    fast: dict[Any, Any] = {}
    for name, functions in plain.items():
        for function in functions:
            copy = FunctionType(
                function.__code__, names[name], function.__name__, function.__defaults__
            )
            # Only the outermost is called from Python: wrappers for the others would double the
            # wait.
            outer = function.__name__ in _OUTER
            options: dict[str, Any] = {"no_cpython_wrapper": not outer, "no_cfunc_wrapper": True}
            # The caller holds the arrays and no step makes one: counting references to them at
            # every call would take three quarters of the time.
            options["_nrt"] = False
            # A machine is passed as some fifty words: not to call at all saves a third more.
            options["forceinline"] = not outer
            fast[function] = njit(**options)(copy)
    for module_names in names.values():
        for key, value in list(module_names.items()):
            if isinstance(value, FunctionType) and value in fast:
                module_names[key] = fast[value]
    return names


def _functions(module: ModuleType) -> list[FunctionType]:
    return [
        value
        for value in vars(module).values()
        if isinstance(value, FunctionType) and value.__module__ == module.__name__
    ]
