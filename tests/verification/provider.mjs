// A real eID provider for the tests: node provider.mjs PORT REDIRECT_ADDRESS. Anybody who types a name is that person.
import Provider from "oidc-provider";

const [port, redirect] = process.argv.slice(2);

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "cityshop",
      client_secret: "a secret: with % signs",
      redirect_uris: [redirect],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  cookies: { keys: ["only for tests"] },
  features: { devInteractions: { enabled: true } },
  pkce: { required: () => true },
  scopes: ["openid"],
});

provider.listen(Number(port), "127.0.0.1");
