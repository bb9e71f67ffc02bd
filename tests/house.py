"""Measures the house: import circles, complexity, docstrings, sizes. ``python -m tests.house`` prints the table.

Each figure stands beside its bar and beside what ``make check`` holds today: it fails where one is worse than that.
Whoever mends a figure lowers what is held.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from radon.visitors import Class, ComplexityVisitor, Function

PACKAGE = Path(__file__).resolve().parent.parent / "audiobrief"
MODULES = sorted(PACKAGE.rglob("*.py"))
BARS = {"p90": (6, 7), "above": (1.0, 1.0), "max": (15, 15), "lines": (27_000, 50_334)}
"""The bar, and what is held until it is reached."""


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Yields every module of ours that a file imports: at load, lazily, or for type checking alone."""
    known = {module_name(module) for module in MODULES}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                if inner in known or node.module in known:
                    yield inner if inner in known else node.module


def circle() -> list[str]:
    """Returns the modules of one import circle, in order; empty when there is none."""
    graph = {module_name(path): set(imports(path)) - {module_name(path)} for path in MODULES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@dataclass(frozen=True, slots=True, order=True)
class Measured:
    """One function and its cyclomatic complexity."""

    complexity: int
    place: str


def complexities() -> list[Measured]:
    """Returns every function and method, nested ones too, the most complex first."""
    found = []
    for path in MODULES:
        top = ComplexityVisitor.from_code(path.read_text(encoding="utf-8"))
        for function in [*_functions(top.functions), *_methods(top.classes)]:
            place = f"{path.relative_to(PACKAGE.parent)}:{function.lineno} {function.name}"
            found.append(Measured(function.complexity, place))
    return sorted(found, reverse=True)


def _functions(functions: list[Function]) -> Iterator[Function]:
    for function in functions:
        yield function
        yield from _functions(function.closures)


def _methods(classes: list[Class]) -> Iterator[Function]:
    for one in classes:
        yield from _functions(one.methods)
        yield from _methods(one.inner_classes)


def undocumented() -> list[str]:
    """Returns the public modules, classes, functions and methods without a docstring."""
    found = []
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        where = str(path.relative_to(PACKAGE.parent))
        if ast.get_docstring(tree) is None:
            found.append(where)
        found += [f"{where}:{node.lineno} {node.name}" for node in _public(tree) if not ast.get_docstring(node)]
    return found


def _public(tree: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node)


def main() -> int:
    """Prints each figure beside its bar."""
    functions = complexities()
    p90 = functions[len(functions) // 10].complexity
    above = [function for function in functions if function.complexity > 10]
    bare = undocumented()
    lines = sum(path.read_text(encoding="utf-8").count("\n") for path in MODULES)
    rows = (
        ("import circles (all imports)", len(circle()), (0, 0)),
        ("cyclomatic complexity, p90", p90, BARS["p90"]),
        ("functions above 10, %", round(100 * len(above) / len(functions), 2), BARS["above"]),
        ("most complex function", functions[0].complexity, BARS["max"]),
        ("public names without a docstring", len(bare), (0, 0)),
        ("lines of Python", lines, BARS["lines"]),
    )
    for name, figure, (bar, held) in rows:
        print(f"{name}: {figure} (bar {bar}, held at {held}){'' if figure <= bar else '  NOT REACHED'}")
    print(f"{len(MODULES)} modules, {len(functions)} functions")
    for line in [*(f"{one.complexity} {one.place}" for one in above), *bare[:20], *circle()]:
        print(f"  {line}")
    return int(any(figure > held for _, figure, (_, held) in rows))


if __name__ == "__main__":
    sys.exit(main())
