"""The inventory of checks: which requirements each touches, in what role, and what it reads."""

import ast
import csv
import inspect
import io
from collections.abc import Iterator, Mapping

from appsec import api
from appsec.engine.content import Look, load_checks
from appsec.engine.profiles import load_profile
from appsec.facts.android import AndroidApp
from appsec.facts.app import App
from appsec.facts.ios import IosApp
from appsec.model.check import Check
from appsec.model.profile import Profile, Requirement

APPS: Mapping[str, type[App]] = {app.__name__: app for app in (AndroidApp, IosApp)}
COLUMNS = ("id", "platform", "requirement", "role", "facts")


def inventory() -> str:
    """CSV, a row for each check and requirement; advice has none."""
    profile = load_profile("tw-v1.4")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for check in load_checks().values():
        facts = " ".join(sorted(facts_of(check)))
        for requirement, role in _mapped(profile, check) or [("", "advice")]:
            writer.writerow((check.id, check.platform, requirement, role, facts))
    return out.getvalue()


def _mapped(profile: Profile, check: Check) -> list[tuple[str, str]]:
    roles = [
        (r.id, role) for r in profile.everything for role in roles_of(r, check.platform, check.id)
    ]
    return roles + [
        (r.id, "condition")
        for r in profile.everything
        if (condition := profile.conditions.get(r.condition))
        and check.id in condition.disproved_by.get(check.platform, ())
    ]


def roles_of(requirement: Requirement, platform: str, check: str) -> list[str]:
    """What a check does for a requirement: decides, refutes or asks."""
    deciding = {c for each in requirement.alternatives(platform) for c in each}
    return [
        role
        for role, members in (
            ("decides", deciding),
            ("refutes", requirement.refuted_by.get(platform, ())),
            ("asks", requirement.asked_by.get(platform, ())),
        )
        if check in members
    ]


def facts_of(check: Check) -> frozenset[str]:
    """The facts that its code names. Raises ValueError where code does something else with the
    app than ask it for an attribute, or hand it to a function beside or of the API: then this
    cannot be told.
    """
    tree = ast.parse(inspect.getsource(_module(check)))
    return frozenset(_asked(tree, check, set()))


def _module(check: Check) -> object:
    look = check.look.generator() if isinstance(check.look, Look) else check.look
    return inspect.getmodule(look) or look


def _asked(tree: ast.AST, check: Check, met: set[str]) -> set[str]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    beside = frozenset(function.name for function in functions if any(_apps(function)))
    shared = {name: inner for name in _called(tree) if (inner := _shared(name))}
    new = shared.keys() - met
    met |= new
    asked = {fact for name in new for fact in _asked(shared[name], check, met)}
    for function in functions:
        for app, kind in _apps(function):
            _refuse_other_uses(function, app, beside | shared.keys(), check)
            asked |= kind.facts().keys() & {node.attr for node in _attributes(function, app)}
    return asked


def _called(tree: ast.AST) -> set[str]:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {func.id for func in calls if isinstance(func, ast.Name)}


def _shared(name: str) -> ast.AST | None:
    """The source of a function of the API that takes an app."""
    function = getattr(api, name, None)
    if not inspect.isfunction(function):
        return None
    tree = ast.parse(inspect.getsource(function))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return tree if any(list(_apps(node)) for node in functions) else None


def _apps(function: ast.FunctionDef) -> Iterator[tuple[str, type[App]]]:
    """The parameters that are an app, by their annotation."""
    for parameter in (*function.args.args, *function.args.kwonlyargs):
        match parameter.annotation:
            case ast.Name(id=name) if name in APPS:
                yield parameter.arg, APPS[name]
            # Of either platform, written so that the other is not imported.
            case ast.Constant(value=str(written)):
                names = (name.strip() for name in written.split("|"))
                yield from ((parameter.arg, APPS[name]) for name in names if name in APPS)


def _attributes(function: ast.FunctionDef, app: str) -> Iterator[ast.Attribute]:
    for node in ast.walk(function):
        match node:
            case ast.Attribute(value=ast.Name(id=name)) if name == app:
                yield node


def _refuse_other_uses(
    function: ast.FunctionDef, app: str, beside: frozenset[str], check: Check
) -> None:
    usual = {id(node.value) for node in _attributes(function, app)}
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Name(id=called), args=args) if called in beside:
                usual |= {id(argument) for argument in args}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id == app and id(node) not in usual:
            raise ValueError(f"{check.id}: what becomes of `{app}` in line {node.lineno}?")
