"""Is the build signed with a short key, or with a hash that no longer holds?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Location, Question, Seen, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """A short key is for a person to weigh, because it may not be changeable. Old hashes are
    advice: Android trusts the key, not the certificate's own signature."""
    limits = table(__file__, "key_limits")
    short: dict[str, list[Location]] = {}
    old_certificates: dict[str, list[Location]] = {}
    old_digests: dict[str, list[Location]] = {}
    for signer in (one for scheme in app.signing.schemes for one in scheme.signers):
        certificate = signer.certificate
        if 0 < certificate.key_bits < limits["bits"].get(certificate.key_kind, 0):
            key = f"{certificate.key_kind} {certificate.key_bits}"
            short.setdefault(key, []).append(signer.at)
        if certificate.hash_name in limits["old_hashes"]:
            old_certificates.setdefault(certificate.hash_name, []).append(signer.at)
        for name in set(signer.digests) & set(limits["old_hashes"]):
            old_digests.setdefault(name, []).append(signer.at)
    for key, places in sorted(short.items()):
        yield Question("short-key", tuple(places), {"key": key})
    for name, places in sorted(old_certificates.items()):
        yield Evidence("old-certificate-hash", tuple(places), {"hash": name})
    for name, places in sorted(old_digests.items()):
        yield Evidence("old-digest", tuple(places), {"hash": name})
