"""Evidence in a browser: a piece deposited, refused, found; the auditor's folder taken and opened."""

import hashlib
import io
import zipfile
from pathlib import Path

from playwright.sync_api import expect

from e2e.gestes import dit


ADRESSE = "/sites/pref-44/preuves/"
PDF = b"%PDF-1.7\nfiche\n%%EOF\n"
ETROITE = {"width": 320, "height": 800}


def fill(page, nom, contenu):
    page.get_by_label("Fichier").set_input_files(
        {"name": nom, "mimeType": "application/octet-stream", "buffer": contenu}
    )
    page.get_by_label("Titre").fill("Registre des files d’attente")
    page.get_by_label("Engagements prouvés").fill("7")
    page.get_by_role("button", name=dit("Déposer la pièce")).click()


def test_une_piece_deposee_prouve_son_engagement(ouvrir, verifier):
    page = ouvrir("referent.44", f"{ADRESSE}?manquants=on")
    ligne = page.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name="7. Nous veillons")
    )
    expect(ligne).to_contain_text("Aucune pièce")
    verifier(page)

    ligne.get_by_role("link", name=dit("Déposer une pièce")).click()
    fill(page, "releve.docx", PDF)
    expect(page.get_by_role("alert")).to_contain_text(dit("c'est un document PDF"))
    verifier(page)
    fill(page, "releve.pdf", PDF)
    expect(page.get_by_role("status").first).to_contain_text("est conservée")
    verifier(page)
    with page.expect_download() as recu:
        page.get_by_role("link", name="Télécharger", exact=True).click()
    assert Path(recu.value.path()).read_bytes() == PDF

    page.goto(f"{ADRESSE}?manquants=on")
    expect(ligne).to_have_count(0)


def test_le_dossier_de_l_auditeur_se_prepare_et_se_verifie(ouvrir, verifier):
    page = ouvrir("referent.44", f"{ADRESSE}dossiers/")
    page.get_by_label("Graine du tirage").fill("audit-7")
    page.get_by_role("button", name=dit("Préparer le dossier")).click()
    expect(page.get_by_role("status").first).to_contain_text("Le dossier est prêt")
    verifier(page)

    with page.expect_download() as recu:
        page.get_by_role("link", name=dit("(télécharger)")).click()

    octets = Path(recu.value.path()).read_bytes()
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        sommes = archive.read("SHA256SUMS").decode().splitlines()
        assert len(sommes) > 30
        for ligne in sommes:
            somme, _, chemin = ligne.partition("  ")
            assert hashlib.sha256(archive.read(chemin)).hexdigest() == somme


def test_les_preuves_tiennent_sur_un_telephone(ouvrir, verifier):
    page = ouvrir("lecteur.44", ADRESSE, viewport=ETROITE)

    verifier(page)
    expect(page.get_by_role("link", name=dit("Déposer une pièce"))).to_have_count(0)
