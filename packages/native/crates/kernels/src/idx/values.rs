//! Values of the six types, from big-endian bytes to the machine's own order.

use std::borrow::Cow;

use bytemuck::Pod;

use super::header::ElementType;
use super::refusal::Refusal;

/// Values of one type.
#[derive(Clone, Debug, PartialEq)]
pub enum Values<'a> {
    /// From 0 to 255.
    UByte(Cow<'a, [u8]>),
    /// From -128 to 127.
    Byte(Cow<'a, [i8]>),
    /// 16 bits.
    Short(Vec<i16>),
    /// 32 bits.
    Int(Vec<i32>),
    /// 32 bits; every NaN as it was.
    Float(Vec<f32>),
    /// 64 bits; every NaN as it was.
    Double(Vec<f64>),
}

impl<'a> Values<'a> {
    /// The values of bytes that are all there.
    pub(super) fn decode(element: ElementType, body: &'a [u8]) -> Result<Self, Refusal> {
        Ok(match element {
            ElementType::UByte => Self::UByte(Cow::Borrowed(body)),
            ElementType::Byte => Self::Byte(Cow::Borrowed(bytemuck::cast_slice(body))),
            ElementType::Short => Self::Short(copy(body)?),
            ElementType::Int => Self::Int(copy(body)?),
            ElementType::Float => Self::Float(copy(body)?),
            ElementType::Double => Self::Double(copy(body)?),
        })
    }

    /// As many values as are asked for, from bytes that `fill` writes, and the number of those: fewer where it has no more.
    pub(super) fn read(
        element: ElementType,
        count: usize,
        fill: impl FnMut(&mut [u8]) -> Result<usize, Refusal>,
    ) -> Result<(Self, usize), Refusal> {
        Ok(match element {
            ElementType::UByte => owned(count, fill, |values| Self::UByte(values.into()))?,
            ElementType::Byte => owned(count, fill, |values| Self::Byte(values.into()))?,
            ElementType::Short => owned(count, fill, Self::Short)?,
            ElementType::Int => owned(count, fill, Self::Int)?,
            ElementType::Float => owned(count, fill, Self::Float)?,
            ElementType::Double => owned(count, fill, Self::Double)?,
        })
    }
}

/// A value that is stored with its most significant byte first.
trait BigEndian: Pod {
    fn to_own_order(self) -> Self;
}

macro_rules! big_endian {
    ($($integer:ty),*) => {$(impl BigEndian for $integer {
        fn to_own_order(self) -> Self {
            Self::from_be(self)
        }
    })*};
}

big_endian!(u8, i8, i16, i32);

impl BigEndian for f32 {
    fn to_own_order(self) -> Self {
        Self::from_bits(u32::from_be(self.to_bits()))
    }
}

impl BigEndian for f64 {
    fn to_own_order(self) -> Self {
        Self::from_bits(u64::from_be(self.to_bits()))
    }
}

/// Zeros, where there is memory for them.
fn zeros<T: BigEndian>(count: usize) -> Result<Vec<T>, Refusal> {
    bytemuck::try_zeroed_vec(count).map_err(|()| Refusal::too_large((count * size_of::<T>()) as f64))
}

fn copy<T: BigEndian>(body: &[u8]) -> Result<Vec<T>, Refusal> {
    let mut values = zeros::<T>(body.len() / size_of::<T>())?;
    bytemuck::cast_slice_mut(&mut values).copy_from_slice(body);
    reorder(&mut values);
    Ok(values)
}

fn owned<T: BigEndian, Whole>(
    count: usize,
    mut fill: impl FnMut(&mut [u8]) -> Result<usize, Refusal>,
    wrap: impl FnOnce(Vec<T>) -> Whole,
) -> Result<(Whole, usize), Refusal> {
    let mut values = zeros::<T>(count)?;
    let filled = fill(bytemuck::cast_slice_mut(&mut values))?;
    reorder(&mut values);
    Ok((wrap(values), filled))
}

fn reorder<T: BigEndian>(values: &mut [T]) {
    for value in values {
        *value = value.to_own_order();
    }
}
