/** Exit codes of every command: done, a problem met, wrong usage, cancelled. `compose` gives its child's own. */
export const exit = { done: 0, problem: 1, usage: 2, cancelled: 130 } as const;

export type ExitCode = number;
