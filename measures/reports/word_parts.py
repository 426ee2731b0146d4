"""The parts of a Word file around its text: what it is made of, its settings, lists, head and foot, and who made it."""

from collections.abc import Iterable
from datetime import UTC
from pathlib import Path

from measures.reports.blocks import Pack
from measures.reports.word_xml import PIC, WP, A, R, W, field, paragraph, run, xml

STYLES, THEME = (Path(__file__).parent / name for name in ("pack_styles.xml", "pack_theme.xml"))
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DRAFT = "DRAFT · not published, figures and words may change"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:a="{A}" xmlns:pic="{PIC}"'
_PARTS = ("styles", "settings", "numbering", "fontTable", "footer", "header")
_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="964" w:right="964" w:bottom="1077" w:left="964" w:header="500" w:footer="500" w:gutter="0"/>'
)
_FONTS = (
    f'{HEAD}<w:fonts xmlns:w="{W}"><w:font w:name="Arial"><w:panose1 w:val="020B0604020202020204"/>'
    '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)
#: The bullets, and the numbers that each numbered list counts from one by a number of its own.
_LISTS = (
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="340" w:hanging="227"/></w:pPr></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="454" w:hanging="340"/></w:pPr></w:lvl></w:abstractNum>'
)


def document(body: str) -> str:
    """The main part: the text, on A4 with the foot and head of every page."""
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdheader"/>'
        f'<w:footerReference w:type="default" r:id="rIdfooter"/>{_PAGE}</w:sectPr>'
    )
    return f"{HEAD}<w:document {_SPACES}><w:body>{body}{section}</w:body></w:document>"


def parts(pack: Pack, lists: int, pictures: Iterable[str]) -> list[tuple[str, str]]:
    """Every other part with its name; `lists` is how many are numbered, `pictures` the names in `word/media`."""
    media = [(f"rId{name.split('.')[0]}", f"media/{name}", "image") for name in pictures]
    inside = [(f"rId{name}", f"{name}.xml", name) for name in (*_PARTS, "theme")] + media
    return [
        ("[Content_Types].xml", _content_types()),
        ("_rels/.rels", _relations([
            ("rId1", "word/document.xml", "officeDocument"),
            ("rId2", "docProps/core.xml", f"{_PACKAGE}/relationships/metadata/core-properties"),
            ("rId3", "docProps/app.xml", "extended-properties"),
        ])),
        ("docProps/core.xml", _core(pack)),
        ("docProps/app.xml", _app()),
        ("word/_rels/document.xml.rels", _relations(inside)),
        ("word/styles.xml", STYLES.read_text(encoding="utf-8").replace("{language}", xml(pack.language))),
        ("word/settings.xml", _settings(pack)),
        ("word/numbering.xml", _numbering(lists)),
        ("word/fontTable.xml", _FONTS),
        ("word/theme.xml", THEME.read_text(encoding="utf-8")),
        ("word/header.xml", _header(pack)),
        ("word/footer.xml", _footer(pack)),
    ]  # fmt: skip


def _content_types() -> str:
    kinds = {"document": "document.main", **{name: name for name in _PARTS}}
    named = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{named}"
        '<Override PartName="/word/theme.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def _relations(given: Iterable[tuple[str, str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{id_}" Type="{kind if "/" in kind else f"{R}/{kind}"}" Target="{target}"/>'
        for id_, target, kind in given
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _core(pack: Pack) -> str:
    moment = f"{pack.moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    date = 'xsi:type="dcterms:W3CDTF"'
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml(pack.title)}</dc:title><dc:subject>{xml(pack.subtitle)}</dc:subject>"
        f"<dc:creator>{xml(pack.author)}</dc:creator><dc:description>{xml(pack.about)}</dc:description>"
        f"<cp:lastModifiedBy>{xml(pack.author)}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f"<dcterms:created {date}>{moment}</dcterms:created><dcterms:modified {date}>{moment}</dcterms:modified>"
        f"<dc:language>{xml(pack.language)}</dc:language></cp:coreProperties>"
    )


def _app() -> str:
    return (
        f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>Measures</Application></Properties>"
    )


def _settings(pack: Pack) -> str:
    return (
        f'{HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{xml(pack.language)}"/></w:settings>'
    )


def _numbering(lists: int) -> str:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbered = "".join(f'<w:num w:numId="{n + 2}"><w:abstractNumId w:val="1"/>{restart}</w:num>' for n in range(lists))
    bullets = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'{HEAD}<w:numbering xmlns:w="{W}">{_LISTS}{bullets}{numbered}</w:numbering>'


def _header(pack: Pack) -> str:
    return f'{HEAD}<w:hdr xmlns:w="{W}">{paragraph("Header", run(DRAFT) if pack.draft else "")}</w:hdr>'


def _footer(pack: Pack) -> str:
    numbers = run("\tpage ") + field("PAGE") + run(" of ") + field("NUMPAGES")
    return f'{HEAD}<w:ftr xmlns:w="{W}">{paragraph("Footer", run(pack.foot), numbers)}</w:ftr>'
