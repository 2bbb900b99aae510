"""Does code use an API for which Apple asks a reason, and no privacy manifest gives one?"""

from collections.abc import Iterable, Iterator

from appsec.api import Evidence, IosApp, Location, Origin, Seen, table


def check(app: IosApp) -> Iterator[Seen]:
    """Advice only, as for reasons that are wrong. Each bundle answers for the code in it, and the
    manifests of static libraries that lie in it count for it; whose code it is, is told apart."""
    paths = [bundle.path for bundle in app.bundles]
    given = {
        (_bundle(paths, one.at), api.category)
        for one in app.privacy_manifests
        for api in one.accessed
    }
    found: dict[tuple[str, str], dict[str, dict[str, Location]]] = {}
    for category, name, at, origin in _used(app):
        bundle = _bundle(paths, at)
        if (bundle, category) not in given:
            key = "unreasoned" if origin is Origin.APP else "unreasoned-elsewhere"
            named = found.setdefault((bundle, key), {}).setdefault(category, {})
            named.setdefault(name, at)
    for (bundle, key), categories in sorted(found.items()):
        told = (f"{one} ({', '.join(sorted(named))})" for one, named in sorted(categories.items()))
        places = sorted({at for named in categories.values() for at in named.values()})
        values = {"bundle": bundle, "apis": "; ".join(told)}
        yield Evidence(key, tuple(places), values, identity=("bundle",))


def _used(app: IosApp) -> Iterator[tuple[str, str, Location, Origin]]:
    """A function that is taken from the system and called nowhere counts as a constant: its address
    may be passed on."""
    code = app.native_code
    for category, known in table(__file__, "reasoned_apis").items():
        called = set()
        for call in (call for name in known["calls"] for call in code.calls(name)):
            called.add((call.callee.name, call.at.file))
            if call.callee.owner != "?":
                yield category, call.callee.name, call.at, call.origin
        plain = [name for name in known["calls"] if name.isidentifier()]
        for name, at, origin in code.imports(*plain, *known["constants"]):
            if (name, at.file) not in called:
                yield category, name, at, origin


def _bundle(paths: Iterable[str], at: Location) -> str:
    """The innermost bundle around a file."""
    return max((one for one in paths if at.file.startswith(f"{one}/")), key=len, default="")
