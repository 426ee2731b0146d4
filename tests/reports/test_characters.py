"""Which characters a document holds, and what is said of those that it cannot."""

import pytest

from measures.reports.characters import FONTS, breakable, characters_of, fit, fit_for_fonts


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("plain £5 – “quoted”", "plain £5 – “quoted”"),
        ("a\r\nb\rc\u2028d\u2029e\x85f", "a\nb\nc\nd\ne\nf"),
        ("a\tb", "a\tb"),
        ("\x00\x1f\x7f", "[U+0000][U+001F][U+007F]"),
        ("\ud800 \ufffe", "[U+D800] [U+FFFE]"),
        ("\U0001f914 \u202e", "\U0001f914 \u202e"),
    ],
)
def test_what_xml_refuses_is_said_in_brackets_and_all_else_stays(given: str, said: str) -> None:
    assert fit(given) == said
    assert fit(said) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("Ωmega, Київ, ▲ ◆ → ≤ −", "Ωmega, Київ, ▲ ◆ → ≤ −"),
        ("שלום عربي", "שלום عربي"),
        ("漢", "[U+6F22 cjk unified ideograph-6f22]"),
        ("e\u0301 q\u0307\u0323", "e\u0301 q\u0307\u0323"),
        ("a\u200bb\u200d\u202e", "a\u200bb\u200d\u202e"),
        ("\U0001f914\ufe0f", "[U+1F914 thinking face]"),
        ("\U0001f1ec", "[U+1F1EC regional indicator symbol letter g]"),
        ("a\u20e3", "a[U+20E3 combining enclosing keycap]"),
        ("", ""),
    ],
)
def test_what_the_fonts_have_not_is_said_in_brackets(given: str, said: str) -> None:
    assert fit_for_fonts(given) == said


def test_a_font_says_itself_which_characters_it_has() -> None:
    inter = set(characters_of((FONTS / "Inter-Regular.otf").read_bytes()))
    dejavu = set(characters_of((FONTS / "DejaVuSans.ttf").read_bytes()))
    assert {ord(c) for c in "aZ09£€–−▲◆→"} <= inter
    assert ord("ש") in dejavu - inter
    assert 0x1F914 not in inter | dejavu
    assert (len(inter), len(dejavu)) == (2505, 5918)


@pytest.mark.parametrize("name", ["Inter-Regular", "Inter-Italic", "Inter-SemiBold", "Inter-SemiBoldItalic"])
def test_each_face_of_the_main_font_has_the_same_characters(name: str) -> None:
    regular, other = (set(characters_of((FONTS / f"{one}.otf").read_bytes())) for one in ("Inter-Regular", name))
    assert other == regular


def test_the_licences_of_the_fonts_come_with_them() -> None:
    text = (FONTS / "LICENCES.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "BITSTREAM VERA LICENCE" in text
    named = [path.name for path in FONTS.iterdir() if path.suffix in (".otf", ".ttf")]
    assert all(name in text or name.startswith("Inter-") for name in named)


def test_a_long_word_can_be_broken_and_a_short_one_is_left_alone() -> None:
    assert breakable("responsibilities of the force") == "responsibilities of the force"
    assert breakable("f" * 64).replace("\u200b", "") == "f" * 64
    assert max(map(len, breakable("x" * 1000).split("\u200b"))) == 10
