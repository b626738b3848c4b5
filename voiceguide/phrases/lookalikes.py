"""Signs that look like or mean what another sign does, as the one that has words."""

from __future__ import annotations

import re
import unicodedata

_SAME = {
    "<": "≪⋘≨⪇⪱≱",
    ">": "≫⋙≩⪈⪲≰",
    "≤": "⩽≦≲⪅⪯≼≾≯⋜⪙⩿",
    "≥": "⩾≧≳⪆⪰≽≿≮⋝⪚⪀",
    "≈": "≃≅≊≒≓≑∻⩰≏",
    "=": "≡≙≚≜≝≔≕⩵",
    "±": "∓",
    "~": "∼∽˜〜⁓",
    "÷": "➗",
    "+": "➕",
    "-": "−‐‑⁃˗➖",
    "—": "―⸺⸻",
    "*": "∗⁎",
    "/": "⁄∕",
    "•": "‣◦●⦁▪■►▶",
    "°": "˚∘",
    "'": "′´ʹ",
    '"': "″ʺ˝〃",
    "!": "❗❕",
    "?": "❓❔",
    "→": "➡➔➙➛➜➝➞➟➠➢➣➤➥➦➧➨➩➪➫➬➭➮➯➱➲➳➵➸➺➻➼➽➾⟶⟹⇨⇾⮕🡒",
    "←": "⬅⟵⇐⇦",
    "↑": "⇑⇧",
    "↓": "⇓⇩",
    "↔": "⟷⇔⬌",
    "↕": "⇕⬍",
}
_SIGNS = {
    **{like: sign for sign, likes in _SAME.items() for like in likes},
    "‴": "'''",
    "№": " No. ",
    # Circled digits of which Unicode says only that they are digits.
    **{chr(0x2776 + number): f" {number % 10 + 1} " for number in range(30)},
}
_FRACTIONS = {
    sign: f" {unicodedata.normalize('NFKC', sign).replace('⁄', '/')} "
    for sign in map(chr, (*range(0xBC, 0xBF), *range(0x2150, 0x215F), 0x2189))
}
_BY_SIGN = str.maketrans(_SIGNS | _FRACTIONS)
_DEGREES = re.compile(r"(?<=\d) ?(?:º|⁰(?![⁰¹²³⁴⁵⁶⁷⁸⁹/⁄]))")
_POWER = re.compile(r"(?<=\d)(?=[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]{0,9}(?![⁰¹²³⁴⁵⁶⁷⁸⁹/⁄]))")
_BACK_QUOTE = re.compile(r"(?<=[^\W\d_])`(?=[^\W\d_])")


def plain_signs(text: str) -> str:
    """The text in compatible characters (NFKC), each sign as the usual one that it stands for.

    ``½`` and its like are ``1/2``; raised digits after a number are a power (``10^5``).
    """
    text = text.replace("´´", '"').replace("′′", '"').replace(" · ", " • ")
    text = _DEGREES.sub("°", text)
    text = _BACK_QUOTE.sub("'", _POWER.sub("^", text))
    # Once more, since a sign may have been written as two characters, or in full width.
    return unicodedata.normalize("NFKC", text.translate(_BY_SIGN)).translate(_BY_SIGN)
