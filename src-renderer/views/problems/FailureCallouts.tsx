import type { ReactNode } from 'react';
import type { Problem } from '../../../src-main/contract/problem.ts';
import { Callout } from '../../design/status/Callout.tsx';
import type { Failure } from '../../store/outcome.ts';
import { ProblemCallout } from './ProblemCallout.tsx';
import './FailureCallouts.css';

export type FailureCalloutsProps = {
  readonly failure: Failure;
  readonly onDismiss?: () => void;
  /** Buttons for a problem that there is a choice about. */
  readonly actions?: (problem: Problem) => ReactNode;
};

/** Why an intent did not do what was wished, each problem on its own. */
export function FailureCallouts({ failure, onDismiss, actions }: FailureCalloutsProps) {
  const dismiss = onDismiss === undefined ? {} : { onDismiss };
  switch (failure.kind) {
    case 'problems':
      return (
        <div className="callouts">
          {failure.problems.map((problem) => (
            <ProblemCallout
              key={JSON.stringify(problem)}
              problem={problem}
              actions={actions?.(problem)}
              {...dismiss}
            />
          ))}
        </div>
      );
    case 'lost':
      return (
        <Callout
          kind="warn"
          title="Berth is not connected"
          detail="The window lost its connection and is trying again."
          {...dismiss}
        />
      );
    case 'fault':
      return (
        <Callout
          kind="problem"
          title="Something went wrong inside Berth"
          detail={failure.message}
          remedy="Try again. If it stays, this is a fault worth reporting."
          {...dismiss}
        />
      );
  }
}
