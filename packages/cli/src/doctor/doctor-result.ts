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
    /** Why they are not the native ones, or null. */
    readonly reason: string | null;
    readonly instructionSet: string | null;
    /** Null as long as nothing measures it. */
    readonly gflops: number | null;
  };
  /** Engines for tensors; none are part of this version. */
  readonly backends: readonly Backend[];
  /** Name of the backend that would be used, or null. */
  readonly selected: string | null;
}

/** An engine for tensors, and why it cannot be used. */
export interface Backend {
  readonly name: string;
  readonly available: boolean;
  readonly gpu: boolean;
  readonly reason: string | null;
  readonly version: string | null;
}
