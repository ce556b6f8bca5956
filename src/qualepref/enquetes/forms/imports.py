"""Forms of the files of answers gathered elsewhere."""

from django import forms
from dsfr.utils import dsfr_input_class_attr

from qualepref.enquetes.enums import FormatReponses, Mode
from qualepref.noyau.questionnaires.modele import TypeQuestion
from qualepref.organisation.models import Service, Site
from qualepref.socle.forms import DateField, Formulaire


RECONNAITRE = ("", "Le reconnaître à ses intitulés")
NON_REPRISE = ("", "Ne pas reprendre cette colonne")
# An unknown text left as it is: its rows stay refused.
REFUSER = ("?", "À choisir : sinon, ces lignes sont refusées")
SANS_REPONSE = ("", "Pas de réponse")
SANS_QUESTIONNAIRE = (FormatReponses.RESULTATS, FormatReponses.VERBATIMS)


class FichierReponsesForm(Formulaire):
    """A file of answers, and what it does not say itself."""

    fichier = forms.FileField(
        label="Fichier",
        help_text="Classeur XLSX ou ODS, ou fichier CSV, tel que l’outil l’exporte.",
    )
    outil = forms.ChoiceField(label="Provenance", required=False)
    site = forms.ModelChoiceField(Site.objects.none(), label="Site", empty_label=None)
    mode = forms.ChoiceField(
        label="Mode de recueil",
        choices=Mode,
        help_text="Des lignes dont le fichier ne dit pas le mode.",
    )
    service = forms.ModelChoiceField(
        Service.objects.none(), label="Service", required=False, empty_label="Tout le site"
    )
    jour = DateField(
        label="Date des lignes sans date",
        required=False,
        help_text="Laissez vide pour le dernier jour de la campagne, ou pour aujourd’hui si elle court "
        "encore.",
    )
    structure = forms.FileField(
        label="Structure LimeSurvey (.lss)",
        required=False,
        help_text="Utile quand le fichier contient des codes (A1, A2…) : elle dit ce qu’ils "
        "veulent dire.",
    )
    feuille = forms.CharField(
        label="Feuille",
        required=False,
        max_length=100,
        help_text="Laissez vide pour la première feuille remplie.",
    )

    def __init__(self, campagne, site, *args, **options):
        super().__init__(*args, **options)
        sites = campagne.sites.all()
        self.fields["site"].queryset = sites
        self.fields["site"].initial = site
        self.fields["service"].queryset = Service.objects.filter(site__in=sites)
        self.fields["mode"].initial = campagne.modes[0] if campagne.modes else Mode.EN_LIGNE
        if campagne.formulaire_id is None:
            choix = [(f.value, f.label) for f in SANS_QUESTIONNAIRE]
            for nom in ("mode", "structure", "service"):
                self.fields[nom].required = False
        else:
            choix = [RECONNAITRE, *FormatReponses.choices]
        self.fields["outil"].choices = choix

    def clean(self):
        """Refuse a service of another site."""
        donnees = super().clean()
        service, site = donnees.get("service"), donnees.get("site")
        if service and site and service.site_id != site.pk:
            self.add_error("service", "Ce service n’est pas du site choisi.")
        return donnees

    def build_reglages(self) -> dict:
        """Return what was chosen, as an import keeps it."""
        donnees = self.cleaned_data
        return {
            "mode": donnees["mode"],
            "service": donnees["service"].pk if donnees["service"] else None,
            "jour": donnees["jour"].isoformat() if donnees["jour"] else "",
            "feuille": donnees["feuille"],
        }


class ReglagesForm(Formulaire):
    """One choice per column of the file, then one per text that is no known answer."""

    dit_facultatif = False
    sauf_refusees = forms.BooleanField(
        label="Laisser de côté les lignes refusées et reprendre les autres", required=False
    )

    def __init__(self, roles, noms, depot, *args, **options):
        """roles: code -> label, with None or its question. noms: for « @mode »… code -> name."""
        super().__init__(*args, **options)
        self.depot = depot
        self.noms_colonnes = [c["nom"] for c in depot.bilan["colonnes"]]
        self.inconnus = depot.bilan.get("inconnus", [])
        self.fields["sauf_refusees"].initial = depot.reglages.get("sauf_refusees", False)
        for rang, colonne in enumerate(depot.bilan["colonnes"]):
            self._add(
                f"colonne-{rang}",
                f"« {colonne['nom']} »",
                list(_iter_roles(roles, colonne["role"])),
                colonne["role"],
                ", ".join(colonne["exemples"]),
            )
        for rang, inconnu in enumerate(self.inconnus):
            self._add(
                f"valeur-{rang}",
                f"« {inconnu['texte']} »",
                [REFUSER, SANS_REPONSE, *_list_reponses(roles, noms, inconnu["role"])],
                inconnu["proposition"] or REFUSER[0],
                f"Colonne « {inconnu['colonne']} », {inconnu['n']} fois.",
            )

    @property
    def colonnes(self):
        """The choices of columns, as bound fields."""
        return [self[nom] for nom in self.fields if nom.startswith("colonne-")]

    @property
    def valeurs(self):
        """The choices of unknown texts, as bound fields."""
        return [self[nom] for nom in self.fields if nom.startswith("valeur-")]

    def build_reglages(self) -> dict:
        """Return what was chosen, as an import keeps it; texts chosen before stay so."""
        donnees = self.cleaned_data
        valeurs = {role: dict(v) for role, v in self.depot.reglages.get("valeurs", {}).items()}
        for rang, inconnu in enumerate(self.inconnus):
            if (choisie := donnees[f"valeur-{rang}"]) != REFUSER[0]:
                valeurs.setdefault(inconnu["role"], {})[inconnu["texte"]] = choisie
        return {
            "colonnes": {n: donnees[f"colonne-{r}"] for r, n in enumerate(self.noms_colonnes)},
            "valeurs": valeurs,
            "sauf_refusees": donnees["sauf_refusees"],
        }

    def _add(self, nom, libelle, choix, initial, aide):
        self.fields[nom] = forms.ChoiceField(
            label=libelle, choices=choix, required=False, initial=initial, help_text=aide
        )
        # The base form dressed the fields it knew, before these.
        dsfr_input_class_attr(self[nom])


def _iter_roles(roles, actuel):
    """Yield the choices of a column: options to tick only where several may be, or is one now."""
    yield NON_REPRISE
    for code, role in roles.items():
        option = getattr(role, "option", None)
        multiple = option and role.question.type is TypeQuestion.CHOIX_MULTIPLE
        if not option or multiple or code == actuel:
            yield code, role.libelle


def _list_reponses(roles, noms, code):
    """Return the answers that an unknown text of a column may stand for."""
    if code in noms:
        return list(noms[code].items())
    question = getattr(roles.get(code), "question", None)
    return [(o.code, str(o.libelle)) for o in question.options] if question else []
