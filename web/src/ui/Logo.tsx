/** The braid of Punos: three strands that hold together. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 24 24" fill="none" strokeWidth="2.3" strokeLinecap="round" aria-hidden="true" focusable="false">
      <path d="M6 2c0 5 12 5 12 10S6 17 6 22" stroke="#1d4e8c" />
      <path d="M12 2c0 3.400 5.500 4 5.500 7" stroke="#0d7f66" />
      <path d="M6.500 15c0 3 5.500 3.600 5.500 7" stroke="#0d7f66" />
      <path d="M18 2c0 5-12 5-12 10s12 5 12 10" stroke="#c4500b" />
    </svg>
  )
}
