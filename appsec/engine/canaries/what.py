"""What a canary is."""

from enum import StrEnum


class What(StrEnum):
    """What a canary is. The kind tells which derived forms are looked for besides the value."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    BIRTHDAY = "birthday"  # YYYY-MM-DD
    TEXT = "text"
    ACCOUNT = "account"
    PASSWORD = "password"
    OTP = "otp"
    NATIONAL_ID = "national-id"
    TOKEN = "token"  # session tokens and cookies, mostly learned
    CARD = "card"
    CVV = "cvv"
    EXPIRY = "expiry"
    CARRIER = "carrier"
    AMOUNT = "amount"
    BANK_ACCOUNT = "bank-account"
    IDENTIFIER = "identifier"  # of the device: AAID, Android ID, IDFV
    LOCATION = "location"
    KEY = "key"  # of the app's own code, seen in a call; the value is in hexadecimal
    PAYLOAD = "payload"  # what is typed to see whether a field lets it through
