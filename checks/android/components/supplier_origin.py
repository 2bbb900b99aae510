"""Are parts of the app supplied by somebody who may be at home in mainland China?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Nature, Question, Seen, supplier_questions


def check(app: AndroidApp) -> Iterator[Seen]:
    """No rule of the norm asks; some grants and tenders do. Packers have a check of their own."""
    found = (one for one in app.identified.components if Nature.PACKER not in one.natures)
    for key, at, values in supplier_questions(found, __file__):
        yield Question(key, at, values, ("name",))
