"""Minutes: drafted from what was noted, then read as blocks, printed as PDF and DOCX."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from zoneinfo import ZoneInfo

from qualepref.comites.enums import NatureSuite, Qualite
from qualepref.comites.models import PresenceReunion, Reunion, Suite
from qualepref.comites.queries.comites import PlaceOrdre, jour_de
from qualepref.comites.rules.blocs import Bloc, Genre, parse_blocs
from qualepref.noyau.documents.composition import UA, Document, render_document
from qualepref.noyau.documents.textes import Valeur, clean_texte, format_date
from qualepref.noyau.documents.word import Word, clean_xml
from qualepref.organisation.queries import get_autorite
from qualepref.socle.dates import format_heure


NATURES = {
    NatureSuite.PROPOSITION: "Propositions",
    NatureSuite.AVIS: "Avis",
    NatureSuite.DECISION: "Décisions",
}


def draft_compte_rendu(
    reunion: Reunion,
    *,
    places: Sequence[PlaceOrdre],
    presences: Iterable[PresenceReunion],
    suites: Sequence[Suite],
    chiffres: Mapping[str, Sequence[str]],
) -> str:
    """Return minutes to correct: who came, each point with its figures and notes, what was said.

    People are named by their organisation, else by their function or capacity: minutes are
    published. chiffres: kind of point -> lines of key figures.
    """
    parties = [*_draft_presences(list(presences))]
    par_point: dict[int | None, list[Suite]] = {}
    for suite in suites:
        par_point.setdefault(suite.point_id, []).append(suite)
    for rang, place in enumerate(places, start=1):
        point = place.point
        parties.append(f"## {rang}. {point.titre}")
        parties += _items([say_suite_reprise(s) for s in place.suites])
        parties += _items(chiffres.get(point.genre, ()))
        parties += [point.notes.strip()] if point.notes.strip() else []
        parties += _draft_suites(par_point.pop(point.pk, []))
    restes = [suite for suites in par_point.values() for suite in suites]
    if restes:
        parties += ["## Propositions, avis et décisions", *_draft_suites(restes)]
    return "\n\n".join(parties)


def say_membre(presence: PresenceReunion) -> str:
    """Return how minutes name a member: never by name."""
    membre = presence.membre
    return membre.organisation or membre.fonction or membre.get_qualite_display()


def say_suite_reprise(suite: Suite) -> str:
    """Return an overdue follow-up as an agenda brings it back."""
    echeance = f"attendu pour le {suite.echeance:%d/%m/%Y}" if suite.echeance else "sans échéance"
    reponse = f" – {' '.join(suite.reponse.split())}" if suite.reponse else ""
    return (
        f"Réunion du {jour_de(suite.reunion):%d/%m/%Y}, {suite.get_nature_display()} : "
        f"{' '.join(suite.texte.split())} ({echeance}){reponse}"
    )


def say_quand(reunion: Reunion) -> str:
    """Return « jeudi 30 juin 2022 à 14 h, salle Chopin » without the name of the day."""
    local = reunion.debut.astimezone(ZoneInfo(reunion.comite.pilote.fuseau))
    lieu = f", {reunion.lieu}" if reunion.lieu else ""
    return f"{format_date(local.date())} à {format_heure(local.time())}{lieu}"


def render_pdf(reunion: Reunion, *, le: dt.date) -> bytes:
    """Return the minutes as PDF/UA-1. le: the day they are printed.

    Raises:
        RenduImpossibleError: a character that no font draws.
    """
    document = Document(
        modele=(
            resources.files("qualepref.comites.rendering") / "typst" / "compte_rendu.typ"
        ).read_bytes(),
        contenu=_build_contenu(reunion, le),
        normes=(UA,),
        date=le,
        noms={"titre": "nom du comité", "quand": "lieu de la réunion", "blocs": "compte rendu"},
    )
    return render_document(document)


def render_docx(reunion: Reunion) -> bytes:
    """Return the minutes as a Word document, headings and lists as styles; dated by the meeting."""
    titre = f"Compte rendu – {reunion.comite.nom}"
    pilote = str(reunion.comite.pilote)
    word = Word(titre=clean_xml(titre), auteur=pilote, pied=pilote, date=jour_de(reunion))
    word.add_titre(titre, 0)
    word.add_paragraphe(f"Réunion du {say_quand(reunion)}")
    word.add_paragraphe(_say_sites(reunion))
    for bloc in parse_blocs(reunion.compte_rendu):
        _add_bloc(word, bloc)
    return word.build()


def _add_bloc(word: Word, bloc: Bloc) -> None:
    if bloc.genre is Genre.TITRE:
        word.add_titre(bloc.textes[0], 1)
    elif bloc.genre is Genre.SOUS_TITRE:
        word.add_titre(bloc.textes[0], 2)
    elif bloc.genre is Genre.LISTE:
        word.add_liste([[(texte, False)] for texte in bloc.textes])
    else:
        word.add_paragraphe("\n".join(bloc.textes))


def _build_contenu(reunion: Reunion, le: dt.date) -> dict[str, Valeur]:
    comite = reunion.comite
    return {
        "date": [le.year, le.month, le.day],
        "autorite": [clean_texte(ligne) for ligne in get_autorite(comite.pilote)],
        "site_nom": clean_texte(comite.pilote.nom),
        "titre": clean_texte(comite.nom),
        "quand": clean_texte(say_quand(reunion)),
        "sites": clean_texte(_say_sites(reunion)),
        "blocs": [
            {"genre": b.genre.value, "textes": [clean_texte(t) for t in b.textes]}
            for b in parse_blocs(reunion.compte_rendu)
        ],
    }


def _say_sites(reunion: Reunion) -> str:
    return " · ".join(site.nom for site in reunion.comite.sites.all())


def _draft_presences(presences: list[PresenceReunion]) -> Iterable[str]:
    """Yield who came, by capacity, and who was excused; nothing when nobody noted it."""
    presents = [p for p in presences if p.present]
    excuses = [p for p in presences if p.excuse]
    if presents:
        yield "## Étaient présents"
        yield from _items(
            f"{_upper(qualite.label)} : {_list_noms(p for p in presents if p.membre.qualite == qualite)}"
            for qualite in Qualite
            if any(p.membre.qualite == qualite for p in presents)
        )
    if excuses:
        yield "## Étaient excusés"
        yield from _items([_list_noms(excuses)])


def _list_noms(presences: Iterable[PresenceReunion]) -> str:
    """Return organisations, once each, with how many sat for each when more than one."""
    compte: dict[str, int] = {}
    for presence in presences:
        nom = say_membre(presence)
        compte[nom] = compte.get(nom, 0) + 1
    return ", ".join(f"{nom} ({n})" if n > 1 else nom for nom, n in compte.items())


def _draft_suites(suites: Sequence[Suite]) -> Iterable[str]:
    for nature, titre in NATURES.items():
        dites = [s for s in suites if s.nature == nature]
        if dites:
            yield f"### {titre}"
            yield from _items(_say_suite(s) for s in dites)


def _say_suite(suite: Suite) -> str:
    de = f" ({suite.membre.organisation})" if suite.membre and suite.membre.organisation else ""
    modele = f" [{suite.modele}]" if suite.modele else ""
    fait = f" – Suite : {' '.join(suite.reponse.split())}" if suite.reponse else ""
    return f"{' '.join(suite.texte.split())}{modele}{de}{fait}"


def _items(textes: Iterable[str]) -> list[str]:
    """Return a list as one part of the minutes; none when it is empty."""
    lignes = [f"- {texte}" for texte in textes]
    return ["\n".join(lignes)] if lignes else []


def _upper(texte: str) -> str:
    return texte[:1].upper() + texte[1:]
