"""Which hosts are pinned in the configuration, and will the pins hold?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Location, Pin, Seen, TrafficRule


def check(app: AndroidApp) -> Iterator[Seen]:
    """Advice. There is no today here, so the date is shown for the reader to compare."""
    groups: dict[tuple[frozenset[Pin], str], list[TrafficRule]] = {}
    for rule in app.network_config.rules:
        if rule.pins:
            groups.setdefault((frozenset(rule.pins), rule.pins_expire), []).append(rule)
    for (pins, expire), rules in groups.items():
        domains = ", ".join(domain for rule in rules for domain in rule.domains)
        at = tuple(rule.at for rule in rules)
        if expire:
            values = {"domains": domains, "date": expire}
            yield Evidence("expires", at, values, ("domains", "date"))
        else:
            yield Evidence("pinned", at, {"domains": domains})
        if len(pins) == 1:
            yield Evidence("no-backup", at, {"domains": domains})
        yield from _overridden(rules)


def _overridden(rules: list[TrafficRule]) -> Iterator[Seen]:
    loose = [rule for rule in rules if rule.overriding]
    if loose:
        sources = {anchor.value for rule in loose for anchor in rule.overriding}
        at: tuple[Location, ...] = tuple(rule.at for rule in loose)
        domains = ", ".join(domain for rule in loose for domain in rule.domains)
        yield Evidence(
            "overridden", at, {"domains": domains, "anchors": ", ".join(sorted(sources))}
        )
