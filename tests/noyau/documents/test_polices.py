from qualepref.noyau.documents.polices import prepare_polices


def test_prepare_polices_reprend_le_dossier_deja_converti(tmp_path):
    premier = prepare_polices(tmp_path)
    dates = {p.name: p.stat().st_mtime_ns for p in premier.iterdir()}

    assert prepare_polices(tmp_path) == premier
    assert {p.name: p.stat().st_mtime_ns for p in premier.iterdir()} == dates


def test_prepare_polices_ne_laisse_rien_de_provisoire(tmp_path):
    dossier = prepare_polices(tmp_path)

    assert list(tmp_path.iterdir()) == [dossier]
    assert {p.stem for p in dossier.iterdir()} >= {"Marianne-Regular", "Marianne-Bold"}


def test_prepare_polices_suit_xdg_cache_home(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    assert prepare_polices().is_relative_to(tmp_path)


def test_prepare_polices_se_passe_du_systeme_de_design(monkeypatch, tmp_path):
    monkeypatch.setattr(
        "qualepref.noyau.documents.polices.importlib.util.find_spec", lambda nom: None
    )

    assert prepare_polices(tmp_path) is None
