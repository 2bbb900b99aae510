"""Where does the app's code hold servers to certain certificates?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, Origin, Seen, numbers

_READS = (
    "SecTrustCopyKey",
    "SecTrustCopyPublicKey",
    "SecCertificateCopyData",
    "SecCertificateCopyKey",
    "SecCertificateCopyPublicKey",
)
_LIBRARIES = (
    "+[TrustKit initSharedInstanceWithConfiguration:]",
    "-[TrustKit initWithConfiguration:]",
    "Alamofire.PinnedCertificatesTrustEvaluator.init",
    "Alamofire.PublicKeysTrustEvaluator.init",
)
_POLICY = "+[AFSecurityPolicy policyWithPinningMode:]"


def check(app: IosApp) -> Iterator[Seen]:
    """Worth showing, never a proof: whether a wrong certificate is refused is seen in a run."""
    code = app.native_code
    calls = [*code.calls(*_READS, *_LIBRARIES)]
    calls += [one for one in code.calls(_POLICY) if any(numbers(one.argument(0)))]
    own = [one for one in calls if one.origin is Origin.APP]
    if own:
        means = ", ".join(sorted({one.callee.name for one in own}))
        yield Evidence("in-code", tuple(sorted({one.at for one in own})), {"means": means})
