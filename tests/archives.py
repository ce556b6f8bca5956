"""ZIP archives that cannot be read, each in its own way."""

import io
import zipfile


COMPRESSIONS = {"bzip2 abîmé": zipfile.ZIP_BZIP2, "lzma abîmé": zipfile.ZIP_LZMA}
# What is written over in each entry of the directory: place, bytes.
CHAMPS = {
    "compression inconnue": {10: b"\x63\x00"},
    "chiffrement inconnu": {8: b"\x40\x00"},
    "version inconnue": {6: b"\x63\x00"},
    "nom qui n’est pas en UTF-8": {8: b"\x00\x08", 46: b"\xff"},
}
MANIERES = (*COMPRESSIONS, *CHAMPS)
# Bytes before the data: of a part, of what LZMA says of itself.
TETE, TETE_LZMA = 30, 9
ENTREE = 46


def build_abimee(maniere, membres):
    """Return an archive of these parts (name -> content), none of which can be read."""
    flux = io.BytesIO()
    with zipfile.ZipFile(flux, "w", COMPRESSIONS.get(maniere, zipfile.ZIP_DEFLATED)) as archive:
        for nom, contenu in membres.items():
            archive.writestr(nom, contenu)
        entrees = archive.infolist()
    octets = bytearray(flux.getvalue())
    place = octets.index(b"PK\x01\x02")
    for entree in entrees:
        longueur = len(entree.filename.encode())
        for champ, valeur in CHAMPS.get(maniere, {}).items():
            octets[place + champ : place + champ + len(valeur)] = valeur
        if maniere in COMPRESSIONS:
            debut = entree.header_offset + TETE + longueur
            for rang in range(debut + TETE_LZMA, debut + entree.compress_size):
                octets[rang] ^= 0xFF
        place += ENTREE + longueur
    return bytes(octets)
