"""A pack with every kind of block, and one of hostile texts, for the tests of every format."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from measures.model.rating import Rating
from measures.reports.blocks import (
    Bullets,
    Cell,
    Column,
    Pack,
    Paragraph,
    Picture,
    Pictures,
    Run,
    Section,
    Table,
    Terms,
    Tile,
    Tiles,
    cell,
    said,
)

#: The alternative texts of the charts of `a_pack`.
CHARTS = ("Domestic burglary", "Robbery", "Vehicle offences")
ALTS = [f"{name} rose to 2,610 in July to September 2016." for name in CHARTS]
RED, AMBER, GREEN = Rating.RED, Rating.AMBER, Rating.GREEN
COLUMNS = (
    Column("Measure", 2.6),
    Column("Compared with a year ago", 1.6),
    Column("Compared with the baseline", 1.6),
    Column("April–September 2016", 1.1, "end"),
    Column("Difference", 1.1, "end"),
)


def number(figure: Fraction | int | str, places: int = 0) -> Cell:
    exact = Fraction(figure)
    return Cell((said(f"{float(exact):,.{places}f}"),), number=exact, places=places)


def a_row(title: str, first: Rating | None, second: Rating | None, figure: int, change: int) -> tuple[Cell, ...]:
    rated = [cell(one.words, one) if one else cell("Numbers too small to rate", "none") for one in (first, second)]
    return (cell(title), *rated, number(figure), number(change))


def a_table(id: str = "crime", rows: int = 4) -> Table:
    many = (
        a_row("Domestic burglary", RED, AMBER, 2610, 272),
        a_row("Robbery of a person or a business", AMBER, GREEN, 317, 12),
        a_row("Vehicle offences", GREEN, GREEN, 4412, -391),
        a_row("Homicide", None, None, 8, -2),
    )
    return Table(id, "Measures of this priority, the worst first", COLUMNS, tuple(many[n % 4] for n in range(rows)))


def a_picture(name: str, svg: str = "") -> Picture:
    drawn = svg or (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 255 150' width='255' height='150'>"
        "<rect x='1' y='1' width='253' height='148' fill='none' stroke='#12436D'/>"
        "<path d='M10 140 80 60 150 90 245 20' fill='none' stroke='#0b0c0c' stroke-width='2'/></svg>"
    )
    return Picture(drawn, f"{name} rose to 2,610 in July to September 2016.", f"{name} has risen for a year", 255, 150)


def a_pack(draft: bool = False) -> Pack:
    tiles = Tiles((
        Tile(RED, "Worse", 3, "worse than a year ago by more than the tolerance", "2 in the quarter before"),
        Tile(AMBER, "Slightly worse", 5, "worse, within the tolerance", "7 in the quarter before"),
        Tile(GREEN, "At or better", 14, "as good as a year ago or better", "13 in the quarter before"),
        Tile("none", "Not rated", 4, "no colour, with the reason beside each", ""),
    ))  # fmt: skip
    at_a_glance = Section(
        "glance",
        "The quarter at a glance",
        (
            Paragraph(said("14 of 22 measures are at or better than a year ago; 3 are worse."), "lead"),
            tiles,
            Paragraph((Run("Burglary rose "), Run("for four quarters", strong=True), Run(", robbery "),
                       Run("did not", emphasis=True), Run("; see "), Run("both", True, True), Run("."))),
            Bullets((said("Got worse: domestic burglary"), said("Got better: vehicle offences"))),
            Paragraph(said("Figures are provisional until the year’s end."), "note"),
        ),
        new_page=True,
    )  # fmt: skip
    priority = Section(
        "tackle-crime",
        "Tackle crime and reduce re-offending",
        (
            a_table(),
            Pictures(tuple(map(a_picture, CHARTS))),
            Paragraph(said("Domestic burglary"), "head"),
            Terms((
                ("What happened", said("Burglary rose by 11.6% on the same half of last year.")),
                ("Why", said("A group of offenders came back to the area.")),
            )),
        ),
        new_page=True,
    )  # fmt: skip
    victims = Section("victims", "Support victims", (Paragraph(said("Nothing to report in this quarter.")),))
    priorities = Section(
        "priorities", "Priority by priority", (Paragraph(said("One page each.")),), (priority, victims), True
    )
    appendix = Section(
        "appendix-a",
        "Appendix A: every measure",
        (a_table("every-measure", 60), Bullets((said("First step"), said("Second step")), numbered=True)),
        new_page=True,
    )
    return Pack(
        title="Police and Crime Plan 2013–2018: progress",
        subtitle="2016/17 Q2, July to September 2016",
        facts=(
            ("Meeting", said("Police and Crime Panel, 12 December 2016")),
            ("Data to", said("30 September 2016")),
            ("Publication", said("2013-2018-2016-17-Q2-1")),
        ),
        sections=(at_a_glance, priorities, appendix),
        foot="Publication 2013-2018-2016-17-Q2-1",
        moment=datetime(2016, 12, 5, 9, 30, tzinfo=UTC),
        author="Office of the Police and Crime Commissioner",
        about="How the measures of the plan stand at 2016/17 Q2.",
        draft=draft,
    )


HOSTILE = (
    "<script>alert(1)</script> & <b>bold</b> &amp; \"quoted\" 'single'",
    "[a link](javascript:alert(1)) **stars** `code` # heading",
    '#import "x.typ": * $x^2$ @ref <label> \\u{41} // comment */ #text(red)[red]',
    "=1+1",
    "@SUM(A1:A2)",
    "-2+3",
    "+4-1",
    "=HYPERLINK(\"http://x.example\",\"click\")",
    "http://x.example/path?a=1&b=2",
    "mailto:someone@x.example",
    "abc \u202edesrever\u202c שלום \u200fعربي\u200e end",
    "thinking \U0001f914 family \U0001f469\u200d\U0001f469\u200d\U0001f467 flag \U0001f1ec\U0001f1e7 漢字 ไทย",
    "e\u0301 combining q\u0307\u0323 and Z\u0351\u036b\u0343",
    "control \x00\x07\x1b characters, a tab\there, two\nlines",
    "{{ template }} {% raw %} ${env} %s %(x)s \\begin{document}",
    "]]> <!-- comment --> <?php ?> <![CDATA[ x ]]>",
)  # fmt: skip
#: The head of the table with the long text, which stands on each of its pages.
REPEATED = "BriefLengthy"
LONG = "A long word: " + "burglary " * 5_000 + "unbroken" * 7_000


def a_hostile_pack() -> Pack:
    """Every text of every block is hostile, and one of each is long."""
    texts = tuple(said(text) for text in HOSTILE)
    columns = tuple(Column(text[:60]) for text in HOSTILE[:3])
    rows = tuple(tuple(Cell((text, texts[n - 1])) for _ in columns) for n, text in enumerate(texts))
    blocks = (
        *(Paragraph(text, style) for text in texts for style in ("body", "lead", "note", "head")),
        Bullets(texts),
        Terms(tuple((hostile, said(hostile)) for hostile in HOSTILE)),
        Tiles(tuple(Tile(RED, text, 1, text, text) for text in HOSTILE[:4])),
        Table("../../etc/passwd=1", HOSTILE[0], columns, rows),
        Table("long", "A long cell", (Column("Brief"), Column("Lengthy")), ((cell("short"), cell(LONG)),)),
        Pictures(tuple(replace(a_picture("x"), alt=text, caption=text) for text in HOSTILE)),
        Paragraph(said(LONG)),
    )
    inner = tuple(Section(f"s{n}-{text[:20]}", text, (Paragraph(texts[n]),)) for n, text in enumerate(HOSTILE))
    return replace(
        a_pack(),
        title=HOSTILE[0],
        subtitle=HOSTILE[2],
        facts=tuple((hostile, said(hostile)) for hostile in HOSTILE),
        sections=(Section("a", HOSTILE[1], blocks, inner),),
        foot=HOSTILE[2],
        author=HOSTILE[0],
        about=HOSTILE[2],
    )


def a_pack_with_many_parts() -> Pack:
    """A pack whose appendix keeps five measures together."""
    inner = tuple(Section(f"measure-{n}", f"Measure {n}", (Paragraph(said(f"Text {n}.")),)) for n in (1, 2, 3, 4, 5))
    first = (Paragraph(said("Every measure."), "lead"), Paragraph(said("After the list.")))
    appendix = Section("appendix", "The measures in full", first, inner, new_page=True, together=True)
    return replace(a_pack(), sections=(*a_pack().sections[:1], appendix))
