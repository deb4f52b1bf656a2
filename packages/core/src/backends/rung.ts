/** What a rung of the ladder of tensor backends is. Knows none of them. */

/** A tensor backend that may be usable here. */
export interface Rung {
  /** Its name in TensorFlow.js. */
  readonly name: string;
  /**
   * Loads the backend and registers it with TensorFlow.js, which it does not select.
   *
   * @throws Error whose message says why it cannot be used here, a clause such as `there is no cargo here`
   */
  prepare(): Promise<PreparedBackend>;
}

/** What is known of a backend once it is loaded. */
export interface PreparedBackend {
  /** Whether it computes on a graphics card. */
  readonly gpu: boolean;
  /** Version of the engine, or null where it has none. */
  readonly version: string | null;
}

/** A rung that nobody can stand on, for a ladder that shows every backend. */
export function absentRung(name: string, reason: string): Rung {
  return {
    name,
    prepare: async () => {
      throw new Error(reason);
    },
  };
}
