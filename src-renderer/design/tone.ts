/** What a piece of colour wants to say. Never the only carrier: words or a shape say the same. */
export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad';

/** Every tone, for galleries and tests. */
export const tones: readonly Tone[] = ['neutral', 'info', 'good', 'warn', 'bad'];
