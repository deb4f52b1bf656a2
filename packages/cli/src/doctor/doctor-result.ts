/** What `gen doctor` finds. Plain data. */

/** The object that `--json` prints. */
export interface DoctorResult {
  readonly schemaVersion: 1;
  readonly kind: 'doctor';
  readonly node: string;
  /** Platform and architecture, as in `linux-x64`. */
  readonly platform: string;
  /** Threads that a pass over data is spread over. */
  readonly threads: number;
  readonly kernels: {
    readonly name: 'native' | 'reference';
    /** Why they are not the native ones, or why those are not to be trusted; null where all is well. */
    readonly reason: string | null;
    readonly instructionSet: string | null;
    /** 10^9 operations a second in a product of matrices on the selected backend. */
    readonly gflops: number;
    /** Whether a fit by the native kernels gave what the reference kernels give; null where there are none to check. */
    readonly checked: boolean | null;
  };
  /** Engines for tensors, in the order in which they are tried. */
  readonly backends: readonly Backend[];
  /** Name of the backend that is used. */
  readonly selected: string;
}

/** An engine for tensors. */
export interface Backend {
  readonly name: string;
  readonly available: boolean;
  readonly gpu: boolean;
  /** Why it cannot be used or is not to be trusted; null where all is well. */
  readonly reason: string | null;
  readonly version: string | null;
}
