/** The few pieces of SVG and HTML that the report's figures are made of: text made safe, scales, ticks, frames. */

/** Text for HTML or SVG, inside an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}

/** A linear map from values to places on the page. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  at(value: number): number;
}

/** Maps [low, high] to [from, to]; an empty range is widened, so that a flat series stands in the middle. */
export function linearScale(low: number, high: number, from: number, to: number): Scale {
  const pad = high > low ? 0 : Math.abs(high) || 1;
  const [bottom, top] = [low - pad, high + pad];
  return {
    low: bottom,
    high: top,
    at: (value) => round(from + ((value - bottom) / (top - bottom)) * (to - from)),
  };
}

/** About `count` round numbers within a scale. */
export function ticksOf({ low, high }: Scale, count: number): number[] {
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= raw)!;
  const ticks: number[] = [];
  const last = Math.floor(high / step + 1e-9);
  // A negative zero would be a tick of its own name.
  for (let i = Math.ceil(low / step - 1e-9); i <= last; i++) ticks.push(i * step || 0);
  return ticks;
}

/** A tick's number without the noise of binary fractions. */
export function tickText(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Places with two decimals are finer than any screen. */
export function round(place: number): number {
  return Math.round(place * 100) / 100;
}

/** Margins around the drawing, wide enough for the numbers at its axes. */
export const margin = { top: 12, right: 16, bottom: 40, left: 64 };

export interface Figure {
  /** Unique in the page; letters and dashes. */
  readonly id: string;
  readonly title: string;
  /** What is to be seen, for those who cannot see it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  /** SVG inside the frame. */
  readonly body: string;
  /** HTML under the figure. */
  readonly caption: string;
}

/** A figure with its title, text equivalent and caption. */
export function renderFigure(figure: Figure): string {
  const { id, title, description, width, height, body, caption } = figure;
  return `<figure>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${escapeHtml(title)}</title>
<desc id="${id}-desc">${escapeHtml(description)}</desc>
${body}
</svg>
<figcaption><strong>${escapeHtml(title)}.</strong> ${caption}</figcaption>
</figure>`;
}

/** Both axes with ticks and names. */
export function renderAxes(x: Scale, y: Scale, names: { x: string; y: string }): string {
  const left = x.at(x.low);
  const right = x.at(x.high);
  const bottom = y.at(y.low);
  const top = y.at(y.high);
  const xTicks = ticksOf(x, 6).map(
    (tick) =>
      `<text class="tick" x="${x.at(tick)}" y="${bottom + 16}" text-anchor="middle">${tickText(tick)}</text>`,
  );
  const yTicks = ticksOf(y, 5).map(
    (tick) =>
      `<path class="grid" d="M${left} ${y.at(tick)}H${right}"/>` +
      `<text class="tick" x="${left - 6}" y="${y.at(tick) + 4}" text-anchor="end">${tickText(tick)}</text>`,
  );
  const middle = round((top + bottom) / 2);
  return [
    ...yTicks,
    ...xTicks,
    `<path class="axis" d="M${left} ${top}V${bottom}H${right}"/>`,
    `<text class="name" x="${round((left + right) / 2)}" y="${bottom + 34}" text-anchor="middle">${escapeHtml(names.x)}</text>`,
    `<text class="name" transform="translate(14 ${middle}) rotate(-90)" text-anchor="middle">${escapeHtml(names.y)}</text>`,
  ].join('\n');
}

/** The smallest and the largest of the finite values. */
export function rangeOf(values: Iterable<number>): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : { low: 0, high: 0 };
}
