//! Gradients of a recurrent layer's weights: sums over a part's sequences and steps, then over the parts in order.

use std::array::from_fn;

use crate::tensor::panel::{Factor, Panels, Store, multiply};

/// Rows that a product over time takes at once, so that a panel of them stays in the first cache.
const DEPTH: usize = 256;

/// Sums over the rows of gradients of gates: of the rows themselves, and of their outer products with rows of `N` inputs.
pub(super) struct GateSums<const N: usize> {
    bias: Vec<f32>,
    kernels: [Vec<f32>; N],
}

impl<const N: usize> GateSums<N> {
    /// The sums over `d_gates` [rows, width] and inputs [rows, size], each given with its size.
    pub(super) fn of(inputs: [(&[f32], usize); N], d_gates: &[f32], width: usize) -> Self {
        let mut bias = vec![0.0; width];
        let mut kernels = from_fn(|index| vec![0.0; inputs[index].1 * width]);
        let mut panels = Panels::default();
        for (block, d_gates) in d_gates.chunks(DEPTH * width).enumerate() {
            let depth = d_gates.len() / width;
            panels.pack(Factor::new(d_gates, width), depth, width);
            for ((input, size), kernel) in inputs.into_iter().zip(&mut kernels) {
                let columns = Factor::transposed(&input[block * DEPTH * size..], size);
                multiply(columns, size, (&panels, 0..depth, width), (kernel, width, Store::Add));
            }
            for row in d_gates.chunks_exact(width) {
                bias.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
            }
        }
        Self { bias, kernels }
    }

    /// Writes the sums over all parts.
    pub(super) fn total<'a>(parts: impl Iterator<Item = &'a Self>, bias: &mut [f32], mut kernels: [&mut [f32]; N]) {
        bias.fill(0.0);
        kernels.iter_mut().for_each(|kernel| kernel.fill(0.0));
        for part in parts {
            add(bias, &part.bias);
            for (total, kernel) in kernels.iter_mut().zip(&part.kernels) {
                add(total, kernel);
            }
        }
    }
}

fn add(total: &mut [f32], values: &[f32]) {
    assert_eq!(total.len(), values.len());
    total.iter_mut().zip(values).for_each(|(total, value)| *total += value);
}
