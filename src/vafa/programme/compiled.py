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
        with _as_one():
            return step(*given)

    return compiled


@contextmanager
def _as_one() -> Iterator[None]:
    """Make one function of a step and all that it calls, reading arrays from their front only.

    numba optimises each function with all that it calls, makes machine code of it, and does both
    again in the next one out. Here only the outermost is ever called, so the others wait as they
    are until they are put into it. And no step counts from the end of an array; to ask at every
    access takes a fifth of the time. numba has no option for either.
    """
    from numba.core import codegen, types
    from numba.np import arrayobj

    class Part(codegen.JITCodeLibrary):
        def finalize(self) -> None:
            if self.name in _OUTER:
                super().finalize()  # type: ignore[no-untyped-call]  # framework
                return
            for part in dict.fromkeys(self._linking_libraries):
                self._final_module.link_in(
                    part._get_module_for_linking(),  # noqa: SLF001  framework
                    preserve=True,
                )
            self._finalized = True

        def get_pointer_to_function(self, name: str) -> int:
            outer = self.name in _OUTER
            return super().get_pointer_to_function(name) if outer else 0  # type: ignore[no-untyped-call]  # framework

    def as_it_is(context: Any, builder: Any, kind: Any, index: Any, _size: Any) -> Any:
        return context.cast(builder, index, kind, types.intp)

    def set_env(jit: Any, name: str, env: Any) -> None:
        if jit._engine.get_global_value_address(name):  # noqa: SLF001  framework
            codegen_before["set_env"](jit, name, env)

    index_before = arrayobj.fix_integer_index
    changed = {"_library_class": Part, "set_env": set_env}
    codegen_before = {name: getattr(codegen.JITCPUCodegen, name) for name in changed}
    arrayobj.fix_integer_index = as_it_is
    try:
        for name, other in changed.items():
            setattr(codegen.JITCPUCodegen, name, other)
        yield
    finally:
        arrayobj.fix_integer_index = index_before
        for name, as_before in codegen_before.items():
            setattr(codegen.JITCPUCodegen, name, as_before)


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
