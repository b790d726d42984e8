using System.Security.Cryptography;
using System.Text;

namespace RunKit.Api.Login;

/// <summary>
/// The page behind a login link. It holds no secret: that stands in the address behind the <c>#</c>, which no browser sends, and is posted after a
/// click, so that what looks at links by itself spends none.
/// </summary>
internal static class LoginPage
{
    private const string Script = """
        const button = document.querySelector("button"), words = document.querySelector("p");
        const secret = location.hash.slice(1);
        history.replaceState(null, "", location.pathname);
        if (!secret) { button.hidden = true; words.textContent = "This link is not whole. Run: runkit login"; }
        button.onclick = async () => {
          button.disabled = true;
          const answer = await fetch("v1/session", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ secret }) });
          const said = await answer.json();
          button.hidden = true;
          if (answer.ok) {
            localStorage.setItem("runkit-key", said.key);
            words.textContent = "This browser is logged in.";
          } else {
            words.textContent = said.detail;
          }
        };
        """;

    private const string Style = "body{font:16px system-ui;margin:20vh auto;max-width:28em;text-align:center}button{font:inherit;padding:.5em 2em}";

    /// <summary>What the page may do: run this script and ask this node, and nothing else.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; script-src 'sha256-{Hash(Script)}'; style-src 'sha256-{Hash(Style)}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static string Html { get; } =
        $"<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>RunKit</title><style>{Style}</style>\n"
        + $"<h1>RunKit</h1><p>Log this browser in to this node?</p><button>Log in</button>\n<script>{Script}</script></html>\n";

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
