"""The user's guide holds together: its pictures and links exist, its pictures stay light."""

import re
from pathlib import Path

import pytest


GUIDE = Path(__file__).parents[2] / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
IMAGES = sorted((GUIDE / "images").glob("*.png"))
OCTETS_MAXIMUM, LARGEUR_MAXIMUM = 200_000, 1280
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LIEN = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)")
# Code is copied as it stands; the rest is set as French print is.
CODE = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)", re.DOTALL)
FAUTES = re.compile(r" [:;!?»%]|« |[a-zà-ü]'[a-zà-ü]", re.IGNORECASE)


def _anchor(titre: str) -> str:
    """Return the address of a heading: lower case, words and hyphens, no punctuation."""
    return re.sub(r"[^\w\- ]", "", titre.strip().lower()).replace(" ", "-")


def _anchors(page: Path) -> set[str]:
    return {_anchor(titre) for titre in re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)}


def _is_dead(page: Path, lien: str) -> bool:
    chemin, _, ancre = lien.partition("#")
    cible = (page.parent / chemin).resolve() if chemin else page
    return not cible.is_file() or (bool(ancre) and ancre not in _anchors(cible))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_guide_chaque_image_citee_existe(page):
    citees = IMAGE.findall(page.read_text())

    assert [chemin for _, chemin in citees if not (GUIDE / chemin).is_file()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_guide_chaque_image_dit_ce_qu_elle_montre(page):
    citees = IMAGE.findall(page.read_text())

    assert [chemin for texte, chemin in citees if len(texte.split()) < 3] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_guide_chaque_lien_interne_mene_quelque_part(page):
    internes = [lien for lien in LIEN.findall(page.read_text()) if "://" not in lien]

    assert [lien for lien in internes if _is_dead(page, lien)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_guide_suit_la_typographie_francaise(page):
    texte = CODE.sub("", page.read_text())

    assert [texte[max(f.start() - 20, 0) : f.end() + 10] for f in FAUTES.finditer(texte)] == []


def test_guide_chaque_page_se_trouve_depuis_le_sommaire():
    citees = set(LIEN.findall((GUIDE / "index.md").read_text()))

    assert {page.name for page in PAGES} - {"index.md"} - citees == set()


def test_guide_aucune_image_ne_reste_sans_page():
    citees = {chemin for page in PAGES for _, chemin in IMAGE.findall(page.read_text())}

    assert [image.name for image in IMAGES if f"images/{image.name}" not in citees] == []


@pytest.mark.parametrize("image", IMAGES, ids=lambda image: image.stem)
def test_guide_aucune_image_n_est_lourde(image):
    assert image.stat().st_size <= OCTETS_MAXIMUM


@pytest.mark.parametrize("image", IMAGES, ids=lambda image: image.stem)
def test_guide_aucune_image_n_est_plus_large_qu_un_ecran(image):
    # A PNG says its width in the four bytes that follow its first sixteen.
    largeur = int.from_bytes(image.read_bytes()[16:20], "big")

    assert largeur <= LARGEUR_MAXIMUM
