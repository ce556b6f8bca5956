"""What is new on a page, the same on the page and in its feed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.template.defaultfilters import linebreaksbr
from django.utils.feedgenerator import Atom1Feed

from qualepref.comites.models import Reunion
from qualepref.comites.queries.comites import jour_de
from qualepref.enquetes.models import Campagne
from qualepref.noyau.calcul.rendu import INSECABLE, format_nombre
from qualepref.noyau.documents.textes import format_date
from qualepref.noyau.tableurs.ecriture import clean_texte
from qualepref.organisation.models import Site
from qualepref.portail.models import DocumentPublic, SuitePubliee
from qualepref.publications.models import Publication
from qualepref.publications.rendering.formats import CONVERTIS, FORMATS


KILO = 1000
UNITES = ("octets", "ko", "Mo")


@dataclass(frozen=True, slots=True)
class Nouvelle:
    """Something put on the page. chemin: under the address of the page. cle: never changes."""

    cle: str
    jour: dt.date
    titre: str
    chemin: str
    resume: str = ""


def build_nouvelles(
    *,
    publications: Iterable[Publication],
    reunions: Iterable[Reunion],
    campagnes: Iterable[Campagne],
    documents: Iterable[DocumentPublic],
    suites: Iterable[SuitePubliee],
) -> list[Nouvelle]:
    """Return everything put on a page, the latest first."""
    nouvelles = [
        *(_tell_publication(p) for p in publications),
        *(
            Nouvelle(
                f"compte-rendu/{r.pk}",
                r.publie_le,
                f"Compte rendu du {format_date(jour_de(r))} – {r.comite.nom}",
                f"comite/{r.pk}/",
            )
            for r in reunions
        ),
        *(
            Nouvelle(
                f"enquete/{c.pk}",
                c.fermee_le + dt.timedelta(days=1),
                f"Résultats de l’enquête « {c.titre} »",
                f"enquetes/{c.pk}/",
            )
            for c in campagnes
        ),
        *(
            Nouvelle(f"document/{d.pk}", d.ajoute_le, d.titre, f"documents/{d.pk}.pdf")
            for d in documents
        ),
        *(
            Nouvelle(
                f"suite/{s.pk}",
                s.publiee_le,
                "Vous avez dit, nous avons fait",
                "comite/#suites",
                f"{s.dit.strip()}\n\nNous avons fait{INSECABLE}: {s.fait.strip()}",
            )
            for s in suites
        ),
    ]
    return sorted(nouvelles, key=lambda n: (n.jour, n.cle), reverse=True)


def render_flux(site: Site, nouvelles: Iterable[Nouvelle], *, racine: str, flux: str) -> str:
    """Return a page's news as Atom. racine, flux: full addresses of the page and of the feed.

    The key of an entry does not depend on the machine that serves it.
    """
    fil = Atom1Feed(
        title=f"Démarche qualité – {site.nom}",
        link=racine,
        description="",
        language="fr",
        feed_url=flux,
        feed_guid=_cle(site, "flux"),
        author_name=site.nom,
    )
    for nouvelle in nouvelles:
        instant = dt.datetime.combine(nouvelle.jour, dt.time(), tzinfo=dt.UTC)
        fil.add_item(
            title=clean_texte(nouvelle.titre),
            link=f"{racine}{nouvelle.chemin}",
            # Readers take a summary for HTML.
            description=linebreaksbr(clean_texte(nouvelle.resume)) or None,
            unique_id=_cle(site, nouvelle.cle),
            pubdate=instant,
            updateddate=instant,
        )
    return fil.writeString("utf-8")


def name_fichier(fichier: Mapping[str, Any]) -> dict[str, str]:
    """Return a file of a publication as its link says it: name, label, extension in capitals."""
    nom = fichier["nom"]
    libelles = {modele.nom: modele.libelle for modele in (*FORMATS, *CONVERTIS)}
    return {
        "nom": nom,
        "libelle": libelles.get(nom, nom),
        "extension": nom.rpartition(".")[2].upper(),
    }


def say_taille(octets: int) -> str:
    """Return « 245 ko », « 1,2 Mo »."""
    rang = next((r for r in range(len(UNITES)) if octets < KILO ** (r + 1)), len(UNITES) - 1)
    decimales = int(rang == len(UNITES) - 1)
    return f"{format_nombre(Fraction(octets, KILO**rang), decimales)}{INSECABLE}{UNITES[rang]}"


def _tell_publication(publication: Publication) -> Nouvelle:
    nom = publication.get_genre_display()
    titre = f"{nom[:1].upper()}{nom[1:]} {publication.annee}"
    if publication.erratum_de_id:
        titre += " – rectificatif"
    return Nouvelle(
        f"publication/{publication.pk}",
        publication.publiee_le,
        titre,
        "#publications",
        publication.motif,
    )


def _cle(site: Site, quoi: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'qualepref/{site.pk}/{quoi}')}"
