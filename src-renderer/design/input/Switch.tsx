import { Switch as Primitive } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import './Switch.css';

export type SwitchProps = {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
};

/** On or off, at once: what it says is true the moment it is flipped. */
export function Switch({ label, hint, checked, onChange, disabled = false }: SwitchProps) {
  const id = useId();
  const note = hint === undefined ? undefined : `${id}-note`;
  return (
    <div className="switch-row" data-disabled={disabled || undefined}>
      <Primitive.Root
        id={id}
        className="switch"
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-describedby={note}
      >
        <Primitive.Thumb className="switch-thumb" />
      </Primitive.Root>
      <div>
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <p id={note} className="field-hint">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
