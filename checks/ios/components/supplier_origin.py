"""Are parts of the app supplied by somebody who may be at home in mainland China?"""

from collections.abc import Iterator

from appsec.api import IosApp, Question, Seen, supplier_questions


def check(app: IosApp) -> Iterator[Seen]:
    """No rule of the norm asks; some grants and tenders do."""
    for key, at, values in supplier_questions(app.identified.components, __file__):
        yield Question(key, at, values, ("name",))
