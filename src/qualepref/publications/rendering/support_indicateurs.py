"""The indicators of the deck: the year in short, results by family, what was missed, charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qualepref.noyau.calcul.periodes import MOIS
from qualepref.noyau.calcul.releves import Etat
from qualepref.noyau.calcul.verdicts import Verdict
from qualepref.noyau.referentiel.modele import Periodicite
from qualepref.publications.rendering.bilan_donnees import (
    AVEC_CHIFFRE,
    VERDICTS_COURTS,
    Bloc,
    FicheIndicateur,
)
from qualepref.publications.rendering.figes import Contenu, IndicateurFige
from qualepref.publications.rendering.support_familles import PILOTAGE, Famille, list_familles
from qualepref.publications.rendering.support_modele import (
    Diapo,
    Image,
    Liste,
    Tableau,
    hold,
    tell_graphique,
)


ENTETES = ("Indicateur", "Résultat", "Calcul", "Cible", "Constat")
# Columns of the year in short, in its order.
COLONNES = {
    Verdict.ATTEINTE: "Atteintes",
    Verdict.NON_ATTEINTE: "Non atteintes",
    Verdict.INDECIDABLE: "Incertains",
    Verdict.SANS_CIBLE: "Sans cible",
    Verdict.SANS_VALEUR: "Sans résultat",
}
SEMESTRES = ((0, 6), (6, 12))
CALCUL = "Un taux annuel est le rapport des sommes de l’année, jamais la moyenne des taux mensuels."


def show_decompte(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """How many targets are held, missed, uncertain, module by module."""
    bilan = contenu.bilan
    modules = {i.code: i.module or PILOTAGE for i in contenu.indicateurs}
    verdicts = [(modules.get(x.code, PILOTAGE), x.verdict) for x in bilan.tableau]
    retenus = [v for v in COLONNES if any(v is lu for _, lu in verdicts)]
    if not verdicts:
        return
    lignes = [
        (_name_module(contenu, numero), *(str(verdicts.count((numero, v))) for v in retenus))
        for numero in sorted({numero for numero, _ in verdicts})
    ]
    ensemble = ("Ensemble", *(str(sum(v is lu for _, lu in verdicts)) for v in retenus))
    yield Tableau(
        titre,
        f"Nombre d’indicateurs de {contenu.annee} par module et par constat",
        ("Indicateurs par module", *(COLONNES[v] for v in retenus)),
        (*lignes, ensemble) if len(lignes) > 1 else tuple(lignes),
        (*bilan.preambule, f"Source : tableau de bord de {contenu.annee}, {bilan.referentiel}."),
        total=len(lignes) > 1,
        chapeau=_say_cle(contenu),
    )


def _say_cle(contenu: Contenu) -> str:
    """Return the key figure of the year in a sentence where it is the only one."""
    cles = [i for i in _list_cles(contenu) if i.annee.etat in AVEC_CHIFFRE]
    if len(cles) != 1 or _has_cles(contenu):
        return ""
    return f"{cles[0].libelle} : {cles[0].annee.imprime}."


def show_familles(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """One table per family: result, parts, target, verdict; then what has no figure at all."""
    familles, muets = list_familles(contenu)
    for famille in familles:
        yield _show_famille(contenu, famille)
    if len(muets) > 1:
        yield Tableau(
            f"{titre} : ce qui n’a pas de chiffre en {contenu.annee}",
            f"Indicateurs sans résultat en {contenu.annee}, et pourquoi",
            ("Indicateur", "État"),
            tuple((i.libelle, i.annee.imprime) for i in muets),
            tuple(_tell_methodes(contenu, muets)),
        )


def _show_famille(contenu: Contenu, famille: Famille) -> Tableau:
    numeros = sorted({i.module for i in famille.indicateurs if i.module})
    modules = " et ".join(map(str, numeros))
    suffixe = f" (module{'s' if len(numeros) > 1 else ''} {modules})" if numeros else ""
    return Tableau(
        f"{famille.titre}{suffixe}",
        f"Indicateurs de {contenu.annee}, {famille.titre} : résultat, calcul, cible et constat",
        ENTETES,
        tuple(_row(i) for i in famille.indicateurs),
        (CALCUL, *_tell_methodes(contenu, famille.indicateurs)),
    )


def show_modules(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """One table per module, of all its indicators."""
    for nom, du_module in _list_modules(contenu):
        yield Tableau(
            f"{titre} : {nom[:1].lower()}{nom[1:]}",
            f"Indicateurs de {contenu.annee}, {nom} : résultat, calcul, cible et constat",
            ENTETES,
            tuple(_row(i) for i in du_module),
            (CALCUL, *_tell_methodes(contenu, du_module)),
        )


def _list_modules(contenu: Contenu) -> list[tuple[str, list[IndicateurFige]]]:
    """Return each module with its indicators; one indicator alone joins the module before."""
    modules: list[tuple[str, list[IndicateurFige]]] = []
    for numero in sorted({i.module or PILOTAGE for i in contenu.indicateurs}):
        du_module = [i for i in contenu.indicateurs if (i.module or PILOTAGE) == numero]
        nom = _name_module(contenu, numero)
        if len(du_module) == 1 and modules:
            avant, indicateurs = modules.pop()
            nom, du_module = f"{avant} ; {nom[:1].lower()}{nom[1:]}", indicateurs + du_module
        modules.append((nom, du_module))
    return modules


def _name_module(contenu: Contenu, numero: int) -> str:
    if numero == PILOTAGE:
        return "Pilotage"
    titres = {m.numero: m.titre for m in contenu.bilan.perimetre}
    return f"Module {numero}" + (f" – {titres[numero]}" if numero in titres else "")


def _row(i: IndicateurFige) -> tuple[str, ...]:
    return (
        i.libelle,
        *map(
            hold,
            (
                i.annee.imprime,
                i.annee.fraction or "–",
                i.cible_imprimee or "sans",
                VERDICTS_COURTS[i.annee.verdict],
            ),
        ),
    )


def show_manques(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """What each missed target lacked."""
    manques = contenu.bilan.manques
    codes = {m.code for m in manques}
    notes = tuple(_tell_methodes(contenu, [i for i in contenu.indicateurs if i.code in codes]))
    if len(manques) == 1:
        (m,) = manques
        faits = (f"{m.libelle} : {m.resultat}", f"Cible : {m.cible}")
        yield Liste(titre, (*faits, *((f"Il fallait : {m.ecart}",) if m.ecart else ())), notes)
    elif manques:
        yield Tableau(
            titre,
            "Cibles non atteintes, et ce qu’il fallait pour les atteindre",
            ("Indicateur", "Résultat", "Cible", "Il fallait"),
            tuple((m.libelle, m.resultat, m.cible, m.ecart or "–") for m in manques),
            notes,
        )


def show_chiffres_cles(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """Numbers that say how much is done; those nobody collected say so."""
    retenus = _list_cles(contenu)
    if not _has_cles(contenu):
        return
    yield Tableau(
        titre,
        f"Chiffres clés de {contenu.annee} et de l’année précédente",
        ("Chiffre", f"{contenu.annee}", f"{contenu.annee - 1}"),
        tuple(
            (i.libelle, i.annee.imprime, i.precedente.imprime if i.precedente else "–")
            for i in retenus
        ),
        tuple(_tell_methodes(contenu, retenus)),
    )


def _list_cles(contenu: Contenu) -> list[IndicateurFige]:
    codes = contenu.donnees["comite"]["composition"]["chiffres_cles"]
    return [i for i in map(contenu.indicateur, codes) if i is not None]


def _has_cles(contenu: Contenu) -> bool:
    """Tell whether key figures are worth a slide: one number alone is not."""
    releves = [r for i in _list_cles(contenu) for r in (i.annee, i.precedente) if r is not None]
    return sum(r.etat in AVEC_CHIFFRE for r in releves) > 1


def show_mensuel(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """The dashboard month by month, half a year at a time; a half without a figure is left out."""
    cles = contenu.donnees["comite"]["composition"]["chiffres_cles"]
    mensuels = [
        i
        for i in contenu.indicateurs
        if i.periodicite is Periodicite.MOIS
        and i.code not in cles
        and any(m.etat in AVEC_CHIFFRE for m in i.mois)
    ]
    for debut, fin in SEMESTRES:
        montres = [i for i in mensuels if any(m.etat in AVEC_CHIFFRE for m in i.mois[debut:fin])]
        if not montres:
            continue
        periode = f"de {MOIS[debut]} à {MOIS[fin - 1]} {contenu.annee}"
        yield Tableau(
            f"{titre}, {periode}",
            f"Résultats mensuels {periode}",
            ("Indicateur", *(m.capitalize() for m in MOIS[debut:fin]), "Cible"),
            tuple(
                (i.libelle, *(m.imprime for m in i.mois[debut:fin]), i.cible_imprimee or "sans")
                for i in montres
            ),
            (
                "« Non collecté » : aucun relevé ce mois-là, ce n’est pas zéro. Les indicateurs sans "
                "aucun mois relevé ne sont pas répétés ici.",
                *_tell_methodes(contenu, montres),
            ),
        )


def show_graphiques(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """The first charts of the year among those named."""
    yield from _show_blocs(contenu, titre, _list_blocs(contenu)[: _count_montres(contenu)])


def show_autres_graphiques(contenu: Contenu, titre: str) -> Iterator[Diapo]:
    """The other charts of the year."""
    yield from _show_blocs(contenu, titre, _list_blocs(contenu)[_count_montres(contenu) :])


def _count_montres(contenu: Contenu) -> int:
    return int(contenu.donnees["comite"]["composition"]["limites"]["graphiques"])


def _list_blocs(contenu: Contenu) -> list[Bloc]:
    """Return what has a chart among the indicators named, in the order they are."""
    codes = contenu.donnees["comite"]["composition"]["graphiques"]
    traces = [
        (min(codes.index(f.code) for f in bloc.fiches if f.code in codes), rang, bloc)
        for rang, bloc in enumerate(_iter_blocs(contenu))
        if bloc.graphique is not None and any(f.code in codes for f in bloc.fiches)
    ]
    return [bloc for *_, bloc in sorted(traces, key=lambda t: t[:2])]


def _show_blocs(contenu: Contenu, titre: str, blocs: Sequence[Bloc]) -> Iterator[Diapo]:
    for bloc in blocs:
        if bloc.graphique is not None:
            nom = " et ".join(serie.nom for serie in bloc.graphique.series)
            yield Image(
                f"{titre} : {nom[:1].lower()}{nom[1:]}",
                bloc.graphique,
                (
                    *(n for f in bloc.fiches for n in _tell_fiche(f)),
                    *tell_graphique(bloc.graphique),
                ),
            )


def _iter_blocs(contenu: Contenu) -> Iterator[Bloc]:
    for famille in contenu.bilan.familles:
        yield from famille.blocs


def _tell_methodes(contenu: Contenu, indicateurs: Sequence[IndicateurFige]) -> Iterator[str]:
    """Yield method, period and source of each indicator, for the notes."""
    fiches = {f.code: f for bloc in _iter_blocs(contenu) for f in bloc.fiches}
    for i in indicateurs:
        if i.code in fiches:
            yield from _tell_fiche(fiches[i.code])
        else:
            yield _join(f"{i.libelle} : {_say_etat(i.annee.etat)}", (_say_methode(i.methode),))


def _tell_fiche(fiche: FicheIndicateur) -> Iterator[str]:
    yield _join(
        f"{fiche.libelle} : {fiche.resultat}",
        (
            fiche.calcul,
            _say_methode(fiche.methode),
            f"période : {fiche.periode_couverte}" if fiche.periode_couverte else "",
            fiche.tracage,
            fiche.intervalle,
            f"source : {fiche.source}" if fiche.source else "",
        ),
    )


def _say_etat(etat: Etat) -> str:
    return etat.libelle if etat not in AVEC_CHIFFRE else "des résultats partiels seulement"


def _say_methode(methode: str) -> str:
    return f"méthode : {methode[:1].lower()}{methode[1:]}" if methode else ""


def _join(debut: str, suites: Iterable[str]) -> str:
    return " ; ".join((debut, *(s.rstrip(".") for s in suites if s))) + "."
