"""Makes an engine's modules out of a recorded interface: abstract classes with their abstract methods, dataclasses with their fields, enums with their members, functions
with their parameters. Nothing in them does anything: what a test needs of behaviour it says itself."""

from __future__ import annotations

import abc
import dataclasses
import enum
import importlib
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from kvfleet.engines.interface import RecordedClass, RecordedInterface

OURS = ("kvfleet.engines.vllm.", "kvfleet.engines.sglang.backend")


@contextmanager
def installed(interface: RecordedInterface, version: str, prepare: Callable[[], None] | None = None) -> Iterator[None]:
    """Puts the engine into ``sys.modules`` for a time. Adapters are imported anew in it."""
    before = dict(sys.modules)
    root = _module(interface.engine)
    root.__version__ = version  # type: ignore[attr-defined]
    for one in interface.classes:
        setattr(_module(one.module), one.name.rpartition(".")[2], _class(one))
    for name, parameters in interface.functions.items():
        setattr(_module(name.rpartition(".")[0]), name.rpartition(".")[2], _function(name, parameters))
    try:
        if prepare is not None:
            prepare()
        yield
    finally:
        for name in [name for name in sys.modules if name not in before or _is_engine(name, interface.engine)]:
            del sys.modules[name]
        sys.modules.update({name: module for name, module in before.items() if not name.startswith(OURS)})


def adapter(name: str) -> Any:
    """One of our modules, with the engine that is installed."""
    return importlib.import_module(name)


def _is_engine(name: str, engine: str) -> bool:
    return name == engine or name.startswith((engine + ".", *OURS))


def _module(name: str) -> types.ModuleType:
    for end in [at for at, letter in enumerate(name) if letter == "."] + [len(name)]:
        part = name[:end]
        if part not in sys.modules:
            sys.modules[part] = types.ModuleType(part)
            sys.modules[part].__path__ = []
            parent, _, last = part.rpartition(".")
            if parent:
                setattr(sys.modules[parent], last, sys.modules[part])
    return sys.modules[name]


def _class(one: RecordedClass) -> type:
    last = one.name.rpartition(".")[2]
    if one.members:
        return enum.Enum(last, sorted(one.members))  # type: ignore[return-value]
    if one.fields:
        # Fields that adapters only read may be left out by tests.
        fields: list[tuple[str, Any, Any]] = [(field, Any, dataclasses.field(default=None)) for field in one.fields]
        return dataclasses.make_dataclass(last, fields)
    body: dict[str, Any] = {}
    for method, parameters in one.methods.items():
        body[method] = _function(method, parameters or ("self", "argument"))
        if method in one.abstract:
            body[method] = abc.abstractmethod(body[method])
    if "__init__" in body:
        body["__init__"] = _remembering(one.methods["__init__"] or ())
    return abc.ABCMeta(last, (abc.ABC,), body)


def _function(name: str, parameters: Sequence[str]) -> Any:
    namespace: dict[str, Any] = {}
    exec(f"def {name.rpartition('.')[2]}({', '.join(_optional(parameters))}): return None", namespace)
    return namespace[name.rpartition(".")[2]]


def _remembering(parameters: Sequence[str]) -> Any:
    """A constructor that keeps what it is given under the parameter's name, with and without an underscore."""
    namespace: dict[str, Any] = {}
    lines = [f"    self.{name} = {name}\n    self._{name} = {name}" for name in parameters[1:]]
    exec(f"def __init__({', '.join(_optional(parameters))}):\n" + "\n".join(lines or ["    pass"]), namespace)
    return namespace["__init__"]


def _optional(parameters: Sequence[str]) -> list[str]:
    return [name if name == "self" else f"{name}=None" for name in parameters]
