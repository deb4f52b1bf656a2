//! Running a loop compiled for the widest vectors that the processor has. With `tensor/gemm.rs` and one line of `ar/simulate.rs` this is
//! all the `unsafe` of the crate.
//!
//! A loop is written once, in plain Rust over fixed lanes; the copies differ in instructions, never in results, because
//! neither Rust nor LLVM fuses or reorders floating-point operations by itself.

/// A loop to be compiled several times. `run`, and all that it calls in its inner loops, is `#[inline(always)]`.
pub(crate) trait Loop {
    /// What it answers.
    type Output;

    /// The loop itself.
    fn run(self) -> Self::Output;
}

/// Runs the loop with AVX-512, or AVX2 and fused multiply-add, or what the target has at least.
pub(crate) fn run_widest<L: Loop>(work: L) -> L::Output {
    #[cfg(target_arch = "x86_64")]
    match widest() {
        // SAFETY: `widest` has asked the processor for AVX-512F and FMA.
        InstructionSet::Avx512 => return unsafe { run_avx512(work) },
        // SAFETY: `widest` has asked the processor for AVX2 and FMA.
        InstructionSet::Avx2 => return unsafe { run_avx2(work) },
        InstructionSet::Baseline => {}
    }
    work.run()
}

/// Name of the instruction set that loops run on: `avx512`, `avx2`, `neon` or `baseline`.
pub fn instruction_set() -> &'static str {
    #[cfg(target_arch = "x86_64")]
    match widest() {
        InstructionSet::Avx512 => return "avx512",
        InstructionSet::Avx2 => return "avx2",
        InstructionSet::Baseline => {}
    }
    if cfg!(target_arch = "aarch64") { "neon" } else { "baseline" }
}

#[cfg(target_arch = "x86_64")]
enum InstructionSet {
    Avx512,
    Avx2,
    Baseline,
}

#[cfg(target_arch = "x86_64")]
fn widest() -> InstructionSet {
    let has_fma = std::is_x86_feature_detected!("fma");
    if has_fma && std::is_x86_feature_detected!("avx512f") {
        InstructionSet::Avx512
    } else if has_fma && std::is_x86_feature_detected!("avx2") {
        InstructionSet::Avx2
    } else {
        InstructionSet::Baseline
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,fma")]
fn run_avx512<L: Loop>(work: L) -> L::Output {
    work.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn run_avx2<L: Loop>(work: L) -> L::Output {
    work.run()
}

/// Asks for the cache line of `values[index]`, which a loop will soon read; an index beyond the end is allowed.
#[inline(always)]
pub(crate) fn prefetch(values: &[f32], index: usize) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a prefetch is a hint; it reads nothing and faults at no address.
        unsafe { _mm_prefetch(values.as_ptr().wrapping_add(index).cast(), _MM_HINT_T0) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (values, index);
}
