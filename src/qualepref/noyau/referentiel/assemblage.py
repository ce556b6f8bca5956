"""From checked files to frozen objects. Nothing can fail here any more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from qualepref.noyau.referentiel.modele import (
    Cible,
    Engagement,
    Formule,
    Grandeur,
    Horloge,
    Indicateur,
    Module,
    Nature,
    Registre,
    SousEngagement,
    Terme,
    Unite,
    ValeurNationale,
)
from qualepref.noyau.referentiel.schemas import (
    CibleSchema,
    EngagementSchema,
    EngagementsSchema,
    Filtre,
    FormuleSchema,
    IndicateurSchema,
    NatureSchema,
    RegistresSchema,
    TermeSchema,
)
from qualepref.noyau.referentiel.vocabulaire import CLE_REGISTRE, Vocabulaire, criteres_of


LONGUEUR_VERSION = 12
# What does not change how a figure is made.
HORS_VERSION = {"cibles", "formule", "remplace", "valeurs_nationales"}
DIVISEURS = {Unite.POURCENT: 100, Unite.POUR_MILLE: 1000}


def build_modules(contenu: EngagementsSchema) -> tuple[Module, ...]:
    """Return the modules and their engagements, in the file's order."""
    return tuple(
        Module(
            m.numero,
            m.titre,
            m.statut,
            tuple(_build_engagement(e, m.numero) for e in m.engagements),
        )
        for m in contenu.modules
    )


def _build_engagement(engagement: EngagementSchema, module: int) -> Engagement:
    return Engagement(
        numero=engagement.numero,
        module=module,
        texte=engagement.texte,
        statut=engagement.statut,
        condition=engagement.condition,
        thematique=engagement.thematique,
        sous_engagements=tuple(
            SousEngagement(s.numero, s.texte, s.source) for s in engagement.sous_engagements
        ),
    )


def build_registres(contenu: RegistresSchema) -> tuple[Registre, ...]:
    """Return the registers, which share the natures they have in common."""
    natures = {n.code: _build_nature(n) for n in contenu.natures}
    return tuple(
        Registre(
            code=r.code,
            libelle=r.libelle,
            natures=tuple(natures[code] for code in r.natures),
            canaux=tuple(r.canaux),
            description=r.description,
        )
        for r in contenu.registres
    )


def _build_nature(nature: NatureSchema) -> Nature:
    return Nature(
        code=nature.code,
        libelle=nature.libelle,
        module=nature.module,
        horloges=tuple(
            Horloge(
                code=h.code,
                libelle=h.libelle,
                delai=h.delai,
                depart=h.depart,
                arrivees=tuple(h.arrivees),
                canaux=tuple(h.canaux),
                attente_exige_delai=h.attente_exige_delai,
                source=h.source,
                a_partir_du=h.a_partir_du,
                exclusions_sans_effet=tuple(h.exclusions_sans_effet),
            )
            for h in nature.horloges
        ),
        exclusions=tuple(e.code for e in nature.exclusions if not e.canaux),
        exclusions_limitees=tuple((e.code, tuple(e.canaux)) for e in nature.exclusions if e.canaux),
    )


def build_grandeurs(contenu: RegistresSchema) -> tuple[Grandeur, ...]:
    """Return the counted quantities, in the file's order."""
    return tuple(
        Grandeur(
            code=g.code,
            libelle=g.libelle,
            unite=g.unite,
            dimension=g.dimension,
            dimensions=tuple(g.dimensions.items()),
            source=g.source,
            stock=g.stock,
        )
        for g in contenu.grandeurs
    )


