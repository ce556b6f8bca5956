"""The rows of a register's file as demandes: built, checked, each given a reference."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from qualepref.noyau.referentiel.modele import Nature, Registre
from qualepref.noyau.tableurs.ecriture import clean_texte
from qualepref.noyau.tableurs.vocabulaire import Absence
from qualepref.suivi.rules.champs import FauteLigne, Vocabulaire
from qualepref.suivi.rules.horloge import DatesDemande, check_dates


CHAMPS_DATES = tuple(f.name for f in fields(DatesDemande))
# What a row of a file may say of a demande, in the order of a LigneLue.
CHAMPS_LUS = (
    "reference", "nature", "canal", "portee", "service_id", "boite_id", "tracage", "demandeur",
    "objet", "commentaire", *CHAMPS_DATES,
)  # fmt: skip
CHAMPS_TEXTES = ("reference", "demandeur", "objet", "commentaire", "attente_delai_annonce")
DEFAUTS: dict[str, Any] = {
    "reference": "",
    "portee": "",
    "service_id": None,
    "boite_id": None,
    "tracage": "exhaustif",
    "demandeur": "",
    "objet": "",
    "commentaire": "",
    "complete": True,
    "attente_delai_annonce": "",
    "repondue_sans_date": False,
    "exclusion": "",
}
# The fields under which a file carries what is stored as a primary key.
SOURCES = {"service_id": "service", "boite_id": "boite"}
ABSENCES = frozenset(Absence)
PREFIXE_SANS_REFERENCE = "auto-"
# Same content, same demande: what tells one from another when it has no reference.
CHAMPS_IDENTITE = ("nature", "canal", "recue_le", "service_id", "boite_id", "objet", "demandeur")

# One value per field of CHAMPS_LUS.
LigneLue = tuple[Any, ...]


def build_ligne(valeurs: Mapping[str, Any]) -> LigneLue:
    """Return a row from its stored fields; a missing one takes its default."""
    return tuple(valeurs.get(champ, DEFAUTS.get(champ)) for champ in CHAMPS_LUS)


def build_lignes(
    colonnes: Mapping[str, Sequence[Any]], nombre: int, registre: Registre, mots: Vocabulaire
) -> list[LigneLue]:
    """Return the rows of the typed columns of a file, `nombre` of them.

    A register of one nature or one channel implies it.
    """
    defauts = dict(DEFAUTS)
    if len(registre.natures) == 1:
        defauts["nature"] = registre.natures[0].code
    if len(registre.canaux) <= 1:
        defauts["canal"] = next(iter(registre.canaux), "")
    cles = {
        "service_id": {code: cle for code, (cle, _) in mots.services.items()},
        "boite_id": {code: cle for code, (cle, _) in mots.boites.items()},
    }
    remplies: list[list[Any]] = []
    for champ in CHAMPS_LUS:
        defaut = defauts.get(champ)
        lues = colonnes.get(SOURCES.get(champ, champ))
        if lues is None:
            remplies.append([defaut] * nombre)
            continue
        codes = cles.get(champ)
        valeurs: list[Any]
        # Most columns hold no absence, which one look tells; a text may equal the name of one.
        if codes is not None:
            valeurs = [defaut if type(v) is Absence else codes[v] for v in lues]
        elif ABSENCES.isdisjoint(lues):
            valeurs = list(lues)
        else:
            valeurs = [defaut if type(v) is Absence else v for v in lues]
        remplies.append(_clean_textes(valeurs) if champ in CHAMPS_TEXTES else valeurs)
    return list(zip(*remplies, strict=True))


def clean_ligne(ligne: LigneLue) -> LigneLue:
    """Return a stored row as a file would carry it: texts trimmed, line breaks as U+000A."""
    return tuple(clean_texte(v).strip() if isinstance(v, str) else v for v in ligne)


@dataclass(frozen=True, slots=True)
class Controle:
    """What rows are checked against: the register, lengths that texts must fit, today."""

    registre: Registre
    longueurs: Mapping[str, int]
    le: dt.date


def check_lignes(lignes: Sequence[LigneLue], controle: Controle) -> list[tuple[int, FauteLigne]]:
    """Return all that makes rows impossible, as (rank of the row, fault)."""
    natures = {n.code: n for n in controle.registre.natures}

    # A register holds far fewer sets of dates than rows.
    @lru_cache(maxsize=200_000)
    def check(nature: str, canal: str, dates: tuple[Any, ...]) -> list[FauteLigne]:
        return check_demande(natures[nature], canal, DatesDemande(*dates), controle)

    fautes: list[tuple[int, FauteLigne]] = []
    nombre_dates = len(CHAMPS_DATES)
    for rang, ligne in enumerate(lignes):
        trouvees = check(ligne[1], ligne[2], ligne[-nombre_dates:])
        if trouvees:
            fautes.extend((rang, faute) for faute in trouvees)
    return [*fautes, *_check_longueurs(lignes, controle.longueurs), *_check_doubles(lignes)]


def check_demande(
    nature: Nature, canal: str, dates: DatesDemande, controle: Controle
) -> list[FauteLigne]:
    """Return all that makes a nature, a channel and dates impossible together."""
    if not controle.registre.accepts(nature.code, canal):
        motif = f"ce registre ne reçoit pas « {nature.libelle} » par ce canal"
        return [FauteLigne("canal", motif, "Choisir un canal du registre, ou le bon registre.")]
    fautes = [
        FauteLigne(
            f.champ, f.motif, "Corriger la date dans le fichier, puis l’importer de nouveau."
        )
        for f in check_dates(dates, le=controle.le)
    ]
    recue_le_possible = all(f.champ != "recue_le" for f in fautes)
    if recue_le_possible and not nature.horloges_for(canal, dates.recue_le):
        motif = f"aucun délai n’était défini au {dates.recue_le:%d/%m/%Y} pour ce canal"
        fautes.append(FauteLigne("recue_le", motif, "Vérifier la date de réception."))
    if dates.exclusion and dates.exclusion not in nature.exclusions_for(canal):
        motif = f"ce motif n’est pas admis pour « {nature.libelle} » par ce canal"
        fautes.append(FauteLigne("exclusion", motif, "Choisir un motif admis, ou aucun."))
    return fautes


def give_references(lignes: Sequence[LigneLue]) -> list[LigneLue]:
    """Return the rows, those without a reference given one made from their content.

    The same file gives the same references whatever the order of its rows. Rows of the same
    content are told apart by a rank: the register holds as many as the file.
    """
    prises = {ligne[0] for ligne in lignes}
    semblables: dict[str, list[int]] = defaultdict(list)
    for rang, ligne in enumerate(lignes):
        if not ligne[0]:
            semblables[_identify(ligne)].append(rang)
    completees = list(lignes)
    for empreinte, rangs in semblables.items():
        numero = 0
        for rang in sorted(rangs, key=lambda r: repr(lignes[r])):
            numero += 1
            while (reference := f"{PREFIXE_SANS_REFERENCE}{empreinte}-{numero}") in prises:
                numero += 1
            completees[rang] = (reference, *lignes[rang][1:])
    return completees


def _identify(ligne: LigneLue) -> str:
    contenu = "|".join(str(ligne[CHAMPS_LUS.index(c)] or "") for c in CHAMPS_IDENTITE)
    return hashlib.sha256(contenu.encode()).hexdigest()[:12]


def _clean_textes(textes: list[str]) -> list[str]:
    # One look at the whole column costs far less than one at each text.
    ensemble = "\n".join(textes)
    if clean_texte(ensemble) == ensemble:
        return textes
    return [clean_texte(texte) for texte in textes]


def _check_longueurs(
    lignes: Sequence[LigneLue], longueurs: Mapping[str, int]
) -> list[tuple[int, FauteLigne]]:
    fautes: list[tuple[int, FauteLigne]] = []
    for champ, maximum in longueurs.items():
        place = CHAMPS_LUS.index(champ)
        for rang, ligne in enumerate(lignes):
            if len(ligne[place]) > maximum:
                motif = f"ce texte compte {len(ligne[place])} caractères, pour {maximum} au plus"
                fautes.append((rang, FauteLigne(champ, motif, "Le raccourcir.")))
    return fautes


def _check_doubles(lignes: Sequence[LigneLue]) -> list[tuple[int, FauteLigne]]:
    fois = Counter(ligne[0] for ligne in lignes if ligne[0])
    if len(fois) == fois.total():
        return []
    remede = "Donner à chaque demande sa référence."
    return [
        (rang, FauteLigne("reference", _tell_double(ligne[0], fois[ligne[0]]), remede))
        for rang, ligne in enumerate(lignes)
        if fois[ligne[0]] > 1
    ]


def _tell_double(reference: str, fois: int) -> str:
    return f"la référence « {reference} » figure {fois} fois dans le fichier"
