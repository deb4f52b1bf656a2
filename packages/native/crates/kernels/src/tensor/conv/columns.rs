//! Windows of an image as rows of a matrix (im2col) and their sum back into the image (col2im).

use std::ops::Range;

use super::shape::ConvShape;

/// Writes the window of every pixel of the rows `rows` of y into `columns` [pixels, filter height x width x in channels]. Rows
/// are counted through all images.
pub(super) fn gather(shape: &ConvShape, x: &[f32], rows: Range<usize>, columns: &mut [f32]) {
    for_runs(shape, rows, |column, length, at| {
        let to = &mut columns[column..][..length];
        match at {
            Some(at) => to.copy_from_slice(&x[at..][..length]),
            None => to.fill(0.0),
        }
    });
}

/// Adds every window to the pixels of `dx` that it was gathered from.
pub(super) fn scatter(shape: &ConvShape, columns: &[f32], rows: Range<usize>, dx: &mut [f32]) {
    for_runs(shape, rows, |column, length, at| {
        if let Some(at) = at {
            for (to, from) in dx[at..][..length].iter_mut().zip(&columns[column..][..length]) {
                *to += from;
            }
        }
    });
}

/// Calls `run(place in the columns, length, place in the images)` for every run of neighbours; it has no place in the images
/// where it lies in the padding.
#[inline(always)]
fn for_runs(shape: &ConvShape, rows: Range<usize>, mut run: impl FnMut(usize, usize, Option<usize>)) {
    let channels = shape.in_channels;
    // Taps that are neighbours in the image too.
    let taps = if shape.dilation_width == 1 { shape.filter_width } else { 1 };
    let mut column = 0;
    for row in rows {
        let (image, y) = (row / shape.out_height, row % shape.out_height);
        for x in 0..shape.out_width {
            for tap_y in 0..shape.filter_height {
                let in_y = (y * shape.stride_height + tap_y * shape.dilation_height).wrapping_sub(shape.pad_top);
                for tap_x in (0..shape.filter_width).step_by(taps) {
                    if in_y >= shape.in_height {
                        run(column, taps * channels, None);
                        column += taps * channels;
                        continue;
                    }
                    let left = x * shape.stride_width + tap_x * shape.dilation_width;
                    let before = shape.pad_left.saturating_sub(left).min(taps);
                    let inside = (shape.pad_left + shape.in_width).saturating_sub(left).clamp(before, taps);
                    if before > 0 {
                        run(column, before * channels, None);
                    }
                    if inside > before {
                        let in_x = left + before - shape.pad_left;
                        let at = ((image * shape.in_height + in_y) * shape.in_width + in_x) * channels;
                        run(column + before * channels, (inside - before) * channels, Some(at));
                    }
                    if inside < taps {
                        run(column + inside * channels, (taps - inside) * channels, None);
                    }
                    column += taps * channels;
                }
            }
        }
    }
}
