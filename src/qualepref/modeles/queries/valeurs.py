"""The closed list of variables, and their values for a site, a service, a mailbox, a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from qualepref.modeles.models import Coordonnees
from qualepref.noyau.calcul.rendu import INSECABLE
from qualepref.noyau.documents.textes import format_date
from qualepref.noyau.referentiel.modele import Horloge, Nature, Registre
from qualepref.organisation.models import Boite, Service, Site
from qualepref.organisation.queries import get_referentiel


# Filled in at each sending: name -> what to write there.
A_REMPLIR = {
    "agent.prenom": "prénom de l’agent",
    "agent.nom": "prénom et nom de l’agent",
    "agent.fonction": "fonction de l’agent",
    "usager.civilite": "Madame ou Monsieur",
    "usager.nom": "prénom et nom de l’usager",
    "usager.adresse": "adresse de l’usager",
    "demande.date": "date de la demande",
    "demande.objet": "objet de la demande",
    "reponse": "réponse sur le fond",
}
DU_SITE = {
    "site.nom": "nom du site",
    "site.chef_lieu": "chef-lieu",
    "service.nom": "service",
    "boite.nom": "nom de la boîte",
    "boite.adresse": "adresse de la boîte",
    "date": "date du jour",
}
COORDONNEES = {
    "adresse": "adresse",
    "telephone": "téléphone",
    "courriel": "courriel",
    "internet": "site internet",
    "horaires": "horaires",
}


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable one may write in braces. valeur: its value, or what to write there, in brackets."""

    nom: str
    libelle: str
    valeur: str


def list_variables(
    site: Site, *, service: Service | None, boite: Boite | None, le: dt.date
) -> list[Variable]:
    """Return every variable of a site on a day: of the site, its deadlines, then those to fill in."""
    connues = {
        "site.nom": site.nom,
        "site.chef_lieu": site.chef_lieu,
        "service.nom": service.nom if service else "",
        "boite.nom": boite.nom if boite else "",
        "boite.adresse": boite.adresse if boite else "",
        "date": format_date(le),
    }
    coordonnees = get_coordonnees(site, service=service)
    variables = [
        Variable(nom, libelle, connues[nom] or _blank(libelle)) for nom, libelle in DU_SITE.items()
    ]
    variables += [
        Variable(f"coordonnees.{champ}", libelle, coordonnees[champ] or _blank(libelle))
        for champ, libelle in COORDONNEES.items()
    ]
    variables += _list_delais(site, le)
    return variables + [Variable(n, quoi, f"[{quoi}]") for n, quoi in A_REMPLIR.items()]


def get_valeurs(
    site: Site, *, service: Service | None, boite: Boite | None, le: dt.date
) -> dict[str, str]:
    """Return name -> value; what is not known, or is filled in at each sending, in brackets."""
    return {v.nom: v.valeur for v in list_variables(site, service=service, boite=boite, le=le)}


def get_coordonnees(site: Site, *, service: Service | None) -> dict[str, str]:
    """Return how the public reaches a service, the site's own words where it has none."""
    lignes = _load_coordonnees(site)
    du_site = lignes.get(None, {})
    propres = lignes.get(service.pk, {}) if service else {}
    return {c: propres.get(c) or du_site.get(c, "") for c in COORDONNEES}


def get_coordonnees_propres(site: Site, *, service: Service | None) -> dict[str, str]:
    """Return what a service, or the site, says of itself; "" where it says nothing."""
    propres = _load_coordonnees(site).get(service.pk if service else None, {})
    return {c: propres.get(c, "") for c in COORDONNEES}


def list_lieux(site: Site) -> list[tuple[Service | None, dict[str, str]]]:
    """Return the site (None), then its services, each with what it says of itself."""
    lignes = _load_coordonnees(site)
    lieux = [None, *site.services.all()]
    return [(s, lignes.get(s.pk if s else None, dict.fromkeys(COORDONNEES, ""))) for s in lieux]


def _load_coordonnees(site: Site) -> dict[int | None, dict[str, str]]:
    return {
        c.service_id: {champ: getattr(c, champ) for champ in COORDONNEES}
        for c in Coordonnees.objects.filter(site=site)
    }


def _blank(libelle: str) -> str:
    return f"[{libelle} à renseigner]"


def _list_delais(site: Site, le: dt.date) -> Iterator[Variable]:
    """Yield `delai.<registre>.<nature>`, `.<canal>` when channels differ, `.<horloge>` if several."""
    referentiel = get_referentiel(site)
    canaux = dict(referentiel.canaux)
    for registre in referentiel.registres:
        for nature in registre.natures:
            par_canal = _read_delais(registre, nature, le)
            base = f"delai.{registre.code}.{nature.code}"
            if len(set(par_canal.values())) == 1:
                yield from _name_horloges(base, nature.libelle, next(iter(par_canal.values())))
                continue
            for canal, horloges in par_canal.items():
                libelle = f"{nature.libelle}, {canaux[canal].lower()}"
                yield from _name_horloges(f"{base}.{canal}", libelle, horloges)


def _read_delais(
    registre: Registre, nature: Nature, le: dt.date
) -> dict[str, tuple[tuple[str, str, int], ...]]:
    """Return channel -> (code, label, days) of each clock in force; channels without any left out."""
    return {
        canal: tuple(_describe(h) for h in horloges)
        for canal in registre.canaux or ("",)
        if (horloges := nature.horloges_for(canal, le))
    }


def _describe(horloge: Horloge) -> tuple[str, str, int]:
    return horloge.code, horloge.libelle, horloge.delai


def _name_horloges(
    base: str, libelle: str, horloges: tuple[tuple[str, str, int], ...]
) -> Iterator[Variable]:
    for code, intitule, delai in horloges:
        seule = len(horloges) == 1
        nom = base if seule else f"{base}.{code}"
        quoi = libelle if seule else f"{libelle}, {intitule.lower()}"
        yield Variable(nom, f"délai : {quoi}", _say_delai(delai))


def _say_delai(jours: int) -> str:
    s = "s" if jours > 1 else ""
    return f"{jours}{INSECABLE}jour{s} ouvré{s}"
