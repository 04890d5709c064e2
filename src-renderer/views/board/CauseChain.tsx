import type { CauseLink } from '../../../src-main/contract/view.ts';
import { CodeBlock } from '../../design/data/CodeBlock.tsx';
import './CauseChain.css';

export type CauseChainProps = {
  /** Nearest cause first; the last one is where it starts. */
  readonly chain: readonly CauseLink[];
  readonly onSelect: (name: string) => void;
};

/** Why a service is not green, link by link, each with what shows it. */
export function CauseChain({ chain, onSelect }: CauseChainProps) {
  return (
    <ol className="chain" aria-label="Causes, nearest first">
      {chain.map((link, position) => (
        <li key={`${position}-${link.service}`} className="chain-link">
          <p>
            <button type="button" className="chain-service" onClick={() => onSelect(link.service)}>
              {link.service}
            </button>{' '}
            {link.text}
          </p>
          {link.evidence !== null && (
            <CodeBlock label={`Evidence of ${link.service}`} code={link.evidence} wrap />
          )}
        </li>
      ))}
    </ol>
  );
}
