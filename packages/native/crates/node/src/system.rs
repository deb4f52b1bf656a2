//! What the addon is and runs on.

use napi::bindgen_prelude::Result;
use napi_derive::napi;
use rayon::ThreadPoolBuilder;

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

/// Starts the threads, once, before any other call; the same number again is no error. The calling thread is one of them, so that a
/// kernel starts at once on it and small work is done before others have woken up: a fork through a pool that the caller is not part
/// of takes a hand-over each way.
#[napi(catch_unwind)]
pub fn set_threads(threads: u32) -> Result<()> {
    let mut pool = ThreadPoolBuilder::new().num_threads(threads as usize);
    // A pool of the calling thread alone would leave calls from other threads waiting for ever.
    if threads > 1 {
        pool = pool.use_current_thread();
    }
    let built = pool.build_global();
    if built.is_ok() || rayon::current_num_threads() == threads as usize {
        return Ok(());
    }
    Err(invalid("the number of threads can only be set before the first call"))
}
