"""What the base keeps of the words of a site: templates, contact details, voice server."""

from qualepref.modeles.models.modeles import Coordonnees, Modele
from qualepref.modeles.models.svi import EtapeSvi, Svi


__all__ = ("Coordonnees", "EtapeSvi", "Modele", "Svi")
