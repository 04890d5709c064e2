import { Eye, EyeOff, LockKeyhole } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { Button } from '../actions/Button.tsx';
import { IconButton } from '../actions/IconButton.tsx';
import { Field, type FieldText } from './Field.tsx';
import './SecretField.css';

export type SecretFieldProps = FieldText & {
  /** Whether a value is kept already. The value itself never comes here. */
  readonly isSet: boolean;
  /** What is known about the kept value, for example "set 12 days ago". */
  readonly setNote?: string;
  readonly busy?: boolean;
  /** Takes the typed value away; the field has forgotten it when this is called. */
  readonly onSubmit: (value: string) => void;
};

/**
 * A field one can write into and never read from. It shows that a value is kept, not which; the typed text
 * lives in the input alone (not in React state) and is wiped before it is handed on, and on leaving.
 */
export function SecretField(props: SecretFieldProps) {
  const [editing, setEditing] = useState(!props.isSet);
  const { label, hint, problem = null, labelHidden = false } = props;
  if (props.isSet && !editing) return <KeptValue {...props} onReplace={() => setEditing(true)} />;
  return (
    <Field label={label} hint={hint} problem={problem} labelHidden={labelHidden}>
      {(links) => <Entry {...props} links={links} onDone={() => setEditing(false)} />}
    </Field>
  );
}

function KeptValue(props: SecretFieldProps & { readonly onReplace: () => void }) {
  const { label, hint, problem = null, labelHidden = false, setNote = 'set' } = props;
  return (
    <Field label={label} hint={hint} problem={problem} labelHidden={labelHidden}>
      {(links) => (
        <div className="secret-field">
          <div className="control secret-kept">
            <LockKeyhole size={14} aria-hidden="true" />
            <output {...links}>
              <span aria-hidden="true" className="secret-dots">
                ••••••••
              </span>
              <span>{setNote}</span>
            </output>
          </div>
          <Button busy={props.busy ?? false} onClick={props.onReplace}>
            Replace
          </Button>
        </div>
      )}
    </Field>
  );
}

type EntryProps = SecretFieldProps & { readonly links: object; readonly onDone: () => void };

function Entry({ links, isSet, busy = false, onSubmit, onDone }: EntryProps) {
  const input = useRef<HTMLInputElement>(null);
  const [hasText, setHasText] = useState(false);
  const [shown, setShown] = useState(false);
  const takeValue = (): string => {
    const value = input.current?.value ?? '';
    if (input.current !== null) input.current.value = '';
    setHasText(false);
    setShown(false);
    return value;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const value = takeValue();
    if (value === '') return;
    onDone();
    onSubmit(value);
  };
  const cancel = () => {
    takeValue();
    onDone();
  };
  return (
    <form className="secret-field" onSubmit={submit}>
      <div className="control">
        <LockKeyhole size={14} aria-hidden="true" />
        <input
          {...links}
          ref={input}
          type={shown ? 'text' : 'password'}
          data-mono
          spellCheck={false}
          autoComplete="new-password"
          placeholder={isSet ? 'New value' : 'Not set'}
          onInput={(event) => setHasText(event.currentTarget.value !== '')}
          onKeyDown={(event) => event.key === 'Escape' && isSet && (event.stopPropagation(), cancel())}
        />
        <IconButton
          size="small"
          label={shown ? 'Hide what is typed' : 'Show what is typed'}
          icon={shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
          pressed={shown}
          onClick={() => setShown(!shown)}
          style={{ marginRight: '-6px', height: '20px' }}
        />
      </div>
      <Button
        type="submit"
        variant="primary"
        busy={busy}
        disabledReason={hasText ? null : 'Type a value first'}
      >
        Save
      </Button>
      {isSet && (
        <Button variant="quiet" onClick={cancel}>
          Cancel
        </Button>
      )}
    </form>
  );
}
