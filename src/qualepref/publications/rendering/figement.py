"""Everything the documents of a site and year will say, gathered once and frozen."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from qualepref.indicateurs.queries.evolution import load_evolutions
from qualepref.indicateurs.queries.publiables import load_publiable
from qualepref.indicateurs.queries.tableau import LigneDetail, LigneTableau
from qualepref.indicateurs.rendering import textes
from qualepref.indicateurs.rendering.donnees import render_tableau
from qualepref.noyau.calcul.releves import Releve
from qualepref.noyau.calcul.verdicts import Verdict, judge
from qualepref.noyau.figement.codec import dump_objet, load_objet
from qualepref.noyau.figement.empreintes import abridge, compute_empreinte, dump_canonique
from qualepref.organisation.models import Site
from qualepref.publications.enums import GenrePublication
from qualepref.publications.queries.affiche import get_affiche
from qualepref.publications.queries.definitions import compute_empreinte_definitions
from qualepref.publications.queries.precedentes import find_annee_publiee
from qualepref.publications.rendering.bilan import build_bilan
from qualepref.publications.rendering.comite import CODE as COMITE
from qualepref.publications.rendering.familles import Reperes
from qualepref.publications.rendering.figes import (
    AJOUTS,
    FORMAT,
    Contenu,
    Definitions,
    DetailFige,
    Fige,
    IndicateurFige,
    Rectificatif,
    ReleveFige,
    SiteFige,
)
from qualepref.publications.rendering.rectificatifs import say_rectificatif


APERCU = "Aperçu, non publié"
# When it was drawn up and what it corrects: not what it says.
CIRCONSTANCES = frozenset({"arrete_le", "rectificatif", "format"})


class FormatInconnuError(ValueError):
    """A snapshot of a shape this version does not read."""

    def __init__(self, lu: object) -> None:
        super().__init__(
            f"Cet instantané est au format {lu}, cette version de l’application lit les formats "
            f"{min(AJOUTS)} à {FORMAT}. Ses fichiers publiés restent téléchargeables tels quels."
        )


def build_fige(site: Site, annee: int, *, le: dt.date) -> Fige:
    """Return all that the documents of a year say as of a day, with its identifier.

    What is returned was written down and read back: nothing in it can still reach the base.
    """
    return load_fige(dump_canonique(dump_objet(_build_contenu(site, annee, le))))


def build_rectificatif(fige: Fige, rectificatif: Rectificatif) -> Fige:
    """Return a snapshot that also says what it corrects, under an identifier of its own."""
    brut = json.loads(fige.canonique) | {"rectificatif": dump_objet(rectificatif)}
    return load_fige(dump_canonique(brut))


def mark_apercu(fige: Fige) -> Fige:
    """Return the same for documents that are only looked at: they say that they are a preview."""
    bilan = replace(fige.contenu.bilan, statut=APERCU)
    return replace(fige, contenu=replace(fige.contenu, bilan=bilan))


def is_same(un: Fige, autre: Fige, *, genre: str = GenrePublication.SUPPORT) -> bool:
    """Tell whether two snapshots say the same, whatever their day and what they correct.

    genre: only in documents of that kind; an agenda that changes concerns the deck alone. What one
    of them could not say yet, being of an older shape, is no difference.
    """
    tues = CIRCONSTANCES if genre == GenrePublication.SUPPORT else CIRCONSTANCES | {COMITE}
    formats = sorted((un.contenu.format, autre.contenu.format))
    tues = tues.union(*(AJOUTS[f] for f in AJOUTS if formats[0] < f <= formats[1]))
    return _strip(json.loads(un.canonique), tues) == _strip(json.loads(autre.canonique), tues)


def _strip(valeur: Any, tues: frozenset[str]) -> Any:
    if isinstance(valeur, dict):
        return {c: _strip(v, tues) for c, v in valeur.items() if c not in tues}
    return [_strip(v, tues) for v in valeur] if isinstance(valeur, list) else valeur


def load_fige(canonique: str) -> Fige:
    """Return a snapshot from its canonical text.

    Raises:
        FormatInconnuError: written in another shape than this version reads.
        ContenuIllisibleError: not the text of a snapshot.
    """
    brut = json.loads(canonique)
    lu = brut.get("format") if isinstance(brut, dict) else None
    if lu not in AJOUTS:
        raise FormatInconnuError(lu)
    empreinte = compute_empreinte(canonique)
    contenu = load_objet(Contenu, brut)
    reference = abridge(empreinte)
    bilan = replace(
        contenu.bilan, reference=reference, rectificatifs=say_rectificatif(contenu.rectificatif)
    )
    contenu = replace(contenu, bilan=bilan)
    return Fige(reference, empreinte, canonique, contenu)


def _build_contenu(site: Site, annee: int, le: dt.date) -> Contenu:
    tableau = load_publiable(site, annee, le=le)
    avant = load_publiable(site, annee - 1, le=le)
    precedents = {x.indicateur.code: x for x in avant.lignes}
    chiffres = {c: x.releve for c, x in precedents.items() if x.releve.valeur is not None}
    reperes = Reperes(
        chiffres,
        publiee=find_annee_publiee(site, annee - 1),
        evolutions=load_evolutions(site, premiere=annee - 1, derniere=annee, le=le),
    )
    bilan, sources = build_bilan(tableau, reperes, le=le)
    referentiel = tableau.referentiel
    return Contenu(
        format=FORMAT,
        site=SiteFige(
            code=site.pk,
            nom=site.nom,
            type=site.type,
            departement=site.departement,
            autorite=bilan.autorite,
            modules=site.modules,
            prefecture=site.prefecture_id or "",
        ),
        annee=annee,
        arrete_le=le,
        demonstration=bilan.demonstration,
        definitions=Definitions(
            referentiel=referentiel.code,
            version=referentiel.version,
            nom=referentiel.nom,
            empreinte=compute_empreinte_definitions(site),
            calendrier=site.calendrier,
        ),
        indicateurs=tuple(
            _build_indicateur(x, reperes.keep_comparable(precedents.get(x.indicateur.code)))
            for x in tableau.lignes
        ),
        bilan=bilan,
        textes=sources.textes,
        donnees={
            "indicateurs": render_tableau(tableau),
            "enquetes": sources.enquetes,
            "affiche": get_affiche().model_dump(mode="json"),
            **sources.rubriques,
        },
    )


def _build_indicateur(ligne: LigneTableau, avant: LigneTableau | None) -> IndicateurFige:
    i = ligne.indicateur
    return IndicateurFige(
        code=i.code,
        libelle=i.libelle,
        domaine=i.domaine,
        module=i.module,
        engagements=i.engagements,
        im=i.im,
        unite=i.unite,
        sens=i.sens,
        periodicite=i.periodicite,
        decimales=i.decimales,
        base=i.base,
        methode=i.methode,
        version=i.version,
        annee=_build_releve(ligne, ligne.releve, ligne.verdict),
        mois=_build_releves(ligne, ligne.mois),
        trimestres=_build_releves(ligne, ligne.trimestres),
        precedente=None if avant is None else _build_releve(avant, avant.releve, avant.verdict),
        details=tuple(
            DetailFige(
                dimension=d.dimension,
                code=d.code,
                libelle=d.libelle,
                releve=_build_releve(d, d.releve, d.verdict),
                trimestres=_build_releves(ligne, d.trimestres),
            )
            for d in ligne.details
        ),
        cible=ligne.cible,
        cible_suivante=ligne.cible_suivante,
        cible_imprimee=textes.say_cible(ligne.cible, i),
        cible_suivante_imprimee=textes.say_cible(ligne.cible_suivante, i),
        calcul=textes.say_calcul(ligne.releve, i),
        intervalle=textes.say_intervalle(ligne.releve, i),
        moyenne_des_mois=textes.say_moyenne(ligne),
        nationale=i.valeur_nationale(ligne.releve.demandee.premier // 100),
        nationale_imprimee=textes.say_nationale(ligne),
    )


def _build_releves(ligne: LigneTableau, releves: Sequence[Releve]) -> tuple[ReleveFige, ...]:
    sens = ligne.indicateur.sens
    return tuple(_build_releve(ligne, r, judge(r, ligne.cible, sens)) for r in releves)


def _build_releve(
    ligne: LigneTableau | LigneDetail, releve: Releve, verdict: Verdict
) -> ReleveFige:
    periode = releve.couverte or releve.demandee
    return ReleveFige(
        debut=periode.debut,
        fin=periode.fin,
        etat=releve.etat,
        source=releve.source,
        imprime=textes.say_valeur(releve, ligne.indicateur),
        verdict=verdict,
        numerateur=releve.numerateur,
        denominateur=releve.denominateur,
        valeur=releve.valeur,
        fraction=textes.say_fraction(releve),
        tracage=releve.tracage,
        provenance=releve.provenance,
        empreinte=releve.empreinte,
    )
