"""Makes the fixture of regular expressions: where Python's `re` matches, in code points.

    python tools/golden/core-regex.py packages/core/tests/golden/core
"""
import json
import re
import sys
import warnings
from pathlib import Path

CASES = [
    (r"\d+", ["\u0663\u06645", "\u00b2", "\u00bdx"]),
    (r"\w+", ["na\u00efve_1", "\u00b2x", "a\u0301b", "\u65e5\u672c"]),
    (r"\s", ["\u001c", "\ufeff", "\u0085", "\u180e"]),
    (r"[^\W_]+", ["a_b", "\u00e91"]),
    (r"[\s\S]", ["\n"]),
    (r"\bon\b", ["on", "\u00e9on", "on.", "on_"]),
    (r"\Bo", ["to", "o"]),
    (r"a$", ["a", "a\n", "a\n\n"]),
    (r"a\Z", ["a", "a\n"]),
    (r".", ["\n", "\r", "\u2028", '\U0001f600']),
    (r"(?s).", ["\n"]),
    (r"(?m)^b$", ["a\nb\nc", "a\rb"]),
    (r"(?u)^\'x\!", ["'x!"]),
    (r"[\U0001F97C-\U0001F9A2]", ['\U0001f980', "a"]),
    (r"\U0001F97C", ['\U0001f97c']),
    ("(?P<q>['\\\"]).(?P=q)", ["'a'", "'a\""]),
    (r"(a)\1", ["aa", "ab"]),
    (r"x{,2}y", ["xxxy", "y"]),
    (r"x{2}", ["xxx"]),
    (r"a{b}", ["a{b}"]),
    (r"{", ["{"]),
    (r"a]b}", ["a]b}"]),
    (r"[]a]+", ["]a"]),
    (r"[^]]", ["]a"]),
    (r"[a-]+", ["a-b"]),
    (r"[a\-z]+", ["b-z"]),
    (r"[&&~~||]+", ["a&-|~"]),
    (r"[[a]+", ["[a"]),
    ("(?<=[0-9])(?:km|\u00b0)", ["5km", "xkm", "5\u00b0"]),
    (r"(?<![a-z])\.", ["a..", "b."]),
    ("(?i)stra\u00dfe", ["STRASSE", "Stra\u00dfE"]),
    (r"[\b]", ["\b"]),
    (r"\x41\u00e9", ["A\u00e9"]),
    (r"a|b|", ["c", "ab"]),
    (r"(?#note)a", ["a"]),
    (r"(?a)\w+", ["\u00e9", "ab"]),
    (r'\/\#\@\%\-\ \"', ["/#@%- \""]),
    (r"", ["ab", '\U0001f600']),
    (r"x*", ["axb"]),
    (r"\Ab", ["ab", "ba"]),
    (r"[^\s\d]+", ["a1 b"]),
    (r"[\w.]+@", ["\u00e9.1@"]),
    ("\\.\\.+|\u2026", ["a...b\u2026"]),
    (r"[^\D5]", ["5", "6"]),
]


def main(out):
    warnings.simplefilter("ignore")
    records = []
    for pattern, texts in CASES:
        regex = re.compile(pattern)
        for text in texts:
            spans = [list(found.span()) for found in regex.finditer(text)]
            records.append({"pattern": pattern, "text": text, "spans": spans, "match": bool(regex.match(text))})
    body = ",\n".join(json.dumps(record) for record in records)
    (out / "python-regex.json").write_text(f"[\n{body}\n]\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
