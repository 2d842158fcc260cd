"""Interfaces of engines, recorded as data: which classes, abstract methods, parameters and fields a version has. Compared with what an engine really has, before ours are used in it."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from kvfleet.errors import UnsupportedEngine


@dataclass(frozen=True, slots=True)
class RecordedClass:
    """One class of an engine.

    Attributes:
        name: module and name.
        part: the adapter that uses it; empty: all.
        is_made: whether an adapter makes objects of it: then it may need no field that is not recorded.
        abstract: methods that a subclass must have.
        methods: parameters by method, with ``self``; those that an adapter overrides or calls. None: not known.
        fields: of a dataclass or named tuple that an adapter reads or makes.
        members: of an enum.
    """

    name: str
    part: str
    is_made: bool
    abstract: frozenset[str]
    methods: Mapping[str, tuple[str, ...] | None]
    fields: tuple[str, ...]
    members: frozenset[str]

    @property
    def module(self) -> str:
        """The module it lies in."""
        return self.name.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class RecordedInterface:
    """All that adapters use of one engine, in a range of versions. ``functions``: parameters of functions of modules, by name, for the primary part."""

    engine: str
    versions: tuple[str, ...]
    sources: tuple[str, ...]
    classes: tuple[RecordedClass, ...]
    functions: Mapping[str, tuple[str, ...]]

    def covers(self, version: str) -> bool:
        """Whether a version of the engine, such as ``0.27.1``, is in the range."""
        return any(version == known or version.startswith(known + ".") for known in self.versions)

    def find(self, name: str) -> RecordedClass:
        """A class by its last name."""
        return next(one for one in self.classes if one.name.endswith("." + name))


def recorded(engine: str) -> list[RecordedInterface]:
    """All recorded interfaces of an engine."""
    folder = resources.files("kvfleet.engines") / "interfaces"
    files = sorted((one for one in folder.iterdir() if one.name.startswith(engine + "-")), key=lambda one: one.name)
    return [_read(json.loads(one.read_text("utf-8"))) for one in files]


def interface_of(engine: str, version: str) -> RecordedInterface:
    """The interface of an engine's version.

    Raises:
        UnsupportedEngine: this version was not recorded.
    """
    known = recorded(engine)
    for interface in known:
        if interface.covers(version):
            return interface
    versions = ", ".join(one for interface in known for one in interface.versions)
    raise UnsupportedEngine(
        f"{engine} {version} is not supported: known are {versions}. Use one of these, or a kvfleet that knows this one; "
        f"{engine} itself works without kvfleet when its options name none of kvfleet's classes"
    )


def require(engine: str, version: str, part: str = "") -> RecordedInterface:
    """Finds what was recorded of a version, and compares it with what the running engine has.

    Raises:
        UnsupportedEngine: this version was not recorded, or they differ; the text lists how.
    """
    interface = interface_of(engine, version)
    found = differences(interface, part)
    if found:
        raise UnsupportedEngine(f"{engine} {version} differs from what kvfleet was made for: {'; '.join(found)}. Use another version of one of them")
    return interface


def differences(interface: RecordedInterface, part: str = "") -> list[str]:
    """How the classes of the running engine differ from the recorded ones, for people. Empty: not in anything that matters."""
    found: list[str] = []
    for one in interface.classes:
        if one.part not in ("", part):
            continue
        actual = _load(one.name)
        if actual is None:
            found.append(f"{one.name} is missing")
            continue
        found.extend(f"{one.name}{text}" for text in _compare(one, actual))
    for name, parameters in interface.functions.items() if part == "primary" else ():
        actual = _load(name)
        if actual is None or _parameters(actual) != parameters:
            found.append(f"{name} has parameters {_parameters(actual) if actual is not None else 'missing'}, not {parameters}")
    return found


def _compare(one: RecordedClass, actual: Any) -> list[str]:
    found: list[str] = []
    abstract = frozenset(getattr(actual, "__abstractmethods__", ()))
    if abstract != one.abstract:
        found.append(f" has abstract methods {sorted(abstract)}, not {sorted(one.abstract)}")
    for method, parameters in one.methods.items():
        implementation = getattr(actual, method, None)
        if implementation is None:
            found.append(f".{method} is missing")
        elif parameters is not None and not _fits(implementation, method, parameters):
            found.append(f".{method} has parameters {_parameters(implementation)}, not {parameters}")
    fields = _fields(actual) if one.fields else {}
    found.extend(f" has no field {name}" for name in one.fields if name not in fields)
    found.extend(f" needs a field {name}" for name, required in fields.items() if one.is_made and required and name not in one.fields)
    missing = one.members - frozenset(getattr(actual, "__members__", ()))
    if missing:
        found.append(f" has no member {', '.join(sorted(missing))}")
    return found


def _fields(actual: Any) -> dict[str, bool]:
    """Fields that a constructor takes, and whether it needs them."""
    if dataclasses.is_dataclass(actual):
        missing = dataclasses.MISSING
        return {one.name: one.default is missing and one.default_factory is missing for one in dataclasses.fields(actual) if one.init}
    return {name: name not in getattr(actual, "_field_defaults", {}) for name in getattr(actual, "_fields", ())}


def _parameters(function: Any) -> tuple[str, ...]:
    # As a function, so that class methods show their first parameter, too.
    return tuple(inspect.signature(getattr(function, "__func__", function)).parameters)


def _fits(implementation: Any, method: str, parameters: tuple[str, ...]) -> bool:
    actual = _parameters(implementation)
    if method != "__init__":
        return actual == parameters
    # Constructors are only called: what else they take must have a default.
    defaults = list(inspect.signature(implementation).parameters.values())[len(parameters) :]
    return actual[: len(parameters)] == parameters and all(one.default is not one.empty for one in defaults)


def _load(name: str) -> Any:
    module, _, last = name.rpartition(".")
    try:
        return getattr(importlib.import_module(module), last, None)
    except ImportError:
        return None


def _read(data: Any) -> RecordedInterface:
    classes = tuple(
        RecordedClass(
            one["name"],
            one.get("for", ""),
            one.get("made", False),
            frozenset(one.get("abstract", ())),
            {name: None if parameters is None else tuple(parameters) for name, parameters in one.get("methods", {}).items()},
            tuple(one.get("fields", ())),
            frozenset(one.get("members", ())),
        )
        for one in data["classes"]
    )
    functions = {name: tuple(parameters) for name, parameters in data.get("functions", {}).items()}
    return RecordedInterface(data["engine"], tuple(data["versions"]), tuple(data["sources"]), classes, functions)
