"""Sheets typed in: written once, typed again to measure errors, corrected, removed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from qualepref.enquetes.enums import EtatVerbatim, Mode, ProvenanceRetour
from qualepref.enquetes.models import Campagne, Retour, SecondeLecture, Verbatim
from qualepref.enquetes.operations.cellules import withdraw_retour
from qualepref.enquetes.operations.retours import RetourDonne, check_reponses, record_retour
from qualepref.enquetes.queries.formulaires import get_questionnaire
from qualepref.enquetes.queries.saisie import list_modes_saisis
from qualepref.enquetes.rules.fiches import digest_valeurs, write_fiche
from qualepref.noyau.questionnaires.modele import TypeQuestion
from qualepref.noyau.questionnaires.stockage import TEXTE_DONNE, cast_valeurs
from qualepref.organisation.models import Service, Site
from qualepref.socle.operations import record_evenement


class SaisieRefuseeError(ValueError):
    """A sheet that cannot be written as it is; `champ`: the field to look at, "" for none."""

    champ = ""


class FicheDejaSaisieError(SaisieRefuseeError):
    """A sheet of that number is already there."""

    champ = "numero"

    def __init__(self, deja: Retour) -> None:
        super().__init__(
            f"La fiche {deja.fiche} est déjà saisie. Si c’est la même feuille, passez à la suivante ; "
            "sinon, donnez-lui un autre numéro."
        )


class LotAutreSiteError(SaisieRefuseeError):
    """The batch is another site's."""

    champ = "lot"

    def __init__(self, lot: int, site: Site) -> None:
        super().__init__(
            f"Le lot {lot} est celui d’un autre site de la campagne ({site.nom}). "
            "Prenez un autre numéro de lot."
        )


class ModeNonPrevuError(SaisieRefuseeError):
    """The campaign does not gather answers that way."""

    champ = "mode"

    def __init__(self) -> None:
        super().__init__("La campagne ne prévoit pas de recueillir des réponses de cette façon.")


class HorsCampagneError(SaisieRefuseeError):
    """The sheet was filled in on a day when nobody was asked."""

    champ = "jour"

    def __init__(self, campagne: Campagne, le: dt.date) -> None:
        fin = min(campagne.fermee_le or le, le)
        super().__init__(
            "La campagne n’est pas encore validée : rien ne peut y être saisi."
            if campagne.validee_le is None
            else f"La campagne recueille des réponses du {campagne.ouverte_le:%d/%m/%Y} au "
            f"{fin:%d/%m/%Y}. Donnez le jour où la feuille a été remplie."
        )


class FicheModifieeError(SaisieRefuseeError):
    """Somebody changed the sheet meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "Cette fiche a été modifiée entre-temps. Rechargez la page, puis recommencez."
        )


class MemePersonneError(SaisieRefuseeError):
    """The second reading must be somebody else's."""

    def __init__(self) -> None:
        super().__init__(
            "Vous avez saisi cette fiche : la seconde saisie revient à une autre personne."
        )


class FicheDejaRelueError(SaisieRefuseeError):
    """The sheet was already typed twice."""

    def __init__(self, fiche: str) -> None:
        super().__init__(f"La fiche {fiche} a déjà été saisie deux fois. Passez à la suivante.")


@dataclass(frozen=True, slots=True)
class FicheSaisie:
    """A sheet as it was typed. `cle`: drawn when its page was opened; sent twice, it is kept once.

    jour: the day the sheet was filled in. reponses: as `check_reponse` takes them.
    """

    lot: int
    numero: int
    mode: Mode
    jour: dt.date
    service: Service | None
    cle: UUID
    reponses: Mapping[str, Any]

    @property
    def nom(self) -> str:
        """What names the sheet."""
        return write_fiche(self.lot, self.numero)


@transaction.atomic
def record_fiche(campagne: Campagne, *, fiche: FicheSaisie, site: Site, par: str, le: dt.date):
    """Write a sheet typed in, and return it.

    Raises:
        SaisieRefuseeError: number already taken, day out of the campaign, batch of another site…
        ReponsesRefuseesError: answers that do not hold.
    """
    Campagne.objects.select_for_update().get(pk=campagne.pk)
    _check_fiche(campagne, fiche, site, le)
    return record_retour(
        campagne,
        donne=RetourDonne(
            site=site,
            jour=fiche.jour,
            mode=fiche.mode,
            cle=fiche.cle,
            verifiee=check_reponses(campagne, reponses=fiche.reponses),
            provenance=ProvenanceRetour.SAISIE,
            service=fiche.service,
            fiche=fiche.nom,
            saisi_par=par,
        ),
    )


