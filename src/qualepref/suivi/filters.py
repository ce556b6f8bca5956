"""The filters of a register's list, kept in the address of the page."""

from django import forms

from qualepref.socle.forms import DateField, Formulaire
from qualepref.suivi.enums import Tracage
from qualepref.suivi.queries.etats import ETATS
from qualepref.suivi.queries.listes import TRI, TRIS


TOUS = ("", "Tous")
TOUTES = ("", "Toutes")


class FiltresForm(Formulaire):
    dit_facultatif = False
    q = forms.CharField(
        label="Référence ou objet", required=False, max_length=80, strip=True,
        widget=forms.TextInput({"type": "search"}),
    )  # fmt: skip
    etat = forms.ChoiceField(label="État", required=False, choices=[TOUS, *ETATS.items()])
    du = DateField(label="Reçues du", required=False)
    au = DateField(label="au (compris)", required=False)
    service = forms.TypedChoiceField(label="Service", required=False, coerce=int, empty_value=None)
    boite = forms.TypedChoiceField(label="Boîte", required=False, coerce=int, empty_value=None)
    nature = forms.ChoiceField(label="Nature", required=False)
    canal = forms.ChoiceField(label="Canal", required=False)
    tracage = forms.ChoiceField(
        label="Traçage", required=False,
        choices=[TOUS, *((v, nom.capitalize()) for v, nom in Tracage.choices)],
    )  # fmt: skip
    tri = forms.ChoiceField(label="Trier par", required=False, choices=TRIS.items(), initial=TRI)

    def __init__(self, *args, site, registre, canaux, echantillonne, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [TOUS, *((s.pk, s.nom) for s in site.services.all())]
        self.fields["boite"].choices = [TOUTES, *((b.pk, b.nom) for b in site.boites.all())]
        self.fields["nature"].choices = [TOUTES, *((n.code, n.libelle) for n in registre.natures)]
        self.fields["canal"].choices = [TOUS, *canaux]
        inutiles = {
            "boite": len(self.fields["boite"].choices) == 1,
            "service": len(self.fields["service"].choices) == 1,
            "nature": len(registre.natures) == 1,
            "canal": len(canaux) <= 1,
            "tracage": not echantillonne,
        }
        for nom, inutile in inutiles.items():
            if inutile:
                del self.fields[nom]

    def clean(self):
        valeurs = super().clean()
        du, au = valeurs.get("du"), valeurs.get("au")
        if du and au and au < du:
            self.add_error("au", "Cette date précède le début de la période.")
        return valeurs

    def actifs(self):
        """Return how many filters are set, the order apart."""
        return sum(bool(v) for nom, v in self.cleaned_data.items() if nom != "tri")
