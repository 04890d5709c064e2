import type { ReactNode } from 'react';
import { describe } from '../../../src-main/contract/describe.ts';
import type { Problem } from '../../../src-main/contract/problem.ts';
import { CodeBlock } from '../../design/data/CodeBlock.tsx';
import { Callout } from '../../design/status/Callout.tsx';
import { withCode } from './with-code.tsx';

export type ProblemCalloutProps = {
  readonly problem: Problem;
  readonly actions?: ReactNode;
  readonly onDismiss?: (() => void) | undefined;
};

/** A problem in the words every door uses: what is wrong, the facts, the next step. Output keeps its lines. */
export function ProblemCallout({ problem, actions, onDismiss }: ProblemCalloutProps) {
  const { title, detail, remedy } = describe(problem);
  const [first = '', ...output] = detail.split('\n');
  return (
    <Callout
      kind="problem"
      title={title}
      detail={
        output.length === 0 ? (
          withCode(first)
        ) : (
          <>
            <p>{withCode(first)}</p>
            <CodeBlock label="Output" code={output.join('\n')} wrap />
          </>
        )
      }
      remedy={remedy === null ? undefined : withCode(remedy)}
      actions={actions}
      {...(onDismiss === undefined ? {} : { onDismiss })}
    />
  );
}
