"""A file found anywhere, against the snapshot it says it was made from."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from qualepref.noyau.documents.composition import RenduImpossibleError
from qualepref.noyau.figement.codec import ContenuIllisibleError
from qualepref.noyau.figement.empreintes import REFERENCE
from qualepref.noyau.verification.comparaison import Alteration, compare_extraits
from qualepref.noyau.verification.lecture import read_document
from qualepref.noyau.verification.modele import Extrait
from qualepref.publications.enums import EtatPublication
from qualepref.publications.models import Fichier, Instantane
from qualepref.publications.queries.instantanes import (
    find_fichier_par_empreinte,
    list_fichiers,
    list_instantanes,
)
from qualepref.publications.rendering.chiffres import list_chiffres
from qualepref.publications.rendering.figement import FormatInconnuError
from qualepref.publications.rendering.formats import FORMATS
from qualepref.publications.rendering.lecture import read_instantane
from qualepref.publications.rules.changements import Chiffre
from qualepref.publications.rules.verification import (
    Conclusion,
    Constat,
    Verification,
    name_sujet,
)


# An identifier cut at its hyphen, at the end of a line; readers of PDF make a noncharacter of it.
COUPURE = re.compile("QP(?:-\n|\ufffe)")
# Why a document cannot be made again to be compared with.
NON_REFAIT = (FormatInconnuError, ContenuIllisibleError, RenduImpossibleError)
SANS_REFERENCE = (
    "Ce fichier ne porte aucune référence d’instantané (QP-…) : ou bien il ne vient pas de "
    "l’application, ou bien elle en a été retirée. Rien n’y est vérifiable."
)


def verify_document(octets: bytes) -> Verification:
    """Return what a file is worth: every printed figure compared with what was frozen.

    The figures are read where a reader sees them, on the pages, and not only in the files
    attached. The reference is the file as published; where none was, it is made again.

    Raises:
        DocumentIllisibleError: the file cannot be read back.
        InstantaneAltereError: the snapshot itself was changed in the base.
    """
    connu = find_fichier_par_empreinte(hashlib.sha256(octets).hexdigest())
    if connu is not None:
        return _recognize(connu)
    extrait = read_document(octets)
    imprime = COUPURE.sub("QP-", "\n".join(x.texte for x in extrait.lignes))
    references = Counter(REFERENCE.findall(imprime))
    if not references:
        return Verification(Conclusion.SANS_REFERENCE, SANS_REFERENCE)
    ordre = [reference for reference, _ in references.most_common()]
    connus = {i.reference: i for i in list_instantanes(ordre)}
    # An erratum also prints the identifier of what it corrects: the nearest one is its own.
    essais = [_compare(connus[r], extrait, octets) for r in ordre if r in connus]
    if not essais:
        return Verification(
            Conclusion.INCONNU,
            f"L’instantané {ordre[0]} n’est pas connu de cette installation : le document vient "
            "d’ailleurs, ou sa référence a été changée.",
            ordre[0],
        )
    return min(essais, key=_rank)


def _recognize(fichier: Fichier) -> Verification:
    return Verification(
        Conclusion.IDENTIQUE,
        f"Document authentique : c’est « {fichier.nom} », octet pour octet.",
        fichier.publication.instantane.reference,
        fichier.nom,
        (_say_publie(fichier),),
    )


def _rank(verification: Verification) -> tuple[bool, int]:
    return verification.conclusion is Conclusion.NON_COMPARABLE, len(verification.constats)


def _compare(instantane: Instantane, extrait: Extrait, octets: bytes) -> Verification:
    publies = tuple(_say_publie(f) for f in list_fichiers(instantane, extrait.genre))
    empreinte = hashlib.sha256(octets).hexdigest()
    candidats = []
    try:
        for nom, attendus in _iter_attendus(instantane, extrait.genre):
            if hashlib.sha256(attendus).hexdigest() == empreinte:
                return Verification(
                    Conclusion.IDENTIQUE,
                    f"Document authentique : c’est « {nom} », octet pour octet.",
                    instantane.reference, nom, publies,
                )  # fmt: skip
            candidats.append((nom, compare_extraits(read_document(attendus), extrait)))
    except NON_REFAIT as refus:
        return Verification(
            Conclusion.NON_COMPARABLE, str(refus), instantane.reference, publie=publies
        )
    if not candidats:
        return Verification(
            Conclusion.NON_COMPARABLE,
            f"L’instantané {instantane.reference} est connu, mais aucun de ses documents n’est un "
            f"fichier {extrait.genre.upper()} : il n’y a rien à quoi comparer celui-ci.",
            instantane.reference,
        )
    nom, alterations = min(candidats, key=lambda c: len(c[1]))
    return _conclude(instantane, nom, extrait, alterations, publies)


def _iter_attendus(instantane: Instantane, genre: str) -> Iterator[tuple[str, bytes]]:
    """Yield the documents of that kind: as published, else made again from the snapshot."""
    connus = set()
    for fichier in list_fichiers(instantane, genre):
        connus.add(fichier.nom)
        yield fichier.nom, bytes(fichier.octets)
    restent = [f for f in FORMATS if f.nom.endswith(f".{genre}") and f.nom not in connus]
    fige = read_instantane(instantane) if restent and not connus else None
    for modele in restent if fige else ():
        yield modele.nom, modele.render(fige)


def _conclude(
    instantane: Instantane,
    nom: str,
    extrait: Extrait,
    alterations: tuple[Alteration, ...],
    publies: tuple[str, ...],
) -> Verification:
    chiffres = _load_chiffres(instantane) if alterations else {}
    constats = tuple(
        Constat(a.lieu, a.attendu, a.trouve, a.chiffre, name_sujet(a, chiffres))
        for a in alterations
    )
    faux = sum(c.chiffre for c in constats)
    if not constats:
        conclusion = Conclusion.CONFORME
        phrase = (
            f"Document conforme : tout ce qu’il imprime est ce que dit « {nom} ». Le fichier a "
            "seulement été réenregistré."
        )
    elif extrait.modifiable and not faux:
        conclusion = Conclusion.RETOUCHE
        phrase = f"Chiffres conformes à « {nom} » ; des mots ont été retouchés."
    else:
        conclusion = Conclusion.ALTERE
        phrase = f"Document altéré : il ne dit pas ce que dit « {nom} »."
    return Verification(conclusion, phrase, instantane.reference, nom, publies, constats)


def _load_chiffres(instantane: Instantane) -> dict[str, Chiffre]:
    """Return the figures of the snapshot, to name them; none when this version cannot read it."""
    try:
        return list_chiffres(read_instantane(instantane).contenu)
    except (FormatInconnuError, ContenuIllisibleError):
        return {}


def _say_publie(fichier: Fichier) -> str:
    publication = fichier.publication
    close = publication.etat != EtatPublication.PUBLIEE
    suite = f", publication {publication.get_etat_display()} depuis" if close else ""
    return (
        f"{publication}, {publication.site} : publication du {publication.publiee_le:%d/%m/%Y} "
        f"par la version {publication.version}{suite}"
    )
