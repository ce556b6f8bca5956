"""Forms of the evidence: what a piece is, its file, filters, an auditor's folder."""

from django import forms

from qualepref.amelioration.models import Action, LigneGrille
from qualepref.organisation.queries import get_referentiel
from qualepref.preuves.enums import EtatPreuve
from qualepref.preuves.operations.pieces import FichierDonne, PieceDonnee
from qualepref.socle.forms import DateField, Formulaire


NATURES_ADMISES = (
    "PDF, image (PNG, JPEG, TIFF, WebP), document de bureautique, CSV, texte ou courriel (.eml)."
)


class FichierForm(Formulaire):
    """A file to keep."""

    fichier = forms.FileField(label="Fichier", help_text=NATURES_ADMISES, max_length=200)

    def fichier_donne(self):
        """Return the file as it comes."""
        recu = self.cleaned_data["fichier"]
        return FichierDonne(recu.name or "fichier", recu.chunks())


class PieceForm(Formulaire):
    """What is said of a piece."""

    titre = forms.CharField(
        label="Titre",
        max_length=200,
        help_text="Ce que l’auditeur lira : « Compte rendu du comité local du 30 juin 2022 ».",
    )
    engagements = forms.CharField(
        label="Engagements prouvés",
        max_length=200,
        help_text="Numéros séparés par des virgules : « 3, 16.3 ».",
    )
    service = forms.ModelChoiceField(
        label="Service", queryset=None, required=False, empty_label="Tout le site"
    )
    etablie_le = DateField(label="Date du document", required=False)
    a_revoir_le = DateField(
        label="À revoir le",
        required=False,
        help_text="Passé ce jour, la pièce est « à renouveler » tant que personne ne l’a revue.",
    )
    expire_le = DateField(
        label="Valable jusqu’au",
        required=False,
        help_text="Dernier jour où elle prouve quelque chose.",
    )
    donnees_personnelles = forms.CharField(
        label="Données personnelles qu’elle contient",
        max_length=200,
        required=False,
        help_text="Par exemple « noms des agents présents ». Une telle pièce n’est jointe au dossier "
        "de l’auditeur que sur un besoin déclaré. Vide : aucune.",
    )

    def __init__(self, *args, acces, **options):
        super().__init__(*args, **options)
        droits = acces.droits
        services = acces.site.services.all()
        if not droits.gere:
            services = services.filter(pk__in=droits.services)
            self.fields["service"].empty_label = None
            self.fields["service"].required = True
        self.fields["service"].queryset = services

    def clean_engagements(self):
        """Return the numbers, « 3 » or « 16.3 »."""
        lus = self.cleaned_data["engagements"].replace(";", ",").split(",")
        return tuple(e.strip() for e in lus if e.strip())

    def donnee(self, *, action: Action | None = None, ligne: LigneGrille | None = None):
        """Return what was said of the piece."""
        valeurs = {c: self.cleaned_data[c] for c in PieceForm.base_fields}
        return PieceDonnee(**valeurs, action=action, ligne=ligne)


class DepotForm(PieceForm, FichierForm):
    """A piece to deposit: its file and what is said of it."""

    field_order = ("fichier", *PieceForm.base_fields)


class FiltrePiecesForm(Formulaire):
    """The list of pieces, narrowed."""

    dit_facultatif = False
    q = forms.CharField(label="Titre", required=False, max_length=100)
    etat = forms.ChoiceField(label="État", required=False)
    service = forms.ModelChoiceField(
        label="Service", queryset=None, required=False, empty_label="Tous"
    )
    engagement = forms.IntegerField(label="Engagement", required=False, min_value=1)

    def __init__(self, *args, site, **options):
        super().__init__(*args, **options)
        etats = (EtatPreuve.PROBANTE, EtatPreuve.A_RENOUVELER)
        self.fields["etat"].choices = [("", "Tous"), *((e.value, e.label) for e in etats)]
        self.fields["service"].queryset = site.services.all()


class FiltreManquesForm(Formulaire):
    """The evidence of the perimeter, narrowed."""

    dit_facultatif = False
    module = forms.TypedChoiceField(label="Module", required=False, coerce=int, empty_value=None)
    manquants = forms.BooleanField(label="Seulement ce qui manque", required=False)

    def __init__(self, *args, site, **options):
        super().__init__(*args, **options)
        retenus = set(site.modules)
        modules = [
            (m.numero, f"{m.numero} – {m.titre}")
            for m in get_referentiel(site).modules
            if m.numero in retenus
        ]
        self.fields["module"].choices = [("", "Tous"), *modules]


class DossierForm(Formulaire):
    """An auditor's folder to make."""

    graine = forms.CharField(
        label="Graine du tirage",
        max_length=40,
        help_text="Lettres, chiffres, traits d’union. À demander à l’auditeur : qui la choisit choisit "
        "les lignes. La même graine redonne les mêmes lignes.",
    )
    besoin = forms.CharField(
        label="Besoin de noms de personnes",
        max_length=300,
        required=False,
        help_text="Laissez vide : les noms sont laissés de côté. Si l’auditeur en a besoin, dites "
        "pourquoi et qui l’a demandé ; votre demande est tracée.",
    )

    def __init__(self, *args, declare, **options):
        super().__init__(*args, **options)
        if not declare:
            del self.fields["besoin"]
