/** What a benchmark says: rows of ours against theirs, as a table or as JSON, with the machine that it saw. */

import { cpus, totalmem } from 'node:os';

export interface BenchRow {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  /** Who was measured beside us, with its version; null where nobody was. */
  readonly peer: string | null;
  readonly theirs: number | null;
  /** How many times better ours is: theirs / ours, or ours / theirs for rates. */
  readonly ratio: number | null;
  /** What we want it to be, in words. */
  readonly goal: string | null;
}

export interface BenchReport {
  readonly kind: 'bench';
  readonly area: string;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly rows: readonly BenchRow[];
}

/** A row; `better` says whether less or more is better. */
export function row(
  name: string,
  unit: string,
  ours: number,
  options: {
    peer?: string | null;
    theirs?: number | null;
    better?: 'less' | 'more';
    goal?: string;
  } = {},
): BenchRow {
  const { peer = null, theirs = null, better = 'less', goal = null } = options;
  const ratio = theirs === null ? null : better === 'less' ? theirs / ours : ours / theirs;
  return { name, unit, ours, peer, theirs, ratio, goal };
}

/** Processor, memory, Node. */
export function machine(): Record<string, string | number> {
  const processors = cpus();
  return {
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    date: new Date().toISOString().slice(0, 10),
  };
}

/** The report as lines of text. */
export function table({ area, machine, rows }: BenchReport): string {
  const header = ['', 'unit', 'ours', 'theirs', 'ratio', 'peer', 'goal'];
  const body = rows.map((line) => [
    line.name,
    line.unit,
    number(line.ours),
    line.theirs === null ? '-' : number(line.theirs),
    line.ratio === null ? '-' : `${number(line.ratio)}x`,
    line.peer ?? '-',
    line.goal ?? '',
  ]);
  const widths = header.map((_, k) =>
    Math.max(...[header, ...body].map((cells) => cells[k]!.length)),
  );
  const isNumber = (k: number) => k >= 2 && k <= 4;
  const lines = [header, ...body].map((cells) =>
    cells
      .map((cell, k) => (isNumber(k) ? cell.padStart(widths[k]!) : cell.padEnd(widths[k]!)))
      .join('  ')
      .trimEnd(),
  );
  const facts = Object.entries(machine).map(([name, value]) => `${name} ${value}`);
  return [`bench ${area}: ${facts.join(', ')}`, ...lines].join('\n');
}

function number(value: number): string {
  return value >= 1000 ? value.toFixed(0) : value.toPrecision(3);
}
