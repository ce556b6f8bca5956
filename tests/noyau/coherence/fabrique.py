"""Coherent publications, built from true counts and rounded as they should be."""

import copy
import random
from fractions import Fraction

from qualepref.noyau.calcul.rendu import round_half_up


MOIS = ("janvier", "février", "mars", "avril", "mai", "juin")
JOURS = (31, 28, 31, 30, 31, 30)
CRITERES = (
    "Courtoisie", "Clarté", "Attente", "Orientation", "Confidentialité", "Signalétique", "Écoute",
    "Accessibilité", "Ponctualité", "Température",
)  # fmt: skip
SITE = "Préfecture de Test"


def arrondi(valeur, decimales=0):
    """The value rounded half up, as a French text."""
    exact = round_half_up(Fraction(valeur), decimales)
    texte = f"{float(exact):.{decimales}f}" if decimales else str(int(exact))
    return texte.replace(".", ",")


def nombre(n):
    """Thousands parted by a no-break space."""
    return f"{n:,}".replace(",", "\u00a0")


class Fabrique:
    """One publication; every figure is printed from counts kept aside."""

    def __init__(self, graine):
        self.hasard = random.Random(graine)
        self.figures, self.tables, self.dates = [], [], []

    def add(self, section, label, published, **cles):
        self.figures.append(
            {"id": f"T-{len(self.figures) + 1:03}", "section": section, "label": label,
             "published": published, "site": SITE, **cles}
        )  # fmt: skip
        return self.figures[-1]

    def entier(self, bas, haut):
        return self.hasard.randint(bas, haut)

    def build(self):
        self._mensuel("Courriels (module 1)", "courriels", 5)
        self._controle()
        self._boites()
        self._plan()
        self._enquete("Enquête – accueil physique", self.entier(120, 400), 10)
        self._enquete("Enquête – accueil téléphonique", self.entier(30, 70), 3)
        self._ensembles()
        self._frequence()
        self._dates()
        return {
            "document": {"site": SITE, "type": "Bilan annuel", "date": "2022"},
            "figures": self.figures, "tables": self.tables, "dates": self.dates,
        }  # fmt: skip

    def _ligne(self, section, tableau, ligne, colonnes, textes, unite, periodes, **cles):
        for colonne, texte, periode, propre in zip(
            colonnes, textes, periodes, cles.pop("propres", [{}] * len(textes)), strict=True
        ):
            self.add(
                section, f"{ligne} – {colonne}", texte, unit=unite, period=periode, table=tableau,
                row=ligne, column=colonne, **cles, **propre,
            )  # fmt: skip
        self.tables[-1]["rows"].append([ligne, *textes])

    def _mensuel(self, section, quoi, delai):
        habituel = self.entier(30, 200)
        recus = [habituel * self.entier(7, 13) // 10 for _ in MOIS]
        dans = [r - self.entier(0, r // 4) for r in recus]
        sommes = [self.entier(d, 3 * d) for d in recus]
        colonnes = [*MOIS, "Total"]
        periodes = [*(f"{m} 2022" for m in MOIS), "janvier - juin 2022"]
        self.tables.append(
            {"id": "MENSUEL", "title": f"Boîte principale, {quoi}", "columns": ["", *colonnes],
             "rows": []}
        )  # fmt: skip
        t_recus, t_dans = [*recus, sum(recus)], [*dans, sum(dans)]
        module = {"module": 1}
        self._ligne(section, "MENSUEL", f"Nombre de {quoi} reçus", colonnes,
                    [nombre(r) for r in t_recus], "nombre", periodes, **module)  # fmt: skip
        self._ligne(section, "MENSUEL", "Nombre de réponses dans les délais", colonnes,
                    [nombre(d) for d in t_dans], "nombre", periodes, **module)  # fmt: skip
        moyens = [Fraction(s, r) for s, r in zip([*sommes, sum(sommes)], t_recus, strict=True)]
        self._ligne(section, "MENSUEL", "Délai moyen de réponse (en jours)", colonnes,
                    [arrondi(m) for m in moyens], "jours", periodes, **module)  # fmt: skip
        propres = [{"numerator": d, "denominator": r} for d, r in zip(t_dans, t_recus, strict=True)]
        taux = [f"{arrondi(Fraction(100 * d, r))} %" for d, r in zip(t_dans, t_recus, strict=True)]
        self._ligne(section, "MENSUEL", f"Taux de réponse dans le délai de {delai} jours ouvrés",
                    colonnes, taux, "pourcent", periodes, propres=propres, deadline_value=delai,
                    deadline_unit="jours_ouvres", **module)  # fmt: skip
        self.add(section, "Délai de réponse aux courriels", f"{delai} jours ouvrés",
                 unit="jours_ouvres", **module)  # fmt: skip
        self.add(
            "Tableau de bord – résultats annuels",
            f"Taux de réponse aux {quoi} de demande d’information (délai ≤ {delai} j.)", taux[-1],
            unit="pourcent", period="annuel 2022", table="TDB", row="Courriels",
            target_published="90 %", target_value=90, target_unit="pourcent",
            deadline_value=delai, deadline_unit="jours_ouvres", **module,
        )  # fmt: skip

    def _controle(self):
        section, colonnes = (
            "Courriers (module 4)",
            ["Contrôle de légalité", "Contrôle budgétaire", "Total"],
        )
        recus = [self.entier(20, 80), self.entier(8, 40)]
        dans = [r - self.entier(1, r // 3) for r in recus]
        recus, dans = [*recus, sum(recus)], [*dans, sum(dans)]
        self.tables.append(
            {
                "id": "M4",
                "title": "Les courriers (module 4)",
                "columns": ["", *colonnes],
                "rows": [],
            }
        )
        periodes = ["annuel 2022"] * 3
        cles = {"module": 4}
        self._ligne(section, "M4", "Nombre de courriers reçus", colonnes,
                    [nombre(r) for r in recus], "nombre", periodes, **cles)  # fmt: skip
        self._ligne(section, "M4", "Nombre de réponses dans les délais", colonnes,
                    [nombre(d) for d in dans], "nombre", periodes, **cles)  # fmt: skip
        taux = [f"{arrondi(Fraction(100 * d, r), 1)}%" for d, r in zip(dans, recus, strict=True)]
        self._ligne(section, "M4", "Taux de réponse dans le délai de 15 jours ouvrés", colonnes,
                    taux, "pourcent", periodes, deadline_value=15, deadline_unit="jours_ouvres",
                    **cles)  # fmt: skip
        for nom, texte in zip(("légalité", "budgétaire"), taux, strict=False):
            self.add(
                "Tableau de bord – résultats annuels",
                f"Taux de réponse dans le délai de 15 jours ouvrés aux demandes de conseil {nom}",
                texte, unit="pourcent", period="annuel 2022", table="TDB", row="Courriers",
                deadline_value=15, deadline_unit="jours_ouvres", **cles,
            )  # fmt: skip

    def _boites(self):
        section, colonnes = "Courriels (module 1) – autres boîtes", ["PC", "Élect.", "Étrang."]
        recus = [self.entier(10, 300) for _ in colonnes]
        self.tables.append(
            {"id": "BOITES", "title": "Trois boîtes fonctionnelles", "columns": ["", *colonnes],
             "rows": []}
        )  # fmt: skip
        dans = [recus[0] - self.entier(0, recus[0] // 5), *recus[1:]]
        periodes = ["juin 2022"] * 3
        cles = {"module": 1}
        self._ligne(section, "BOITES", "Nombre de demandes", colonnes,
                    [nombre(r) for r in recus], "nombre", periodes, **cles)  # fmt: skip
        delais = ["3", arrondi(Fraction(self.entier(5, 49), 10)), "4"]
        self._ligne(section, "BOITES", "Délai moyen de réponse (en jours)", colonnes,
                    delais, "jours", periodes, **cles)  # fmt: skip
        taux = [f"{arrondi(Fraction(100 * d, r))} %" for d, r in zip(dans, recus, strict=True)]
        propres = [{"numerator": d, "denominator": r} for d, r in zip(dans, recus, strict=True)]
        self._ligne(section, "BOITES", "Taux de réponse dans le délai de 5 jours ouvrés", colonnes,
                    taux, "pourcent", periodes, propres=propres, deadline_value=5,
                    deadline_unit="jours_ouvres", **cles)  # fmt: skip
        self.add(section, "Usagers ayant reçu une réponse dans le délai de 5 jours ouvrés",
                 f"{arrondi(Fraction(100 * sum(dans), sum(recus)))} %", unit="pourcent",
                 period="juin 2022", deadline_value=5, deadline_unit="jours_ouvres", **cles)  # fmt: skip

    def _plan(self):
        section, colonnes = (
            "Plan d’amélioration",
            ["Fait", "En cours", "Non fait", "Taux de réalisation"],
        )
        self.tables.append(
            {"id": "PLAN", "title": "Plan d’amélioration – taux de réalisation",
             "columns": ["", *colonnes], "rows": []}
        )  # fmt: skip
        lignes = [[self.entier(1, 60) for _ in range(3)] for _ in range(3)]
        lignes.append([sum(c) for c in zip(*lignes, strict=True)])
        for nom, comptes in zip(("Module 1", "Module 2", "Pilotage", "Total"), lignes, strict=True):
            fait, tout = comptes[0], sum(comptes)
            textes = [*map(str, comptes), f"{arrondi(Fraction(100 * fait, tout))} %"]
            for colonne, texte, unite in zip(
                colonnes, textes, ("nombre", "nombre", "nombre", "pourcent"), strict=True
            ):
                self.add(section, f"{nom} – {colonne}", texte, unit=unite, table="PLAN", row=nom,
                         column=colonne)  # fmt: skip
            self.tables[-1]["rows"].append([nom, *textes])
        self.add(section, "Nombre d’actions", f"{sum(lignes[-1])} actions", unit="nombre")

    def _enquete(self, section, n, questions):
        cles = {"period": "06/05/2022 - 17/08/2022", "module": 1}
        self.add(section, "Nombre de réponses", f"{n} réponses", unit="nombre", **cles)
        for critere in CRITERES[:questions]:
            part = self.entier(n // 5, n)
            self.add(section, f"{critere} jugée bonne", f"{arrondi(Fraction(100 * part, n))} %",
                     unit="pourcent", sample_size=n, **cles)  # fmt: skip
        rare, une = self.entier(0, n // 3), self.entier(0, n // 3)
        for nom, k in (("rarement", rare), ("une fois par an", une), ("souvent", n - rare - une)):
            self.add(section, f"Venus {nom}", f"{arrondi(Fraction(100 * k, n), 1)} %",
                     unit="pourcent", sample_size=n, **cles)  # fmt: skip
        bons = self.entier(n // 2, n - 1)
        mauvais = self.entier(0, n - bons)
        self.add(section, "Satisfaits ou très satisfaits de la propreté",
                 f"{arrondi(Fraction(100 * bons, n))} %", unit="pourcent", sample_size=n, **cles)  # fmt: skip
        self.add(section, "Insatisfaits ou très insatisfaits de la propreté",
                 f"{arrondi(Fraction(100 * mauvais, n))} %", unit="pourcent", sample_size=n, **cles)  # fmt: skip

    def _ensembles(self):
        a, b, c = (self.entier(1, 30) for _ in range(3))
        self.add(
            "Cartographie", "Sites labellisés", f"{a + b + c} sites", unit="nombre", period="2021"
        )
        for nom, k in (("préfectures", a), ("sous-préfectures", b), ("autres sites", c)):
            self.add("Cartographie", f"dont {nom}", str(k), unit="nombre", period="2021")
        self.add(
            "Le label",
            "Nombre d’engagements du module 1",
            "20 engagements",
            unit="nombre",
            module=1,
        )
        self.add(
            "Le label", "Nombre d’engagements du module 4", "4 engagements", unit="nombre", module=4
        )
        self.add("Le label", "Nombre total d’engagements", "24 engagements", unit="nombre")

    def _frequence(self):
        mensuel = self.entier(20, 90)
        self.add("Point d’accueil numérique", "Nombre d’usagers accueillis", f"{mensuel * 10} usagers",
                 unit="nombre", period="janvier - octobre 2022", module=1)  # fmt: skip
        self.add("Tableau de bord – résultats annuels", "Nombre d’usagers accueillis par mois",
                 f"{mensuel} / mois", unit="par_mois", period="annuel 2022", table="TDB",
                 row="Point d’accueil numérique", target_published="sans", module=1)  # fmt: skip
        self.add(
            "Réclamations", "Taux de réponse", "/", unit="pourcent", status="sans_objet_ou_nul"
        )
        self.add(
            "Réclamations", "Nombre de réclamations", "aucune réclamation reçue", unit="nombre"
        )
        self.add("Réclamations", "Nombre de suggestions", "n.c", unit="nombre")

    def _dates(self):
        self.dates += [
            {"label": "Audit interne", "published": "23 mars 2022", "start": "2022-03-23", "end": "2022-03-23"},
            {"label": "Audit externe", "published": "juillet 2022", "start": "2022-07-01", "end": "2022-07-31"},
            {"label": "Enquête – accueil physique", "published": "du vendredi 6 mai au mercredi 17 août 2022",
             "start": "2022-05-06", "end": "2022-08-17"},
        ]  # fmt: skip


def find_figure(publication, debut):
    """The first figure whose label starts so."""
    return next(f for f in publication["figures"] if f["label"].startswith(debut))


def copy_of(publication):
    return copy.deepcopy(publication)
