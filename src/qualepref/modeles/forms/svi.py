"""Forms of the voice server: a step, the day a version begins, an update asked for."""

from __future__ import annotations

from django import forms
from django.utils.text import slugify

from qualepref.modeles.enums import TypeEtape
from qualepref.modeles.models import EtapeSvi
from qualepref.modeles.queries.svi import get_regles_svi
from qualepref.modeles.rules.svi import Etape, list_branche
from qualepref.organisation.models import Service
from qualepref.socle.forms import DateField, Formulaire
from qualepref.suivi.models import Demande


PAROLES = "paroles_"
LONGUEUR_PAROLES = 2_000
LONGUEURS = {c: EtapeSvi._meta.get_field(c).max_length for c in ("code", "libelle", "vers")}


class EtapeForm(Formulaire):
    """A step of a draft. etape: the one corrected, None for a new one."""

    libelle = forms.CharField(
        label="Nom de l’étape", max_length=LONGUEURS["libelle"],
        help_text="Pour vous, comme « Titres de séjour » : l’appelant ne l’entend pas.",
    )  # fmt: skip
    parent = forms.ChoiceField(label="Menu d’origine")
    touche = forms.ChoiceField(label="Touche qui y mène")
    type = forms.ChoiceField(
        label="Ce que fait l’étape", choices=[(t, t.label[:1].upper() + t.label[1:]) for t in TypeEtape]
    )  # fmt: skip
    service = forms.ModelChoiceField(
        label="Service qui répond", queryset=Service.objects.none(), required=False,
        to_field_name="code", empty_label="Aucun", help_text="Pour une mise en relation.",
    )  # fmt: skip
    numero = forms.CharField(
        label="Numéro appelé", required=False, max_length=LONGUEURS["vers"],
        help_text="Pour un renvoi vers un numéro, comme 34 00.",
    )  # fmt: skip
    retour = forms.ChoiceField(
        label="Menu où l’on revient", required=False, help_text="Pour un retour."
    )

    rang = forms.IntegerField(
        label="Rang de la question fréquente", required=False, min_value=1,
        help_text="1 pour la question que les usagers posent le plus ; vide si cette étape ne répond à "
        "aucune des plus fréquentes.",
    )  # fmt: skip

    def __init__(self, *args, site, etapes, etape=None, parent="", **kwargs):
        self.etapes, self.etape, self.regles = etapes, etape, get_regles_svi()
        super().__init__(*args, initial=self._build_initial(parent), **kwargs)
        self.fields["service"].queryset = Service.objects.filter(site=site)
        menus = [(e.code, e.libelle) for e in etapes if e.type == TypeEtape.MENU]
        dessous = list_branche(etapes, etape.code) if etape else frozenset()
        self.fields["parent"].choices = [m for m in menus if m[0] not in dessous]
        self.fields["retour"].choices = [("", "Aucun"), *menus]
        self.fields["touche"].choices = list(self.regles.touches.noms.items())
        premiere = (etape is not None and not etape.parent) or not etapes
        if premiere:
            del self.fields["parent"], self.fields["touche"]
        for code, nom in self.regles.langues.items():
            self.add_field(f"{PAROLES}{code}", _build_paroles(code, nom))

    @property
    def premiers(self):
        """Every field but the words of languages the step does not speak."""
        autres = {champ.name for champ in self.autres_langues}
        return [champ for champ in self.visible_fields() if champ.name not in autres]

    @property
    def autres_langues(self):
        """The words of the languages the step does not speak, folded away."""
        etrangers = [self[f"{PAROLES}{c}"] for c in self.regles.langues if c != self.regles.langue]
        return [champ for champ in etrangers if not champ.value() and not champ.errors]

    def _build_initial(self, parent):
        """Return what the form shows first: the step, or the first free key of a menu."""
        if self.etape is None:
            prises = {e.touche for e in self.etapes if e.parent == parent}
            libres = [t for t in self.regles.touches.noms if t not in prises]
            return {"parent": parent, "touche": libres[0] if libres else "", "type": TypeEtape.MENU}
        e = self.etape
        return {
            "libelle": e.libelle,
            "parent": e.parent,
            "touche": e.touche,
            "type": e.type,
            "service": e.service,
            "rang": e.rang,
            "numero": e.vers if e.type == TypeEtape.NUMERO else "",
            "retour": e.vers if e.type == TypeEtape.RETOUR else "",
            **{f"{PAROLES}{c}": t for c, t in e.paroles.items()},
        }

    def build_etape(self) -> Etape:
        """Return the step typed; what its type does not use is left out."""
        lu = self.cleaned_data
        sorte = TypeEtape(lu["type"])
        vers = {TypeEtape.NUMERO: lu["numero"], TypeEtape.RETOUR: lu["retour"]}.get(sorte, "")
        service = lu["service"] if sorte == TypeEtape.AGENT else None
        paroles = {c: " ".join(lu[f"{PAROLES}{c}"].split()) for c in self.regles.langues}
        return Etape(
            self.etape.code if self.etape else self._give_code(lu["libelle"]),
            lu.get("parent", ""),
            lu.get("touche", ""),
            lu["libelle"],
            sorte,
            {c: t for c, t in paroles.items() if t},
            vers,
            service.code if service else "",
            lu["rang"],
        )

    def add_fautes(self, fautes) -> None:
        """Say beside each field why the step is refused."""
        champs = {"vers": "numero" if self.cleaned_data["type"] == TypeEtape.NUMERO else "retour"}
        for faute in fautes:
            champ = champs.get(faute.champ, faute.champ)
            texte = f"{faute.motif[:1].upper()}{faute.motif[1:]}. {faute.remede}"
            self.add_error(champ if champ in self.fields else None, texte)

    def _give_code(self, libelle):
        """Return a code of its own for a new step, made from its name."""
        pris = {e.code for e in self.etapes}
        base = slugify(libelle)[: LONGUEURS["code"] - 3] or "etape"
        rang, code = 1, base
        while code in pris:
            rang += 1
            code = f"{base}-{rang}"
        return code


def _build_paroles(code, nom):
    saisie = forms.Textarea({"rows": 3, "lang": code, "dir": "auto"})
    return forms.CharField(
        label=f"Paroles en {nom}", required=False, max_length=LONGUEUR_PAROLES, widget=saisie
    )


class VigueurForm(Formulaire):
    """The day a version begins to answer calls."""

    depuis = DateField(label="En vigueur à partir du")


class MiseAJourForm(Formulaire):
    """An update of the voice server, asked of who keeps it."""

    objet = forms.CharField(
        label="Ce qui doit changer", max_length=Demande._meta.get_field("objet").max_length,
        help_text="Sans nom de personne.",
    )  # fmt: skip
    service = forms.ModelChoiceField(
        label="Service qui demande", queryset=Service.objects.none(), required=False,
        empty_label="Aucun",
    )  # fmt: skip

    def __init__(self, *args, site, droits, **kwargs):
        super().__init__(*args, **kwargs)
        services = Service.objects.filter(site=site)
        if not droits.gere:
            # A correspondent writes for his own service only, as in the registers.
            services = services.filter(pk__in=droits.services)
            self.fields["service"].required = True
        self.fields["service"].queryset = services
