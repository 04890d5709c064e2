import { Component, type ReactNode } from 'react';
import { Button } from '../design/actions/Button.tsx';
import { CodeBlock } from '../design/data/CodeBlock.tsx';
import { Callout } from '../design/status/Callout.tsx';
import './ErrorBoundary.css';

type Props = {
  /** A new value gives the children another chance. */
  readonly resetKey: string;
  readonly children: ReactNode;
};

type State = { readonly error: Error | null };

/** Keeps a fault of one view from taking the window with it. React offers this to classes only. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidUpdate(before: Props): void {
    if (before.resetKey !== this.props.resetKey && this.state.error !== null) this.setState({ error: null });
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div className="fault">
        <Callout
          kind="problem"
          title="This view has a fault"
          detail={<CodeBlock label="Fault" code={error.stack ?? error.message} wrap />}
          remedy="The rest of the window goes on, and so does what runs."
          actions={<Button onClick={() => this.setState({ error: null })}>Try again</Button>}
        />
      </div>
    );
  }
}
