//! Why a file is not taken: a stable code and what is needed to say so. It words nothing.

/// What is wrong with the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// It has no bytes.
    Empty,
    /// It ends within its header.
    HeaderCut,
    /// It does not begin with two zero bytes.
    BadMagic,
    /// Its third byte names no type.
    UnknownType,
    /// It ends before its last value.
    ShortBody,
    /// It goes on after its last value.
    TrailingBytes,
    /// It unpacks to more than [`super::UNPACKED_LIMIT`], or to more than there is memory for.
    TooLarge,
    /// It ends within gzipped data.
    GzipCut,
    /// Its gzipped data make no sense, or their checksum is another.
    GzipDamaged,
}

impl RefusalKind {
    /// The code that every door shows, the same for ever.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "IDX_EMPTY",
            Self::HeaderCut => "IDX_HEADER_CUT",
            Self::BadMagic => "IDX_BAD_MAGIC",
            Self::UnknownType => "IDX_UNKNOWN_TYPE",
            Self::ShortBody => "IDX_SHORT_BODY",
            Self::TrailingBytes => "IDX_TRAILING_BYTES",
            Self::TooLarge => "IDX_TOO_LARGE",
            Self::GzipCut => "IDX_GZIP_CUT",
            Self::GzipDamaged => "IDX_GZIP_DAMAGED",
        }
    }
}

/// A file that is not taken, and where.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Refusal {
    /// What is wrong.
    pub kind: RefusalKind,
    /// Position of the fault: in the file for the gzip kinds (the begin of the damaged member, or the end of the file), otherwise in
    /// what the file unpacks to.
    pub offset: u64,
    /// The byte that was seen, for a bad magic and an unknown type; the bytes of the values, for [`RefusalKind::TooLarge`]; the bytes
    /// that there should be, header included, for a cut header, a short body and trailing bytes; 0 for the other kinds.
    pub value: f64,
}

impl Refusal {
    pub(super) fn new(kind: RefusalKind, offset: u64, value: f64) -> Self {
        Self { kind, offset, value }
    }

    pub(super) fn too_large(bytes: f64) -> Self {
        Self::new(RefusalKind::TooLarge, super::header::MAGIC_LENGTH as u64, bytes)
    }

    pub(super) fn short_body(end: u64, needed: f64) -> Self {
        Self::new(RefusalKind::ShortBody, end, needed)
    }
}
