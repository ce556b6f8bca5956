"""What a file's shape cannot tell: codes that answer each other, deadlines that leave no hole."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator

from qualepref.noyau.referentiel.modele import Statut
from qualepref.noyau.referentiel.schemas import (
    EngagementsSchema,
    GrandeurSchema,
    HorlogeSchema,
    IndexSchema,
    NatureSchema,
    RegistresSchema,
)
from qualepref.noyau.referentiel.vocabulaire import Vocabulaire
from qualepref.noyau.yaml_strict.controles import Reproche, check_doublons, tell_inconnu


def check_index(index: IndexSchema) -> Iterator[Reproche]:
    """Yield what index.yaml gets wrong."""
    yield from check_doublons(
        ((f"domaines[{n}]", d) for n, d in enumerate(index.domaines)), "le domaine"
    )


def check_engagements(contenu: EngagementsSchema) -> Iterator[Reproche]:
    """Yield numbers written twice, and conditions that do not go with their status."""
    numeros, sous, modules = [], [], []
    for m, module in enumerate(contenu.modules):
        modules.append((f"modules[{m}].numero", module.numero))
        for e, engagement in enumerate(module.engagements):
            cle = f"modules[{m}].engagements[{e}]"
            numeros.append((f"{cle}.numero", engagement.numero))
            if (engagement.condition is not None) != (engagement.statut is Statut.CONDITIONNEL):
                yield (
                    f"{cle}.condition",
                    (
                        "un engagement conditionnel a une condition, et lui seul ; "
                        "corrigez le statut ou la condition."
                    ),
                )
            for s, sous_engagement in enumerate(engagement.sous_engagements):
                rang = f"{cle}.sous_engagements[{s}].numero"
                sous.append((rang, sous_engagement.numero))
                if sous_engagement.numero.split(".")[0] != str(engagement.numero):
                    yield (
                        rang,
                        (
                            f"« {sous_engagement.numero} » n’est pas un sous-engagement "
                            f"de l’engagement {engagement.numero}."
                        ),
                    )
    yield from check_doublons(modules, "le module")
    yield from check_doublons(numeros, "l’engagement")
    yield from check_doublons(sous, "le sous-engagement")


def check_registres(contenu: RegistresSchema, vocabulaire: Vocabulaire) -> Iterator[Reproche]:
    """Yield unknown codes, overlapping registers, and demandes no deadline would measure."""
    for liste in ("natures", "registres", "grandeurs"):
        yield from check_doublons(
            ((f"{liste}[{n}].code", o.code) for n, o in enumerate(getattr(contenu, liste))),
            "le code",
        )
    for n, nature in enumerate(contenu.natures):
        yield from _check_nature(nature, f"natures[{n}]", vocabulaire)
    for n, grandeur in enumerate(contenu.grandeurs):
        yield from _check_grandeur(grandeur, f"grandeurs[{n}]")
    prises: list[tuple[str, Hashable]] = []
    for n, registre in enumerate(contenu.registres):
        cle = f"registres[{n}]"
        yield from _check_codes(registre.natures, "les natures", vocabulaire.natures, cle)
        yield from _check_codes(registre.canaux, "les canaux", vocabulaire.canaux, cle)
        prises += [
            (cle, f"{nature} / {canal or 'tout canal'}")
            for nature in registre.natures
            for canal in registre.canaux or [""]
        ]
    yield from check_doublons(prises, "le couple nature / canal")


def _check_nature(nature: NatureSchema, cle: str, vocabulaire: Vocabulaire) -> Iterator[Reproche]:
    if nature.module not in vocabulaire.modules:
        yield f"{cle}.module", tell_inconnu(nature.module, "les modules", vocabulaire.modules)
    for n, exclusion in enumerate(nature.exclusions):
        ici = f"{cle}.exclusions[{n}]"
        if exclusion.code not in vocabulaire.exclusions:
            yield ici, tell_inconnu(exclusion.code, "les exclusions", vocabulaire.exclusions)
        yield from _check_codes(exclusion.canaux, "les canaux", vocabulaire.canaux, ici)
    for n, horloge in enumerate(nature.horloges):
        yield from _check_horloge(horloge, f"{cle}.horloges[{n}]", vocabulaire)
        admises = [e.code for e in nature.exclusions]
        ici = f"{cle}.horloges[{n}].exclusions_sans_effet"
        yield from _check_codes(
            horloge.exclusions_sans_effet, "les exclusions de cette nature", admises, ici
        )
    yield from check_doublons(
        (
            (f"{cle}.horloges[{n}]", f"{h.code} / {canal or 'tout canal'} / {h.a_partir_du}")
            for n, h in enumerate(nature.horloges)
            for canal in h.canaux or [""]
        ),
        "l’horloge",
    )
    canaux = [r for natures, r in vocabulaire.registres.values() if nature.code in natures]
    if not canaux:
        yield f"{cle}.code", f"aucun registre ne reçoit la nature « {nature.code} »."
    for canal in sorted({c for r in canaux for c in r or ("",)}):
        for code in dict.fromkeys(h.code for h in nature.horloges):
            if not any(
                h.code == code and (not h.canaux or canal in h.canaux) for h in nature.horloges
            ):
                ou = f"par le canal « {canal} »" if canal else "sans canal"
                yield f"{cle}.horloges", f"aucun délai « {code} » {ou}, qu’un registre reçoit."


def _check_horloge(
    horloge: HorlogeSchema, cle: str, vocabulaire: Vocabulaire
) -> Iterator[Reproche]:
    yield from _check_codes(horloge.canaux, "les canaux", vocabulaire.canaux, cle)
    if horloge.depart in horloge.arrivees:
        yield f"{cle}.arrivees", f"« {horloge.depart} » ne peut être à la fois départ et arrivée."
    if horloge.attente_exige_delai and "attente_le" not in horloge.arrivees:
        yield f"{cle}.attente_exige_delai", "sans effet : « attente_le » n’est pas une arrivée."


def _check_grandeur(grandeur: GrandeurSchema, cle: str) -> Iterator[Reproche]:
    if (grandeur.dimension is None) != (not grandeur.dimensions):
        yield (
            f"{cle}.dimensions",
            (
                "« dimension » nomme le découpage et « dimensions » en liste les codes ; "
                "donnez les deux ou aucune."
            ),
        )


def _check_codes(
    codes: Iterable[str], famille: str, connus: Collection[str], cle: str
) -> Iterator[Reproche]:
    for code in codes:
        if code not in connus:
            yield cle, tell_inconnu(code, famille, connus)
