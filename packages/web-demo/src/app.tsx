/** The page: what Ferrogen is in one sentence, and one fit that was really made here. */

import { CoefficientTable } from './coefficient-table.tsx';
import { FanChart } from './fan-chart.tsx';
import type { PriceFit } from './fit-prices.ts';

const shownCloses = 120;

/** `milliseconds` is how long reading, fitting and forecasting took together. */
export function App({ fit, milliseconds }: { fit: PriceFit; milliseconds: number }) {
  const { series, model, forecast } = fit;
  return (
    <>
      <Masthead />
      <main>
        <h2>
          AR(2), {series.file}, column {series.column}
        </h2>
        <p>
          {series.values.length} daily closes of a real share, {series.firstDate} to{' '}
          {series.lastDate}. Read, fitted and forecast in this page in {milliseconds.toFixed(0)} ms;
          nothing was sent anywhere.
        </p>
        <FanChart history={series.values.slice(-shownCloses)} forecast={forecast} />
        <CoefficientTable coefficients={model.coefficients} />
        <p>
          {model.fit.nobs} observations, log-likelihood {model.fit.logLik.toFixed(2)}, BIC{' '}
          {model.fit.bic.toFixed(2)}; {model.stationary ? 'stationary' : 'not stationary'}.
        </p>
        <p>
          The same on your machine: <code>npx -y pnpm@12 gen fit-ar examples/prices.csv --p 2</code>
        </p>
      </main>
    </>
  );
}

/** What is shown if the fit fails: the reason, not an empty page. */
export function Failure({ reason }: { reason: string }) {
  return (
    <>
      <Masthead />
      <main>
        <p role="alert">The model could not be fitted: {reason}</p>
      </main>
    </>
  );
}

function Masthead() {
  return (
    <header>
      <h1>Ferrogen</h1>
      <p>
        Small generative models for TypeScript, fitted by Rust kernels in Node and by TypeScript
        ones in the browser. Here is the first of them, an autoregression.
      </p>
    </header>
  );
}
