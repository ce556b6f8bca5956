"""Forms of the files of registers."""

from django import forms
from dsfr.utils import dsfr_input_class_attr

from qualepref.socle.forms import Formulaire


EXTENSIONS = (("xlsx", "Classeur XLSX"), ("ods", "Classeur ODS"), ("csv", "Fichier CSV"))
NON_REPRISE = ("", "Ne pas reprendre cette colonne")


class DepotForm(Formulaire):
    """A file given for a register."""

    registre = forms.ChoiceField(label="Registre")
    fichier = forms.FileField(
        label="Fichier",
        help_text="Classeur XLSX ou ODS, ou fichier CSV, tel que vous le tenez : les titres, les "
        "totaux et les colonnes en trop sont reconnus.",
    )
    feuille = forms.CharField(
        label="Feuille",
        required=False,
        max_length=100,
        help_text="Laissez vide pour la première feuille remplie.",
    )

    def __init__(self, registres, *args, **options):
        super().__init__(*args, **options)
        self.fields["registre"].choices = registres


class ExportForm(Formulaire):
    """A register taken as a file."""

    dit_facultatif = False
    registre = forms.ChoiceField(label="Registre à exporter")
    annee = forms.IntegerField(
        label="Année de réception (vide : tout)", required=False, min_value=2000, max_value=2050
    )
    extension = forms.ChoiceField(label="Format", choices=EXTENSIONS)
    modele = forms.BooleanField(label="En-têtes seuls, comme modèle à remplir", required=False)

    def __init__(self, registres, *args, **options):
        super().__init__(*args, **options)
        self.fields["registre"].choices = registres


class CorrespondanceForm(Formulaire):
    """One choice per heading of the file: the field it is, or none."""

    dit_facultatif = False

    def __init__(self, champs, bilan, *args, **options):
        super().__init__(*args, **options)
        choix = [NON_REPRISE, *((c.code, c.libelle) for c in champs)]
        proposees = bilan["colonnes"]
        self.entetes = bilan["entetes"]
        for rang, entete in enumerate(self.entetes):
            nom = f"colonne-{rang}"
            self.fields[nom] = forms.ChoiceField(
                label=f"« {entete} »",
                choices=choix,
                required=False,
                initial=proposees.get(entete, ""),
            )
            # The base form dressed the fields it knew, before these.
            dsfr_input_class_attr(self[nom])

    def clean(self):
        """Refuse two columns for one field."""
        donnees = super().clean()
        choisis = [v for v in donnees.values() if v]
        doubles = sorted({v for v in choisis if choisis.count(v) > 1})
        if doubles:
            raise forms.ValidationError(
                "Un champ ne peut venir que d’une colonne : choisissez une seule colonne pour "
                f"{', '.join(doubles)}."
            )
        return donnees

    def build_colonnes(self) -> dict[str, str]:
        """Return heading -> field code; "" leaves the column out."""
        return {e: self.cleaned_data[f"colonne-{r}"] for r, e in enumerate(self.entetes)}
