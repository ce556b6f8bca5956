"""The opinion of a committee on a version of a template, kept with that version (16.3)."""

from __future__ import annotations

from django.db import transaction

from qualepref.comites.models import Suite
from qualepref.comites.queries.comites import jour_de
from qualepref.modeles.enums import AvisClu
from qualepref.socle.operations import record_evenement


@transaction.atomic
def record_avis(suite: Suite, *, avis: AvisClu, par: str) -> None:
    """Keep the opinion with the version of the template the follow-up is about, if any."""
    modele = suite.modele
    if modele is None:
        return
    modele.avis, modele.avis_le, modele.avis_texte = avis, jour_de(suite.reunion), suite.texte
    modele.save(update_fields=["avis", "avis_le", "avis_texte"])
    record_evenement(
        par=par,
        action="avis du comité rendu",
        objet=f"modèle {modele.code} version {modele.version}",
        site=modele.site_id,
        apres={"avis": avis, "avis_le": modele.avis_le},
    )
