import { cleanLines } from '../core/logs/clean.ts';
import type { Redact } from '../core/secrets/redact.ts';
import type { Happening } from '../core/state/happening.ts';
import { redactProblem, redactProblems } from './redact-problem.ts';

/** The one door where text from outside enters the state: what a service, a probe or an engine said. It is cleaned as log lines are. */
export function redactHappening(happening: Happening, redact: Redact): Happening {
  switch (happening.kind) {
    case 'container changed': {
      const { container } = happening;
      return { ...happening, container: { ...container, probe: redactProbe(container.probe, redact) } };
    }
    case 'observed': {
      const containers = happening.observed.containers.map((container) => ({
        ...container,
        probe: redactProbe(container.probe, redact),
      }));
      return { ...happening, observed: { ...happening.observed, containers } };
    }
    case 'container probed':
      return {
        ...happening,
        probe: { ...happening.probe, output: redact(cleanLines(happening.probe.output)) },
      };
    case 'step progressed':
      return { ...happening, text: redact(cleanLines(happening.text)) };
    case 'step failed':
      return { ...happening, problem: redactProblem(happening.problem, redact) };
    case 'run finished':
      return { ...happening, problems: redactProblems(happening.problems, redact) };
    case 'engine changed': {
      const { engine } = happening;
      if (engine.state !== 'unreachable') return happening;
      return { ...happening, engine: { ...engine, problem: redactProblem(engine.problem, redact) } };
    }
    default:
      return happening;
  }
}

function redactProbe<T extends { readonly output: string } | null>(probe: T, redact: Redact): T {
  return probe === null ? probe : { ...probe, output: redact(cleanLines(probe.output)) };
}