def build_indicateurs(
    contenus: Mapping[str, IndicateurSchema],
    vocabulaire: Vocabulaire,
    deja: Iterable[Indicateur] = (),
) -> tuple[Indicateur, ...]:
    """Return the indicators in the order given; `deja`: those they may refer to besides."""
    formules = {c: build_formule(i.formule, vocabulaire) for c, i in contenus.items()}
    versions = {i.code: i.version for i in deja if i.code not in contenus}

    def version_of(code: str) -> str:
        if code not in versions:
            renvois = [t.indicateur for t in _termes(formules[code]) if t.indicateur]
            versions[code] = _digest(contenus[code], formules[code], map(version_of, renvois))
        return versions[code]

    return tuple(
        Indicateur(
            code=code,
            libelle=i.libelle,
            module=i.module,
            domaine=i.domaine,
            engagements=tuple(i.engagements),
            im=i.im,
            unite=i.unite,
            sens=i.sens,
            periodicite=i.periodicite,
            base=i.base,
            methode=i.methode,
            source=i.source,
            formule=formules[code],
            detail=tuple(i.detail),
            cibles=tuple(_build_cible(c) for c in i.cibles),
            decimales=i.decimales,
            exige_seuil=i.exige_seuil,
            remplace=i.remplace or "",
            version=version_of(code),
            valeurs_nationales=tuple(
                ValeurNationale(
                    v.annee, Fraction(v.valeur) / DIVISEURS.get(v.unite, 1), v.unite, v.source
                )
                for v in i.valeurs_nationales
            ),
        )
        for code, i in contenus.items()
    )


def build_formule(formule: FormuleSchema | None, vocabulaire: Vocabulaire) -> Formule | None:
    """Return the formula with its common filter spread over the terms it applies to."""
    if formule is None:
        return None
    return Formule(
        *(
            tuple(_build_terme(t, formule.filtre, vocabulaire) for t in termes or ())
            for termes in (formule.numerateur, formule.denominateur)
        )
    )


def _build_terme(terme: TermeSchema, commun: Filtre, vocabulaire: Vocabulaire) -> Terme:
    portees = criteres_of(terme)
    filtre = {k: v for k, v in {**commun, **terme.filtre}.items() if k in portees}
    if terme.mesure is not None:
        filtre = _expand_registres(filtre, vocabulaire)
    return Terme(
        signe=terme.signe,
        mesure=terme.mesure,
        grandeur=terme.grandeur,
        reponses=terme.reponses,
        territoire=terme.territoire,
        periodes=terme.periodes,
        indicateur=terme.indicateur,
        partie=terme.partie,
        par=terme.par,
        filtre=tuple((k, tuple(sorted(set(v)))) for k, v in sorted(filtre.items())),
    )


def _expand_registres(filtre: Filtre, vocabulaire: Vocabulaire) -> Filtre:
    """A register stands for its natures and channels; what the filter says besides wins."""
    if CLE_REGISTRE not in filtre:
        return filtre
    natures, canaux = vocabulaire.registres[filtre[CLE_REGISTRE][0]]
    etendu: Filtre = {"nature": list(natures)} | ({"canal": list(canaux)} if canaux else {})
    return etendu | {k: v for k, v in filtre.items() if k != CLE_REGISTRE}


def _build_cible(cible: CibleSchema) -> Cible:
    bornes = (
        (cible.minimum, cible.maximum) if cible.valeur is None else (cible.valeur, cible.valeur)
    )
    minimum, maximum = (Fraction(b or Decimal(0)) / DIVISEURS.get(cible.unite, 1) for b in bornes)
    return Cible(
        annee=cible.annee,
        minimum=minimum,
        maximum=maximum,
        unite=cible.unite,
        source=cible.source,
        site=cible.site,
    )


def _termes(formule: Formule | None) -> tuple[Terme, ...]:
    return (*formule.numerateur, *formule.denominateur) if formule else ()


def _digest(indicateur: IndicateurSchema, formule: Formule | None, versions: Iterable[str]) -> str:
    """Hash what defines the figure: targets apart, references by their own version."""
    contenu = {
        **indicateur.model_dump(mode="json", exclude=HORS_VERSION),
        "formule": formule
        and [
            [_canonical(t) for t in partie] for partie in (formule.numerateur, formule.denominateur)
        ],
        "versions": list(versions),
    }
    texte = json.dumps(contenu, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(texte.encode()).hexdigest()[:LONGUEUR_VERSION]


def _canonical(terme: Terme) -> dict[str, object]:
    return {c: v for c in Terme.__slots__ if (v := getattr(terme, c)) not in (None, ())}
