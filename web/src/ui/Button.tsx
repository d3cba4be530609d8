import type { ButtonHTMLAttributes, Ref } from 'react'

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** primary: the one main thing on the screen; plain: looks like a link. */
  look?: 'primary' | 'secondary' | 'plain' | 'danger'
  size?: 'small' | 'normal'
  ref?: Ref<HTMLButtonElement>
  /** Work goes on: the button stays focusable and says so, and does nothing. */
  busy?: boolean
}

/** A denser button than the design system's, for screens of professionals; same colours. */
export function Button({ look = 'secondary', size = 'normal', busy = false, className, onClick, type = 'button', ...rest }: ButtonProps) {
  const classes = ['btn', `btn-${look}`, size === 'small' ? 'btn-small' : '', className ?? ''].filter(Boolean).join(' ')
  return (
    <button
      {...rest}
      type={type}
      className={classes}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest['aria-disabled'] || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    />
  )
}
