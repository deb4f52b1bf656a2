//! The header: two zero bytes, a type, a rank, and a size of four bytes for each dimension.

use super::refusal::{Refusal, RefusalKind};

/// Bytes before the sizes.
pub(super) const MAGIC_LENGTH: usize = 4;

/// Bytes of a header of that rank.
pub(super) const fn length(rank: usize) -> usize {
    MAGIC_LENGTH + 4 * rank
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementType {
    /// 0x08
    UByte,
    /// 0x09
    Byte,
    /// 0x0B, 16 bits
    Short,
    /// 0x0C, 32 bits
    Int,
    /// 0x0D, 32 bits
    Float,
    /// 0x0E, 64 bits
    Double,
}

impl ElementType {
    fn from_code(code: u8) -> Option<Self> {
        match code {
            0x08 => Some(Self::UByte),
            0x09 => Some(Self::Byte),
            0x0B => Some(Self::Short),
            0x0C => Some(Self::Int),
            0x0D => Some(Self::Float),
            0x0E => Some(Self::Double),
            _ => None,
        }
    }

    /// Bytes of a value.
    fn size(self) -> usize {
        match self {
            Self::UByte | Self::Byte => 1,
            Self::Short => 2,
            Self::Int | Self::Float => 4,
            Self::Double => 8,
        }
    }
}

/// Type and rank, from the first bytes of a file.
pub(super) fn parse_magic(head: &[u8]) -> Result<(ElementType, usize), Refusal> {
    if head.is_empty() {
        return Err(Refusal::new(RefusalKind::Empty, 0, 0.0));
    }
    if let Some(offset) = head.iter().take(2).position(|&byte| byte != 0) {
        return Err(Refusal::new(RefusalKind::BadMagic, offset as u64, f64::from(head[offset])));
    }
    let &[_, _, code, rank, ..] = head else {
        return Err(Refusal::new(RefusalKind::HeaderCut, head.len() as u64, MAGIC_LENGTH as f64));
    };
    let element = ElementType::from_code(code).ok_or(Refusal::new(RefusalKind::UnknownType, 2, f64::from(code)))?;
    Ok((element, rank as usize))
}

/// What the sizes say.
pub(super) struct Header {
    pub(super) shape: Vec<u32>,
    /// Number of values. A double, since the product of sizes may exceed any integer; exact where a file can have as many.
    pub(super) count: f64,
    /// Where the values end.
    pub(super) end: f64,
}

impl Header {
    pub(super) fn parse(element: ElementType, rank: usize, head: &[u8]) -> Result<Self, Refusal> {
        let length = length(rank);
        let Some(sizes) = head.get(MAGIC_LENGTH..length) else {
            return Err(Refusal::new(RefusalKind::HeaderCut, head.len() as u64, length as f64));
        };
        let (sizes, _) = sizes.as_chunks::<4>();
        let shape: Vec<u32> = sizes.iter().map(|&size| u32::from_be_bytes(size)).collect();
        let count = if shape.contains(&0) { 0.0 } else { shape.iter().map(|&size| f64::from(size)).product() };
        let end = length as f64 + count * element.size() as f64;
        Ok(Self { shape, count, end })
    }
}
