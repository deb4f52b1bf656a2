//! Arrays laid side by side, and arrays within a border.

use super::split::for_pieces;

/// Writes each row of x [rows, width] into a row of `out` [rows, total], from column `first` on.
///
/// # Panics
/// If lengths disagree.
pub fn copy_columns<T: Copy + Send + Sync>(x: &[T], width: usize, first: usize, total: usize, out: &mut [T]) {
    assert!(first + width <= total);
    if x.is_empty() {
        return;
    }
    assert!(x.len().is_multiple_of(width));
    assert_eq!(x.len() / width * total, out.len());
    if x.len() == width {
        // One row is shared by threads too.
        return for_pieces(&mut out[first..][..width], 1, 1, |at, out| out.copy_from_slice(&x[at..][..out.len()]));
    }
    for_pieces(out, total, width, |row, out| {
        let rows = x[row * width..].chunks_exact(width);
        for (x, out) in rows.zip(out.chunks_exact_mut(total)) {
            out[first..first + width].copy_from_slice(x);
        }
    });
}

/// x [dims] within a border of `value`: along each dimension `before` places before it, and as many after it as `out` [out_dims] has left.
///
/// # Panics
/// If lengths disagree, or x has no room in `out`.
pub fn pad<T: Copy + Send + Sync>(
    x: &[T],
    dims: &[usize],
    before: &[usize],
    out_dims: &[usize],
    value: T,
    out: &mut [T],
) {
    assert_eq!(x.len(), dims.iter().product());
    assert_eq!(out.len(), out_dims.iter().product());
    assert!(dims.len() == before.len() && dims.len() == out_dims.len());
    assert!(dims.iter().zip(before).zip(out_dims).all(|((dim, before), out)| dim + before <= *out));
    let Some((&outermost, _)) = out_dims.split_first() else {
        return out.copy_from_slice(x);
    };
    if out.is_empty() {
        return;
    }
    let unit = out.len() / outermost;
    for_pieces(out, unit, unit, |first, out| {
        for (index, out) in out.chunks_exact_mut(unit).enumerate() {
            // Its place in x, if it has one.
            match (first + index).checked_sub(before[0]) {
                Some(at) if at < dims[0] => {
                    let inside = x.len() / dims[0];
                    pad_inside(&x[at * inside..][..inside], &dims[1..], &before[1..], &out_dims[1..], value, out);
                }
                _ => out.fill(value),
            }
        }
    });
}

/// The same on one thread.
fn pad_inside<T: Copy>(x: &[T], dims: &[usize], before: &[usize], out_dims: &[usize], value: T, out: &mut [T]) {
    let (Some((&dim, dims)), Some((&before, befores)), Some((&out_dim, out_dims))) =
        (dims.split_first(), before.split_first(), out_dims.split_first())
    else {
        return out.copy_from_slice(x);
    };
    if dim == 0 {
        return out.fill(value);
    }
    let (inside, unit) = (x.len() / dim, out.len() / out_dim);
    let (head, rest) = out.split_at_mut(before * unit);
    let (body, tail) = rest.split_at_mut(dim * unit);
    head.fill(value);
    tail.fill(value);
    if inside == unit {
        return body.copy_from_slice(x);
    }
    for (index, out) in body.chunks_exact_mut(unit).enumerate() {
        pad_inside(&x[index * inside..][..inside], dims, befores, out_dims, value, out);
    }
}
