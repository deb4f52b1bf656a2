//! The quantile of the normal distribution: algorithm AS 241 (PPND16) of Wichura, Applied Statistics 37 (1988).
//!
//! Relative accuracy about 1e-16. Written without fused operations, so that the TypeScript twin agrees to the bit
//! but for the logarithm in the tails.

const CENTRE: f64 = 0.425;

/// The x with P(Z <= x) = p for 0 < p < 1; -infinity and infinity at the ends, NaN outside.
pub fn quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= CENTRE { central(q) } else { tail(p, q) }
}

/// For |q| = |p - 1/2| <= 0.425.
#[inline(always)]
pub(crate) fn central(q: f64) -> f64 {
    let r = 0.180625 - q * q;
    let numerator = ((((((2.509_080_928_730_122_7e3 * r + 3.343_057_558_358_813e4) * r + 6.726_577_092_700_87e4)
        * r
        + 4.592_195_393_154_987e4)
        * r
        + 1.373_169_376_550_946e4)
        * r
        + 1.971_590_950_306_551_3e3)
        * r
        + 1.331_416_678_917_843_8e2)
        * r
        + 3.387_132_872_796_366_5;
    let denominator = ((((((5.226_495_278_852_854e3 * r + 2.872_908_573_572_194_3e4) * r + 3.930_789_580_009_271e4)
        * r
        + 2.121_379_430_158_659_7e4)
        * r
        + 5.394_196_021_424_751e3)
        * r
        + 6.871_870_074_920_579e2)
        * r
        + 4.231_333_070_160_091e1)
        * r
        + 1.0;
    q * numerator / denominator
}

/// Whether `central` holds for this q.
#[inline(always)]
pub(crate) fn is_central(q: f64) -> bool {
    q.abs() <= CENTRE
}

/// For |q| > 0.425.
pub(crate) fn tail(p: f64, q: f64) -> f64 {
    let r = (-(if q < 0.0 { p } else { 1.0 - p }).ln()).sqrt();
    let magnitude = if r.is_infinite() {
        r
    } else if r <= 5.0 {
        let r = r - 1.6;
        let numerator =
            ((((((7.745_450_142_783_414e-4 * r + 2.272_384_498_926_918_4e-2) * r + 2.417_807_251_774_506e-1) * r
                + 1.270_458_252_452_368_4)
                * r
                + 3.647_848_324_763_204_5)
                * r
                + 5.769_497_221_460_691)
                * r
                + 4.630_337_846_156_546)
                * r
                + 1.423_437_110_749_683_5;
        let denominator =
            ((((((1.050_750_071_644_416_9e-9 * r + 5.475_938_084_995_345e-4) * r + 1.519_866_656_361_645_7e-2) * r
                + 1.481_039_764_274_800_8e-1)
                * r
                + 6.897_673_349_851e-1)
                * r
                + 1.676_384_830_183_803_8)
                * r
                + 2.053_191_626_637_759)
                * r
                + 1.0;
        numerator / denominator
    } else {
        let r = r - 5.0;
        let numerator = ((((((2.010_334_399_292_288_1e-7 * r + 2.711_555_568_743_487_6e-5) * r
            + 1.242_660_947_388_078_4e-3)
            * r
            + 2.653_218_952_657_612_4e-2)
            * r
            + 2.965_605_718_285_048_7e-1)
            * r
            + 1.784_826_539_917_291_3)
            * r
            + 5.463_784_911_164_114)
            * r
            + 6.657_904_643_501_103;
        let denominator =
            ((((((2.044_263_103_389_939_8e-15 * r + 1.421_511_758_316_446e-7) * r + 1.846_318_317_510_054_8e-5) * r
                + 7.868_691_311_456_133e-4)
                * r
                + 1.487_536_129_085_061_5e-2)
                * r
                + 1.369_298_809_227_358e-1)
                * r
                + 5.998_322_065_558_88e-1)
                * r
                + 1.0;
        numerator / denominator
    };
    if q < 0.0 { -magnitude } else { magnitude }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantile_gives_the_test_values_of_as_241() {
        for (p, expected) in [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_6),
            (1e-20, -9.262_340_089_798_408),
            (0.975, 1.959_963_984_540_054),
            (0.5, 0.0),
        ] {
            assert!((quantile(p) - expected).abs() <= 4e-16 * expected.abs(), "{p}: {}", quantile(p));
        }
        assert_eq!(quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(quantile(1.0), f64::INFINITY);
    }
}
