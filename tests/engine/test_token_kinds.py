"""Names tell what a value of a server is for: a session, or anything else."""

import pytest

from appsec.engine.token_kinds import MAX_NAME, MAY_BE, TokenKind, kind_of, may_be_a_session

NAMES = {
    TokenKind.SESSION: (
        "sid SID PHPSESSID JSESSIONID ASP.NET_SessionId connect.sid laravel_session token accessToken"
        " access_token refreshToken id_token X-Access-Token X-Auth-Token sessionId session authToken"
        " jwt accessKey X-Access-Key Authorization .ASPXAUTH _session_id sessionToken userToken"
        " memberToken client_secret X-Amz-Security-Token x-amz-access-token loginTicket"
        " remember_web_59ba36addc2b2f9401580f014c7f58ea4e30989d remember-me REMEMBERME"
        " remember_user_token remember_me_token authCookie"
    ),
    TokenKind.CSRF: (
        "csrftoken csrf_token XSRF-TOKEN X-CSRF-Token _csrf __RequestVerificationToken"
        " authenticity_token anti_forgery"
    ),
    TokenKind.DEVICE: (
        "device_token deviceToken pushToken push_token fcm_token fcmToken apns_token installation_id"
        " instanceId registration_token X-Device-Id visitor_id regId"
    ),
    TokenKind.BALANCER: (
        "BIGipServerpool_parcel BIGipServer~p TS01a2b3c4 TS0123456789 ARRAffinity"
        " ARRAffinitySameSite ApplicationGatewayAffinity ApplicationGatewayAffinityCORS GCLB SERVERID"
        " ROUTEID route visid_incap_12 incap_ses_1_2 nlbi_12 NSC_abc ASLBSA ASLBSACORS AWSALB"
        " AWSALBCORS AWSALBTG AWSELB __cf_bm __cflb cf_clearance _cfuvid ak_bmsc _abck bm_sv acw_tc"
        " HWWAFSESID datadome"
    ),
    TokenKind.PASSING: (
        "_ga _ga_ABC _gid _gcl_au _fbp OptanonConsent euconsent-v2 lang locale X-Request-Id"
        " X-Correlation-ID X-Amz-Date x-amzn-RequestId traceparent ETag If-None-Match nextPageToken g-recaptcha-response"
    ),
    TokenKind.VAGUE: "ticket trainTicket identity auth X-Auth authentication credential loginId",
    TokenKind.UNKNOWN: "remember_account k9 X-Parcel visits memberNo theme-park routes cartKey orderId sidebar cfg",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind"), [(name, kind) for kind, names in NAMES.items() for name in names.split()]
)
def test_what_a_name_tells(name, kind):
    assert kind_of(name) is kind
    assert may_be_a_session(name) is (kind in MAY_BE)


def test_of_a_long_name_both_ends_tell():
    assert kind_of("x" * 10 * MAX_NAME + "_access_token") is TokenKind.SESSION
    assert kind_of("optanon" + "x" * 10 * MAX_NAME) is TokenKind.PASSING
