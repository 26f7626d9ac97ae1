/** Says a sentence to a screen reader, politely, once per change; it is never seen. */
interface AnnounceProps {
  readonly text: string;
}

export function Announce({ text }: AnnounceProps) {
  return (
    <p class="only-heard" role="status" aria-live="polite" aria-atomic="true">
      {text}
    </p>
  );
}
