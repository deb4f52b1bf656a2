//! One step of an optimiser on one parameter, in place and in one pass over memory. The formulas are those of PyTorch.

use super::lanes;
use super::split::{piece_size, run_pieces};
use crate::vectors::{Loop, run_widest};

/// What one value costs, in operations.
const COST: usize = 4;

/// Adam: Kingma & Ba, "Adam" (2015), algorithm 1; with decoupled decay AdamW: Loshchilov & Hutter, "Decoupled weight decay
/// regularization" (2019).
#[derive(Clone, Copy)]
pub struct Adam {
    /// The learning rate over 1 - beta1^t.
    pub step_size: f64,
    /// Decay of the first moment.
    pub beta1: f64,
    /// Decay of the second moment.
    pub beta2: f64,
    /// sqrt(1 - beta2^t), which the root of the second moment is divided by.
    pub root_correction: f64,
    /// Added to the corrected root.
    pub epsilon: f64,
    /// What the parameter is multiplied by first: 1 less the learning rate times the decoupled decay.
    pub shrinkage: f64,
    /// This much of the parameter is added to the gradient.
    pub l2: f64,
    /// What the gradient is multiplied by before all else.
    pub gradient_scale: f64,
}

/// Stochastic gradient descent with momentum (0 for none) in Polyak's or Nesterov's form, as Sutskever et al., "On the
/// importance of initialization and momentum" (2013), put it.
#[derive(Clone, Copy)]
pub struct Sgd {
    /// The learning rate.
    pub step_size: f64,
    /// How much of the last step is taken again.
    pub momentum: f64,
    /// Whether the gradient is seen from ahead.
    pub nesterov: bool,
    /// This much of the parameter is added to the gradient.
    pub l2: f64,
    /// What the gradient is multiplied by before all else.
    pub gradient_scale: f64,
}

/// RMSProp: Tieleman & Hinton, "Neural networks for machine learning", lecture 6.5 (2012).
#[derive(Clone, Copy)]
pub struct RmsProp {
    /// The learning rate.
    pub step_size: f64,
    /// Decay of the mean square.
    pub decay: f64,
    /// Added to the root of the mean square.
    pub epsilon: f64,
    /// How much of the last step is taken again; 0 for none.
    pub momentum: f64,
    /// This much of the parameter is added to the gradient.
    pub l2: f64,
    /// What the gradient is multiplied by before all else.
    pub gradient_scale: f64,
}

/// A moving average that keeps this much of itself.
#[derive(Clone, Copy)]
pub struct MovingAverage {
    /// From 0 to 1.
    pub decay: f64,
}

/// One value's step: what its parameter and its slots become.
pub trait Step<const SLOTS: usize>: Copy + Send + Sync {
    /// The new parameter, and the new slots.
    fn step(self, gradient: f32, parameter: f32, slots: [f32; SLOTS]) -> (f32, [f32; SLOTS]);
}

/// The gradient that a rule goes by: scaled, and with what L2 regularisation adds.
#[inline(always)]
fn prepare(gradient: f32, parameter: f32, scale: f64, l2: f64) -> f32 {
    (l2 as f32).mul_add(parameter, gradient * scale as f32)
}

/// Slots: the first and the second moment.
impl Step<2> for Adam {
    #[inline(always)]
    fn step(self, gradient: f32, parameter: f32, [first, second]: [f32; 2]) -> (f32, [f32; 2]) {
        let gradient = prepare(gradient, parameter, self.gradient_scale, self.l2);
        let first = (gradient - first).mul_add((1.0 - self.beta1) as f32, first);
        let second = (gradient * gradient).mul_add((1.0 - self.beta2) as f32, self.beta2 as f32 * second);
        let root = second.sqrt() / self.root_correction as f32 + self.epsilon as f32;
        ((-self.step_size as f32).mul_add(first / root, parameter * self.shrinkage as f32), [first, second])
    }
}

/// Without momentum.
impl Step<0> for Sgd {
    #[inline(always)]
    fn step(self, gradient: f32, parameter: f32, _: [f32; 0]) -> (f32, [f32; 0]) {
        let gradient = prepare(gradient, parameter, self.gradient_scale, self.l2);
        ((-self.step_size as f32).mul_add(gradient, parameter), [])
    }
}

/// Slot: the momentum buffer.
impl Step<1> for Sgd {
    #[inline(always)]
    fn step(self, gradient: f32, parameter: f32, [buffer]: [f32; 1]) -> (f32, [f32; 1]) {
        let gradient = prepare(gradient, parameter, self.gradient_scale, self.l2);
        let buffer = (self.momentum as f32).mul_add(buffer, gradient);
        let direction = if self.nesterov { (self.momentum as f32).mul_add(buffer, gradient) } else { buffer };
        ((-self.step_size as f32).mul_add(direction, parameter), [buffer])
    }
}

