/**
 * What PyTorch 2 makes of the models of `formulaRnn`, in doubles: `nn.LSTM`, `nn.GRU`, and the module of the tutorial word for word. Rows
 * are `$abe` and `$ddc` ($ is the end), the first of them low, the second high.
 */

/** Of each cell. */
export const pytorch = {
  elman: {
    /** log-softmax behind the last character, [2, 6] */
    last: [
      -3.37358, -1.1965498, -1.7052176, -3.7511697, -2.7152826, -0.9362671, -2.6789539, -0.989562,
      -2.5564884, -3.8421006, -1.9438861, -1.1474229,
    ],
    /** Mean of -log p of the characters behind the first three. */
    loss: 2.30655606,
    /** d loss / d the part of i2h.weight for h, [3, 3] */
    gradient: [
      0.071794, -0.0722071, 0.0650139, -0.0182794, -0.0421625, 0.0181635, -0.0670836, 0.083072,
      -0.0696944,
    ],
  },
  gru: {
    /** log-softmax behind the last character, [2, 6] */
    last: [
      -1.9250174, -2.3050518, -1.4245278, -1.2713947, -2.1913795, -2.1074426, -1.7978383,
      -2.4744401, -1.5630066, -1.1212712, -2.146535, -2.3240712,
    ],
    /** Mean of -log p of the characters behind the first three. */
    loss: 1.70621631,
    /** d loss / d the first row of weight_hh_l0 */
    gradient: [
      0.0001519, -0.0001314, -4.07e-5, -0.0002375, 0.0001869, 0.0016738, 0.0003562, -0.0011498,
      0.0003734,
    ],
  },
  lstm: {
    /** log-softmax behind the last character, [2, 6] */
    last: [
      -1.3833443, -1.8319619, -2.6101829, -1.9610264, -1.3500858, -2.156675, -1.3935742, -1.8132586,
      -2.6070196, -1.9827917, -1.3498874, -2.1372078,
    ],
    /** Mean of -log p of the characters behind the first three. */
    loss: 1.84849763,
    /** d loss / d the first row of weight_hh_l0 */
    gradient: [
      0.0002802, 2.48e-5, 0.0001203, 0.0001177, 1.3e-5, 0.000107, 0.0002201, 0.0002388, -0.0001779,
      0.000361, 1.47e-5, 0.0004848,
    ],
  },
} as const;
