from pathlib import Path

import pytest

from qualepref.noyau.feuilles.css import parse_css, split_css, write_css
from qualepref.noyau.feuilles.taille import (
    build_feuille,
    find_distribution,
    list_gabarits,
    read_usage,
)


SRC = Path(__file__).parents[3] / "src" / "qualepref"


@pytest.fixture
def gabarit(tmp_path):
    def gabarit(texte):
        (tmp_path / "page.html").write_text(texte)
        return [tmp_path / "page.html"]

    return gabarit


@pytest.fixture
def systeme(tmp_path, monkeypatch):
    def systeme(css):
        (tmp_path / "core").mkdir()
        (tmp_path / "core" / "a.css").write_text(css)
        monkeypatch.setattr("qualepref.noyau.feuilles.taille.FICHIERS", ("core/a.css",))
        return tmp_path

    return systeme


def taille(systeme, gabarit, css, html='<p class="a">'):
    return build_feuille(systeme(css), gabarit(html)).partition("*/\n")[2]


@pytest.mark.parametrize(
    ("css", "attendu"),
    [
        (".a{color:red}.b{color:red}", ".a{color:red}\n"),
        (".a,.b{color:red}", ".a{color:red}\n"),
        (".a:not(.b){color:red}", ".a:not(.b){color:red}\n"),
        ("table.a{color:red}", ""),
        (".a[data-x]{color:red}", ""),
        ("@media print{.b{color:red}}", ""),
        (".a{margin-left:1px;left:0}", ".a{margin-inline-start:1px;inset-inline-start:0}\n"),
        (".a{color:var(--x)}:root{--x:1;--y:2}", ".a{color:var(--x)}\n:root{--x:1}\n"),
        (".a{--z:var(--y)}", ""),
        (
            ":root[data-fr-theme=dark] .a{color:red}",
            "@media (prefers-color-scheme:dark){:root .a{color:red}}\n",
        ),
        ('.a{background:url("../i.svg")}', '.a{background:url("../dsfr/dist/i.svg")}\n'),
        ('.a{background:url("data:;{}")}', '.a{background:url("data:;{}")}\n'),
    ],
)
def test_il_ne_reste_que_ce_que_les_pages_emploient(systeme, gabarit, css, attendu):
    assert taille(systeme, gabarit, css) == attendu


def test_lire_puis_ecrire_ne_change_rien():
    css = '@media (min-width:1em){.a{color:red;content:";}"}}\n.b{top:0}\n'

    assert write_css(parse_css(css)) == css


def test_on_ne_coupe_ni_dans_une_chaine_ni_dans_une_parenthese():
    assert split_css("a(b,c),'d,e',f", ",") == ["a(b,c)", "'d,e'", "f"]


def test_les_gabarits_disent_ce_qu_ils_emploient(gabarit):
    usage = read_usage(gabarit('<p class="a{% if x %} b{% endif %}" lang="fr"></p>'))

    assert {"a", "b"} <= usage.classes
    assert "lang" in usage.attributs
    assert "p" in usage.elements


@pytest.mark.parametrize("app", ["enquetes", "portail"])
def test_la_feuille_des_pages_publiques_est_a_jour(app):
    gabarits = list_gabarits(SRC / app / "templates" / app)
    ecrite = (SRC / app / "static" / app / "systeme.css").read_text(encoding="utf-8")

    assert ecrite == build_feuille(find_distribution(), gabarits), "lancez outils/tailler-feuille"
