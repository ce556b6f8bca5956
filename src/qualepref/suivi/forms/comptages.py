"""The grid of counted quantities."""

from django import forms

from qualepref.noyau.calcul.periodes import MOIS, Periode
from qualepref.socle.forms import Formulaire


class ComptageField(forms.IntegerField):
    """A count; empty or « n.c. » means not collected, which is not zero."""

    widget = forms.TextInput

    def __init__(self, **options):
        options.setdefault("required", False)
        options.setdefault("min_value", 0)
        options.setdefault("max_value", 2**53)
        options["error_messages"] = {
            "invalid": "Écrivez un nombre entier, ou laissez vide.",
            "min_value": "Une quantité comptée n’est jamais négative.",
            "max_value": "Ce nombre est trop grand.",
        }
        super().__init__(**options)

    def to_python(self, value):
        """Return the count, None when it was not collected."""
        texte = "".join(str(value or "").split()).replace("\u202f", "")
        return super().to_python(None if texte.lower().rstrip(".") in ("", "n.c", "nc") else texte)


class ComptagesForm(Formulaire):
    """A year of one quantity: twelve months by its parts. A box is named m<month>_<dimension>."""

    dit_facultatif = False
    source = forms.CharField(
        label="D’où viennent ces chiffres ?", required=False, max_length=200,
        help_text="Autocommutateur, outil de mesure du site, comptage à l’accueil…",
    )  # fmt: skip

    def __init__(self, *args, grandeur, annee, dernier_mois, valeurs, **kwargs):
        super().__init__(*args, **kwargs)
        self.colonnes = grandeur.dimensions or (("", grandeur.libelle),)
        self.lignes = []
        for mois in Periode.annee(annee):
            if mois > dernier_mois:
                break
            cases = []
            for code, libelle in self.colonnes:
                nom = f"m{mois}_{code}"
                nom_mois = MOIS[mois % 100 - 1]
                champ = ComptageField(label=f"{nom_mois}, {libelle}")
                champ.initial = valeurs.get((mois, code))
                champ.widget.attrs |= {
                    "class": "fr-input qp-saisie", "inputmode": "numeric", "autocomplete": "off",
                    "aria-label": champ.label,
                }  # fmt: skip
                champ.cle = (mois, code)
                self.fields[nom] = champ
                cases.append(nom)
            self.lignes.append((mois, cases))

    def grille(self):
        """Return each month with its boxes."""
        return [(mois, [self[nom] for nom in noms]) for mois, noms in self.lignes]

    def comptages(self):
        """Return the value of each (month, dimension)."""
        return {
            champ.cle: self.cleaned_data[nom]
            for nom, champ in self.fields.items()
            if nom != "source"
        }
