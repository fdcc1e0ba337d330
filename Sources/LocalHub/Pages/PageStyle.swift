/// The one stylesheet of all pages; it stands in each, so that nothing has to be fetched.
enum PageStyle {
  static let text = """
    :root { color-scheme: light dark; --ink: #1c2024; --soft: #60646c; --line: #d9d9e0; --back: #fff; --raised: #f7f7f9; \
    --link: #0b5fc4; --plus: #2a9d4a; --minus: #d1383d; --plus-back: #dff3e4; --minus-back: #fbe3e4; --mark: #fff3c4; }
    @media (prefers-color-scheme: dark) { :root { --ink: #edeef0; --soft: #a8abb3; --line: #3a3d44; --back: #121316; \
    --raised: #1b1d21; --link: #7fb5ff; --plus-back: #12331d; --minus-back: #40191c; --mark: #453a12; } }
    * { box-sizing: border-box; }
    body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back); }
    header, main { max-width: 60rem; margin: 0 auto; padding: 0.75rem 1rem; }
    header { border-bottom: 1px solid var(--line); }
    header a { color: var(--ink); font-weight: 600; text-decoration: none; }
    h1 { font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
    h2 { font-size: 1.15rem; margin-top: 2rem; }
    h3 { font-size: 1rem; margin-top: 1.5rem; }
    a { color: var(--link); }
    a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
    p, li { overflow-wrap: anywhere; }
    .soft { color: var(--soft); }
    .badge { font-size: 0.8rem; padding: 0 0.5rem; border: 1px solid var(--line); border-radius: 1rem; white-space: nowrap; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.75rem 0.35rem 0; border-bottom: 1px solid var(--line); }
    th { white-space: nowrap; }
    td { overflow-wrap: break-word; }
    td:first-child a { overflow-wrap: anywhere; }
    .date { white-space: nowrap; }
    .name { margin: 0.5rem 0 0; }
    nav { display: flex; flex-wrap: wrap; gap: 0 1.25rem; padding: 0.25rem 0; border-bottom: 1px solid var(--line); }
    nav a { padding: 0.35rem 0; text-decoration: none; }
    nav a[aria-current] { color: var(--ink); font-weight: 600; border-bottom: 2px solid var(--link); }
    .badge.added, .badge.open, .badge.merged { border-color: var(--plus); }
    .badge.deleted, .badge.closed { border-color: var(--minus); }
    .hash { font-size: 0.75rem; color: var(--soft); overflow-wrap: anywhere; }
    .source { font: 0.8125rem/1.5 ui-monospace, monospace; background: var(--raised); }
    .source td { border: 0; padding: 0 0.5rem; white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 4; }
    .source td.line { width: 1%; padding: 0 0.5rem; text-align: right; white-space: nowrap; color: var(--soft); \
    user-select: none; border-right: 1px solid var(--line); }
    .source td.line a { color: inherit; text-decoration: none; }
    .source td:has(:target), .source tr:has(:target) { background: var(--mark); }
    .diff .mark { display: inline-block; width: 1.25ch; margin-right: 0.25ch; user-select: none; }
    .diff .added { background: var(--plus-back); }
    .diff .removed { background: var(--minus-back); }
    .diff .gap { color: var(--soft); background: var(--back); }
    section h2 { overflow-wrap: anywhere; font-family: ui-monospace, monospace; font-size: 1rem; }
    .events { list-style: none; padding: 0; }
    .events li { padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
    .events p { margin: 0; }
    .comment { white-space: pre-wrap; overflow-wrap: anywhere; }
    td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    code, pre { font: 0.875rem/1.5 ui-monospace, monospace; }
    pre { background: var(--raised); padding: 0.75rem; overflow-x: auto; border-radius: 6px; }
    .card { border: 1px solid var(--line); border-radius: 8px; padding: 0 1rem; overflow-x: auto; }
    .card img { max-width: 100%; }
    .card table { width: auto; }
    .card .table-scroll { overflow-x: auto; }
    .card blockquote, .card .alert { margin: 1rem 0; padding: 0 1rem; border-left: 4px solid var(--line); }
    .card .alert-title { font-weight: 600; }
    .card .alert-note, .card .alert-important { border-color: var(--link); }
    .card .alert-tip { border-color: #2a9d4a; }
    .card .alert-warning { border-color: #c98a06; }
    .card .alert-caution { border-color: #d1383d; }
    .card .hf-dark-mode-only { display: none; }
    @media (prefers-color-scheme: dark) {
    .card .hf-dark-mode-only { display: initial; }
    .card .hf-light-mode-only { display: none; }
    }
    .card [align=right] { text-align: right; }
    .card [align=center] { text-align: center; }
    @media (min-width: 60rem) {
    .list td:has(.hash) { width: 19.5rem; }
    }
    @media (max-width: 40rem) {
    .list th { display: none; }
    .list tr { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
    .list td { border: 0; padding: 0; }
    .list td:first-child { flex-basis: 100%; }
    }
    """
}
