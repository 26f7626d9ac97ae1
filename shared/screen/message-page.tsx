/** A page that says one thing: a headline, a sentence, and at most one way on. */
import type { ComponentChildren } from 'preact';
import { useFit } from './fit.ts';
import { Icon, type IconNodes } from './icon.tsx';
import './message-page.css';

interface MessagePageProps {
  readonly icon: IconNodes;
  readonly title: string;
  readonly text?: string;
  readonly children?: ComponentChildren;
}

export function MessagePage({ icon, title, text, children }: MessagePageProps) {
  const page = useFit<HTMLElement>();
  return (
    <main class="message-page" ref={page}>
      <Icon nodes={icon} class="message-page-icon" />
      <h1 class="message-page-title" tabIndex={-1}>
        {title}
      </h1>
      {text !== undefined && <p class="message-page-text">{text}</p>}
      {children}
    </main>
  );
}
