"""The poster of a public address: an accessible A4 page with its QR code."""

from __future__ import annotations

import datetime as dt
import io
from importlib import resources

import segno

from qualepref.enquetes.models import Campagne, Collecteur
from qualepref.enquetes.queries.formulaires import get_questionnaire
from qualepref.enquetes.queries.imprimes import get_mots_imprimes
from qualepref.enquetes.queries.phrases import get_sens, list_langues
from qualepref.noyau.documents.composition import UA, Document, render_document
from qualepref.noyau.documents.textes import Valeur, clean_texte, format_date
from qualepref.noyau.questionnaires.modele import LANGUE_REFERENCE, Langue
from qualepref.organisation.queries import get_autorite


# A quarter of the code may be soiled or torn (level Q), and its edge is four modules wide: ISO/IEC 18004.
CORRECTION = "q"
BORD = 4


def render_affiche(
    campagne: Campagne, *, collecteur: Collecteur, adresse: str, le: dt.date
) -> bytes:
    """Return the poster of an address as PDF/UA-1. adresse: of the page, whole. le: its date.

    Raises:
        RenduImpossibleError: a character of a title that no font draws.
    """
    document = Document(
        modele=(
            resources.files("qualepref.enquetes.rendering") / "typst" / "affiche.typ"
        ).read_bytes(),
        contenu=_build_contenu(campagne, collecteur, adresse, le),
        normes=(UA,),
        date=le,
        noms={"titre": "titre", "site_nom": "nom du site", "service": "service"},
    )
    return render_document(document)


def draw_qr(texte: str) -> str:
    """Return the QR code of a text as SVG, its blank edge included."""
    sortie = io.BytesIO()
    segno.make(texte, error=CORRECTION, micro=False).save(
        sortie,
        kind="svg",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
        border=BORD,
        light="#ffffff",
    )
    return sortie.getvalue().decode()


def _build_contenu(
    campagne: Campagne, collecteur: Collecteur, adresse: str, le: dt.date
) -> dict[str, Valeur]:
    questionnaire = get_questionnaire(campagne)
    langues = list_langues(campagne, questionnaire) if questionnaire else []
    return {
        "date": [le.year, le.month, le.day],
        "autorite": [clean_texte(ligne) for ligne in get_autorite(collecteur.site)],
        "site_nom": clean_texte(collecteur.site.nom),
        "service": clean_texte(collecteur.service.nom) if collecteur.service else "",
        "titre": clean_texte(campagne.titre),
        # Cut after each part, never inside one.
        "adresse": adresse.partition("://")[2].rstrip("/"),
        "lien": adresse,
        "qr": draw_qr(adresse),
        "qr_dit": f"Code QR qui ouvre la page {adresse}",
        "langues": [_describe_langue(langue, campagne, questionnaire) for langue in langues],
    }


def _describe_langue(langue: Langue, campagne: Campagne, questionnaire) -> Valeur:
    mots = get_mots_imprimes(langue.code)
    return {
        "code": langue.code,
        "sens": get_sens(langue.code),
        "invitation": clean_texte(mots["invitation"]),
        "questionnaire": clean_texte(questionnaire.titre.get(langue.code)),
        "scanner": clean_texte(mots["scanner"]),
        "anonyme": clean_texte(mots["anonyme"]),
        "dates": clean_texte(_tell_dates(campagne, langue.code)),
    }


def _tell_dates(campagne: Campagne, langue: str) -> str:
    mots = get_mots_imprimes(langue)
    ecrire = format_date if langue == LANGUE_REFERENCE else "{:%d/%m/%Y}".format
    if campagne.fermee_le is None:
        return mots["a_partir_du"].format(debut=ecrire(campagne.ouverte_le))
    return mots["du_au"].format(debut=ecrire(campagne.ouverte_le), fin=ecrire(campagne.fermee_le))
