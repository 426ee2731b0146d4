"""What people, programs and vandals write into cells and files."""

from datetime import date

from tests.fuzz.seeds import Formula, Percent

_FIGURES = (
    "|·|0|-0|+3|−3|--3|1,234|1,23|1.234,5|£1,234.50|-£5|£-5|12.5%|12.5 %|%|1e5|1_000|NaN|inf|(123)|n/a|-|12 345|5\u00a0"
    "|\u00a05|\u20095|\u200b5|\uff11\uff12|\u0661\u0662|5.|.5|1.50|123456789012.1234|12345678901.1234|999999999999.999|100|100.000000001|-5"
    "|1,234,567.25|=1+1|@SUM(A1)|-1+1|\t5|5\n|'5|5'|5,5|5;5|TRUE|#REF!|null|000000000000000000000000000000000012"
    "|999999999999999|9999999999999999|-999999999999999|0.000000001|0.0000000001|77777777777777777777777777777777777"
)
_WORDS = (
    '"|""|x|X|c|z|p|R|pp|q|ytd|YTD|Quarter|year|Kent|kent |naïve – £|é|\u202e5|\x85|\x00|\x1b|Ω|all-recorded-crime'
    "|All-Recorded-Crime|arson|arson |comment|officers|total|Total|charge-summons|measure_id|value"
    "|Value |valu|quarter|note|_x0041_|_x0000_|_x0041|&amp;"
)
_QUARTERS = (
    "2019 Q3|Q3 2019|2019/21 Q3|2019/20 Q5|2019/20Q3|q3 2025-26|2025/2026 Q3|2025-26 Q3|Q3-2025/26"
    "|2025 /  26  Q 2|2025/26|2099/00 Q1|1899/00 Q1|2026/27 Q3"
    "|30-12-2017|31/12/2025|2025-12-31|12/31/2025|31/12/2025 00:00|2025-12-31 00:00:00"
    "|2025-12-31T00:00|2025-12-31 05:00|31.12.2025|2|Q2|2025/26 Q4"
)
#: Anything in any cell; a dot stands for a blank.
AWKWARD: tuple[object, ...] = (
    *(text.replace("·", " ") for part in (_FIGURES, _WORDS, _QUARTERS) for text in part.split("|")),
    *("K" * 101, "7" * 400),
)
#: Figures and quarters that are read, in some columns at least.
FIGURES: tuple[object, ...] = tuple(
    "0|+3|−3|1,234|£1,234.50|12.5%|7 %| 5 |5\u00a0|1.50|0007|999999999999.999|999999999999999|0.000000001|-12|£ 7"
    "|12345678|100|33.3|1,234,567.25".split("|")
)
QUARTERS: tuple[object, ...] = tuple(
    "2025-26 Q2|2025-26-Q1|2025-26Q3|Q3 2025/26|q1 2025-26|2025/2026 Q2|2025/26  q2|2025-12-31|30/09/2025|2025 / 26 Q1"
    "|30-6-2025|2025-09-30 00:00:00| 2024/25 Q3 ".split("|")
)
#: What a cell of a workbook may hold beside texts.
TYPED: tuple[object, ...] = (
    *(5, -3, 0, 1234.5, 0.1 + 0.2, 1 / 3, 1e20, 1e-7, 123456789012345, 99999999999999.9, 2.5e-10, 46022, 45930.5, True),
    *(date(2025, 9, 30), date(2025, 9, 29), date(1999, 3, 31)),
    *(Percent(0.125), Percent(1.5), Percent(1 / 3), Percent(12)),
    *(Formula("=1+1", 2), Formula("=1+1", None), Formula('=""', ""), Formula("=A1", "arson")),
    *(Formula("=1/0", "#DIV/0!"), Formula('=WEBSERVICE("http://a")', 5)),
)
#: Whole files.
SPECIALS: tuple[bytes, ...] = (
    *(
        b"",
        b" \r\n\t ",
        b"\xef\xbb\xbf",
        b"\x00" * 300,
        b"%PDF-1.7\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    ),
    *(b"PK\x05\x06" + bytes(18), b"PK\x03\x04", b'{"measure_id": "arson"}', b"measure_id", b"measure_id,quarter,value"),
    *(b"measure_id,quarter,value\n" * 2, b"measure_id,quarter,value\n" + b"," * 9999, b"\x1f\x8b\x08" + bytes(99)),
    *(b'"' * 5001, b"," * 5000, b"\n" * 5000, b"SQLite format 3\x00" + bytes(99)),
    "measure_id,quarter,value\narson,2025/26 Q2,5".encode("utf-7"),
)
