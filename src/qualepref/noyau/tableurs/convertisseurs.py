"""Converts one raw cell into the value of a field, or says in French why it cannot."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from rapidfuzz import fuzz, process

from qualepref.noyau.tableurs.champs import Champ, TypeChamp, Valeur
from qualepref.noyau.tableurs.dates import (
    check_annee,
    convert_serie,
    parse_date_heure,
    parse_mois,
)
from qualepref.noyau.tableurs.grille import EPOQUE_1900, Cellule, CelluleFautive, Taux
from qualepref.noyau.tableurs.inspection import CODES_ERREUR
from qualepref.noyau.tableurs.nombres import (
    check_entier,
    convert_flottant,
    parse_decimal,
    parse_entier,
    parse_taux,
)
from qualepref.noyau.tableurs.refus import ValeurRefuseeError
from qualepref.noyau.tableurs.vocabulaire import (
    NON,
    OUI,
    PHRASE_NEANT,
    Absence,
    find_absence,
    normalize_texte,
    strip_accents,
)


Convertisseur = Callable[[Cellule], Valeur]

# Two labels closer than this are suggested for one another, never replaced.
RESSEMBLANCE_CHOIX = 70.0
VALEURS_LISTEES = 12
MINUIT = dt.time()


def build_convertisseur(champ: Champ, *, epoque: dt.date = EPOQUE_1900) -> Convertisseur:
    """Return the function that converts the cells of a field, missing marks included.

    It raises ValeurRefuseeError, also for the absence of an obligatory value. For TAUX, a number
    without a unit is returned as it stands: `conversion` decides its unit on the whole column.
    """
    convert = _build_selon_type(champ, epoque)

    def convert_cellule(cellule: Cellule) -> Valeur:
        valeur = _convert_presente(cellule, convert)
        if champ.obligatoire and isinstance(valeur, Absence):
            raise ValeurRefuseeError("valeur obligatoire absente", "La renseigner.")
        return valeur

    return convert_cellule


def _convert_presente(cellule: Cellule, convert: Convertisseur) -> Valeur:
    if isinstance(cellule, CelluleFautive):
        raise ValeurRefuseeError(cellule.motif, cellule.remede)
    if isinstance(cellule, str):
        cellule = cellule.strip()
        if cellule in CODES_ERREUR:
            raise ValeurRefuseeError(
                f"le tableur y affiche l’erreur {cellule}",
                "Corriger la formule, ou saisir la valeur à la place.",
            )
        if not cellule:
            return Absence.VIDE
    return convert(cellule)


def _build_selon_type(champ: Champ, epoque: dt.date) -> Convertisseur:
    if champ.type is TypeChamp.CHOIX:
        return _build_choix(champ)
    if champ.type is TypeChamp.DATE:
        return _skip_absences(lambda cellule: _convert_date(cellule, epoque))
    if champ.type is TypeChamp.MOIS:
        return _skip_absences(lambda cellule: _convert_mois(cellule, epoque))
    if champ.type is TypeChamp.DATE_HEURE:
        return _skip_absences(lambda cellule: _convert_date_heure(cellule, epoque))
    if champ.type is TypeChamp.LITTERAL:
        return format_cellule
    simples: dict[TypeChamp, Convertisseur] = {
        TypeChamp.ENTIER: _convert_entier,
        TypeChamp.DECIMAL: _convert_decimal,
        TypeChamp.TAUX: _convert_taux,
        TypeChamp.BOOLEEN: _convert_booleen,
    }
    if champ.type in simples:
        return _skip_absences(simples[champ.type])
    return _convert_texte


def _convert_mois(cellule: Cellule, epoque: dt.date) -> Valeur:
    mois = parse_mois(cellule) if isinstance(cellule, str) else None
    if mois is not None:
        return mois
    jour = _convert_date(cellule, epoque)
    return jour.replace(day=1) if isinstance(jour, dt.date) else jour


def _skip_absences(convert: Convertisseur) -> Convertisseur:
    """Return the converter preceded by the missing marks and « aucune réclamation reçue »."""

    def convert_ou_absence(cellule: Cellule) -> Valeur:
        if isinstance(cellule, str):
            absence = find_absence(cellule)
            if absence is not None:
                return absence
            if PHRASE_NEANT.match(strip_accents(cellule)):
                return Absence.NEANT
        return convert(cellule)

    return convert_ou_absence


def _convert_texte(cellule: Cellule) -> Valeur:
    if isinstance(cellule, str):
        absence = find_absence(cellule)
        return cellule if absence is None else absence
    return format_cellule(cellule)


def _convert_date(cellule: Cellule, epoque: dt.date) -> dt.date:
    if isinstance(cellule, str):
        moment, _ = parse_date_heure(cellule)
        if moment.tzinfo is not None:
            raise ValeurRefuseeError(
                "l’heure porte un fuseau : le jour local n’est pas certain",
                "Écrire la date locale, sous la forme jj/mm/aaaa.",
            )
        return moment.date()
    return _convert_date_heure(cellule, epoque).date()


def _convert_date_heure(cellule: Cellule, epoque: dt.date) -> dt.datetime:
    if isinstance(cellule, str):
        return parse_date_heure(cellule)[0]
    if isinstance(cellule, dt.datetime):
        check_annee(cellule.year)
        return cellule
    if isinstance(cellule, dt.date):
        check_annee(cellule.year)
        return dt.datetime.combine(cellule, MINUIT)
    if isinstance(cellule, int | float) and not isinstance(cellule, bool | Taux):
        return convert_serie(cellule, epoque)
    raise ValeurRefuseeError("date non reconnue", "Écrire la date sous la forme jj/mm/aaaa.")


def _convert_entier(cellule: Cellule) -> int:
    if isinstance(cellule, str):
        return parse_entier(cellule)
    return check_entier(_convert_nombre(cellule))


def _convert_decimal(cellule: Cellule) -> Decimal:
    return parse_decimal(cellule) if isinstance(cellule, str) else _convert_nombre(cellule)


def _convert_taux(cellule: Cellule) -> Fraction:
    if isinstance(cellule, str):
        return parse_taux(cellule)[0]
    return Fraction(_convert_nombre(cellule))


def _convert_nombre(cellule: Cellule) -> Decimal:
    if isinstance(cellule, int | float) and not isinstance(cellule, bool):
        return convert_flottant(cellule)
    raise ValeurRefuseeError(
        "nombre attendu", "Écrire un nombre, et donner à la cellule le format Nombre."
    )


def _convert_booleen(cellule: Cellule) -> bool:
    if isinstance(cellule, bool):
        return cellule
    texte = strip_accents(format_cellule(cellule)).strip(" .")
    if texte in OUI:
        return True
    if texte in NON:
        return False
    raise ValeurRefuseeError("réponse non reconnue", "Écrire « oui » ou « non ».")


def _build_choix(champ: Champ) -> Convertisseur:
    """Return the converter of a closed list: a label or a code, accents and case aside.

    A label such as « Aucun » belongs to the list before it means an absence.
    """
    codes = {normalize_texte(code): code for code in champ.valeurs}
    codes |= {normalize_texte(libelle): code for code, libelle in champ.valeurs.items()}

    def convert_choix(cellule: Cellule) -> Valeur:
        texte = format_cellule(cellule)
        code = codes.get(normalize_texte(texte))
        if code is not None:
            return code
        absence = find_absence(texte)
        if absence is not None:
            return absence
        raise ValeurRefuseeError("valeur hors de la liste", _advise_choix(texte, champ))

    return convert_choix


def _advise_choix(texte: str, champ: Champ) -> str:
    libelles = list(champ.valeurs.values())
    proche = process.extractOne(
        texte,
        libelles,
        scorer=fuzz.WRatio,
        processor=normalize_texte,
        score_cutoff=RESSEMBLANCE_CHOIX,
    )
    if proche is not None:
        return f"Vouliez-vous écrire « {proche[0]} » ?"
    suite = "…" if len(libelles) > VALEURS_LISTEES else "."
    return "Choisir parmi : " + ", ".join(libelles[:VALEURS_LISTEES]) + suite


def format_cellule(cellule: Cellule) -> str:
    """Return a raw cell as a French spreadsheet shows it, for texts and error reports."""
    if isinstance(cellule, bool):
        return "oui" if cellule else "non"
    if isinstance(cellule, Taux):
        return format_decimal(convert_flottant(cellule) * 100) + " %"
    if isinstance(cellule, int | float):
        return format_decimal(convert_flottant(cellule))
    if isinstance(cellule, dt.datetime):
        if cellule.time() == MINUIT:
            return f"{cellule:%d/%m/%Y}"
        return f"{cellule:%d/%m/%Y %H:%M:%S}".removesuffix(":00")
    if isinstance(cellule, dt.date):
        return f"{cellule:%d/%m/%Y}"
    return str(cellule).strip()


def format_decimal(nombre: Decimal) -> str:
    """Return a number with a decimal comma, no exponent, no useless zero."""
    texte = f"{nombre:f}"
    if "." in texte:
        texte = texte.rstrip("0").rstrip(".")
    return "0" if texte in ("-0", "") else texte.replace(".", ",")
