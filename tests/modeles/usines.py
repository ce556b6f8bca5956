"""Templates and their contact details, for the tests."""

import datetime as dt
import io

from docx import Document

from qualepref.modeles.operations.modeles import ModeleDonne, adopt_depart, set_coordonnees
from qualepref.modeles.queries.departs import find_depart


JOUR = dt.date(2022, 6, 1)
COORDONNEES = {
    "adresse": "18 boulevard Desaix, 63000 Clermont-Ferrand",
    "telephone": "04 73 98 63 63",
    "courriel": "contact@exemple.gouv.fr",
    "internet": "puy-de-dome.exemple.gouv.fr",
    "horaires": "",
}


def build_modele(site, depart="accuse-general", *, code="", service=None, boite=None, le=JOUR):
    """Return version 1 of a starting point adopted by a site."""
    return adopt_depart(
        site,
        depart=find_depart(depart),
        code=code or depart,
        service=service,
        boite=boite,
        par="usine",
        le=le,
    )


def build_coordonnees(site, service=None, **valeurs):
    """Say how the public reaches a site or a service."""
    return set_coordonnees(
        site, service=service, valeurs=COORDONNEES | valeurs, par="usine", le=JOUR
    )


def donne(**valeurs):
    """Return what a version says, short unless said otherwise."""
    return ModeleDonne(**({"titre": "Essai", "objet": "", "corps": "Bonjour.\n"} | valeurs))


def build_docx(*paragraphes, entete="", titre=""):
    """Return a Word file made of those paragraphs."""
    document = Document()
    for paragraphe in paragraphes:
        document.add_paragraph(paragraphe)
    if entete:
        document.sections[0].header.paragraphs[0].text = entete
    document.core_properties.title = titre
    sortie = io.BytesIO()
    document.save(sortie)
    return sortie.getvalue()
