"""What neither ruff nor import-linter can see of the house's rules."""

import ast
from pathlib import Path

import pytest


RACINE = Path(__file__).parents[1]
SRC = RACINE / "src" / "qualepref"
REFERENTIELS = RACINE / "referentiels"
MODULES = [p for p in SRC.rglob("*.py") if "migrations" not in p.parts]
PAQUETS = [p for p in MODULES if p.name == "__init__.py"]
OPERATIONS = [p for p in MODULES if "operations" in (p.stem, p.parent.name)]
LECTURES = [p for p in MODULES if "views" in p.parts or p.stem in ("forms", "views")]
CHEMINS_PAR_MACHINE = ("/home/", "/root/", "/work/", "/Users/")
NOMS_INTERDITS = {"utils", "helpers", "common", "mixins", "manager"}

LIGNES_PAR_MODULE = 400
LIGNES_PAR_FONCTION = 50
VERBES = {
    "add", "adopt", "apply", "archive", "assign", "build", "cancel", "change", "check", "close", "compare",
    "compute", "create", "define", "delete", "draw", "erase", "export", "freeze", "grant", "import", "link", "load",
    "merge", "next", "open", "publish", "record", "refresh", "refuse", "remove", "rename", "render",
    "reopen", "reset", "restamp", "revoke", "run", "send", "set", "split", "submit", "update", "validate",
    "withdraw", "write",
}  # fmt: skip
ECRITURES = {
    "save", "delete", "create", "get_or_create", "update_or_create", "bulk_create", "atomic",
}  # fmt: skip


def rel(path: Path) -> str:
    return str(path.relative_to(RACINE))


def functions(path: Path):
    tree = ast.parse(path.read_text())
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("path", MODULES, ids=rel)
def test_un_module_tient_en_400_lignes(path):
    assert len(path.read_text().splitlines()) <= LIGNES_PAR_MODULE


@pytest.mark.parametrize("path", MODULES, ids=rel)
def test_une_fonction_tient_en_50_lignes(path):
    longues = [f.name for f in functions(path) if f.end_lineno - f.lineno >= LIGNES_PAR_FONCTION]

    assert longues == []


@pytest.mark.parametrize("path", MODULES, ids=rel)
def test_un_module_porte_le_nom_de_son_sujet(path):
    assert NOMS_INTERDITS.isdisjoint(path.relative_to(SRC).with_suffix("").parts)


@pytest.mark.parametrize("path", MODULES, ids=rel)
def test_un_module_ne_nomme_aucun_dossier_d_une_machine(path):
    textes = [
        n.value
        for n in ast.walk(ast.parse(path.read_text()))
        if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]

    assert [t for t in textes if t.startswith(CHEMINS_PAR_MACHINE)] == []


@pytest.mark.parametrize("path", PAQUETS, ids=rel)
def test_chaque_paquet_dit_a_quoi_il_sert(path):
    assert ast.get_docstring(ast.parse(path.read_text()))


@pytest.mark.parametrize("path", OPERATIONS, ids=rel)
def test_operations_verbe_anglais_et_arguments_nommes(path):
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert node.name.split("_")[0] in VERBES, node.name
            assert len(node.args.args) <= 1, f"{node.name} : un seul argument positionnel"


@pytest.mark.parametrize("path", LECTURES, ids=rel)
def test_vues_et_formulaires_n_ecrivent_pas(path):
    appels = [
        n.func.attr
        for n in ast.walk(ast.parse(path.read_text()))
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    ]

    assert ECRITURES.isdisjoint(appels), "passer par operations"


@pytest.mark.parametrize("path", sorted(REFERENTIELS.glob("*/*/indicateurs/*.yaml")), ids=rel)
def test_chaque_indicateur_calcule_a_ses_exemples(path):
    calcule = any(ligne.startswith("formule:") for ligne in path.read_text().splitlines())

    assert (path.parents[1] / "exemples" / path.name).exists() or not calcule


@pytest.mark.parametrize("path", sorted(SRC.glob("*/templates/**/composants/*.html")), ids=rel)
def test_un_composant_commence_par_ses_arguments(path):
    assert path.read_text().startswith(("{#", "{% comment %}"))
