"""Whether an indicator's definition holds: codes, formula, units, targets, references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qualepref.noyau.referentiel.modele import Indicateur, Unite
from qualepref.noyau.referentiel.schemas import (
    CibleSchema,
    Filtre,
    FormuleSchema,
    IndicateurSchema,
    TermeSchema,
)
from qualepref.noyau.referentiel.vocabulaire import (
    CLE_COMPTAGES,
    CLE_REGISTRE,
    CLES_DEMANDES,
    CLES_REPONSES,
    DIMENSIONS,
    MESURES,
    MESURES_REPONSES,
    MODES,
    PARTIES,
    PERIODES,
    PERIODES_COMPTEES,
    PORTEES,
    TERRITOIRES,
    TRACAGES,
    Vocabulaire,
    criteres_of,
)
from qualepref.noyau.yaml_strict.controles import Reproche, check_doublons, tell_inconnu


ORIGINES = ("mesure", "grandeur", "reponses", "territoire", "periodes", "indicateur")
FAMILLES = {
    "mesure": "les mesures",
    "grandeur": "les grandeurs",
    "reponses": "les mesures de réponses",
    "territoire": "les territoires",
    "periodes": "les périodes",
    "nature": "les natures",
    "canal": "les canaux",
    "portee": "les portées",
    "tracage": "les traçages",
    "mode": "les modes de réponse",
    CLE_REGISTRE: "les registres",
}
CRITERES = CLES_DEMANDES | CLES_REPONSES | {CLE_COMPTAGES, CLE_REGISTRE}
PROPORTIONS = frozenset({Unite.POURCENT, Unite.POUR_MILLE})
UNITE_DES_SOMMES = {
    "somme_jours_ouvres": Unite.JOURS_OUVRES,
    "tenue_somme_jours_ouvres": Unite.JOURS_OUVRES,
    "somme_jours": Unite.JOURS,
    "tenue_somme_jours": Unite.JOURS,
}
PERIODE_DES_UNITES = {Unite.PAR_MOIS: "mois", Unite.PAR_JOUR: "jour"}


def check_indicateur(indicateur: IndicateurSchema, vocabulaire: Vocabulaire) -> Iterator[Reproche]:
    """Yield everything wrong in one definition, references to other indicators apart."""
    if indicateur.domaine not in vocabulaire.domaines:
        yield "domaine", tell_inconnu(indicateur.domaine, "les domaines", vocabulaire.domaines)
    if indicateur.module is not None and indicateur.module not in vocabulaire.modules:
        yield "module", tell_inconnu(indicateur.module, "les modules", vocabulaire.modules)
    for n, numero in enumerate(indicateur.engagements):
        module = vocabulaire.engagements.get(numero)
        if module is None:
            yield (
                f"engagements[{n}]",
                tell_inconnu(numero, "les engagements", vocabulaire.engagements),
            )
        elif indicateur.module is not None and module != indicateur.module:
            yield f"engagements[{n}]", f"l’engagement {numero} est du module {module}."
    for n, dimension in enumerate(indicateur.detail):
        if dimension not in DIMENSIONS:
            yield f"detail[{n}]", tell_inconnu(dimension, "les découpages", DIMENSIONS)
    if indicateur.formule is not None:
        yield from _check_formule(indicateur.formule, vocabulaire)
        yield from _check_unite(indicateur.unite, indicateur.formule)
    yield from _check_cibles(indicateur)
    yield from _check_valeurs_nationales(indicateur)


def termes_of(formule: FormuleSchema) -> Iterator[tuple[str, TermeSchema]]:
    """Yield every term of a formula with its key."""
    for partie in ("numerateur", "denominateur"):
        for n, terme in enumerate(getattr(formule, partie) or ()):
            yield f"formule.{partie}[{n}]", terme


def _check_formule(formule: FormuleSchema, vocabulaire: Vocabulaire) -> Iterator[Reproche]:
    for cle, terme in termes_of(formule):
        yield from _check_terme(terme, cle, vocabulaire)
        for critere in terme.filtre.keys() & formule.filtre.keys():
            yield (
                f"{cle}.filtre.{critere}",
                "déjà filtré pour toute la formule ; gardez l’un des deux.",
            )
    yield from _check_filtre(formule.filtre, "formule.filtre", vocabulaire)
    utiles = {c for _, terme in termes_of(formule) for c in criteres_of(terme)}
    for critere in sorted(formule.filtre.keys() & CRITERES):
        if critere not in utiles:
            yield f"formule.filtre.{critere}", "aucun terme de la formule ne se filtre ainsi."
    for cle, terme in termes_of(formule):
        yield from _check_question(terme, formule.filtre, cle)
        dimensions = vocabulaire.grandeurs.get(terme.grandeur or "", frozenset())
        for code in (*terme.filtre.get(CLE_COMPTAGES, ()), *formule.filtre.get(CLE_COMPTAGES, ())):
            if terme.grandeur in vocabulaire.grandeurs and code not in dimensions:
                yield (
                    f"{cle}.grandeur",
                    (f"la grandeur « {terme.grandeur} » n’est pas comptée par « {code} »."),
                )


def _check_question(terme: TermeSchema, commun: Filtre, cle: str) -> Iterator[Reproche]:
    """Refuse answers to no question in particular, and a question of any questionnaire."""
    if terme.reponses is None:
        return
    dits = commun.keys() | terme.filtre.keys()
    if "question" in dits and "questionnaire" not in dits:
        yield f"{cle}.filtre.question", "une question se lit dans un « questionnaire » ; nommez-le."
    elif not dits & {"question", "critere"}:
        yield (
            f"{cle}.filtre",
            "dites de quelle question : « questionnaire » et « question », ou « critere ».",
        )


def _check_terme(terme: TermeSchema, cle: str, vocabulaire: Vocabulaire) -> Iterator[Reproche]:
    origines = [o for o in ORIGINES if getattr(terme, o) is not None]
    if len(origines) != 1:
        yield cle, f"un terme a une origine et une seule, parmi : {', '.join(ORIGINES)}."
        return
    origine = origines[0]
    connus = {
        "mesure": MESURES,
        "grandeur": vocabulaire.grandeurs,
        "reponses": MESURES_REPONSES,
        "territoire": TERRITOIRES,
        "periodes": PERIODES_COMPTEES,
    }
    code = getattr(terme, origine)
    if origine in connus and code not in connus[origine]:
        yield f"{cle}.{origine}", tell_inconnu(code, FAMILLES[origine], connus[origine])
    if (terme.par is not None) != (origine == "territoire"):
        yield f"{cle}.par", "« par » va avec « territoire », et lui seul."
    elif terme.par is not None and terme.par not in PERIODES:
        yield f"{cle}.par", tell_inconnu(terme.par, "les périodes", PERIODES)
    if (terme.partie is not None) != (origine == "indicateur"):
        yield f"{cle}.partie", "« partie » va avec « indicateur », et lui seul."
    elif terme.partie is not None and terme.partie not in PARTIES:
        yield f"{cle}.partie", tell_inconnu(terme.partie, "les parties", PARTIES)
    yield from _check_filtre(terme.filtre, f"{cle}.filtre", vocabulaire)
    for critere in sorted(terme.filtre.keys() - criteres_of(terme)):
        yield f"{cle}.filtre.{critere}", f"un terme « {origine} » ne se filtre pas ainsi."


def _check_filtre(filtre: Filtre, cle: str, vocabulaire: Vocabulaire) -> Iterator[Reproche]:
    connus = {
        "nature": vocabulaire.natures,
        "canal": vocabulaire.canaux,
        "portee": PORTEES,
        "tracage": TRACAGES,
        "mode": MODES,
        CLE_REGISTRE: vocabulaire.registres,
    }
    sains = len(filtre.get(CLE_REGISTRE, ())) <= 1
    if not sains:
        yield f"{cle}.{CLE_REGISTRE}", "un seul registre à la fois ; écrivez un terme par registre."
    for critere, codes in filtre.items():
        if critere not in CRITERES:
            yield f"{cle}.{critere}", tell_inconnu(critere, "les critères de filtre", CRITERES)
        for code in codes:
            if critere in connus and code not in connus[critere]:
                sains = False
                yield f"{cle}.{critere}", tell_inconnu(code, FAMILLES[critere], connus[critere])
    if sains:
        yield from _check_rencontre(filtre, cle, vocabulaire)


def _check_rencontre(filtre: Filtre, cle: str, vocabulaire: Vocabulaire) -> Iterator[Reproche]:
    """Refuse a filter no register could ever satisfy: a rate always empty helps nobody."""
    registres = filtre.get(CLE_REGISTRE, list(vocabulaire.registres))
    natures = filtre.get("nature", sorted(vocabulaire.natures))
    canaux = filtre.get("canal", sorted(vocabulaire.canaux))
    if not {"nature", "canal", CLE_REGISTRE} & filtre.keys():
        return
    for code in registres:
        admises, recus = vocabulaire.registres[code]
        if set(admises) & set(natures) and (not recus or set(recus) & set(canaux)):
            return
    yield (
        cle,
        "aucun registre ne reçoit ces natures par ces canaux : le résultat serait toujours vide.",
    )


def _check_unite(unite: Unite, formule: FormuleSchema) -> Iterator[Reproche]:
    if unite in PROPORTIONS and not formule.denominateur:
        yield "unite", f"l’unité « {unite} » demande un dénominateur."
    periode = PERIODE_DES_UNITES.get(unite)
    if periode and periode not in {t.periodes for t in formule.denominateur or ()}:
        yield "unite", f"l’unité « {unite} » demande au dénominateur « periodes: {periode} »."
    for terme in formule.numerateur:
        attendue = UNITE_DES_SOMMES.get(terme.mesure or "")
        if attendue and attendue is not unite:
            yield "unite", f"la mesure « {terme.mesure} » se compte en « {attendue} »."


def _check_cibles(indicateur: IndicateurSchema) -> Iterator[Reproche]:
    for n, cible in enumerate(indicateur.cibles):
        cle = f"cibles[{n}]"
        yield from _check_bornes(cible, cle)
        if (
            cible.unite is not indicateur.unite
            and not {cible.unite, indicateur.unite} <= PROPORTIONS
        ):
            yield (
                f"{cle}.unite",
                (
                    f"une cible en « {cible.unite} » ne convient pas à un indicateur "
                    f"en « {indicateur.unite} »."
                ),
            )
    yield from check_doublons(
        (
            (f"cibles[{n}]", f"{c.annee}, {c.site or 'tous les sites'}")
            for n, c in enumerate(indicateur.cibles)
        ),
        "la cible",
    )


def _check_valeurs_nationales(indicateur: IndicateurSchema) -> Iterator[Reproche]:
    for n, valeur in enumerate(indicateur.valeurs_nationales):
        unites = {valeur.unite, indicateur.unite}
        if len(unites) > 1 and not unites <= PROPORTIONS:
            motif = (
                f"une valeur en « {valeur.unite} » ne convient pas à un indicateur en "
                f"« {indicateur.unite} »."
            )
            yield f"valeurs_nationales[{n}].unite", motif
    yield from check_doublons(
        (
            (f"valeurs_nationales[{n}]", str(v.annee))
            for n, v in enumerate(indicateur.valeurs_nationales)
        ),
        "la valeur nationale",
    )


def _check_bornes(cible: CibleSchema, cle: str) -> Iterator[Reproche]:
    bornes = (cible.minimum, cible.maximum)
    if (cible.valeur is None) == (bornes == (None, None)):
        yield cle, "donnez « valeur », ou « minimum » et « maximum »."
    elif cible.valeur is None:
        if cible.minimum is None or cible.maximum is None:
            yield cle, "un intervalle a un « minimum » et un « maximum »."
        elif cible.minimum > cible.maximum:
            yield (
                cle,
                (
                    f"intervalle renversé : le minimum {cible.minimum} dépasse "
                    f"le maximum {cible.maximum}."
                ),
            )


def check_remplacement(
    code: str, indicateur: IndicateurSchema, connus: Mapping[str, Indicateur]
) -> Iterator[Reproche]:
    """Yield why a site's definition cannot stand for that of its référentiel.

    connus: those of the référentiel, by code. Targets, printed values and comparisons go by the
    code: what they rest on must not change under it.
    """
    autre = connus.get(code)
    if autre is None:
        if indicateur.remplace is not None:
            yield "remplace", f"le référentiel n’a pas d’indicateur « {code} » à remplacer."
        return
    if indicateur.remplace is None:
        yield "", f"le code « {code} » est pris par le référentiel ; dites pourquoi : « remplace »."
    for nom in ("unite", "sens", "module"):
        if getattr(indicateur, nom) != getattr(autre, nom):
            yield (
                nom,
                f"« {getattr(autre, nom)} » dans le référentiel : les deux se compareraient mal.",
            )
    for i in connus.values():
        if i.formule and any(
            t.indicateur == code for t in (*i.formule.numerateur, *i.formule.denominateur)
        ):
            yield "remplace", f"l’indicateur « {i.code} » du référentiel en dépend."


def check_references(
    formules: Mapping[str, FormuleSchema | None], inconnus: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield (code, key, reason) for references that lead nowhere or come back on themselves.

    formules: every indicator's formula, None without one. inconnus: codes whose file exists but
    could not be read, about which nothing is said.
    """
    renvois: dict[str, list[str]] = {}
    for code, formule in formules.items():
        for cle, terme in termes_of(formule) if formule else ():
            cible = terme.indicateur
            if cible is None or cible in inconnus:
                continue
            autre = formules.get(cible)
            if cible not in formules:
                yield code, f"{cle}.indicateur", tell_inconnu(cible, "les indicateurs", formules)
            elif autre is None:
                yield code, f"{cle}.indicateur", f"l’indicateur « {cible} » n’a pas de formule."
            else:
                if terme.partie == "denominateur" and not autre.denominateur:
                    yield code, f"{cle}.partie", f"l’indicateur « {cible} » est sans dénominateur."
                renvois.setdefault(code, []).append(cible)
    for chemin in find_cycles(renvois):
        yield chemin[0], "formule", f"formule circulaire : {' → '.join(chemin)}."


def find_cycles(renvois: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Return each cycle once, from its smallest code back to it: ("I6", "I7", "I6")."""
    cycles: dict[tuple[str, ...], None] = {}

    def visit(code: str, chemin: tuple[str, ...]) -> None:
        if code in chemin:
            boucle = chemin[chemin.index(code) :]
            debut = boucle.index(min(boucle))
            boucle = boucle[debut:] + boucle[:debut]
            cycles[(*boucle, boucle[0])] = None
            return
        if code in finis:
            return
        for suivant in renvois.get(code, ()):
            visit(suivant, (*chemin, code))
        finis.add(code)

    finis: set[str] = set()
    for code in sorted(renvois):
        visit(code, ())
    return list(cycles)
