"""Does the build bring tools or other switches by which a computer looks into the running app?"""

from collections.abc import Iterable, Iterator

from appsec.api import AndroidApp, Constant, Location, Question, Seen, table

_SWITCH = "setWebContentsDebuggingEnabled"


def check(app: AndroidApp) -> Iterator[Seen]:
    """What android-debuggable and android-webview-debugging do not see: other engines for pages,
    the switch by its name alone (reflection, native code), and tools that developers know."""
    known = table(__file__, "debug_tools")
    found = {one.name: one for one in app.code.class_names()}
    tools = {name: found[one].at for one, name in known["tools"].items() if one in found}
    if tools:
        yield _question("tool", tools.values(), {"tools": ", ".join(sorted(tools))})
    switches = app.code.calls(*known["engines"])
    engines = [site.at for site in switches if site.argument(0) != Constant(False)]
    if engines:
        yield _question("engine", engines, {"count": str(len(set(engines)))})
    named = [at for _, at, _ in app.code.naming(_SWITCH)]
    native = app.native_strings
    named += [one.at for one in native if any(_SWITCH in text for text in one.texts)]
    if named:
        yield _question("by-name", named, {"count": str(len(set(named)))})


def _question(key: str, places: Iterable[Location], values: dict[str, str]) -> Question:
    return Question(key, tuple(sorted(set(places))), values)
