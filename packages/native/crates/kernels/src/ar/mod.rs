//! Autoregressions: conditional least squares, moments of residuals, sample paths.
//!
//! `fit` asks `gram` for the normal matrix, which one `pass` over a `source` fills with `dot` products;
//! `cholesky` solves it in the columns of `basis`. All of it in `double_double` arithmetic.

mod basis;
mod cholesky;
mod dot;
mod double_double;
mod fit;
mod gram;
mod pass;
mod residuals;
mod simulate;
mod source;
mod specification;

pub use fit::{LeastSquares, fit};
pub use residuals::{ResidualMoments, residual_moments};
pub use simulate::{Shocks, Simulation, simulate};
pub use specification::{Refusal, Segment, Specification, Trend};
