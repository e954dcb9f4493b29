/** A sign for the eye and the word that it stands for, for readers. */

interface Props {
  readonly sign: string;
  readonly word: string;
  readonly className?: string;
}

export function Sign({ sign, word, className }: Props) {
  return (
    <span className={className} title={word}>
      <span aria-hidden="true">{sign}</span>
      <span className="seen-by-readers-only">{word}</span>
    </span>
  );
}
