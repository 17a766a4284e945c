//! How pages of HTML look.

/// The style sheet.
pub(super) const SHEET: &str = r"
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1b1b1f; --quiet: #5a5a66; --line: #d5d5de; --tint: #f5f5f9;
  --good: #116329; --warning: #7a4b00; --bad: #a40e26;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16161a; --ink: #e8e8ee; --quiet: #a6a6b3; --line: #3a3a46; --tint: #202027;
    --good: #6fdd8b; --warning: #f2c14e; --bad: #ff8f8f;
  }
}
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.5 Georgia, 'Times New Roman', serif; overflow-wrap: break-word;
}
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
h1, h2, h3, h4 { line-height: 1.25; font-weight: 600; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 2.2rem 0 .7rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.6rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1.3rem 0 .4rem; }
math { font-family: 'Latin Modern Math', 'STIX Two Math', 'Cambria Math', 'Noto Sans Math', math; font-size: 1.05em; }
ul { padding-left: 1.4rem; }
li { margin: .2rem 0; }
.equations {
  display: grid; grid-template-columns: max-content max-content minmax(9rem, auto);
  column-gap: .35em; row-gap: .6rem; align-items: baseline;
  margin: .6rem 0 .7rem 1rem; padding: .2rem 0 .5rem; overflow-x: auto; overflow-y: hidden;
}
.equation-left { text-align: right; }
.equation-right { padding-right: 1.5em; line-height: 1.9; }
.equation-reason { color: var(--quiet); font-size: .9em; }
details { margin: .5rem 0; border: 1px solid var(--line); border-radius: .4rem; background: var(--tint); }
summary { padding: .45rem .8rem; cursor: pointer; overflow-x: auto; overflow-y: hidden; }
details > .equations { margin: .6rem .8rem .7rem; }
details[open] > summary { border-bottom: 1px solid var(--line); }
.wide { overflow-x: auto; margin: .7rem 0 1rem; }
figure { margin: .7rem 0 1rem; }
figure svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .8rem; text-align: right; border-bottom: 1px solid var(--line); font-weight: normal; }
th:first-child { text-align: left; }
thead th { color: var(--quiet); font-size: .9em; white-space: nowrap; }
.left-out { text-align: left; color: var(--quiet); }
.good { color: var(--good); }
.warning { color: var(--warning); }
.bad { color: var(--bad); }
@media (max-width: 45rem) {
  .equations { grid-template-columns: max-content minmax(0, 1fr); margin-left: 0; }
  details > .equations { margin-left: .6rem; }
  .equation-right { overflow-x: auto; padding-right: 0; }
  .equation-reason { grid-column: 2; margin-top: -.5rem; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --quiet: #333; --line: #999; --tint: #fff; --good: #000; --warning: #000; --bad: #000; }
  main { max-width: none; padding: 0; }
  details { border: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  h2, h3, h4 { break-after: avoid; }
  .equations, .wide, summary { overflow: visible; }
}
";
