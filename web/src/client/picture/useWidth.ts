import { useEffect, useRef, useState } from 'react'

/** The width of an element in CSS pixels, kept current; 0 until it is known. */
export function useWidth<E extends HTMLElement>() {
  const ref = useRef<E>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      // Steps of 40 px: a new grouping at every pixel of a drag would only flicker.
      if (entry) setWidth(Math.round(entry.contentRect.width / 40) * 40)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width] as const
}
