"""The formats of a report, and the one way to render any of them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from appsec.model.assessment import Assessment
from appsec.model.text import Lang

Writer = Callable[[Assessment, Lang], bytes]
"""Makes a whole file; the same assessment gives the same bytes."""


def _json(assessment: Assessment, lang: Lang) -> bytes:
    """The saved form holds both languages, whichever the reports are written in."""
    from appsec.report.json import dump

    del lang
    return dump(assessment).encode()


def _md(assessment: Assessment, lang: Lang) -> bytes:
    from appsec.report.markdown import markdown

    return markdown(assessment, lang)


def _html(assessment: Assessment, lang: Lang) -> bytes:
    from appsec.report.html import html

    return html(assessment, lang)


def _sarif(assessment: Assessment, lang: Lang) -> bytes:
    from appsec.report.sarif import sarif

    return sarif(assessment, lang)


def _junit(assessment: Assessment, lang: Lang) -> bytes:
    from appsec.report.junit import junit

    return junit(assessment, lang)


def _gitlab(assessment: Assessment, lang: Lang) -> bytes:
    from appsec.report.gitlab import gitlab

    return gitlab(assessment, lang)


def _cyclonedx(assessment: Assessment, lang: Lang) -> bytes:
    from appsec.report.cyclonedx import cyclonedx

    return cyclonedx(assessment, lang)


def _summary(assessment: Assessment, lang: Lang) -> bytes:
    from appsec.report.step_summary import step_summary

    return step_summary(assessment, lang)


def _pdf(assessment: Assessment, lang: Lang) -> bytes:
    from appsec.report.pdf import pdf

    return pdf(assessment, lang)


def _odt(assessment: Assessment, lang: Lang) -> bytes:
    from appsec.report.odt import odt

    return odt(assessment, lang)


def _ods(assessment: Assessment, lang: Lang) -> bytes:
    from appsec.report.ods import ods

    return ods(assessment, lang)


def _xlsx(assessment: Assessment, lang: Lang) -> bytes:
    from appsec.report.xlsx import xlsx

    return xlsx(assessment, lang)


FORMATS: Mapping[str, Writer] = MappingProxyType(
    {
        "json": _json,
        "md": _md,
        "html": _html,
        "sarif": _sarif,
        "junit": _junit,
        "gitlab": _gitlab,
        "cyclonedx": _cyclonedx,
        "summary": _summary,
        "pdf": _pdf,
        "odt": _odt,
        "ods": _ods,
        "xlsx": _xlsx,
    }
)
"""Each is imported when it is asked for: most scans write one or two of them."""

NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "pdf": ("typst", "fontTools", "pylopdf_fonts_zh_tw"),
        "odt": ("odfdo",),
        "ods": ("odfdo",),
        "xlsx": ("xlsxwriter",),
    }
)
"""The modules of the extra `docs` that a format is written with."""


def render(assessment: Assessment, form: str, lang: Lang) -> bytes:
    """The report as a file of one of FORMATS. Raises KeyError for any other."""
    return FORMATS[form](assessment, lang)
