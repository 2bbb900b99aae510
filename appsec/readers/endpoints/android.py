"""The endpoints of an Android app that its code, rules, links and settings use."""

from collections.abc import Iterator
from contextlib import suppress

from appsec.facts.android import AndroidApp
from appsec.facts.app import FactUnavailable, Known
from appsec.facts.code import CallSite
from appsec.facts.constants import constant_text
from appsec.facts.outside import beginning, is_whole
from appsec.facts.values import Value, alternatives
from appsec.model.endpoint import Endpoint, Use
from appsec.model.outcome import Location, Origin
from appsec.readers.endpoints.addresses import Address, address_of
from appsec.readers.endpoints.calls import Where, table, taking
from appsec.readers.endpoints.gathered import Gathered
from appsec.readers.endpoints.hosts import bare_host, pattern_host, setting_of

FACT = "used_endpoints"


def read_used_endpoints(app: AndroidApp) -> Known[tuple[Endpoint, ...]]:
    """By host. A fact that cannot be had leaves out what it would tell, and its gap is this one's,
    too."""
    found = Gathered(FACT)
    for read in (_of_code, _of_annotations, _of_rules, _of_manifest, _of_strings):
        with suppress(FactUnavailable):
            read(app, found)
    return found.known()


def _of_code(app: AndroidApp, found: Gathered) -> None:
    calls = taking("android")
    for use, apis in calls.uses.items():
        for api, where in apis.items():
            for site in app.code.calls(api):
                for one in _addresses(site, where, use):
                    found.add(one, use, site.at, site.origin)
    for api, where in calls.hosts.items():
        for site in app.code.calls(api):
            if site.origin is Origin.APP:
                for value in alternatives(_argument(site, where)):
                    if given := _host_or_address(value):
                        found.add(given, Use.REQUEST, site.at)


def _addresses(site: CallSite, where: Where, use: Use) -> Iterator[Address]:
    for value in alternatives(_argument(site, where)):
        if use is Use.RULE:
            one = pattern_host(constant_text(value) or "")
        else:
            one = address_of(beginning(value), is_whole(value))
        if one is not None:
            yield one


def _argument(site: CallSite, where: Where) -> Value:
    if isinstance(where, int):
        return site.argument(where)
    return site.receiver if where == "receiver" else site.argument(next(iter(site.texts), 0))


def _host_or_address(value: Value) -> Address | None:
    text = constant_text(value)
    if text is not None and "://" not in text:
        return bare_host(text)
    return address_of(beginning(value), is_whole(value))


def _of_annotations(app: AndroidApp, found: Gathered) -> None:
    kinds = (f"retrofit2.http.{verb}" for verb in table()["annotations"])
    for note in app.code.annotations(*kinds):
        for text in note.texts.values():
            if one := address_of(text, whole=True):
                found.add(one, Use.REQUEST, note.at, note.origin)


def _of_rules(app: AndroidApp, found: Gathered) -> None:
    for rule in app.network_config.domains:
        for domain in rule.domains:
            if one := pattern_host(domain):
                found.add(one, Use.RULE, rule.at)


def _of_manifest(app: AndroidApp, found: Gathered) -> None:
    manifest = app.manifest
    holders = [(manifest.meta_data or {}, manifest.at)]
    for component in manifest.components:
        holders.append((component.meta_data or {}, component.at))
        for data in (one for f in component.filters if f.is_web_link for one in f.data):
            one = pattern_host(data.host)
            if one is not None and data.scheme in ("", "http", "https"):
                link = Address(one.host, data.scheme, data.port, data.path)
                found.add(link, Use.LINK, component.at)
    for meta_data, at in holders:
        for name, text in meta_data.items():
            if one := setting_of(name, text):
                found.add(one, Use.SETTING, Location(at.file, name))


def _of_strings(app: AndroidApp, found: Gathered) -> None:
    libraries = tuple(table()["library_texts"])
    for resource in app.strings:
        origin = Origin.LIBRARY if resource.name.startswith(libraries) else Origin.APP
        for text in resource.texts:
            if one := setting_of(resource.name, text.text):
                found.add(one, Use.SETTING, resource.at, origin)
