// A real OpenID Connect provider (npm oidc-provider) with its own log-in page.
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'

/** The strength this provider tells when the password is `card`; with any other it tells none. */
export const STRONG = 'urn:punos:test:card'

/**
 * Starts a provider that knows the node at `nodeUrl`. Whoever logs in there as NAME has the subject NAME.
 * `callback`: where the node takes people back. `people`: what is told of each NAME beside that; `inToken`: told in the identity token
 * itself, not at the provider's address of user information.
 */
export async function startProvider(port, nodeUrl, { callback = '/api/v1/session/oidc/callback', people = {}, inToken = false } = {}) {
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'punos',
        client_secret: 'only-for-this-journey',
        redirect_uris: [`${nodeUrl}${callback}`],
        post_logout_redirect_uris: [`${nodeUrl}/`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    acrValues: [STRONG],
    claims: { openid: ['sub'], profile: ['family_name', 'given_name', 'nationalIdentificationNumber'] },
    conformIdTokenClaims: !inToken,
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    cookies: { keys: ['only-for-this-journey'] },
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Session: 600, Grant: 600 },
  })
  // Its own log-in page knows no strengths, so what the page sends is taken here.
  provider.use(async (ctx, next) => {
    if (ctx.method !== 'POST' || !ctx.path.startsWith('/interaction/')) return next()
    let sent = ''
    for await (const part of ctx.req) sent += part
    ctx.req.body = Object.fromEntries(new URLSearchParams(sent))
    const { prompt, login, password } = ctx.req.body
    if (prompt !== 'login') return next()
    ctx.respond = false
    const acr = password === 'card' ? STRONG : undefined
    return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: login, acr } }, { mergeWithLastSubmission: false })
  })
  const server = createServer(provider.callback())
  await new Promise((done) => server.listen(port, '127.0.0.1', done))
  return { issuer, stop: () => new Promise((done) => server.close(done)) }
}