impl RmsProp {
    /// The gradient over the root of its mean square, and that mean square.
    #[inline(always)]
    fn normalise(self, gradient: f32, parameter: f32, square: f32) -> (f32, f32) {
        let gradient = prepare(gradient, parameter, self.gradient_scale, self.l2);
        let square = (gradient * gradient).mul_add((1.0 - self.decay) as f32, self.decay as f32 * square);
        (gradient / (square.sqrt() + self.epsilon as f32), square)
    }
}

/// Slot: the mean square; without momentum.
impl Step<1> for RmsProp {
    #[inline(always)]
    fn step(self, gradient: f32, parameter: f32, [square]: [f32; 1]) -> (f32, [f32; 1]) {
        let (direction, square) = self.normalise(gradient, parameter, square);
        ((-self.step_size as f32).mul_add(direction, parameter), [square])
    }
}

/// Slots: the mean square and the momentum buffer.
impl Step<2> for RmsProp {
    #[inline(always)]
    fn step(self, gradient: f32, parameter: f32, [square, buffer]: [f32; 2]) -> (f32, [f32; 2]) {
        let (direction, square) = self.normalise(gradient, parameter, square);
        let buffer = (self.momentum as f32).mul_add(buffer, direction);
        ((-self.step_size as f32).mul_add(buffer, parameter), [square, buffer])
    }
}

/// An exponential moving average of what is given in the gradient's place.
impl Step<0> for MovingAverage {
    #[inline(always)]
    fn step(self, value: f32, average: f32, _: [f32; 0]) -> (f32, [f32; 0]) {
        (value.mul_add((1.0 - self.decay) as f32, self.decay as f32 * average), [])
    }
}

/// Takes the step of every value, in place.
///
/// # Panics
/// If the lengths differ.
pub fn update<const SLOTS: usize>(
    rule: impl Step<SLOTS>,
    gradient: &[f32],
    parameter: &mut [f32],
    mut slots: [&mut [f32]; SLOTS],
) {
    assert_eq!(gradient.len(), parameter.len());
    assert!(slots.iter().all(|slot| slot.len() == parameter.len()));
    let piece = piece_size(parameter.len(), COST, 1);
    let pieces = gradient.chunks(piece).zip(parameter.chunks_mut(piece)).map(|(gradient, parameter)| {
        let slots =
            slots.each_mut().map(|slot| slot.split_off_mut(..gradient.len()).expect("as long as the parameter"));
        Update { rule, gradient, parameter, slots }
    });
    run_pieces(pieces.collect(), run_widest);
}

struct Update<'a, Rule, const SLOTS: usize> {
    rule: Rule,
    gradient: &'a [f32],
    parameter: &'a mut [f32],
    slots: [&'a mut [f32]; SLOTS],
}

impl<Rule: Step<SLOTS>, const SLOTS: usize> Loop for Update<'_, Rule, SLOTS> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let length = self.gradient.len();
        let parameter = &mut self.parameter[..length];
        let mut slots = self.slots.map(|slot| &mut slot[..length]);
        for index in 0..length {
            let before = std::array::from_fn(|slot| slots[slot][index]);
            let after = self.rule.step(self.gradient[index], parameter[index], before);
            parameter[index] = after.0;
            for (slot, after) in slots.iter_mut().zip(after.1) {
                slot[index] = after;
            }
        }
    }
}

/// The sum of the squares of all values: partial sums in a number fixed by the length, then their sum.
pub fn sum_of_squares(values: &[f32]) -> f32 {
    let piece = piece_size(values.len(), 1, 1);
    let mut partial = vec![0.0; values.len().div_ceil(piece)];
    let pieces = values.chunks(piece).zip(&mut partial).map(|(values, out)| Squares { values, out }).collect();
    run_pieces(pieces, run_widest);
    partial.iter().sum()
}

struct Squares<'a> {
    values: &'a [f32],
    out: &'a mut f32,
}

impl Loop for Squares<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        *self.out = lanes::sum(self.values, |x| x * x);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn update_takes_the_same_step_for_every_value_whatever_the_length() {
        let rule = Sgd { step_size: 0.5, momentum: 0.5, nesterov: true, l2: 0.0, gradient_scale: 2.0 };
        for length in [0, 1, 17, 100_003] {
            let (mut parameter, mut buffer) = (vec![1.0; length], vec![4.0; length]);
            update(rule, &vec![1.0; length], &mut parameter, [&mut buffer]);
            assert!(parameter.iter().all(|&p| p == -1.0) && buffer.iter().all(|&b| b == 4.0));
        }
    }

    #[test]
    fn sum_of_squares_counts_every_value_once() {
        for length in [0_u16, 1, 33, 65_535] {
            assert_eq!(sum_of_squares(&vec![2.0; length.into()]), 4.0 * f32::from(length));
        }
    }
}
