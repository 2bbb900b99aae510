"""What `appsec explain` says of a check or a requirement, as plain text."""

from collections.abc import Iterable

from appsec.model.check import Check
from appsec.model.profile import Profile, Requirement
from appsec.model.text import Lang, Text
from appsec.report.words import say


def explain_check(check: Check, profile: Profile, lang: Lang) -> str:
    """What a check asks, why, how to fix it, what it may say and which items it touches."""
    about = check.about
    messages = [
        f"  [{say(lang, f'kind-{m.kind}')}] {m.text[lang]}" for m in about.messages.values()
    ]
    refs = [f"CWE-{n}" for n in about.cwe] + [*about.masvs, *about.maswe, *about.mastg]
    severity = say(lang, f"severity-{about.severity}")
    return _joined(
        [
            f"{check.id} · {about.title[lang]}",
            _part(lang, "explain-severity", [severity]),
            _part(lang, "record-why", _lines(about.why, lang)),
            _part(lang, "record-fix", _lines(about.fix, lang)),
            _part(lang, "explain-items", _touched(check, profile, lang)),
            _part(lang, "explain-messages", messages),
            _part(lang, "record-refs", [say(lang, "comma").join(refs)] if refs else []),
        ]
    )


def _touched(check: Check, profile: Profile, lang: Lang) -> list[str]:
    lines = []
    for requirement in profile.everything:
        decides = {c for each in requirement.alternatives(check.platform) for c in each}
        roles = (
            ("explain-decides", decides),
            ("explain-refutes", requirement.refuted_by.get(check.platform, ())),
            ("explain-asks", requirement.asked_by.get(check.platform, ())),
        )
        named = [say(lang, key) for key, checks in roles if check.id in checks]
        if named:
            roles_said = say(lang, "comma").join(named)
            lines.append(f"  {requirement.id} {requirement.title[lang]} [{roles_said}]")
    return lines


def explain_requirement(requirement: Requirement, lang: Lang) -> str:
    """The norm's text, what a pass takes, how to test by hand, and what evidence to give."""
    classes = " ".join(requirement.classes) or say(lang, "explain-classes-reference")
    return _joined(
        [
            f"{requirement.id} · {requirement.clause} · {requirement.title[lang]}",
            _part(lang, "item-text", _lines(requirement.text, lang)),
            _part(lang, "explain-classes", [classes]),
            _part(lang, "item-needs", _lines(requirement.needs, lang)),
            _part(lang, "item-fails-if", _lines(requirement.fails_if, lang)),
            _part(lang, "item-manual", _lines(requirement.manual, lang)),
            _part(lang, "item-evidence", _lines(requirement.evidence, lang)),
            _part(lang, "item-next", _lines(requirement.next, lang)),
            *(
                _part(lang, "item-checks", [f"{platform}{say(lang, 'colon')}{', '.join(checks)}"])
                for platform in requirement.platforms
                if (checks := requirement.checks(platform))
            ),
        ]
    )


def _lines(text: Text, lang: Lang) -> list[str]:
    return [f"  {line.strip()}" for line in text[lang].splitlines() if line.strip()]


def _part(lang: Lang, key: str, lines: Iterable[str]) -> str:
    written = [line if line.startswith("  ") else f"  {line}" for line in lines]
    return "\n".join([say(lang, key), *written]) if written else ""


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)
