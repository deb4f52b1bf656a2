//! Sample paths of an autoregression, the same bytes for any number of threads.
//!
//! Path i draws the shocks of stream i, so every value depends on key, path and step alone. The order of the additions is part of
//! the contract: the TypeScript twin adds in the same order and agrees to the last bit but for logarithms.

use std::collections::TryReserveError;
use std::mem::MaybeUninit;

use rayon::prelude::*;

use super::specification::Trend;
use crate::random::stream::{fill_gaussian, fill_uniform};

/// What drives the paths.
#[derive(Clone, Copy, Debug)]
pub enum Shocks<'a> {
    /// Independent Gaussian shocks of this standard deviation.
    Gaussian(f64),
    /// Independent draws, with replacement, out of these residuals.
    Bootstrap(&'a [f64]),
}

/// An autoregression to be simulated.
#[derive(Clone, Copy, Debug)]
pub struct Simulation<'a> {
    /// Trend terms, then one per lag.
    pub coefficients: &'a [f64],
    /// Deterministic terms.
    pub trend: Trend,
    /// Ascending lags, each at least 1.
    pub lags: &'a [usize],
    /// The last values before the paths begin, oldest first; at least the largest lag.
    pub history: &'a [f64],
    /// 0-based time of the first simulated value.
    pub start: usize,
    /// Values of each path.
    pub steps: usize,
    /// Shocks.
    pub shocks: Shocks<'a>,
    /// Key of the generator.
    pub key: [u32; 2],
}

impl Simulation<'_> {
    /// Checks that the parts fit together; answers what is wrong.
    pub fn validate(&self) -> Result<(), &'static str> {
        if self.coefficients.len() != self.trend.powers().len() + self.lags.len() {
            return Err("one coefficient for each regressor is needed");
        }
        if self.lags.contains(&0) || self.history.len() < self.lags.iter().copied().max().unwrap_or(0) {
            return Err("the history must reach back to the largest lag");
        }
        if matches!(self.shocks, Shocks::Bootstrap([])) {
            return Err("there are no residuals to draw from");
        }
        Ok(())
    }
}

/// Draws sample paths, row-major [paths, steps]. The simulation must be valid.
///
/// # Errors
/// Where there is not enough memory for the values.
pub fn simulate(simulation: &Simulation<'_>, paths: usize) -> Result<Vec<f64>, TryReserveError> {
    let steps = simulation.steps;
    let count = paths.saturating_mul(steps);
    let mut values = Vec::new();
    values.try_reserve_exact(count)?;
    if count == 0 {
        return Ok(values);
    }
    let (terms, lag_coefficients) = simulation.coefficients.split_at(simulation.trend.powers().len());
    let base = trend_values(terms, simulation);
    let past = simulation.lags.iter().copied().max().unwrap_or(0);
    let history = &simulation.history[simulation.history.len() - past..];
    // Oldest first: the newest value, which the step before has only just made, is added last.
    let taps: Vec<(f64, usize)> = lag_coefficients.iter().copied().zip(simulation.lags.iter().copied()).rev().collect();
    // A path is made in the first-level cache and then written to fresh memory: zeros there first would be a third of the
    // time of 1000 paths of 250 steps, and one thread's alone.
    let fill = |path_values: &mut Vec<f64>, (path, out): (usize, &mut [MaybeUninit<f64>])| {
        draw(simulation, path as u64, path_values);
        for (value, base) in path_values.iter_mut().zip(&base) {
            *value += base;
        }
        recur(history, &taps, path_values);
        for (out, &value) in out.iter_mut().zip(path_values.iter()) {
            out.write(value);
        }
    };
    // Threads in runs of paths: one path is too little work to hand over.
    values.spare_capacity_mut()[..count]
        .par_chunks_exact_mut(steps)
        .enumerate()
        .with_min_len(16)
        .for_each_init(|| vec![0.0; steps], fill);
    // SAFETY: `count` values were reserved, and the loop has written every one: count is a multiple of steps, and a path has
    // as many values as its chunk.
    unsafe { values.set_len(count) };
    Ok(values)
}

