/** The tensor kernels of the raw addon: what crates/node/src/tensor exports, under the names that napi gives them. */

import type { ActivationAddon } from './kernels/activation.ts';
import type { AttentionAddon } from './kernels/attention.ts';
import type { BatchNormAddon } from './kernels/batch-norm.ts';
import type { BinaryAddon } from './kernels/binary.ts';
import type { CastAddon } from './kernels/cast.ts';
import type { ConcatAddon } from './kernels/concat.ts';
import type { ConvAddon } from './kernels/conv.ts';
import type { CopyAddon } from './kernels/copy.ts';
import type { DropoutAddon } from './kernels/dropout.ts';
import type { FrozenNormAddon } from './kernels/frozen-norm.ts';
import type { GatherAddon } from './kernels/gather.ts';
import type { GeluAddon } from './kernels/gelu.ts';
import type { GruAddon } from './kernels/gru.ts';
import type { LayerNormAddon } from './kernels/layer-norm.ts';
import type { LstmAddon } from './kernels/lstm.ts';
import type { MatMulAddon } from './kernels/matmul.ts';
import type { OptimizerAddon } from './kernels/optimizer.ts';
import type { RandomAddon } from './kernels/random.ts';
import type { ReduceAddon } from './kernels/reduce.ts';
import type { SelectAddon } from './kernels/select.ts';
import type { SigmoidCrossEntropyAddon } from './kernels/sigmoid-cross-entropy.ts';
import type { SoftmaxCrossEntropyAddon } from './kernels/softmax-cross-entropy.ts';
import type { SumsAddon } from './kernels/sums.ts';
import type { UnaryAddon } from './kernels/unary.ts';

export interface TensorAddon
  extends ActivationAddon,
    AttentionAddon,
    BatchNormAddon,
    BinaryAddon,
    CastAddon,
    ConcatAddon,
    ConvAddon,
    CopyAddon,
    DropoutAddon,
    FrozenNormAddon,
    GatherAddon,
    GruAddon,
    GeluAddon,
    LayerNormAddon,
    LstmAddon,
    MatMulAddon,
    OptimizerAddon,
    RandomAddon,
    ReduceAddon,
    SelectAddon,
    SigmoidCrossEntropyAddon,
    SoftmaxCrossEntropyAddon,
    SumsAddon,
    UnaryAddon {}
