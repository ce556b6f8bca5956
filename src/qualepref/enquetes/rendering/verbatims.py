"""Remarks in a list, and published ones as a file: never their own words, never the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualepref.enquetes.models import Campagne, Verbatim
from qualepref.enquetes.queries.verbatims import get_remarques, list_questions_libres
from qualepref.noyau.calcul.periodes import format_mois, mois_of
from qualepref.noyau.tableurs.champs import Champ, TypeChamp
from qualepref.noyau.tableurs.ecriture import write_tableau
from qualepref.organisation.models import Site


CHAMPS = (
    Champ("site", "Site"),
    Champ("mois", "Mois"),
    Champ("question", "Question"),
    Champ("categorie", "Catégorie"),
    Champ("note", "Note", TypeChamp.ENTIER),
)
TEXTE = Champ("commentaire", "Commentaire", TypeChamp.LITTERAL)


@dataclass(frozen=True, slots=True)
class Carte:
    """A remark as the list shows it. `brut`: its own words, "" for who does not moderate them."""

    verbatim: Verbatim
    question: str
    categorie: str
    brut: str

    @property
    def publie(self) -> str:
        """What is published of it, where it differs from its own words."""
        texte = self.verbatim.texte_publie
        return "" if texte == self.brut else texte


def tell_verbatims(
    campagne: Campagne, verbatims: Iterable[Verbatim], *, moderes: Sequence[Site]
) -> list[Carte]:
    """Return remarks with the words of their question and category."""
    questions = dict(list_questions_libres(campagne))
    categories = {c.code: c.libelle for c in get_remarques().categories}
    chez_soi = {site.pk for site in moderes}
    return [
        Carte(
            v,
            questions[v.question],
            categories.get(v.categorie, v.categorie),
            v.texte if v.site_id in chez_soi else "",
        )
        for v in verbatims
    ]


def export_verbatims(
    campagne: Campagne, sortie: Path, *, sites: Sequence[Site], textes: bool
) -> int:
    """Write the published remarks of some sites to a .xlsx, .ods or .csv file; return how many.

    textes: with what is published of each.
    """
    lignes = list(_iter_lignes(campagne, sites, textes=textes))
    write_tableau(sortie, (*CHAMPS, TEXTE) if textes else CHAMPS, lignes, feuille="Remarques")
    return len(lignes)


def _iter_lignes(
    campagne: Campagne, sites: Sequence[Site], *, textes: bool
) -> Iterator[list[str | int | None]]:
    questions = dict(list_questions_libres(campagne))
    categories = {c.code: c.libelle for c in get_remarques().categories}
    publies = (
        Verbatim.objects.publiables()
        .filter(campagne=campagne, site__in=sites)
        .select_related("site")
        .order_by("jour", "pk")
    )
    for verbatim in publies.iterator():
        ligne = [
            verbatim.site.nom,
            format_mois(mois_of(verbatim.jour)),
            questions[verbatim.question],
            categories.get(verbatim.categorie, verbatim.categorie) or None,
            verbatim.note,
        ]
        yield [*ligne, verbatim.texte_publie] if textes else ligne
