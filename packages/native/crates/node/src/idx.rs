//! Export for reading IDX files.

use std::borrow::Cow;

use kernels::idx::{self, Idx, Refusal, Values};
use napi::bindgen_prelude::{
    Either, Either6, Float32Array, Float64Array, Int8Array, Int16Array, Int32Array, Uint8Array, Uint8ArraySlice,
};
use napi_derive::napi;

type AnyArray = Either6<Uint8Array, Int8Array, Int16Array, Int32Array, Float32Array, Float64Array>;

/// See `IdxTable` in TypeScript.
#[napi(object)]
pub struct IdxTable {
    /// Name of the type of the values.
    #[napi(js_name = "type")]
    pub element: String,
    /// Sizes.
    pub shape: Vec<u32>,
    /// Absent where the values are the bytes of the file from `offset` on.
    pub values: Option<AnyArray>,
    /// Bytes of the header.
    pub offset: u32,
}

/// See `IdxRefusal` in TypeScript.
#[napi(object)]
pub struct IdxRefusal {
    /// Stable code.
    pub refused: String,
    /// Position of the fault.
    pub offset: f64,
    /// What was seen or needed.
    pub value: f64,
}

impl From<Refusal> for IdxRefusal {
    fn from(refusal: Refusal) -> Self {
        Self { refused: refusal.kind.code().to_owned(), offset: refusal.offset as f64, value: refusal.value }
    }
}

impl From<Idx<'_>> for IdxTable {
    fn from(idx: Idx<'_>) -> Self {
        let offset = idx.header_length() as u32;
        let (element, values) = match idx.values {
            Values::UByte(Cow::Borrowed(_)) => ("ubyte", None),
            Values::Byte(Cow::Borrowed(_)) => ("byte", None),
            Values::UByte(Cow::Owned(values)) => ("ubyte", Some(Either6::A(values.into()))),
            Values::Byte(Cow::Owned(values)) => ("byte", Some(Either6::B(values.into()))),
            Values::Short(values) => ("short", Some(Either6::C(values.into()))),
            Values::Int(values) => ("int", Some(Either6::D(values.into()))),
            Values::Float(values) => ("float", Some(Either6::E(values.into()))),
            Values::Double(values) => ("double", Some(Either6::F(values.into()))),
        };
        Self { element: element.to_owned(), shape: idx.shape, values, offset }
    }
}

/// Reads a whole file.
#[napi(catch_unwind)]
pub fn parse_idx(bytes: Uint8ArraySlice<'_>) -> Either<IdxTable, IdxRefusal> {
    match idx::parse(&bytes) {
        Ok(idx) => Either::A(idx.into()),
        Err(refusal) => Either::B(refusal.into()),
    }
}
