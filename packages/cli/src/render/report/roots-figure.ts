/** Where the roots of an autoregression lie: their inverses inside the unit circle mean that it is stationary. */

import type { Root } from '@ferrogen/core';
import { counted } from '../numbers.ts';
import { escapeHtml, type Figure, linearScale, margin, renderAxes } from './svg.ts';

const size = 370;

export function rootsFigure(roots: readonly Root[], stationary: boolean): Figure {
  const inverses = roots.map(({ re, im, modulus }) => ({
    re: re / modulus ** 2,
    im: -im / modulus ** 2,
    modulus,
  }));
  const reach = Math.max(1.15, ...inverses.flatMap(({ re, im }) => [Math.abs(re), Math.abs(im)]));
  // As high as wide, so that the circle is one.
  const span = size - margin.left - margin.right;
  const x = linearScale(-reach, reach, margin.left, margin.left + span);
  const y = linearScale(-reach, reach, margin.top + span, margin.top);
  const radius = x.at(1) - x.at(0);
  const nearest = Math.min(...roots.map(({ modulus }) => modulus));
  const verdict = stationary
    ? 'All lie inside the circle: the model is stationary.'
    : 'Not all lie inside the circle: the model is not stationary.';
  return {
    id: 'roots',
    title: 'Inverse roots',
    description: `${counted(roots.length, 'root')}, the one nearest to the unit circle with modulus ${nearest.toFixed(4)}. ${verdict}`,
    width: size,
    height: margin.top + span + margin.bottom,
    body: [
      renderAxes(x, y, { x: 'real part', y: 'imaginary part' }),
      `<circle class="circle" cx="${x.at(0)}" cy="${y.at(0)}" r="${radius}"/>`,
      ...inverses.map(
        ({ re, im, modulus }) =>
          `<circle class="root" cx="${x.at(re)}" cy="${y.at(im)}" r="4"><title>modulus of the root ${modulus.toFixed(4)}</title></circle>`,
      ),
    ].join('\n'),
    caption: escapeHtml(`Each dot is 1 / z for a root z. ${verdict}`),
  };
}
