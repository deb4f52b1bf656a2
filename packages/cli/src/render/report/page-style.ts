/** The look of the report: light and dark by the reader's system, every text at AA contrast or better. */

export const pageStyle = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1b2127; --soft: #56606b; --rule: #d5dbe1; --accent: #0b5cad; --warm: #a83a00; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14181d; --ink: #e7edf3; --soft: #9eabb8; --rule: #333c46; --accent: #6cb6ff; --warm: #ff9d66; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem 3rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .3rem 0; }
.soft, figcaption { color: var(--soft); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 0 1.5rem; align-items: start; }
figure { margin: 1rem 0; }
figcaption { font-size: .875rem; }
figcaption strong { color: var(--ink); }
svg { display: block; width: 100%; height: auto; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .9rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .3rem; }
th, td { padding: .25rem .5rem; text-align: right; border-bottom: 1px solid var(--rule); font-weight: 400; white-space: nowrap; }
thead th { color: var(--soft); }
th[scope="row"], .text { text-align: left; }
svg text { font: 11px system-ui, sans-serif; fill: var(--soft); }
.grid { stroke: var(--rule); stroke-width: .5; }
.axis { stroke: var(--soft); fill: none; }
.series { stroke: var(--ink); stroke-width: 1.2; fill: none; stroke-linejoin: round; }
.mean { stroke: var(--accent); stroke-width: 2.5; fill: none; }
.band { fill: var(--accent); fill-opacity: .18; }
.bar { stroke: var(--accent); stroke-width: 3; }
.bound { stroke: var(--warm); stroke-dasharray: 5 4; fill: none; }
.dot { fill: var(--accent); fill-opacity: .6; }
.circle { stroke: var(--soft); fill: none; }
.root { fill: var(--warm); }
@media print { body { max-width: none; } }
`.trim();
