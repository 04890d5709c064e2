import { X } from 'lucide-react';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { IconButton } from '../actions/IconButton.tsx';
import { Field, type FieldText } from './Field.tsx';

export type ControlSize = 'small' | 'medium' | 'large';

export type TextFieldProps = FieldText & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly kind?: 'text' | 'search' | 'number';
  readonly size?: ControlSize;
  readonly icon?: ReactNode;
  /** For code: keys, expressions, addresses. */
  readonly mono?: boolean;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly readOnly?: boolean;
  readonly onEnter?: () => void;
  /** When the focus goes elsewhere. */
  readonly onLeave?: () => void;
  readonly inputRef?: Ref<HTMLInputElement>;
};

/** One line of text. Kind `search` gets a cross that empties it, and Escape does the same. */
export function TextField(props: TextFieldProps) {
  const { label, hint, problem = null, labelHidden = false, size = 'medium', icon } = props;
  return (
    <Field label={label} hint={hint} problem={problem} labelHidden={labelHidden}>
      {(links) => (
        <div className="control" data-size={size}>
          {icon}
          <Input {...props} links={links} />
          {props.kind === 'search' && props.value !== '' && (
            <IconButton
              size="small"
              label="Clear"
              icon={<X aria-hidden="true" />}
              onClick={() => props.onChange('')}
              style={{ marginRight: '-6px', height: '20px', width: '20px' }}
            />
          )}
        </div>
      )}
    </Field>
  );
}

type InputProps = TextFieldProps & { readonly links: object };

function Input(props: InputProps) {
  const {
    value,
    onChange,
    kind = 'text',
    mono = false,
    placeholder,
    disabled,
    readOnly,
    inputRef,
    links,
  } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') props.onEnter?.();
    if (event.key === 'Escape' && kind === 'search' && value !== '') {
      event.stopPropagation();
      onChange('');
    }
  };
  return (
    <input
      {...links}
      ref={inputRef}
      type={kind === 'search' ? 'search' : 'text'}
      inputMode={kind === 'number' ? 'numeric' : undefined}
      data-mono={mono}
      spellCheck={false}
      autoComplete="off"
      value={value}
      placeholder={placeholder}
      disabled={disabled}
      readOnly={readOnly}
      onKeyDown={onKeyDown}
      onBlur={props.onLeave}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
