import { Select as Primitive } from 'radix-ui';
import { Check, ChevronDown } from 'lucide-react';
import type { ControlSize } from './TextField.tsx';
import { Field, type FieldText } from './Field.tsx';
import './Select.css';

export type SelectOption<Value extends string> = {
  readonly value: Value;
  readonly label: string;
  /** A second, quieter line in the list. */
  readonly detail?: string;
};

export type SelectProps<Value extends string> = FieldText & {
  /** Null: nothing chosen yet, the placeholder shows. */
  readonly value: Value | null;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly size?: ControlSize;
  readonly placeholder?: string;
  readonly disabled?: boolean;
};

/** One of a few values, from a list that opens over the field. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const {
    label,
    hint,
    problem = null,
    labelHidden = false,
    size = 'medium',
    placeholder = 'Choose…',
  } = props;
  const choose = (text: string) => {
    const option = props.options.find(({ value }) => value === text);
    if (option !== undefined) props.onChange(option.value);
  };
  return (
    <Field label={label} hint={hint} problem={problem} labelHidden={labelHidden}>
      {(links) => (
        <Primitive.Root value={props.value ?? ''} onValueChange={choose} disabled={props.disabled ?? false}>
          <Primitive.Trigger {...links} className="control select" data-size={size}>
            <span className="select-value">
              <Primitive.Value placeholder={placeholder} />
            </span>
            <ChevronDown size={14} aria-hidden="true" />
          </Primitive.Trigger>
          <Primitive.Portal>
            <Primitive.Content className="select-list" position="popper" sideOffset={4} collisionPadding={8}>
              <Primitive.Viewport>{props.options.map((option) => Option(option))}</Primitive.Viewport>
            </Primitive.Content>
          </Primitive.Portal>
        </Primitive.Root>
      )}
    </Field>
  );
}

function Option({ value, label, detail }: SelectOption<string>) {
  return (
    <Primitive.Item key={value} value={value} className="select-option">
      <span className="select-check">
        <Primitive.ItemIndicator>
          <Check size={14} aria-hidden="true" />
        </Primitive.ItemIndicator>
      </span>
      <span>
        <Primitive.ItemText>{label}</Primitive.ItemText>
        {detail !== undefined && <span className="select-detail">{detail}</span>}
      </span>
    </Primitive.Item>
  );
}
