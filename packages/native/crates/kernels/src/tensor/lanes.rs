//! Sums in 16 lanes, whatever the instruction set, so that they are vector instructions and the same bits everywhere.

/// Numbers that are summed side by side.
pub(crate) const LANES: usize = 16;

/// One partial sum for each lane.
pub(crate) type Lanes = [f32; LANES];

/// The sum of `term` over the values.
#[inline(always)]
pub(crate) fn sum(values: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let (blocks, rest) = values.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for block in blocks {
        for (lane, &value) in lanes.iter_mut().zip(block) {
            *lane += term(value);
        }
    }
    for (lane, &value) in lanes.iter_mut().zip(rest) {
        *lane += term(value);
    }
    total(lanes)
}

/// The sum of the lanes, by halves.
#[inline(always)]
pub(crate) fn total(lanes: Lanes) -> f32 {
    let mut sums = lanes;
    let mut width = LANES / 2;
    while width > 0 {
        for lane in 0..width {
            sums[lane] += sums[lane + width];
        }
        width /= 2;
    }
    sums[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sum_adds_every_value_once_whatever_the_length() {
        for length in [0, 1, 15, 16, 17, 100] {
            let values: Vec<f32> = (0..length).map(|k| k as f32).collect();
            assert_eq!(sum(&values, |x| x + 1.0), (length * (length + 1) / 2) as f32);
        }
    }
}
