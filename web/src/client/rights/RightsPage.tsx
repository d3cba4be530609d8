import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage, useText } from '../../i18n/text'
import { languages, type Language } from '../../i18n'
import { Copies } from '../../rights/Copies'
import { Restrictions } from '../../rights/Restrictions'
import { useClientRights, useCopyFor } from '../../rights/queries'
import { useAnnounce } from '../../ui/Announce'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { LongTextField } from '../../ui/Field'
import { ProblemNote } from '../../ui/ProblemNote'
import { Select } from '../../ui/Select'
import { Retry } from '../parts/Retry'
import { Skeleton } from '../parts/Skeleton'
import '../../rights/rights.css'

/** What of the client's data is restricted, and a copy of their own data for one who has no log-in. */
export default function RightsPage({ clientId }: { clientId: string }) {
  const { t } = useTranslation('rights')
  const text = useText()
  const query = useClientRights(clientId)
  const [asking, setAsking] = useState(false)
  if (query.isPending) return <Skeleton lines={8} />
  if (query.isError) return <Retry error={query.error} again={() => void query.refetch()} />
  const rights = query.data
  return (
    <div className="cl-page rights-page">
      <section className="card" aria-labelledby="client-restrictions">
        <h2 id="client-restrictions">{t('restriction.heading')}</h2>
        <p className="quiet">{t('restriction.about_staff')}</p>
        {rights.restrictions.length > 0 ? <Restrictions restrictions={rights.restrictions} /> : <p>{t('restriction.none')}</p>}
      </section>
      <section className="card" aria-labelledby="client-copy">
        <h2 id="client-copy">{t('copy.for_client')}</h2>
        <p>{t('copy.for_client_about')}</p>
        <p className="quiet">{text(rights.kept_about)}</p>
        {rights.can_copy ? (
          <p>
            <Button onClick={() => setAsking(true)}>{t('copy.ask_for')}</Button>
          </p>
        ) : (
          <p className="quiet">{t('copy.not_yours')}</p>
        )}
        {rights.copies.length > 0 && <Copies copies={rights.copies} path={(id) => `/staff/clients/${clientId}/rights/copies/${id}/file`} />}
      </section>
      {asking && <AskDialog clientId={clientId} onClose={() => setAsking(false)} />}
    </div>
  )
}

function AskDialog({ clientId, onClose }: { clientId: string; onClose: () => void }) {
  const { t } = useTranslation('rights')
  const now = useLanguage()
  const announce = useAnnounce()
  const save = useCopyFor(clientId)
  const [language, setLanguage] = useState<Language>(now)
  const [channel, setChannel] = useState('in_person')
  const [check, setCheck] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const short = reason.trim().length < 3
  const submit = () => {
    setTried(true)
    if (short || check === '') return
    save.mutate(
      { language, channel, identity_checked: check, reason: reason.trim() },
      {
        onSuccess: () => {
          announce(t('copy.begun'))
          onClose()
        },
      },
    )
  }
  return (
    <Dialog
      title={t('copy.for_client')}
      onClose={onClose}
      actions={
        <Button look="primary" busy={save.isPending} onClick={submit}>
          {t('copy.begin')}
        </Button>
      }
    >
      <p>{t('copy.partly')}</p>
      <Select label={t('copy.channel')} value={channel} onChange={(event) => setChannel(event.target.value)}>
        {(['in_person', 'phone', 'video', 'letter'] as const).map((one) => (
          <option key={one} value={one}>
            {t(`channel.${one}`)}
          </option>
        ))}
      </Select>
      <Select label={t('copy.identity')} value={check} onChange={(event) => setCheck(event.target.value)} error={tried && check === '' ? t('copy.identity_missing') : undefined}>
        <option value="">{t('choose')}</option>
        {(['document', 'known', 'representative'] as const).map((one) => (
          <option key={one} value={one}>
            {t(`identity.${one}`)}
          </option>
        ))}
      </Select>
      <Select label={t('copy.language')} value={language} onChange={(event) => setLanguage(event.target.value as Language)}>
        {languages.map((one) => (
          <option key={one} value={one}>
            {t(`language.${one}`)}
          </option>
        ))}
      </Select>
      <LongTextField label={t('copy.reason')} value={reason} onChange={setReason} error={tried && short ? t('words_missing') : undefined} rows={3} required />
      {save.isError && <ProblemNote error={save.error} />}
    </Dialog>
  )
}
