import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from '../actions/IconButton.tsx';
import './Dialog.css';

export type DialogSize = 'small' | 'medium' | 'large';

export type DialogProps = {
  readonly open: boolean;
  /** Called with false on Escape, on the cross and on a click outside. */
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the main one last. */
  readonly footer?: ReactNode;
  readonly size?: DialogSize;
};

/** A window over the window: keeps focus inside, gives it back on closing. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  size = 'medium',
}: DialogProps) {
  const describes = description === undefined ? { 'aria-describedby': undefined } : {};
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="scrim" />
        <Primitive.Content className="dialog" data-size={size} {...describes}>
          <header className="dialog-head">
            <Primitive.Title className="dialog-title">{title}</Primitive.Title>
            <Primitive.Close asChild>
              <IconButton label="Close" icon={<X aria-hidden="true" />} />
            </Primitive.Close>
          </header>
          <div className="dialog-body">
            {description !== undefined && (
              <Primitive.Description asChild>
                <div className="dialog-description">{description}</div>
              </Primitive.Description>
            )}
            {children}
          </div>
          {footer !== undefined && <footer className="dialog-foot">{footer}</footer>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
