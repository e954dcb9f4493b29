/** The small pictures of buttons; their names are on the buttons. */

const shapes = {
  first: "M4 3v10M13 3 6 8l7 5z",
  back: "M11 3 5 8l6 5z",
  on: "M5 3l6 5-6 5z",
  last: "M12 3v10M3 3l7 5-7 5z",
  fit: "M2 6V2h4M14 6V2h-4M2 10v4h4M14 10v4h-4",
  zoomIn: "M8 3v10M3 8h10",
  zoomOut: "M3 8h10",
  find: "M11 11l3.4 3.4M7 2.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6z",
  table: "M2 3.5h12v9H2zM2 6.6h12M2 9.6h12M6 3.5v9",
  lanes: "M2 4h7M5 8h9M2 12h5",
  play: "M4 2.5l9 5.5-9 5.5z",
  pause: "M4 3h2.5v10H4zM9.5 3H12v10H9.5z",
  chance: "M2.5 2.5h11v11h-11zM5.4 5.4h.1M10.6 5.4h.1M8 8h.1M5.4 10.6h.1M10.6 10.6h.1",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  up: "M3 10l5-5 5 5",
  down: "M3 6l5 5 5-5",
} as const;

const filled: ReadonlySet<string> = new Set(["first", "back", "on", "last", "play", "pause"]);

export type IconName = keyof typeof shapes;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="13"
      height="13"
      aria-hidden="true"
      focusable="false"
      fill={filled.has(name) ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={shapes[name]} />
    </svg>
  );
}
