"""A denied licence is told whatever expression it is in; an unknown one is never taken for fine."""

import pytest

from appsec.assess.gate import Mode, gate
from appsec.assess.licences import Exempted, LicencePolicy, blocking, judged, unfit
from appsec.model.assessment import Coverage
from appsec.model.licences import Denied
from appsec.model.software import Software, SoftwareComponent, SoftwareKind

GPL = ("GPL-3.0-only",)


@pytest.mark.parametrize(
    ("expression", "deny", "wanted"),
    [
        ("GPL-3.0-only", GPL, ("GPL-3.0-only",)),
        ("gpl-3.0-only", GPL, ("GPL-3.0-only",)),
        ("GPL-3.0", GPL, ("GPL-3.0-only",)),
        ("GPL-3.0-only", ("GPL-3.0",), ("GPL-3.0-only",)),
        ("GPL-3.0-or-later", GPL, ()),
        ("GPL-3.0-or-later", ("GPL-*",), ("GPL-3.0-or-later",)),
        ("AGPL-3.0-only", ("GPL-*",), ()),
        ("MIT", GPL, ()),
        ("MIT OR GPL-3.0-only", GPL, ()),
        ("MIT AND GPL-3.0-only", GPL, ("GPL-3.0-only",)),
        ("Apache-2.0 AND (MIT OR GPL-3.0-only)", GPL, ()),
        ("GPL-2.0-only OR GPL-3.0-only", ("GPL-*",), ("GPL-2.0-only", "GPL-3.0-only")),
        ("GPL-3.0-only WITH Classpath-exception-2.0", GPL, ("GPL-3.0-only",)),
        ("LicenseRef-Own", ("LicenseRef-Own",), ("LicenseRef-Own",)),
        ("LicenseRef-Own", GPL, None),
        ("The Apache License", GPL, None),
        ("Words OR MIT", GPL, ()),
        ("Words OR GPL-3.0-only", GPL, None),
        ("Words AND GPL-3.0-only", GPL, ("GPL-3.0-only",)),
        ("Words AND MIT", GPL, None),
        ("MIT/Apache", GPL, None),
        ("(", GPL, None),
        ("", GPL, None),
        ("(" * 200 + "MIT" + ")" * 200, GPL, None),
    ],
)
def test_what_an_expression_leaves_no_way_around(expression, deny, wanted):
    assert blocking(expression, deny) == wanted


def component(name, *licences):
    purl = f"pkg:maven/a/{name}"
    return SoftwareComponent(name, SoftwareKind.LIBRARY, purl, "1", licences=licences)


def report(*components, exceptions=()):
    return judged(Software(components), LicencePolicy(GPL, tuple(exceptions)))


def test_denied_free_and_unknown():
    told = report(
        component("bad", "MIT", "GPL-3.0-only"),
        component("good", "MIT"),
        component("silent"),
        component("odd", "Own words"),
    )
    assert told.denied == (Denied("bad", "1", "GPL-3.0-only", "GPL-3.0-only"),)
    assert told.unknown == ("silent", "odd")


@pytest.mark.parametrize("named", ["bad", "pkg:maven/a/bad", "BAD"])
def test_an_exception_is_for_one_component_and_licence(named):
    exception = Exempted(named, "GPL-3.0-only", "a commercial licence")
    told = report(
        component("bad", "GPL-3.0-only"), component("other", "GPL-3.0-only"), exceptions=[exception]
    )
    assert [(one.component, one.excepted) for one in told.denied] == [
        ("bad", "a commercial licence"),
        ("other", ""),
    ]


def test_without_a_policy_nothing_is_judged():
    assert judged(Software((component("bad", "GPL-3.0-only"),)), LicencePolicy()) is None


def stop(told, mode=Mode.FINDINGS):
    given = gate(
        mode=mode,
        classes=("L1",),
        verdicts=(),
        records=(),
        coverage=Coverage(),
        crashes={},
        licences=told,
    )
    return given.code, [why.key for why in given.reasons]


def test_the_gate():
    denied = report(component("bad", "GPL-3.0-only"))
    assert stop(denied) == (1, ["gate-licence-denied"])
    excepted = report(
        component("bad", "GPL-3.0-only"), exceptions=[Exempted("bad", "GPL-3.0-only", "bought")]
    )
    assert stop(excepted) == (0, ["gate-licence-excepted"])
    unknown = report(component("silent"))
    assert stop(unknown) == (0, ["gate-licence-unknown"])
    assert stop(unknown, Mode.COMPLETE) == (3, ["gate-licence-unknown"])
    assert stop(report(component("good", "MIT"))) == (0, [])


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [
        (LicencePolicy(("MIT", "GPL-*", "LicenseRef-Own")), []),
        (LicencePolicy(("GPLv3",)), ["licences.deny: 'GPLv3' is no SPDX identifier"]),
        # A name of old for GPL-1.0-or-later alone, which leaves every other GPL out.
        (LicencePolicy(("GPL",)), ["licences.deny: 'GPL' is no SPDX identifier"]),
        (LicencePolicy(("GPL-3.0", "gpl-2.0+", "mit")), []),
        (LicencePolicy(("XYZ-*",)), ["licences.deny: 'XYZ-*' is no SPDX identifier"]),
        (LicencePolicy(("MIT OR GPL-3.0",)), ["licences.deny: 'MIT OR GPL-3.0' is no SPDX identifier"]),
        (
            LicencePolicy(GPL, (Exempted("a", "MIT", " "),)),
            ["licences.exceptions.0.reason: is empty", "licences.exceptions.0.licence: 'MIT' is not denied"],
        ),
    ],
)  # fmt: skip
def test_a_policy_that_would_deny_nothing_is_refused(policy, wanted):
    assert list(unfit(policy)) == wanted
