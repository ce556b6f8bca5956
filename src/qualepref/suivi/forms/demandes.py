"""Recording and correcting a demande."""

from django import forms

from qualepref.socle.forms import DateField
from qualepref.suivi.enums import AIDES, Portee, Tracage
from qualepref.suivi.forms.lecture import LueForm
from qualepref.suivi.rules import DatesDemande, check_dates


CHOISIR = ("", "Choisir")
AUCUN = ("", "Aucun")
AUCUNE = ("", "Aucune")
# On these channels alone no mailbox receives anything.
CANAUX_SANS_BOITE = {"courrier", "urne", "telephone", ""}


def canaux_of(registre, referentiel):
    """Return (code, label) of the channels a register takes; none when it has no channel."""
    return [(code, nom) for code, nom in referentiel.canaux if code in registre.canaux]


def champs_utiles(registre):
    """Return the date fields that the clocks of a register read."""
    horloges = [h for n in registre.natures for h in n.horloges]
    return {c for h in horloges for c in (h.depart, *h.arrivees)}


def registre_suit_completude(registre):
    """Tell whether a demande of the register may be incomplete."""
    return any("incomplete" in n.exclusions for n in registre.natures)


class EcheanceForm(forms.Form):
    """What a deadline depends on, and nothing else."""

    nature = forms.ChoiceField(required=False)
    canal = forms.ChoiceField(required=False)
    recue_le = DateField()
    complete = forms.BooleanField(required=False)
    complete_le = DateField(required=False)
    proposee_le = DateField(required=False)

    def __init__(self, *args, registre, referentiel, **kwargs):
        super().__init__(*args, **kwargs)
        self.natures = {n.code: n for n in registre.natures}
        self.canaux = dict(canaux_of(registre, referentiel))
        self.fields["nature"].choices = [("", ""), *((c, c) for c in self.natures)]
        self.fields["canal"].choices = [("", ""), *self.canaux.items()]
        self.suit_completude = registre_suit_completude(registre)

    def clean(self):
        """Take the only nature or channel of a register as said; ask for the others."""
        valeurs = super().clean()
        for nom, codes in (("nature", self.natures), ("canal", self.canaux)):
            if len(codes) == 1:
                valeurs[nom] = next(iter(codes))
            elif codes and not valeurs.get(nom) and nom not in self.errors:
                self.add_error(nom, "Choisissez d’abord la nature et le canal.")
        return valeurs

    def dates(self):
        """Return the dates the clock reads."""
        lues = self.cleaned_data
        return DatesDemande(
            recue_le=lues["recue_le"],
            complete=lues["complete"] or not self.suit_completude,
            complete_le=lues["complete_le"],
            proposee_le=lues["proposee_le"],
        )


