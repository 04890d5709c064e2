/**
 * How long a call may stay without an answer, in milliseconds. A stopped or paused engine hangs every call for ever
 * (verified on engine 28.5), so none goes without.
 */
export const deadlines = {
  /** Calls that read, or change one small thing. */
  quick: 10_000,
  /** The engine copies an image's volume data into a new volume while it creates. */
  create: 60_000,
  /** Networks, port forwards and mounts are set up while it starts; slow on a desktop engine. */
  start: 60_000,
  /** Deleting a large volume or a container's layer takes the disk's time. */
  remove: 60_000,
  /** On top of the grace period: the engine kills, then cleans up. */
  stopExtra: 15_000,
  /** Between two pieces of progress of a pull or a build. */
  idle: 120_000,
  /** Between two checks that a silent stream still has an engine behind it, and how long such a check may take. */
  watch: 10_000,
  watchAnswer: 5_000,
} as const;
