/// The looks of the preview: the card about as the Hub shows it, in light and dark, on wide and on narrow screens.
enum PreviewStyle {
  static let css = """
    .page { --ink: #1a1d21; --soft: #5b616a; --line: #dcdfe4; --back: #ffffff; --raised: #f6f7f9; --link: #0b5fc4; \
    --note: #0b5fc4; --tip: #1a7f37; --important: #7a3fd1; --warning: #8a6100; --caution: #b3261e; \
    --light-only: inline; --dark-only: none; --dark-block: none; color-scheme: light; }
    #theme-dark:checked ~ .page { \(dark) }
    @media (prefers-color-scheme: dark) { #theme-auto:checked ~ .page { \(dark) } }
    * { box-sizing: border-box; }
    html { scroll-padding-top: 1rem; }
    body { margin: 0; font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
    body > input { position: absolute; opacity: 0; pointer-events: none; }
    .page { min-height: 100vh; color: var(--ink); background: var(--back); }
    .soft { color: var(--soft); font-weight: normal; }
    a { color: var(--link); }
    a:focus-visible, .claim:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
    header { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; align-items: center; padding: 0.6rem 1.25rem; \
    border-bottom: 1px solid var(--line); background: var(--raised); }
    header p { margin: 0; overflow-wrap: anywhere; }
    header p:first-child { flex: 1 1 14rem; }
    .themes { display: flex; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; font-size: 0.85rem; }
    .themes label { padding: 0.15rem 0.7rem; cursor: pointer; background: var(--back); }
    \(["auto", "light", "dark"].map { "#theme-\($0):checked ~ .page label[for=theme-\($0)]" }.joined(separator: ", ")) \
    { background: var(--ink); color: var(--back); }
    \(["auto", "light", "dark"].map { "#theme-\($0):focus-visible ~ .page label[for=theme-\($0)]" }.joined(separator: ", ")) \
    { outline: 2px solid var(--link); outline-offset: -3px; }
    .columns { display: grid; grid-template-columns: minmax(0, 1fr) 22rem; gap: 2rem; max-width: 82rem; margin: 0 auto; \
    padding: 1.25rem; }
    main { min-width: 0; }
    .metadata { display: flex; flex-wrap: wrap; gap: 0.4rem 1.25rem; margin: 0 0 1.5rem; padding: 0.75rem 1rem; \
    border: 1px solid var(--line); border-radius: 8px; font-size: 0.875rem; }
    .metadata div { display: flex; flex-wrap: wrap; gap: 0.3rem; align-items: baseline; }
    .metadata dt { color: var(--soft); }
    .metadata dd { margin: 0; padding: 0 0.5rem; border: 1px solid var(--line); border-radius: 1rem; \
    background: var(--raised); overflow-wrap: anywhere; }
    .card { overflow-wrap: break-word; }
    .card > :first-child { margin-top: 0; }
    .card h1, .card h2, .card h3, .card h4 { line-height: 1.25; margin: 1.75rem 0 0.75rem; overflow-wrap: anywhere; }
    .card h1 { font-size: 1.9rem; }
    .card h2 { font-size: 1.45rem; padding-bottom: 0.3rem; border-bottom: 1px solid var(--line); }
    .card h3 { font-size: 1.15rem; }
    .card h4, .card h5, .card h6 { font-size: 1rem; }
    .card img { max-width: 100%; height: auto; vertical-align: middle; }
    .card .hf-light-mode-only, .card .dark\\:hidden { display: var(--light-only); }
    .card .hf-dark-mode-only { display: var(--dark-only); }
    .card .hidden { display: none; }
    .card .hidden.dark\\:block { display: var(--dark-block); }
    .table-scroll { overflow-x: auto; margin: 1rem 0; }
    .card table { border-collapse: collapse; font-size: 0.95rem; }
    .card th, .card td { padding: 0.35rem 0.8rem; border: 1px solid var(--line); text-align: left; vertical-align: top; }
    .card th:empty { padding: 0; border-bottom: 0; }
    .card tr:nth-child(2n) td { background: var(--raised); }
    .card [align=right] { text-align: right; font-variant-numeric: tabular-nums; }
    .card [align=center] { text-align: center; }
    code, pre { font: 0.875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
    .card code { padding: 0.1em 0.3em; border-radius: 4px; background: var(--raised); overflow-wrap: anywhere; }
    .card pre { padding: 0.9rem 1rem; overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; \
    background: var(--raised); }
    .card pre code { padding: 0; background: none; overflow-wrap: normal; }
    .card blockquote, .card .alert { margin: 1rem 0; padding: 0.1rem 1rem; border-left: 4px solid var(--line); }
    .card blockquote { color: var(--soft); }
    .card .alert { border-color: var(--accent); }
    .card .alert-title { margin-bottom: 0; font-weight: 600; color: var(--accent); }
    .alert-note { --accent: var(--note); } .alert-tip { --accent: var(--tip); }
    .alert-important { --accent: var(--important); } .alert-warning { --accent: var(--warning); }
    .alert-caution { --accent: var(--caution); }
    .card hr { border: 0; border-top: 1px solid var(--line); }
    .claim { text-decoration: underline dotted var(--soft); text-underline-offset: 0.2em; cursor: help; \
    border-radius: 3px; }
    .claim.claim-recorded, .claim.claim-citation { text-decoration: underline dashed var(--warning); }
    .claim:hover, .claim:focus { background: color-mix(in srgb, var(--link) 18%, transparent); outline-width: 1px; }
    aside { font-size: 0.875rem; line-height: 1.45; min-width: 0; overflow-wrap: anywhere; }
    aside section { padding: 0.25rem 1rem 0.75rem; margin-bottom: 1rem; border: 1px solid var(--line); \
    border-radius: 8px; background: var(--back); }
    aside h2 { font-size: 1rem; margin: 0.5rem 0; }
    aside p { margin: 0.25rem 0; }
    aside ul { margin: 0.25rem 0; padding: 0; list-style: none; }
    .pointed { position: sticky; top: 1rem; min-height: 9.5rem; z-index: 1; }
    .origin { display: none; }
    .page:has(.claim:hover) .hint, .page:has(.claim:focus) .hint { display: none; }
    .kind, .kinds span { padding: 0 0.45rem; border: 1px solid var(--line); border-radius: 1rem; white-space: nowrap; }
    .kind.claim-recorded, .kind.claim-citation { border-color: var(--warning); color: var(--warning); }
    .kinds li { display: inline-block; margin: 0 0.75rem 0.25rem 0; }
    .findings li, .origins li { padding: 0.5rem 0 0.5rem 0.75rem; border-left: 3px solid var(--line); \
    margin-bottom: 0.5rem; }
    .findings .error { border-color: var(--caution); } .findings .error b { color: var(--caution); }
    .findings .warning { border-color: var(--warning); } .findings .warning b { color: var(--warning); }
    .findings .note { border-color: var(--note); } .findings .note b { color: var(--note); }
    @media (max-width: 60rem) {
    .columns { grid-template-columns: minmax(0, 1fr); padding: 1rem; gap: 1rem; }
    .card h1 { font-size: 1.6rem; }
    .card pre { font-size: 0.85rem; }
    .pointed { display: none; }
    .page:has(.claim:hover) .pointed, .page:has(.claim:focus) .pointed { display: block; position: fixed; top: auto; \
    bottom: 0; left: 0; right: 0; min-height: 0; max-height: 45vh; overflow-y: auto; margin: 0; border-radius: 8px 8px 0 0; \
    box-shadow: 0 -4px 16px rgb(0 0 0 / 25%); }
    .pointed h2 { display: none; }
    }
    @media print { aside, header { display: none; } .columns { display: block; } }
    """

  private static let dark = """
    --ink: #e8eaed; --soft: #a4abb6; --line: #333844; --back: #0b0d12; --raised: #161a22; --link: #7fb5ff; \
    --note: #7fb5ff; --tip: #5ccb7a; --important: #c3a0ff; --warning: #e3b341; --caution: #ff8a80; \
    --light-only: none; --dark-only: inline; --dark-block: block; color-scheme: dark;
    """
}
