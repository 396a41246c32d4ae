"""A page with every figure, for who reviews how they look: ``python -m tests.figures.sheet OUT``.

``OUT.html`` shows the samples in one language and theme, as a page of the console would: with
``--language``, ``--theme light|dark|print``, ``--width`` and ``--only NAME``. The stylesheet stands
beside as ``figures.css`` and the page's policy forbids anything inline.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from babel import Locale

from entraide.figures import STYLESHEET, Style, describe, draw, html_table, table
from entraide.figures.style import LOCALES, Say
from entraide.vocabulary.language import set_language, translate
from tests.figures.samples import samples

PAGE = """<!doctype html>
<html lang="{language}" dir="{dir}" class="{theme}"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' file:">
<title>Figures</title><link rel="stylesheet" href="figures.css">{figures}</html>
"""
SHEET = """
:root{color-scheme:light;font:13px/1.45 "Noto Sans","Noto Sans Arabic",sans-serif}
.dark{color-scheme:dark} .print{filter:grayscale(1)}
body{margin:0;padding:8px;background:light-dark(#fff,#14191e);color:light-dark(#1f2830,#e7ebee)}
figure{margin:0 0 28px} figcaption{color:light-dark(#5a6670,#9fabb5);margin-top:6px}
table{border-collapse:collapse;margin-top:6px} th,td{padding:1px 8px;text-align:start}
"""


def months_of(language: str) -> tuple[str, ...]:
    names = Locale.parse(LOCALES[language]).months["stand-alone"]["abbreviated"]
    return tuple(names[at] for at in range(1, 13))


def figure_html(name: str, style: Style, *, tables: bool) -> str:
    figure = samples(style, months_of(style.language))[name]
    words = describe(figure, style)
    rows = html_table(table(figure, style)) if tables else ""
    return f"<figure>{draw(figure, style)}<figcaption>{words}</figcaption>{rows}</figure>"


def page(language: str, theme: str, width: int, only: tuple[str, ...] = ()) -> str:
    set_language(language)
    say: Say = translate
    names = only or tuple(samples(Style(), months_of("en")))
    styles = (
        (name, Style(language=language, prefix=f"f{at}", width=width, say=say))
        for at, name in enumerate(names)
    )
    figures = "".join(figure_html(name, style, tables=bool(only)) for name, style in styles)
    set_language("en")
    direction = "rtl" if language == "ar" else "ltr"
    return PAGE.format(language=language, dir=direction, theme=theme, figures=figures)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--language", default="en", choices=sorted(LOCALES))
    parser.add_argument("--theme", default="light", choices=("light", "dark", "print"))
    parser.add_argument("--width", default=720, type=int)
    parser.add_argument("--only", action="append", default=[])
    given = parser.parse_args()
    given.out.write_text(
        page(given.language, given.theme, given.width, tuple(given.only)), encoding="utf-8"
    )
    given.out.with_name("figures.css").write_text(SHEET + STYLESHEET, encoding="utf-8")


__all__ = ["SHEET", "figure_html", "main", "months_of", "page"]

if __name__ == "__main__":
    main()
