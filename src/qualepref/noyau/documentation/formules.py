"""A formula in French words: what is added up, what it is divided by, which rows are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualepref.noyau.referentiel.modele import Formule, Referentiel, Terme
from qualepref.noyau.referentiel.vocabulaire import MODES


MESURES_EN_MOTS = {
    "recues": "demandes reçues",
    "exclues": "demandes exclues du calcul",
    "suspendues": "demandes incomplètes, délai suspendu",
    "en_cours": "demandes en cours, délai non dépassé",
    "echues": "demandes échues (répondues, ou sans réponse une fois le délai dépassé)",
    "a_temps": "réponses dans le délai",
    "hors_delai": "réponses hors délai, sans date, ou absentes une fois le délai dépassé",
    "sans_reponse": "demandes sans réponse, délai dépassé",
    "repondues": "demandes répondues",
    "attentes": "réponses d’attente",
    "delais": "réponses dont le délai est mesuré",
    "somme_jours_ouvres": "somme des délais de réponse, en jours ouvrés",
    "somme_jours": "somme des délais de réponse, en jours",
    "tenue_echues": "rendez-vous tenus, ou non tenus une fois le délai dépassé",
    "tenue_a_temps": "rendez-vous fixés dans le délai",
    "tenue_delais": "rendez-vous dont le délai est mesuré",
    "tenue_somme_jours_ouvres": "somme des délais de rendez-vous, en jours ouvrés",
    "tenue_somme_jours": "somme des délais de rendez-vous, en jours",
}
REPONSES_EN_MOTS = {
    "posees": "personnes à qui la question est posée",
    "repondues": "personnes qui y répondent",
    "exprimees": "personnes qui y répondent, « sans objet » mis à part",
    "satisfaites": "personnes satisfaites",
    "insatisfaites": "personnes insatisfaites",
    "somme": "somme des nombres donnés en réponse",
    "nombres": "nombres donnés en réponse",
}
PERIODES_EN_MOTS = {
    "jour": "jours des mois couverts",
    "mois": "mois couverts",
    "trimestre": "trimestres couverts",
    "annee": "années couvertes",
}
PAR_EN_MOTS = {"mois": "par mois", "trimestre": "par trimestre", "annee": "par année"}
CLES_EN_MOTS = {
    "nature": "nature",
    "canal": "canal",
    "service": "service",
    "boite": "boîte",
    "portee": "portée",
    "tracage": "traçage",
    "dimension": "élément compté",
    "mode": "mode de réponse",
    "questionnaire": "questionnaire",
    "question": "question",
    "critere": "critère",
}
# A question is said after its questionnaire; other keys in the order of their codes.
CLES_DEVANT = ("question", "questionnaire")


@dataclass(frozen=True, slots=True)
class FormuleEnMots:
    """Both parts in words. `denominateur`: "" for a plain count; `lignes`: "" when all are read."""

    numerateur: str
    denominateur: str
    lignes: str


def tell_formule(formule: Formule, referentiel: Referentiel) -> FormuleEnMots:
    """Return the formula in French words; a filter shared by all its rows is said once."""
    termes = (*formule.numerateur, *formule.denominateur)
    filtres = {t.filtre for t in termes if t.mesure or t.grandeur or t.reponses}
    commun = next(iter(filtres)) if len(filtres) == 1 else ()
    return FormuleEnMots(
        _tell_somme(formule.numerateur, referentiel, commun),
        _tell_somme(formule.denominateur, referentiel, commun),
        tell_filtre(commun, referentiel),
    )


def tell_filtre(filtre: Sequence[tuple[str, Sequence[str]]], referentiel: Referentiel) -> str:
    """Return « nature : Réclamation ou Suggestion ; canal : Courriel »; "" without a filter.

    The parts of a counted quantity need no key before them: « Standard ou Niveau général ».
    """
    return " ; ".join(
        ("" if cle == "dimension" else f"{CLES_EN_MOTS[cle]} : ")
        + " ou ".join(tell_code(cle, c, referentiel) for c in codes)
        for cle, codes in sorted(
            filtre, key=lambda f: -CLES_DEVANT.index(f[0]) - 1 if f[0] in CLES_DEVANT else 0
        )
    )


def tell_code(cle: str, code: str, referentiel: Referentiel) -> str:
    """Return the label of a code along a key; the code itself where only a site could say more."""
    libelles = {
        "nature": {n.code: n.libelle for n in referentiel.natures},
        "canal": dict(referentiel.canaux),
        "dimension": {c: nom for g in referentiel.grandeurs for c, nom in g.dimensions},
        "portee": {"generale": "information générale", "individuelle": "demande individuelle"},
        "tracage": {"exhaustif": "exhaustif", "echantillon": "échantillon"},
        "mode": MODES,
    }
    return libelles.get(cle, {}).get(code, code)


def _tell_somme(
    termes: Sequence[Terme], referentiel: Referentiel, commun: Sequence[tuple[str, Sequence[str]]]
) -> str:
    texte = ""
    for terme in termes:
        signe = " − " if terme.signe < 0 else " + " if texte else ""
        texte += signe + _tell_terme(terme, referentiel, commun)
    return texte.strip()


def _tell_terme(
    terme: Terme, referentiel: Referentiel, commun: Sequence[tuple[str, Sequence[str]]]
) -> str:
    propre = "" if terme.filtre == commun else tell_filtre(terme.filtre, referentiel)
    precision = f" ({propre})" if propre else ""
    if terme.mesure is not None:
        return MESURES_EN_MOTS[terme.mesure] + precision
    if terme.reponses is not None:
        return REPONSES_EN_MOTS[terme.reponses] + precision
    if terme.grandeur is not None:
        libelle = referentiel.grandeur(terme.grandeur).libelle
        return libelle[0].lower() + libelle[1:] + precision
    if terme.indicateur is not None:
        partie = "numérateur" if terme.partie == "numerateur" else "dénominateur"
        return f"{partie} de {terme.indicateur}"
    if terme.territoire is not None:
        return f"habitants du département, comptés une fois {PAR_EN_MOTS[terme.par or 'mois']}"
    return PERIODES_EN_MOTS[terme.periodes or "mois"]
