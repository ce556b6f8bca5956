"""Users' files as users make them, good and bad, for the tests of imports."""

import datetime as dt
import io
import zipfile
from dataclasses import dataclass

import openpyxl


LE = dt.date(2022, 12, 31)
ENTETES = ("Référence", "Service", "Objet", "Reçue le", "Répondue le")
SERVICE = "DMI – bureau du séjour"
CSV = "Référence;Service;Objet;Reçue le;Répondue le\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def write_xlsx(chemin, lignes, *, feuille="Courriers", fusions=()):
    """Write rows to the one sheet of a XLSX; return its path."""
    classeur = openpyxl.Workbook()
    page = classeur.active
    page.title = feuille
    for ligne in lignes:
        page.append(list(ligne))
    for fusion in fusions:
        page.merge_cells(fusion)
    classeur.save(chemin)
    return chemin


def build_xlsx(*lignes):
    """Return the bytes of a XLSX of letters: usual headings, then these rows."""
    flux = io.BytesIO()
    write_xlsx(flux, [ENTETES, *lignes])
    return flux.getvalue()


def replace_membre(contenu, nom, transform):
    """Return an archive in which the bytes of a member are changed."""
    flux = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(contenu)) as source,
        zipfile.ZipFile(flux, "w", zipfile.ZIP_DEFLATED) as cible,
    ):
        for info in source.infolist():
            lu = source.read(info.filename)
            cible.writestr(info.filename, transform(lu) if info.filename == nom else lu)
    return flux.getvalue()


def build_archive(**membres):
    """Return a ZIP of these members, whose names write « / » as « __ »."""
    flux = io.BytesIO()
    with zipfile.ZipFile(flux, "w") as archive:
        for nom, contenu in membres.items():
            archive.writestr(nom.replace("__", "/"), contenu)
    return flux.getvalue()


def build_million_de_lignes_vides():
    """Return a XLSX of one letter above a million rows that hold nothing but their format."""
    vides = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 1_000_003))
    return replace_membre(
        build_xlsx(LETTRE),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", vides + b"</sheetData>"),
    )


def _bomb(xml):
    entites = b"".join(
        b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"ha") for n in range(10)
    )
    tete, _, corps = xml.partition(b"?>")
    return tete + b"?><!DOCTYPE x [" + entites + b"]>" + corps.replace(b"Courriers", b"&e9;")


def _csv(*lignes):
    return (CSV + "\n".join(lignes) + "\n").encode()


LETTRE = ("C-1", SERVICE, "Carte grise", dt.date(2022, 3, 1), dt.date(2022, 3, 8))
RECUE, REPONDUE = dt.date(2022, 3, 9), dt.date(2022, 3, 5)


@dataclass(frozen=True)
class Fautif:
    """A bad file: a part of the reason given, and the faulty cell (row, column) if there is one."""

    nom: str
    contenu: bytes
    motif: str
    place: tuple[int, str] | None = None
    registre: str = "courriers"
    id: str = ""


def _lettre(**changes):
    valeurs = dict(zip(ENTETES, LETTRE, strict=True)) | changes
    return build_xlsx(LETTRE[:0] + tuple(valeurs.values()))


FAUTIFS = [
    Fautif(
        "registre.xlsx",
        _lettre(**{"Reçue le": RECUE, "Répondue le": REPONDUE}),
        "précède la réception",
        (2, "E"),
        id="réponse avant réception",
    ),
    Fautif(
        "registre.xlsx",
        _lettre(**{"Reçue le": dt.date(2049, 1, 4), "Répondue le": None}),
        "dans le futur",
        (2, "D"),
        id="date dans le futur",
    ),
    Fautif(
        "registre.xlsx",
        _lettre(Service="Bureau des licornes"),
        "hors de la liste",
        (2, "B"),
        id="service inconnu",
    ),
    Fautif(
        "registre.xlsx",
        build_xlsx(LETTRE, LETTRE),
        "« C-1 » figure 2 fois",
        (3, "A"),
        id="référence en double",
    ),
    Fautif(
        "registre.xlsx",
        _lettre(**{"Reçue le": "=DATE(2022,3,1)"}),
        "formule sans valeur",
        (2, "D"),
        id="formule au lieu d'une valeur",
    ),
    Fautif(
        "registre.csv",
        _csv("C-1;;#REF!;01/03/2022;"),
        "le tableur y affiche l’erreur",
        (2, "C"),
        id="erreur de tableur",
    ),
    Fautif("registre.csv", _csv("C-1;;;31/02/2022;"), "", (2, "D"), id="date qui n'existe pas"),
    Fautif(
        "registre.csv",
        _csv("C-1;;;;05/03/2022"),
        "obligatoire",
        (2, "D"),
        id="date de réception absente",
    ),
    Fautif(
        "registre.xlsx",
        _lettre(Objet="x" * 301),
        "301 caractères, pour 300",
        (2, "C"),
        id="texte trop long",
    ),
    Fautif(
        "registre.csv",
        _csv("C-1;;;03/01/1999;"),
        "sort du calendrier",
        (2, "D"),
        id="date hors du calendrier",
    ),
    Fautif(
        "mois.csv",
        "Mois;Quantité;Valeur\n01/03/2022;visites;-4\n".encode(),
        "jamais négative",
        (2, "C"),
        "comptages",
        id="quantité négative",
    ),
    Fautif(
        "mois.csv",
        "Mois;Quantité;Valeur\n01/03/2049;visites;4\n".encode(),
        "dans le futur",
        (2, "A"),
        "comptages",
        id="mois dans le futur",
    ),
    Fautif(
        "mois.csv",
        "Mois;Quantité;Valeur\n01/03/2022;visites;99999999999999999999\n".encode(),
        "démesuré",
        (2, "C"),
        "comptages",
        id="quantité démesurée",
    ),
    Fautif(
        "mois.csv",
        "Mois;Quantité;Valeur\n01/03/2022;visites;4\n15/03/2022;visites;5\n".encode(),
        "donnée deux fois",
        (3, "A"),
        "comptages",
        id="mois donné deux fois",
    ),
    Fautif("registre.xlsx", b"   \n", "vide", id="fichier vide"),
    Fautif("registre.xlsx", build_xlsx(LETTRE)[:2000], "abîmé", id="fichier tronqué"),
    Fautif("registre.xlsx", b"%PDF-1.7 ...", "PDF", id="un PDF"),
    Fautif(
        "registre.xlsx",
        build_archive(word__document="", **{"word__document.xml": "<a/>"}),
        "document Word",
        id="un document Word",
    ),
    Fautif("registre.ods", build_xlsx(LETTRE), "annonce un autre format", id="extension fausse"),
    Fautif(
        "registre.xlsx",
        OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "mot de passe",
        id="mot de passe",
    ),
    Fautif(
        "registre.xlsx",
        replace_membre(build_xlsx(LETTRE), "xl/workbook.xml", _bomb),
        "abîmé",
        id="bombe XML",
    ),
    Fautif("registre.csv", b"un;deux\n1;2\n", "aucune ligne ne porte", id="sans en-tête"),
    Fautif(
        "registre.csv",
        "Référence;Objet\nC-1;x\n".encode(),
        "Aucune colonne ne correspond à « Reçue le »",
        id="colonne absente",
    ),
    Fautif(
        "registre.csv",
        "Référence;Reçue le;Reçue le\nC-1;01/03/2022;02/03/2022\n".encode(),
        "choisir la colonne parmi",
        id="deux colonnes pour un champ",
    ),
]
