import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { classNames } from '../class-names.ts';
import './Field.css';

export type FieldText = {
  readonly label: string;
  /** Shown beneath while there is no problem. */
  readonly hint?: ReactNode;
  /** What is wrong with the value, in a sentence; null when nothing is. */
  readonly problem?: string | null;
  /** Keeps the label for screen readers only, where the place itself says what it is. */
  readonly labelHidden?: boolean;
};

/** What the control inside a Field carries, so that label, hint and problem belong to it. */
export type FieldLinks = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
};

export type FieldProps = FieldText & { readonly children: (links: FieldLinks) => ReactNode };

/** A label above, a control, and a hint or a problem beneath, tied together for assistive technology. */
export function Field({ label, hint, problem = null, labelHidden = false, children }: FieldProps) {
  const id = useId();
  const described = problem !== null || hint !== undefined;
  const links: FieldLinks = {
    id,
    'aria-describedby': described ? `${id}-note` : undefined,
    'aria-invalid': problem !== null || undefined,
  };
  return (
    <div className="field">
      <label htmlFor={id} className={classNames('field-label', labelHidden && 'visually-hidden')}>
        {label}
      </label>
      {children(links)}
      {described && <Note id={`${id}-note`} hint={hint} problem={problem} />}
    </div>
  );
}

type NoteProps = { readonly id: string; readonly hint: ReactNode; readonly problem: string | null };

function Note({ id, hint, problem }: NoteProps) {
  if (problem === null) {
    return (
      <p id={id} className="field-hint">
        {hint}
      </p>
    );
  }
  return (
    <p id={id} className="field-problem">
      <CircleAlert size={13} aria-hidden="true" />
      <span>{problem}</span>
    </p>
  );
}
