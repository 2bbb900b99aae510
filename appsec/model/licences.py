"""What a team's licence policy comes to for one app."""

from appsec.model.frozen import frozen


@frozen
class Denied:
    """A component with a licence that the policy denies. `licence` is as stated, `denied` the
    identifier in it that counts; `excepted` is why a person lets it pass, or empty."""

    component: str
    version: str
    licence: str
    denied: str
    excepted: str = ""


@frozen
class LicenceReport:
    """`deny` is the policy, and `unknown` are the components of which it says nothing: their
    licence is not known, or not in SPDX's words."""

    deny: tuple[str, ...]
    denied: tuple[Denied, ...] = ()
    unknown: tuple[str, ...] = ()
