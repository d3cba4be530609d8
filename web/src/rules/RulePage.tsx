import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { usePageTitle } from '../app/page'
import { Button } from '../ui/Button'
import { Loading } from '../ui/Loading'
import { ProblemNote } from '../ui/ProblemNote'
import { History } from './History'
import { Workbench } from './Workbench'
import { useRuleHistory, useRuleText } from './queries'
import './rules.css'

/** One kind of rules: its text, what a change would do, its versions. */
export function Component() {
  const { t } = useTranslation('rules')
  const { kind = '' } = useParams()
  const history = useRuleHistory(kind)
  const name = t(`kind.${kind}` as never, { defaultValue: t('title') }) as string
  usePageTitle(name)
  const newest = history.data?.versions.find((one) => one.state !== 'withdrawn' && one.state !== 'offered' && one.state !== 'unreadable')
  const text = useRuleText(kind, newest?.name)
  const error = history.error ?? text.error
  return (
    <main id="main" tabIndex={-1} className="page stack rules">
      <div>
        <p>
          <Link to="/rules">{t('back')}</Link>
        </p>
        <h1>{name}</h1>
        <p className="quiet rules-lead">{t(`about.${kind}` as never, { defaultValue: '' })}</p>
      </div>
      {error !== null && (
        <>
          <ProblemNote error={error} />
          <p>
            <Button onClick={() => void history.refetch()}>{t('common:try_again')}</Button>
          </p>
        </>
      )}
      {(history.isPending || text.isLoading) && <Loading />}
      {history.data && text.data && <Workbench key={kind} kind={kind} history={history.data} start={text.data} />}
      {history.data && <History kind={kind} history={history.data} />}
    </main>
  )
}
