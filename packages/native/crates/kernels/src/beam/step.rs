//! What goes into a decoder and what comes out: prompts, tokens allowed, the rows of a step, or why there was none.

/// Prompts of one length, padded on the left.
#[derive(Clone, Copy, Debug)]
pub struct Prompts<'a> {
    /// [batch, length]
    pub tokens: &'a [i32],
    /// At least 1.
    pub length: usize,
    /// How many tokens at the left of each row are padding, [batch].
    pub padding: &'a [i32],
}

/// The tokens that each row may go on with: those of row r are `ids[offsets[r]..offsets[r + 1]]`.
#[derive(Clone, Copy, Debug)]
pub struct Allowed<'a> {
    /// [rows + 1], ascending from 0.
    pub offsets: &'a [i32],
    /// Tokens.
    pub ids: &'a [i32],
}

impl<'a> Allowed<'a> {
    pub(crate) fn of_row(&self, row: usize) -> &'a [i32] {
        &self.ids[self.offsets[row] as usize..self.offsets[row + 1] as usize]
    }

    /// # Panics
    /// If they are not those of so many rows, or a token is not of the vocabulary.
    pub(crate) fn check(&self, rows: usize, vocab_size: usize) {
        assert_eq!(self.offsets.len(), rows + 1);
        assert!(self.offsets[0] == 0 && self.offsets.is_sorted());
        assert_eq!(self.offsets[rows] as usize, self.ids.len());
        assert!(self.ids.iter().all(|&id| id >= 0 && (id as usize) < vocab_size));
    }
}

/// Rows with a token appended to each, of which some will be taken.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// The row that each goes on from.
    pub parents: Vec<i32>,
    /// Its token.
    pub tokens: Vec<i32>,
}

/// The rows after a step: row r goes on from row `parents[r]` of before with `tokens[r]`. Done where there are none.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// The latest token of each row.
    pub tokens: Vec<i32>,
    /// The row that each goes on from.
    pub parents: Vec<i32>,
    /// The prompt that each belongs to.
    pub items: Vec<i32>,
    /// Sum of log-probabilities.
    pub scores: Vec<f32>,
}

/// Why a step was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A row holds NaN or infinity, or nothing but -infinity.
    NotFinite(usize),
    /// Every token of a row is banned.
    NoTokenLeft(usize),
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFinite(_) => "DECODING_LOGITS_NOT_FINITE",
            Self::NoTokenLeft(_) => "DECODING_NO_TOKEN_LEFT",
        }
    }

    /// The row.
    pub fn row(&self) -> usize {
        let (Self::NotFinite(row) | Self::NoTokenLeft(row)) = self;
        *row
    }
}
