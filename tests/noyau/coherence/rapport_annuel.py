"""A long annual report, right to the last figure, in words and shapes of its own."""

import random
from fractions import Fraction

from noyau.coherence.fabrique import arrondi


MOIS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
BOITES = ("Accueil général", "Cartes grises", "Associations", "Élections", "Naturalisation")
CRITERES = ("Amabilité", "Horaires", "Propreté", "Clarté des réponses", "Signalétique")


def build_rapport(graine):
    """Return a publication of several hundred true figures."""
    hasard = random.Random(graine)
    figures, tables = [], []

    def tell(n):
        return f"{n:,}".replace(",", hasard.choice((" ", "\u00a0", "\u202f")))

    def share(k, n, decimales=0):
        return f"{arrondi(Fraction(100 * k, n), decimales)}{hasard.choice((' %', '%', ' p. 100'))}"

    totaux = []
    for boite in BOITES:
        habituel = hasard.randint(20, 400)
        entrants = [habituel * hasard.randint(8, 12) // 10 for _ in MOIS]
        tenus = [e - hasard.randint(0, e // 5) for e in entrants]
        # An office has its habit: answers in time take two days or so, give or take a tenth of it
        # from a month to the next, late ones six. No month is then far from the others.
        habitude = hasard.randint(15, 25)
        jours = [
            t * habitude * hasard.randint(9, 11) // 100 + 6 * (e - t)
            for e, t in zip(entrants, tenus, strict=True)
        ]
        somme, tenue = sum(entrants), sum(tenus)
        totaux.append((somme, tenue))
        tables.append({
            "id": boite, "title": f"Messagerie {boite}",
            "columns": ["", *MOIS, "Année 2024"],
            "rows": [
                ["Messages entrants", *map(tell, entrants), tell(somme)],
                ["Messages répondus en 5 jours ou moins", *map(tell, tenus), tell(tenue)],
                ["% en 5 jours", *(share(t, e) for t, e in zip(tenus, entrants, strict=True)),
                 share(tenue, somme)],
                ["Attente moyenne (j)",
                 *(arrondi(Fraction(j, e), 1) for j, e in zip(jours, entrants, strict=True)),
                 arrondi(Fraction(sum(jours), somme), 1)],
            ],
        })  # fmt: skip
    somme, tenue = (sum(c) for c in zip(*totaux, strict=True))
    tables.append({
        "id": "Synthèse", "title": "Toutes les boîtes",
        "columns": ["Boîte", "Entrants", "Répondus à temps", "Part à temps"],
        "rows": [[b, tell(s), tell(t), share(t, s, 1)] for b, (s, t) in zip(BOITES, totaux, strict=True)]
        + [["Ensemble", tell(somme), tell(tenue), share(tenue, somme, 1)]],
    })  # fmt: skip
    avant, apres = hasard.randint(200, 900), hasard.randint(200, 900)
    tables.append({
        "id": "Activité", "title": "Activité", "columns": ["Activité", "2023", "2024", "Évolution"],
        "rows": [["Dossiers déposés", tell(avant), tell(apres),
                  f"{'+' if apres >= avant else '-'} "
                  f"{arrondi(abs(Fraction(100 * (apres - avant), avant)))} %"],
                 ["Dossiers rendus", "nc", tell(apres), "/"]],
    })  # fmt: skip
    for enquete in ("Enquête au guichet", "Enquête par téléphone"):
        figures += _build_enquete(enquete, hasard.randint(40, 400), hasard, share)
    ouverts, par_jour = hasard.randint(200, 250), hasard.randint(10, 90)
    cles = {"section": "Accueil", "period": "année 2024"}
    figures += [
        {"label": "Visiteurs reçus", "published": tell(ouverts * par_jour), "unit": "nombre", **cles},
        {"label": "Jours d’ouverture", "published": f"{ouverts} jours", "unit": "jours", **cles},
        {"label": "Visiteurs reçus par jour d’ouverture", "published": f"{par_jour} / jour",
         "unit": "par_jour", **cles},
        {"label": "Appels par semaine", "published": "~ 200", "unit": "nombre", **cles},
        {"label": "Attente au guichet", "published": "10 à 15 min", "unit": "minutes", **cles},
        {"label": "Réclamations", "published": "nc", "unit": "nombre", **cles},
    ]  # fmt: skip
    return {
        "document": {"site": "Sous-préfecture", "type": "Rapport", "date": "2025-02-14"},
        "figures": [{"id": f"R{n:03}", **f} for n, f in enumerate(figures, start=1)],
        "tables": tables,
        "dates": [{"label": "Enquête au guichet", "published": "du lundi 3 au vendredi 28 juin 2024"}],
    }  # fmt: skip


def _build_enquete(section, n, hasard, share):
    yield {"section": section, "label": "Questionnaires recueillis", "published": str(n)}
    yield {"section": "L’essentiel", "label": f"{section} – questionnaires recueillis",
           "published": f"{n} questionnaires", "unit": "nombre"}  # fmt: skip
    for critere in CRITERES:
        bons = hasard.randint(n // 2, n)
        moyens = hasard.randint(0, n - bons)
        for nom, k in (
            ("satisfait", bons),
            ("peu satisfait", moyens),
            ("mécontent", n - bons - moyens),
        ):
            yield {"section": section, "label": f"{critere} – {nom}", "published": share(k, n),
                   "unit": "pourcent", "sample_size": n}  # fmt: skip
