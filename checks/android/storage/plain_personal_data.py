"""Are personal data or identifiers put into preferences or a database as they are?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Origin,
    Question,
    Seen,
    called,
    carried,
    constant_texts,
    depends_on_run,
    is_protected,
    is_protected_store,
    names_personal_data,
)

_PUTS = (
    "android.content.SharedPreferences$Editor.putString",
    "android.content.ContentValues.put",
    "com.tencent.mmkv.MMKV.encode",
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """One question for all names. Libraries stay quiet: a run shows what they store."""
    found: dict[str, list[CallSite]] = {}
    for site in app.code.calls(*_PUTS):
        if site.origin is Origin.APP and len(site.method.parameters) > 1:
            value = site.argument(1)
            names = [*constant_texts(site.argument(0)), *map(called, carried(value))]
            name = next(filter(names_personal_data, names), "")
            if name and depends_on_run(value) and not _is_kept(site):
                found.setdefault(name, []).append(site)
    if found:
        places = {site.at for sites in found.values() for site in sites}
        yield Question("plain", tuple(sorted(places)), {"names": ", ".join(sorted(found))})


def _is_kept(site: CallSite) -> bool:
    values = (site.near(1), site.argument(1))
    return any(map(is_protected, values)) or is_protected_store(site.receiver)
