"""A document tampered with on the page, its attached figures left as they were."""

import io
import re

import pikepdf


CHIFFRE = re.compile(r"\d")


def read_glyphes(page) -> dict[bytes, str]:
    """Return what each glyph of a page's fonts stands for, by its code."""
    signes = {}
    for police in page.Resources.Font.values():
        table = police.ToUnicode.read_bytes().decode("latin-1")
        for code, lettre in re.findall(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>", table):
            signes.setdefault((str(police.BaseFont), bytes.fromhex(code)), chr(int(lettre, 16)))
    return signes


def alter_chiffre(octets: bytes, page: int) -> bytes:
    """Change the first digit that a page shows into another of the same font."""
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        cible = pdf.pages[page]
        signes = read_glyphes(cible)
        instructions, police = list(pikepdf.parse_content_stream(cible)), ""
        for instruction in instructions:
            if str(instruction.operator) == "Tf":
                police = str(cible.Resources.Font[instruction.operands[0]].BaseFont)
            if str(instruction.operator) == "TJ" and _alter(
                instruction.operands[0], police, signes
            ):
                break
        cible.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
        sortie = io.BytesIO()
        pdf.save(sortie)
    return sortie.getvalue()


def _alter(morceaux, police, signes) -> bool:
    chiffres = {code: s for (p, code), s in signes.items() if p == police and CHIFFRE.match(s)}
    for rang, morceau in enumerate(morceaux):
        if not isinstance(morceau, pikepdf.String):
            continue
        octets = bytes(morceau)
        for debut in range(0, len(octets), 2):
            code = octets[debut : debut + 2]
            autres = [c for c in chiffres if c != code]
            if code in chiffres and autres:
                morceaux[rang] = pikepdf.String(octets[:debut] + autres[0] + octets[debut + 2 :])
                return True
    return False


def cover_page(octets: bytes, page: int) -> bytes:
    """Draw a white strip over a page: its text stays, readers see it no more."""
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        bandeau = pdf.make_stream(b"q 1 1 1 rg 50 300 400 300 re f Q")
        pdf.pages[page].contents_add(bandeau)
        sortie = io.BytesIO()
        pdf.save(sortie)
    return sortie.getvalue()


def add_champ(octets: bytes, page: int) -> bytes:
    """Lay a white form field over a page: its text stays, readers see the field."""
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        dessin = pdf.make_stream(
            b"1 1 1 rg 0 0 300 100 re f",
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 300, 100],
        )  # fmt: skip
        champ = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="x",
                Rect=[60, 600, 360, 700], F=4, AP=pikepdf.Dictionary(N=dessin),
            )
        )  # fmt: skip
        pdf.pages[page].Annots = pikepdf.Array([champ])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[champ])
        sortie = io.BytesIO()
        pdf.save(sortie)
    return sortie.getvalue()


def alter_valeur(octets: bytes, valeur: str) -> tuple[bytes, str]:
    """Change the first digit of a value, the first time a PDF prints it; return what it then says."""
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        for page in pdf.pages:
            signes = read_glyphes(page)
            instructions, police = list(pikepdf.parse_content_stream(page)), ""
            for instruction in instructions:
                if str(instruction.operator) == "Tf":
                    police = str(page.Resources.Font[instruction.operands[0]].BaseFont)
                if str(instruction.operator) != "TJ":
                    continue
                faux = _alter_valeur(instruction.operands[0], police, signes, valeur)
                if faux:
                    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
                    sortie = io.BytesIO()
                    pdf.save(sortie)
                    return sortie.getvalue(), faux
    raise AssertionError(valeur)


def _alter_valeur(morceaux, police, signes, valeur) -> str:
    lettres = {code: s for (p, code), s in signes.items() if p == police}
    places = [
        (rang, debut, lettres.get(bytes(m)[debut : debut + 2], "?"))
        for rang, m in enumerate(morceaux)
        if isinstance(m, pikepdf.String)
        for debut in range(0, len(bytes(m)), 2)
    ]
    debut = "".join(s for _, _, s in places).find(valeur)
    autres = [(c, s) for c, s in lettres.items() if CHIFFRE.match(s) and s != valeur[0]]
    if debut < 0 or not autres:
        return ""
    (rang, place, _), (code, chiffre) = places[debut], autres[0]
    ancien = bytes(morceaux[rang])
    morceaux[rang] = pikepdf.String(ancien[:place] + code + ancien[place + 2 :])
    return chiffre + valeur[1:]
