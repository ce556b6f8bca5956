"""The tree of the voice server as a kind of file: the whole draft, imported and exported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qualepref.modeles.enums import TypeEtape
from qualepref.modeles.models import EtapeSvi
from qualepref.modeles.operations.svi import compare_etapes, write_etapes
from qualepref.modeles.queries.svi import find_derniere, get_regles_svi, list_etapes
from qualepref.modeles.rules.svi import Etape, build_arbre, check_etapes, walk
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.conversion import Ligne
from qualepref.noyau.tableurs.vocabulaire import Absence
from qualepref.organisation.models import Site
from qualepref.suivi.queries.genres import GenreFichier, LignesControlees
from qualepref.suivi.rules.bilans import Difference
from qualepref.suivi.rules.champs import FauteLigne


SVI = "svi"
PAROLES = "paroles_"
TEXTES = ("code", "parent", "touche", "libelle", "vers", "service")
LONGUEURS = {
    c: EtapeSvi._meta.get_field(c).max_length for c in ("code", "parent", "libelle", "vers")
}


def _build_champs(site: Site) -> list[Champ]:
    """Return the columns of the file, one for the words of each language."""
    services = {s.code: s.nom for s in site.services.all()}
    return [
        Champ("code", "Étape", TypeChamp.LITTERAL, ("code de l’étape",), obligatoire=True),
        Champ("parent", "Menu d’origine", TypeChamp.LITTERAL, ("menu", "vient de")),
        Champ("touche", "Touche", TypeChamp.LITTERAL, ("choix",)),
        Champ("libelle", "Libellé", TypeChamp.LITTERAL, ("intitulé", "nom"), obligatoire=True),
        Champ("type", "Type", TypeChamp.CHOIX, obligatoire=True, valeurs=dict(TypeEtape.choices)),
        Champ("vers", "Renvoi", TypeChamp.LITTERAL, ("numéro", "retour vers")),
        Champ("service", "Service", TypeChamp.CHOIX, ("file",), valeurs=services),
        Champ("rang", "Rang de la question", TypeChamp.ENTIER, ("question fréquente",)),
        *(
            Champ(f"{PAROLES}{code}", f"Paroles en {nom}", TypeChamp.LITTERAL)
            for code, nom in get_regles_svi().langues.items()
        ),
    ]


def _check(site: Site, lignes: Sequence[Ligne], _le: dt.date) -> LignesControlees:
    """Return the steps that rows give, and every fault of the others and of the tree they make."""
    controlees = LignesControlees()
    etapes = [(ligne.numero, build_etape(ligne.valeurs)) for ligne in lignes]
    numeros = {etape.code: numero for numero, etape in etapes}
    for numero, etape in etapes:
        controlees.fautes += [(numero, faute) for faute in _check_textes(etape)]
    for faute in check_etapes([e for _, e in etapes], regles=get_regles_svi()):
        refus = FauteLigne(faute.champ, faute.motif, faute.remede)
        controlees.fautes.append((numeros[faute.code], refus))
    absentes = _list_absentes(site, [e.code for _, e in etapes])
    if absentes:
        controlees.avertissements.append(
            "Ces étapes ne sont pas dans le fichier et quitteront le brouillon : "
            + ", ".join(absentes)
            + "."
        )
    controlees.valides = [e for _, e in etapes]
    return controlees


def build_etape(brut: Mapping[str, Any]) -> Etape:
    """Return the step a row gives, whatever its faults."""
    lues = {c: str(v).strip() for c, v in brut.items() if v and not isinstance(v, Absence)}
    paroles = {
        c.removeprefix(PAROLES): " ".join(v.split())
        for c, v in lues.items()
        if c.startswith(PAROLES) and v
    }
    rang = brut.get("rang")
    return Etape(
        type=TypeEtape(lues["type"]),
        paroles=paroles,
        rang=rang if isinstance(rang, int) else None,
        **{c: lues.get(c, "") for c in TEXTES},
    )


def _check_textes(etape: Etape) -> Iterator[FauteLigne]:
    for champ, longueur in LONGUEURS.items():
        if longueur is not None and len(getattr(etape, champ)) > longueur:
            yield FauteLigne(champ, f"ce texte dépasse {longueur} caractères", "Le raccourcir.")


def _list_absentes(site: Site, codes: Sequence[str]) -> list[str]:
    base = find_derniere(site)
    return sorted({e.code for e in list_etapes(base)} - set(codes)) if base else []


def _compare(site: Site, lignes: Sequence[Any]) -> Difference:
    return compare_etapes(site, etapes=lignes)


def _write(site: Site, lignes: Sequence[Any], *, par: str, le: dt.date) -> Difference:
    return write_etapes(site, etapes=lignes, par=par, le=le)


def _list_lignes(site: Site, _annee: int | None) -> Iterator[list[Any]]:
    """Yield the steps of the draft, else of the latest version, in the order of the tree."""
    regles = get_regles_svi()
    base = find_derniere(site)
    if base is None:
        return
    for noeud in walk(build_arbre(list_etapes(base), regles=regles)):
        e = noeud.etape
        cellules = [e.code, e.parent, e.touche, e.libelle, e.type, e.vers, e.service, e.rang]
        yield [c or None for c in (*cellules, *(e.paroles.get(x) for x in regles.langues))]


GENRE_SVI = GenreFichier(
    code=SVI,
    libelle="Serveur vocal",
    build_champs=_build_champs,
    check=_check,
    compare=_compare,
    write=_write,
    list_lignes=_list_lignes,
)
