'use strict'
// What an app does with a room's web site: ssb-http-invite-client 1 and ssb-http-auth-client 1.
const promised = run => new Promise((resolve, reject) =>
  run((error, value) => error ? reject(error) : resolve(value)))

/** Commands of a stack that has both. */
module.exports = ssb => ({
  claim: link => promised(cb => ssb.httpInviteClient.claim(link, cb)),
  // The page that signs this peer in, as its app opens it.
  signInUrl: room => promised(cb => ssb.httpAuthClient.produceSignInWebUrl(room, cb)),
  // The same for a peer that is not connected, or by a WebSocket, of whose address the client makes no link.
  signInUrlAt: host => {
    const query = new URLSearchParams({ 'ssb-http-auth': 1, cid: ssb.id, cc: ssb.httpAuthClientTokens.create() })
    return `https://${host}/login?${query}`
  },
  // Signs in whoever looks at the page that shows this; resolves with the room's answer.
  signIn: uri => promised(cb => ssb.httpAuthClient.consumeSignInSsbUri(uri, cb)),
  signOutEverywhere: room => promised(cb => ssb.httpAuthClient.invalidateAllSessions(room, cb))
})
