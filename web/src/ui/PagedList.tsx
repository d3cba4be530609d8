import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button'
import { Loading } from './Loading'
import { ProblemNote } from './ProblemNote'

type Paged<T> = Pick<
  UseInfiniteQueryResult<InfiniteData<{ items: T[] }>>,
  'data' | 'error' | 'isPending' | 'isError' | 'isPlaceholderData' | 'hasNextPage' | 'isFetchingNextPage' | 'refetch' | 'fetchNextPage'
>

/** A list that comes a page at a time: on its way, gone wrong, with nothing in it, or its rows with the rest behind a button. */
export function PagedList<T extends { id: string }>({ list, empty, more, row }: { list: Paged<T>; empty: ReactNode; more: string; row: (item: T) => ReactNode }) {
  const { t } = useTranslation('common')
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      {list.isPending && <Loading />}
      {list.isError && (
        <>
          <ProblemNote error={list.error} />
          <p>
            <Button onClick={() => void list.refetch()}>{t('try_again')}</Button>
          </p>
        </>
      )}
      {list.data && items.length === 0 && <div className="card empty">{empty}</div>}
      <ul className="plain-list stack" aria-busy={list.isPlaceholderData}>
        {items.map((item) => (
          <Fragment key={item.id}>{row(item)}</Fragment>
        ))}
      </ul>
      {list.hasNextPage && (
        <p>
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {more}
          </Button>
        </p>
      )}
    </>
  )
}
