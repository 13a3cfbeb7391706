"""Radicals that pdf files give for the characters they look like.

Fonts draw 门 and the radical ⻔ with one glyph, and many pdf writers name the radical. Nothing in running text means a radical.
"""

import unicodedata

SUPPLEMENT = str.maketrans(
    {
        "⺁": "厂", "⺄": "乙", "⺅": "亻", "⺇": "几", "⺈": "刀", "⺉": "刂", "⺋": "㔾", "⺌": "小", "⺍": "小", "⺎": "兀", "⺐": "尢",
        "⺑": "尣", "⺒": "巳", "⺓": "幺", "⺔": "彑", "⺖": "忄", "⺗": "心", "⺘": "扌", "⺙": "攵", "⺛": "旡", "⺝": "月", "⺞": "歹",
        "⺠": "民", "⺡": "氵", "⺢": "氺", "⺣": "灬", "⺤": "爫", "⺥": "爫", "⺦": "丬", "⺧": "牛", "⺨": "犭", "⺩": "王", "⺪": "疋",
        "⺫": "目", "⺬": "示", "⺭": "礻", "⺮": "竹", "⺯": "糸", "⺰": "纟", "⺱": "网", "⺲": "罒", "⺳": "网", "⺶": "羊", "⺷": "羊",
        "⺸": "羊", "⺹": "老", "⺺": "聿", "⺻": "聿", "⺼": "肉", "⺽": "臼", "⺾": "艹", "⺿": "艹", "⻀": "艹", "⻁": "虎", "⻂": "衤",
        "⻃": "覀", "⻄": "西", "⻅": "见", "⻆": "角", "⻈": "讠", "⻉": "贝", "⻊": "足", "⻋": "车", "⻌": "辶", "⻍": "辶", "⻎": "辶",
        "⻏": "阝", "⻐": "钅", "⻑": "長", "⻒": "镸", "⻓": "长", "⻔": "门", "⻕": "阜", "⻖": "阝", "⻗": "雨", "⻘": "青", "⻙": "韦",
        "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻟": "飠", "⻠": "饣", "⻢": "马", "⻣": "骨", "⻤": "鬼", "⻥": "鱼", "⻦": "鸟",
        "⻧": "卤", "⻨": "麦", "⻩": "黄", "⻪": "黾", "⻫": "斉", "⻬": "齐", "⻭": "歯", "⻮": "齿", "⻯": "竜", "⻰": "龙", "⻱": "龜",
        "⻲": "亀", "⻳": "龟",
    }
)  # fmt: skip
KANGXI = str.maketrans({chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)})


def replace_radicals(text: str) -> str:
    """Return text with radicals replaced by the characters they look like; everything else stays to the letter."""
    return text if text.isascii() else text.translate(KANGXI).translate(SUPPLEMENT)
