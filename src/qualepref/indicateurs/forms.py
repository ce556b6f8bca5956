"""Forms of declared values, of targets and of dated events."""

import re

from django import forms

from qualepref.indicateurs.enums import NatureEvenement
from qualepref.indicateurs.rules.cibles import CibleDonnee, check_cible
from qualepref.indicateurs.rules.evenements import EvenementDonne, check_evenement
from qualepref.indicateurs.rules.fichiers import build_valeur
from qualepref.indicateurs.rules.perimetre import DIMENSIONS
from qualepref.indicateurs.rules.unites import LIBELLES_UNITES
from qualepref.indicateurs.rules.valeurs import (
    ETATS_DECLARES,
    LONGUEURS,
    check_valeur,
    tell_reserves,
)
from qualepref.noyau.calcul.releves import LIBELLES_ETAT, Etat
from qualepref.noyau.tableurs.convertisseurs import format_decimal
from qualepref.socle.forms import DateField, Formulaire, NombreField


_MOIS = re.compile(r"(?P<a>\d{4})-(?P<m>\d{1,2})|(?P<m2>\d{1,2})\s*/\s*(?P<a2>\d{4})")
FRACTION, VALEUR, ETAT = "fraction", "valeur", "etat"
FORMES = (
    (FRACTION, "Un numérateur et un dénominateur (ou un simple nombre)"),
    (VALEUR, "Une valeur seule, telle que l’outil national la donne"),
    (ETAT, "Pas de chiffre, et pourquoi"),
)
# What a choice cannot do without.
NECESSAIRES = {
    FRACTION: ("numerateur", "Donnez le numérateur, ou choisissez une autre forme."),
    VALEUR: ("valeur", "Donnez la valeur, ou choisissez une autre forme."),
    ETAT: ("etat", "Choisissez pourquoi il n’y a pas de chiffre."),
}


class MoisInput(forms.DateInput):
    """The browser's own month field, sent as year-month; a plain text field elsewhere."""

    input_type = "month"

    def format_value(self, value):
        return f"{value // 100}-{value % 100:02}" if isinstance(value, int) else value


class MoisField(forms.Field):
    """A month as an integer, 202204, from the browser or typed 04/2022."""

    widget = MoisInput
    default_error_messages = {
        "invalid": "Ce mois n’est pas lisible. Écrivez le mois et l’année, 04/2022."
    }

    def to_python(self, value):
        if value in self.empty_values:
            return None
        trouve = _MOIS.fullmatch(str(value).strip())
        if trouve is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        annee, mois = trouve["a"] or trouve["a2"], trouve["m"] or trouve["m2"]
        return int(annee) * 100 + int(mois)


class ValeurForm(Formulaire):
    """`donnee` and `reserves` hold, once valid, the value given and what is odd about it."""

    # What is needed depends on the form chosen: labels say it themselves.
    dit_facultatif = False
    indicateur = forms.ChoiceField(label="Indicateur")
    detail = forms.ChoiceField(
        label="Détail (facultatif)",
        required=False,
        help_text="Seulement si le chiffre ne porte que sur un service, une boîte, une nature…",
    )
    premier_mois = MoisField(label="Premier mois", help_text="Par exemple 04/2022")
    dernier_mois = MoisField(
        label="Dernier mois (facultatif)",
        required=False,
        help_text="Vide : le même mois. Il est compris.",
    )
    forme = forms.ChoiceField(
        label="Ce que vous avez", choices=FORMES, widget=forms.RadioSelect, initial=FRACTION
    )
    numerateur = NombreField(
        label="Numérateur, ou simple nombre", required=False, help_text="Pour la première forme."
    )
    denominateur = NombreField(
        label="Dénominateur",
        required=False,
        help_text="Pour la première forme ; vide pour un simple nombre.",
    )
    valeur = forms.CharField(
        label="Valeur",
        required=False,
        max_length=40,
        help_text="Pour la deuxième forme, dans l’unité de l’indicateur : 94 ou 94 % pour un taux.",
    )
    etat = forms.ChoiceField(
        label="État",
        required=False,
        help_text="Pour la troisième forme, ou pour dire qu’un chiffre n’est pas significatif.",
    )
    source = forms.CharField(
        label="Source",
        max_length=LONGUEURS["source"],
        help_text="L’outil national, le fichier ou le document qui donne ce chiffre, et sa date.",
    )
    imprimee = forms.CharField(
        label="Valeur imprimée (facultatif)",
        required=False,
        max_length=LONGUEURS["imprimee"],
        help_text="Telle que la source l’écrit, si elle diffère : « n.c », « 94% ».",
    )

    def __init__(self, perimetre, le, *args, **options):
        super().__init__(*args, **options)
        self.perimetre, self.le = perimetre, le
        self.donnee, self.reserves = None, []
        self.fields["indicateur"].choices = [("", "Choisir"), *_group_indicateurs(perimetre)]
        self.fields["detail"].choices = [("", "Tout le site"), *_group_details(perimetre)]
        self.fields["etat"].choices = [
            ("", "Il y a un chiffre"),
            *((e.value, LIBELLES_ETAT[e]) for e in ETATS_DECLARES if e is not Etat.VALEUR),
        ]

    def clean(self):
        donnees = super().clean()
        champ, manque = NECESSAIRES.get(donnees.get("forme", ""), ("", ""))
        if champ and champ not in self.errors and donnees.get(champ) in (None, ""):
            self.add_error(champ, manque)
        if self.errors:
            return donnees
        dimension, _, code = donnees["detail"].partition(":")
        brut = {**donnees, "dimension": dimension, "code_detail": code}
        donnee, refus = build_valeur(brut, self.perimetre)
        if donnee is not None:
            refus = [*refus, *check_valeur(donnee, self.perimetre, le=self.le)]
        add_refus(self, refus)
        if donnee is not None and not refus:
            self.donnee = donnee
            self.reserves = tell_reserves(donnee, self.perimetre)
        return donnees


