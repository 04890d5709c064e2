import { ToggleGroup } from 'radix-ui';
import type { ReactNode } from 'react';
import './SegmentedControl.css';

export type Segment<Value extends string> = {
  readonly value: Value;
  readonly label: string;
  readonly icon?: ReactNode;
};

export type SegmentedControlProps<Value extends string> = {
  readonly label: string;
  readonly segments: readonly Segment<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
};

/** Two to five views of one thing, all in sight. Arrow keys move; one is always chosen. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  const choose = (text: string) => {
    const segment = props.segments.find(({ value }) => value === text);
    if (segment !== undefined) props.onChange(segment.value);
  };
  return (
    <ToggleGroup.Root
      type="single"
      className="segments"
      aria-label={props.label}
      value={props.value}
      onValueChange={choose}
    >
      {props.segments.map(({ value, label, icon }) => (
        <ToggleGroup.Item key={value} value={value} className="segment">
          {icon}
          {label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
