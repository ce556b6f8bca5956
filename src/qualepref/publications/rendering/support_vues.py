"""The subjects of the deck beside indicators and surveys, each as slides; none when it has nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from qualepref.comites.enums import EtatSuite
from qualepref.noyau.documents.textes import format_date
from qualepref.publications.rendering.bilan_donnees import Section
from qualepref.publications.rendering.figes import Contenu
from qualepref.publications.rendering.support_enquetes import (
    show_detail,
    show_enquetes,
    show_methodes,
    show_mystere,
)
from qualepref.publications.rendering.support_indicateurs import (
    show_autres_graphiques,
    show_chiffres_cles,
    show_decompte,
    show_familles,
    show_graphiques,
    show_manques,
    show_mensuel,
    show_modules,
)
from qualepref.publications.rendering.support_modele import (
    Diapo,
    Image,
    Liste,
    Mention,
    Tableau,
    tell_graphique,
)


def build_vue(contenu: Contenu, vue: str, titre: str) -> Iterator[Diapo | Mention]:
    """Yield the slides of a view under its title."""
    yield from VUES[vue](contenu, titre)


def _show_label(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    label = contenu.bilan.label
    puces = list(contenu.bilan.presentation)
    if label is not None:
        puces.append(
            f"Label décidé le {label.decision} par {label.organisme}, pour {label.duree}, valable "
            f"jusqu’au {label.fin}."
        )
    yield Liste(titre, tuple(puces), (f"Source : {contenu.bilan.referentiel}.",))


def _show_nouveautes(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    yield _tell(contenu, "nouveautes", titre)


def _show_echanges(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    yield _tell(contenu, "echanges", titre)


def _tell(contenu: Contenu, code: str, titre: str) -> Liste:
    textes = contenu.donnees["comite"]["composition"][code]
    return Liste(titre, tuple(textes["textes"]), (f"Source : {textes['source']}",))


def _show_comite(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    yield _tell(contenu, "role", titre)
    reunion = contenu.donnees["comite"]["reunion"]
    if not reunion or not reunion["sieges"]:
        return
    total = sum(s["nombre"] for s in reunion["sieges"])
    sites = ", ".join(reunion["sites"])
    yield Tableau(
        "Composition du comité",
        "Nombre de sièges du comité par qualité",
        ("Qualité", "Sièges"),
        (
            *((_upper(s["qualite"]), str(s["nombre"])) for s in reunion["sieges"]),
            ("Ensemble", str(total)),
        ),
        (
            f"Composition au {_say_jour(reunion['jour'])}, sans personne nommée.",
            f"Comité de : {sites}." if sites else "",
        ),
        total=True,
    )


def _show_perimetre(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    bilan = contenu.bilan
    if bilan.perimetre:
        yield Tableau(
            titre,
            "Modules du périmètre, leur statut et leur nombre d’engagements",
            ("Module", "Titre", "Statut", "Engagements"),
            (
                *((str(m.numero), m.titre, m.statut, str(m.engagements)) for m in bilan.perimetre),
                ("Total", "", "", str(bilan.total_engagements)),
            ),
            (f"Source : {bilan.referentiel} ; modules retenus par {contenu.site.nom}.",),
            total=True,
        )


def _show_suites(contenu: Contenu, titre: str) -> Iterator[Diapo | Mention]:
    precedente = contenu.donnees["comite"]["precedente"]
    if precedente is None:
        yield Mention("aucune réunion précédente n’est enregistrée")
        return
    jour = _say_jour(precedente["jour"])
    notes = (
        f"Réunion du {jour}. État des suites au {format_date(contenu.arrete_le)}, d’après le "
        "registre des suites.",
        "Les propos ne sont cités que s’ils figurent mot pour mot dans le compte rendu publié.",
    )
    if not precedente["decompte"]:
        yield Mention(f"aucune suite n’était attendue de la réunion du {jour}")
        return
    yield Tableau(
        titre,
        f"Suites de la réunion du {jour}, par nature et par état",
        ("Réunion du " + jour, *(e.label.capitalize() for e in EtatSuite), "Total"),
        tuple(
            (_upper(c["nature"]), *(str(c[e.value]) for e in EtatSuite), str(c["total"]))
            for c in precedente["decompte"]
        ),
        notes,
    )
    if precedente["suites"]:
        yield Tableau(
            "Ce qui a été dit, ce qui a été fait",
            f"Propositions, avis et décisions de la réunion du {jour}, et leur suite",
            ("Vous avez dit", "État", "Nous avons fait"),
            tuple(
                (_cut(contenu, s["texte"]), s["etat"], _cut(contenu, s["reponse"]) or "–")
                for s in precedente["suites"]
            ),
            (
                *notes,
                *(f"{_upper(s['nature'])} : {s['texte']} – {s['etat']}. {s['reponse']}".strip()
                  for s in precedente["suites"]),
            ),
        )  # fmt: skip


def _show_modeles(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    modeles = contenu.donnees["comite"]["modeles"]
    if modeles:
        yield Tableau(
            titre,
            "Modèles de courriers et de courriels, leur version et l’avis du comité",
            ("Modèle", "Type", "Version", "Avis du comité"),
            tuple((m["titre"], _upper(m["type"]), str(m["version"]), _upper(m["avis"])) for m in modeles),
            ("Source : les modèles du site, dans leur dernière version.",
             "Leur texte se lit dans la page Modèles, ou dans le document remis aux membres."),
        )  # fmt: skip


def _show_calendrier(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """Yield the steps; counted by phase where they are too many for a slide."""
    section = _find_section(contenu, "demarche")
    if section is not None:
        for complet in _show_tableaux(section, titre):
            yield replace(complet, abrege=_count_etapes(contenu, complet))


def _count_etapes(contenu: Contenu, complet: Tableau) -> Tableau:
    etapes = contenu.donnees["demarche"]["etapes"]
    lus = [
        (ligne[1], "faites" if e["fait_le"] else "en retard" if e["en_retard"] else "à faire")
        for ligne, e in zip(complet.lignes, etapes, strict=True)
    ]
    etats = ("faites", "en retard", "à faire")
    lignes = [
        (phase, *(str(lus.count((phase, etat))) for etat in etats))
        for phase in dict.fromkeys(phase for phase, _ in lus)
    ]
    ensemble = ("Ensemble", *(str(sum(lu == etat for _, lu in lus)) for etat in etats))
    return replace(
        complet,
        entetes=("Étapes par phase", *map(_upper, etats)),
        lignes=(*lignes, ensemble),
        total=True,
    )


def _show_formations(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    yield from _show_section(_find_section(contenu, "formations"), titre)


def _show_plan(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """Yield how far the plan has come, axis by axis; the rest stands in the annexes."""
    section = _find_section(contenu, "plan")
    if section is not None:
        yield from islice(_show_tableaux(section, titre), 1)


def _show_plan_detail(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    yield from islice(_show_section(_find_section(contenu, "plan"), titre), 1, None)


def _show_actions(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    plan = contenu.donnees.get("plan")
    maximum = contenu.donnees["comite"]["composition"]["limites"]["puces"]
    for nom, cle in ((titre, "exemples_faits"), ("Les actions à poursuivre", "exemples_a_faire")):
        textes = [_upper(t) for t in plan[cle]] if plan else []
        if textes:
            autres = " ; ".join(textes[maximum:])
            yield Liste(
                nom,
                tuple(textes[:maximum]),
                (
                    f"Exemples du plan d’amélioration de {contenu.annee}, état au "
                    f"{format_date(contenu.arrete_le)}. Source : le plan d’amélioration.",
                    *((f"Autres exemples : {autres}.",) if autres else ()),
                ),
            )


def _find_section(contenu: Contenu, code: str) -> Section | None:
    return next((s for s in contenu.bilan.sections if s.code == code), None)


def _show_section(section: Section | None, titre: str) -> Iterator[Diapo]:
    """Yield a part of the report: its tables, then its charts; its sentences go to the notes."""
    if section is None:
        return
    yield from _show_tableaux(section, titre)
    for graphique in section.graphiques:
        yield Image(
            f"{titre} : {_lower(graphique.titre)}",
            graphique,
            (*section.paragraphes, *tell_graphique(graphique)),
        )


def _show_tableaux(section: Section, titre: str) -> Iterator[Tableau]:
    for tableau in section.tableaux:
        yield Tableau(
            f"{titre} : {_lower(tableau.legende)}" if len(section.tableaux) > 1 else titre,
            tableau.legende,
            tableau.entetes,
            tableau.lignes,
            (*section.paragraphes, *((tableau.note,) if tableau.note else ())),
            total=tableau.total,
        )


def _cut(contenu: Contenu, texte: str) -> str:
    """Return a text short enough for a slide; the notes hold it whole."""
    maximum = contenu.donnees["comite"]["composition"]["limites"]["longueur"]
    if len(texte) <= maximum:
        return texte
    return texte[:maximum].rsplit(" ", 1)[0] + "…"


def _say_jour(iso: str) -> str:
    return format_date(dt.date.fromisoformat(iso))


def _upper(texte: str) -> str:
    return texte[:1].upper() + texte[1:]


def _lower(texte: str) -> str:
    return texte[:1].lower() + texte[1:]


VUES: dict[str, Callable[[Contenu, str], Iterator[Diapo | Mention]]] = {
    "label": _show_label,
    "nouveautes": _show_nouveautes,
    "comite": _show_comite,
    "perimetre": _show_perimetre,
    "calendrier": _show_calendrier,
    "suites": _show_suites,
    "decompte": show_decompte,
    "familles": show_familles,
    "manques": show_manques,
    "chiffres_cles": show_chiffres_cles,
    "graphiques": show_graphiques,
    "enquetes": show_enquetes,
    "mystere": show_mystere,
    "modeles": _show_modeles,
    "actions": _show_actions,
    "plan": _show_plan,
    "echanges": _show_echanges,
    "modules": show_modules,
    "mensuel": show_mensuel,
    "autres_graphiques": show_autres_graphiques,
    "enquetes_methode": show_methodes,
    "enquetes_detail": show_detail,
    "plan_detail": _show_plan_detail,
    "formations": _show_formations,
}
