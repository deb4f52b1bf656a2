//! A growing pull towards the end.

/// From `start` generated tokens on raises each EOS by its size times factor^excess - 1; one that is banned stays so.
pub(super) fn raise_eos(scores: &mut [f32], generated: usize, start: usize, factor: f64, eos: &[u32]) {
    if generated <= start {
        return;
    }
    let share = (factor.powf((generated - start) as f64) - 1.0) as f32;
    for &token in eos {
        let score = &mut scores[token as usize];
        if *score > f32::NEG_INFINITY {
            *score += score.abs() * share;
        }
    }
}
