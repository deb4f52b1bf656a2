//! JavaScript's typed arrays as slices, without a copy. All the `unsafe` of this door is here.
//!
//! The contract: an export is synchronous, so JavaScript cannot touch, move or free an array while a slice of it lives (the backend
//! copies arrays over shared memory, which other threads may write to); and slices are made by `lend` alone, which refuses a call
//! where an array to be written overlaps another array of the call.

use std::ops::Range;
use std::{ptr, slice};

use napi::bindgen_prelude::{FromNapiValue, Result, TypeName, ValidateNapiValue};
use napi::{Error, Status, ValueType, sys};

use crate::options::invalid;

/// An element type of typed arrays.
pub(crate) trait Element: Copy {
    /// What JavaScript calls the array.
    const NAME: &'static str;
    /// Whether napi's type tag is that of such an array.
    fn is(tag: sys::napi_typedarray_type) -> bool;
}

impl Element for f32 {
    const NAME: &'static str = "Float32Array";
    fn is(tag: sys::napi_typedarray_type) -> bool {
        tag == sys::TypedarrayType::float32_array
    }
}

impl Element for i32 {
    const NAME: &'static str = "Int32Array";
    fn is(tag: sys::napi_typedarray_type) -> bool {
        tag == sys::TypedarrayType::int32_array
    }
}

impl Element for u8 {
    const NAME: &'static str = "Uint8Array";
    fn is(tag: sys::napi_typedarray_type) -> bool {
        tag == sys::TypedarrayType::uint8_array
    }
}

/// A typed array of JavaScript, valid until the export returns. It gives no slice by itself: see `lend`.
pub struct View<T> {
    start: *mut T,
    length: usize,
}

/// A `Float32Array`.
pub type Floats = View<f32>;

/// An `Int32Array`.
pub type Ints = View<i32>;

/// A `Uint8Array`: truth values, 0 or 1.
pub type Bools = View<u8>;

impl<T: Element> FromNapiValue for View<T> {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        let (mut tag, mut length, mut data) = (0, 0, ptr::null_mut());
        // SAFETY: napi hands over a live environment and value; the pointers are to locals; unwanted answers may be null.
        let status = unsafe {
            sys::napi_get_typedarray_info(
                env,
                value,
                &mut tag,
                &mut length,
                &mut data,
                ptr::null_mut(),
                ptr::null_mut(),
            )
        };
        if status != sys::Status::napi_ok || !T::is(tag) {
            return Err(Error::new(Status::InvalidArg, format!("expected a {}", T::NAME)));
        }
        // An empty array may come without an address.
        let start = if length == 0 { ptr::NonNull::<T>::dangling().as_ptr() } else { data.cast() };
        Ok(Self { start, length })
    }
}

impl<T: Element> TypeName for View<T> {
    fn type_name() -> &'static str {
        T::NAME
    }

    fn value_type() -> ValueType {
        ValueType::Object
    }
}

impl<T: Element> ValidateNapiValue for View<T> {}

impl<T> View<T> {
    /// The addresses that it occupies.
    pub(crate) fn span(&self) -> Range<usize> {
        let start = self.start as usize;
        start..start + self.length * size_of::<T>()
    }
}

/// What `lend` gives: slices to read and slices to write.
pub(crate) type Lent<'a, T, const R: usize, const W: usize> = Result<([&'a [T]; R], [&'a mut [T]; W])>;

/// Lends all the arrays of a call, where they have one element type: `lend([&a, &b], [&mut out])`.
///
/// # Errors
/// If an array to be written overlaps another one.
pub(crate) fn lend<'a, T: Element, const R: usize, const W: usize>(
    reads: [&'a View<T>; R],
    writes: [&'a mut View<T>; W],
) -> Lent<'a, T, R, W> {
    lend_beside(&[], reads, writes)
}

/// As `lend`, in a call with arrays of other types too: the spans of those are `others`.
pub(crate) fn lend_beside<'a, T: Element, const R: usize, const W: usize>(
    others: &[Range<usize>],
    reads: [&'a View<T>; R],
    writes: [&'a mut View<T>; W],
) -> Lent<'a, T, R, W> {
    for (index, write) in writes.iter().enumerate() {
        let write = write.span();
        let later = writes[index + 1..].iter().map(|other| other.span());
        let mut rest = reads.iter().map(|read| read.span()).chain(later).chain(others.iter().cloned());
        if rest.any(|other| overlap(&write, &other)) {
            return Err(invalid("an array to be written overlaps another one"));
        }
    }
    // SAFETY: JavaScript's arrays are initialised, aligned and alive until the export returns, and nothing else runs meanwhile
    // (see the module); a slice to write overlaps no other, as was just checked, and `&mut View` is lent once.
    let reads = reads.map(|read| unsafe { slice::from_raw_parts(read.start, read.length) });
    // SAFETY: as above.
    let writes = writes.map(|write| unsafe { slice::from_raw_parts_mut(write.start, write.length) });
    Ok((reads, writes))
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