@transaction.atomic
def change_fiche(retour: Retour, *, fiche: FicheSaisie, lue: str, par: str, le: dt.date) -> None:
    """Correct a typed sheet: taken out of the counts, changed, counted again.

    lue: digest of the values that the person who corrects has seen. The trail keeps the closed
    answers before and after, never a word of a free text.

    Raises:
        SaisieRefuseeError: changed meanwhile, or what `record_fiche` refuses.
        ReponsesRefuseesError: answers that do not hold.
    """
    withdraw_retour(retour)
    if digest_valeurs(retour.valeurs) != lue:
        raise FicheModifieeError
    _check_jour(retour.campagne, fiche, le)
    verifiee = check_reponses(retour.campagne, reponses=fiche.reponses)
    valeurs, textes = cast_valeurs(verifiee, get_questionnaire(retour.campagne))
    valeurs |= _keep_effaces(retour, textes)
    avant = _tell_fiche(retour)
    retour.valeurs, retour.service, retour.mode = valeurs, fiche.service, fiche.mode
    retour.jour, retour.mois = fiche.jour, fiche.jour.year * 100 + fiche.jour.month
    retour.save(update_fields=["valeurs", "service", "mode", "jour", "mois"])
    _change_textes(retour, textes)
    record_evenement(
        par=par,
        action="retour corrigé",
        objet=_name(retour),
        site=retour.site_id,
        avant=avant,
        apres=_tell_fiche(retour),
    )


@transaction.atomic
def delete_fiche(retour: Retour, *, par: str) -> None:
    """Remove a typed sheet, its second reading and its remarks."""
    withdraw_retour(retour)
    SecondeLecture.objects.filter(campagne=retour.campagne_id, fiche=retour.fiche).delete()
    record_evenement(
        par=par,
        action="retour supprimé",
        objet=_name(retour),
        site=retour.site_id,
        avant=_tell_fiche(retour),
    )
    retour.delete()


@transaction.atomic
def record_seconde_lecture(
    retour: Retour, *, reponses: Mapping[str, Any], par: str, le: dt.date
) -> SecondeLecture:
    """Keep a sheet typed again by somebody else; it counts nowhere.

    Raises:
        SaisieRefuseeError: the same person, or a sheet already typed twice.
        ReponsesRefuseesError: answers that do not hold.
    """
    Campagne.objects.select_for_update().get(pk=retour.campagne_id)
    if retour.saisi_par == par:
        raise MemePersonneError
    if SecondeLecture.objects.filter(campagne=retour.campagne_id, fiche=retour.fiche).exists():
        raise FicheDejaRelueError(retour.fiche)
    verifiee = check_reponses(retour.campagne, reponses=reponses)
    valeurs, _ = cast_valeurs(verifiee, get_questionnaire(retour.campagne))
    record_evenement(
        par=par, action="fiche saisie une seconde fois", objet=_name(retour), site=retour.site_id
    )
    return SecondeLecture.objects.create(
        campagne_id=retour.campagne_id,
        site_id=retour.site_id,
        fiche=retour.fiche,
        valeurs=valeurs,
        saisi_par=par,
        jour=le,
    )


def _check_fiche(campagne: Campagne, fiche: FicheSaisie, site: Site, le: dt.date) -> None:
    _check_jour(campagne, fiche, le)
    du_lot = Retour.objects.filter(
        campagne=campagne,
        provenance=ProvenanceRetour.SAISIE,
        fiche__startswith=f"{fiche.lot}-",
    )
    ailleurs = du_lot.exclude(site=site).select_related("site").first()
    if ailleurs is not None:
        raise LotAutreSiteError(fiche.lot, ailleurs.site)
    deja = du_lot.exclude(cle=fiche.cle).filter(fiche=fiche.nom).first()
    if deja is not None:
        raise FicheDejaSaisieError(deja)


def _check_jour(campagne: Campagne, fiche: FicheSaisie, le: dt.date) -> None:
    if fiche.mode not in list_modes_saisis(campagne):
        raise ModeNonPrevuError
    fin = min(campagne.fermee_le or le, le)
    if campagne.validee_le is None or not campagne.ouverte_le <= fiche.jour <= fin:
        raise HorsCampagneError(campagne, le)


def _keep_effaces(retour: Retour, textes: Mapping[str, str]) -> dict[str, Any]:
    """Return as still given the free texts whose words were erased since."""
    effaces = Verbatim.objects.filter(retour=retour, texte="").exclude(question__in=textes)
    return dict.fromkeys(effaces.values_list("question", flat=True), TEXTE_DONNE)


def _change_textes(retour: Retour, textes: Mapping[str, str]) -> None:
    """Keep unchanged remarks as they were read; a changed one is to read again."""
    anciens = {v.question: v for v in Verbatim.objects.filter(retour=retour).exclude(texte="")}
    for question, ancien in anciens.items():
        if textes.get(question) != ancien.texte:
            ancien.delete()
    Verbatim.objects.filter(retour=retour).update(jour=retour.jour)
    for question, texte in textes.items():
        if question not in anciens or anciens[question].texte != texte:
            Verbatim.objects.create(
                retour=retour,
                campagne_id=retour.campagne_id,
                site_id=retour.site_id,
                question=question,
                jour=retour.jour,
                texte=texte,
                etat=EtatVerbatim.A_RELIRE,
            )


def _tell_fiche(retour: Retour) -> dict[str, Any]:
    questionnaire = get_questionnaire(retour.campagne)
    textes = {q.code for q in questionnaire.iter_questions() if q.type is TypeQuestion.TEXTE}
    return {
        "jour": retour.jour.isoformat(),
        "mode": retour.mode,
        "service": retour.service_id,
        "reponses": {c: v for c, v in retour.valeurs.items() if c not in textes},
    }


def _name(retour: Retour) -> str:
    return f"campagne {retour.campagne_id}, fiche {retour.fiche}"
