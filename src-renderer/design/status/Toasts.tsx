import { CircleCheck, Info, OctagonX, TriangleAlert } from 'lucide-react';
import { Toaster } from 'sonner';
import './Toasts.css';

/** Where toasts appear: bottom right, above everything, newest in front. Ctrl+Alt+T moves focus to them. */
export function Toasts() {
  return (
    <Toaster
      position="bottom-right"
      gap={8}
      offset={16}
      visibleToasts={4}
      hotkey={['ctrlKey', 'altKey', 'KeyT']}
      containerAriaLabel="Notifications"
      icons={{
        info: <Info size={16} aria-hidden="true" />,
        success: <CircleCheck size={16} aria-hidden="true" />,
        warning: <TriangleAlert size={16} aria-hidden="true" />,
        error: <OctagonX size={16} aria-hidden="true" />,
      }}
      toastOptions={{
        unstyled: true,
        closeButton: true,
        classNames: {
          toast: 'toast',
          icon: 'toast-icon',
          content: 'toast-text',
          title: 'toast-title',
          description: 'toast-detail',
          actionButton: 'toast-action',
          closeButton: 'toast-close',
        },
      }}
    />
  );
}
