//! Two operands under NumPy's rule of broadcasting: shapes are aligned at their last dimensions, and a dimension of 1 is repeated.

use super::layout::{Layout, MAX_RANK};
use super::split::for_pieces;
use crate::vectors::{Loop, run_widest};

/// A function of two values.
pub(crate) trait Function2: Copy + Send + Sync {
    /// The type of both values.
    type Input: Copy + Sync;
    /// What it makes of them.
    type Output: Send;

    fn of(self, a: Self::Input, b: Self::Input) -> Self::Output;
}

/// An operand: its values and its shape.
#[derive(Clone, Copy)]
pub struct Operand<'a, T> {
    /// Values in row-major order.
    pub values: &'a [T],
    /// Dimensions, outermost first.
    pub shape: &'a [usize],
}

/// Writes the function of every pair. `cost` is what one costs in operations.
///
/// # Panics
/// If the shapes cannot be broadcast, or lengths disagree with them.
pub(crate) fn zip<F: Function2>(
    function: F,
    cost: usize,
    a: Operand<'_, F::Input>,
    b: Operand<'_, F::Input>,
    out: &mut [F::Output],
) {
    assert_eq!(a.values.len(), a.shape.iter().product());
    assert_eq!(b.values.len(), b.shape.iter().product());
    let layout = broadcast(a.shape, b.shape);
    assert_eq!(out.len(), layout.size());
    let (a, b, layout) = (a.values, b.values, &layout);
    for_pieces(out, 1, cost, |first, out| run_widest(Zip { function, layout, first, a, b, out }));
}

fn broadcast(a: &[usize], b: &[usize]) -> Layout<2> {
    let rank = a.len().max(b.len());
    let aligned = |shape: &[usize], axis: usize| (axis + shape.len()).checked_sub(rank).map_or(1, |at| shape[at]);
    let mut dims = [(1, [0; 2]); MAX_RANK];
    let mut steps = [1; 2];
    for axis in (0..rank).rev() {
        let sizes = [aligned(a, axis), aligned(b, axis)];
        let dim = if sizes[0] == 1 { sizes[1] } else { sizes[0] };
        assert!(sizes.iter().all(|&size| size == dim || size == 1), "shapes {a:?} and {b:?} cannot be broadcast");
        dims[axis] = (dim, std::array::from_fn(|k| if sizes[k] == 1 { 0 } else { steps[k] }));
        for (step, size) in steps.iter_mut().zip(sizes) {
            *step *= size as isize;
        }
    }
    Layout::new(dims[..rank].iter().copied())
}

struct Zip<'a, F: Function2> {
    function: F,
    layout: &'a Layout<2>,
    /// Where in the whole output `out` begins.
    first: usize,
    a: &'a [F::Input],
    b: &'a [F::Input],
    out: &'a mut [F::Output],
}

impl<F: Function2> Loop for Zip<'_, F> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { function, layout, first, a, b, out } = self;
        // Along the innermost row, an operand either moves by one or stands still.
        let moves = [0, 1].map(|k| layout.strides(k).last() == Some(&1));
        layout.for_rows(first, out.len(), |at, length, [a_at, b_at]| {
            let out = &mut out[at..][..length];
            let (a, b) = (&a[a_at as usize..], &b[b_at as usize..]);
            match moves {
                [true, true] => {
                    for ((out, &a), &b) in out.iter_mut().zip(&a[..length]).zip(&b[..length]) {
                        *out = function.of(a, b);
                    }
                }
                [true, false] => {
                    let b = b[0];
                    for (out, &a) in out.iter_mut().zip(&a[..length]) {
                        *out = function.of(a, b);
                    }
                }
                [false, true] => {
                    let a = a[0];
                    for (out, &b) in out.iter_mut().zip(&b[..length]) {
                        *out = function.of(a, b);
                    }
                }
                [false, false] => {
                    for out in out {
                        *out = function.of(a[0], b[0]);
                    }
                }
            }
        });
    }
}
