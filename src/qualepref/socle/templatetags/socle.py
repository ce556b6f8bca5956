"""Navigation, breadcrumb and the small forms of words that every page prints."""

from django import template
from django.urls import NoReverseMatch, reverse

from qualepref.noyau.calcul.periodes import format_mois
from qualepref.socle.dates import format_instant, format_jour


register = template.Library()

# Label, name of the address, other folders of the site found under that entry. An entry whose page
# is not installed is not shown.
NAVIGATION = (
    ("Accueil", "site", ()),
    ("À traiter", "a_traiter", ()),
    ("Registres", "registres", ("demandes", "comptages")),
    ("Enquêtes", "enquetes", ()),
    ("Tableau de bord", "tableau_de_bord", ("valeurs", "cibles", "evenements")),
    ("Amélioration", "plan", ("evaluations", "preuves", "formations", "demarche")),
    ("Comités", "comites", ()),
    ("Modèles", "modeles", ()),
    ("Publications", "publications", ("bilan",)),
    ("Import et export", "imports", ()),
    ("Organisation", "organisation", ()),
)


# Pages of rows: a national role, which reads figures only, is not offered them.
PAGES_DE_LIGNES = {"site", "a_traiter", "registres", "imports"}


@register.simple_tag(takes_context=True)
def navigation(context):
    """Return the entries of the menu of the current site: label, address, whether we are there."""
    site = context.get("site")
    request = context.get("request")
    if site is None or request is None:
        return []
    racine = _reverse("site", site.pk)
    liens, ici = [], ""
    for libelle, nom, dossiers in NAVIGATION:
        if nom in PAGES_DE_LIGNES and not getattr(request, "lit_registres", True):
            continue
        url = _reverse(nom, site.pk)
        prefixes = (url, *(f"{racine}{dossier}/" for dossier in dossiers))
        if url and request.path.startswith(prefixes):
            ici = max(ici, url, key=len)
        liens.append((libelle, url))
    return [{"libelle": lib, "url": url, "actif": url == ici} for lib, url in liens if url]


def _reverse(nom, code):
    try:
        return reverse(nom, args=[code])
    except NoReverseMatch:
        return ""


@register.inclusion_tag("socle/composants/fil.html", takes_context=True)
def fil(context, *etapes):
    """Render the breadcrumb: label and address of each step, then the label of this page."""
    *liens, ici = etapes
    return {
        "site": context.get("site"),
        "liens": list(zip(liens[::2], liens[1::2], strict=True)),
        "ici": ici,
    }


@register.filter
def jour(valeur):
    """Return « mer. 07/05/2025 »; "" for no date."""
    return format_jour(valeur or None)


@register.filter
def instant(valeur, fuseau):
    """Return « mer. 07/05/2025 à 14 h 05 » on the clocks of a zone; "" for none."""
    return format_instant(valeur or None, fuseau)


@register.filter
def nom_mois(valeur):
    """Return « avril 2022 » for 202204."""
    return format_mois(valeur)


@register.filter
def brut(valeur):
    """Return a number without separators, for an address or an attribute."""
    return str(valeur)


@register.filter
def pluriel(nombre):
    """Return « s » from two on: French says « 0 ligne »."""
    return "s" if nombre > 1 else ""


@register.filter
def majuscule(texte):
    """Return the text with its first letter in capital, the rest untouched."""
    texte = str(texte)
    return texte[:1].upper() + texte[1:]


@register.simple_tag(takes_context=True)
def avec_parametres(context, **parametres):
    """Return the query string of this page with some parameters replaced; None removes one."""
    requete = context["request"].GET.copy()
    for nom, valeur in parametres.items():
        requete.pop(nom, None)
        if valeur is not None:
            requete[nom] = str(valeur)
    return f"?{requete.urlencode()}" if requete else "?"