class CibleForm(Formulaire):
    """`donnee` holds, once valid, the target given."""

    minimum = NombreField(label="Cible", help_text="90 pour 90 % ; la borne basse d’un intervalle.")
    maximum = NombreField(
        label="Borne haute", required=False, help_text="Pour un intervalle seulement : 75 à 80."
    )
    unite = forms.ChoiceField(
        label="Unité",
        choices=[("", "Choisir"), *((u.value, nom) for u, nom in LIBELLES_UNITES.items())],
        error_messages={"required": "Choisissez l’unité : 5 peut être 5 %, 5 jours ou cinq."},
    )
    source = forms.CharField(
        label="Source",
        max_length=LONGUEURS["source"],
        help_text="Qui a fixé cette cible, et quand : comité de pilotage, bilan, référentiel.",
    )

    def __init__(self, perimetre, indicateur, annee, *args, **options):
        super().__init__(*args, **options)
        self.perimetre, self.indicateur, self.annee = perimetre, indicateur, annee
        self.donnee = None

    def clean(self):
        donnees = super().clean()
        if self.errors:
            return donnees
        donnee = CibleDonnee(indicateur=self.indicateur, annee=self.annee, **donnees)
        refus = check_cible(donnee, self.perimetre)
        add_refus(self, refus)
        self.donnee = None if refus else donnee
        return donnees


class EvenementForm(Formulaire):
    """`donne` holds, once valid, the event given."""

    survenu_le = DateField(label="Date")
    nature = forms.ChoiceField(label="Nature", choices=[("", "Choisir"), *NatureEvenement.choices])
    libelle = forms.CharField(
        label="Ce qui s’est passé",
        max_length=120,
        help_text="En quelques mots, sans nommer personne : « nouveau logiciel de courrier ».",
    )
    indicateur = forms.ChoiceField(
        label="Indicateur", required=False, help_text="Tous, si l’événement les touche tous."
    )
    recale = forms.BooleanField(
        label="Le niveau a changé pour de bon",
        required=False,
        help_text="La moyenne et les limites des cartes de contrôle repartent de ce mois-là. "
        "Laissez vide pour un événement passager.",
    )

    def __init__(self, perimetre, le, *args, **options):
        super().__init__(*args, **options)
        self.fields["indicateur"].choices = [("", "Tous"), *_group_indicateurs(perimetre)]
        self.perimetre, self.le = perimetre, le
        self.donne = None

    def clean(self):
        donnees = super().clean()
        if self.errors:
            return donnees
        donne = EvenementDonne(**donnees)
        refus = check_evenement(donne, self.perimetre, le=self.le)
        add_refus(self, refus)
        self.donne = None if refus else donne
        return donnees


def add_refus(form, refus):
    """Say each refusal at its field; at the top when it is of no field shown."""
    noms = {"dimension": "detail", "code_detail": "detail"}
    for r in refus:
        champ = noms.get(r.champ, r.champ)
        form.add_error(champ if champ in form.fields else None, str(r))


def initial_of(donnee):
    """Return the fields of the form for a value already given."""
    chiffree = donnee.numerateur is not None or donnee.valeur is not None
    forme = FRACTION if donnee.numerateur is not None else VALEUR if chiffree else ETAT
    return {
        "indicateur": donnee.indicateur,
        "detail": f"{donnee.dimension}:{donnee.code_detail}" if donnee.dimension else "",
        "premier_mois": donnee.premier_mois,
        "dernier_mois": donnee.dernier_mois,
        "forme": forme,
        "numerateur": donnee.numerateur,
        "denominateur": donnee.denominateur,
        "valeur": "" if donnee.valeur is None else format_decimal(donnee.valeur),
        "etat": "" if donnee.etat is Etat.VALEUR else donnee.etat.value,
        "source": donnee.source,
        "imprimee": donnee.imprimee,
    }


def _group_indicateurs(perimetre):
    domaines = {}
    for i in perimetre.indicateurs.values():
        domaines.setdefault(i.domaine, []).append((i.code, f"{i.code} – {i.libelle}"))
    return list(domaines.items())


def _group_details(perimetre):
    groupes = []
    for dimension, nom in DIMENSIONS.items():
        codes = {}
        for indicateur in perimetre.indicateurs.values():
            codes |= perimetre.codes_of(indicateur, dimension)
        if codes:
            choix = [(f"{dimension}:{c}", libelle) for c, libelle in codes.items()]
            groupes.append((nom[:1].upper() + nom[1:], choix))
    return groupes
