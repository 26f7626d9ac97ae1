/** Reads sentences aloud with a voice of this computer; it never uses one that sends words away, and decides nothing about what is read. */

/** The browser's speech, handed in by the page. */
export interface Mouth {
  readonly synthesis: Pick<
    SpeechSynthesis,
    'getVoices' | 'speak' | 'cancel' | 'addEventListener' | 'removeEventListener'
  >;
  readonly utter: (text: string) => SpeechSynthesisUtterance;
}

export interface Reading {
  readonly sentences: readonly string[];
  readonly language: string;
  /** 0 to 1. */
  readonly loudness: number;
}

/** Two steps; every visit begins with the quieter one. */
export const loudnesses = { usual: 0.6, louder: 1 } as const;

/** A voice that lives on this computer: a remote one would send the citizen's card to somebody's server. */
export function findVoice(mouth: Mouth, language: string): SpeechSynthesisVoice | undefined {
  return mouth.synthesis
    .getVoices()
    .find(({ lang, localService }) => localService && lang.toLowerCase().split(/[-_]/)[0] === language);
}

/** Begins to read, whatever was read before; `onEnd` is called once, when all is read or the voice failed. The answer stops it. */
export function readAloud(
  mouth: Mouth,
  { sentences, language, loudness }: Reading,
  onEnd: () => void,
): () => void {
  const voice = findVoice(mouth, language);
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    onEnd();
  };
  mouth.synthesis.cancel();
  if (voice === undefined || sentences.length === 0) {
    end();
    return end;
  }
  sentences.forEach((sentence, n) => {
    const utterance = mouth.utter(sentence);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.volume = loudness;
    utterance.rate = 0.95;
    if (n === sentences.length - 1) utterance.onend = end;
    utterance.onerror = end;
    mouth.synthesis.speak(utterance);
  });
  return () => {
    isOver = true;
    mouth.synthesis.cancel();
  };
}
