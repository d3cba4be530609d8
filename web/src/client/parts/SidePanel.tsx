import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'

/**
 * A panel over the right edge of the page, on the browser's own modal dialog: it keeps the focus inside, closes by Esc, by its
 * button and by a click beside it, and gives the focus back to what opened it.
 */
export function SidePanel({ title, onClose, children }: { title: ReactNode; onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation('client')
  const box = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = box.current
    const opener = document.activeElement
    dialog?.showModal()
    return () => {
      dialog?.close()
      // The opener may be an SVG mark as well as a button.
      if ((opener instanceof HTMLElement || opener instanceof SVGElement) && opener.isConnected) opener.focus()
    }
  }, [])
  return (
    <dialog
      ref={box}
      className="panel"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div className="panel-inner">
        <header className="panel-head">
          <h2 id={id}>{title}</h2>
          <Button look="plain" onClick={onClose}>
            {t('close')}
          </Button>
        </header>
        <div className="panel-body">{children}</div>
      </div>
    </dialog>
  )
}
