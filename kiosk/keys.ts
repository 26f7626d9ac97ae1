/** Who hears what a person types: a list of listeners and nothing kept. */
export interface Keys {
  say(text: string): void;
  onTyped(listener: (text: string) => void): () => void;
}

export function makeKeys(): Keys {
  const listeners = new Set<(text: string) => void>();
  return {
    say: (text) => {
      for (const listener of listeners) listener(text);
    },
    onTyped(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
