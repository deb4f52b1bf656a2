//! IDX files made here, byte for byte as the format says, and what comes of them.

use std::borrow::Cow;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use kernels::idx::{Idx, RefusalKind, Values, parse};
use proptest::prelude::*;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn file(code: u8, shape: &[u32], body: &[u8]) -> Vec<u8> {
    let sizes = shape.iter().flat_map(|size| size.to_be_bytes());
    [0, 0, code, shape.len() as u8].into_iter().chain(sizes).chain(body.iter().copied()).collect()
}

fn refusal(bytes: &[u8]) -> (RefusalKind, u64) {
    let refusal = parse(bytes).unwrap_err();
    (refusal.kind, refusal.offset)
}

#[test]
fn parse_borrows_bytes_and_turns_wider_values_round() {
    let bytes = file(0x08, &[2, 2], &[1, 2, 3, 255]);
    let Idx { shape, values } = parse(&bytes).unwrap();
    assert_eq!(shape, [2, 2]);
    assert!(matches!(values, Values::UByte(Cow::Borrowed([1, 2, 3, 255]))));
    let bytes = file(0x0B, &[2], &[0x80, 0, 0, 7]);
    assert_eq!(parse(&bytes).unwrap().values, Values::Short(vec![-32768, 7]));
}

#[test]
fn parse_keeps_the_bits_of_a_signalling_nan() {
    let bytes = file(0x0D, &[1], &0x7FA0_1234_u32.to_be_bytes());
    for bytes in [gzip(&bytes), bytes] {
        let Values::Float(values) = parse(&bytes).unwrap().values else { panic!("not floats") };
        assert_eq!(values[0].to_bits(), 0x7FA0_1234);
    }
}

#[test]
fn parse_joins_members_and_refuses_what_is_none() {
    let bytes = file(0x0C, &[1], &[0, 0, 1, 0]);
    let packed = [gzip(&bytes[..3]), gzip(&[]), gzip(&bytes[3..])].concat();
    assert_eq!(parse(&packed).unwrap().values, Values::Int(vec![256]));
    let damaged = [packed.as_slice(), &[7, 7]].concat();
    assert_eq!(refusal(&damaged), (RefusalKind::GzipDamaged, packed.len() as u64));
    let cut = &packed[..packed.len() - 3];
    assert_eq!(refusal(cut), (RefusalKind::GzipCut, cut.len() as u64));
}

#[test]
fn parse_looks_at_the_checksum() {
    let mut packed = gzip(&file(0x08, &[3], &[1, 2, 3]));
    let at = packed.len() - 8;
    packed[at] ^= 1;
    assert_eq!(refusal(&packed), (RefusalKind::GzipDamaged, 0));
}

#[test]
fn parse_allocates_nothing_for_sizes_that_cannot_be() {
    let huge = file(0x0E, &[u32::MAX; 200], &[1, 2, 3]);
    assert_eq!(refusal(&huge), (RefusalKind::ShortBody, 807));
    assert_eq!(refusal(&gzip(&huge)), (RefusalKind::ShortBody, 807));
    // More than the limit, and few enough bytes that they might be there.
    let packed = gzip(&file(0x08, &[3, 1 << 31], &vec![0; 1 << 27]));
    let padded = [packed, gzip(&incompressible(7 << 20))].concat();
    assert_eq!(refusal(&padded), (RefusalKind::TooLarge, 4));
}

/// Noise (Marsaglia, 2003: xorshift).
fn incompressible(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 8) as u8
    };
    std::iter::repeat_with(next).take(length).collect()
}

#[test]
fn parse_stops_at_the_first_byte_too_many_of_a_bomb() {
    let bomb = gzip(&file(0x08, &[1], &vec![0; 1 << 24]));
    assert_eq!(refusal(&bomb), (RefusalKind::TrailingBytes, 9));
}

proptest! {
    #[test]
    fn parse_answers_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&bytes);
        let _ = parse(&gzip(&bytes));
    }

    #[test]
    fn parse_answers_a_gzip_file_with_a_byte_changed(at in 0_usize..60, to in any::<u8>()) {
        let bytes = file(0x0D, &[5, 7], &[9; 140]);
        let mut packed = gzip(&bytes);
        let at = at % packed.len();
        packed[at] = to;
        if let Ok(idx) = parse(&packed) {
            prop_assert_eq!(idx, parse(&bytes).unwrap());
        }
    }
}
