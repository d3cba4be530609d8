import { useCallback, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'

/**
 * A page that can be taken out of the document and put back as it was. While its session is over nothing of it is in the document, not
 * even out of sight; what was being written waits in this tab's memory.
 */
export function Place({ shown, children }: { shown: boolean; children: ReactNode }) {
  const [page] = useState(() => {
    const element = document.createElement('div')
    element.style.display = 'contents'
    return element
  })
  const anchor = useRef<HTMLDivElement | null>(null)
  // Put in its place before what is drawn in it looks for the focus.
  const put = useCallback(
    (element: HTMLDivElement | null) => {
      anchor.current = element
      element?.append(page)
    },
    [page],
  )
  useLayoutEffect(() => {
    if (shown) {
      if (page.parentNode === anchor.current) return
      anchor.current?.append(page)
      // A dialog that left the document is a modal no more.
      for (const dialog of page.querySelectorAll<HTMLDialogElement>('dialog[open]')) {
        dialog.close()
        dialog.showModal()
      }
    } else {
      page.remove()
    }
  }, [shown, page])
  return (
    <>
      <div ref={put} style={{ display: 'contents' }} />
      {createPortal(children, page)}
    </>
  )
}
