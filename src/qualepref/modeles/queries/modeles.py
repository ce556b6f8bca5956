"""Templates of a site: the latest version of each, all versions of one, and how they read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qualepref.modeles.enums import TypeModele
from qualepref.modeles.models import Modele
from qualepref.modeles.queries.departs import get_modeles
from qualepref.modeles.queries.valeurs import A_REMPLIR, get_valeurs
from qualepref.modeles.rules.comparaison import compare_textes
from qualepref.modeles.rules.verification import (
    Morceau,
    Verification,
    check_modele,
    split_texte,
)
from qualepref.noyau.modeles.variables import fill_variables, list_variables
from qualepref.organisation.models import Site


class ModeleInconnuError(LookupError):
    """No template of that code, or no such version, on the site."""

    def __init__(self, code: str, connus: list[str]) -> None:
        super().__init__(
            f"Le modèle « {code} » est inconnu sur ce site, ou n’a pas cette version. Modèles du "
            f"site : {', '.join(connus) or 'aucun'}."
        )


@dataclass(frozen=True, slots=True)
class Lu:
    """A version as a reader gets it. valeurs: name -> value, those in brackets still to fill in."""

    modele: Modele
    objet: str
    corps: str
    valeurs: Mapping[str, str]
    verification: Verification

    @property
    def morceaux(self) -> tuple[Morceau, ...]:
        """The text cut where something is pointed at."""
        return split_texte(self.corps, self.verification.constats)

    @property
    def constats(self) -> list[tuple[str, str]]:
        """What was found, in order: the words pointed at ("" for the whole text), the message."""
        return [(self.corps[c.debut : c.fin], c.message) for c in self.verification.constats]


def list_derniers(site: Site) -> list[Modele]:
    """Return the latest version of each template, by type in their own order, then title."""
    derniers: dict[str, Modele] = {}
    for modele in (
        Modele.objects.filter(site=site).select_related("service", "boite").order_by("version")
    ):
        derniers[modele.code] = modele
    rangs = {t.value: rang for rang, t in enumerate(TypeModele)}
    return sorted(derniers.values(), key=lambda m: (rangs[m.type], m.titre, m.code))


def list_versions(site: Site, code: str) -> list[Modele]:
    """Return the versions of a template, the latest first; empty when the site has none."""
    return list(
        Modele.objects.filter(site=site, code=code)
        .select_related("site", "service", "boite")
        .order_by("-version")
    )


def find_modele(site: Site, code: str, *, version: int | None = None) -> Modele:
    """Return a version of a template, the latest when none is named.

    Raises:
        ModeleInconnuError: there is none.
    """
    for modele in list_versions(site, code):
        if version in (None, modele.version):
            return modele
    raise ModeleInconnuError(code, [m.code for m in list_derniers(site)])


def read_derniers(site: Site, *, le: dt.date) -> list[Lu]:
    """Return the latest version of each template as read on a day, values looked up once each."""
    communes: dict[tuple[int | None, int | None], dict[str, str]] = {}
    lus = []
    for modele in list_derniers(site):
        cle = modele.service_id, modele.boite_id
        if cle not in communes:
            communes[cle] = get_valeurs(site, service=modele.service, boite=modele.boite, le=le)
        lus.append(_read(modele, communes[cle], {}))
    return lus


def read_modele(modele: Modele, *, le: dt.date, remplies: Mapping[str, str] | None = None) -> Lu:
    """Return a version filled with the values of its site on a day, and what it lacks.

    remplies: values of one sending. A variable the référentiel no longer gives reads as a blank.
    """
    return read_exemplaires(modele, le=le, remplies=[remplies or {}])[0]


def read_exemplaires(
    modele: Modele, *, le: dt.date, remplies: Sequence[Mapping[str, str]]
) -> list[Lu]:
    """Return the same once per sending, such as a badge for each person."""
    communes = get_valeurs(modele.site, service=modele.service, boite=modele.boite, le=le)
    return [_read(modele, communes, donnees) for donnees in remplies]


def list_a_remplir(modele: Modele) -> list[tuple[str, str]]:
    """Return (name, what to write) of the variables of a template that each sending fills in."""
    noms = list_variables(f"{modele.objet}\n{modele.corps}")
    propres = ("usager.nom", "usager.adresse") if modele.type == TypeModele.COURRIER else ()
    return [(nom, quoi) for nom, quoi in A_REMPLIR.items() if nom in noms or nom in propres]


def _read(modele: Modele, communes: Mapping[str, str], donnees: Mapping[str, str]) -> Lu:
    propres = {n: v for n, v in donnees.items() if v and n in A_REMPLIR}
    valeurs = _Valeurs({**communes, **propres})
    corps = fill_variables(modele.corps, valeurs=valeurs)
    verification = check_modele(
        modele.corps,
        lu=corps,
        type_modele=modele.type,
        sans_nom=modele.sans_nom,
        regles=get_modeles().regles,
    )
    return Lu(modele, fill_variables(modele.objet, valeurs=valeurs), corps, valeurs, verification)


def compare_versions(avant: Modele, apres: Modele) -> list[tuple[str, str]]:
    """Return (sort, words) in order: « egal », « retire » or « ajoute »."""
    return compare_textes(avant.corps, apres.corps)


class _Valeurs(dict[str, str]):
    """Values of variables; one that left the référentiel after the template was written is a blank."""

    def __missing__(self, nom: str) -> str:
        return f"[{nom} à renseigner]"
