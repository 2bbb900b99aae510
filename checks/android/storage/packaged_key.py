"""Does a private key lie in the package, where anybody can take it?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Finding, KeyFile, KeyForm, Question, Seen

KEYS = {
    KeyForm.PLAIN: (Finding, "plain"),
    KeyForm.DOUBTFUL: (Question, "doubtful"),
    KeyForm.ENCRYPTED: (Question, "encrypted"),
    KeyForm.STORE: (Question, "store"),
}


def check(app: AndroidApp) -> Iterator[Seen]:
    """A key without a password is the violation itself; behind one it depends on where that is."""
    by_form: dict[KeyForm, list[KeyFile]] = {}
    for key in app.key_files:
        by_form.setdefault(key.form, []).append(key)
    for form, (kind, message) in KEYS.items():
        if found := by_form.get(form):
            values = {
                "files": ", ".join(dict.fromkeys(key.at.file for key in found)),
                "kinds": ", ".join(sorted({key.what for key in found})),
            }
            yield kind(message, tuple(key.at for key in found), values, ("files",))
