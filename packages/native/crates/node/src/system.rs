//! What the addon is and runs on.

use napi::bindgen_prelude::Result;
use napi_derive::napi;

use crate::options::invalid;

/// What the kernels were able to use.
#[napi(object)]
pub struct SystemInfo {
    /// `avx512`, `avx2`, `neon` or `baseline`.
    pub instruction_set: String,
    /// Threads that passes over data are spread over.
    pub threads: u32,
}

/// Says what the kernels use.
#[napi(catch_unwind)]
pub fn system_info() -> SystemInfo {
    SystemInfo {
        instruction_set: kernels::instruction_set().to_owned(),
        threads: u32::try_from(rayon::current_num_threads()).unwrap_or(u32::MAX),
    }
}

/// Sets the number of threads, once, before any other call; the same number again is no error.
#[napi(catch_unwind)]
pub fn set_threads(threads: u32) -> Result<()> {
    let built = rayon::ThreadPoolBuilder::new().num_threads(threads as usize).build_global();
    if built.is_ok() || rayon::current_num_threads() == threads as usize {
        return Ok(());
    }
    Err(invalid("the number of threads can only be set before the first call"))
}
