/** Wiring: the bundled prices in, the page out. */

import { render } from 'preact';
import prices from '../../../examples/prices.csv?raw';
import { App, Failure } from './app.tsx';
import { fitPrices } from './fit-prices.ts';
import './style.css';

const root = document.querySelector('#app');
if (root === null) throw new Error('the page has no element #app to draw into');

const started = performance.now();
try {
  const fit = fitPrices(new TextEncoder().encode(prices), 'prices.csv');
  render(<App fit={fit} milliseconds={performance.now() - started} />, root);
} catch (error) {
  render(<Failure reason={error instanceof Error ? error.message : String(error)} />, root);
  throw error;
}
