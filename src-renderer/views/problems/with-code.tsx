import type { ReactNode } from 'react';

/** A sentence whose parts between backticks are set as code. */
export function withCode(sentence: string): ReactNode {
  return sentence.split('`').map((part, position) =>
    // Parts have no identity but their place in the sentence.
    position % 2 === 1 ? <code key={`${position}-${part}`}>{part}</code> : part,
  );
}
