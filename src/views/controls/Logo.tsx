/** Two lanes that cross: the page's mark. */

export function Logo({ size = 22 }: { readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 22 22"
      aria-hidden="true"
      fill="none"
      strokeWidth="3"
      strokeLinejoin="round"
    >
      <path d="M2 6h6l6 10h6" stroke="var(--t0)" />
      <path d="M2 16h6l6-10h6" stroke="var(--t1)" />
    </svg>
  );
}
