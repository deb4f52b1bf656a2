//! Decoding: greedy, sampling and beam search over logits, with the processors of scores that belong to them.
//!
//! A decoder is pulled: it is handed the logits of its rows, and answers which rows go on with which tokens. It knows neither models nor texts. What it means
//! is told by the readable TypeScript in `core/src/kernels/reference/decoding`, and the arithmetic is that one's to the bit, except that the two have logarithms and
//! powers in double precision from different libraries.

mod beam_search;
mod candidates;
mod decoder;
mod draw;
mod length;
mod phrases;
mod processors;
mod search;
mod settings;
mod single_search;
mod softmax;
mod step;

pub use decoder::Decoder;
pub use search::{FinishReason, Hypothesis};
pub use settings::{EarlyStopping, LengthRule, Settings};
pub use step::{Allowed, Candidates, Prompts, Refusal, Step};
