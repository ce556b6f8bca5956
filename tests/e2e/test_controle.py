"""A published document checked in a real browser: what is false, then what holds."""

from playwright.sync_api import expect


PUBLIE = """
document: {site: Préfecture, date: '2022'}
figures:
  - {id: A, label: Taux de réponse, published: 80 %, unit: pourcent, numerator: 577, denominator: 1000}
  - {id: B, label: Appel le matin, published: 69 %, unit: pourcent, sample_size: 44}
  - {id: C, label: Nombre de lettres, published: '33', unit: nombre, sample_size: 88}
"""


def test_controler_un_document_publie(ouvrir, verifier, tmp_path):
    fichier = tmp_path / "bilan.yaml"
    fichier.write_text(PUBLIE, encoding="utf-8")
    page = ouvrir("referent.91", adresse="/sites/pref-91/publications/")

    page.get_by_role("link", name="Contrôler un document publié").click()
    page.get_by_label("Chiffres publiés").set_input_files(fichier)
    page.get_by_role("button", name="Contrôler").click()

    expect(page.get_by_role("status")).to_contain_text("2 constats")
    expect(page.get_by_role("main")).to_contain_text("aucun effectif sur 44 ne donne 69")
    page.get_by_role("button", name="Vérifié et juste").click()
    expect(page.get_by_text("33 sur 88")).to_be_visible()
    verifier(page)
