//! Shapes and strides as they cross: lists of whole numbers in one `Int32Array`, each after its length.

use kernels::tensor::MAX_RANK;
use napi::bindgen_prelude::Result;

use super::views::{Ints, lend};
use crate::options::invalid;

/// A list that lives on the stack.
#[derive(Clone, Copy)]
pub(crate) struct List<T> {
    values: [T; MAX_RANK],
    length: usize,
}

impl<T> std::ops::Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.values[..self.length]
    }
}

/// What reads the lists one after the other.
pub(crate) struct Geometry<'a>(&'a [i32]);

impl<'a> Geometry<'a> {
    /// Of an array that the call only reads.
    pub(crate) fn new(numbers: &'a Ints) -> Result<Self> {
        let ([numbers], []) = lend([numbers], [])?;
        Ok(Self(numbers))
    }

    /// The next list: strides, which may be negative.
    pub(crate) fn strides(&mut self) -> Result<List<isize>> {
        self.next(|number| Some(number as isize))
    }

    /// The next list: dimensions.
    pub(crate) fn dims(&mut self) -> Result<List<usize>> {
        self.next(|number| usize::try_from(number).ok())
    }

    fn next<T: Copy + Default>(&mut self, convert: impl Fn(i32) -> Option<T>) -> Result<List<T>> {
        let broken = || invalid("a shape is not whole, not positive or has too many dimensions");
        let (&length, rest) = self.0.split_first().ok_or_else(broken)?;
        let length =
            usize::try_from(length).ok().filter(|&length| length <= MAX_RANK.min(rest.len())).ok_or_else(broken)?;
        let (numbers, rest) = rest.split_at(length);
        let mut values = [T::default(); MAX_RANK];
        for (value, &number) in values.iter_mut().zip(numbers) {
            *value = convert(number).ok_or_else(broken)?;
        }
        self.0 = rest;
        Ok(List { values, length })
    }
}