class DemandeForm(LueForm):
    """Everything one may write of a demande; fields without use in the register are removed."""

    nature = forms.ChoiceField(label="Nature")
    canal = forms.ChoiceField(label="Canal")
    recue_le = DateField(label="Reçue le")
    objet = forms.CharField(
        label="Objet", required=False, max_length=300,
        help_text="En quelques mots, sans nom de personne si possible.",
    )  # fmt: skip
    demandeur = forms.CharField(
        label="Demandeur", required=False, max_length=200, help_text="Donnée personnelle : seulement si elle sert à répondre.",
    )  # fmt: skip
    service = forms.TypedChoiceField(label="Service", required=False, coerce=int, empty_value=None)
    boite = forms.TypedChoiceField(
        label="Boîte fonctionnelle", required=False, coerce=int, empty_value=None
    )
    portee = forms.ChoiceField(
        label="Portée", required=False, help_text=AIDES["portee"],
        choices=[("", "Non précisée"), *((v, nom.capitalize()) for v, nom in Portee.choices)],
    )  # fmt: skip
    reference = forms.CharField(
        label="Référence", required=False, max_length=80,
        help_text="Laissez vide pour recevoir le prochain numéro de l’année.",
    )  # fmt: skip
    tracage = forms.ChoiceField(
        label="Traçage", required=False, help_text=AIDES["tracage"],
        choices=[("", "Selon les semaines d’échantillon"), *((v, nom.capitalize()) for v, nom in Tracage.choices)],
    )  # fmt: skip
    complete = forms.BooleanField(
        label="La demande est complète", required=False, initial=True,
        help_text="Décochez s’il manque des pièces : le délai courra du jour où elles arrivent.",
    )  # fmt: skip
    complete_le = DateField(label="Complétée le", required=False)
    accuse_le = DateField(label="Accusé de réception le", required=False)
    attente_le = DateField(label="Réponse d’attente le", required=False)
    attente_delai_annonce = forms.CharField(
        label="Délai annoncé", required=False, max_length=80,
        help_text="Par exemple « 3 semaines ». Sans lui, la réponse d’attente n’arrête pas le délai.",
    )  # fmt: skip
    proposee_le = DateField(label="Date de rendez-vous proposée le", required=False)
    rdv_le = DateField(label="Rendez-vous tenu ou prévu le", required=False)
    repondue_le = DateField(label="Répondue le", required=False)
    commentaire = forms.CharField(
        label="Commentaire", required=False, widget=forms.Textarea({"rows": 3})
    )

    RECEPTION = ("recue_le", "nature", "canal", "complete", "complete_le")
    DEMANDE = ("objet", "demandeur", "service", "boite", "portee", "reference", "tracage")
    SUITE = (
        "accuse_le", "attente_le", "attente_delai_annonce", "proposee_le", "rdv_le", "repondue_le",
        "commentaire",
    )  # fmt: skip

    def __init__(self, *args, acces, registre, echantillonne, **kwargs):
        super().__init__(*args, le=acces.le, **kwargs)
        self.registre, self.acces = registre, acces
        canaux = canaux_of(registre, acces.referentiel)
        self._set_choix("nature", [(n.code, n.libelle) for n in registre.natures])
        self._set_choix("canal", canaux)
        self._set_services()
        self.fields["boite"].choices = [
            AUCUNE, *((b.pk, b.nom) for b in acces.site.boites.all())
        ]  # fmt: skip
        self._remove_inutiles({code for code, _ in canaux}, echantillonne)

    def _set_choix(self, nom, choix):
        champ = self.fields[nom]
        champ.choices = choix if len(choix) == 1 else [CHOISIR, *choix]
        if len(choix) <= 1:
            del self.fields[nom]

    def _set_services(self):
        droits, champ = self.acces.droits, self.fields["service"]
        services = [
            (s.pk, s.nom)
            for s in self.acces.site.services.all()
            if droits.gere or s.pk in droits.services
        ]
        champ.required = not droits.gere
        champ.choices = services if len(services) == 1 and champ.required else [AUCUN, *services]

    def _remove_inutiles(self, canaux, echantillonne):
        utiles = champs_utiles(self.registre)
        inutiles = {
            "boite": canaux <= CANAUX_SANS_BOITE or len(self.fields["boite"].choices) == 1,
            "service": len(self.fields["service"].choices) == 1 and self.acces.droits.gere,
            "tracage": not echantillonne,
            "lue_le": self.demande is None,
            "attente_delai_annonce": "attente_le" not in utiles,
            **{c: c not in utiles for c in ("attente_le", "proposee_le", "rdv_le", "repondue_le")},
        }
        if not registre_suit_completude(self.registre):
            inutiles |= {"complete": True, "complete_le": True}
        if not any("portee" in i.detail for i in self._indicateurs()):
            inutiles["portee"] = True
        for nom, inutile in inutiles.items():
            if inutile:
                del self.fields[nom]

    def _indicateurs(self):
        """Return the indicators whose filters name a nature of this register."""
        natures = {n.code for n in self.registre.natures}
        for indicateur in self.acces.referentiel.indicateurs:
            formule = indicateur.formule
            termes = (*formule.numerateur, *formule.denominateur) if formule else ()
            if any(natures & set(dict(t.filtre).get("nature", ())) for t in termes):
                yield indicateur

    def clean(self):
        """Judge the dates of a new demande."""
        super().clean()
        if self.demande is None and not self.errors:
            dates = {c: v for c, v in self.valeurs().items() if c in DatesDemande.__slots__}
            self.add_fautes(check_dates(DatesDemande(**dates), le=self.le))
        return self.cleaned_data

    def clean_reference(self):
        """Return the reference; only a new demande may leave it to be given."""
        reference = self.cleaned_data["reference"]
        if self.demande is not None and not reference:
            raise forms.ValidationError("Une demande enregistrée garde une référence.")
        return reference

    def valeurs(self):
        """Return the stored fields; a register of one nature or channel implies it."""
        lues = {n: v for n, v in self.cleaned_data.items() if n != "lue_le"}
        if len(self.registre.natures) == 1:
            lues["nature"] = self.registre.natures[0].code
        if len(self.registre.canaux) <= 1:
            lues["canal"] = next(iter(self.registre.canaux), "")
        if lues.get("complete_le"):
            lues["complete"] = True
        for nom in ("service", "boite"):
            if nom in lues:
                lues[f"{nom}_id"] = lues.pop(nom)
        return lues

    def parties(self):
        """Return the parts of the page: title, fields, and whether the part may stay folded."""
        suite = [n for n in self.SUITE if n in self.fields]
        replie = self.demande is None and not self.is_bound
        replie = replie and not any(self.initial.get(n) for n in suite)
        return [
            ("La réception", self._existants(self.RECEPTION), False),
            ("La demande", self._existants(self.DEMANDE), False),
            ("Les suites déjà données, s’il y en a", self._existants(suite), replie),
        ]

    def _existants(self, noms):
        return [self[n] for n in noms if n in self.fields]
