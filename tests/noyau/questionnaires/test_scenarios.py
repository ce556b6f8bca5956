import datetime as dt
import shutil
from fractions import Fraction

import pytest

from qualepref.noyau.questionnaires.fautes import QuestionnaireInvalideError
from qualepref.noyau.questionnaires.scenarios import Canal, load_mystere


@pytest.fixture
def gate(racine, tmp_path):
    """Spoil the project's file: replace its first such text; then load it."""
    chemin = tmp_path / "scenarios.yaml"
    shutil.copy(racine / "scenarios.yaml", chemin)

    def load(avant, apres):
        texte = chemin.read_text(encoding="utf-8")
        assert avant in texte
        chemin.write_text(texte.replace(avant, apres, 1), encoding="utf-8")
        return load_mystere(tmp_path)

    return load


def test_les_scenarios_du_modele_couvrent_les_deux_canaux(racine):
    modele = load_mystere(racine)

    assert len(modele.list_scenarios("appel")) >= 8
    assert len(modele.list_scenarios("courriel")) >= 6
    assert all(s.question and s.attendu and s.source for s in modele.scenarios)


def test_les_creneaux_proposes_tiennent_dans_les_heures_d_ouverture(racine):
    modele = load_mystere(racine)

    proposes = [t for t in modele.list_tranches("appel") if t.propose]

    assert min(t.debut for t in proposes) == dt.time(9)
    assert max(t.fin for t in proposes) == dt.time(16)
    assert modele.get_attente("courriel") == 10
    assert modele.seuil_points == Fraction(4, 5)
    assert {canal for canal, _ in modele.tranches} == set(Canal)


@pytest.mark.parametrize(
    ("avant", "apres", "cle", "motif"),
    [
        ('debut: "09:00", fin: "10:30"', 'debut: "neuf", fin: "10:30"',
         "creneaux.appel[1].debut", "une heure est attendue"),
        ('debut: "10:30", fin: "12:00"', 'debut: "10:00", fin: "12:00"',
         "creneaux.appel[2].debut", "sans se chevaucher"),
        ('debut: "14:00", fin: "15:00"', 'debut: "15:00", fin: "14:00"',
         "creneaux.appel[4].fin", "doit suivre le début"),
        ("seuil: 80", "seuil: 120", "points.seuil", "au plus égal à 100"),
        ("titre: Permis perdu", "titre: Échanger un permis étranger",
         "scenarios[3].titre", "figure déjà"),
        ("canal: appel", "canal: pigeon", "scenarios[0].canal", "pigeon"),
        ("scenarios:\n", "scenario:\n", "scenario", "clé inconnue"),
    ],
)  # fmt: skip
def test_chaque_faute_est_nommee(gate, avant, apres, cle, motif):
    with pytest.raises(QuestionnaireInvalideError) as refus:
        gate(avant, apres)

    fautes = {f.cle: f.motif for f in refus.value.fautes}
    assert cle in fautes
    assert motif in fautes[cle]


def test_un_dossier_sans_scenarios_le_dit(tmp_path):
    with pytest.raises(QuestionnaireInvalideError, match="le fichier manque"):
        load_mystere(tmp_path)
