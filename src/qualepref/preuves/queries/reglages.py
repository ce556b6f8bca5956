"""Which living evidence proves which engagement, read from `preuves/preuves.yaml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from django.conf import settings

from qualepref.amelioration.enums import SourceAction, TypeEvaluation
from qualepref.comites.enums import TypeComite
from qualepref.enquetes.enums import GenreEnquete, Theme
from qualepref.modeles.enums import TypeModele
from qualepref.noyau.yaml_strict.fautes import Faute, sort_fautes, tell_fautes
from qualepref.noyau.yaml_strict.schemas import Code, Positif, SchemaStrict, Texte, read_forme
from qualepref.organisation.models import Site
from qualepref.organisation.queries import get_referentiel


FICHIER = "preuves.yaml"
NomRequete = Literal[
    "dernieres_demandes",
    "indicateur",
    "derniere_enquete",
    "derniere_reunion",
    "formations_suivies",
    "modeles_soumis",
    "derniere_evaluation",
    "actions_faites",
    "comptages",
    "svi",
]
# What each query must be told, and may be told.
PARAMETRES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "dernieres_demandes": (frozenset({"natures", "nombre"}), frozenset()),
    "indicateur": (frozenset({"indicateur"}), frozenset()),
    "derniere_enquete": (frozenset({"genre"}), frozenset({"themes"})),
    "derniere_reunion": (frozenset({"comite"}), frozenset()),
    "formations_suivies": (frozenset({"formation"}), frozenset()),
    "modeles_soumis": (frozenset({"types"}), frozenset()),
    "derniere_evaluation": (frozenset({"types"}), frozenset()),
    "actions_faites": (frozenset({"sources"}), frozenset()),
    "comptages": (frozenset({"grandeurs"}), frozenset()),
    "svi": (frozenset(), frozenset()),
}
# Parameter -> the values it may hold.
ADMIS: dict[str, frozenset[str]] = {
    "genre": frozenset(GenreEnquete.values),
    "themes": frozenset(Theme.values),
    "comite": frozenset(TypeComite.values),
    "types": frozenset({*TypeModele.values, *TypeEvaluation.values}),
    "sources": frozenset(SourceAction.values),
}


class ReglagesPreuvesInvalidesError(ValueError):
    """The file of living evidence does not have the shape expected; every fault is told."""

    def __init__(self, fautes: list[Faute]) -> None:
        super().__init__(
            f"Le fichier « {FICHIER} » des preuves vivantes ne peut pas être lu :\n"
            f"{tell_fautes(sort_fautes(fautes))}"
        )


class PreuveInconnueError(LookupError):
    """No living evidence of that code in the perimeter of the site."""

    def __init__(self) -> None:
        super().__init__("Cette preuve n’existe pas, ou sort du périmètre de ce site.")


class Vivante(SchemaStrict):
    """A living evidence: which query, told what, for which engagements, how long it proves.

    formation: number of the engagement that the trainings answer.
    """

    code: Code
    libelle: Texte
    requete: NomRequete
    engagements: list[Texte]
    renouveler_apres_mois: Positif
    source: Texte
    natures: list[Texte] | None = None
    nombre: Positif | None = None
    indicateur: Texte | None = None
    genre: Texte | None = None
    themes: list[Texte] | None = None
    comite: Texte | None = None
    formation: Positif | None = None
    types: list[Texte] | None = None
    sources: list[Texte] | None = None
    grandeurs: list[Texte] | None = None

    @property
    def numeros(self) -> frozenset[int]:
        """Numbers of the engagements, parts apart."""
        return frozenset(int(e.partition(".")[0]) for e in self.engagements)


class ReglageEchantillon(SchemaStrict):
    """How many rows of each register are drawn for an auditor, received over how many months."""

    nombre: Positif
    mois: Positif
    source: Texte


class ReglagesPreuves(SchemaStrict):
    """preuves.yaml."""

    vivantes: list[Vivante]
    echantillon: ReglageEchantillon


@lru_cache(maxsize=1)
def get_reglages() -> ReglagesPreuves:
    """Return the settings of the evidence.

    Raises:
        ReglagesPreuvesInvalidesError: its faults, all listed.
    """
    return load_reglages(Path(settings.PREUVES))


def load_reglages(dossier: Path) -> ReglagesPreuves:
    """Return the settings that a folder holds.

    Raises:
        ReglagesPreuvesInvalidesError: its faults, all listed.
    """
    reglages, fautes = read_forme(ReglagesPreuves, dossier / FICHIER, FICHIER)
    if reglages is not None:
        fautes = [*fautes, *_check_vivantes(reglages.vivantes)]
    if fautes or reglages is None:
        raise ReglagesPreuvesInvalidesError(fautes)
    return reglages


def list_vivantes(site: Site) -> list[Vivante]:
    """Return the living evidence that bears on the site's perimeter, in the order of the file."""
    modules = set(site.modules)
    referentiel = get_referentiel(site)
    retenus = {e.numero for e in referentiel.engagements if e.module in modules}
    indicateurs = {
        i.code for i in referentiel.indicateurs if i.module is None or i.module in modules
    }
    return [
        v
        for v in get_reglages().vivantes
        if v.numeros & retenus and (v.indicateur is None or v.indicateur in indicateurs)
    ]


def find_vivante(site: Site, code: str) -> Vivante:
    """Return the living evidence of that code.

    Raises:
        PreuveInconnueError: none, or out of the site's perimeter.
    """
    for vivante in list_vivantes(site):
        if vivante.code == code:
            return vivante
    raise PreuveInconnueError


def _check_vivantes(vivantes: list[Vivante]) -> list[Faute]:
    fautes: list[Faute] = []
    vus: set[str] = set()
    for rang, vivante in enumerate(vivantes):
        cle = f"vivantes[{rang}]"
        if vivante.code in vus:
            fautes.append(Faute(FICHIER, f"{cle}.code", f"« {vivante.code} » existe déjà."))
        vus.add(vivante.code)
        fautes += _check_parametres(vivante, cle)
        fautes += [
            Faute(FICHIER, f"{cle}.engagements", f"« {e} » : écrire « 3 » ou « 16.3 ».")
            for e in vivante.engagements
            if not e.replace(".", "", 1).isdecimal()
        ]
    return fautes


def _check_parametres(vivante: Vivante, cle: str) -> list[Faute]:
    exiges, permis = PARAMETRES[vivante.requete]
    tous = {nom for exige, permis in PARAMETRES.values() for nom in exige | permis}
    donnes = {nom for nom in tous if getattr(vivante, nom) is not None}
    fautes = [
        Faute(FICHIER, f"{cle}.{nom}", f"la requête « {vivante.requete} » en a besoin.")
        for nom in sorted(exiges - donnes)
    ]
    fautes += [
        Faute(FICHIER, f"{cle}.{nom}", f"la requête « {vivante.requete} » ne s’en sert pas.")
        for nom in sorted(donnes - exiges - permis)
    ]
    for nom, admis in ADMIS.items():
        valeur = getattr(vivante, nom)
        lues = valeur if isinstance(valeur, list) else [valeur] if valeur else []
        fautes += [
            Faute(
                FICHIER,
                f"{cle}.{nom}",
                f"« {v} » n’est pas admis ; valeurs admises : {', '.join(sorted(admis))}.",
            )
            for v in lues
            if v not in admis
        ]
    return fautes
