import type { PlanView } from '../../../src-main/contract/view.ts';
import { Callout } from '../../design/status/Callout.tsx';

/** What a plan will do, step by step, each with its cause. */
export function PlanSteps({ plan }: { readonly plan: PlanView }) {
  return (
    <>
      {plan.warnings.map((warning) => (
        <Callout key={warning} kind="warn" title={warning} />
      ))}
      <details className="plan" open={plan.steps.length <= 8}>
        <summary>{plan.steps.length === 1 ? 'One step' : `${plan.steps.length} steps`}</summary>
        <ol>
          {plan.steps.map(({ id, service, title, because, equivalent }) => (
            <li key={id} title={equivalent}>
              <span className="plan-number">{id}</span>
              <span>
                {service !== null && <strong>{service}: </strong>}
                {title}
                <span className="plan-because">{because}</span>
              </span>
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}
