"""One fault planted in a coherent publication: what it changes, what the check must say."""

import datetime as dt

from noyau.coherence.fabrique import find_figure


def _entier(figure):
    return int("".join(c for c in figure["published"] if c.isdigit()))


def plant_total(p):
    """The total of a table is 39 too many."""
    cible = next(
        f for f in p["figures"]
        if f.get("row", "").startswith("Nombre de courriels") and f.get("column") == "Total"
    )  # fmt: skip
    cible["published"] = str(_entier(cible) + 39)
    return cible, "total"


def plant_colonne(p):
    """The total of a column is three too few."""
    cible = next(
        f for f in p["figures"] if f.get("row") == "Total" and f.get("column") == "En cours"
    )
    cible["published"] = str(max(0, _entier(cible) - 3))
    return cible, "total"


def plant_dont(p):
    """A part exceeds its whole."""
    tete = find_figure(p, "Sites labellisés")
    cible = find_figure(p, "dont préfectures")
    cible["published"] = str(_entier(tete) + 1)
    return tete, "dont"


def plant_taux(p):
    """A rate is ten points away from its ratio."""
    cible = next(f for f in p["figures"] if f.get("column") == "PC" and "numerator" in f)
    cible["published"] = f"{_entier(cible) - 10} %"
    return cible, "taux_et_rapport"


def plant_deux_valeurs(p):
    """The dashboard prints another value than the table."""
    cible = next(f for f in p["figures"] if "conseil légalité" in f["label"])
    cible["published"] = "12,5 %"
    return cible, "deux_valeurs"


def plant_delai(p):
    """A mean of 18 days where everything was answered in five."""
    cible = next(
        f for f in p["figures"] if f.get("column") == "Élect." and f["label"].startswith("Délai")
    )
    cible["published"] = "18"
    return cible, "delai_impossible"


def plant_unite(p):
    """A percentage whose target is per thousand."""
    cible = next(f for f in p["figures"] if "conseil budgétaire" in f["label"])
    cible |= {"target_published": "0,5 ‰", "target_value": 0.5, "target_unit": "pour_mille"}
    return cible, "unite"


def plant_echeance(p):
    """A rate told for another deadline than the one promised."""
    cible = next(f for f in p["figures"] if f["label"].startswith("Délai de réponse aux courriels"))
    cible["published"] = "15 jours ouvrés"
    return cible, "deux_echeances"


def plant_signe(p):
    """« > » in the label of a share in time."""
    cible = next(f for f in p["figures"] if "délai ≤" in f["label"])
    cible["label"] = cible["label"].replace("≤", ">")
    return cible, "signe_inverse"


def plant_grim(p):
    """A percentage that the respondents cannot give."""
    cible = next(
        f for f in p["figures"] if f["section"].endswith("téléphonique") and "jugée" in f["label"]
    )
    n = cible["sample_size"]
    possibles = {int(100 * k / n + 0.5) for k in range(n + 1)}
    cible["published"] = f"{next(v for v in range(20, 100) if v not in possibles)} %"
    return cible, "grim"


def plant_opposes(p):
    """More satisfied and dissatisfied than respondents."""
    cible = find_figure(p, "Insatisfaits ou très insatisfaits")
    bons = find_figure(p, "Satisfaits ou très satisfaits")
    n = cible["sample_size"]
    vide = 100 - _entier(bons)
    compte = next(k for k in range(n) if int(100 * k / n + 0.5) > vide + 3)
    cible["published"] = f"{int(100 * compte / n + 0.5)} %"
    return cible, "somme_des_reponses"


def plant_date(p):
    """A survey that ends before it begins."""
    cible = p["dates"][2]
    cible |= {"published": "du 17 août au 6 mai 2022", "start": "2022-08-17", "end": "2022-05-06"}
    return {"id": f"date : {cible['label']}"}, "fin_avant_debut"


def plant_semaine(p):
    """A day of the week that is not."""
    cible = p["dates"][2]
    cible["published"] = "du lundi 6 mai au mercredi 17 août 2022"
    return {"id": f"date : {cible['label']}"}, "jour_de_la_semaine"


def plant_futur(p):
    """A survey carried out after the document."""
    p["dates"].append(
        {"label": "Enquête collectivités", "published": "mars 2024",
         "start": dt.date(2024, 3, 1), "end": "2024-03-31"}
    )  # fmt: skip
    return {"id": "date : Enquête collectivités"}, "apres_le_document"


def plant_annonce(p):
    """More actions announced than listed."""
    cible = find_figure(p, "Nombre d’actions")
    cible["published"] = f"{_entier(cible) + 7} actions"
    return cible, "annonce_et_liste"


def plant_titre(p):
    """Four boxes announced by the title of a table of three."""
    table = next(t for t in p["tables"] if t["id"] == "BOITES")
    table["title"] = "Quatre boîtes fonctionnelles"
    return {"id": "BOITES"}, "annonce_et_liste"


def plant_perimetre(p):
    """A module with one engagement more than the référentiel gives it."""
    cible = find_figure(p, "Nombre d’engagements du module 4")
    cible["published"] = "5 engagements"
    return cible, "perimetre"


def plant_frequence(p):
    """A monthly mean ten above what the count gives."""
    cible = find_figure(p, "Nombre d’usagers accueillis par mois")
    cible["published"] = f"{_entier(cible) + 10} / mois"
    return cible, "frequence_et_compte"


def plant_cent(p):
    """A share beyond the whole."""
    cible = next(
        f for f in p["figures"] if f["section"].endswith("physique") and "jugée" in f["label"]
    )
    cible["published"] = "103 %"
    return cible, "au_dela_de_cent"


def plant_numero(p):
    """A number that serves twice."""
    p["tables"].append(
        {"id": "LISTE", "title": "Engagements cités", "columns": ["N°", "Texte"],
         "rows": [["31", "Adaptation"], ["32", "Délais"], ["33", "Fraude"], ["33", "Accueil"]]}
    )  # fmt: skip
    return {"id": "LISTE"}, "numero_en_double"


def plant_ecart(p):
    """A month twenty times the others."""
    p["tables"].append({"id": "PAN", "title": "Point numérique", "columns": ["", "T"], "rows": []})
    mois = ["janvier", "février", "mars", "avril", "mai", "juin"]
    p["tables"][-1]["columns"] = ["", *mois]
    textes = ["80", "77", "93", "80", "113", "1800"]
    p["tables"][-1]["rows"].append(["Nombre d’usagers du point", *textes])
    return {"id": "PAN [Nombre d’usagers du point ; juin]"}, "valeur_ecartee"


def plant_point(p):
    """An English decimal point."""
    cible = find_figure(p, "Venus rarement")
    cible["published"] = cible["published"].replace(",", ".")
    return cible, "point_decimal"


FAUTES = [plant for nom, plant in sorted(globals().items()) if nom.startswith("plant_")]
