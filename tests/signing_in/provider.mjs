// A certified provider of identity (oidc-provider), for the tests. Whoever comes is who the header X-Login says, and has proved it as X-Amr says.
// Arguments: port, address at which the portal takes people back, address to which they come after signing out.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [port, answer, out] = process.argv.slice(2);
const methods = {};

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'portal',
      client_secret: 'a secret of the tests that is long enough',
      redirect_uris: [answer],
      post_logout_redirect_uris: [out],
    },
    { client_id: 'public', token_endpoint_auth_method: 'none', redirect_uris: [answer] },
  ],
  claims: { openid: ['sub', 'amr'], profile: ['preferred_username'] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id, amr: methods[id] || ['pwd'] }),
  }),
});
const answering = provider.callback();

async function interact(request, response) {
  const { params } = await provider.interactionDetails(request, response);
  const accountId = decodeURIComponent(request.headers['x-login'] || '');
  if (!accountId) return provider.interactionFinished(request, response, { error: 'access_denied' });
  methods[accountId] = (request.headers['x-amr'] || 'pwd').split(' ');
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return provider.interactionFinished(request, response, {
    login: { accountId, amr: methods[accountId] },
    consent: { grantId: await grant.save() },
  });
}

createServer((request, response) =>
  request.url.startsWith('/interaction/') ? interact(request, response) : answering(request, response),
).listen(Number(port), '127.0.0.1', () => console.log('ready'));
