"""What every page must pass: axe's RGAA rules at zero, and what axe does not see."""

from axe_playwright_python.base import AXE_SCRIPT


RGAA = {"runOnly": {"type": "tag", "values": ["RGAAv4"]}, "resultTypes": ["violations"]}
# All that the colours of a page decide.
ENCRES = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}

# A colour read half-way through a transition is no colour of the page: wait for them to end.
REPOS = """() => Promise.all(document.getAnimations()
  .filter((a) => Number.isFinite(a.effect.getComputedTiming().endTime))
  .map((a) => a.finished.catch(() => null)))"""

# Drawings without a name, tables without caption or scope, headings that skip a level, a page wider
# than the window, no or several main headings, an empty title, a table that scrolls out of reach.
DEFAUTS = """() => {
  const defauts = [];
  const visible = e => e.checkVisibility({visibilityProperty: true});
  for (const svg of document.querySelectorAll('main svg'))
    if (svg.getAttribute('aria-hidden') !== 'true' && !svg.querySelector('title'))
      defauts.push('dessin sans titre');
  for (const table of document.querySelectorAll('main table')) {
    if (!table.caption) defauts.push('tableau sans légende');
    for (const th of table.querySelectorAll('th:not([scope])'))
      defauts.push('en-tête sans portée : ' + th.textContent.trim());
  }
  let niveau = 0;
  for (const titre of document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')) {
    if (!visible(titre)) continue;
    const n = Number(titre.tagName[1]);
    if (n > niveau + 1) defauts.push(`titre h${n} après h${niveau} : ` + titre.textContent.trim());
    if (!titre.textContent.trim()) defauts.push('titre vide');
    niveau = n;
  }
  if (document.querySelectorAll('h1').length !== 1) defauts.push('titre principal');
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth + 1)
    defauts.push('la page déborde : ' + document.documentElement.scrollWidth);
  if (document.documentElement.lang !== 'fr') defauts.push('langue');
  if (!/^\\S.* – Qual-e-Pref$/.test(document.title)) defauts.push('titre de page : ' + document.title);
  if (/ 0000-|None|\\{\\{|\\{%/.test(document.body.innerText))
    defauts.push('morceau de gabarit ou valeur brute');
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  for (const id of new Set(ids))
    if (ids.filter(autre => autre === id).length > 1) defauts.push('identifiant en double : ' + id);
  return defauts;
}"""

# What has the focus: its name, whether its outline shows (its own, or that of the label drawn in
# its place), whether it is inside the window.
FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const dessine = (element, pseudo) => {
    const s = getComputedStyle(element, pseudo);
    return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0;
  };
  const etiquettes = [...(e.labels || [])];
  const boite = e.getBoundingClientRect();
  return {
    nom: `${e.tagName} ${(e.getAttribute('aria-label') || e.textContent || e.name || '').trim()}`,
    // The button of a date field is drawn, and its focus with it, by the browser itself.
    entoure: !e.matches(':focus') || dessine(e) || dessine(e, '::before') || dessine(e, '::after')
      || etiquettes.some(l => dessine(l, '::before') || dessine(l, '::after') || dessine(l)),
    dedans: boite.width > 0 && boite.height > 0 && boite.bottom > 0 && boite.right > 0
      && boite.top < innerHeight && boite.left < innerWidth,
  };
}"""


def find_fautes(page, *, avec_axe: bool = True) -> list[str]:
    """Return everything wrong with the page shown; empty when it is as it should be.

    avec_axe: axe waits for scripts, which a page without script never runs.
    """
    # Without script, a click returns as soon as the address changes.
    page.wait_for_load_state("load")
    # A page is judged at rest: some browsers are born with the pointer over the logo.
    page.mouse.move(-1, -1)
    violations = find_violations(page, RGAA) if avec_axe else []
    return [*violations, *page.evaluate(DEFAUTS), *page.fautes]


def find_violations(page, options: dict) -> list[str]:
    """Return what axe reproaches to the page shown, each with its element."""
    page.evaluate(REPOS)
    if not page.evaluate("() => typeof window.axe?.run === 'function'"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        f"{violation['id']} : {violation['help']} — {noeud['target']}"
        for violation in violations
        for noeud in violation["nodes"]
    ]


def press_until(page, cible, *, touche="Tab", maximum=150) -> None:
    """Press Tab until the target has the focus; at each step the focus is seen."""
    for _ in range(maximum):
        page.keyboard.press(touche)
        focus = page.evaluate(FOCUS)
        if focus is None:
            continue
        assert focus["entoure"], f"{page.url} : focus invisible sur {focus['nom']}"
        assert focus["dedans"], f"{page.url} : focus hors de la fenêtre sur {focus['nom']}"
        if cible.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"{page.url} : {cible} n'est pas atteint par {touche}")
