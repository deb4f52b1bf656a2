//! Drawing tokens by their probabilities. Knows no source of randomness: uniform numbers are handed in.

use super::candidates::Candidate;
use super::softmax::exponential;

/// Draws candidates without replacement, each with probability proportional to e^score among those left, one for each uniform number, in the
/// order of the draws; fewer where fewer have a probability above 0.
pub(crate) fn draw_without_replacement(
    candidates: &[Candidate],
    uniforms: impl Iterator<Item = f64>,
) -> Vec<Candidate> {
    let max = candidates.iter().map(|candidate| candidate.score).fold(f32::NEG_INFINITY, f32::max);
    let mut weights: Vec<f64> =
        candidates.iter().map(|candidate| f64::from(exponential(candidate.score - max))).collect();
    let mut drawn = Vec::new();
    for uniform in uniforms {
        let Some(index) = draw_one(&weights, uniform) else { break };
        drawn.push(candidates[index]);
        weights[index] = 0.0;
    }
    drawn
}

/// The first index at which the running sum of the weights exceeds `uniform` times their sum; none where all are 0.
fn draw_one(weights: &[f64], uniform: f64) -> Option<usize> {
    let target = uniform * weights.iter().fold(0.0, |sum, weight| sum + weight);
    let mut reached = 0.0;
    let mut last = None;
    for (index, &weight) in weights.iter().enumerate() {
        if weight == 0.0 {
            continue;
        }
        reached += weight;
        last = Some(index);
        if reached > target {
            break;
        }
    }
    last
}

/// Appends every token of a row as a candidate, those that are -infinity left out.
pub(crate) fn push_row(candidates: &mut Vec<Candidate>, scores: &[f32], added: f32, beam: usize) {
    candidates.extend(scores.iter().enumerate().filter_map(|(token, &log_prob)| {
        let score = log_prob + added;
        (score > f32::NEG_INFINITY).then_some(Candidate { score, beam, token: token as u32, log_prob })
    }));
}
