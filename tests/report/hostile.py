"""An assessment in which every string that an app controls is an attack on some format."""

from dataclasses import replace

from appsec.model.assessment import Assessment, Chosen, FileRead, Refused, Suggested
from appsec.model.licences import Denied, LicenceReport
from appsec.model.outcome import Location
from appsec.model.software import Means, Software, Trace, Unidentified
from appsec.model.text import Lang, Text
from appsec.model.verdict import Reason
from tests.report.sample import SAMPLE
from tests.report.sample_software import SOFTWARE

ATTACKS = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "\"><a href='javascript:alert(1)'>x</a>",
    "`|`</td></tr>| a | b |",
    "[x](https://evil.example) ![x](https://evil.example/x.png)",
    "@admin #1 GH-1 https://evil.example www.evil.example a@evil.example",
    "# heading\n- list\n> quote\r\n| a |",
    "\x1b[31mred\x1b[0m\x07\x9b1m",
    "abc\u202egpj.exe\u2066\u200f\u2028x",
    "{{ 7*7 }} {% raw %} ${7*7} %s {0}",
    "[bold red]rich[/] :smile: \\| \\` $x$ ~~x~~",
    "\udc80\ud800",
    # Longer than any whole report may be. Not more: the tests that measure the memory of commands
    # count the peak of the process that starts them as well.
    "A" * 500_000,
    "-- ../../etc/passwd; rm -rf $(x)",
    "",
)


def _text(attack: str) -> Text:
    return {lang: attack for lang in Lang}


def hostile(attack: str) -> Assessment:
    """The sample with one attack wherever a string of an app, or of an edited file, may stand."""
    places = (Location(attack, attack, attack), Location(attack))
    records = tuple(
        replace(
            record,
            values={"a": attack},
            message=_text(f"x {attack}"),
            review=_text(attack),
            locations=places,
            fingerprint=f"{n:064}",
        )
        for n, record in enumerate(SAMPLE.findings)
    )
    records += tuple(
        replace(
            records[2],
            key="many",
            values={"a": attack, "n": f"{attack}{n}"},
            locations=(Location(attack, f"{attack} {n}", attack),),
            fingerprint=f"{n + 100:064}",
        )
        for n in range(12)
    )
    reasons = (Reason("found", {"what": attack}, _text(attack)),)
    artefact = replace(
        SAMPLE.artefact,
        id=attack,
        name=attack,
        version=attack,
        build=attack,
        files=(FileRead(attack, SAMPLE.artefact.sha256, 1),),
    )
    gaps = tuple(replace(gap, message=_text(attack)) for gap in SAMPLE.coverage.gaps)
    coverage = replace(
        SAMPLE.coverage,
        read=(attack, attack),
        refused=(Refused(attack, attack, {}),),
        gaps=gaps,
    )
    dismissals = tuple(
        replace(
            d,
            fingerprint=f"{n + 1:064}",
            check=attack,
            people=tuple(replace(person, name=attack) for person in d.people),
            reason=attack,
            expires=attack,
            evidence=(attack,),
            message=_text(attack),
        )
        for n, d in enumerate(SAMPLE.dismissals)
    )
    confirmations = tuple(
        replace(
            c,
            id=f"{attack} {n}",
            statement=attack,
            person=attack,
            role=attack,
            date=attack,
            bound_to=attack,
            expires=attack,
            covers=(attack,),
            evidence=tuple(
                replace(e, id=attack, path=attack, sha256=attack, captured=attack, note=attack)
                for e in c.evidence
            ),
            message=_text(attack),
        )
        for n, c in enumerate(SAMPLE.confirmations)
    )
    at = Location(attack, attack)
    software = Software(
        tuple(
            replace(
                one,
                name=attack,
                version=attack,
                purl=purl,
                traces=(Trace(Means.TEXT, at, attack), Trace(Means.SUPPLIED, at, "1")),
                licences=(attack,),
                supplier=attack,
                country=attack,
                contradicted=True,
            )
            for one, purl in zip(
                SOFTWARE.components,
                (attack, f"pkg:maven/{attack}/x", "pkg:", "pkg:a/b", "pkg:c/d"),
                strict=True,
            )
        ),
        (Unidentified(attack, 1, at),),
        (attack,),
        (attack,),
        {attack: SAMPLE.artefact.sha256},
    )
    denied = Denied(attack, attack, attack, attack, attack)
    return replace(
        SAMPLE,
        software=software,
        licences=LicenceReport((attack,), (denied,), (attack,)),
        dismissals=dismissals,
        confirmations=confirmations,
        artefact=artefact,
        findings=records,
        coverage=coverage,
        verdicts=tuple(replace(v, reasons=reasons) for v in SAMPLE.verdicts),
        suggested_class=Suggested("L3", reasons),
        chosen_class=Chosen("L2", True, True, reasons),
        gate=replace(SAMPLE.gate, reasons=reasons),
        profile=replace(SAMPLE.profile, corrected=attack),
    )


SHORT = tuple(attack for attack in ATTACKS if len(attack) < 1000)
