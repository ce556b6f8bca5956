"""The acknowledgement of a message: the template of the site, else the product's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from qualepref.modeles.models import Modele
from qualepref.modeles.queries.departs import find_depart
from qualepref.modeles.queries.modeles import ModeleInconnuError, find_modele, read_modele
from qualepref.modeles.queries.valeurs import get_coordonnees
from qualepref.noyau.documents.textes import format_date
from qualepref.noyau.modeles.variables import fill_variables, list_variables
from qualepref.organisation.models import Site
from qualepref.portail.queries.regles import get_regles
from qualepref.suivi.models import Demande


@dataclass(frozen=True, slots=True)
class Accuse:
    """An acknowledgement as an e-mail. reponse: where to answer it, "" when the site does not say."""

    objet: str
    corps: str
    reponse: str


def render_accuse(demande: Demande, *, le: dt.date) -> Accuse:
    """Return the acknowledgement of a message received.

    Nothing the visitor typed is in it: somebody else's address may have been given, and must not
    be sent words of a stranger. A line that waits for a value the site has not given is left out.
    """
    modele = _find_modele(demande.site, le)
    lu = read_modele(modele, le=le, remplies={"demande.date": format_date(demande.recue_le)})
    lignes = [
        fill_variables(ligne, valeurs=lu.valeurs)
        for ligne in modele.corps.replace("\r\n", "\n").splitlines()
        if all(not lu.valeurs[nom].startswith("[") for nom in list_variables(ligne))
    ]
    suivi = [f"Référence à rappeler : {demande.reference}"]
    if demande.echeance:
        suivi.append(f"Réponse attendue au plus tard le {format_date(demande.echeance)}")
    return Accuse(
        objet=" ".join(lu.objet.split()) or modele.titre,
        corps="\n".join([*lignes, "", *suivi, ""]),
        reponse=get_coordonnees(demande.site, service=modele.service)["courriel"],
    )


def _find_modele(site: Site, le: dt.date) -> Modele:
    """Return the site's template, else the starting point it would adopt, unsaved."""
    code = get_regles().message.accuse
    try:
        return find_modele(site, code)
    except ModeleInconnuError:
        depart = find_depart(code)
        return Modele(
            site=site,
            code=code,
            type=depart.type,
            titre=depart.titre,
            objet=depart.objet,
            corps=depart.corps,
            sans_nom=depart.sans_nom,
            ecrit_le=le,
        )
