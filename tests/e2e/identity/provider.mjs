// A real OpenID Connect provider (oidc-provider) on the loopback. Its own pages ask for a name and take any password.
import { once } from "node:events";
import { createServer } from "node:http";

import Provider from "oidc-provider";

/** The studio as the provider knows it. */
export const CLIENT = { client_id: "studio", client_secret: "a-secret-of-the-client-0123456789" };

/** A port of the loopback that was free just now. */
export async function freePort() {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address();
    server.close();
    return port;
}

/** The provider, for a studio's server at this host. */
export async function startProvider(host) {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const issuer = `http://127.0.0.1:${server.address().port}`;
    const provider = new Provider(issuer, {
        clients: [{ ...CLIENT, redirect_uris: ["http", "https"].map((scheme) => `${scheme}://${host}/api/access/signed-in`) }],
        cookies: { keys: ["a key of the test"] },
        claims: { openid: ["sub"], profile: ["preferred_username"], email: ["email", "email_verified"] },
        findAccount: (_, id) => ({
            accountId: id,
            claims: () => ({ sub: `subject-of-${id}`, preferred_username: id, email: `${id}@example.com`, email_verified: false }),
        }),
        pkce: { required: () => true },
    });
    server.on("request", provider.callback());
    return { issuer, server };
}
