"""A file found anywhere, against the snapshot it says it was made from."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from qualepref.noyau.documents.composition import RenduImpossibleError
from qualepref.noyau.figement.codec import ContenuIllisibleError
from qualepref.noyau.figement.empreintes import REFERENCE
from qualepref.noyau.verification.comparaison import (
    Alteration,
    compare_extraits,
    list_concordantes,
)
from qualepref.noyau.verification.isolement import read_isole
from qualepref.noyau.verification.lecture import read_document
from qualepref.noyau.verification.modele import Extrait, Ligne
from qualepref.noyau.verification.rapprochement import Rapprochement, compare_formes
from qualepref.publications.models import Fichier, Instantane
from qualepref.publications.queries.instantanes import (
    PARTOUT,
    Portee,
    find_fichier_par_empreinte,
    list_de_l_instantane,
    list_fichiers,
    list_instantanes,
)
from qualepref.publications.rendering.chiffres import list_chiffres
from qualepref.publications.rendering.figement import FormatInconnuError
from qualepref.publications.rendering.formats import FORMATS, PDF
from qualepref.publications.rendering.lecture import read_instantane
from qualepref.publications.rendering.provenance import list_recentes, say_publication
from qualepref.publications.rules.changements import Chiffre
from qualepref.publications.rules.verification import (
    Conclusion,
    Concordance,
    Constat,
    Verification,
    name_sujet,
)


# An identifier cut at its hyphen, at the end of a line; readers of PDF make a noncharacter of it.
COUPURE = re.compile("QP(?:-\n|\ufffe)")
# Why a document cannot be made again to be compared with.
NON_REFAIT = (FormatInconnuError, ContenuIllisibleError, RenduImpossibleError)
# A document prints its own identifier, and that of what it corrects; one of them is looked for.
REFERENCES_MAX = 8
# A document that keeps less than this part of the lines of a file is not that file, changed.
PART_GARDEE = 0.5
# Differences whose figure is looked for: beyond, there is no telling which of all was changed.
NOMMES_MAX = 200
SANS_REFERENCE = (
    "Ce fichier ne porte aucune référence d’instantané (QP-…) : ou bien il ne vient pas de "
    "l’application, ou bien elle en a été retirée. Rien n’y est vérifiable."
)


def verify_document(octets: bytes, *, nom: str = "", portee: Portee = PARTOUT) -> Verification:
    """Return what a file is worth: every printed figure compared with what was frozen.

    The figures are read where a reader sees them, on the pages, and not only in the files
    attached. The reference is the file as published; where none was, it is made again. A document
    laid out otherwise is held against the published file it shares most figures with.

    nom: as its sender calls it. portee: what it may be compared with.

    Raises:
        DocumentIllisibleError: the file cannot be read back, or is not what its name says.
        InstantaneAltereError: the snapshot itself was changed in the base.
    """
    connu = find_fichier_par_empreinte(hashlib.sha256(octets).hexdigest(), portee)
    if connu is not None:
        return _recognize(connu)
    extrait = read_isole(octets, nom=nom)
    imprime = COUPURE.sub("QP-", "\n".join(x.texte for x in extrait.lignes))
    references = Counter(REFERENCE.findall(imprime))
    if not references:
        return Verification(Conclusion.SANS_REFERENCE, SANS_REFERENCE)
    ordre = [reference for reference, _ in references.most_common(REFERENCES_MAX)]
    connus = {i.reference: i for i in list_instantanes(ordre, portee)}
    # An erratum also prints the identifier of what it corrects: the nearest one is its own.
    essais = [_compare(connus[r], extrait, octets, portee) for r in ordre if r in connus]
    if not essais:
        ou = "de cette installation" if portee.site is None else "de ce site"
        return Verification(
            Conclusion.INCONNU,
            f"L’instantané {ordre[0]} n’est pas connu {ou} : le document vient d’ailleurs, ou sa "
            "référence a été changée.",
            ordre[0],
        )
    choisi = min(essais, key=_rank)
    return _tell_provenance(choisi, connus[choisi.reference])


def _recognize(fichier: Fichier) -> Verification:
    publication = fichier.publication
    return Verification(
        Conclusion.IDENTIQUE,
        f"Document authentique : c’est « {fichier.nom} », octet pour octet.",
        publication.instantane.reference,
        fichier.nom,
        (say_publication(publication),),
        list_recentes([publication]),
    )


def _tell_provenance(verification: Verification, instantane: Instantane) -> Verification:
    publications = list_de_l_instantane(instantane)
    return replace(
        verification,
        publie=tuple(map(say_publication, publications)),
        recentes=list_recentes(publications),
    )


def _rank(verification: Verification) -> tuple[bool, bool, int]:
    return (
        verification.conclusion is Conclusion.NON_COMPARABLE,
        verification.conclusion is Conclusion.DERIVE,
        len(verification.constats),
    )


def _compare(
    instantane: Instantane, extrait: Extrait, octets: bytes, portee: Portee
) -> Verification:
    empreinte = hashlib.sha256(octets).hexdigest()
    candidats: list[tuple[str, Extrait, tuple[Alteration, ...]]] = []
    pourquoi = (
        f"L’instantané {instantane.reference} est connu, mais aucun de ses documents n’est un "
        f"fichier {extrait.genre.upper()} : il n’y a rien à quoi comparer celui-ci."
    )
    try:
        for nom, attendus in _iter_attendus(instantane, extrait.genre, portee):
            if hashlib.sha256(attendus).hexdigest() == empreinte:
                return Verification(
                    Conclusion.IDENTIQUE,
                    f"Document authentique : c’est « {nom} », octet pour octet.",
                    instantane.reference, nom,
                )  # fmt: skip
            attendu = read_document(attendus)
            candidats.append((nom, attendu, compare_extraits(attendu, extrait)))
    except NON_REFAIT as refus:
        pourquoi = str(refus)
    nom, attendu, alterations = min(candidats, key=lambda c: len(c[2]), default=("", extrait, ()))
    if nom and _is_same(attendu, alterations):
        return _conclude(instantane, nom, extrait, attendu, alterations)
    lus = {nom: attendu for nom, attendu, _ in candidats}
    derive = _derive(instantane, extrait, portee, lus)
    if derive is not None:
        return derive
    if nom:
        return _conclude(instantane, nom, extrait, attendu, alterations)
    return Verification(Conclusion.NON_COMPARABLE, pourquoi, instantane.reference)


def _is_same(attendu: Extrait, alterations: tuple[Alteration, ...]) -> bool:
    """Tell whether a document, changed or not, is laid out as the one it is compared with."""
    return len(alterations) <= PART_GARDEE * (len(attendu.lignes) + len(attendu.images))


def _iter_attendus(
    instantane: Instantane, genre: str, portee: Portee
) -> Iterator[tuple[str, bytes]]:
    """Yield the documents of that kind: as published, else made again from the snapshot."""
    connus = set()
    for fichier in list_fichiers(instantane, genre, portee):
        connus.add(fichier.nom)
        yield fichier.nom, bytes(fichier.octets)
    if connus or portee.public:
        return
    restent = [f for f in FORMATS if f.nom.endswith(f".{genre}")]
    fige = read_instantane(instantane) if restent else None
    for modele in restent if fige else ():
        yield modele.nom, modele.render(fige)


def _conclude(
    instantane: Instantane,
    nom: str,
    extrait: Extrait,
    attendu: Extrait,
    alterations: tuple[Alteration, ...],
) -> Verification:
    constats = _list_constats(instantane, alterations)
    faux = sum(c.chiffre for c in constats)
    if not constats:
        conclusion = Conclusion.CONFORME
        phrase = (
            f"Document conforme : tout ce qu’il imprime est ce que dit « {nom} ». Le fichier a "
            "seulement été réenregistré."
        )
    elif extrait.modifiable and not faux:
        conclusion = Conclusion.RETOUCHE
        phrase = (
            f"Document modifié : des mots ont été retouchés, aucun chiffre. Ses chiffres sont ceux "
            f"de « {nom} »."
        )
    elif extrait.modifiable:
        conclusion = Conclusion.ALTERE
        phrase = (
            f"Document modifié : il porte la marque de la publication {instantane.reference}, mais "
            f"il ne dit plus ce que dit « {nom} » : {_say_faux(faux)}"
        )
    else:
        conclusion = Conclusion.ALTERE
        phrase = f"Document altéré : il ne dit pas ce que dit « {nom} »."
    return Verification(
        conclusion, phrase, instantane.reference, nom, constats=constats,
        concordances=_list_concordances(list_concordantes(attendu, alterations)),
    )  # fmt: skip


def _derive(
    instantane: Instantane, extrait: Extrait, portee: Portee, lus: dict[str, Extrait]
) -> Verification | None:
    """Return the check of a document in a form of its own; None when it takes up no figure.

    lus: published files already read. Drawing the pages of the others is left out: what a report
    says in PDF it says in other files too.
    """
    attendus = lus | {
        f.nom: read_document(bytes(f.octets))
        for f in list_fichiers(instantane, portee=portee)
        if f.nom not in lus and f.type != PDF
    }
    proches: list[tuple[str, Rapprochement]] = [
        (nom, compare_formes(attendu, extrait)) for nom, attendu in attendus.items()
    ]
    nom, proche = max(proches, key=_score, default=("", None))
    if proche is None or not proche.concordantes:
        return None
    return Verification(
        Conclusion.DERIVE,
        f"Ce document porte la marque de la publication {instantane.reference}, mais il n’est aucun "
        f"des fichiers publiés. Comparé à « {nom} » : {_say_faux(len(proche.alterations))}",
        instantane.reference,
        nom,
        constats=_list_constats(instantane, proche.alterations),
        concordances=_list_concordances(proche.concordantes),
        ajouts=_list_constats(instantane, proche.ajouts),
        absents=proche.absentes,
    )


def _say_faux(nombre: int) -> str:
    if not nombre:
        return "aucun chiffre ne diffère."
    return f"{nombre} chiffre{'s' * (nombre > 1)} diffère{'nt' * (nombre > 1)}."


def _score(proche: tuple[str, Rapprochement]) -> int:
    return len(proche[1].concordantes) - len(proche[1].alterations)


def _list_constats(
    instantane: Instantane, alterations: tuple[Alteration, ...]
) -> tuple[Constat, ...]:
    chiffres = _load_chiffres(instantane) if alterations else {}
    return tuple(
        Constat(
            a.lieu, a.attendu, a.trouve, a.chiffre,
            name_sujet(a, chiffres if rang < NOMMES_MAX else {}),
        )
        for rang, a in enumerate(alterations)
    )  # fmt: skip


def _list_concordances(lignes: Iterable[Ligne]) -> tuple[Concordance, ...]:
    return tuple(Concordance(x.lieu, x.texte, x.sujet) for x in lignes)


def _load_chiffres(instantane: Instantane) -> dict[str, Chiffre]:
    """Return the figures of the snapshot, to name them; none when this version cannot read it."""
    try:
        return list_chiffres(read_instantane(instantane).contenu)
    except (FormatInconnuError, ContenuIllisibleError):
        return {}