/// The deterministic part at each step.
fn trend_values(terms: &[f64], simulation: &Simulation<'_>) -> Vec<f64> {
    (0..simulation.steps)
        .map(|step| {
            let time = (simulation.start + step + 1) as f64;
            let mut value = 0.0;
            for (term, &power) in terms.iter().zip(simulation.trend.powers()) {
                value += match power {
                    0 => *term,
                    1 => term * time,
                    _ => term * (time * time),
                };
            }
            value
        })
        .collect()
}

fn draw(simulation: &Simulation<'_>, path: u64, out: &mut [f64]) {
    match simulation.shocks {
        Shocks::Gaussian(sigma) => {
            fill_gaussian(simulation.key, path, out);
            for value in out.iter_mut() {
                *value *= sigma;
            }
        }
        Shocks::Bootstrap(residuals) => {
            fill_uniform(simulation.key, path, out);
            let count = residuals.len() as f64;
            for value in out.iter_mut() {
                // The product can round up to the count itself.
                *value = residuals[((*value * count) as usize).min(residuals.len() - 1)];
            }
        }
    }
}

/// Adds the past to each value in place; `taps` are (coefficient, lag), largest lag first.
fn recur(history: &[f64], taps: &[(f64, usize)], out: &mut [f64]) {
    let past = history.len();
    let head = past.min(out.len());
    for step in 0..head {
        let mut value = out[step];
        for &(coefficient, lag) in taps {
            let before = if lag > step { history[past + step - lag] } else { out[step - lag] };
            value += coefficient * before;
        }
        out[step] = value;
    }
    // With the last values in registers a step waits for two operations; through memory it took three times as long.
    match *taps {
        [] => {}
        [(phi, 1)] if head > 0 => {
            let mut last = out[head - 1];
            for value in &mut out[head..] {
                last = *value + phi * last;
                *value = last;
            }
        }
        [(phi2, 2), (phi1, 1)] if head > 1 => {
            let (mut before, mut last) = (out[head - 2], out[head - 1]);
            for value in &mut out[head..] {
                let next = *value + phi2 * before + phi1 * last;
                (before, last) = (last, next);
                *value = next;
            }
        }
        _ => {
            for step in head..out.len() {
                let mut value = out[step];
                for &(coefficient, lag) in taps {
                    value += coefficient * out[step - lag];
                }
                out[step] = value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simulation<'a>(coefficients: &'a [f64], lags: &'a [usize], shocks: Shocks<'a>) -> Simulation<'a> {
        Simulation {
            coefficients,
            trend: Trend::Constant,
            lags,
            history: &[1.0, 2.0, 3.0, 100.0, 110.0],
            start: 0,
            steps: 40,
            shocks,
            key: [11, 12],
        }
    }

    #[test]
    fn simulate_without_noise_is_the_recursion() {
        let out = simulate(&simulation(&[30.0, 0.5, 0.3], &[1, 2], Shocks::Gaussian(0.0)), 1).unwrap();
        assert_eq!(out.len(), 40);
        let mut all = vec![100.0, 110.0];
        for t in 2..42 {
            all.push(30.0 + 0.5 * all[t - 1] + 0.3 * all[t - 2]);
        }
        assert_eq!(out[0], 115.0);
        for (found, expected) in out.iter().zip(&all[2..]) {
            assert!((found - expected).abs() < 1e-12 * expected);
        }
    }

    #[test]
    fn simulate_gives_the_same_paths_on_one_thread_and_on_four() {
        let coefficients = [0.5, 0.4, -0.2, 0.1];
        let simulation = simulation(&coefficients, &[1, 2, 5], Shocks::Gaussian(1.5));
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let out = pool.install(|| simulate(&simulation, 200)).unwrap();
            out.into_iter().map(f64::to_bits).collect::<Vec<u64>>()
        };
        assert_eq!(run(1), run(4));
    }

    #[test]
    fn simulate_draws_every_residual_and_nothing_else() {
        let residuals = [-1.0, 0.25, 8.0];
        let out = simulate(&simulation(&[0.0], &[], Shocks::Bootstrap(&residuals)), 10).unwrap();
        assert!(out.iter().all(|value| residuals.contains(value)));
        assert!(residuals.iter().all(|residual| out.contains(residual)));
    }
}
