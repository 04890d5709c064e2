import { Info, TriangleAlert } from 'lucide-react';
import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from '../actions/Button.tsx';
import './Dialog.css';

export type ConfirmDialogProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** A question that names the thing: "Reset database of shop?" */
  readonly title: string;
  readonly description?: ReactNode;
  /** What is lost (`danger`) or what changes and can be taken back (`plain`), one line each; empty: nothing. */
  readonly losses: readonly string[];
  /** What it will do, for those who want to look. */
  readonly children?: ReactNode;
  /** The verb again, never "OK". */
  readonly confirmLabel: string;
  readonly tone?: 'danger' | 'plain';
  readonly busy?: boolean;
  /** Why it cannot be confirmed yet. */
  readonly notYet?: string | null;
  readonly onConfirm: () => void;
};

/** Asks before something that is not easily taken back. Focus starts on Cancel; a click outside does nothing. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, description, losses, children, confirmLabel, tone = 'danger' } = props;
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="scrim" />
        <AlertDialog.Content className="dialog" data-size="medium">
          <header className="dialog-head">
            <AlertDialog.Title className="dialog-title">{title}</AlertDialog.Title>
          </header>
          <div className="dialog-body">
            <AlertDialog.Description asChild>
              <div className="dialog-description">{description}</div>
            </AlertDialog.Description>
            {losses.length > 0 && <Losses losses={losses} tone={tone} />}
            {children}
          </div>
          <footer className="dialog-foot">
            <AlertDialog.Cancel asChild>
              <Button>Cancel</Button>
            </AlertDialog.Cancel>
            <Button
              variant={tone === 'danger' ? 'danger' : 'primary'}
              busy={props.busy ?? false}
              disabledReason={props.notYet ?? null}
              onClick={props.onConfirm}
            >
              {confirmLabel}
            </Button>
          </footer>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

type LossesProps = { readonly losses: readonly string[]; readonly tone: 'danger' | 'plain' };

function Losses({ losses, tone }: LossesProps) {
  const Mark = tone === 'danger' ? TriangleAlert : Info;
  return (
    <div className="dialog-losses" data-tone={tone}>
      <Mark size={16} aria-hidden="true" />
      <div>
        <h4>{tone === 'danger' ? 'What is lost' : 'What changes'}</h4>
        <ul>
          {losses.map((loss) => (
            <li key={loss}>{loss}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
